"""Where indicators are used: cells of forms, first sources, what others are counted from."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from indicators.definitions import Held
from indicators.models import DataPoint, FirstSource, Indicator, TemplateCell


def held_in_forms(indicator: Indicator) -> Held:
    """What this room knows of: data points that a form, a regime or another indicator uses."""
    return Held(used=used_keys(indicator))


def used_keys(indicator: Indicator) -> frozenset[str]:
    """Breakdown keys of the data points that something uses. Three queries."""
    points = dict(DataPoint.objects.filter(indicator=indicator).values_list("pk", "breakdown__key"))
    return frozenset(points[point] for point in used_points(points))


def used_points(points: Collection[int]) -> set[int]:
    """Those of the data points that a published form, a first source or another data point names."""
    listed = list(points)
    used = set(TemplateCell.objects.filter(data_point__in=listed).values_list("data_point_id", flat=True))
    used |= set(FirstSource.objects.filter(data_point__in=listed).values_list("data_point_id", flat=True))
    parts = DataPoint.objects.filter(
        Q(weight__in=listed) | Q(numerator__in=listed) | Q(denominator__in=listed)
    )
    named = parts.values_list("weight_id", "numerator_id", "denominator_id")
    return used | {part for row in named for part in row if part in points}


def forms_using(indicators: Collection[int]) -> dict[int, list[str]]:
    """Indicator → the forms whose published versions ask for it, by code. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    cells = TemplateCell.objects.filter(data_point__indicator__in=indicators)
    pairs = cells.order_by("version__template__code").values_list(
        "data_point__indicator_id", "version__template__code"
    )
    for pk, code in pairs.distinct():
        found[pk].append(code)
    return found
