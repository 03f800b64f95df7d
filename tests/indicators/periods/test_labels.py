"""Periods have names that people use."""

import pytest

from indicators.periods import label_of, short_label_of
from tests.indicators.periods.kept import named


@pytest.mark.parametrize(
    ("code", "label", "short"),
    [
        ("2026", "Năm 2026", "Năm 2026"),
        ("2026-S1", "6 tháng đầu năm 2026", "6 tháng đầu năm 2026"),
        ("2026-S2", "6 tháng cuối năm 2026", "6 tháng cuối năm 2026"),
        ("2026-3M", "3 tháng năm 2026", "3 tháng/2026"),
        ("2026-9M", "9 tháng năm 2026", "9 tháng/2026"),
        ("2026-Q3", "Quý 3 năm 2026", "Quý 3/2026"),
        ("nd09:2026-Q3", "Quý 3 năm 2026", "Quý 3/2026"),
        ("2026-10", "Tháng 10 năm 2026", "Tháng 10/2026"),
        ("2026-W45", "Tuần 45 năm 2026", "Tuần 45/2026"),
        ("2026-10-D2", "10 ngày giữa tháng 10 năm 2026", "10 ngày giữa tháng 10 năm 2026"),
        ("2026-10-05", "Ngày 05/10/2026", "05/10/2026"),
        ("school:2026", "Năm học 2026–2027", "Năm học 2026–2027"),
    ],
)
def test_a_period_is_called_as_people_call_it(code: str, label: str, short: str) -> None:
    span = named(code)
    for (msgid, params), text in ((label_of(span), label), (short_label_of(span), short)):
        assert msgid % params == text
