"""Where indicators are used: cells of forms, first sources, what others are counted from."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

from django.db.models import Q

from indicators.definitions import Held
from indicators.models import DataPoint, FirstSource, Indicator, TemplateCell

HeldOf = Callable[[Collection[Indicator]], Mapping[int, Held]]
"""Of indicators, by number: what forbids some changes of them."""


def held_in_forms(indicators: Collection[Indicator]) -> dict[int, Held]:
    """What this room knows of: data points that a form, a regime or another indicator uses. Four queries."""
    keys = keys_of(indicators)
    return held_by(keys, used=used_points(keys))


def keys_of(indicators: Collection[Indicator]) -> dict[int, tuple[int, str]]:
    """Data point → (indicator, breakdown key). One query."""
    rows = DataPoint.objects.filter(indicator__in=[one.pk for one in indicators])
    return {
        pk: (indicator, key)
        for pk, indicator, key in rows.values_list("pk", "indicator_id", "breakdown__key")
    }


def held_by(keys: Mapping[int, tuple[int, str]], **points: Collection[int]) -> dict[int, Held]:
    """Data points by reason, as what is held of each indicator."""
    found: dict[int, dict[str, set[str]]] = {}
    for reason, held in points.items():
        for point in held:
            indicator, key = keys[point]
            found.setdefault(indicator, {}).setdefault(reason, set()).add(key)
    return {indicator: Held(**by_reason) for indicator, by_reason in found.items()}


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
