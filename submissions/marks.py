"""Where a dirty mark goes."""

from datetime import date

from units.models import Placement
from units.queries import valid_on


def marked_unit(unit: int, *, kind: str, on: date) -> int | None:
    """The nearest unit at or above `unit` that has others below it on a day, by one kind of placement.

    None for a unit that stands alone: it has no total. Two queries.
    """
    placed = Placement.objects.filter(valid_on(on), kind=kind, until__isnull=True)
    if placed.filter(parent=unit).exists():
        return unit
    return placed.filter(unit=unit).values_list("parent", flat=True).first()
