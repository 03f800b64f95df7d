"""Formulas that go on meaning the same cells when lines and columns are numbered or named anew. Pure."""

from functools import cached_property

from indicators.formulas.errors import FormulaError
from indicators.formulas.nodes import Reference, with_references
from indicators.formulas.parsing import parse
from indicators.formulas.places import Here, Places
from indicators.formulas.printing import print_formula
from indicators.layout import Column, FormLayout, Row


class Renaming:
    """From the names of one form to those of the same form (same keys) with other names."""

    def __init__(self, before: FormLayout, after: FormLayout) -> None:
        self._before, self._after = Places(before), Places(after)
        self._layout = after
        self._done: dict[tuple[str, str], str] = {}

    def renamed(self, formula: str, table: str) -> str:
        """The formula of a cell or check of a table ("" for none): as it is where nothing in it changed.

        What cannot be read, or names nothing that is there, stays as it is written.
        """
        if (formula, table) not in self._done:
            try:
                node = parse(formula)
            except FormulaError:
                self._done[formula, table] = formula
                return formula
            made = with_references(node, lambda one: self._reference(one, Here(table)))
            self._done[formula, table] = formula if made == node else print_formula(made)
        return self._done[formula, table]

    def _reference(self, reference: Reference, here: Here) -> Reference:
        try:
            meant = self._before.keys_of(reference, here)
        except FormulaError:
            return reference
        if self._means(reference, here, meant):
            return reference
        for row in self._names_of_row(meant) if reference.row else ("",):
            for column in self._names_of_column(meant) if reference.column else ("",):
                named = Reference(row, column, reference.table)
                if self._means(named, here, meant):
                    return named
        return reference

    def _means(self, reference: Reference, here: Here, meant: tuple[str, str, str]) -> bool:
        try:
            return self._after.keys_of(reference, here) == meant
        except FormulaError:
            return False

    def _names_of_row(self, meant: tuple[str, str, str]) -> tuple[str, ...]:
        row = self._rows[meant[0], meant[1]]
        return tuple(one for one in (row.number.strip().rstrip(".:").strip("()"), row.code, row.key) if one)

    def _names_of_column(self, meant: tuple[str, str, str]) -> tuple[str, ...]:
        column = self._columns[meant[0], meant[2]]
        return tuple(one for one in (column.number.strip().strip("()"), column.key) if one)

    @cached_property
    def _rows(self) -> dict[tuple[str, str], Row]:
        return {(table.key, row.key): row for table in self._layout.tables for row in table.rows}

    @cached_property
    def _columns(self) -> dict[tuple[str, str], Column]:
        return {(table.key, one.key): one for table in self._layout.tables for one in table.columns}
