"""What was recognised in a workbook, as frozen data. "" and None say: not decided."""

from dataclasses import dataclass, field
from typing import Literal

from indicators.layout.beside import Enclosure, RowList, Section
from indicators.layout.form import Check, HeaderCell, Placeholders
from indicators.recognition.desk import Doubt

ColumnKind = Literal["number", "label", "code", "unit", "data", "note"]
RowKind = Literal["data", "heading", "total", ""]
CellKind = Literal["input", "computed", "carried", "blocked", ""]


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """`path`: header texts from the outermost to the column's own; `printed`: the numbering cell as it is.

    `period` is a PeriodRole, `edition` an EditionWord. `whole` is the key of the column it is a part of.
    `months`: as of `layout.Column`.
    """

    key: str
    number: str
    path: tuple[str, ...]
    excel_column: int
    kind: ColumnKind
    printed: str = ""
    width: float = 10.0
    unit: str = ""
    period: str = "this"
    edition: str = "official"
    whole: str = ""
    is_percentage: bool = False
    is_mean: bool = False
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundRow:
    """`label` is everything the label columns say; `printed_label` what stands in the first of them,
    `others` what the next ones print.

    `equation` is what the label prints about lines: "I+II". `parent` and `whole` are keys: the row it is
    printed under, and the one it is "trong đó" of. `months`: as of `layout.Row`.
    """

    key: str
    number: str
    label: str
    excel_row: int
    code: str = ""
    unit: str = ""
    level: int = 0
    parent: str = ""
    whole: str = ""
    kind: RowKind = "data"
    printed_number: str = ""
    printed_label: str = ""
    others: tuple[str, ...] = ()
    equation: str = ""
    indent: int = 0
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A place for a figure. `doubts` are keys of open questions that touch it.

    `data_point` and `scale` are said in the designer only; "": bound when the form is published.
    """

    row: str
    column: str
    excel: str
    kind: CellKind
    unit: str = ""
    decimals: int | None = None
    period: str = ""
    edition: str = ""
    formula: str = ""
    doubts: tuple[str, ...] = ()
    data_point: str = ""
    scale: int = 0


@dataclass(frozen=True, slots=True)
class FoundTable:
    """`range` is what it takes on the sheet, header to last line ("A6:M22"). `shape`: "unit" or "units"."""

    key: str
    title: str
    range: str
    unit: str
    header: tuple[HeaderCell, ...]
    header_rows: int
    columns: tuple[FoundColumn, ...]
    rows: tuple[FoundRow, ...]
    cells: tuple[FoundCell, ...] = ()
    shape: Literal["unit", "units", ""] = "unit"

    def others_in(self, row: FoundRow, column: FoundColumn) -> str | None:
        """What a line prints in a label column after the first; None in any other column."""
        labels = [one.key for one in self.columns if one.kind == "label"]
        if column.key not in labels[1:] or not row.others:
            return None
        return dict(zip(labels[1:], row.others, strict=False)).get(column.key, "")


@dataclass(frozen=True, slots=True)
class FoundForm:
    """One sheet's form. `periods` are the frequencies its title names; `unplaced` texts are not used.

    `sections` of free text, `enclosures` and `lists` are asked for in the designer only.
    """

    sheet: str
    number: str = ""
    title: str = ""
    legal_basis: str = ""
    period_line: str = ""
    periods: tuple[str, ...] = ()
    unit: str = ""
    placeholders: Placeholders = field(default_factory=Placeholders)
    preparer_title: str = ""
    signer_title: str = ""
    tables: tuple[FoundTable, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()
    unplaced: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    lists: tuple[RowList, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """A whole workbook: a form a sheet that has tables, and all doubts."""

    forms: tuple[FoundForm, ...]
    doubts: tuple[Doubt, ...]

    @property
    def open_doubts(self) -> tuple[Doubt, ...]:
        return tuple(doubt for doubt in self.doubts if doubt.is_open)
