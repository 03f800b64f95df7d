"""The country at the smallest size: loaded, added up, agreed; never beside other reports by accident."""

from collections import defaultdict
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.asked import book_of
from aggregates.charting import load_atlas
from aggregates.gather import read
from aggregates.models import Total
from indicators.models import Period, ReportingRound
from submissions.models import Figure, Submission
from units.models import Succession
from units.queries import children_of, find_unit, subtree_ids

pytestmark = pytest.mark.django_db

PROVINCES = ("tinh", "thanh_pho")
SMALL = {"province": ["33"], "months": 2, "points": 3, "until": "2025-07"}


def load(**options: object) -> str:
    said = StringIO()
    call_command("load_country", **{**SMALL, **options}, stdout=said)
    return said.getvalue()


def expected_and_exempt(unit: int, day: date) -> list[int]:
    """Communes of each point: those expected, and those that answered "x" and so are not."""
    period = Period.objects.get(ends=day).pk
    return [
        total.expected + Figure.objects.filter(period=period, data_point=total.data_point, sign=3).count()
        for total in Total.objects.filter(unit=unit, period=period)
    ]


@pytest.fixture
def no_vacuum(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test runs inside a transaction, where PostgreSQL refuses to vacuum."""
    monkeypatch.setattr("reporting.country.load._analyse", lambda: None)


@pytest.mark.usefixtures("no_vacuum")
def test_a_province_in_two_months_has_the_units_of_their_time_and_totals_that_agree() -> None:
    said = load()
    assert "số liệu/giây" in said
    country = find_unit("VN", on=date(2025, 7, 1))
    for day, communes in ((date(2025, 6, 30), 381), (date(2025, 7, 31), 104)):
        assert expected_and_exempt(country.pk, day) == [communes] * 3
    assert Figure.objects.count() == 3 * Submission.objects.filter(accepted__isnull=False).count()
    assert set(Figure.objects.values_list("sign", flat=True)) <= {0, 1, 2, 3}
    assert reconcile_totals() == []
    with pytest.raises(CommandError, match="đã được nạp"):
        load(anyway=True)


@pytest.mark.usefixtures("no_vacuum")
def test_numbers_are_the_same_every_time_and_copies_are_other_units() -> None:
    load(scale=2, until="2025-08", months=1)
    country = find_unit("VN", on=date(2025, 8, 1))
    assert expected_and_exempt(country.pk, date(2025, 8, 31)) == [208] * 3
    first = Figure.objects.filter(sign=0).order_by("data_point", "shard", "unit").first()
    assert first is not None
    assert first.amount is not None
    assert first.amount > 0
    assert reconcile_totals() == []


@pytest.mark.usefixtures("no_vacuum")
def test_2024_of_all_provinces_of_today_is_the_sum_over_their_communes_of_then() -> None:
    """To the last digit, by plain arithmetic over what became of what."""
    load(province=None, months=1, points=2, until="2024-12")
    today = date(2026, 11, 20)
    provinces = [
        view for view in children_of(find_unit("VN", on=today).pk, on=today) if view.kind in PROVINCES
    ]
    assert len(provinces) == 34
    province_of = {unit: view.id for view in provinces for unit in subtree_ids(view.id, on=today)}
    became: dict[int, list[int]] = defaultdict(list)
    for before, after in Succession.objects.values_list("predecessor", "successor"):
        became[before].append(after)
    expected: dict[tuple[int, int], int] = defaultdict(int)
    for unit, point, amount in Figure.objects.filter(sign=0).values_list("unit", "data_point", "amount"):
        assert amount is not None  # no sign instead
        [province] = {province_of[after] for after in became.get(unit, [unit])}
        expected[province, point] += amount
    [asked] = ReportingRound.objects.select_related("template__regime", "period", "version")
    book, atlas = book_of([asked], shown=asked), load_atlas(kind="administrative", today=today)
    found = {
        (view.id, line.data_point): read(
            book=book, atlas=atlas, unit=view.id, tree="now", periods=[asked.period_id], edition=asked.edition
        )
        .value(asked.period_id, line.data_point)
        .amount
        for view in provinces
        for line in book.lines
    }
    assert found == expected


def test_a_month_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(CommandError, match="năm-tháng"):
        load(until="tháng bảy")
