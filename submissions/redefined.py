"""Marks for data points whose definition changed."""

from collections import defaultdict
from collections.abc import Collection

from indicators.models import Assignment, DataPoint, Period, Regime, TemplateCell
from submissions.figures import mark_dirty
from submissions.models import Figure
from submissions.trees import tree_on
from units.models import Placement


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
