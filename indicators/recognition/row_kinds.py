"""Which lines are headings without figures, and whether lines are open lists or units. Asked where unsure."""

from collections.abc import Sequence
from dataclasses import replace

from indicators.recognition import phrases
from indicators.recognition.desk import Choice, Desk, Spot
from indicators.recognition.found import FoundColumn, FoundRow, RowKind
from indicators.recognition.grid import Grid, letters
from indicators.recognition.line_equations import is_summed
from indicators.recognition.outline import style_of
from indicators.recognition.rows import Lines, spot_of
from indicators.recognition.text import is_dots, is_figure, plain

_MOST = 0.6
ONE_UNIT = "Đơn vị báo cáo"
"""Printed in the one line of a form that listed units."""
_HEADING = (Choice("heading", "row_heading"), Choice("data", "row_typed"))
_KINDS: dict[str, RowKind] = {"sum": "total", "data": "data", "heading": "heading"}
_TOTAL = (Choice("sum", "total_sum"), Choice("data", "row_typed"))


def kinds_told(
    grid: Grid, lines: Lines, columns: Sequence[FoundColumn], table: str, desk: Desk
) -> list[FoundRow]:
    """The lines with their kinds; "" where a doubt is open."""
    has_unit_column = any(column.kind == "unit" for column in columns)
    with_unit = sum(bool(row.unit) for row in lines.rows)
    by_line = has_unit_column and with_unit >= _MOST * max(1, len(lines.rows) - len(_bare_titles(lines)))
    return [_told(grid, row, lines, columns, by_line, table, desk) for row in lines.rows]


def _bare_titles(lines: Lines) -> list[FoundRow]:
    return [row for row in lines.rows if not row.unit and row.key in lines.bold]


def _told(
    grid: Grid,
    row: FoundRow,
    lines: Lines,
    columns: Sequence[FoundColumn],
    by_line: bool,
    table: str,
    desk: Desk,
) -> FoundRow:
    if is_summed(row, lines.rows):
        return row
    if row.kind == "total":
        is_sum = is_worked_out(grid, row, columns)
        return replace(row, kind="total" if is_sum else _total(row, lines, table, desk))
    if row.key in lines.across or _is_bare_part(row):
        return replace(row, kind="heading")
    if _has_figures(grid, row, columns):
        return row
    children = [one for one in lines.rows if one.parent == row.key]
    if by_line and not row.unit:
        return replace(row, kind=_without_unit(row, children, lines, table, desk))
    is_title = style_of(row.number) in ("roman", "capital") or row.key in lines.bold
    if not by_line and is_title and (children or _is_like_a_parent(row, lines)):
        kind = desk.ask("title_row", spot_of(table, row), (*_HEADING, _TOTAL[0]), group=table)
        return replace(row, kind=_KINDS.get(kind, ""))
    if not by_line and row.key in lines.bold and not all(one.key in lines.bold for one in lines.rows):
        kind = desk.ask("title_row", spot_of(table, row), _HEADING, group=table)
        return replace(row, kind=_KINDS.get(kind, ""))
    if row.number and phrases.TOTAL.search(plain(row.label)) and not children:
        kind = desk.ask("total_row", spot_of(table, row), _TOTAL, group=table)
        return replace(row, kind=_KINDS.get(kind, ""))
    return row


def _is_like_a_parent(row: FoundRow, lines: Lines) -> bool:
    """Numbered as a line is that has others under it: "II" beside "I" with 1, 2, 3."""
    style = style_of(row.number)
    parents = {one.parent for one in lines.rows}
    return bool(style) and any(one.key in parents and style_of(one.number) == style for one in lines.rows)


def _total(row: FoundRow, lines: Lines, table: str, desk: Desk) -> RowKind:
    """ "TỔNG CỘNG" under the lines adds them up; any other total is asked about."""
    others = [one for one in lines.rows if one.level == 0 and one.key != row.key]
    is_last = lines.rows[-1].key == row.key
    alike = len({one.unit for one in others}) <= 1 and not any(one.kind == "total" for one in others)
    if is_last and alike and phrases.GRAND_TOTAL.search(plain(row.label)):
        return "total"
    answer = desk.ask("total_row", spot_of(table, row), _TOTAL, group=table, proposal="sum" if alike else "")
    return _KINDS.get(answer, "")


def _without_unit(
    row: FoundRow, children: Sequence[FoundRow], lines: Lines, table: str, desk: Desk
) -> RowKind:
    """In a form where each line says its unit: a bold heading above others has none and holds no figure."""
    is_title = row.key in lines.bold and style_of(row.number) in ("roman", "capital")
    if is_title and children:
        return "heading"
    proposal = "heading" if children and len({child.unit for child in children}) > 1 else ""
    answer = desk.ask("row_without_unit", spot_of(table, row), _HEADING, group=table, proposal=proposal)
    return _KINDS.get(answer, "")


def _is_bare_part(row: FoundRow) -> bool:
    """ "Trong đó:" on a line of its own."""
    match = phrases.OF_WHICH.match(plain(row.label))
    return match is not None and not plain(row.label)[match.end() :].strip(" :.") and not row.unit


def _has_figures(grid: Grid, row: FoundRow, columns: Sequence[FoundColumn]) -> bool:
    data = [column.excel_column for column in columns if column.kind == "data"]
    return any(
        grid.cell(row.excel_row, column).formula or _is_number(grid.text(row.excel_row, column))
        for column in data
    )


def is_worked_out(grid: Grid, row: FoundRow, columns: Sequence[FoundColumn]) -> bool:
    """A formula of Excel stands in every cell that could be summed: the line says itself what it adds up."""
    own = [c for c in columns if c.kind == "data" and not c.is_percentage and not c.is_mean]
    return bool(own) and all(grid.cell(row.excel_row, column.excel_column).formula for column in own)


def _is_number(text: str) -> bool:
    return is_figure(text) and any(sign.isdigit() for sign in text)


def shape_of(lines: Sequence[FoundRow], columns: Sequence[FoundColumn], table: str, desk: Desk) -> str:
    """ "units" where each line is a unit (consolidated form), "unit" for one unit's form, "" while open."""
    label = next((column for column in columns if column.kind == "label"), None)
    named = sum(phrases.says(phrases.UNIT_NAME, row.label) for row in lines)
    header = label.path[-1] if label is not None and label.path else ""
    is_header = phrases.says(phrases.UNITS_AS_ROWS, header)
    if not is_header and (not lines or named * 2 < len(lines)):
        return "unit"
    name = label.path[-1] if label is not None and label.path else ""
    spot = Spot(table, letters(label.excel_column) if label is not None else "", name)
    choices = (Choice("units", "shape_units"), Choice("unit", "shape_unit"))
    return desk.ask("shape", spot, choices, proposal="units" if is_header else "")


def one_line(rows: Sequence[FoundRow], at: int) -> list[FoundRow]:
    """Where each line is a unit, every unit fills one line: its own, as the first unit's is; where none is
    printed, sheet row `at`.
    """
    above = {row.parent for row in rows}
    units = [row for row in rows if row.kind == "data" and row.key not in above]
    first = next((row.excel_row for row in (*units, *rows)), at)
    return [FoundRow("r01", "", ONE_UNIT, first)]


def without_lines(columns: Sequence[FoundColumn], at: int, table: str, desk: Desk) -> list[FoundRow]:
    """Nothing is printed under the header, or numbers alone. Where no column is for words, the unit fills one
    line; else the clerk may write lines of her own, which is asked about.
    """
    one = [FoundRow("r01", "", ONE_UNIT, at)]
    if all(column.kind in ("data", "note") for column in columns):
        return one
    choices = (Choice("one", "lines_one"), Choice("own", "lines_own"))
    return one if desk.ask("no_lines", Spot(table, str(at)), choices) == "one" else []


def is_open(row: FoundRow) -> bool:
    """Dots, or a number before nothing: the clerk writes what the line is about."""
    return is_dots(row.label) or not (row.label or row.code or any(row.others))


def open_lines(rows: Sequence[FoundRow], table: str, desk: Desk) -> tuple[list[FoundRow], set[str]]:
    """Lines that are only dots, for lines of the clerk's own, hold nothing; keys of those still asked."""
    told, still = [], set()
    for row in rows:
        if is_open(row):
            leave = (Choice("leave", "row_leave"),)
            if desk.ask("open_row", spot_of(table, row), leave, group=table):
                row = replace(row, kind="heading")
            else:
                still.add(row.key)
        told.append(row)
    return told, still
