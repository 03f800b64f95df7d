"""The columns of a table: which hold words and which figures, their numbers, periods, units, formulas."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from indicators.recognition import phrases
from indicators.recognition.column_times import timed
from indicators.recognition.desk import Choice, Desk, Spot
from indicators.recognition.equations import split_label
from indicators.recognition.found import ColumnKind, FoundColumn
from indicators.recognition.grid import Grid, letters, reference
from indicators.recognition.headers import Header, header_of
from indicators.recognition.measures import is_unit, unit_in
from indicators.recognition.month_columns import in_months
from indicators.recognition.numbering import Mark, is_next, typed_equations
from indicators.recognition.outline import style_of
from indicators.recognition.regions import Region
from indicators.recognition.text import is_figure, plain
from indicators.recognition.times import is_comparison, is_mean, is_percentage

_NUMBER_AT_END = re.compile(r"\s*\((\d{1,3})\)$")
_KEYS: dict[ColumnKind, str] = {
    "number": "tt",
    "label": "label",
    "code": "code",
    "unit": "unit",
    "note": "note",
}


@dataclass
class Draft:
    """The columns while they are worked out: `equations` by key, what the form prints after "="."""

    columns: list[FoundColumn]
    header: Header
    equations: dict[str, str] = field(default_factory=dict)
    undecided: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)


def columns_of(grid: Grid, region: Region, frequencies: Collection[str], table: str, desk: Desk) -> Draft:
    """The columns of a table, in printed order; spacer columns are none."""
    kept = [column for column in range(region.left, region.right + 1) if _is_column(grid, region, column)]
    kinds = {column: kind_of(grid, region, column) for column in kept}
    kept = _without_extra_words(grid, region, kept, kinds)
    header = header_of(grid, region, kept)
    marks = dict(region.marks) or _marks_in_labels(header, kept)
    marks |= _typed(grid, region, marks, table, desk)
    draft = Draft([], header)
    taken: set[str] = set()
    for column in kept:
        found = _column(grid, region, column, kinds[column], marks.get(column), header, taken)
        words, number, equation = split_label(found.path[-1]) if found.path else ("", "", "")
        said = marks[column].equation if column in marks else ""
        if equation and number in ("", found.number):
            said = said or equation
        if said and found.kind == "data":
            draft.equations[found.key] = said
        if equation and words:
            found = replace(found, path=(*found.path[:-1], words))
        draft.columns.append(found)
    _ask(grid, region, draft, marks, table, desk)
    _ask_of_words(region, draft, table, desk)
    months = in_months(draft.columns, frequencies, table, desk)
    draft.blocked = months.blocked
    draft.columns = timed(draft.columns, draft.equations, months.columns, table, desk)
    return draft


def spot_of(table: str, column: FoundColumn, row: int) -> Spot:
    """A column as a place of a doubt: its header's cell, "(6) Từ kỳ trước"."""
    name = column.path[-1] if column.path else ""
    number = f"({column.number}) " if column.number else ""
    return Spot(f"{table}/:{column.key}", reference(row, column.excel_column), f"{number}{name}".strip())


def _is_column(grid: Grid, region: Region, column: int) -> bool:
    """It has a number, a header of its own, or words of its own in the lines."""
    if column in region.marks:
        return True
    if region.numbering:
        span = grid.span(region.numbering, column)
        if span.left < column:
            return False
    own = [
        grid.span(row, column).left == column and bool(grid.covering(row, column))
        for row in range(region.top, region.bottom + 1)
    ]
    if any(own):
        return own[-1] or not grid.covering(region.bottom, column)
    return any(_words(grid, region, column))


def _words(grid: Grid, region: Region, column: int) -> Iterator[str]:
    for row in range(region.first, region.last + 1):
        text = grid.text(row, column)
        if text:
            yield text


def kind_of(grid: Grid, region: Region, column: int) -> ColumnKind:
    texts = [plain(grid.covering(row, column)) for row in range(region.top, region.bottom + 1)]
    own = next((text for text in reversed(texts) if text), "")
    words = list(_words(grid, region, column))
    by_header = _kind_by_header(own, words)
    if by_header:
        return by_header
    mark = region.marks.get(column)
    lines = max(1, sum(1 for row in range(region.first, region.last + 1) if row in grid.rows))
    wordy = [text for text in words if not is_figure(text)]
    if mark is not None and mark.is_letter:
        return _kind_of_words(own, words, wordy)
    if len(wordy) * 2 >= lines or (wordy and phrases.LABEL_HEADERS.search(own)):
        return _kind_of_words(own, words, wordy)
    if column == region.left and words and all(style_of(text) for text in words):
        return "number"
    if mark is None and not words and phrases.LABEL_HEADERS.search(own):
        return "label"
    return "data"


def _kind_by_header(own: str, words: Sequence[str]) -> ColumnKind | None:
    if own in phrases.NUMBER_HEADERS:
        return "number"
    if own in phrases.CODE_HEADERS:
        return "code"
    if own in phrases.UNIT_HEADERS or (own == "don vi" and words and all(is_unit(word) for word in words)):
        return "unit"
    return "note" if phrases.NOTE_HEADERS.search(own) else None


def _kind_of_words(own: str, words: Sequence[str], wordy: Sequence[str]) -> ColumnKind:
    if words and all(style_of(text) for text in words):
        return "number"
    names = own != "don vi" and phrases.LABEL_HEADERS.search(own) is not None
    if not names and wordy and sum(is_unit(text) for text in wordy) > 0.7 * len(wordy):
        return "unit"
    if words and all(re.fullmatch(r"[A-Z]{0,4}\d{1,6}", text) for text in words):
        return "code"
    return "label"


def _without_extra_words(
    grid: Grid, region: Region, kept: Sequence[int], kinds: Mapping[int, ColumnKind]
) -> list[int]:
    """Columns without header and number that only carry an overflow of words are part of their neighbour."""
    headed = {
        column
        for column in kept
        if column in region.marks
        or any(grid.text(row, column) for row in range(region.top, region.bottom + 1))
    }
    return [column for column in kept if column in headed or kinds[column] in ("label", "number")]


def _marks_in_labels(header: Header, columns: Sequence[int]) -> dict[int, Mark]:
    """Numbers that the headers give themselves: "Tổng số (1=2+3)", "Nam (2)"."""
    found: dict[int, Mark] = {}
    for column in columns:
        own = header.paths[column][-1] if header.paths[column] else ""
        _label, number, equation = split_label(own)
        match = _NUMBER_AT_END.search(own)
        if number or match:
            found[column] = Mark(number or (match[1] if match else ""), equation)
    marks = list(found.values())
    is_run = len(marks) >= 2 and all(is_next(one, two) for one, two in pairwise(marks))
    return found if is_run else {}


def _typed(grid: Grid, region: Region, marks: Mapping[int, Mark], table: str, desk: Desk) -> dict[int, Mark]:
    """Equations of the numbering row that Excel took for formulas of its own ("=2+3"): asked about."""
    found: dict[int, Mark] = {}
    if not region.numbering or not region.marks:
        return found
    for column, equation in typed_equations(grid, region.numbering, region.marks).items():
        before = marks.get(column - 1) or found.get(column - 1)
        number = marks[column].number if column in marks else ""
        if not number and before is not None:
            number = "1" if before.is_letter else str(int(re.sub(r"\D.*", "", before.number)) + 1)
        spot = Spot(f"{table}/:c{number}", reference(region.numbering, column), f"={equation}")
        yes = Choice("yes", "typed_equation_yes", f"{number}={equation}")
        answer = desk.ask("typed_equation", spot, (yes, Choice("no", "typed_equation_no")), proposal="yes")
        found[column] = Mark(number, equation if answer == "yes" else "")
    return found


def _column(
    grid: Grid,
    region: Region,
    column: int,
    kind: ColumnKind,
    mark: Mark | None,
    header: Header,
    taken: set[str],
) -> FoundColumn:
    path = header.paths[column]
    number = mark.number if mark else ""
    if kind == "data":
        base = "c" + (re.sub(r"\W", "_", number) if number else letters(column).lower())
    else:
        base = _KEYS[kind]
    key, at = base, 1
    while key in taken:
        at += 1
        key = f"{base}_{at}"
    taken.add(key)
    units = [unit for unit in (unit_in(split_label(part)[0]) for part in reversed(path)) if unit]
    return FoundColumn(
        key=key,
        number=number,
        path=path,
        excel_column=column,
        kind=kind,
        printed=grid.text(region.numbering, column) if region.numbering else "",
        width=grid.widths.get(column, 10.0),
        unit=(units[0] if units else "%" if is_percentage(path) else "") if kind == "data" else "",
        is_percentage=kind == "data" and is_percentage(path) and is_comparison(path),
        is_mean=kind == "data" and any(is_mean(part) for part in path),
    )


def _ask_of_words(region: Region, draft: Draft, table: str, desk: Desk) -> None:
    """ "Số quyết định", "Ngày phê duyệt" beside the lines hold words, not figures."""
    choices = (Choice("words", "column_of_words"), Choice("figures", "column_of_figures"))
    for at, column in enumerate(draft.columns):
        own = plain(column.path[-1]) if column.path else ""
        if column.kind != "data" or column.unit or not phrases.WORDS.search(own):
            continue
        spot = spot_of(table, column, region.numbering or region.bottom)
        answer = desk.ask("words", spot, choices, group=table, proposal="words")
        if answer == "words":
            draft.columns[at] = replace(column, kind="note", is_percentage=False, is_mean=False)
        elif not answer:
            draft.undecided.add(column.key)


def _ask(grid: Grid, region: Region, draft: Draft, marks: Mapping[int, Mark], table: str, desk: Desk) -> None:
    """Doubts about the columns themselves."""
    data = [column for column in draft.columns if column.kind == "data"]
    at = region.numbering or region.bottom
    keep = (Choice("keep", "column_keep"), Choice("leave", "column_leave"))
    if not marks and data:
        spot = Spot(table, reference(region.bottom, region.left))
        desk.ask("no_numbering", spot, (Choice("yes", "no_numbering_yes"),), proposal="yes")
    left: set[str] = set()
    for column in draft.columns:
        spot = spot_of(table, column, at)
        answer = "keep"
        if column.kind == "data" and marks and not column.number:
            answer = desk.ask("column_without_number", spot, keep, group=table)
        if column.excel_column in grid.hidden_columns and answer != "leave":
            answer = desk.ask("hidden_column", spot, keep, group=table)
        if column.excel_column in draft.header.guessed:
            under = replace(spot, name=f"{spot.name} ← {' / '.join(column.path[:-1])}")
            desk.ask("header_span", under, (Choice("yes", "header_span_yes"),), group=table)
        if answer == "leave":
            left.add(column.key)
    for before, after in pairwise(data):
        one, two = marks.get(before.excel_column), marks.get(after.excel_column)
        if one and two and not is_next(one, two):
            spot = spot_of(table, after, at)
            desk.ask("numbering_order", spot, (Choice("yes", "numbering_order_yes"),), group=table)
    draft.columns = [column for column in draft.columns if column.key not in left]
