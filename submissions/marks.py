"""Where dirty marks go."""

from collections.abc import Iterable
from datetime import date

from indicators.models import ReportingRound, TemplateCell
from submissions.figures import mark_each
from submissions.trees import displaced, tree_on
from units.models import Placement
from units.queries import valid_on


def marked_unit(unit: int, *, kind: str, on: date) -> int | None:
    """The nearest unit at or above `unit` that has others below it on a day, by one kind of placement.

    None for a unit that stands alone: it has no total. Three queries.
    """
    placed = Placement.objects.filter(valid_on(on), kind=kind, until__isnull=True)
    elsewhere = displaced([on], kind=kind).get(on, {})
    if unit in elsewhere.values() or placed.filter(parent=unit).exists():
        return unit
    parent = placed.filter(unit=unit).values_list("parent", flat=True).first()
    return elsewhere.get(unit) if parent is None else parent


def mark_duties(round_: ReportingRound, *, subjects: Iterable[int]) -> int:
    """Mark every total that expects a duty about one of `subjects`: it was given, moved or lifted.

    Return how many marks. Five queries; the caller holds the transaction.
    """
    parents = tree_on(round_.period.ends, kind=round_.template.regime.placement_kind)
    above = frozenset(parents.values())
    nearest = {subject if subject in above else parents.get(subject) for subject in subjects}
    points = TemplateCell.objects.filter(version=round_.version_id, period_role="this").values_list(
        "data_point", flat=True
    )
    return mark_each(
        units=[unit for unit in nearest if unit is not None],
        points=[(round_.period_id, point) for point in points],
    )
