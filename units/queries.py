"""Reads of units used by more than one room. All dates are whole days, both ends included."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from units.errors import NotWithinReach
from units.kinds import full_name, kind_label
from units.models import GroupMember, Placement, Terminal, TreeVersion, Unit, UnitCode, UnitName

ADMINISTRATIVE = Placement.Kind.ADMINISTRATIVE.value
_CHUNK = 5000
_NAME_AND_CODE = (
    "unit_id", "valid_from", "unit__codes__code", "unit__codes__valid_from",
    "name", "kind", "sort_key", "unit__begins", "unit__ends",
)  # fmt: skip
_Asked: TypeAlias = tuple[int, date | None]
"""A unit and the day as of which it is asked about; None is the last it knew."""


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as it was called on a day."""

    id: int
    code: str
    name: str
    kind: str
    sort_key: str
    begins: date
    ends: date | None

    @property
    def full_name(self) -> str:
        return full_name(self.name, self.kind)

    @property
    def kind_label(self) -> str:
        return kind_label(self.kind)

    def __str__(self) -> str:
        return self.full_name


def valid_on(on: date, *, start: str = "valid_from", end: str = "valid_to") -> Q:
    """Return the filter for rows that hold on a day."""
    return Q(**{f"{start}__lte": on}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": on}))


def overlapping(start: date, end: date | None) -> Q:
    """Return the filter for rows that hold on some day from `start` to `end` (open when None)."""
    late_enough = Q(valid_to__isnull=True) | Q(valid_to__gte=start)
    return late_enough if end is None else late_enough & Q(valid_from__lte=end)


def find_unit(code: str, *, on: date, scheme: str | None = "gso") -> Unit:
    """Return the unit that `code` named on a day (`scheme=None`: of any scheme), or raise NotWithinReach."""
    # PostgreSQL takes no NUL in text; no code has one.
    codes = UnitCode.objects.filter(valid_on(on), code=code.replace("\x00", "\ufffd"))
    codes = codes.filter(scheme=scheme) if scheme else codes.order_by("-scheme")
    found = codes.select_related("unit").first()
    if found is None:
        raise NotWithinReach(
            _("Không có đơn vị mang mã %(code)s vào ngày %(day)s.")
            % {"code": code, "day": on.strftime("%d/%m/%Y")}
        )
    return found.unit


def describe_units(ids: Iterable[int], *, on: date | None = None) -> dict[int, UnitView]:
    """Return each unit under the name and code it had on a day: its last ones when it had ended by then
    or no day is given, its first ones before it began. One query."""
    wanted = list(dict.fromkeys(ids))
    views = describe_each((unit, on) for unit in wanted)
    return {unit: views[unit, on] for unit in wanted if (unit, on) in views}


def describe_each(asked: Iterable[_Asked]) -> dict[_Asked, UnitView]:
    """Return units as `describe_units` does, each as of a day of its own. One query."""
    days: dict[int, list[date | None]] = {}
    for unit, day in asked:
        days.setdefault(unit, []).append(day)
    wanted = list(days)
    views: dict[_Asked, UnitView] = {}
    for start in range(0, len(wanted), _CHUNK):
        views.update(_describe({unit: days[unit] for unit in wanted[start : start + _CHUNK]}))
    return views


def names_of(ids: Iterable[int], *, on: date) -> dict[int, str]:
    """Return each unit's full name on a day, as `describe_units` says it, without its code. One query."""
    names: dict[int, str] = {}
    rows = UnitName.objects.filter(unit_id__in=set(ids)).order_by("unit_id", "valid_from")
    for unit_id, name, kind, since in rows.values_list("unit_id", "name", "kind", "valid_from"):
        if unit_id not in names or since <= on:
            names[unit_id] = full_name(name, kind)
    return names


def describe_unit(unit_id: int, *, on: date | None = None) -> UnitView:
    views = describe_units([unit_id], on=on)
    if unit_id not in views:
        raise NotWithinReach(_("Không có đơn vị này."))
    return views[unit_id]


def _describe(days: Mapping[int, Sequence[date | None]]) -> dict[_Asked, UnitView]:
    names: dict[_Asked, tuple[str, str, str, date, date | None]] = {}
    codes: dict[_Asked, str] = {}
    rows = UnitName.objects.filter(unit_id__in=days.keys())
    # "gso" comes last of the codes, so that the official one wins over an agency's.
    rows = rows.order_by("unit_id", "valid_from", "unit__codes__scheme", "unit__codes__valid_from")
    for unit_id, since, code, code_since, *words in rows.values_list(*_NAME_AND_CODE):
        for asked in ((unit_id, on) for on in days[unit_id]):
            on = asked[1]
            if on is None or since <= on or asked not in names:
                names[asked] = tuple(words)
            if code is not None and (on is None or code_since <= on or asked not in codes):
                codes[asked] = code
    return {asked: UnitView(asked[0], codes.get(asked, ""), *words) for asked, words in names.items()}


def parents_on(on: date, *, kind: str = ADMINISTRATIVE) -> dict[int, int]:
    """Return unit → parent for the whole tree of a day. One query."""
    return dict(_placements(on, kind=kind).values_list("unit_id", "parent_id"))


def children_ids(unit_id: int, *, on: date, kind: str = ADMINISTRATIVE) -> list[int]:
    """Return the units directly below, in no order. One query."""
    below = _placements(on, kind=kind).filter(valid_on(on, start="unit__begins", end="unit__ends"))
    return list(below.filter(parent_id=unit_id).values_list("unit_id", flat=True))


def children_of(unit_id: int, *, on: date, kind: str = ADMINISTRATIVE) -> list[UnitView]:
    """Return the units directly below on a day, in Vietnamese order. Two queries."""
    return in_order(describe_units(children_ids(unit_id, on=on, kind=kind), on=on).values())


def in_order(views: Iterable[UnitView]) -> list[UnitView]:
    return sorted(views, key=lambda view: (view.sort_key, view.code, view.id))


def subtree_ids(unit_id: int, *, on: date, kind: str = ADMINISTRATIVE) -> frozenset[int]:
    """Return the unit and all below it on a day. One query."""
    return frozenset(below([unit_id], parents=parents_on(on, kind=kind)))


def below(units: Iterable[int], *, parents: Mapping[int, int]) -> set[int]:
    """Return the units and all below them in a map unit → parent."""
    children: dict[int, list[int]] = defaultdict(list)
    for child, parent in parents.items():
        children[parent].append(child)
    found = set(units)
    open_ends = list(found)
    while open_ends:
        fresh = [child for child in children[open_ends.pop()] if child not in found]
        found.update(fresh)
        open_ends.extend(fresh)
    return found


def ancestors_of(unit_id: int, *, on: date, kind: str = ADMINISTRATIVE) -> list[int]:
    """Return the units above on a day, nearest first. One query a level (the tree is at most 4 high)."""
    above: list[int] = []
    current = unit_id
    while True:
        parent = (
            _placements(on, kind=kind).filter(unit_id=current).values_list("parent_id", flat=True).first()
        )
        if parent is None or parent in above:
            return above
        above.append(parent)
        current = parent


def days_of_change(first: date, last: date) -> list[date]:
    """Return the days of a span on or after which units, their names, places or groups may be others: two
    days between which none lies see the same tree. One query."""
    columns = [
        (Unit, "begins"), (Unit, "ends"), (UnitName, "valid_from"), (Placement, "valid_from"),
        (Placement, "valid_to"), (GroupMember, "valid_from"), (GroupMember, "valid_to"),
    ]  # fmt: skip
    rows = [
        model._default_manager.filter(**{f"{column}__range": (first, last)}).order_by().values_list(column)
        for model, column in columns
    ]
    return sorted(day for (day,) in rows[0].union(*rows[1:]))


def terminals_of(unit_ids: Collection[int] | None = None) -> dict[int, frozenset[int]]:
    """Return unit → the units in which its descent ends today (itself while it exists). One query.

    `None` asks for all units."""
    rows = Terminal.objects.filter(before__isnull=True)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    ends: dict[int, set[int]] = defaultdict(set)
    for unit_id, terminal_id in rows.values_list("unit_id", "terminal_id"):
        ends[unit_id].add(terminal_id)
    return {unit_id: frozenset(terminals) for unit_id, terminals in ends.items()}


def terminals_within(unit_id: int) -> dict[int, bool]:
    """Return the units whose descent ends in the unit, and whether it ends nowhere else. One query."""
    return terminals_within_of([unit_id])[unit_id]


def terminals_within_of(units: Collection[int]) -> dict[int, dict[int, bool]]:
    """Unit → the same. One query however many there are."""
    rows = Terminal.objects.filter(before__isnull=True)
    touching = rows.filter(terminal__in=list(units)).values("unit")
    ends: dict[int, set[int]] = {}
    for unit, terminal in rows.filter(unit__in=touching).values_list("unit_id", "terminal_id"):
        ends.setdefault(unit, set()).add(terminal)
    inside: dict[int, dict[int, bool]] = {unit: {} for unit in units}
    for unit, terminals in ends.items():
        for terminal in terminals & inside.keys():
            inside[terminal][unit] = len(terminals) == 1
    return inside


def tree_version() -> str:
    """Return a word that is another one after each change of units, names, codes, placements, successions,
    lineage (and displacements), whoever makes it. One query by primary key; "" before the first change.

    What was computed from the tree may be kept under this word: a value never comes back, not after an undo
    (which is a change) nor after a rollback. Read the word *before* the tree; and keep nothing that was read
    inside a transaction with changes of one's own: nobody else has seen those yet. Days count too: what
    depends on today belongs under (word, today).
    """
    return TreeVersion.objects.values_list("value", flat=True).first() or ""


def _placements(on: date, *, kind: str) -> QuerySet[Placement]:
    return Placement.objects.filter(valid_on(on), kind=kind, until__isnull=True)
