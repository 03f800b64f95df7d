"""The lines of a table: number, label, Mã số, unit, level; headings, totals, notes between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indicators.recognition import phrases
from indicators.recognition.desk import Choice, Desk, Spot
from indicators.recognition.equations import lines_added_in
from indicators.recognition.found import FoundColumn, FoundRow
from indicators.recognition.grid import Grid
from indicators.recognition.lines_said import label_without_periods
from indicators.recognition.measures import unit_in
from indicators.recognition.notes import states_check
from indicators.recognition.outline import Levels, repeated_tail, split_number, style_of
from indicators.recognition.regions import Region, repeats_header
from indicators.recognition.text import is_dots, is_figure, is_upper, plain

_DITTO = frozenset({'"', "”", "-nt-", "nt", "''", "như trên"})
_LONG = 60
_ACRONYM = 6
_SPACES = 3
"""Spaces that one step of a cell's indent is as wide as."""


@dataclass
class Lines:
    rows: list[FoundRow] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    bold: set[str] = field(default_factory=set)
    across: set[str] = field(default_factory=set)


def rows_of(grid: Grid, region: Region, columns: Sequence[FoundColumn], table: str, desk: Desk) -> Lines:
    """The lines in printed order, with levels and parents; kinds are still to be told (`row_kinds`)."""
    lines = Lines()
    for at in range(region.first, region.last + 1):
        _read(grid, region, columns, at, lines)
    _hidden(grid, lines, table, desk)
    _lost_zero(lines, table, desk)
    _place(lines)
    return lines


def spot_of(table: str, row: FoundRow) -> Spot:
    """A line as a place of a doubt: "[3.7] Trđ: được điều trị ARV"."""
    number = f"[{row.number}] " if row.number else ""
    return Spot(f"{table}/{row.key}:", f"{row.excel_row}", f"{number}{row.label}".strip())


def _read(grid: Grid, region: Region, columns: Sequence[FoundColumn], at: int, lines: Lines) -> None:
    if repeats_header(grid, region, at):
        return
    number, label, printed = _words(grid, columns, at)
    code = _of(grid, columns, "code", at)
    if not number and not label and not code:
        return
    row = FoundRow(
        key=f"r{len(lines.rows) + 1:02d}",
        number=number,
        label=label,
        excel_row=at,
        code=code,
        unit=_unit(grid, columns, at, label, lines.rows),
        printed_number=_of(grid, columns, "number", at),
        printed_label=printed[0] if printed else "",
        others=printed[1:],
        equation=lines_added_in(label),
        indent=_indent(grid, columns, at),
    )
    is_across = _is_across(grid, region, columns, at)
    if _is_note(row, is_across):
        lines.notes.append((at, " ".join(part for part in (number, label) if part)))
        return
    lines.rows.append(row)
    if is_across:
        lines.across.add(row.key)
    words = [column.excel_column for column in columns if column.kind in ("number", "label")]
    if any(grid.cell(at, column).is_bold for column in words) or (is_upper(label) and not _is_acronym(label)):
        lines.bold.add(row.key)


def _indent(grid: Grid, columns: Sequence[FoundColumn], at: int) -> int:
    """How far the label is moved in: by spaces before it, or by the cell's own indent."""
    column = next((one for one in columns if one.kind == "label"), None)
    if column is None:
        return 0
    cell = grid.cell(at, column.excel_column)
    return _SPACES * cell.indent + len(cell.text) - len(cell.text.lstrip(" \u00a0\t"))


def _is_acronym(label: str) -> bool:
    """ "BCG" is written in capitals everywhere and no headline."""
    return len(label) <= _ACRONYM and " " not in label


def _words(grid: Grid, columns: Sequence[FoundColumn], at: int) -> tuple[str, str, tuple[str, ...]]:
    """Number, whole label, and what each label column prints: a merge stands in its first column."""
    number = _of(grid, columns, "number", at)
    labels = [column for column in columns if column.kind == "label"]
    said = [grid.covering(at, column.excel_column) for column in labels]
    texts = list(dict.fromkeys(text for text in said if text))
    printed = tuple(
        text if grid.span(at, column.excel_column).left == column.excel_column else ""
        for column, text in zip(labels, said, strict=True)
    )
    if number and not style_of(number) and not is_dots(number):
        texts = list(dict.fromkeys([number, *texts]))
        number = ""
    label = " – ".join(texts)
    if not number and not any(column.kind == "number" for column in columns):
        number, label = split_number(label)
    return number, label, printed


def _of(grid: Grid, columns: Sequence[FoundColumn], kind: str, at: int) -> str:
    column = next((one for one in columns if one.kind == kind), None)
    if column is None:
        return ""
    if kind != "unit":
        return grid.text(at, column.excel_column)
    words = [one.excel_column for one in columns if one.kind in ("number", "label")]
    is_theirs = grid.span(at, column.excel_column).left in words
    return "" if is_theirs else grid.covering(at, column.excel_column)


def _unit(grid: Grid, columns: Sequence[FoundColumn], at: int, label: str, before: Sequence[FoundRow]) -> str:
    said = _of(grid, columns, "unit", at)
    if plain(said) in _DITTO or said in _DITTO:
        return before[-1].unit if before else ""
    return said or unit_in(label_without_periods(label))


def _is_across(grid: Grid, region: Region, columns: Sequence[FoundColumn], at: int) -> bool:
    """One text is merged over columns of figures: nothing can be typed there."""
    data = [column.excel_column for column in columns if column.kind == "data"]
    spans = [grid.span(at, column) for column in range(region.left, region.right + 1)]
    return any(
        span.is_across and grid.text(span.top, span.left) and any(span.left <= c <= span.right for c in data)
        and not is_figure(grid.text(span.top, span.left)) and span.left not in data
        for span in spans
    )  # fmt: skip


def _is_note(row: FoundRow, is_across: bool) -> bool:
    text = plain(row.label)
    if phrases.NOTES.search(text) and not row.number and not row.code:
        return True
    if not row.number and not row.code and phrases.STATEMENT.search(text) and states_check(row.label):
        return True
    return is_across and not row.number and len(text) > _LONG and not is_upper(row.label)


def _hidden(grid: Grid, lines: Lines, table: str, desk: Desk) -> None:
    keep = (Choice("keep", "row_keep"), Choice("leave", "row_leave"))
    left = {
        row.key
        for row in lines.rows
        if row.excel_row in grid.hidden_rows
        and desk.ask("hidden_row", spot_of(table, row), keep, group=table) == "leave"
    }
    lines.rows = [row for row in lines.rows if row.key not in left]


def _lost_zero(lines: Lines, table: str, desk: Desk) -> None:
    """3.10 typed as a number is 3.1 again; a number typed as 1/2 became a day."""
    numbers = [row.number for row in lines.rows]
    at = repeated_tail(numbers)
    if at is not None:
        row, meant = lines.rows[at], f"{numbers[at]}0"
        choices = (Choice("yes", "lost_zero_yes", meant), Choice("no", "lost_zero_no", numbers[at]))
        if desk.ask("lost_zero", spot_of(table, row), choices, proposal="yes") == "yes":
            lines.rows[at] = replace(row, number=meant)


def _place(lines: Lines) -> None:
    levels = Levels()
    is_moved_in = len({row.indent for row in lines.rows}) > 1 and not any(row.number for row in lines.rows)
    for at, row in enumerate(lines.rows):
        text = plain(row.label)
        is_part = not row.number and phrases.OF_WHICH.search(text) is not None
        if row.equation:
            text = text.rpartition("(")[0].strip() or text
        text = plain(label_without_periods(row.label)) if not row.equation else text
        is_total = not row.number and phrases.TOTAL.search(text) is not None
        number = row.number or ("-" if _is_dash(row.label) and not is_part and not levels.is_in_part else "")
        if is_moved_in and not is_total:
            level, parent = levels.add_moved_in(at, row.indent)
        else:
            level, parent = levels.add(at, number, is_part=is_part, is_total=is_total)
        lines.rows[at] = replace(
            row, level=level, parent=lines.rows[parent].key if parent >= 0 else "",
            kind="total" if is_total else row.kind,
        )  # fmt: skip


def _is_dash(label: str) -> bool:
    """ "- Cháy lớn" in a form whose numbers have a column of their own."""
    return re.match(r"[-–+]\s*\w", label) is not None
