"""What notes say of lines and columns, found in a table: periods, sums, "trong đó", editions; or asked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from indicators.recognition.desk import Choice, Desk, Spot
from indicators.recognition.found import FoundCell, FoundColumn, FoundRow
from indicators.recognition.lines_asked import ask_months, months_of_form
from indicators.recognition.notes_of_lines import Noted, noted_in
from indicators.recognition.rows import spot_of
from indicators.recognition.text import plain

Parts = tuple[Literal["part_of", "sum"], FoundRow, list[FoundRow]]
_STARS = re.compile(r"\(?(\*+)\)?\s*$")
_TEXT = (Choice("none", "note_is_text"),)
_PARTITION = (Choice("sum", "parts_sum"), Choice("part", "parts_part"), Choice("none", "parts_none"))


@dataclass
class NotesRead:
    """The table's lines and columns after its notes. `parts` as of `children_statements`; `equations` over
    columns; `times` by key of line or column: (edition, period), "" for as it is; `taken`: what was read.
    """

    rows: list[FoundRow]
    columns: list[FoundColumn]
    parts: list[Parts] = field(default_factory=list)
    equations: list[str] = field(default_factory=list)
    times: dict[str, tuple[str, str]] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)

    @property
    def wholes(self) -> set[str]:
        """Keys of lines of which the notes say what they are made of."""
        return {whole.key for _kind, whole, _parts in self.parts}

    def timed(self, cells: Iterable[FoundCell]) -> tuple[FoundCell, ...]:
        return tuple(self._timed(cell) for cell in cells)

    def _timed(self, cell: FoundCell) -> FoundCell:
        for key in (cell.column, cell.row):
            edition, period = self.times.get(key, ("", ""))
            if edition and cell.edition == "official" and cell.kind not in ("blocked", "carried"):
                cell = replace(cell, edition=edition)
            if period and cell.period == "this" and cell.kind not in ("blocked", "carried"):
                cell = replace(cell, period=period)
        return cell


def notes_read(
    notes: Sequence[str],
    rows: Sequence[FoundRow],
    columns: Sequence[FoundColumn],
    frequencies: Sequence[str],
    table: str,
    desk: Desk,
) -> NotesRead:
    """What names lines or columns that are not there, or not clearly, is asked about once."""
    read = NotesRead(list(rows), list(columns))
    for noted in (said for note in notes for said in noted_in(note)):
        if noted.stars and not _named(noted, read):
            continue  # a bullet
        read.taken.append(noted.clause)
        found, of = _named(noted, read), _called(noted.of, noted.kind, read)
        if not found or (noted.of and (not of or any(one in of for one in found))):
            _ask_where(noted, table, desk)
        elif noted.says == "months":
            _months(noted, found, frequencies, read, table, desk)
        elif noted.says in ("edition", "period"):
            said = (noted.word, "") if noted.says == "edition" else ("", noted.word)
            read.times |= {one.key: said for one in found}
        else:
            _of_others(noted, found, of, read, table, desk)
    return read


def not_placed(notes: Sequence[str], desk: Desk, group: str) -> None:
    """Notes below several tables whose lines are numbered alike: of which table they speak is not said."""
    for noted in (said for note in notes for said in noted_in(note)):
        if not noted.stars:
            _ask_where(noted, group, desk)


def _ask_where(noted: Noted, group: str, desk: Desk) -> None:
    desk.ask("note_not_placed", Spot("", "", noted.clause), _TEXT, group=group)


def _named(noted: Noted, read: NotesRead) -> list[FoundRow] | list[FoundColumn]:
    if not noted.stars:
        return _called(noted.names, noted.kind, read)
    rows = [row for row in read.rows if _stars(row.label) == noted.stars]
    return rows or [one for one in read.columns if one.path and _stars(one.path[-1]) == noted.stars]


def _stars(text: str) -> str:
    match = _STARS.search(text)
    return match[1] if match else ""


def _called(names: Sequence[str], kind: str, read: NotesRead) -> list[FoundRow] | list[FoundColumn]:
    """In the order of the names, ranges filled; [] where one of them is not there or there twice. A line is
    known by its number, else by its Mã số; the other way round where the note says "mã số".
    """
    if kind == "column":
        data = [one for one in read.columns if one.kind == "data"]
        return [data[at] for at in _places(names, [plain(one.number) for one in data])]
    numbers = [plain(row.number).strip(" .()") for row in read.rows]
    codes = [plain(row.code) for row in read.rows]
    first, then = (codes, numbers) if kind == "code" else (numbers, codes)
    return [read.rows[at] for at in _places(names, first) or _places(names, then)]


def _places(names: Sequence[str], called: Sequence[str]) -> list[int]:
    found: list[int] = []
    is_range = False
    for name in names:
        if name == "-":
            is_range = True
            continue
        at = [place for place, one in enumerate(called) if one and one.lstrip("0") == name.lstrip("0")]
        if len(at) != 1 or (is_range and (not found or found[-1] >= at[0])):
            return []
        found += range(found[-1] + 1, at[0] + 1) if is_range else at
        is_range = False
    return found


def _months(
    noted: Noted,
    found: Sequence[FoundRow] | Sequence[FoundColumn],
    frequencies: Sequence[str],
    read: NotesRead,
    table: str,
    desk: Desk,
) -> None:
    """Of lines with those under them, that say nothing of their own."""
    keys = {one.key for one in found}
    months = noted.months
    if not noted.is_certain:
        spots = [spot_of(table, one) for one in found if isinstance(one, FoundRow)]
        spots = spots or [Spot(f"{table}/:{one.key}", "", f"({one.number})") for one in found]
        months = ask_months("line_asked_in", spots[0], months, frequencies, table, desk)
    months = months_of_form(months, frequencies)
    read.columns = [replace(one, months=months) if one.key in keys else one for one in read.columns]
    for at, row in enumerate(read.rows):
        if row.key in keys or (row.parent in keys and not row.months):
            read.rows[at] = replace(row, months=months)
            keys.add(row.key)


def _of_others(
    noted: Noted,
    found: Sequence[FoundRow] | Sequence[FoundColumn],
    of: Sequence[FoundRow] | Sequence[FoundColumn],
    read: NotesRead,
    table: str,
    desk: Desk,
) -> None:
    """A sum or a "trong đó". What a line "gồm" may be either, and is asked about."""
    says: str = noted.says
    if says == "parts":
        says = desk.ask("note_parts", Spot(table, "", noted.clause), _PARTITION, group=table)
    for one in found:
        if isinstance(one, FoundColumn):
            read.equations += _equations(says, one, [other for other in of if isinstance(other, FoundColumn)])
            continue
        lines = [other for other in of if isinstance(other, FoundRow)]
        if says == "sum":
            read.parts.append(("sum", one, lines))
        elif says == "part":
            read.parts += [("part_of", one, [part]) for part in lines]
        elif says == "part_of":
            read.parts += [("part_of", whole, [one]) for whole in lines]


def _equations(says: str, one: FoundColumn, of: Sequence[FoundColumn]) -> list[str]:
    if says == "sum":
        return [f"({one.number}) = {' + '.join(f'({part.number})' for part in of)}"]
    if says == "part":
        return [f"({part.number}) ≤ ({one.number})" for part in of]
    return [f"({one.number}) ≤ ({whole.number})" for whole in of] if says == "part_of" else []
