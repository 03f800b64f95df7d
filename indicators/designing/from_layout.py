"""Designs that do not come from a workbook: a published version to go on from, and an empty form."""

from dataclasses import replace

from indicators.designing.design import Design
from indicators.designing.headers import Head, header_of, heads_of
from indicators.designing.lines import with_parents
from indicators.layout import Column, FormLayout, Table
from indicators.recognition.found import FoundCell, FoundColumn, FoundForm, FoundRow, FoundTable

NOTE_WIDTH, LABEL_WIDTH, FIGURE_WIDTH = 24.0, 46.0, 14.0


def design_of_layout(layout: FormLayout, *, has_workbook: bool) -> Design:
    """The form of a published version; what it does not ask is blocked, what it binds stays bound."""
    form = FoundForm(
        sheet=layout.sheet,
        number=layout.code,
        title=layout.title,
        legal_basis=layout.legal_basis,
        period_line=layout.period_line,
        unit=layout.unit_of_measure,
        placeholders=layout.placeholders,
        preparer_title=layout.preparer_title,
        signer_title=layout.signer_title,
        tables=tuple(_table(table, layout.unit_of_measure) for table in layout.tables),
        checks=layout.checks,
        sections=layout.sections,
        enclosures=layout.enclosures,
        lists=layout.lists,
    )
    return Design(form, is_redrawn=not has_workbook)


def empty_design(*, code: str, title: str) -> Design:
    """A number, a label, a unit, one column of figures; one line of it."""
    heads = [(Head(words),) for words in ("TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu")]
    header, header_rows = header_of(heads)
    columns = (
        FoundColumn("tt", "A", ("TT",), 1, "number", width=6.0),
        FoundColumn("label", "B", ("Chỉ tiêu",), 2, "label", width=LABEL_WIDTH),
        FoundColumn("unit", "C", ("Đơn vị tính",), 3, "unit", width=FIGURE_WIDTH),
        FoundColumn("c1", "1", ("Số liệu",), 4, "data", width=FIGURE_WIDTH),
    )
    rows = (FoundRow("r1", "1", "", 1, printed_number="1"),)
    cells = (FoundCell("r1", "c1", "", "input", decimals=0, period="this", edition="official"),)
    table = FoundTable("t1", "", "", "", header, header_rows, columns, rows, cells)
    form = FoundForm(sheet="Bao cao", number=code, title=title, tables=(table,))
    return Design(form, is_redrawn=True)


def _table(table: Table, unit: str) -> FoundTable:
    by_letters = {column.key: _number(column.excel_column) for column in table.columns}
    found = FoundTable(
        key=table.key,
        title=table.title,
        range="",
        unit=unit,
        header=table.header,
        header_rows=table.header_rows,
        columns=(),
        rows=with_parents(
            FoundRow(
                key=row.key,
                number=row.number,
                label=row.name or row.number,
                excel_row=row.excel_row,
                code=row.code,
                unit=row.unit_of_measure,
                level=row.level,
                kind="heading" if row.is_heading else "data",
                printed_number=row.number,
                printed_label=row.label or row.number,
                others=row.others,
                months=row.months,
            )
            for row in table.rows
        ),
        cells=tuple(_cells(table, unit)),
    )
    return _with_columns(found, table, by_letters)


def _with_columns(found: FoundTable, table: Table, by_letters: dict[str, int]) -> FoundTable:
    blank = replace(found, columns=tuple(_column(one, (), by_letters, table) for one in table.columns))
    texts = [tuple(head.text for head in heads) for heads in heads_of(blank)]
    columns = tuple(
        _column(one, path, by_letters, table) for one, path in zip(table.columns, texts, strict=True)
    )
    return replace(found, columns=columns)


def _column(one: Column, path: tuple[str, ...], by_letters: dict[str, int], table: Table) -> FoundColumn:
    cells = [cell for cell in table.cells if cell.column == one.key and cell.kind != "blocked"]
    times = {(cell.period, cell.edition) for cell in cells}
    period, edition = times.pop() if len(times) == 1 else ("this", "official")
    return FoundColumn(
        key=one.key,
        number=one.number,
        path=path if " – ".join(path) == one.label else (one.label,),
        excel_column=by_letters[one.key],
        kind=one.kind,
        printed=one.number,
        width=one.width,
        period=period,
        edition=edition,
        months=one.months,
    )


def _cells(table: Table, unit: str) -> list[FoundCell]:
    found = []
    for row in table.rows:
        for column in table.columns if not row.is_heading else ():
            if column.kind != "data":
                continue
            cell = table.cell_at.get((row.key, column.key))
            excel = f"{column.excel_column}{row.excel_row}"
            measured = row.unit_of_measure or unit
            if cell is None or cell.kind == "blocked":
                found.append(
                    FoundCell(row.key, column.key, excel, "blocked", measured, 0, "this", "official")
                )
            else:
                found.append(
                    FoundCell(
                        row.key, column.key, excel, cell.kind, measured, cell.decimals, cell.period,
                        cell.edition, cell.formula, data_point=cell.data_point, scale=cell.scale,
                    )
                )  # fmt: skip
    return found


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
