"""Writing totals: the rows of a set of (period, data point) of units are replaced in one go."""

from collections.abc import Collection, Mapping
from datetime import datetime

import pandas as pd
from django.db import connection

from aggregates.kernel.frames import TOTAL
from aggregates.models import Total
from aggregates.statements import among

BATCH = 2000


def write_totals(totals: pd.DataFrame, *, shards: Mapping[int, int], at: datetime) -> int:
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


def remove_totals(
    *, periods: Collection[int], data_points: Collection[int] | None, units: Collection[int] | None = None
) -> None:
    """Delete the totals of these periods, of these data points and units (None: of all)."""
    where = among("period", periods)
    if data_points is not None:
        where += f" AND {among('data_point', data_points)}"
    if units is not None:
        where += f" AND {among('unit', units)}"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Total._meta.db_table} WHERE {where}")  # noqa: S608 our own integers
