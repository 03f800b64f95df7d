"""The directory of an OLE compound file (.doc, .xls): names of its streams and storages. Nothing is run."""

from collections.abc import Iterator
from dataclasses import dataclass

from submissions.workbooks.refused import Refused

_NONE = 0xFFFFFFFA
"""Sector numbers from here on are marks, as "end of chain"; no stream is there."""
_ENTRY = 128
_MOST_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    left: int
    right: int
    child: int


@dataclass(frozen=True, slots=True)
class Names:
    """`top`: of what stands at the root; `all`: of everything, in storages too."""

    top: frozenset[str]
    all: frozenset[str]


def names_in(content: bytes) -> Names:
    """Refused: broken, where the directory cannot be followed."""
    entries = _entries(content)
    if not entries:
        raise Refused("broken")
    top: set[str] = set()
    waiting, seen = [entries[0].child], set[int]()
    while waiting:
        at = waiting.pop()
        if at >= len(entries) or at in seen:
            continue
        seen.add(at)
        top.add(entries[at].name)
        waiting += [entries[at].left, entries[at].right]
    return Names(frozenset(top), frozenset(entry.name for entry in entries))


def _entries(content: bytes) -> list[Entry]:
    shift = _number(content, 30, 2)
    if shift not in (9, 12):
        raise Refused("broken")
    found: list[Entry] = []
    for sector in _chain(content, shift, _number(content, 48, 4)):
        for start in range(sector, sector + (1 << shift), _ENTRY):
            entry = content[start : start + _ENTRY]
            length = _number(entry, 64, 2)
            if len(entry) < _ENTRY or not 2 <= length <= 64:
                found.append(Entry("", len(content), len(content), len(content)))
                continue
            name = entry[: length - 2].decode("utf-16-le", "replace")
            links = (_number(entry, at, 4) for at in (68, 72, 76))
            found.append(Entry(name, *links))
            if len(found) > _MOST_ENTRIES:
                raise Refused("broken")
    return found


def _chain(content: bytes, shift: int, first: int) -> Iterator[int]:
    """Where each sector of a chain begins in the file."""
    table = _table(content, shift)
    seen: set[int] = set()
    sector = first
    while sector < _NONE:
        if sector in seen or sector >= len(table) or (sector + 2) << shift > len(content) + (1 << shift):
            raise Refused("broken")
        seen.add(sector)
        yield (sector + 1) << shift
        sector = table[sector]


def _table(content: bytes, shift: int) -> list[int]:
    """Sector → the next one of its chain."""
    size = 1 << shift
    parts = [_number(content, 76 + 4 * at, 4) for at in range(109)]
    more, left = _number(content, 68, 4), _number(content, 72, 4)
    while more < _NONE and left > 0:
        start = (more + 1) << shift
        here = [_number(content, start + 4 * at, 4) for at in range(size // 4)]
        parts += here[:-1]
        more, left = here[-1], left - 1
        if len(parts) * size > len(content) + (size << 8):
            raise Refused("broken")
    table: list[int] = []
    for part in parts:
        if part < _NONE:
            start = (part + 1) << shift
            table += [_number(content, start + 4 * at, 4) for at in range(size // 4)]
    return table


def _number(content: bytes, at: int, size: int) -> int:
    part = content[at : at + size]
    return int.from_bytes(part, "little") if len(part) == size else 0xFFFFFFFF
