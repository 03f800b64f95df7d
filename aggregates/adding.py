"""Totals added up inside the database: integers in, integers stored, no row comes out.

Kinds over units that one GROUP BY can give (sum, mean, least, greatest, counts alone) are counted here, for
one unit or for a whole period. What needs its parts paired at the finest grain (weighted means, ratios) and
points some unit speaks for the whole of go through the kernel. Both ways give the same rows.

The same text runs on SQLite and PostgreSQL. Only integers and names of ours are put into it.
"""

# ruff: noqa: S608 only integers, dates and names of ours are put into statements

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DatabaseError, connection

from aggregates.kernel import LIMIT, KernelBoundError
from aggregates.kernel.rules import Rules
from aggregates.models import Total
from aggregates.places import Place
from aggregates.statements import among
from indicators.adding_up import OverUnits
from indicators.models import Assignment, Edition, ReportingRound, TemplateCell, month_bit
from submissions.models import Displacement, Figure, Scope, Submission
from units.models import Placement, Unit

PROBED = 300
"""Up to so many units × shards are looked up one by one; for more, the shards are walked and units picked."""


class TotalOutOfBounds(KernelBoundError):
    """The database refused a sum past the bound. Nothing of the statement was stored."""

    def __init__(self, where: str, cause: object) -> None:
        ArithmeticError.__init__(self, f"a total of {where} passes the bound of {LIMIT}: {cause}")
        self.amount, self.group = LIMIT, where


@dataclass(frozen=True, slots=True)
class _Kind:
    """SQL of what figures give (a sign leaves `amount` NULL) and of how such parts are put together."""

    amount: str = "NULL"
    numerator: str = "NULL"
    denominator: str = "NULL"
    together: str = "MAX"


KINDS = {
    # "-" is 0 in sums (sign 1), and no number elsewhere.
    OverUnits.SUM: _Kind(amount="SUM(CASE WHEN sign = 1 THEN 0 ELSE amount END)", together="SUM"),
    OverUnits.MEAN: _Kind(numerator="SUM(amount)", denominator="NULLIF(COUNT(amount), 0)"),
    OverUnits.MIN: _Kind(amount="MIN(amount)", together="MIN"),
    OverUnits.MAX: _Kind(amount="MAX(amount)", together="MAX"),
    OverUnits.NONE: _Kind(),
}


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
            f"SELECT DISTINCT data_point FROM {_FIGURE} WHERE scope = {Scope.WHOLE.value} "
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
        WITH RECURSIVE {_place(day, tree)},
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
            SELECT target.target, data_point, edition, {_said(way)}
            FROM {_FIGURE} AS figure CROSS JOIN target
            WHERE period = {int(period)} AND {among("data_point", points)} AND target.unit = figure.unit
            GROUP BY target.target, data_point, edition
        ),
        asked AS (
            SELECT target.target, version_id, {_ASKED}
            FROM {_DUTIES} JOIN target ON target.unit = duty.subject_id
            WHERE {_COUNTED} AND round.period_id = {int(period)}
            GROUP BY target.target, version_id, regime_id, round.edition
        ),
        {_cell(points, day=day)},
        part AS ({_part("target")})
        INSERT INTO {_TOTAL} ({_COLUMNS})
        SELECT {int(period)}, data_point, shard, ancestor, edition, {_together(way)}, %s
        FROM part JOIN above ON above.unit = part.target JOIN {_UNIT} AS unit ON unit.id = above.ancestor
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
            FROM {_TOTAL}
            WHERE period = {int(period)} AND {among("data_point", points)}
              AND {_located(place.inner, place.shards)}"""
        if place.inner
        else ""
    )
    statement = f"""
        WITH said AS (
            SELECT data_point, edition, {_said(way)} FROM {_FIGURE}
            WHERE period = {int(period)} AND {among("data_point", points)} AND {_located(near, place.shards)}
            GROUP BY data_point, edition
        ),
        asked AS (
            SELECT version_id, {_ASKED} FROM {_DUTIES}
            WHERE {_COUNTED} AND round.period_id = {int(period)} AND {among("duty.subject_id", near)}
            GROUP BY version_id, regime_id, round.edition
        ),
        {_cell(points, day=day)},
        part AS ({_part()} {stored})
        INSERT INTO {_TOTAL} ({_COLUMNS})
        SELECT {int(period)}, data_point, {int(shard)}, {int(unit)}, edition, {_together(way)}, %s
        FROM part GROUP BY data_point, edition
    """
    return _run(statement, at=at, where=f"unit {unit}, period {period}")


# ---- pieces -----------------------------------------------------------------------------------------------

_FIGURE, _TOTAL, _UNIT = (model._meta.db_table for model in (Figure, Total, Unit))
_COLUMNS = (
    "period, data_point, shard, unit, edition, amount, numerator, denominator, "
    "reported, answered, expected, refreshed_at"
)
_COUNTED = "(duty.exempted_at IS NULL OR submission.accepted_id IS NOT NULL)"
_DUTIES = f"""{ReportingRound._meta.db_table} AS round
    JOIN indicators_template AS template ON template.id = round.template_id
    JOIN {Assignment._meta.db_table} AS duty ON duty.round_id = round.id
    LEFT JOIN {Submission._meta.db_table} AS submission ON submission.assignment_id = duty.id"""
_ASKED = (
    "regime_id, round.edition AS asked_edition, COUNT(submission.accepted_id) AS reported, "
    "COUNT(*) AS expected"
)
# A cell that says no edition of its own is of the round's (indicators.models.edition_of).
_EDITION = f"CASE WHEN cell.edition = {int(Edition.OFFICIAL)} THEN asked.asked_edition ELSE cell.edition END"


def _place(day: date, tree: str) -> str:
    """unit → parent on a day: placements, and units displaced by what was recorded later (rule 6)."""
    on = f"'{day.isoformat()}'"
    kind = f"'{Placement.Kind(tree).value}'"
    return f"""placed AS (
            SELECT unit_id AS unit, parent_id AS parent FROM {Placement._meta.db_table}
            WHERE kind = {kind} AND until IS NULL AND valid_from <= {on}
              AND (valid_to IS NULL OR valid_to >= {on})
        ),
        place AS MATERIALIZED (
            SELECT unit, parent FROM placed
            UNION ALL SELECT unit, parent FROM {Displacement._meta.db_table}
            WHERE day = {on} AND kind = {kind} AND unit NOT IN (SELECT unit FROM placed)
        )"""


def _said(way: _Kind) -> str:
    return (
        f"{way.amount} AS amount, {way.numerator} AS numerator, {way.denominator} AS denominator, "
        f"COUNT(*) FILTER (WHERE sign <= 1 AND scope <> {Scope.ADDED.value}) AS answered, "
        "COUNT(*) FILTER (WHERE sign = 3) AS taken_back"
    )


def _cell(points: Collection[int], *, day: date) -> str:
    """Which points a version asks about its own period (with that last day), of those that come first from
    its regime (rule 4)."""
    asked = f"(cell.months = 0 OR (cell.months & {month_bit(day.month)}) <> 0)"
    return f"""cell AS (
            SELECT DISTINCT cell.version_id, cell.data_point_id AS data_point, cell.edition, first.regime_id
            FROM {TemplateCell._meta.db_table} AS cell
            JOIN indicators_firstsource AS first ON first.data_point_id = cell.data_point_id
            WHERE cell.period_role = 'this' AND {asked} AND {among("cell.data_point_id", points)}
        )"""


def _part(target: str = "") -> str:
    """What figures say and what duties expect, one below the other; an `x` takes back what its duty added."""
    key = f"{target}, " if target else ""
    bigint = "CAST(NULL AS bigint)"
    return f"""
            SELECT {key}data_point, edition, CAST(amount AS bigint) AS amount,
                   CAST(numerator AS bigint) AS numerator, CAST(denominator AS bigint) AS denominator,
                   -taken_back AS reported, answered, -taken_back AS expected FROM said
            UNION ALL
            SELECT {key}cell.data_point, {_EDITION}, {bigint}, {bigint}, {bigint},
                   asked.reported, 0, asked.expected
            FROM asked JOIN cell ON cell.version_id = asked.version_id AND cell.regime_id = asked.regime_id"""


def _together(way: _Kind) -> str:
    return (
        f"CAST({way.together}(amount) AS bigint), CAST(SUM(numerator) AS bigint), "
        "CAST(SUM(denominator) AS bigint), SUM(reported), SUM(answered), SUM(expected)"
    )


def _located(units: Collection[int], shard_of: Mapping[int, int]) -> str:
    """Units with their shards: the whole key is known, as the primary key wants it."""
    shards = {shard_of[unit] for unit in units}
    probed = "unit" if len(units) * len(shards) <= PROBED else "unit + 0"
    return f"{among('shard', shards)} AND {among(probed, units)}"


# ---- running ----------------------------------------------------------------------------------------------


def _run(statement: str, *, at: datetime, where: str) -> int:
    with connection.cursor() as cursor, _refused_loudly(where):
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
def _refused_loudly(where: str) -> Iterator[None]:
    """SQLite's sums raise on overflow, PostgreSQL's where they become bigint; a constraint holds the rest."""
    try:
        yield
    except DatabaseError as error:
        if any(sign in str(error) for sign in _SIGNS_OF_OVERFLOW):
            raise TotalOutOfBounds(where, error) from error
        raise
