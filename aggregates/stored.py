"""Stored totals of chosen units, by their whole keys: a unit's shard stands beside it in one statement.

Without the shard every total of a period and data point would be walked to find the few that are wanted.
"""

# ruff: noqa: S608 only integers and names of ours are put into statements

from collections.abc import Collection, Iterable, Mapping
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
_ALL_READ_AT = {"postgresql": "SUM(CAST(EXTRACT(EPOCH FROM total.refreshed_at) * 1000000 AS bigint))"}
"""All moments of a unit in one: time only goes on, so that their sum tells of each that has changed."""

Wanted = tuple[Collection[int], Collection[int], Collection[int]]  # units, periods, data points


def totals_of(wanted: Iterable[Wanted], *, edition: int) -> dict[tuple[int, int, int], Value]:
    """(unit, period, data point) → its stored total. One query, or none where nothing is wanted."""
    read_at = _READ_AT.get(connection.vendor, "total.refreshed_at")
    text = " UNION ALL ".join(
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


def stamps_of(
    units_in: Mapping[int, Collection[int]], points: Collection[int], *, edition: int
) -> dict[tuple[int, int], object]:
    """(period, unit) → another one whenever a stored total of its was refreshed. One query, or none.

    `units_in`: period → units; those without stored totals are absent.
    """
    periods_of: dict[frozenset[int], list[int]] = {}
    for period, units in sorted(units_in.items()):
        if units and points:
            periods_of.setdefault(frozenset(units), []).append(period)
    when = _ALL_READ_AT.get(connection.vendor, "GROUP_CONCAT(total.refreshed_at)")
    text = " UNION ALL ".join(
        f"""SELECT total.period, total.unit, COUNT(*), SUM(total.answered), SUM(total.expected),
                   SUM(total.reported), {when}
            FROM {_UNIT} AS unit CROSS JOIN {_TOTAL} AS total
            WHERE unit.id IN ({listed(together)}) AND total.period IN ({listed(periods)})
              AND total.data_point IN ({listed(points)}) AND total.shard = unit.shard
              AND total.unit = unit.id AND total.edition = {edition:d}
            GROUP BY total.period, total.unit"""
        for together, periods in periods_of.items()
    )
    if not text:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(text)
        return {(period, unit): tuple(said) for period, unit, *said in cursor.fetchall()}


@lru_cache(maxsize=4096)
def _moment(told: int | datetime) -> datetime:
    """Microseconds since 1970, or SQLite's moment without a zone, in UTC."""
    if isinstance(told, int):
        return _EPOCH + timedelta(microseconds=told)
    return told.replace(tzinfo=UTC)
