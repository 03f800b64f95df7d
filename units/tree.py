"""The tree of units on a day, as far as it is opened: only opened levels are read."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from units.levels import level_of
from units.models import Placement, UnitName
from units.queries import UnitView, describe_units, in_order, valid_on

LEVEL = 200  # rows of one level shown at once; the longest real one has 168
DEEPEST = 9
_ADMINISTRATIVE, _VERTICAL, _LOCATED = (kind.value for kind in Placement.Kind)

# By which placements a tree is drawn. A unit is shown below what it is part of, not below the place it merely
# lies in, unless that is asked for.
BRANCHES = MappingProxyType(
    {
        "": (_ADMINISTRATIVE, _VERTICAL),
        "hanh-chinh": (_ADMINISTRATIVE,),
        "nganh-doc": (_VERTICAL,),
        "dia-ban": (_LOCATED,),
    }
)
BRANCH_WORDS = MappingProxyType(
    {
        "": gettext_lazy("hành chính và ngành dọc"),
        "hanh-chinh": gettext_lazy("hành chính"),
        "nganh-doc": gettext_lazy("ngành dọc"),
        "dia-ban": gettext_lazy("địa bàn"),
    }
)


@dataclass(frozen=True, slots=True)
class TreeAsked:
    """Which tree: of which day, by which placements (a key of BRANCHES), in which order (of ORDERS)."""

    on: date
    branches: str = ""
    order: str = "ten"

    @property
    def kinds(self) -> tuple[str, ...]:
        return BRANCHES[self.branches]


@dataclass(slots=True)
class TreeRow:
    """A unit in the tree. `path`: the numbers from the top to it; `below`: how many stand directly below it
    within reach; `rows`: those of them that are read, when it is open; `more`: how many of them are not;
    `toggle`: the address at which it is opened or closed."""

    unit: UnitView
    path: str
    below: int = 0
    is_open: bool = False
    rows: list["TreeRow"] = field(default_factory=list)
    toggle: str = ""

    @property
    def level(self) -> int:
        return self.path.count("-") + 1

    @property
    def more(self) -> int:
        return max(0, self.below - len(self.rows)) if self.is_open else 0


ORDERS: MappingProxyType[str, tuple[Any, Callable[[UnitView], tuple[Any, ...]]]] = MappingProxyType(
    {
        "ten": (gettext_lazy("tên"), lambda view: (view.sort_key, view.code, view.id)),
        "ma": (gettext_lazy("mã"), lambda view: (view.code, view.sort_key, view.id)),
        "loai": (
            gettext_lazy("loại hình"),
            lambda view: (level_of(view.kind), view.kind_label, view.sort_key, view.id),
        ),
    }
)


def open_tree(
    tops: Collection[int],
    asked: TreeAsked,
    *,
    within: frozenset[int],
    opened: Collection[int],
    above: str = "",
) -> list[TreeRow]:
    """Return the rows of `tops` in order, each with its rows below where it is in `opened`.

    One query an opened level, three for all rows."""
    below = _opened_levels(tops, asked, within=within, opened=frozenset(opened))
    views = describe_units({*tops, *(unit for units in below.values() for unit in units)}, on=asked.on)
    rows: list[TreeRow] = []
    _fill(rows, tops, asked, views=views, below=below, above=above)
    shown = {row.unit.id: row for row in flat(rows)}
    counts = counts_below(shown, asked, within=within)
    for row in flat(rows):
        row.below = counts.get(row.unit.id, 0)
    return rows


def flat(rows: Collection[TreeRow]) -> list[TreeRow]:
    """Return the rows as they are seen, from the top down."""
    return [one for row in rows for one in (row, *flat(row.rows))]


def _opened_levels(
    tops: Collection[int], asked: TreeAsked, *, within: frozenset[int], opened: frozenset[int]
) -> dict[int, set[int]]:
    """Return opened unit → the units directly below it."""
    below: dict[int, set[int]] = defaultdict(set)
    waiting = opened.intersection(tops)
    for _level in range(DEEPEST):
        if not waiting:
            break
        found: set[int] = set()
        for parent, unit in _placed(asked).filter(parent_id__in=waiting).values_list("parent_id", "unit_id"):
            if unit in within:
                below[parent].add(unit)
                found.add(unit)
        waiting = opened & found - below.keys()
    return below


def _fill(
    rows: list[TreeRow],
    units: Collection[int],
    asked: TreeAsked,
    *,
    views: dict[int, UnitView],
    below: dict[int, set[int]],
    above: str,
) -> None:
    chosen = sorted((views[unit] for unit in units if unit in views), key=ORDERS[asked.order][1])
    for view in chosen[:LEVEL]:
        row = TreeRow(view, f"{above}-{view.id}" if above else str(view.id))
        rows.append(row)
        # A circle, which the database refuses, would otherwise be walked for ever.
        if view.id in below and row.level <= DEEPEST:
            row.is_open = True
            _fill(row.rows, below[view.id], asked, views=views, below=below, above=row.path)


def roots_of(within: frozenset[int], asked: TreeAsked) -> list[int]:
    """Return the units of a day that stand under nothing within reach: where a person's tree begins.

    In a tree of one kind of placement, only those that stand or hold somebody by it; in the administrative
    one also those that stand nowhere at all. Three queries at most."""
    placed = list(_placed(asked).values_list("unit_id", "parent_id"))
    below = {unit for unit, parent in placed if parent in within}
    taking_part = {unit for pair in placed for unit in pair}
    living = set(UnitName.objects.filter(_lives(asked.on)).values_list("unit_id", flat=True))
    if not asked.branches:
        taking_part = living
    elif asked.branches == "hanh-chinh":
        others = _placed(TreeAsked(asked.on, "nganh-doc")).values_list("unit_id", flat=True)
        taking_part |= living.difference(others)
    return sorted((living & within & taking_part) - below)


def below_of(unit_id: int, asked: TreeAsked, *, within: frozenset[int]) -> list[int]:
    """Return the units directly below within reach, in no order. One query."""
    return sorted(
        within.intersection(_placed(asked).filter(parent_id=unit_id).values_list("unit_id", flat=True))
    )


def units_below(unit_id: int, *, on: date, within: frozenset[int]) -> list[UnitView]:
    """Return the units directly below on a day, administrative and vertical, in Vietnamese order."""
    return in_order(describe_units(below_of(unit_id, TreeAsked(on), within=within), on=on).values())


def counts_below(ids: Collection[int], asked: TreeAsked, *, within: frozenset[int]) -> dict[int, int]:
    """Return unit → how many within reach stand directly below it. One query."""
    placed = _placed(asked).filter(parent_id__in=ids).values_list("parent_id", "unit_id")
    return Counter(parent for parent, unit in set(placed) if unit in within)


def _placed(asked: TreeAsked) -> QuerySet[Placement]:
    return Placement.objects.filter(
        valid_on(asked.on), valid_on(asked.on, start="unit__begins", end="unit__ends"),
        until__isnull=True, kind__in=asked.kinds,
    )  # fmt: skip


def _lives(on: date) -> Q:
    return valid_on(on) & valid_on(on, start="unit__begins", end="unit__ends")
