"""Nodes bound to the cells of a form: the parse tree that Python and the browser both evaluate.

An expression is a tuple: a word, then its parts.

    ("cell", i)              the cell numbered i in the plan
    ("elsewhere", i)         the figure numbered i among the plan's sources
    ("number", n, d)         n / d
    ("negative", e)
    ("sum", (s, e), …)       s is 1 or -1
    ("product", (s, e), …)   s is 1 for times, -1 for divided by
    ("min", e, …) ("max", e, …) ("abs", e) ("round", e, places)
    ("compare", "≤", e, e)   and ("and", c, …) ("or", c, …) ("not", c) ("if", c, e, e)
"""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from indicators.formulas.errors import FormulaError
from indicators.formulas.lists import check_list, is_of_list
from indicators.formulas.nodes import (
    Call,
    Compare,
    Elsewhere,
    Negative,
    Node,
    Number,
    Point,
    Product,
    Range,
    Reference,
    Sum,
)
from indicators.formulas.places import Here, Places
from indicators.formulas.sources import Source, SourcePeriod, of_another_period, own_source
from indicators.layout import Cell
from indicators.layout.form import EditionWord

Expression: TypeAlias = tuple[Any, ...]
MAX_CELLS = 1000
"""So many cells one formula may read, ranges counted out."""


@dataclass
class Binder:
    """Numbers the cells and sources that formulas of one form read, as they are met."""

    places: Places
    cells: dict[str, int] = field(default_factory=dict)
    sources: dict[Source, int] = field(default_factory=dict)

    def bind(self, node: Node, here: Here) -> Expression:
        """FormulaError where a name means no cell, or more than one."""
        expression = self._bound(node, here)
        if len(cells_in(expression)) > MAX_CELLS:
            raise FormulaError("too_many_cells", maximum=MAX_CELLS)
        return expression

    def cell(self, address: str) -> Expression:
        return ("cell", self.cells.setdefault(address, len(self.cells)))

    def source(self, source: Source) -> Expression:
        return ("elsewhere", self.sources.setdefault(source, len(self.sources)))

    def _bound(self, node: Node, here: Here) -> Expression:
        match node:
            case Number(value):
                return ("number", value.numerator, value.denominator)
            case Reference():
                return self.cell(self.places.address(node, here))
            case Elsewhere():
                return self._elsewhere(node, here)
            case Negative(of):
                return ("negative", self._bound(of, here))
            case Sum(terms):
                return ("sum", *((1 if sign == "+" else -1, self._bound(t, here)) for sign, t in terms))
            case Product(factors):
                return ("product", *((1 if sign == "*" else -1, self._bound(f, here)) for sign, f in factors))
            case Compare(first, rest):
                return self._chain([first, *(part for _c, part in rest)], [c for c, _part in rest], here)
            case Call():
                return self._call(node, here)
            case Range() | Point():
                raise AssertionError("kinds.py lets ranges and points stand only where they are read")

    def _chain(self, parts: list[Node], comparisons: list[Any], here: Here) -> Expression:
        """`a = b = c`: each against the first (b = c follows); `0 ≤ a ≤ b`: each against the next."""
        bound = [self._bound(part, here) for part in parts]
        equal = set(comparisons) == {"="}
        pairs = tuple(
            ("compare", comparison, bound[0] if equal else bound[index], bound[index + 1])
            for index, comparison in enumerate(comparisons)
        )
        return pairs[0] if len(pairs) == 1 else ("and", *pairs)

    def _call(self, node: Call, here: Here) -> Expression:
        if node.function == "round":
            places = node.arguments[1] if len(node.arguments) > 1 else None
            amount = places.of if isinstance(places, Negative) else places
            digits = int(amount.value) if isinstance(amount, Number) else 0
            return (
                "round",
                self._bound(node.arguments[0], here),
                -digits if isinstance(places, Negative) else digits,
            )
        parts = [part for argument in node.arguments for part in self._argument(argument, here)]
        if node.function == "sum":
            return ("sum", *((1, part) for part in parts))
        return (node.function, *parts)

    def _argument(self, node: Node, here: Here) -> list[Expression]:
        if isinstance(node, Range):
            return [self.cell(address) for address in self.places.between(node, here)]
        return [self._bound(node, here)]

    def _elsewhere(self, node: Elsewhere, here: Here) -> Expression:
        if isinstance(node.of, Point):
            if is_of_list(node.of.data_point):
                check_list(self.places.layout, node.of.data_point)
            source = Source(node.of.data_point, node.period or "this", node.edition or "official")
        else:
            address = self.places.address(node.of, here)
            found = of_another_period(self.places.layout.place_of[address][3], node)
            if found is None:
                raise FormulaError("period_of_a_period", cell=self.places.printed(address))
            source = found
        for edition in source.editions:
            asked = self.places.asked_at(source.data_point, source.period, edition)
            if asked is not None:
                return self.cell(asked)
        return self._figure(source)

    def carried(self, cell: Cell) -> Expression:
        """What a carried cell without a formula shows."""
        return self._figure(own_source(cell))

    def _figure(self, source: Source) -> Expression:
        """A figure to date of which the form asks the period's own part grows with it: this cell, the one of
        the period before where the form asks that too (what is known now of what was estimated then), and
        what was said of the year earlier."""
        point = source.data_point
        this = self.places.asked_once(point, "this", source.editions) if source.period == "to_date" else None
        if this is None:
            return self.source(source)
        edition: EditionWord | Literal["known"] = "official" if source.edition == "official" else "known"
        before = self.places.asked_once(point, "previous", ("official",))

        def said(period: SourcePeriod) -> Expression:
            return self.source(Source(point, period, edition))

        if before is None:
            return ("sum", (1, self.cell(this)), (1, said("to_date_before")))
        last = ("product", (1, self.cell(before)), (1, said("in_year")))
        return ("sum", (1, self.cell(this)), (1, last), (1, said("to_date_earlier")))


def cells_in(expression: Expression) -> list[int]:
    """The numbers of the cells an expression reads, each as often as it does."""
    return _read(expression, "cell")


def sources_in(expression: Expression) -> list[int]:
    """The numbers of the figures from elsewhere an expression reads, each as often as it does."""
    return _read(expression, "elsewhere")


def _read(expression: Expression, word: str) -> list[int]:
    if expression[0] == word:
        return [expression[1]]
    found: list[int] = []
    for part in expression[1:]:
        if isinstance(part, tuple):
            found += _read(part[1] if isinstance(part[0], int) else part, word)
    return found
