"""The places for figures of a table: typed, computed, carried, blocked, or not decided yet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.recognition.desk import Choice, Desk, Spot
from indicators.recognition.equations import as_percentage, is_quotient
from indicators.recognition.excel import Names, formula_in, ranged
from indicators.recognition.found import FoundCell, FoundColumn, FoundRow
from indicators.recognition.grid import Grid, reference
from indicators.recognition.line_equations import formulas_of_line
from indicators.recognition.measures import is_counted
from indicators.recognition.rates import is_mean_line, is_rate
from indicators.recognition.text import is_dots, plain

_BLOCKED = frozenset({"x", "///", "//", "/"})
_EMPTY = frozenset({"", "-", "–", "…", "...", "0"})
_ACROSS = re.compile(r"\(\w+\)(?: [+-] \(\w+\))+")
_BLOCK = (Choice("blocked", "cell_blocked"), Choice("input", "cell_typed"))


def is_sign(text: str) -> bool:
    """Nothing is asked there."""
    return plain(text) in _BLOCKED


@dataclass(frozen=True)
class CellMaker:
    """Makes the cells of one table. `carried` and `opening`: what columns bring, by column key."""

    grid: Grid
    table: str
    unit: str
    columns: Sequence[FoundColumn]
    rows: Sequence[FoundRow]
    undecided: frozenset[str]
    carried: Mapping[str, str]
    formulas: Mapping[str, str]
    desk: Desk
    names: Names

    def cells(self) -> list[FoundCell]:
        shaded = self._shaded()
        return [
            self._cell(row, column, shaded)
            for row in self.rows
            if row.kind != "heading"
            for column in self.columns
            if column.kind == "data"
        ]

    def _shaded(self) -> frozenset[tuple[int, int]]:
        """Shaded places, where some but not all cells of figures are: perhaps blocked."""
        places = {
            (row.excel_row, column.excel_column)
            for row in self.rows
            if row.kind == "data"
            for column in self.columns
            if column.kind == "data"
        }
        shaded = places & self.grid.shaded
        return frozenset(shaded) if shaded and 2 * len(shaded) < len(places) else frozenset()

    def _cell(self, row: FoundRow, column: FoundColumn, shaded: frozenset[tuple[int, int]]) -> FoundCell:
        place = (row.excel_row, column.excel_column)
        text = plain(self.grid.text(*place))
        cell = FoundCell(
            row.key,
            column.key,
            reference(*place),
            "input",
            unit=self._unit(row, column),
            period=column.period,
            edition=column.edition,
        )
        cell = replace(cell, decimals=self._decimals(place, cell, row, column))
        if text in _BLOCKED:
            return replace(cell, kind="blocked")
        if place in shaded:
            answer = self.desk.ask("shaded", self._spot(row, column), _BLOCK, group=self.table)
            if answer != "input":
                return replace(cell, kind=answer)  # type: ignore[arg-type]
        is_sum = row.kind == "total" and not (column.is_percentage or column.is_mean)
        own = is_sum or bool(self.grid.cell(*place).formula)
        if not row.kind or row.key in self.undecided or (column.key in self.undecided and not own):
            return replace(cell, kind="")
        return self._filled(row, column, cell, text)

    def _filled(self, row: FoundRow, column: FoundColumn, cell: FoundCell, text: str) -> FoundCell:
        place = (row.excel_row, column.excel_column)
        excel = self.grid.cell(*place).formula
        stated = self._stated(row, column)
        if excel:
            return self._with_formula(row, column, cell, excel, stated)
        if text not in _EMPTY and not is_dots(text):
            answer = self.desk.ask(
                "prefilled",
                self._spot(row, column),
                (Choice("input", "prefilled_typed"), Choice("blocked", "cell_blocked")),
                group=self.table,
            )
            return replace(cell, kind=answer if answer else "")  # type: ignore[arg-type]
        if self._is_merged(place):
            self.desk.ask("merged", self._spot(row, column), _BLOCK, group=self.table)
            return replace(cell, kind="")
        if stated:
            return replace(cell, kind="computed", formula=stated)
        if column.key in self.carried:
            brought = self.carried[column.key]
            kind = brought if brought in ("input", "blocked") else "carried"
            return replace(cell, kind=kind, formula=_formula(brought))  # type: ignore[arg-type]
        return self._total_without_sum(row, column, cell) if row.kind == "total" else cell

    def _is_merged(self, place: tuple[int, int]) -> bool:
        span = self.grid.span(*place)
        if (span.top, span.left) == (span.bottom, span.right):
            return False
        held = {c.excel_column for c in self.columns if span.left <= c.excel_column <= span.right}
        lines = {r.key for r in self.rows if span.top <= r.excel_row <= span.bottom}
        return len(held) > 1 or len(lines) > 1

    def _stated(self, row: FoundRow, column: FoundColumn) -> str:
        """What the form prints for the cell: the line's own sum, the total line's, else the column's."""
        of_line = formulas_of_line(row, self.rows, column, self.names)
        if of_line:
            return of_line[0]
        if row.kind == "total" and not (column.is_percentage or column.is_mean):
            parts = self._parts_of_total(row)
            alike = len({part.unit for part in parts}) == 1 and not any(map(is_rate, parts))
            if alike and all(one.kind for one in self.rows):
                here = (row.excel_row, column.excel_column)
                inside = ranged(parts, column, here, self.names)
                return f"TỔNG({inside})" if ".." in inside else inside.replace(";", " + ")
        return self.formulas.get(column.key, "")

    def _parts_of_total(self, total: FoundRow) -> list[FoundRow]:
        """Its children; for a line without any, the topmost lines of figures."""
        figures = [row for row in self.rows if row.kind in ("data", "total") and not row.whole]
        own = [row for row in figures if row.parent == total.key]
        headings = {"", *(row.key for row in self.rows if row.kind == "heading")}
        return own or [row for row in figures if row.parent in headings and row.key != total.key]

    def _total_without_sum(self, row: FoundRow, column: FoundColumn, cell: FoundCell) -> FoundCell:
        """A mean or a rate in a total line is no sum; nor is anything while lines are not told apart."""
        if not (column.is_percentage or column.is_mean) and not all(one.kind for one in self.rows):
            return replace(cell, kind="")
        answer = self.desk.ask("total_of_means", self._spot(row, column), _BLOCK, group=self.table)
        return replace(cell, kind=answer if answer else "")  # type: ignore[arg-type]

    def _with_formula(
        self, row: FoundRow, column: FoundColumn, cell: FoundCell, excel: str, stated: str
    ) -> FoundCell:
        place = (row.excel_row, column.excel_column)
        read = formula_in(excel, place, self.names)
        spot = self._spot(row, column)
        typed = Choice("input", "cell_typed")
        if read is None:
            choices = (typed, *((Choice("stated", "formula_this", stated),) if stated else ()))
            answer = self.desk.ask("formula_not_read", spot, choices, group=self.table, text=_pattern(excel))
        else:
            read = self._in_per_cent(read, place, column)
            if not read:
                answer = ""
            elif not stated or read == stated or self._is_the_same(row, column, read, stated):
                return replace(cell, kind="computed", formula=read)
            else:
                choices = (
                    Choice("stated", "formula_this", stated),
                    Choice("excel", "formula_this", read),
                    typed,
                )
                answer = self.desk.ask("formula_conflict", spot, choices, group=self.table)
        if answer == "input":
            return cell
        formula = {"stated": stated, "excel": read or ""}.get(answer, "")
        return replace(cell, kind="computed" if formula else "", formula=formula)

    def _is_the_same(self, row: FoundRow, column: FoundColumn, read: str, stated: str) -> bool:
        """Added up down the lines or across the columns, where each column is added down the same lines."""
        if read in formulas_of_line(row, self.rows, column, self.names):
            return True
        down, across = (read, stated) if _ACROSS.fullmatch(stated) else (stated, read)
        if not _ACROSS.fullmatch(across):
            return False
        added = set(re.findall(r"\(\w+\)", across))
        others = [one for one in self.columns if one.kind == "data" and self.names.column(one) in added]
        return all(self._in_excel(row, one) == down for one in others) and (
            down == read or all(
                self._in_excel(one, column) == across
                for one in self.rows if one.kind == "data" and self._is_added(one, row)
            )
        )  # fmt: skip

    def _in_excel(self, row: FoundRow, column: FoundColumn) -> str | None:
        place = (row.excel_row, column.excel_column)
        return formula_in(self.grid.cell(*place).formula, place, self.names)

    def _is_added(self, row: FoundRow, total: FoundRow) -> bool:
        return row.key in {part.key for part in self._parts_of_total(total)}

    def _in_per_cent(self, formula: str, place: tuple[int, int], column: FoundColumn) -> str:
        """A bare quotient under "%": Excel shows it × 100 where the format has "%", else it is asked."""
        if not is_quotient(formula) or "× 100" in formula:
            return formula
        if "%" in self.grid.formats.get(place, ""):
            return as_percentage(formula)
        if not column.is_percentage:
            return formula
        choices = (
            Choice("percent", "formula_this", as_percentage(formula)),
            Choice("ratio", "formula_this", formula),
        )
        answer = self.desk.ask("percent", Spot(f"{self.table}/:{column.key}", reference(*place)), choices)
        return {"percent": as_percentage(formula), "ratio": formula}.get(answer, "")

    def _unit(self, row: FoundRow, column: FoundColumn) -> str:
        said = column.unit or row.unit or self.unit
        if said or row.kind != "total":
            return said
        of_parts = {part.unit for part in self._parts_of_total(row)}
        return of_parts.pop() if len(of_parts) == 1 else ""

    def _decimals(
        self, place: tuple[int, int], cell: FoundCell, row: FoundRow, column: FoundColumn
    ) -> int | None:
        """As the cell's format says; whole things have none, percentages one."""
        form = self.grid.formats.get(place, "")
        match = re.search(r"0(?:[.,](0+))?(%?)", form)
        if match and "0" in form and "General" not in form and "@" not in form:
            return len(match[1] or "")
        if column.is_mean or is_mean_line(row):
            return None
        if plain(cell.unit) == "%":
            return 1
        return 0 if is_counted(cell.unit) else None

    def _spot(self, row: FoundRow, column: FoundColumn) -> Spot:
        where = reference(row.excel_row, column.excel_column)
        name = f"[{row.number or row.label}]({column.number or column.key})"
        return Spot(f"{self.table}/{row.key}:{column.key}", where, name)


def _formula(carried: str) -> str:
    return carried if "(" in carried else ""


def _pattern(formula: str) -> str:
    """The formula with its row numbers left out, so that the same one down a column is asked about once."""
    return re.sub(r"(?<=[A-Z])\$?\d+", "…", formula.upper())[:80]
