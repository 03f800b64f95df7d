"""Indicators whose definition changes: what their answers forbid, and marks for their totals."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, OuterRef

from indicators.definitions import Held
from indicators.models import Assignment, DataPoint, Indicator, Period, Regime, ReportingRound, TemplateCell
from indicators.uses import held_by, keys_of, used_points
from submissions.figures import mark_dirty
from submissions.models import Figure, FigureHistory, PendingFigure
from submissions.trees import tree_on
from units.models import Placement


def held_by_answers(indicators: Collection[Indicator]) -> dict[int, Held]:
    """Indicator → what was ever answered, what is asked in a round that is open, what anything uses.
    Seven queries."""
    keys = keys_of(indicators)
    open_ones = ReportingRound.objects.filter(closed_at__isnull=True).values("version")
    asked = TemplateCell.objects.filter(data_point__in=list(keys), version__in=open_ones)
    return held_by(
        keys,
        figures=points_with_figures(keys),
        asked=set(asked.values_list("data_point_id", flat=True)),
        used=used_points(keys),
    )


def points_with_figures(points: Collection[int]) -> set[int]:
    """Those of the data points that were ever answered. Two queries, each point a few steps of an index."""
    periods = list(Period.objects.order_by("pk").values_list("pk", flat=True))
    answers = {
        table._meta.label_lower.replace(".", "_"): Exists(
            table._default_manager.filter(period__in=periods, data_point=OuterRef("pk"))
        )
        for table in (Figure, FigureHistory, PendingFigure)
    }
    rows = DataPoint.objects.filter(pk__in=list(points)).annotate(**answers)
    return {point for point, *there in rows.values_list("pk", *answers) if any(there)}


def mark_points(points: Collection[int]) -> int:
    """Mark every total of data points whose definition changed: wherever they, or what they are counted
    from, were asked or answered. Return how many marks. The caller holds the transaction."""
    count = 0
    for point in points:
        parts = DataPoint.objects.values_list("weight", "numerator", "denominator").get(pk=point)
        counted_from = {point, *(part for part in parts if part is not None)}
        regime = Regime.objects.filter(first_sources__data_point=point).first()
        kind = Placement.Kind.ADMINISTRATIVE.value if regime is None else regime.placement_kind
        for period, units in _concerned(counted_from).items():
            parents = tree_on(Period.objects.values_list("ends", flat=True).get(pk=period), kind=kind)
            above = frozenset(parents.values())
            nearest = {unit if unit in above else parents.get(unit) for unit in units}
            for unit in sorted(one for one in nearest if one is not None):
                mark_dirty(unit=unit, points=[(period, point)])
                count += 1
    return count


def _concerned(points: Collection[int]) -> dict[int, set[int]]:
    """Period → units that were asked for one of the points or answered it. Three queries."""
    found: dict[int, set[int]] = defaultdict(set)
    figures = Figure.objects.filter(data_point__in=points).values_list("period", "unit").distinct()
    versions = TemplateCell.objects.filter(data_point__in=points, period_role="this").values("version")
    duties = Assignment.objects.filter(round__version__in=versions)
    for period, unit in [*figures, *duties.values_list("round__period", "subject").distinct()]:
        found[period].add(unit)
    return found
