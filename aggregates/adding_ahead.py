"""Totals of some units as they are to be, added up inside the database and not stored."""

# ruff: noqa: S608 only integers and names of ours are put into statements

from collections.abc import Collection, Mapping
from datetime import date

from django.db import connection, transaction

from aggregates.adding import refused_loudly
from aggregates.adding_pieces import (
    ASKED,
    DUTIES,
    FIGURES,
    IS_COUNTED,
    KINDS,
    TOTALS,
    UNITS,
    cells_of,
    part_of,
    put_together,
    said_in,
)
from aggregates.statements import among
from indicators.adding_up import OverUnits


def added_up(
    target_of: Mapping[int, int],
    inner_of: Mapping[int, int],
    *,
    period: int,
    day: date,
    edition: int,
    kind: OverUnits,
    points: Collection[int],
) -> list[tuple[int, ...]]:
    """(target, data point, amount, numerator, denominator, reported, answered, expected) of what the targets'
    totals are to be, not stored: of units by their figures and duties, of inner ones by stored totals.

    For SUM and MEAN. One query; KernelBoundError past the bound.
    """
    way = KINDS[kind]
    targets = ", ".join(f"({unit:d}, {target:d})" for unit, target in sorted(target_of.items()))
    inner = ", ".join(f"({unit:d}, {target:d})" for unit, target in sorted(inner_of.items()))
    at_unit = "unit.id = target.unit"
    stored = (
        f"""UNION ALL
            SELECT target.target, data_point, edition, amount, numerator, denominator,
                   reported, answered, expected
            FROM inner_target AS target CROSS JOIN {UNITS} AS unit CROSS JOIN {TOTALS} AS total
            WHERE {at_unit} AND {_at_place("total", period, points)}"""
        if inner
        else ""
    )
    statement = f"""
        WITH target (unit, target) AS (VALUES {targets}),
        {f"inner_target (unit, target) AS (VALUES {inner})," if inner else ""}
        said AS (
            SELECT target.target, data_point, edition, {said_in(way)}
            FROM target CROSS JOIN {UNITS} AS unit CROSS JOIN {FIGURES} AS figure
            WHERE {at_unit} AND {_at_place("figure", period, points)}
            GROUP BY target.target, data_point, edition
        ),
        asked AS (
            SELECT target.target, version_id, {ASKED}
            FROM {DUTIES} JOIN target ON target.unit = duty.subject_id
            WHERE {IS_COUNTED} AND round.period_id = {period:d} AND {among("duty.subject_id", target_of)}
            GROUP BY target.target, version_id, regime_id, round.edition
        ),
        {cells_of(points, day=day)},
        part AS ({part_of("target")} {stored})
        SELECT target, data_point, {put_together(way)} FROM part WHERE edition = {edition:d}
        GROUP BY target, data_point
    """
    with transaction.atomic(), connection.cursor() as cursor, refused_loudly(f"period {period}"):
        cursor.execute(statement)
        return [tuple(int(one or 0) for one in row) for row in cursor.fetchall()]


def _at_place(table: str, period: int, points: Collection[int]) -> str:
    """Rows of the unit beside them, by the whole key."""
    return f"""{table}.period = {period:d} AND {among(f"{table}.data_point", points)}
               AND {table}.shard = unit.shard AND {table}.unit = unit.id"""
