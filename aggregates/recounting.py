"""Totals counted again from figures and duties by the kernel: the other way to what the database added up."""

from collections.abc import Collection, Iterator
from datetime import date

import pandas as pd
from django.db.models import Exists, OuterRef

from aggregates import ledger
from aggregates.kernel.frames import frame
from aggregates.kernel.recount import ABOVE, recount
from aggregates.kernel.total import parts_of
from aggregates.models import Total
from aggregates.point_rules import PointRules
from indicators.models import Assignment, Period, ReportingRound
from submissions.models import Figure
from submissions.trees import tree_on

FIGURES_A_SLICE = 200_000
"""About 200 MB of frames: memory stays the same whatever the country."""


def periods_with_totals() -> list[int]:
    """Periods in which anything is asked, answered or stored. One query that walks no table."""
    rows = Period.objects.filter(
        Exists(ReportingRound.objects.filter(period=OuterRef("pk")))
        | Exists(Figure.objects.filter(period=OuterRef("pk")))
        | Exists(Total.objects.filter(period=OuterRef("pk")))
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def recounted(
    period: int, *, day: date, tree: str, points: Collection[int], rules: PointRules
) -> pd.DataFrame:
    """TOTAL rows of a period and points of one tree as they should be."""
    needed = rules.adding.needed(points)
    parts = parts_of(
        ledger.figures_frame(periods=[period], data_points=needed),
        ledger.duties_frame(rules=rules, periods=[period], data_points=needed),
        rules=rules.adding,
        points=points,
    )
    above = frame(((period, *row) for row in ledger.above_in(tree_on(day, kind=tree))), ABOVE)
    return recount(parts, above=above, rules=rules.adding)


def slices(period: int, *, rules: PointRules) -> Iterator[tuple[str, list[int]]]:
    """(tree, points) of a period in pieces that fit into memory."""
    subjects = Assignment.objects.filter(round__period=period).values("subject").distinct().count()
    size = max(1, FIGURES_A_SLICE // max(subjects, 1))
    for tree, points in rules.of_trees(rules.adding).items():
        for start in range(0, len(points), size):
            yield tree, points[start : start + size]
