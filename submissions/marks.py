"""Where dirty marks go."""

from collections.abc import Iterable
from datetime import date

from indicators.models import ReportingRound, TemplateCell
from submissions.figures import mark_dirty
from units.models import Placement
from units.queries import parents_on, valid_on


def marked_unit(unit: int, *, kind: str, on: date) -> int | None:
    """The nearest unit at or above `unit` that has others below it on a day, by one kind of placement.

    None for a unit that stands alone: it has no total. Two queries.
    """
    placed = Placement.objects.filter(valid_on(on), kind=kind, until__isnull=True)
    if placed.filter(parent=unit).exists():
        return unit
    return placed.filter(unit=unit).values_list("parent", flat=True).first()


def mark_duties(round_: ReportingRound, *, subjects: Iterable[int]) -> int:
    """Mark every total that expects a duty about one of `subjects`: it was given, moved or lifted.

    Return how many marks. Three queries; the caller holds the transaction.
    """
    parents = parents_on(round_.period.ends, kind=round_.template.regime.placement_kind)
    above = frozenset(parents.values())
    nearest = {subject if subject in above else parents.get(subject) for subject in subjects}
    points = TemplateCell.objects.filter(version=round_.version_id, period_role="this").values_list(
        "data_point", flat=True
    )
    asked = sorted({(round_.period_id, point) for point in points})
    marked = sorted(unit for unit in nearest if unit is not None)
    for unit in marked:
        mark_dirty(unit=unit, points=asked)
    return len(marked) * len(asked)
