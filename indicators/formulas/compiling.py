"""From a form's texts to bound expressions: what is computed, in which order, and what must hold."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from indicators.formulas.binding import Binder, Expression, cells_in
from indicators.formulas.errors import FormulaError
from indicators.formulas.kinds import check_kinds
from indicators.formulas.parsing import parse
from indicators.formulas.places import Here, Places
from indicators.layout import Cell, Check, FormLayout

MAX_EXPRESSIONS = 5000
"""So many cells and comparisons one form may have computed and checked."""
PATH = 12
"""So many cells of a circle are named."""


class Compiler:
    """Reads every formula of a form. `steps` are in the order in which they must run.

    `faults`: all that cannot be used, each with `at`, the address of a cell or the key of a check.
    """

    def __init__(self, layout: FormLayout) -> None:
        self.layout = layout
        self.places = Places(layout)
        self.binder = Binder(self.places)
        self.faults: list[FormulaError] = []
        self.steps: dict[str, Expression] = {}
        self.conditions: list[tuple[Check, str, Expression]] = []
        for address, table, row, column, cell in layout.places():
            try:
                self._read_cell(address, Here(table.key, row.key, column.key), cell)
            except FormulaError as error:
                self.faults.append(error.found_at(address))
        for check in layout.checks:
            try:
                self._read_check(check)
            except FormulaError as error:
                self.faults.append(error.found_at(check.key))
        self._put_in_order()

    def _read_cell(self, address: str, here: Here, cell: Cell) -> None:
        if cell.formula and cell.kind not in ("computed", "carried"):
            raise FormulaError("formula_of_typed_cell", cell=self.places.printed(address))
        if cell.kind == "computed" and not cell.formula:
            raise FormulaError("computed_without_formula", cell=self.places.printed(address))
        if cell.formula:
            node = parse(cell.formula)
            if check_kinds(node) != "number":
                raise FormulaError("condition_as_number")
            self._add_step(address, self.binder.bind(node, here))
        elif cell.kind == "carried":
            if cell.period == "this" and cell.edition == "official":
                raise FormulaError("carried_from_itself", cell=self.places.printed(address))
            self._add_step(address, self.binder.carried(cell))

    def _add_step(self, address: str, expression: Expression) -> None:
        self.binder.cell(address)
        self.steps[address] = expression
        self._check_count()

    def _check_count(self) -> None:
        if len(self.steps) + len(self.conditions) > MAX_EXPRESSIONS:
            raise FormulaError("too_many_formulas", maximum=MAX_EXPRESSIONS)

    def _read_check(self, check: Check) -> None:
        if check.kind not in ("formula", "sum") and not check.parts:
            raise FormulaError("check_without_cells")
        if check.kind in ("change", "outlier") and (not check.limit or plain_number(check.limit) <= 0):
            raise FormulaError("check_without_limit")
        if check.kind == "change" and not check.against:
            raise FormulaError("check_without_period")
        for part in check.parts:
            self._cell(part)
        for expression, address in self._demands(check):
            told_at = address or self._first_cell(expression)
            self.conditions.append((check, told_at, expression))
            self._check_count()

    def _demands(self, check: Check) -> Iterator[tuple[Expression, str]]:
        """What must hold, each with the address at which it is told ("": at its first cell)."""
        if check.kind == "formula":
            node = parse(check.formula)
            if check_kinds(node) != "condition":
                raise FormulaError("number_as_condition")
            for here in self.places.applications(node):
                for expression in _conjuncts(self.binder.bind(node, here)):
                    yield expression, ""
        elif check.kind == "sum":
            parts = tuple((1, self._cell(part)) for part in check.parts)
            yield ("compare", "=", self._cell(check.whole), ("sum", *parts)), check.whole
        elif check.kind == "part_of":
            for part in check.parts:
                yield ("compare", "≤", self._cell(part), self._cell(check.whole)), part
        elif check.kind == "range":
            for part in check.parts:
                yield from ((demand, part) for demand in self._bounds(check, part))

    def _bounds(self, check: Check, address: str) -> Iterator[Expression]:
        """Bounds are in the unit of measure printed on the form."""
        if not check.low and not check.high:
            raise FormulaError("range_without_bounds")
        cell = self._cell(address)
        unit = Fraction(10) ** self.layout.place_of[address][3].scale
        for comparison, bound in (("≥", check.low), ("≤", check.high)):
            if bound:
                amount = plain_number(bound) * unit
                yield ("compare", comparison, cell, ("number", amount.numerator, amount.denominator))

    def _cell(self, address: str) -> Expression:
        if not self.places.is_cell(address):
            raise FormulaError("no_such_cell", cell=address)
        return self.binder.cell(address)

    def _first_cell(self, expression: Expression) -> str:
        """The first cell that is read; a check that reads none says nothing of the form."""
        numbers = cells_in(expression)
        if not numbers:
            raise FormulaError("no_cell_in_check")
        return list(self.binder.cells)[numbers[0]]

    def _put_in_order(self) -> None:
        addresses = list(self.binder.cells)
        needs = {
            address: [addresses[number] for number in dict.fromkeys(cells_in(expression))]
            for address, expression in self.steps.items()
        }
        graph = {address: [n for n in needed if n in self.steps] for address, needed in needs.items()}
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            self.faults.append(self._circle(error.args[1]))
            return
        self.steps = {address: self.steps[address] for address in order}

    def _circle(self, path: list[str]) -> FormulaError:
        """graphlib names each cell before the one that needs it; people read it the other way round."""
        named = [self.places.printed(address) for address in reversed(path)]
        if len(named) > PATH:
            named = [*named[: PATH - 1], "…", named[-1]]
        return FormulaError("circle", path=" → ".join(named)).found_at(path[-1])


def _conjuncts(expression: Expression) -> Iterator[Expression]:
    """What a chain or VÀ demands, one by one: each is told where it fails."""
    if expression[0] != "and":
        yield expression
        return
    for part in expression[1:]:
        yield from _conjuncts(part)


def plain_number(text: str) -> Fraction:
    """A bound as it is kept in a layout: `-1234.5`."""
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise FormulaError("not_a_number", position=1, text=text[:40]) from error
    if not amount.is_finite() or len(text) > 40 or abs(amount.adjusted()) > 30:
        raise FormulaError("not_a_number", position=1, text=text[:40])
    return Fraction(amount)
