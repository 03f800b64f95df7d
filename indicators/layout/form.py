"""`FormLayout`: the form as frozen data, read by the page, the workbook and the rules. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from indicators.layout.beside import Enclosure, RowList, Section

CellKind = Literal["input", "computed", "carried", "blocked"]
PeriodRole = Literal["this", "previous", "same_last_year", "to_date", "year"]
EditionWord = Literal["plan", "estimate", "preliminary", "official"]
Severity = Literal["error", "warning"]
CheckKind = Literal["part_of", "sum", "formula", "range", "change", "outlier", "was_there", "shorter_periods"]


def address_of(table: str, row: str, column: str) -> str:
    """`table/row:column`, by stable keys; printed numbers are labels, because they repeat."""
    return f"{table}/{row}:{column}"


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line. `number` is the printed numbering ("3.7", may be empty), `code` the Mã số ("12").

    `excel_row` is 1-based in the agency's blank workbook. `level` 0 is outermost. `others` is what label
    columns after the first print: "Số hộ cuối năm" beside "Hộ nghèo", which is merged over its lines.
    `months` are as of `Column`: a cell is asked where its line and its column both are.
    """

    key: str
    number: str
    label: str
    excel_row: int
    code: str = ""
    unit_of_measure: str = ""
    level: int = 0
    is_heading: bool = False
    others: tuple[str, ...] = ()
    months: tuple[int, ...] = ()

    def is_asked_in(self, month: int) -> bool:
        """Whether it is asked in a period that ends in that month; 0 is no period in particular."""
        return not month or not self.months or month in self.months

    @property
    def name(self) -> str:
        """All of its words: "Hộ nghèo – Số hộ cuối năm"."""
        return " – ".join(dict.fromkeys(one for one in (self.label, *self.others) if one))

    @property
    def words(self) -> str:
        """Number and name: "3.7 Trđ: được điều trị ARV"."""
        return f"{self.number} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column. `number` is of the numbering row ("A", "1"); `excel_column` a letter ("E").

    kind "number", "label", "code", "unit" print the row's own words; "data" holds cells; "note" free text.
    `months`, of a "data" column: it is asked only in periods whose last day is in one of them (12: quý IV,
    tháng 12, cả năm); without any it is asked in all.
    """

    key: str
    number: str
    label: str
    excel_column: str
    kind: Literal["number", "label", "code", "unit", "data", "note"]
    width: float = 10.0
    months: tuple[int, ...] = ()

    def is_asked_in(self, month: int) -> bool:
        """Whether it is asked in a period that ends in that month; 0 is no period in particular."""
        return not month or not self.months or month in self.months

    @property
    def words(self) -> str:
        """Number and label: "(4) Số hộ cuối năm"."""
        return " ".join(part for part in (self.number and f"({self.number})", self.label) if part)


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A cell of the printed header rows: text with spans, at 0-based header row and column index."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds a figure. `data_point` is "INDICATOR|breakdown" (`…|total` when not broken down).

    A "computed" cell has a `formula` (docs/formulas.md). A "carried" one shows a figure that counts already:
    by a formula (`KỲ_TRƯỚC((11))`), or without one the figure of its own period and edition.
    """

    row: str
    column: str
    data_point: str
    decimals: int = 0
    kind: CellKind = "input"
    period: PeriodRole = "this"
    edition: EditionWord = "official"
    scale: int = 0
    formula: str = ""

    @property
    def is_own_figure(self) -> bool:
        """Whether it says a figure of its report: typed, computed, or carried into its own period.

        (An opening stock.) One that shows what counts already in another period or edition says nothing new.
        """
        if self.kind == "carried":
            return self.period == "this" and self.edition == "official"
        return self.kind in ("input", "computed")


@dataclass(frozen=True, slots=True)
class Check:
    """A declared check; of the fields after `kind`, each kind uses its own. Addresses are full.

    kind "part_of": no cell of `parts` is greater than the cell `whole`. Parts of "trong đó" may overlap: they
    are compared one by one and never summed. "sum": the parts add up to the whole (a partition).
    "formula": the comparison in `formula` holds, in every row or column that has its cells.
    "range": the cells of `parts` are from `low` to `high` (plain numbers in the printed unit; "" is open).
    "change": the cells of `parts` differ from the period `against` by at most `limit` per cent.
    "outlier": their distance from the unit's own past is at most `limit` robust deviations.
    "was_there": they are not "…" or "x" where the unit answered with a number last time.
    "shorter_periods": they are what the reported shorter periods within this one add up to.
    `sentence` is the officer's own words (Vietnamese) or empty.
    """

    key: str
    kind: CheckKind
    whole: str = ""
    parts: tuple[str, ...] = ()
    severity: Severity = "error"
    sentence: str = ""
    formula: str = ""
    low: str = ""
    high: str = ""
    limit: str = ""
    against: Literal["", "previous", "same_last_year"] = ""


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    header: tuple[HeaderCell, ...]
    header_rows: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]

    @cached_property
    def cell_at(self) -> dict[tuple[str, str], Cell]:
        """(row key, column key) → cell."""
        return {(cell.row, cell.column): cell for cell in self.cells}

    def words(self, row: Row, column: Column) -> str | None:
        """What a line prints in a column of words; None in one of figures or notes."""
        if column.kind == "label" and row.others:
            labels = [one.key for one in self.columns if one.kind == "label"]
            return dict(zip(labels, (row.label, *row.others), strict=False)).get(column.key, "")
        own = {"number": row.number, "label": row.label, "code": row.code, "unit": row.unit_of_measure}
        return own.get(column.kind)


@dataclass(frozen=True, slots=True)
class Placeholders:
    """Cells of the blank workbook that take words when it is handed out (Excel addresses such as "E1")."""

    reporting_unit: str = ""
    recipient: str = ""
    received_on: str = ""
    period: str = ""
    dates: str = ""
    place_and_date: str = ""
    preparer_name: str = ""
    signer_name: str = ""


@dataclass(frozen=True)
class FormLayout:
    """The whole form. `sheet` is the worksheet's name in the blank workbook.

    `month`: of the period's last day, where it is the form as one period asks it (`asked_in`); never stored.
    """

    code: str
    title: str
    legal_basis: str
    period_line: str
    unit_of_measure: str
    sheet: str
    tables: tuple[Table, ...]
    checks: tuple[Check, ...] = ()
    placeholders: Placeholders = field(default_factory=Placeholders)
    preparer_title: str = "Người lập biểu"
    signer_title: str = "Thủ trưởng đơn vị"
    sections: tuple[Section, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    lists: tuple[RowList, ...] = ()
    month: int = 0

    @cached_property
    def depends_on_period(self) -> bool:
        """Whether any line or column is asked only in some periods."""
        return any(
            any(row.months for row in table.rows) or any(column.months for column in table.columns)
            for table in self.tables
        )

    @cached_property
    def absent(self) -> frozenset[str]:
        """The addresses of figures in lines or columns that this period does not ask; they are blocked."""
        return frozenset(
            address_of(table.key, row.key, column.key)
            for table in self.tables
            for row in table.rows
            for column in table.columns
            if column.kind == "data" and not (row.is_asked_in(self.month) and column.is_asked_in(self.month))
        )

    def places(self) -> Iterator[tuple[str, Table, Row, Column, Cell]]:
        """Every cell in reading order: address, table, row, column, cell."""
        return iter(self._in_reading_order)

    @cached_property
    def _in_reading_order(self) -> tuple[tuple[str, Table, Row, Column, Cell], ...]:
        return tuple(
            (address_of(table.key, row.key, column.key), table, row, column, cell)
            for table in self.tables
            for row in table.rows
            for column in table.columns
            if (cell := table.cell_at.get((row.key, column.key))) is not None
        )

    @cached_property
    def place_of(self) -> dict[str, tuple[Table, Row, Column, Cell]]:
        """Address → where it stands."""
        return {address: (table, row, column, cell) for address, table, row, column, cell in self.places()}

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The addresses of the cells that are always for typing, in reading order."""
        return tuple(address for address, *_place, cell in self.places() if cell.kind == "input")

    @cached_property
    def notes(self) -> dict[str, tuple[Table, Row, Column]]:
        """Address → place of every free-text cell ("Ghi chú") of a line that is asked."""
        return {
            address_of(table.key, row.key, column.key): (table, row, column)
            for table in self.tables
            for row in table.rows
            if not row.is_heading and row.is_asked_in(self.month)
            for column in table.columns
            if column.kind == "note"
        }

    @cached_property
    def section_at(self) -> dict[str, Section]:
        """Address → the section of free text."""
        return {section.address: section for section in self.sections}

    @cached_property
    def list_at(self) -> dict[str, RowList]:
        """Address → the list."""
        return {one.address: one for one in self.lists}

    @cached_property
    def enclosure_at(self) -> dict[str, Enclosure]:
        """Address → the document asked for."""
        return {enclosure.address: enclosure for enclosure in self.enclosures}

    @property
    def for_words(self) -> tuple[str, ...]:
        """The addresses that take free text: notes in the tables, then sections and lists."""
        return (*self.notes, *self.section_at, *self.list_at)

    def where(self, address: str) -> str:
        """The same, or the title of a section or list, which stands in no cell."""
        beside = self.section_at.get(address) or self.list_at.get(address)
        return self.excel_cell(address) if beside is None else beside.title

    def excel_cell(self, address: str) -> str:
        """ "E19" for `t1/r12:c1`: where the address stands in the blank workbook."""
        place = self.place_of.get(address)
        if place is not None:
            return f"{place[2].excel_column}{place[1].excel_row}"
        _table, row, column = self.notes[address]
        return f"{column.excel_column}{row.excel_row}"
