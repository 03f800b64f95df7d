"""Stored totals of chosen units, by their whole keys: a unit's shard stands beside it in one statement.

Without the shard every total of a period and data point would be walked to find the few that are wanted.
"""

# ruff: noqa: S608 only integers and names of ours are put into statements

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.db import connection

from aggregates.left_out import listed
from aggregates.models import Total
from aggregates.values import Value
from units.models import Unit

_TOTAL = Total._meta.db_table
_UNIT = Unit._meta.db_table
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_READ_AT = {"postgresql": "CAST(EXTRACT(EPOCH FROM total.refreshed_at) * 1000000 AS bigint)"}
"""A moment as a whole number: read a thousand times a page, and the same few again and again."""

Wanted = tuple[Collection[int], Collection[int], Collection[int]]  # units, periods, data points


def totals_of(wanted: Iterable[Wanted], *, edition: int) -> dict[tuple[int, int, int], Value]:
    """(unit, period, data point) → its stored total. One query, or none where nothing is wanted."""
    read_at = _READ_AT.get(connection.vendor, "total.refreshed_at")
    text = " UNION ".join(
        f"""SELECT total.unit, total.period, total.data_point, total.amount, total.reported, total.answered,
                   total.expected, {read_at}, total.numerator, total.denominator
            FROM {_UNIT} AS unit CROSS JOIN {_TOTAL} AS total
            WHERE unit.id IN ({listed(units)}) AND total.period IN ({listed(periods)})
              AND total.data_point IN ({listed(points)}) AND total.shard = unit.shard
              AND total.unit = unit.id AND total.edition = {edition:d}"""
        for units, periods, points in wanted
        if units and periods and points
    )
    if not text:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(text)
        return {
            (unit, period, of): Value(
                amount, reported, answered, expected, _moment(at), above or 0, below or 0
            )
            for unit, period, of, amount, reported, answered, expected, at, above, below in cursor.fetchall()
        }


@lru_cache(maxsize=4096)
def _moment(told: int | datetime) -> datetime:
    """Microseconds since 1970, or SQLite's moment without a zone, in UTC."""
    if isinstance(told, int):
        return _EPOCH + timedelta(microseconds=told)
    return told.replace(tzinfo=UTC)
