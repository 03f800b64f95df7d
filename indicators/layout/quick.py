"""A form of a few lines, one figure each: what an ad-hoc request asks. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.layout.form import (
    Cell,
    Column,
    FormLayout,
    HeaderCell,
    Placeholders,
    Row,
    Table,
    address_of,
)

TABLE, FIGURES = "t1", "c1"
_FIRST_ROW = 10


@dataclass(frozen=True, slots=True)
class QuickLine:
    """`note` is printed after the label: from when to when, what is counted."""

    label: str
    unit_of_measure: str
    decimals: int = 0
    note: str = ""

    @property
    def printed(self) -> str:
        return f"{self.label} ({self.note})" if self.note else self.label


def line_key(number: int) -> str:
    """The stable key of the number-th line, counted from 1."""
    return f"r{number:02d}"


def line_address(number: int) -> str:
    return address_of(TABLE, line_key(number), FIGURES)


def quick_layout(
    lines: Sequence[QuickLine], *, code: str, title: str, legal_basis: str, points: Sequence[str]
) -> FormLayout:
    """The printed form: TT, content, unit of measure, figure, note. `points`: what each line binds to."""
    columns = (
        Column("n", "A", "TT", "A", "number", 6),
        Column("l", "B", "Nội dung", "B", "label", 52),
        Column("u", "C", "Đơn vị tính", "C", "unit", 16),
        Column(FIGURES, "1", "Số liệu", "D", "data", 18),
        Column("note", "2", "Ghi chú", "E", "note", 30),
    )
    rows = tuple(
        Row(line_key(at), str(at), line.printed, _FIRST_ROW - 1 + at, unit_of_measure=line.unit_of_measure)
        for at, line in enumerate(lines, 1)
    )
    cells = tuple(
        Cell(row.key, FIGURES, point, decimals=line.decimals)
        for row, line, point in zip(rows, lines, points, strict=True)
    )
    header = tuple(HeaderCell(column.label, 0, at) for at, column in enumerate(columns))
    return FormLayout(
        code=code,
        title=title.upper(),
        legal_basis=legal_basis,
        period_line="",
        unit_of_measure="",
        sheet="Bao cao",
        tables=(Table(TABLE, "", header, 1, columns, rows, cells),),
        placeholders=Placeholders(reporting_unit="D1", recipient="D2", period="A5"),
    )
