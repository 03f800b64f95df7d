"""From the grids of a workbook to the forms in it, with every doubt. Pure; milliseconds a form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from indicators.layout import address_of
from indicators.layout.form import Check
from indicators.recognition.around import Around, around, corner, frequencies
from indicators.recognition.asked_when import asked_columns
from indicators.recognition.cells import CellMaker, is_sign
from indicators.recognition.column_sources import balance_of, sources_of
from indicators.recognition.columns import columns_of
from indicators.recognition.desk import Choice, Desk, Doubt, Spot
from indicators.recognition.excel import Names
from indicators.recognition.found import FoundCell, FoundColumn, FoundForm, FoundRow, FoundTable, Recognised
from indicators.recognition.grid import Grid, GridCell
from indicators.recognition.line_equations import ask_of_lines, is_summed
from indicators.recognition.lines_asked import asked_lines
from indicators.recognition.measures import unit_in
from indicators.recognition.month_columns import with_totals
from indicators.recognition.noted import not_placed, notes_read
from indicators.recognition.notes import formula_of_note, statements
from indicators.recognition.questions import ask_of_figures, ask_of_form
from indicators.recognition.regions import Region, regions_of
from indicators.recognition.row_kinds import (
    is_open,
    is_worked_out,
    kinds_told,
    one_line,
    open_lines,
    shape_of,
    without_lines,
)
from indicators.recognition.rows import rows_of
from indicators.recognition.times import is_comparison
from indicators.recognition.wholes import (
    children_statements,
    columns_with_wholes,
    partitions,
    rows_with_wholes,
)


def recognise(grids: Sequence[Grid], answers: Mapping[str, str] | None = None) -> Recognised:
    """The forms of a workbook; `answers` are choices made since, by key of doubt (`Desk`)."""
    desk = Desk(answers)
    found: list[FoundForm] = []
    for grid in grids:
        regions = regions_of(grid)
        if regions and _is_asked_for(grid, desk):
            found.append(_form(grid, regions, desk, prefix=f"s{len(found) + 1}." if found else ""))
    if len(found) > 1:
        choices = [Choice(form.sheet, "sheet_is", form.sheet) for form in found]
        chosen = desk.ask("several_sheets", Spot("", "", ", ".join(form.sheet for form in found)), choices)
        found = [form for form in found if not chosen or form.sheet == chosen]
    doubts = desk.doubts()
    return Recognised(tuple(_touched(form, doubts) for form in found), doubts)


def _is_asked_for(grid: Grid, desk: Desk) -> bool:
    if grid.is_visible:
        return True
    choices = (Choice("keep", "sheet_keep"), Choice("leave", "sheet_leave"))
    return desk.ask("hidden_sheet", Spot(grid.name, "", grid.name), choices, proposal="leave") == "keep"


@dataclass
class _Read:
    """A table with the statements that go with it."""

    table: FoundTable
    equations: list[str]
    parts: list[tuple[Literal["part_of", "sum"], FoundRow, list[FoundRow]]]
    notes: list[str]
    taken: list[str]


def _form(grid: Grid, regions: Sequence[Region], desk: Desk, *, prefix: str) -> FoundForm:
    outside = around(grid, regions)
    read = [_table(grid, regions, at, outside, desk, prefix) for at in range(len(regions))]
    notes = [*outside.notes, *(note for one in read for note in one.notes)]
    form = FoundForm(
        sheet=grid.name,
        number=outside.number,
        title=outside.title,
        legal_basis=outside.legal_basis,
        period_line=outside.period_line,
        periods=frequencies(outside.period_line or outside.title),
        unit=outside.unit,
        placeholders=outside.placeholders,
        preparer_title=outside.preparer,
        signer_title=outside.signer,
        tables=tuple(one.table for one in read),
        checks=(),
        notes=tuple(notes),
        unplaced=tuple(outside.unplaced),
    )
    checks = [check for one in read for check in _checks(one, len(read) > 1)]
    taken = [clause for one in read for clause in one.taken]
    if len(read) > 1:
        not_placed(outside.notes, desk, prefix.strip("."))
    checks += _checks_of_notes(notes, taken, form, desk, prefix)
    return ask_of_form(replace(form, checks=tuple(checks)), outside, desk, prefix)


def _frequencies(outside: Around, desk: Desk, prefix: str) -> tuple[str, ...]:
    """As the title says, else as answered."""
    said = frequencies(outside.period_line or outside.title)
    answer = desk.said(":".join(part for part in ("frequency", prefix.strip(".")) if part))
    return (answer,) if len(said) != 1 and answer else said


def _unit_of(at: int, regions: Sequence[Region], outside: Around) -> str:
    """Said above the table, or in its caption; what is said above the first is no word about one below it."""
    if at in outside.units:
        return outside.units[at]
    own = unit_in(outside.captions.get(at, ""))
    return own or (outside.unit if regions[at].top == regions[0].top else "")


def _table(grid: Grid, regions: Sequence[Region], at: int, outside: Around, desk: Desk, prefix: str) -> _Read:
    region = regions[at]
    key = f"{prefix}t{at + 1}".replace(".", "")
    unit = _unit_of(at, regions, outside)
    named = _frequencies(outside, desk, prefix)
    draft = columns_of(grid, region, named, key, desk)
    head = region.numbering or region.bottom
    columns = asked_columns(columns_with_wholes(draft.columns, key, head, desk), named, key, desk)
    lines = rows_of(grid, region, columns, key, desk)
    rows = rows_with_wholes(kinds_told(grid, lines, columns, key, desk), key, desk)
    shape = shape_of(rows, columns, key, desk)
    rows, dots = _shaped(rows, shape, region, columns, key, desk)
    rows = asked_lines(rows, named, outside.captions.get(at, ""), key, desk)
    own_notes = [text for _at, text in lines.notes]
    noted = notes_read(
        [*own_notes, *(outside.notes if len(regions) == 1 else ())], rows, columns, named, key, desk
    )
    rows, columns = noted.rows, noted.columns
    names = _names(key, columns, rows)
    with_excel = _with_excel(grid, rows, columns)
    sources = sources_of(columns, draft.equations, with_excel, key, desk)
    sources.carried.update(dict.fromkeys(draft.blocked, "blocked"))
    worked_out = {row.key for row in rows if is_worked_out(grid, row, columns) or is_summed(row, rows)}
    parts = [*noted.parts, *children_statements(rows, worked_out | noted.wholes, key, desk)]
    stated = set(sources.formulas) | with_excel
    equations = [*sources.equations, *partitions(columns, stated, names, key, head, desk)]
    equations += [f"{names.column(column)} ≤ {names.column(_by_key(columns, column.whole))}"
                  for column in columns if column.whole]  # fmt: skip
    equations += [*balance_of(columns, sources, key, desk), *noted.equations]
    undecided = frozenset(sources.undecided | dots | draft.undecided | ask_of_lines(rows, key, desk))
    maker = CellMaker(
        grid, key, unit, columns, rows, undecided, sources.carried, sources.formulas, desk, names
    )
    cells = noted.timed(with_totals(maker.cells(), columns))
    table = FoundTable(
        key=key,
        title=outside.captions.get(at, ""),
        range=corner(grid, region),
        unit=unit,
        header=draft.header.cells,
        header_rows=draft.header.rows,
        columns=tuple(columns),
        rows=tuple(rows),
        cells=cells,
        shape=shape,  # type: ignore[arg-type]
    )
    return _Read(ask_of_figures(table, desk), equations, parts, own_notes, noted.taken)


def _shaped(
    rows: list[FoundRow], shape: str, region: Region, columns: Sequence[FoundColumn], key: str, desk: Desk
) -> tuple[list[FoundRow], set[str]]:
    """The lines one unit fills, and keys of those that are still asked about."""
    first = (region.numbering or region.bottom) + 1
    if shape == "units":
        rows = one_line(rows, first)
    elif shape and all(is_open(row) for row in rows) and (region.numbering or rows):
        rows = without_lines(columns, first, key, desk)
    return open_lines(rows, key, desk)


def _by_key(columns: Sequence[FoundColumn], key: str) -> FoundColumn:
    return next(column for column in columns if column.key == key)


def _names(key: str, columns: Sequence[FoundColumn], rows: Sequence[FoundRow]) -> Names:
    return Names(
        key,
        {column.excel_column: column for column in columns if column.kind == "data"},
        {row.excel_row: row for row in rows},
    )


def _with_excel(grid: Grid, rows: Sequence[FoundRow], columns: Sequence[FoundColumn]) -> frozenset[str]:
    """Columns in whose every line of figures (totals aside) an Excel formula stands, or a sign for none."""
    return frozenset(
        column.key
        for column in columns
        if column.kind == "data"
        and any(cell.formula for cell in _filled(grid, rows, column))
        and all(cell.formula or is_sign(cell.text) for cell in _filled(grid, rows, column))
    )


def _filled(grid: Grid, rows: Sequence[FoundRow], column: FoundColumn) -> list[GridCell]:
    return [grid.cell(row.excel_row, column.excel_column) for row in rows if row.kind == "data"]


def _checks(read: _Read, is_one_of_many: bool) -> list[Check]:
    """Statements about columns as formulas, about lines cell by cell."""
    table = read.table
    checks = [
        Check(f"{table.key}_k{at}", "formula", formula=_in_table(said, table.key) if is_one_of_many else said)
        for at, said in enumerate(dict.fromkeys(read.equations), 1)
    ]
    figures = {(cell.row, cell.column) for cell in table.cells if cell.kind != "blocked"}
    for kind, whole, parts in read.parts:
        for column in table.columns:
            wanted = [(row.key, column.key) for row in (whole, *parts)]
            if not _is_amount(column) or not figures.issuperset(wanted):
                continue
            key = f"{table.key}_{'_'.join(part.key for part in parts)[:30]}_in_{whole.key}_{column.key}"
            addresses = [address_of(table.key, *place) for place in wanted]
            checks.append(Check(key, kind, whole=addresses[0], parts=tuple(addresses[1:])))
    return checks


def _is_amount(column: FoundColumn) -> bool:
    """Of a whole and its part: a share, a mean or a difference of the part may well be the greater one."""
    return column.kind == "data" and not (
        column.is_percentage or column.is_mean or is_comparison(column.path)
    )


def _in_table(formula: str, table: str) -> str:
    """The same over the columns of a table that must be named: several number their columns alike."""
    return re.sub(r"(?<![\w)])(\(\w+\)|\[[^\]]*\])", rf"{table}/\1", formula)


def _checks_of_notes(
    notes: Sequence[str], taken: Sequence[str], form: FoundForm, desk: Desk, prefix: str
) -> list[Check]:
    """Of the statements that `notes_read` has not taken."""
    found: list[Check] = []
    for statement in (said for note in notes for said in statements(note)):
        if any(statement in clause or clause in statement for clause in taken):
            continue
        read = [(table, formula_of_note(statement, table)) for table in form.tables]
        sure = [(table, formula) for table, formula in read if formula]
        if len(sure) != 1:
            choices = (Choice("none", "note_is_text"),)
            desk.ask("note_not_read", Spot("", "", statement), choices, group=prefix.strip("."))
            continue
        table, formula = sure[0]
        formula = _in_table(formula, table.key) if len(form.tables) > 1 else formula
        found.append(Check(f"note{len(found) + 1}", "formula", formula=formula))
    return found


def _touched(form: FoundForm, doubts: Sequence[Doubt]) -> FoundForm:
    """Every cell with the keys of the open doubts that speak of it, its line, its column or its table."""
    about: dict[str, list[str]] = {}
    for doubt in doubts:
        for spot, answer in zip(doubt.spots, doubt.answers, strict=True):
            if not answer and spot.about:
                about.setdefault(spot.about.partition("=")[0], []).append(doubt.key)

    def touched(table: FoundTable, cell: FoundCell) -> FoundCell:
        places = (table.key, f"{table.key}/:{cell.column}", f"{table.key}/{cell.row}:",
                  f"{table.key}/{cell.row}:{cell.column}")  # fmt: skip
        keys = dict.fromkeys(key for place in places for key in about.get(place, ()))
        return replace(cell, doubts=tuple(keys))

    tables = (
        replace(table, cells=tuple(touched(table, cell) for cell in table.cells)) for table in form.tables
    )
    return replace(form, tables=tuple(tables))
