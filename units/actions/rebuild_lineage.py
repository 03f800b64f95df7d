"""Write the lineage table anew from the successions: only rows that differ are touched."""

from datetime import date

from django.db import transaction

from units.lineage import terminals
from units.models import Succession, Terminal, Unit


@transaction.atomic
def rebuild_lineage(*, on: date) -> int:
    """Fill `Terminal` as of a day; return how many rows were added or removed."""
    lives = list(Unit.objects.values_list("id", "ends"))
    wanted = terminals(
        units=[unit_id for unit_id, _ends in lives],
        alive={unit_id for unit_id, ends in lives if ends is None or ends >= on},
        successions=Succession.objects.filter(until__isnull=True, effective_on__lte=on)
        .order_by("id")
        .values_list("predecessor_id", "successor_id"),
    )
    right = {(unit, terminal) for unit, ends in wanted.items() for terminal in ends}
    stored = {
        (unit, terminal): pk
        for pk, unit, terminal in Terminal.objects.values_list("pk", "unit_id", "terminal_id")
    }
    wrong = [pk for pair, pk in stored.items() if pair not in right]
    for start in range(0, len(wrong), 500):
        Terminal.objects.filter(pk__in=wrong[start : start + 500]).delete()
    missing = sorted(right - stored.keys())
    Terminal.objects.bulk_create(
        [Terminal(unit_id=unit, terminal_id=terminal) for unit, terminal in missing], batch_size=2000
    )
    return len(wrong) + len(missing)
