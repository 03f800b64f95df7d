"""Where a unit came from and what became of it, as pages and the API tell it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from units.models import Placement, Succession, UnitCode, UnitName
from units.queries import UnitView, describe_units


@dataclass(frozen=True, slots=True)
class Relative:
    """A predecessor or successor: who, from which day, whole or part."""

    unit: UnitView
    on: date
    extent: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Place:
    parent: UnitView
    kind: str
    valid_from: date
    valid_to: date | None

    @property
    def kind_label(self) -> str:
        return str(Placement.Kind(self.kind).label)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


@dataclass(frozen=True, slots=True)
class History:
    """All that was ever said of a unit, oldest first."""

    names: list[UnitName]
    codes: list[UnitCode]
    places: list[Place]
    predecessors: list[Relative]
    successors: list[Relative]


def history_of(unit_id: int) -> History:
    """Six queries. Relatives outside a person's reach are named too: their names are public."""
    steps = list(
        Succession.objects.filter(
            Q(predecessor_id=unit_id) | Q(successor_id=unit_id), until__isnull=True
        ).order_by("effective_on", "id")
    )
    placements = list(
        Placement.objects.filter(unit_id=unit_id, until__isnull=True).order_by("valid_from", "id")
    )
    others = {step.predecessor_id for step in steps} | {step.successor_id for step in steps}
    views = describe_units(others | {placement.parent_id for placement in placements})
    return History(
        names=list(UnitName.objects.filter(unit_id=unit_id).order_by("valid_from")),
        codes=list(UnitCode.objects.filter(unit_id=unit_id).order_by("valid_from", "scheme")),
        places=[Place(views[p.parent_id], p.kind, p.valid_from, p.valid_to) for p in placements],
        predecessors=_relatives([(s.predecessor_id, s) for s in steps if s.successor_id == unit_id], views),
        successors=_relatives([(s.successor_id, s) for s in steps if s.predecessor_id == unit_id], views),
    )


def _relatives(steps: list[tuple[int, Succession]], views: dict[int, UnitView]) -> list[Relative]:
    found = [Relative(views[other], step.effective_on, step.extent, step.is_default) for other, step in steps]
    return sorted(found, key=lambda relative: (relative.on, relative.unit.sort_key, relative.unit.code))
