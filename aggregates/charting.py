"""Loading an atlas, and keeping it in the process for as long as the tree stands as it does."""

import gc
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, DateField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from aggregates.atlas import Atlas, Placed
from aggregates.descent import Descent
from submissions.models import Displacement
from units.models import Placement, Terminal

ATLASES, PAST = 6, 2
"""So many are kept of the tree as it stands: kinds of placement, and a day or two; and as it was known."""

LARGE = 5_000
"""From so many placements on a tree, with the code itself, is set aside from what is searched for garbage."""

Kept = OrderedDict[tuple[str, str, str, date], Atlas]
_kept: Kept = OrderedDict()
_past: Kept = OrderedDict()

_PLACED, _ENDED = 0, 1


def atlas_of(*, kind: str, today: date, version: str) -> Atlas:
    """Everything of one kind of placement, one query when it is not known yet.

    `version`: of `tree_version`, read before the tree: what changes meanwhile has another word.
    """
    if not version:
        return load_atlas(kind=kind, today=today)
    return _from(_kept, (kind, today, version), lambda: load_atlas(kind=kind, today=today), most=ATLASES)


def past_atlas(*, kind: str, day: date, version: str, load: Callable[[], Atlas]) -> Atlas:
    """As it was known at the end of a day: `load` works it out from history when it is not kept."""
    return _from(_past, (kind, day, version), load, most=PAST) if version else load()


def _from(kept: Kept, place: tuple[str, date, str], load: Callable[[], Atlas], *, most: int) -> Atlas:
    kind, day, version = place
    key = (str(connection.settings_dict["NAME"]), version, kind, day)
    found = kept.get(key)
    if found is None:
        for old in list(kept):
            if old[0] == key[0] and old[1] != version:
                kept.pop(old, None)  # it holds all that was worked out on a tree that stands no more
        found = kept[key] = load()
        while len(kept) > most:
            kept.popitem(last=False)
        if len(found.placements) >= LARGE:
            _set_aside()
    return found


def _set_aside() -> None:
    """To search a country's tree for garbage takes a tenth of a second, in the middle of some page."""
    gc.unfreeze()  # what was set aside before may be garbage by now
    gc.collect()
    gc.freeze()


def load_atlas(*, kind: str, today: date) -> Atlas:
    """One query: placements that are known now, displacements of single days, the lineage."""
    placed = Placement.objects.filter(kind=kind, until__isnull=True)
    displaced = Displacement.objects.filter(kind=kind)
    rows = _rows(placed, _PLACED, "unit_id", "parent_id", "valid_from", "valid_to").union(
        _rows(displaced, _PLACED, "unit", "parent", "day", "day"),
        _rows(Terminal.objects.all(), _ENDED, "unit_id", "terminal_id", "before", None),
        all=True,
    )
    placements: list[Placed] = []
    ended: list[tuple[int, int, date | None, int | None, int | None]] = []
    for what, unit, other, start, end, population, area in rows:
        if what == _PLACED:
            placements.append((unit, other, start, end))
        else:
            ended.append((unit, other, start, population, area))
    descent = Descent(ended)
    through_what_is_below(placements, descent, today=today)
    return Atlas(today, placements, descent)


def _rows(
    found: QuerySet[Any], what: int, unit: str, other: str, start: str, end: str | None
) -> QuerySet[Any, tuple[Any, ...]]:
    """(what, unit, other, start, end, population share, area share): what the parts of the union have."""
    nothing: dict[str, Any] = {"x_end": Cast(Value(None), DateField())} if end is None else {}
    shares = ("population_share", "area_share") if what == _ENDED else ("x_population", "x_area")
    if what == _PLACED:
        nothing |= {name: Cast(Value(None), BigIntegerField()) for name in shares}
    found = found.annotate(x_what=Value(what, IntegerField()), **nothing)
    return found.values_list("x_what", unit, other, start, end or "x_end", *shares)


def through_what_is_below(placements: Iterable[Placed], descent: Descent, *, today: date) -> None:
    """A unit that ended without a recorded successor (a district, its level) ends where its parts end."""
    children: dict[int, set[int]] = defaultdict(set)
    standing: set[int] = set()
    for unit, parent, start, end in placements:
        children[parent].add(unit)
        if start <= today and (end is None or today <= end):
            standing |= {unit, parent}

    def ends(unit: int, depth: int = 0) -> frozenset[int]:
        known = descent.usual(unit)
        if known - {unit} or unit in standing or depth > 9:
            return known
        below = frozenset[int]().union(*(ends(child, depth + 1) for child in children.get(unit, ())))
        if below:
            descent.give(unit, below)
        return below or known

    for unit in list(children):
        ends(unit)
