"""What was typed into one version of a form, put into another: by stable keys and data points. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.answers import AnswerError, parse_plain
from indicators.layout import Cell, FormLayout, RowList
from submissions.lists import brought_over, lines_of

EXPLAINS = "explain:"
"""Before the address, in a draft's texts: words on a warning (after it, nothing: on the whole report)."""
Entries = Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class Remapped:
    """Entries under their new addresses; `lost`: address in the old form → what stood there."""

    cells: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, Any] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)


def remap(cells: Entries, texts: Entries, *, old: FormLayout, new: FormLayout) -> Remapped:
    """Answers go where the same figure is asked, words on a cell with it, notes where the same line has one.

    What is asked nowhere any more, in several places, in another unit or with fewer decimals is lost, and
    listed.
    """
    to = mapping(old, new)
    found = Remapped()
    for address, entry in cells.items():
        target = to.get(address)
        shown = entry.get("t") or entry.get("v")
        if target is not None and _fits(entry, new.place_of[target][3]):
            found.cells[target] = entry
        elif shown:
            found.lost[address] = str(shown)
    for address, entry in texts.items():
        target = _text_target(address, to, new)
        if target in new.list_at and target in old.list_at:
            before, after = old.list_at[target], new.list_at[target]
            found.texts[target] = {
                **entry,
                "v": brought_over(str(entry.get("v") or ""), before, after) or None,
            }
            if gone := ", ".join(_columns_gone(str(entry.get("v") or ""), before, after)):
                found.lost[address] = gone
        elif target is not None:
            found.texts[target] = entry
        elif entry.get("v"):
            found.lost[address] = str(entry["v"])
    return found


def mapping(old: FormLayout, new: FormLayout) -> dict[str, str]:
    """Address in the old form → the input cell of the new one that asks the same figure."""
    there = {address: _figure(cell) for address, *_place, cell in new.places() if cell.kind == "input"}
    here = {address: _figure(cell) for address, *_place, cell in old.places() if cell.kind == "input"}
    once = {figure for figure, count in Counter(there.values()).items() if count == 1}
    once &= {figure for figure, count in Counter(here.values()).items() if count == 1}
    at = {figure: address for address, figure in there.items()}
    found: dict[str, str] = {}
    for address, figure in here.items():
        if there.get(address) == figure:
            found[address] = address
        elif figure in once:
            found[address] = at[figure]
    return found


def _figure(cell: Cell) -> tuple[str, str, str, int]:
    return cell.data_point, cell.period, cell.edition, cell.scale


def _fits(entry: Mapping[str, Any], cell: Cell) -> bool:
    if entry.get("t") or entry.get("v") is None:
        return True  # it is read, or not, as it was
    try:
        parse_plain(str(entry["v"]), decimals=cell.decimals)
    except AnswerError:
        return False
    return True


def _columns_gone(text: str, old: RowList, new: RowList) -> Iterator[str]:
    """What stood in columns that are no more, by the names of those columns."""
    there = {column.key for column in new.columns}
    lines = lines_of(text, old)
    for at, column in enumerate(old.columns):
        if column.key not in there and any(line[at] for line in lines):
            yield f"{column.label} ({'; '.join(line[at] for line in lines if line[at])[:300]})"


def _text_target(address: str, to: Mapping[str, str], new: FormLayout) -> str | None:
    if address.startswith(EXPLAINS):
        about = address.removeprefix(EXPLAINS)
        target = to.get(about, "" if not about else None)
        return None if target is None else EXPLAINS + target
    return address if address in new.for_words else None
