"""All formulas and checks of one form, bound and in order: compiled once, run on every change.

A plan knows its form and nothing else: answers and figures from elsewhere are given to it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from indicators.answers import Answer
from indicators.formulas.binding import Expression, sources_in
from indicators.formulas.compiling import Compiler
from indicators.formulas.errors import FormulaError
from indicators.formulas.evaluating import Compute, compute
from indicators.formulas.sources import Source
from indicators.formulas.values import BLANK, MISSING, UNDEFINED, TooLarge, Value, answer_of, value_of
from indicators.layout import Check, FormLayout


@dataclass(frozen=True, slots=True)
class Step:
    """A cell that is filled in, not typed. A carried one is typed while there is nothing to carry.

    `carries`: of a carried cell, the places among the plan's values of the figures it takes from elsewhere.
    """

    address: str
    cell: int
    decimals: int
    scale: int
    is_carried: bool
    carries: tuple[int, ...]
    expression: Expression
    run: Compute


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison a check demands, at one place of the form. `number`: its place among the plan's.

    `address`: the cell at which it is told.
    """

    number: int
    check: Check
    address: str
    expression: Expression
    run: Compute
    sides: tuple[Compute, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A condition that does not hold, with what was compared (nothing unless it is one comparison)."""

    condition: Condition
    sides: tuple[Value, ...]


@dataclass(frozen=True)
class Filled:
    """`answers`: all cells, the computed and carried ones as they must be.

    `opened`: carried cells with nothing to carry. `undefined`: divided by nothing. `too_large`: beyond what a
    cell holds, left empty. `replaced`: address → what had been said there and is not so.
    """

    answers: Mapping[str, Answer]
    opened: frozenset[str] = frozenset()
    undefined: frozenset[str] = frozenset()
    too_large: frozenset[str] = frozenset()
    replaced: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """`addresses` and `scales` by the numbers of cells in expressions; `sources` by theirs. `absent`: numbers
    of cells in columns that the period does not ask: not collected.
    """

    layout: FormLayout
    addresses: tuple[str, ...]
    scales: tuple[int, ...]
    sources: tuple[Source, ...]
    steps: tuple[Step, ...]
    conditions: tuple[Condition, ...]
    absent: tuple[int, ...] = ()

    def values(self, answers: Mapping[str, Answer], figures: Mapping[Source, Answer]) -> list[Value]:
        """What expressions read: the cells, then the figures from elsewhere."""
        get = answers.get
        cells = [
            answer.scaled  # the usual cell: what `value_of` says without being asked
            if (answer := get(address)) is not None and answer.decimals == scale and answer.scaled is not None
            else value_of(answer, scale=scale)
            for address, scale in zip(self.addresses, self.scales, strict=True)
        ]
        for number in self.absent:
            cells[number] = MISSING
        return cells + [value_of(figures.get(source)) for source in self.sources]

    def fill(self, answers: Mapping[str, Answer], figures: Mapping[Source, Answer]) -> Filled:
        """The form with its computed and carried cells; what was said in them is not trusted."""
        if not self.steps:
            return Filled(answers)
        values, filled = self.values(answers, figures), dict(answers)
        opened, undefined, too_large = set[str](), set[str](), set[str]()
        for step in self.steps:
            value: Value = step.run(values)
            if value is BLANK and any(values[number] is BLANK for number in step.carries):
                opened.add(step.address)
                continue
            if value is UNDEFINED:
                undefined.add(step.address)
            try:
                answer = answer_of(value, decimals=step.decimals, scale=step.scale)
            except TooLarge:
                too_large.add(step.address)
                answer = None
            values[step.cell] = value_of(answer, scale=step.scale)
            if answer is None:
                filled.pop(step.address, None)
            else:
                filled[step.address] = answer
        computed = {step.address for step in self.steps}
        replaced = {
            address: said
            for address, said in answers.items()
            if address in computed and filled.get(address) != said
        }
        return Filled(filled, frozenset(opened), frozenset(undefined), frozenset(too_large), replaced)

    def failures(self, values: list[Value], *, kinds: Collection[str]) -> list[Failure]:
        """The conditions of checks of these kinds that do not hold. What cannot be compared is none."""
        return [
            Failure(condition, tuple(side(values) for side in condition.sides))
            for condition in self._conditions_of(frozenset(kinds))
            if condition.run(values) is False
        ]

    def _conditions_of(self, kinds: frozenset[str]) -> Sequence[Condition]:
        found = self._chosen.get(kinds)
        if found is None:
            found = self._chosen[kinds] = [one for one in self.conditions if one.check.kind in kinds]
        return found

    @cached_property
    def _chosen(self) -> dict[frozenset[str], Sequence[Condition]]:
        return {}


def compile_plan(layout: FormLayout) -> Plan:
    """Raises the first FormulaError; `faults_of` tells all."""
    compiler = Compiler(layout)
    if compiler.faults:
        raise compiler.faults[0]
    addresses = tuple(compiler.binder.cells)
    cells = [layout.place_of[address][3] for address in addresses]
    number = compiler.binder.cells

    def carried(address: str, expression: Expression) -> tuple[int, ...]:
        if layout.place_of[address][3].kind != "carried":
            return ()
        return tuple(len(addresses) + source for source in sources_in(expression))

    def made(expression: Expression) -> Compute:
        return compute(expression, cells=len(addresses))

    return Plan(
        layout=layout,
        addresses=addresses,
        scales=tuple(cell.scale for cell in cells),
        sources=tuple(compiler.binder.sources),
        steps=tuple(
            Step(
                address,
                number[address],
                layout.place_of[address][3].decimals,
                layout.place_of[address][3].scale,
                layout.place_of[address][3].kind == "carried",
                carried(address, expression),
                expression,
                made(expression),
            )
            for address, expression in compiler.steps.items()
        ),
        conditions=tuple(
            Condition(
                index,
                check,
                address,
                expression,
                made(expression),
                tuple(made(side) for side in expression[2:]) if expression[0] == "compare" else (),
            )
            for index, (check, address, expression) in enumerate(compiler.conditions)
        ),
        absent=tuple(at for at, address in enumerate(addresses) if address in layout.absent),
    )


def faults_of(layout: FormLayout) -> list[FormulaError]:
    """Everything that is wrong with the formulas and checks of a form; `at` says where."""
    return Compiler(layout).faults


def plan_of(layout: FormLayout) -> Plan:
    """The plan of a layout, compiled once and kept with it, as its cached properties are."""
    kept: Plan | None = vars(layout).get(_KEPT)
    if kept is None:
        kept = vars(layout)[_KEPT] = compile_plan(layout)
    return kept


_KEPT = "plan of its formulas"
