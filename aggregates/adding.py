"""Totals added up inside the database: integers in, integers stored, no row comes out.

Kinds over units that one GROUP BY can give (sum, mean, least, greatest, counts alone) are counted here, for
one unit or for a whole period. What needs its parts paired at the finest grain (weighted means, ratios) and
points some unit speaks for the whole of go through the kernel. Both ways give the same rows.

The same text runs on SQLite and PostgreSQL. Only integers and names of ours are put into it.
"""

# ruff: noqa: S608 only integers, dates and names of ours are put into statements

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import DatabaseError, connection

from aggregates.adding_pieces import (
    ASKED,
    COLUMNS,
    DUTIES,
    FIGURES,
    IS_COUNTED,
    KINDS,
    TOTALS,
    UNITS,
    cells_of,
    located,
    part_of,
    place_of_day,
    put_together,
    said_in,
)
from aggregates.kernel import LIMIT, KernelBoundError
from aggregates.kernel.rules import Rules
from aggregates.places import Place
from aggregates.statements import among
from indicators.adding_up import OverUnits
from submissions.models import Scope


class TotalOutOfBounds(KernelBoundError):
    """The database refused a sum past the bound. Nothing of the statement was stored."""

    def __init__(self, where: str, cause: object) -> None:
        ArithmeticError.__init__(self, f"a total of {where} passes the bound of {LIMIT}: {cause}")
        self.amount, self.group = LIMIT, where


def by_kind(points: Iterable[int], *, rules: Rules, wholes: Collection[int]) -> dict[OverUnits, list[int]]:
    """The points that are added up here, by kind; the others go through the kernel."""
    found: dict[OverUnits, list[int]] = {}
    for point in sorted(points):
        kind = rules.of(point).over_units
        if kind in KINDS and point not in wholes:
            found.setdefault(kind, []).append(point)
    return found


def spoken_for(*, period: int, points: Collection[int]) -> frozenset[int]:
    """The points for which some unit's figure is about all below it. One query, by an index of these."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT data_point FROM {FIGURES} WHERE scope = {Scope.WHOLE.value} "
            f"AND period = {int(period)} AND {among('data_point', points)}"
        )
        return frozenset(point for (point,) in cursor.fetchall())


def add_up_period(
    *, period: int, day: date, tree: str, kind: OverUnits, points: Collection[int], at: datetime
) -> int:
    """Store the totals of every unit that has others below on `day`; how many. There must be none yet.

    Figures are read once, grouped under the unit directly concerned, and these parts go to all units above.
    """
    way = KINDS[kind]
    statement = f"""
        WITH RECURSIVE {place_of_day(day, tree)},
        inner_unit AS MATERIALIZED (SELECT DISTINCT parent AS unit FROM place),
        above AS (
            SELECT unit, unit AS ancestor FROM inner_unit
            UNION SELECT above.unit, place.parent FROM above JOIN place ON place.unit = above.ancestor
        ),
        target AS MATERIALIZED (
            SELECT unit, parent AS target FROM place WHERE unit NOT IN (SELECT unit FROM inner_unit)
            UNION ALL SELECT unit, unit FROM inner_unit
        ),
        said AS (
            SELECT target.target, data_point, edition, {said_in(way)}
            FROM {FIGURES} AS figure CROSS JOIN target
            WHERE period = {int(period)} AND {among("data_point", points)} AND target.unit = figure.unit
            GROUP BY target.target, data_point, edition
        ),
        asked AS (
            SELECT target.target, version_id, {ASKED}
            FROM {DUTIES} JOIN target ON target.unit = duty.subject_id
            WHERE {IS_COUNTED} AND round.period_id = {int(period)}
            GROUP BY target.target, version_id, regime_id, round.edition
        ),
        {cells_of(points, day=day)},
        part AS ({part_of("target")})
        INSERT INTO {TOTALS} ({COLUMNS})
        SELECT {int(period)}, data_point, shard, ancestor, edition, {put_together(way)}, %s
        FROM part JOIN above ON above.unit = part.target JOIN {UNITS} AS unit ON unit.id = above.ancestor
        GROUP BY data_point, shard, ancestor, edition
    """
    return _run(statement, at=at, where=f"period {period}")


def add_up_unit(
    unit: int,
    *,
    place: Place,
    period: int,
    day: date,
    kind: OverUnits,
    points: Collection[int],
    at: datetime,
) -> int:
    """Store the totals of one unit from its own figures, those of its leaves and the totals of inner ones."""
    way, shard = KINDS[kind], place.shards[unit]
    near = {unit, *place.leaves}
    stored = (
        f"""UNION ALL
            SELECT data_point, edition, amount, numerator, denominator, reported, answered, expected
            FROM {TOTALS}
            WHERE period = {int(period)} AND {among("data_point", points)}
              AND {located(place.inner, place.shards)}"""
        if place.inner
        else ""
    )
    statement = f"""
        WITH said AS (
            SELECT data_point, edition, {said_in(way)} FROM {FIGURES}
            WHERE period = {int(period)} AND {among("data_point", points)} AND {located(near, place.shards)}
            GROUP BY data_point, edition
        ),
        asked AS (
            SELECT version_id, {ASKED} FROM {DUTIES}
            WHERE {IS_COUNTED} AND round.period_id = {int(period)} AND {among("duty.subject_id", near)}
            GROUP BY version_id, regime_id, round.edition
        ),
        {cells_of(points, day=day)},
        part AS ({part_of()} {stored})
        INSERT INTO {TOTALS} ({COLUMNS})
        SELECT {int(period)}, data_point, {int(shard)}, {int(unit)}, edition, {put_together(way)}, %s
        FROM part GROUP BY data_point, edition
    """
    return _run(statement, at=at, where=f"unit {unit}, period {period}")


# ---- running ----------------------------------------------------------------------------------------------


def _run(statement: str, *, at: datetime, where: str) -> int:
    with connection.cursor() as cursor, refused_loudly(where):
        if connection.vendor == "postgresql":
            # To compile a statement costs more than to run it; a month's groups shall not go to disk.
            cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '128MB'")
        cursor.execute(statement, [connection.ops.adapt_datetimefield_value(at)])
        if connection.vendor == "sqlite":  # the driver counts no rows of statements that begin with WITH
            cursor.execute("SELECT changes()")
            return int(cursor.fetchone()[0])
        return int(cursor.rowcount)


_SIGNS_OF_OVERFLOW = ("out of range", "integer overflow", "_in_bounds")


@contextmanager
def refused_loudly(where: str) -> Iterator[None]:
    """SQLite's sums raise on overflow, PostgreSQL's where they become bigint; a constraint holds the rest."""
    try:
        yield
    except DatabaseError as error:
        if any(sign in str(error) for sign in _SIGNS_OF_OVERFLOW):
            raise TotalOutOfBounds(where, error) from error
        raise
