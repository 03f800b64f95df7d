"""What a formula says, as a tree of frozen nodes. References are still as written: no form is known here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from indicators.layout.form import EditionWord, PeriodRole

Comparison = Literal["=", "≠", "<", "≤", ">", "≥"]


@dataclass(frozen=True, slots=True)
class Number:
    """Never negative: a minus before it is `Negative`."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell as written. Empty words are filled in by where the formula stands.

    `row` is a printed number, Mã số, label or key; `column` a printed number or key. `is_key`: the three are
    stable keys (`t1/r05:c1`), nothing is looked up among what is printed.
    """

    row: str = ""
    column: str = ""
    table: str = ""
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """From one cell to another, both included, in printed order along a row or a column."""

    first: Reference
    last: Reference


@dataclass(frozen=True, slots=True)
class Point:
    """A data point of the catalogue, "INDICATOR|breakdown" (`…|total` when not broken down)."""

    data_point: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A figure that counts already: of another period or edition, or of another form.

    `period` and `edition` are "" where they are those of the cell itself.
    """

    of: Reference | Point
    period: PeriodRole | Literal[""] = ""
    edition: EditionWord | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Negative:
    of: "Node"


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms with the sign before each: "+" or "-". The first is never "-" (that is a `Negative`)."""

    terms: tuple[tuple[Literal["+", "-"], "Node"], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors with "*" or "/" before each. The first is always "*"."""

    factors: tuple[tuple[Literal["*", "/"], "Node"], ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """`first` then comparisons in a row: `1 = 2 + 3 = 4 + 5`."""

    first: "Node"
    rest: tuple[tuple[Comparison, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """`function` is a word of `functions.FUNCTIONS`."""

    function: str
    arguments: tuple["Node", ...]


Node: TypeAlias = Number | Reference | Range | Point | Elsewhere | Negative | Sum | Product | Compare | Call


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below."""
    match node:
        case Negative(of) | Elsewhere(of=of):
            yield of
        case Sum(parts) | Product(parts):
            for _sign, part in parts:
                yield part
        case Compare(first, rest):
            yield first
            for _comparison, part in rest:
                yield part
        case Call(arguments=arguments):
            yield from arguments
        case Range(first, last):
            yield first
            yield last


def with_references(node: Node, changed: Callable[[Reference], Reference]) -> Node:
    """The same formula over other names."""
    match node:
        case Reference():
            return changed(node)
        case Range(first, last):
            return Range(changed(first), changed(last))
        case Elsewhere(Reference() as of):
            return replace(node, of=changed(of))
        case Negative(of):
            return Negative(with_references(of, changed))
        case Sum(terms):
            return Sum(tuple((sign, with_references(one, changed)) for sign, one in terms))
        case Product(factors):
            return Product(tuple((sign, with_references(one, changed)) for sign, one in factors))
        case Compare(first, rest):
            return Compare(
                with_references(first, changed), tuple((c, with_references(one, changed)) for c, one in rest)
            )
        case Call(function, arguments):
            return Call(function, tuple(with_references(one, changed) for one in arguments))
    return node
