"""Who is asked in a round: subjects of the period's last day, who fills for them, who checks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.models import Regime
from units.groups import members_on
from units.models import Placement, Succession, Unit, UnitCode
from units.queries import UnitView, describe_units, in_order, parents_on, subtree_ids, valid_on


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

    Subjects are those the regime says of the period's last day (`subjects_of`). Each fills for itself unless
    the regime names one that fills for all; whoever has ended by the opening hands over to the successor.
    """
    asked = subjects_of(regime, last_day=last_day)
    named = {unit for unit in (regime.filled_by_id, regime.checked_by_id) if unit is not None}
    concerned = {unit for view, owner in asked for unit in (view.id, owner)}
    holders = holders_on(concerned | named, on=asked_on)
    return [
        Duty(
            subject=view.id,
            responsible=holders[regime.filled_by_id or view.id],
            recipient=holders[regime.checked_by_id or owner],
            kind=view.kind,
        )
        for view, owner in asked
    ]


def subjects_of(regime: Regime, *, last_day: date) -> list[tuple[UnitView, int]]:
    """(subject, the body that asks it): the owner of the day, or before it began its predecessors of the
    day, each of its own part of the tree.

    Below the parent of each (of the whole country when it has none), or below itself, the units of the
    regime's kinds, in its group where it has one; or the listed ones. Less the asking bodies and the exempt.
    """
    owners = bodies_on(_owner_on(regime, last_day), last_day)
    named = list(regime.units.values_list("unit", "is_exempt"))
    left_out = {*owners, *standing([unit for unit, is_exempt in named if is_exempt], on=last_day)}
    below = {owner: _below(owner, regime=regime, on=last_day) for owner in owners}
    if regime.subject_scope == Regime.SubjectScope.LISTED:
        listed = standing([unit for unit, is_exempt in named if not is_exempt], on=last_day)
        found = [(unit, _asker(unit, below)) for unit in listed]
    else:
        inside = None if regime.subject_group_id is None else members_on(regime.subject_group_id, on=last_day)
        found = [
            (unit, owner)
            for owner, units in below.items()
            for unit in units
            if inside is None or unit in inside
        ]
    views = describe_units((unit for unit, _ in found), on=last_day)
    asked = {unit: owner for unit, owner in found if unit not in left_out and _is_asked(views[unit], regime)}
    return [(view, asked[view.id]) for view in in_order(views[unit] for unit in asked)]


def parent_of(unit: int, *, on: date) -> int | None:
    """Whom a unit stands under by territory on a day; None where that is nobody."""
    return _parents_on([unit], on).get(unit)


def _owner_on(regime: Regime, day: date) -> Unit:
    """Whom a regime belonged to on a day, where it passed from a body that ended to another."""
    former = (
        regime.former_owners.filter(last_day__gte=day).select_related("owner").order_by("last_day").first()
    )
    return regime.owner if former is None else former.owner


def askable_units(owner: Unit, *, on: date) -> frozenset[int]:
    """The units an agency may ask on a day: those of its territory (the whole country where it stands under
    nobody) and those below it, but not itself or those above."""
    parent = parent_of(owner.pk, on=on)
    if parent is None:
        everybody = Unit.objects.filter(valid_on(on, start="begins", end="ends"))
        return frozenset(everybody.values_list("pk", flat=True)) - {owner.pk}
    by_branch = subtree_ids(owner.pk, on=on, kind=Placement.Kind.VERTICAL)
    return (subtree_ids(parent, on=on) | by_branch) - {owner.pk, parent}


def standing(units: Iterable[int], *, on: date) -> list[int]:
    """The units as they stood on a day: itself, its predecessors before it began, its successor after it
    ended. Each once, in the order given."""
    found: list[int] = []
    listed = list(units)
    known = Unit.objects.in_bulk(listed)
    over = holders_on((pk for pk, unit in known.items() if unit.ends and unit.ends < on), on=on)
    for pk in listed:
        if pk in over:
            found.append(over[pk])
        else:
            found += [pk] if known[pk].begins <= on else bodies_on(known[pk], on)
    return list(dict.fromkeys(found))


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


def _below(owner: int, *, regime: Regime, on: date) -> frozenset[int]:
    """The part of the tree in which a body asks."""
    if regime.subject_scope == Regime.SubjectScope.OWNER:
        return subtree_ids(owner, on=on, kind=regime.placement_kind)
    parent = parent_of(owner, on=on)
    if parent is None:  # a national body asks everybody
        return frozenset(parents_on(on, kind=regime.placement_kind))
    return subtree_ids(parent, on=on, kind=regime.placement_kind)


def _asker(unit: int, below: dict[int, frozenset[int]]) -> int:
    """The body in whose part of the tree a listed unit stands, else the first."""
    return next((owner for owner, units in below.items() if unit in units), next(iter(below)))


def _is_asked(view: UnitView, regime: Regime) -> bool:
    """Whether a unit is of the regime's kinds; those listed one by one are, whatever they are."""
    if regime.subject_scope == Regime.SubjectScope.LISTED:
        return True
    return view.kind in {kind.strip() for kind in regime.subject_kinds.split(",")}
