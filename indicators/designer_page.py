"""The designer's page: the form drawn with every part to be chosen, and what the panel beside it needs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from indicators.checks_in_words import rule_words
from indicators.design_words import months_note, place_words, problem_words
from indicators.designing import (
    Design,
    Place,
    Problem,
    StepRefused,
    layout_of_design,
    place_of,
    problems_of,
)
from indicators.designing.design import column_at, row_at, table_at
from indicators.designing.headers import heads_of
from indicators.designing.lines import keys_below, printed_words
from indicators.formulas import plan_of
from indicators.layout import address_of
from indicators.layout.form import Check, HeaderCell
from indicators.recognition.found import FoundCell, FoundColumn, FoundRow, FoundTable

_GROUP = re.compile(r"([\w.-]+)\^(\d{1,3})\.(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell of the page: `place` is what choosing it chooses; `kind` of a figure as in the form."""

    place: str
    text: str
    kind: str
    title: str = ""
    is_wrong: bool = False
    column_span: int = 1
    row_span: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class DrawnLine:
    level: int
    cells: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class DrawnTable:
    table: FoundTable
    header: tuple[tuple[Drawn, ...], ...]
    numbering: tuple[Drawn, ...]
    lines: tuple[DrawnLine, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the panel is about. `what`: form, table, row, column, group or cell; `place` is its address."""

    what: str
    place: str
    words: str
    table: FoundTable | None = None
    row: FoundRow | None = None
    column: FoundColumn | None = None
    cell: FoundCell | None = None
    group: HeaderCell | None = None
    number: str = ""
    label: str = ""
    path: str = ""
    cells: tuple[FoundCell, ...] = ()

    @property
    def step_place(self) -> str:
        """Where steps are made: the table for a group of its header."""
        return self.place.partition("^")[0]

    @property
    def of_periods(self) -> FoundRow | FoundColumn | None:
        """The line or column that may be asked in some periods only."""
        return {"row": self.row, "column": self.column}.get(self.what)

    @property
    def has_below(self) -> bool:
        """Whether lines stand under the line."""
        if self.what != "row" or self.table is None or self.row is None:
            return False
        return bool(keys_below(self.table.rows, self.table.rows.index(self.row)))

    @property
    def points(self) -> tuple[str, ...]:
        """The data points its cells are bound to, "" left out."""
        return tuple(dict.fromkeys(cell.data_point for cell in self.cells if cell.data_point))


@dataclass(frozen=True, slots=True)
class Told:
    """A problem in words, and where to jump."""

    place: str
    words: str


@dataclass(frozen=True)
class DesignPage:
    design: Design
    tables: tuple[DrawnTable, ...]
    chosen: Chosen
    problems: tuple[Told, ...]
    checks: tuple[tuple[Check, str], ...] = field(default_factory=tuple)
    unbound: int = 0


def design_page(design: Design, *, code: str, chosen: str) -> DesignPage:
    """`chosen` names a place; what is named wrongly or is no more there is the whole form."""
    problems = problems_of(design, code=code)
    wrong = {problem.place for problem in problems}
    cells = [cell for table in design.form.tables for cell in table.cells if cell.kind != "blocked"]
    return DesignPage(
        design=design,
        tables=tuple(_drawn(table, wrong) for table in design.form.tables),
        chosen=chosen_at(design, chosen),
        problems=tuple(Told(one.place, problem_words(design, one)) for one in problems),
        checks=_checks_in_words(design, problems, code=code),
        unbound=sum(1 for cell in cells if not cell.data_point),
    )


def _checks_in_words(
    design: Design, problems: Sequence[Problem], *, code: str
) -> tuple[tuple[Check, str], ...]:
    """Each with what it demands in printed names; with its formula where one is not sound yet."""
    faulty = {problem.params.get("check", "") for problem in problems if problem.code == "formula"}
    if "" in faulty:  # of a cell: nothing can be worked out
        return tuple((check, check_words(check)) for check in design.form.checks)
    layout = layout_of_design(design, code=code)
    plan = plan_of(replace(layout, checks=tuple(one for one in layout.checks if one.key not in faulty)))
    return tuple(
        (check, check_words(check) if check.key in faulty else rule_words(plan, check))
        for check in design.form.checks
    )


def check_words(check: Check) -> str:
    """A formula as it is; a comparison of cells by their addresses."""
    sign = {"sum": "=", "part_of": "≤"}.get(check.kind, "")
    return check.formula or f"{' + '.join(check.parts)} {sign} {check.whole}".strip()


def chosen_at(design: Design, text: str) -> Chosen:
    try:
        group = _GROUP.fullmatch(text)
        return _group(design, group) if group else _place(design, place_of(text))
    except StepRefused:
        return Chosen("form", "", _("Cả biểu"))


def _group(design: Design, match: "re.Match[str]") -> Chosen:
    table = table_at(design, Place(match[1]))
    at = (int(match[2]), int(match[3]))
    found = next((cell for cell in table.header if (cell.row, cell.column) == at), None)
    if found is None:
        raise StepRefused("no_such_place")
    words = _("Nhóm cột “%(text)s”") % {"text": found.text}
    return Chosen("group", match[0], words, table=table, group=found)


def _place(design: Design, place: Place) -> Chosen:
    words = place_words(design, place)
    if not place.table:
        return Chosen("form", "", words)
    table = table_at(design, place)
    row = table.rows[row_at(table, place)] if place.row else None
    column = table.columns[column_at(table, place)] if place.column else None
    cells = tuple(
        cell for cell in table.cells
        if place.row in ("", cell.row) and place.column in ("", cell.column)
    )  # fmt: skip
    number, label = printed_words(row) if row else ("", "")
    path = ""
    if column is not None:
        path = "\n".join(head.text for head in heads_of(table)[table.columns.index(column)])
    if row is not None and column is not None and not cells:  # words: the line itself is meant
        place, column = Place(place.table, place.row), None
    what = "cell" if row and column else "row" if row else "column" if column else "table"
    return Chosen(
        what, str(place), words, table, row, column, cells[0] if what == "cell" else None,
        number=number, label=label, path=path, cells=cells,
    )  # fmt: skip


def _drawn(table: FoundTable, wrong: set[str]) -> DrawnTable:
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    return DrawnTable(
        table=table,
        header=tuple(_header_row(table, at, wrong) for at in range(table.header_rows)),
        numbering=tuple(
            Drawn(f"{table.key}/:{column.key}", column.printed or column.number, column.kind)
            for column in table.columns
        ),
        lines=tuple(
            DrawnLine(row.level, tuple(_cell(table, row, column, cells, wrong) for column in table.columns))
            for row in table.rows
        ),
    )


def _header_row(table: FoundTable, at: int, wrong: set[str]) -> tuple[Drawn, ...]:
    found: Sequence[HeaderCell] = sorted(
        (cell for cell in table.header if cell.row == at), key=lambda cell: cell.column
    )
    drawn = []
    for cell in found:
        is_leaf = cell.row + cell.row_span >= table.header_rows and cell.column_span == 1
        column = table.columns[cell.column]
        place = f"{table.key}/:{column.key}" if is_leaf else f"{table.key}^{cell.row}.{cell.column}"
        drawn.append(
            Drawn(
                place, cell.text, "head", is_wrong=place in wrong,
                column_span=cell.column_span, row_span=cell.row_span,
                note=months_note(column.months) if is_leaf else "",
            )
        )  # fmt: skip
    return tuple(drawn)


def _cell(
    table: FoundTable,
    row: FoundRow,
    column: FoundColumn,
    cells: dict[tuple[str, str], FoundCell],
    wrong: set[str],
) -> Drawn:
    cell = cells.get((row.key, column.key))
    if column.kind != "data" or cell is None:
        number, label = printed_words(row)
        words = {"number": number, "label": label, "code": row.code, "unit": row.unit}
        place, other = f"{table.key}/{row.key}:", table.others_in(row, column)
        return Drawn(
            place,
            words.get(column.kind, "") if other is None else other,
            column.kind,
            is_wrong=place in wrong,
            note=months_note(row.months) if column.kind == "label" and other is None else "",
        )
    place = address_of(table.key, row.key, column.key)
    text = {"blocked": "x", "computed": "ƒ", "carried": "↻"}.get(cell.kind, "")
    title = " · ".join(word for word in (cell.formula, cell.data_point.removesuffix("|total")) if word)
    return Drawn(place, text, cell.kind or "undecided", title, place in wrong)
