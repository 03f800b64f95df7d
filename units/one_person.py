"""Whether one person may both fill in and sign a unit's reports: what the unit says."""

from collections.abc import Iterable

from units.models import OnePersonRule


def one_person_rule(unit: int) -> OnePersonRule | None:
    """The rule that stands at the unit, with who set it; None: two people are needed. One query."""
    standing = OnePersonRule.objects.filter(unit=unit, ended_at__isnull=True)
    return standing.select_related("allowed_by").first()


def lets_one_person(unit: int) -> bool:
    """Whether the unit lets one person do both. One query."""
    return unit in letting_one_person([unit])


def letting_one_person(units: Iterable[int]) -> frozenset[int]:
    """Of the units, those that let one person do both. One query."""
    standing = OnePersonRule.objects.filter(unit__in=set(units), ended_at__isnull=True)
    return frozenset(standing.values_list("unit_id", flat=True))
