"""Rows by the million: whatever their number, all arrive as they were given."""

from datetime import UTC, datetime

import numpy as np
import pytest

from submissions.bulk import AT_ONCE, load_integers, load_rows
from submissions.models import BOUND, Figure
from units.models import Event

pytestmark = pytest.mark.django_db

MANY = 2 * AT_ONCE + 7
"""More than several statements take, and some over."""


@pytest.mark.parametrize("count", [1, AT_ONCE // 4, AT_ONCE // 4 + 1, MANY])
def test_columns_arrive_row_by_row_with_their_gaps(count: int) -> None:
    unit = np.arange(count, dtype=np.int64)
    sign = unit % 3 % 2
    amount = np.where(sign == 0, BOUND - unit, 0)
    written = load_integers(
        Figure,
        {
            "period": 36, "data_point": np.full(count, 7, dtype=np.int64), "shard": 33, "unit": unit,
            "edition": 4, "amount": amount, "sign": sign, "scope": 1, "revision": 12, "since": 2**40,
        },
        nullable="amount",
        is_null=sign != 0,
    )  # fmt: skip
    assert written == count
    found = list(Figure.objects.order_by("unit").values_list())
    assert found == [
        (36, 7, 33, one, 4, None if one % 3 == 1 else BOUND - one, int(one % 3 == 1), 1, 12, 2**40)
        for one in range(count)
    ]


def test_rows_of_any_columns_arrive_with_their_identities() -> None:
    at = datetime(2026, 11, 20, 3, 32, tzinfo=UTC)
    rows = [(1000 + one, at, f"việc.{one}", "{}", "", None) for one in range(MANY)]
    names = ["id", "at", "kind", "data", "subject_type", "subject_id"]
    load_rows(Event, names, iter(rows))
    found = Event.objects.filter(pk__gte=1000).order_by("pk").values_list("pk", "at", "kind", "subject_id")
    assert list(found) == [(pk, at, kind, None) for pk, at, kind, *_rest in rows]


def test_no_rows_are_no_statement() -> None:
    load_rows(Event, ["id", "kind"], [])
    assert not Event.objects.exists()
