"""Write the lineage table anew from the successions: only rows that differ are touched."""

from datetime import date
from typing import TypeAlias

from django.db import transaction

from units.guards import lock_tree
from units.lineage import Step, terminals
from units.models import Succession, Terminal, Unit
from units.writing_many import create_many

_BATCH = 2000
_Row: TypeAlias = tuple[int, int, date | None, int | None, int | None]


@transaction.atomic
def rebuild_lineage(*, on: date) -> int:
    """Fill `Terminal` as of a day; return how many rows were added or removed (a changed row is both)."""
    lock_tree()
    right = _right(on)
    stored: dict[_Row, int] = {
        (unit, end, before, people, area): pk
        for pk, unit, end, before, people, area in Terminal.objects.values_list(
            "pk", "unit_id", "terminal_id", "before", "population_share", "area_share"
        )
    }
    wrong = [pk for row, pk in stored.items() if row not in right]
    for start in range(0, len(wrong), _BATCH):
        Terminal.objects.filter(pk__in=wrong[start : start + _BATCH]).delete()
    missing = [row for row in right if row not in stored]
    create_many(
        Terminal,
        [
            Terminal(unit_id=unit, terminal_id=end, before=before, population_share=people, area_share=area)
            for unit, end, before, people, area in missing
        ],
    )
    return len(wrong) + len(missing)


def _right(on: date) -> dict[_Row, None]:
    """The rows there must be, in a stable order. Two queries."""
    steps = Succession.objects.filter(until__isnull=True, effective_on__lte=on).order_by("id")
    found = terminals(
        ends=dict(Unit.objects.order_by("id").values_list("id", "ends")),
        successions=[
            Step(predecessor, successor, day, extent == Succession.Extent.WHOLE, (people, area))
            for predecessor, successor, day, extent, people, area in steps.values_list(
                "predecessor_id", "successor_id", "effective_on", "extent", "population_share", "area_share"
            )
        ],
    )
    return {
        (unit, end, before, people, area): None
        for unit, stretches in found.items()
        for before, ends in stretches.items()
        for end, (people, area) in sorted(ends.items())
    }
