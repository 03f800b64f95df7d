"""Writing totals: the rows of a set of (period, data point) of units are replaced in one go."""

from collections.abc import Collection
from datetime import datetime

import pandas as pd

from aggregates.kernel.frames import TOTAL
from aggregates.models import Total

BATCH = 2000


def write_totals(totals: pd.DataFrame, *, shards: dict[int, int], at: datetime) -> int:
    """Insert TOTAL rows; the caller has removed the old ones in the same transaction."""
    rows = [
        Total(
            period=period,
            data_point=point,
            shard=shards[unit],
            unit=unit,
            edition=edition,
            amount=amount if has_amount else None,
            numerator=numerator if numerator or denominator else None,
            denominator=denominator if numerator or denominator else None,
            reported=reported,
            answered=answered,
            expected=expected,
            refreshed_at=at,
        )
        for (
            unit, period, point, edition, amount, has_amount, numerator, denominator,
            reported, answered, expected,
        ) in zip(*(totals[column].tolist() for column in TOTAL), strict=True)
    ]  # fmt: skip
    Total.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def remove_totals(*, units: Collection[int], periods: Collection[int], data_points: Collection[int]) -> None:
    Total.objects.filter(
        period__in=list(periods), data_point__in=list(data_points), unit__in=list(units)
    ).delete()
