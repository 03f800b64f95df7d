"""Pieces of the statements that add up totals: what is said, asked and stored, as parts that go together.

The same text runs on SQLite and PostgreSQL. Only integers and names of ours are put into it.
"""

# ruff: noqa: S608 only integers, dates and names of ours are put into statements

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from aggregates.models import Total
from aggregates.statements import among
from indicators.adding_up import OverUnits
from indicators.models import Assignment, Edition, ReportingRound, TemplateCell, month_bit
from submissions.models import Displacement, Figure, Scope, Submission
from units.models import Placement, Unit

PROBED = 300
"""Up to so many units × shards are looked up one by one; for more, the shards are walked and units picked."""


@dataclass(frozen=True, slots=True)
class Kind:
    """SQL of what figures give (a sign leaves `amount` NULL) and of how such parts are put together."""

    amount: str = "NULL"
    numerator: str = "NULL"
    denominator: str = "NULL"
    together: str = "MAX"


KINDS = {
    # "-" is 0 in sums (sign 1), and no number elsewhere.
    OverUnits.SUM: Kind(amount="SUM(CASE WHEN sign = 1 THEN 0 ELSE amount END)", together="SUM"),
    OverUnits.MEAN: Kind(numerator="SUM(amount)", denominator="NULLIF(COUNT(amount), 0)"),
    OverUnits.MIN: Kind(amount="MIN(amount)", together="MIN"),
    OverUnits.MAX: Kind(amount="MAX(amount)", together="MAX"),
    OverUnits.NONE: Kind(),
}


FIGURES, TOTALS, UNITS = (model._meta.db_table for model in (Figure, Total, Unit))
COLUMNS = (
    "period, data_point, shard, unit, edition, amount, numerator, denominator, "
    "reported, answered, expected, refreshed_at"
)
IS_COUNTED = "(duty.exempted_at IS NULL OR submission.accepted_id IS NOT NULL)"
DUTIES = f"""{ReportingRound._meta.db_table} AS round
    JOIN indicators_template AS template ON template.id = round.template_id
    JOIN {Assignment._meta.db_table} AS duty ON duty.round_id = round.id
    LEFT JOIN {Submission._meta.db_table} AS submission ON submission.assignment_id = duty.id"""
ASKED = (
    "regime_id, round.edition AS asked_edition, COUNT(submission.accepted_id) AS reported, "
    "COUNT(*) AS expected"
)
# A cell that says no edition of its own is of the round's (indicators.models.edition_of).
_EDITION = f"CASE WHEN cell.edition = {int(Edition.OFFICIAL)} THEN asked.asked_edition ELSE cell.edition END"


def place_of_day(day: date, tree: str) -> str:
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


def said_in(way: Kind) -> str:
    return (
        f"{way.amount} AS amount, {way.numerator} AS numerator, {way.denominator} AS denominator, "
        f"COUNT(*) FILTER (WHERE sign <= 1 AND scope <> {Scope.ADDED.value}) AS answered, "
        "COUNT(*) FILTER (WHERE sign = 3) AS taken_back"
    )


def cells_of(points: Collection[int], *, day: date) -> str:
    """Which points a version asks about its own period (with that last day), of those that come first from
    its regime (rule 4)."""
    asked = f"(cell.months = 0 OR (cell.months & {month_bit(day.month)}) <> 0)"
    return f"""cell AS (
            SELECT DISTINCT cell.version_id, cell.data_point_id AS data_point, cell.edition, first.regime_id
            FROM {TemplateCell._meta.db_table} AS cell
            JOIN indicators_firstsource AS first ON first.data_point_id = cell.data_point_id
            WHERE cell.period_role = 'this' AND {asked} AND {among("cell.data_point_id", points)}
        )"""


def part_of(target: str = "") -> str:
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


def put_together(way: Kind) -> str:
    return (
        f"CAST({way.together}(amount) AS bigint), CAST(SUM(numerator) AS bigint), "
        "CAST(SUM(denominator) AS bigint), SUM(reported), SUM(answered), SUM(expected)"
    )


def located(units: Collection[int], shard_of: Mapping[int, int]) -> str:
    """Units with their shards: the whole key is known, as the primary key wants it."""
    shards = {shard_of[unit] for unit in units}
    probed = "unit" if len(units) * len(shards) <= PROBED else "unit + 0"
    return f"{among('shard', shards)} AND {among(probed, units)}"
