"""Lists of lines that units add themselves: as text, as lines, as sums. Pure.

Kept as text, among the texts of a report: a line a line, its cells in the order of the columns, a tab
between them. So a list is saved, kept on the clerk's machine and compared as every other text is. A sealed
document holds its lines by the keys of the columns.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.answers import Answer, AnswerError, Sign, format_answer, parse_answer, parse_plain, plain
from indicators.formulas import Source
from indicators.formulas.lists import BEFORE, ROWS
from indicators.layout import FormLayout, ListColumn, RowList

MOST_LINES = 500
LONGEST_CELL = 500

Line = tuple[str, ...]
"""A cell a column, as typed; "" where nothing is said."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line (counted from 1). `code`: "missing", "number", "date"."""

    code: str
    line: int
    column: ListColumn
    text: str = ""


def lines_of(text: str, asked: RowList) -> list[Line]:
    """Lines without those in which nothing is said; what stands beyond the last column goes with it."""
    width = len(asked.columns)
    found = []
    for line in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"):
        cells = [" ".join(cell.split()) for cell in line.split("\t")]
        if any(cells):
            last = " ".join(cell for cell in cells[width - 1 :] if cell)
            found.append((*cells[: width - 1], *([""] * (width - 1 - len(cells))), last))
    return found


def text_of(lines: Sequence[Line]) -> str:
    return "\n".join("\t".join(line) for line in lines)


def tidied(text: str, asked: RowList) -> str:
    """The same list as it is kept: numbers and days that can be read in one way of writing."""
    return text_of(
        [
            tuple(_written(cell, column) for cell, column in zip(line, asked.columns, strict=True))
            for line in lines_of(text, asked)
        ]
    )


def faults_in_list(text: str, asked: RowList) -> Iterator[Fault]:
    """In reading order: required cells that are empty, numbers and days that cannot be read."""
    for number, line in enumerate(lines_of(text, asked), 1):
        for cell, column in zip(line, asked.columns, strict=True):
            if not cell:
                if column.is_required:
                    yield Fault("missing", number, column)
            elif column.kind == "number" and number_in(cell, column) is None:
                yield Fault("number", number, column, cell)
            elif column.kind == "date" and day_in(cell) is None:
                yield Fault("date", number, column, cell)


def number_in(text: str, column: ListColumn) -> Answer | None:
    """None for what is no number ("-" and "x" are none either: a line says what there is)."""
    try:
        answer = parse_answer(text, decimals=column.decimals)
    except AnswerError:
        return None
    return answer if answer is not None and answer.is_number else None


def day_in(text: str) -> date | None:
    """ "5/7/2026", "05-07-2026", "05.07.2026" and "2026-07-05" are one day."""
    parts = text.replace("-", "/").replace(".", "/").split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    numbers = [int(part) for part in (parts if len(parts[0]) == 4 else reversed(parts))]
    if not 1900 <= numbers[0] <= 2200:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None


def _written(cell: str, column: ListColumn) -> str:
    if column.kind == "number" and (number := number_in(cell, column)) is not None:
        return format_answer(number)
    if column.kind == "date" and (day := day_in(cell)) is not None:
        return day.strftime("%d/%m/%Y")
    return cell


def sums_of(layout: FormLayout, texts: Mapping[str, str]) -> dict[Source, Answer]:
    """What the form's lists come to, as formulas read it; absent where a number cannot be read."""
    found: dict[Source, Answer] = {}
    for asked in layout.lists:
        lines = lines_of(texts.get(asked.address, ""), asked)
        found[_source(asked, ROWS)] = Answer(Sign.NUMBER, len(lines), 0)
        for at, column in enumerate(asked.columns):
            if column.kind == "number":
                total = _added_up([line[at] for line in lines if line[at]], column)
                found |= {} if total is None else {_source(asked, column.key): total}
    return found


def _source(asked: RowList, column: str) -> Source:
    return Source(f"{BEFORE}{asked.key}|{column}", "this", "official")


def _added_up(cells: Sequence[str], column: ListColumn) -> Answer | None:
    total = 0
    for cell in cells:
        number = number_in(cell, column)
        if number is None or number.scaled is None:
            return None
        total += number.scaled
    try:
        return Answer(Sign.NUMBER, total, column.decimals)
    except AnswerError:
        return None


def as_document(text: str, asked: RowList) -> list[dict[str, str]]:
    """Lines by the keys of the columns, for sealing and the API: plain numbers, days as 2026-07-05."""
    return [
        {column.key: _plain(cell, column) for cell, column in zip(line, asked.columns, strict=True) if cell}
        for line in lines_of(text, asked)
    ]


def from_document(lines: Sequence[Mapping[str, str]], asked: RowList) -> str:
    """The text again. Keys that are no column's raise KeyError."""
    known = {column.key for column in asked.columns}
    for line in lines:
        if not line.keys() <= known:
            raise KeyError(sorted(line.keys() - known)[0])
    return text_of([tuple(_typed(line.get(c.key, ""), c) for c in asked.columns) for line in lines])


def _plain(cell: str, column: ListColumn) -> str:
    if column.kind == "number" and (number := number_in(cell, column)) is not None:
        return plain(number)
    if column.kind == "date" and (day := day_in(cell)) is not None:
        return day.isoformat()
    return cell


def _typed(cell: str, column: ListColumn) -> str:
    text = " ".join(cell.split())
    if column.kind == "number":
        try:
            return format_answer(parse_plain(text, decimals=column.decimals)) if text else ""
        except AnswerError:
            return text
    return _written(text, column)


def brought_over(text: str, old: RowList, new: RowList) -> str:
    """The lines of a version before, in the columns of this one: what it has no column for is left out."""
    at = {column.key: index for index, column in enumerate(old.columns)}
    return text_of(
        [
            tuple(line[at[column.key]] if column.key in at else "" for column in new.columns)
            for line in lines_of(text, old)
        ]
    )
