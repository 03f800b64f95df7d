"""The ledger as frames: figures, duties, the tree of a day; rows of the rooms below for the kernel."""

from collections.abc import Collection
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Q
from django.db.models.functions import Coalesce

from aggregates.kernel.frames import DUTY, FIGURE, TOTAL, filled, frame
from aggregates.models import Total
from aggregates.point_rules import PointRules
from indicators.models import Assignment, Edition, Period, TemplateCell
from submissions.models import Figure, PendingFigure
from units.models import Placement
from units.queries import valid_on

Key = tuple[int, int]  # version, regime


def ends_of(periods: Collection[int] | None = None) -> dict[int, date]:
    """Period → its last day."""
    rows = Period.objects.all() if periods is None else Period.objects.filter(pk__in=periods)
    return dict(rows.values_list("pk", "ends"))


def figures_frame(
    *,
    periods: Collection[int],
    data_points: Collection[int] | None = None,
    units: Collection[int] | None = None,
) -> pd.DataFrame:
    """FIGURE rows; always an explicit list of periods, never a range."""
    return figures_where(wanted(periods=periods, data_points=data_points, units=units))


def wanted(
    *,
    periods: Collection[int],
    data_points: Collection[int] | None = None,
    units: Collection[int] | None = None,
) -> Q:
    """The filter for figures, pending figures and totals."""
    where = Q(period__in=list(periods))
    if data_points is not None:
        where &= Q(data_point__in=list(data_points))
    if units is not None:
        where &= Q(unit__in=list(units))
    return where


def figures_where(where: Q) -> pd.DataFrame:
    rows = Figure.objects.filter(where)
    return frame(
        rows.values_list("unit", "period", "data_point", "edition", Coalesce("amount", 0), "sign", "scope"),
        FIGURE,
    )


def pending_where(where: Q) -> pd.DataFrame:
    """FIGURE rows of what is submitted and not yet accepted, with `is_blank` (1: the cell was blanked)."""
    rows = PendingFigure.objects.filter(where)
    return frame(
        rows.values_list(
            "unit", "period", "data_point", "edition", Coalesce("amount", 0), "sign", "scope", "is_blank"
        ),
        [*FIGURE, "is_blank"],
    )


ASKED = ["unit", "period", "version", "regime", "reported", "asked", "month"]
"""`asked`: the edition of the round; `month`: of the period's last day."""


def asked_frame(
    *,
    periods: Collection[int],
    units: Collection[int] | None = None,
    rounds: Collection[int] | None = None,
) -> pd.DataFrame:
    """ASKED rows: duties not exempt (or already accepted), one a unit and round. One query."""
    rows = Assignment.objects.filter(round__period__in=list(periods)).filter(
        Q(exempted_at__isnull=True) | Q(submission__accepted__isnull=False)
    )
    if units is not None:
        rows = rows.filter(subject__in=list(units))
    if rounds is not None:
        rows = rows.filter(round__in=list(rounds))
    listed = rows.values_list(
        "subject_id",
        "round__period_id",
        "round__version_id",
        "round__template__regime_id",
        "submission__accepted_id",
        "round__edition",
        "round__period__ends",
    )
    return frame(((*row[:4], row[4] is not None, row[5], row[6].month) for row in listed), ASKED)


def bound_to_cells(asked: pd.DataFrame, *, cells: pd.DataFrame, rules: PointRules) -> pd.DataFrame:
    """DUTY rows: a row for each cell a duty's form binds to a point that comes first from its regime.

    The edition is the cell's, or the round's where the cell says none (`indicators.models.edition_of`).
    """
    first = np.array([rules.regime_of.get(point, 0) for point in cells["data_point"].tolist()], dtype="int64")
    asking = _places(asked["version"].to_numpy(), asked["regime"].to_numpy())
    binding = _places(cells["version"].to_numpy(), first)
    both = [(asking[key], binding[key]) for key in asking.keys() & binding.keys()]
    of_duty = [np.repeat(duties, len(bound)) for duties, bound in both]
    of_cell = [np.tile(bound, len(duties)) for duties, bound in both]
    duty, cell = (np.concatenate(at) if at else np.array([], dtype="int64") for at in (of_duty, of_cell))
    months, month = cells["months"].to_numpy()[cell], asked["month"].to_numpy()[duty]
    is_asked = (months == 0) | ((months >> month) & 1 == 1)
    duty, cell = duty[is_asked], cell[is_asked]
    told, edition = asked.iloc[duty], cells["edition"].to_numpy()[cell]
    return filled(
        DUTY,
        len(duty),
        **{name: told[name].to_numpy() for name in ("unit", "period", "reported")},
        data_point=cells["data_point"].to_numpy()[cell],
        edition=np.where(edition != Edition.OFFICIAL, edition, told["asked"].to_numpy()),
    )


def _places(
    versions: "np.ndarray[Any, Any]", regimes: "np.ndarray[Any, Any]"
) -> dict[Key, "np.ndarray[Any, Any]"]:
    """(version, regime) → the rows that have both."""
    order = np.lexsort((regimes, versions))
    versions, regimes = versions[order], regimes[order]
    starts = np.flatnonzero(np.diff(versions, prepend=-1) | np.diff(regimes, prepend=-1))
    keys = zip(versions[starts].tolist(), regimes[starts].tolist(), strict=True)
    return dict(zip(keys, np.split(order, starts[1:]), strict=True)) if len(order) else {}


def duties_frame(
    *,
    rules: PointRules,
    periods: Collection[int],
    data_points: Collection[int] | None = None,
    units: Collection[int] | None = None,
) -> pd.DataFrame:
    """DUTY rows from two queries."""
    asked = asked_frame(periods=periods, units=units)
    cells = _cells(versions=asked["version"].unique().tolist(), data_points=data_points)
    return bound_to_cells(asked, cells=cells, rules=rules)


CELLS = ["version", "data_point", "edition", "months"]
"""`months`: as of `TemplateCell`."""


def _cells(*, versions: Collection[int], data_points: Collection[int] | None) -> pd.DataFrame:
    """Which data points and editions a version asks about its own period."""
    rows = TemplateCell.objects.filter(version__in=list(versions), period_role="this")
    if data_points is not None:
        rows = rows.filter(data_point__in=list(data_points))
    return frame(
        rows.values_list("version_id", "data_point_id", "edition", "months").distinct(),
        CELLS,
    )


def totals_frame(
    *, periods: Collection[int], data_points: Collection[int] | None, units: Collection[int] | None
) -> pd.DataFrame:
    """TOTAL rows as they are stored."""
    rows = Total.objects.all()
    if periods:
        rows = rows.filter(period__in=list(periods))
    if data_points is not None:
        rows = rows.filter(data_point__in=list(data_points))
    if units is not None:
        rows = rows.filter(unit__in=list(units))
    listed = rows.values_list(
        "unit",
        "period",
        "data_point",
        "edition",
        "amount",
        Coalesce("numerator", 0),
        Coalesce("denominator", 0),
        "reported",
        "answered",
        "expected",
    )
    return frame(
        (
            (unit, period, point, edition, amount or 0, amount is not None, *counts)
            for unit, period, point, edition, amount, *counts in listed
        ),
        TOTAL,
    )


def inner_units(period: int) -> int:
    """How many units have others below on a period's last day, by whatever tree. Two queries."""
    day = Period.objects.values_list("ends", flat=True).get(pk=period)
    placed = Placement.objects.filter(valid_on(day), until__isnull=True)
    return placed.values("parent").distinct().count()


def above_in(parents: dict[int, int]) -> list[tuple[int, int, int]]:
    """(unit, ancestor, depth) for every ancestor that has others below, each such unit with itself at 0."""
    upper = set(parents.values())
    rows: list[tuple[int, int, int]] = [(unit, unit, 0) for unit in upper]
    for unit in parents:
        ancestor, depth = unit, 0
        while (above := parents.get(ancestor)) is not None and depth <= len(parents):
            ancestor, depth = above, depth + 1
            rows.append((unit, ancestor, depth))
    return rows
