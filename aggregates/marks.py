"""Taking dirty marks away: first of all, so that what is committed later has marks of its own (promise 5)."""

# ruff: noqa: S608 only integers and names of ours are put into statements

from collections.abc import Collection

from django.db import connection

from aggregates.statements import among
from submissions.models import DirtyMark

_MARK = DirtyMark._meta.db_table


def take_marks_at(unit: int) -> list[tuple[int, int]]:
    """Delete the marks of a unit; the (period, data point) they named, as often as they did."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_MARK} WHERE unit = {int(unit)} RETURNING period, data_point")
        return [(period, point) for period, point in cursor.fetchall()]


def take_marks_of(*, period: int, points: Collection[int] | None) -> None:
    """Delete the marks of a period, of all units."""
    of_points = "" if points is None else f" AND {among('data_point', points)}"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_MARK} WHERE period = {int(period)}{of_points}")
