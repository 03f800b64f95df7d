"""Lists of lines in a workbook: a sheet a list, out and in. Found by name, columns by what heads them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from indicators.answers import plain
from indicators.layout import FormLayout, ListColumn, RowList
from submissions.lists import MOST_LINES, lines_of, number_in, text_of, tidied
from submissions.rules.problem import Problem
from submissions.workbooks.contents import Contents, SheetContents, Value
from submissions.workbooks.escaping import escape, unescape, writable, xml_text
from submissions.workbooks.references import reference_of

HEAD = 3
"""The row of a list's sheet that heads its columns; title and hint stand above."""
READ_ROWS, READ_COLUMNS = HEAD + MOST_LINES + 50, 30
_WIDTH = 24
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_names(layout: FormLayout) -> list[str]:
    """ "Danh sách 1", … in the order of the form's lists."""
    return [f"Danh sách {number}" for number in range(1, len(layout.lists) + 1)]


def list_sheets(layout: FormLayout, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Name → XML of a sheet with the list's lines, for each list of the form."""
    names = sheet_names(layout)
    return {
        name: _sheet(asked, texts.get(asked.address, ""))
        for name, asked in zip(names, layout.lists, strict=True)
    }


def _sheet(asked: RowList, text: str) -> bytes:
    rows = [(1, [_text(asked.title)]), (2, [_text(asked.hint)])]
    rows.append((HEAD, [_text(column.label) for column in asked.columns]))
    for number, line in enumerate(lines_of(text, asked), HEAD + 1):
        rows.append((number, [_cell(cell, column) for cell, column in zip(line, asked.columns, strict=True)]))
    data = "".join(_row(number, cells) for number, cells in rows)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
        f'<cols><col min="1" max="{len(asked.columns)}" width="{_WIDTH}" customWidth="1"/></cols>'
        f"<sheetData>{data}</sheetData></worksheet>"
    ).encode()


def _row(number: int, cells: Sequence[str]) -> str:
    made = (
        f'<c r="{reference_of(number, at)}"{cell}</c>' for at, cell in enumerate(cells, 1) if cell is not None
    )
    return f'<row r="{number}">{"".join(made)}</row>'


def _text(words: str) -> str:
    return f' t="inlineStr"><is><t xml:space="preserve">{xml_text(writable(escape(words)))}</t></is>'


def _cell(cell: str, column: ListColumn) -> str:
    number = number_in(cell, column) if column.kind == "number" and cell else None
    return _text(cell) if number is None else f"><v>{plain(number)}</v>"


def read_lists(layout: FormLayout, contents: Contents) -> tuple[dict[str, str], list[Problem]]:
    """Address → text of each list whose sheet is there, and what cannot be used of it.

    Below the head every row in which something stands is a line, wherever rows were put in or taken out;
    columns are found by what heads them. A list whose sheet is not in the file is not told of.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for name, asked in zip(sheet_names(layout), layout.lists, strict=True):
        sheet = contents.sheets.get(name)
        if sheet is None:
            continue
        head, places = _head(sheet, asked)
        missing = [column.label for column in asked.columns if column.key not in places]
        if missing:
            problems.append(
                Problem(
                    "list_columns_missing", "error", asked.address,
                    {"sheet": name, "columns": ", ".join(missing)},
                )
            )  # fmt: skip
            continue
        problems += _without_value(sheet, head, places, asked.address)
        lines = (
            tuple(_said(sheet.value(row, places[column.key])) for column in asked.columns)
            for row in range(head + 1, len(sheet.rows) + 1)
        )
        texts[asked.address] = tidied(text_of(list(lines)), asked)
    return texts, problems


def _head(sheet: SheetContents, asked: RowList) -> tuple[int, dict[str, int]]:
    """The row in which most labels of the list stand (rows may have been put above), and their columns."""
    best: tuple[int, dict[str, int]] = (HEAD, {})
    for row in range(1, min(len(sheet.rows), HEAD + 20) + 1):
        here = {_plain(sheet.text(row, at)): at for at in range(1, len(sheet.rows[row - 1]) + 1)}
        found = {c.key: here[_plain(c.label)] for c in asked.columns if _plain(c.label) in here}
        if len(found) > len(best[1]):
            best = (row, found)
    return best


def _plain(label: str) -> str:
    return " ".join(unescape(label).casefold().split())


def _without_value(
    sheet: SheetContents, head: int, places: Mapping[str, int], address: str
) -> Iterator[Problem]:
    """Cells that hold an error, or a formula without a result: never read as empty."""
    for row, columns in sorted(sheet.marked.items()):
        for column in sorted(columns & set(places.values())):
            cell = reference_of(row, column)
            if row > head and (cell in sheet.errors or sheet.formulas.get(cell) is False):
                yield Problem("list_without_value", "error", address, {"sheet": sheet.name, "place": cell})


def _said(value: Value) -> str:
    """As a clerk would type it, on one line."""
    if isinstance(value, dict):
        return value["d"][:10]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0").replace(".", ",")
    return " ".join(unescape(value).split())
