"""What stands on a plan's day, read for `check`."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from units.kinds import KINDS
from units.models import Placement, Succession, Unit, UnitCode, UnitName
from units.queries import UnitView, ancestors_of, describe_units, in_order, overlapping
from units.reorganisations.check import Facts, Known
from units.reorganisations.plan import Kind, Plan


def facts_for(plan: Plan, *, today: date, owners: frozenset[int] = frozenset()) -> Facts:
    """About ten queries. `owners`: units that own regimes (a room above knows)."""
    below = _below(plan)
    named = plan.named
    day = plan.effective_on
    kind = plan.placement
    views = describe_units(named.union(*below.values()), on=day)
    return Facts(
        today=today,
        units=_known(views, plan),
        above={unit: tuple(ancestors_of(unit, on=day, kind=kind)) for unit in named},
        below={
            parent: tuple(view.id for view in in_order(views[unit] for unit in units))
            for parent, units in below.items()
        },
        taken=_taken(plan),
        kinds=frozenset(KINDS),
        owners=owners,
    )


def standing_below(plan: Plan) -> list[UnitView]:
    """The units below its sources on the day or later, by any kind, as they are called on the day."""
    units = {unit for held in _below(plan).values() for unit in held}
    return in_order(describe_units(units, on=plan.effective_on).values())


def _below(plan: Plan) -> dict[int, set[int]]:
    """Units below each source on the day or later, by any kind."""
    rows = Placement.objects.filter(
        overlapping(plan.effective_on, None), parent__in=plan.sources, until__isnull=True
    )
    below: dict[int, set[int]] = {}
    for parent, unit in rows.values_list("parent_id", "unit_id"):
        below.setdefault(parent, set()).add(unit)
    return below


def _known(views: Mapping[int, UnitView], plan: Plan) -> dict[int, Known]:
    lives = dict(Unit.objects.filter(pk__in=views).values_list("pk", "ends"))
    later = _later(plan)
    return {
        unit: Known(
            id=unit,
            called=f"{view.full_name} ({view.code})",
            begins=view.begins,
            ends=lives[unit],
            name=view.name,
            kind=view.kind,
            later=later.get(unit),
        )
        for unit, view in views.items()
    }


def _later(plan: Plan) -> dict[int, date]:
    """Source → the first day from the effective one on with a name, place or descent of its own recorded.

    A place it got on that very day, as when the unit above it was merged, does not count unless the plan
    says its place anew: whatever else changes, from the day on or until the eve, is told apart from it.
    """
    day, sources = plan.effective_on, plan.sources
    moved = Placement.objects.filter(unit__in=sources, until__isnull=True, valid_from__gte=day)
    if plan.kind is not Kind.NEW_PARENT:
        moved = moved.exclude(valid_from=day)
    found: dict[int, date] = {}
    rows = [
        *UnitName.objects.filter(unit__in=sources, valid_from__gte=day).values_list("unit_id", "valid_from"),
        *UnitCode.objects.filter(unit__in=sources, valid_from__gte=day).values_list("unit_id", "valid_from"),
        *moved.values_list("unit_id", "valid_from"),
        *Succession.objects.filter(
            Q(predecessor__in=sources), until__isnull=True, effective_on__gte=day
        ).values_list("predecessor_id", "effective_on"),
        *Succession.objects.filter(
            Q(successor__in=sources), until__isnull=True, effective_on__gte=day
        ).values_list("successor_id", "effective_on"),
    ]
    for unit, begins in rows:
        found[unit] = min(found.get(unit, begins), begins)
    return found


def _taken(plan: Plan) -> dict[tuple[str, str], str]:
    """Codes of the new units that others carry on the day or later; those of units that end are free."""
    wanted = {(new.scheme, new.code) for new in plan.created}
    rows = (
        UnitCode.objects.filter(overlapping(plan.effective_on, None), code__in={code for _, code in wanted})
        .exclude(unit__in=plan.ending)
        .values_list("scheme", "code", "unit_id")
    )
    carried = {(scheme, code): unit for scheme, code, unit in rows if (scheme, code) in wanted}
    views = describe_units(carried.values(), on=plan.effective_on)
    return {pair: views[unit].full_name for pair, unit in carried.items()}
