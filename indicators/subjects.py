"""Who is asked in a round: subjects of the period's last day, who fills for them, who checks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.models import Regime
from units.groups import members_on
from units.models import Placement, Succession, Unit, UnitCode
from units.queries import UnitView, describe_units, in_order, parents_on, subtree_ids


@dataclass(frozen=True, slots=True)
class Duty:
    """Ids of the unit the numbers are about, the unit that fills and the unit that checks; `kind` of the
    subject on the period's last day, which its deadline goes by.
    """

    subject: int
    responsible: int
    recipient: int
    kind: str


def duties_of(regime: Regime, *, last_day: date, asked_on: date) -> list[Duty]:
    """The duties of a period that ends on `last_day`, when its round opens on `asked_on`.

    Subjects are the units of the regime's kinds below the parent of its owner on the last day (before the
    owner began: of each of its predecessors), of the whole country when the owner has no parent; where the
    regime has a group, its members of that day. Whoever has ended by the opening hands over to the successor.
    """
    owners = bodies_on(regime.owner, last_day)
    parents = _parents_on(owners, last_day)
    asked = [
        (view, owner)
        for owner in owners
        for view in _subjects_below(parents.get(owner), regime=regime, last_day=last_day)
    ]
    holders = holders_on({view.id for view, _ in asked} | set(owners), on=asked_on)
    return [
        Duty(subject=view.id, responsible=holders[view.id], recipient=holders[owner], kind=view.kind)
        for view, owner in asked
    ]


def bodies_on(unit: Unit, day: date) -> list[int]:
    """The unit itself, or, on a day before it began, its predecessors that existed then."""
    found: list[int] = []
    unseen = [unit]
    while unseen:
        late = []
        for body in unseen:
            if body.begins <= day:
                found.append(body.pk)
            else:
                late.append(body.pk)
        unseen = [
            row.predecessor
            for row in Succession.objects.filter(successor__in=late, until__isnull=True)
            .select_related("predecessor")
            .order_by("predecessor")
        ]
    return list(dict.fromkeys(found))


def holders_on(units: Iterable[int], *, on: date) -> dict[int, int]:
    """Who holds the open duties of each unit on a day: itself, or, when it has ended, its successor.

    After a split: the one the source marks as default, else the one that kept the code, else the lowest code.
    """
    holder = {unit: unit for unit in units}
    while closed := _closed(set(holder.values()), on):
        next_of = _default_successors(closed, on)
        if not next_of:
            break
        holder = {unit: next_of.get(now, now) for unit, now in holder.items()}
        if closed.isdisjoint(next_of):
            break
    return holder


def _closed(units: set[int], on: date) -> set[int]:
    return set(Unit.objects.filter(pk__in=units, ends__lt=on).values_list("pk", flat=True))


def _default_successors(units: set[int], on: date) -> dict[int, int]:
    rows = list(
        Succession.objects.filter(
            predecessor__in=units, until__isnull=True, effective_on__lte=on
        ).values_list("predecessor", "successor", "is_default")
    )
    codes = _codes({unit for before, after, _ in rows for unit in (before, after)})
    best: dict[int, tuple[bool, bool, str, int]] = {}
    for before, after, is_default in rows:
        kept = bool(codes.get(before)) and codes.get(before) == codes.get(after)
        rank = (not is_default, not kept, codes.get(after, "~"), after)
        best[before] = min(best.get(before, rank), rank)
    return {before: rank[3] for before, rank in best.items()}


def _codes(units: set[int]) -> dict[int, str]:
    rows = UnitCode.objects.filter(unit__in=units).order_by("valid_from").values_list("unit", "code")
    return dict(rows)


def _parents_on(units: list[int], day: date) -> dict[int, int]:
    rows = Placement.objects.filter(
        unit__in=units, kind=Placement.Kind.ADMINISTRATIVE, until__isnull=True, valid_from__lte=day
    ).exclude(valid_to__lt=day)
    return dict(rows.values_list("unit", "parent"))


def _subjects_below(parent: int | None, *, regime: Regime, last_day: date) -> list[UnitView]:
    kinds = {kind.strip() for kind in regime.subject_kinds.split(",")}
    if parent is None:  # a national body asks everybody
        below = frozenset(parents_on(last_day, kind=regime.placement_kind))
    else:
        below = subtree_ids(parent, on=last_day, kind=regime.placement_kind)
    if regime.subject_group_id is not None:
        below &= members_on(regime.subject_group_id, on=last_day)
    views = describe_units(below, on=last_day).values()
    return [view for view in in_order(views) if view.kind in kinds]
