"""Finding units by name or code, of any date or of one: what pages and pickers search with.

A name is found by its words in order, whole or begun, with or without accents, with or without the word of
its kind before it ("p ba dinh", "Phường Ba Đình", "ba di"); a code by itself or by its beginning.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Q

from units.kinds import KINDS, full_name
from units.levels import level_of
from units.models import UnitCode, UnitName
from units.queries import UnitView, describe_units, terminals_of, valid_on
from units.vietnamese import clean_name, search_key

LONGEST = 100
_SHORT = MappingProxyType({"tp": "thanh pho", "tx": "thi xa", "tt": "thi tran", "p": "phuong", "q": "quan"})

# How well something matches: smaller is better.
_CODE, _NAME, _NAME_BEGINS, _PHRASE, _CODE_BEGINS, _WORDS_FROM_START, _WORDS, _INSIDE = range(8)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. With `only_on`, among the units of that day under its names and codes; else among
    all of any date, those that exist on `on` first. `kinds`: any of them, when given."""

    typed: str
    on: date
    only_on: bool = False
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """A unit that matches: by which code or name, which was its from – to; and where its descent ends today
    when it is over (`heirs`; empty while it exists)."""

    unit: UnitView
    by_code: bool
    said: str
    since: date
    until: date | None
    heirs: tuple[UnitView, ...] = ()

    @property
    def was_other(self) -> bool:
        """Say whether what matched is not what the unit is shown as."""
        return self.said != (self.unit.code if self.by_code else self.unit.full_name)

    @property
    def joined_higher(self) -> bool:
        """Say whether its level ended: "nay thuộc" a province, rather than "nay là" a commune."""
        return any(level_of(heir.kind) < level_of(self.unit.kind) for heir in self.heirs)


class _Match(NamedTuple):
    """Ordered as results are: match, accents as typed, living first, higher level first, Vietnamese order."""

    rank: int
    is_other_spelling: bool
    is_over: bool
    level: int
    sort_key: str
    unit_id: int
    by_code: bool
    said: str
    since: date
    until: date | None


def search_units(
    search: Search, *, within: frozenset[int], offset: int = 0, limit: int = 50
) -> tuple[list[Found], int]:
    """Return a page of what was found, best first, and how many units there are. At most 7 queries."""
    best: dict[int, _Match] = {}
    for match in sorted(_matches(search), key=lambda match: match[:6]):
        if match.unit_id in within:
            best.setdefault(match.unit_id, match)
    page = list(best.values())[offset : offset + limit]
    views = describe_units([match.unit_id for match in page], on=search.on)
    heirs = _heirs([view.id for view in views.values() if view.ends])
    found = [
        Found(views[m.unit_id], m.by_code, m.said, m.since, m.until, heirs.get(m.unit_id, ())) for m in page
    ]
    return found, len(best)


def _matches(search: Search) -> Iterator[_Match]:
    typed = clean_name(search.typed)[:LONGEST]
    first, _space, rest = search_key(typed).partition(" ")
    if first:
        yield from _by_name(search, typed.lower(), f"{_SHORT.get(first, first)} {rest}" if rest else first)
        yield from _by_code(search, typed.upper())


def _by_name(search: Search, typed: str, key: str) -> Iterator[_Match]:
    rows = UnitName.objects.filter(_holding(key) | _holding_after_kind(key))
    if search.only_on:
        rows = rows.filter(_of_day(search.on))
    if search.kinds:
        rows = rows.filter(kind__in=search.kinds)
    for unit_id, name, kind, named, order, since, until, begins, ends in rows.values_list(
        "unit_id", "name", "kind", "search_key", "sort_key",
        "valid_from", "valid_to", "unit__begins", "unit__ends",
    ):  # fmt: skip
        called = full_name(name, kind)
        rank = min(_rank(key, named), _rank(key, search_key(called)))
        if rank <= _INSIDE:
            over = not _exists(begins, ends, on=search.on)
            spelt = typed in called.lower()
            yield _Match(
                rank, not spelt, over, level_of(kind), order, unit_id, False, called, since, until
            )  # fmt: skip


def _by_code(search: Search, typed: str) -> Iterator[_Match]:
    if not (typed.isascii() and any(sign.isdigit() for sign in typed)):
        return
    rows = UnitCode.objects.filter(code__startswith=typed) if len(typed) > 1 else UnitCode.objects.none()
    if search.only_on:
        rows = rows.filter(_of_day(search.on))
    found = list(rows.values_list("unit_id", "code", "valid_from", "valid_to", "unit__begins", "unit__ends"))
    names = describe_units({row[0] for row in found}, on=search.on)
    for unit_id, code, since, until, begins, ends in found:
        view = names[unit_id]
        if not search.kinds or view.kind in search.kinds:
            rank = _CODE if code == typed else _CODE_BEGINS
            over = not _exists(begins, ends, on=search.on)
            yield _Match(
                rank, False, over, level_of(view.kind), view.sort_key, unit_id, True, code, since, until
            )  # fmt: skip


def _holding(key: str) -> Q:
    """Names that hold all the words somewhere; their order is looked at in Python."""
    # One letter is in nearly every name: those that begin with it will do.
    held = Q(search_key__startswith=key) if len(key) == 1 else Q()
    for word in key.split():
        held &= Q(search_key__contains=word)
    return held


def _holding_after_kind(key: str) -> Q:
    """Names of a kind that was typed before them: "xa dong hung", "thanh pho ha noi"."""
    held = Q(pk__in=[])
    for kind, (_label, word) in KINDS.items():
        before = search_key(word)
        if before and key.startswith(f"{before} "):
            held |= Q(kind=kind) & _holding(key.removeprefix(before))
    return held


def _rank(key: str, named: str) -> int:
    if named == key:
        return _NAME
    if named.startswith(key):
        return _NAME_BEGINS
    if f" {key}" in named:
        return _PHRASE
    if _in_order([f" {word}" for word in key.split()], f" {named}"):
        return _WORDS_FROM_START if named.startswith(key.split()[0]) else _WORDS
    return _INSIDE if _in_order(key.split(), named) else _INSIDE + 1


def _in_order(words: list[str], named: str) -> bool:
    at = 0
    for word in words:
        at = named.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True


def _heirs(ids: list[int]) -> dict[int, tuple[UnitView, ...]]:
    """Return ended unit → where its descent ends today, in Vietnamese order."""
    ends = {unit: found - {unit} for unit, found in terminals_of(ids).items()} if ids else {}
    views = describe_units({heir for heirs in ends.values() for heir in heirs})
    return {
        unit: tuple(sorted((views[heir] for heir in heirs), key=lambda view: (view.sort_key, view.id)))
        for unit, heirs in ends.items()
    }


def _of_day(on: date) -> Q:
    return valid_on(on) & valid_on(on, start="unit__begins", end="unit__ends")


def _exists(begins: date, ends: date | None, *, on: date) -> bool:
    return begins <= on and (ends is None or ends >= on)
