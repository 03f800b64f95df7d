"""Well-formed formulas nobody thought of, and a plain oracle of what they are worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from hypothesis import strategies as st

from indicators.formulas import faults_of
from indicators.formulas.functions import EDITIONS, PERIODS
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
from indicators.formulas.printing import print_formula
from tests.indicators.formulas.making import Case

COLUMNS = ("1", "2", "3", "4", "5")
TYPED = ("-", "…", "x", "", "0", "7", "-3", "1.250", "2,5", "-0,75", "99.999.999.999", "0,01")
NUMBER_WORDS = ("leaf", "negative", "sum of terms", "product", "sum", "min", "max", "abs", "round", "if")
CONDITION_WORDS = ("compare", "compare", "and", "or", "not", "if")
COMPARISONS = ("=", "≠", "<", "≤", ">", "≥")


@dataclass(frozen=True)
class Leaves:
    """What stands at the ends of a formula; `ranges` where the cells may be any."""

    numbers: st.SearchStrategy[Node]
    ranges: st.SearchStrategy[Node] | None = None


numbers = st.builds(
    lambda whole, scale: Number(Fraction(whole, 10**scale)), st.integers(0, 10**7), st.integers(0, 6)
)
cells = st.sampled_from(COLUMNS).map(lambda column: Reference(column=column))

# ---- any reference the grammar knows: for reading and writing ---------------------------------------------

_key = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
_printed = st.text("0123456789.IVXabcđ Ổng-–*", min_size=1, max_size=12).map(lambda t: " ".join(t.split()))
_row = _printed.filter(bool)
_column = st.one_of(_key, st.from_regex(r"[0-9]{1,4}[a-z]?(\.[0-9]{1,2})?", fullmatch=True))
references = st.one_of(
    st.builds(
        lambda table, row, column: Reference(row, column, table, is_key=True), _key | st.just(""), _key, _key
    ),
    st.builds(Reference, _row.map("hàng {}".format), st.just("c 1"), st.just("t1"), is_key=st.just(True)),
    st.builds(Reference, _row, st.just("") | _column, _key | st.just("")),
    st.builds(Reference, st.just(""), _column, _key | st.just("")),
)
points = st.from_regex(r"[A-Z0-9.]{1,12}(\|[a-z]{1,5}=[a-z0-9]{1,5})?", fullmatch=True).map(
    lambda name: Point(name if "|" in name else f"{name}|total")
)
elsewhere = st.builds(
    Elsewhere, points, st.sampled_from(["", *PERIODS]), st.sampled_from(["", *EDITIONS])
) | st.builds(Elsewhere, references, st.sampled_from([*PERIODS]), st.sampled_from(["", *EDITIONS]))


# Plain functions that draw, each a step less deep: strategies nested in strategies take seconds to describe.


def _number(draw: st.DrawFn, leaves: Leaves, depth: int) -> Node:
    """A formula that gives a number."""
    word = draw(st.sampled_from(NUMBER_WORDS)) if depth else "leaf"
    deeper = depth - 1
    if word == "leaf":
        return draw(leaves.numbers)
    if word == "negative":
        return Negative(_number(draw, leaves, deeper))
    if word == "sum of terms":
        rest = [(draw(st.sampled_from("+-")), _number(draw, leaves, deeper)) for _ in range(_few(draw))]
        return Sum((("+", _number(draw, leaves, deeper)), *rest))  # type: ignore[arg-type]
    if word == "product":
        rest = [(draw(st.sampled_from("*/")), _number(draw, leaves, deeper)) for _ in range(_few(draw))]
        return Product((("*", _number(draw, leaves, deeper)), *rest))  # type: ignore[arg-type]
    if word == "if":
        branches = _number(draw, leaves, deeper), _number(draw, leaves, deeper)
        return Call("if", (_condition(draw, leaves, deeper), *branches))
    if word == "round":
        return _rounded(_number(draw, leaves, deeper), draw(st.integers(-6, 6)))
    if word == "abs":
        return _call(word, [_number(draw, leaves, deeper)])
    parts = [_number(draw, leaves, deeper) for _ in range(_few(draw))]
    if leaves.ranges is not None:
        parts += draw(st.lists(leaves.ranges, max_size=1))
    return _call(word, parts)


def _condition(draw: st.DrawFn, leaves: Leaves, depth: int) -> Node:
    word = draw(st.sampled_from(CONDITION_WORDS)) if depth > 1 else "compare"
    deeper = max(0, depth - 1)
    if word == "compare":
        rest = [
            (draw(st.sampled_from(COMPARISONS)), _number(draw, leaves, deeper)) for _ in range(_few(draw))
        ]
        return Compare(_number(draw, leaves, deeper), tuple(rest))  # type: ignore[arg-type]
    count = {"not": 1, "if": 3}.get(word) or _few(draw)
    return Call(word, tuple(_condition(draw, leaves, deeper) for _ in range(count)))


def _few(draw: st.DrawFn) -> int:
    return draw(st.sampled_from((1, 1, 1, 2, 3)))


def _call(word: str, parts: list[Node]) -> Node:
    """Nothing but numbers is refused; a cell among them is not."""
    if all(isinstance(part, Number) for part in parts):
        parts = [*parts[:-1], Reference(column="1")]
    return Call(word, tuple(parts))


def _rounded(of: Node, places: int) -> Node:
    if isinstance(of, Number):
        of = Reference(column="1")
    amount = Number(Fraction(abs(places)))
    return Call("round", (of, Negative(amount) if places < 0 else amount))


@st.composite
def _formulas(draw: st.DrawFn, leaves: Leaves, *, conditions: bool) -> Node:
    depth = draw(st.integers(0, 3))
    return _condition(draw, leaves, depth) if conditions else _number(draw, leaves, depth)


OF_THE_FORM = Leaves(st.one_of(numbers, cells, cells))
OF_ANYTHING = Leaves(st.one_of(numbers, references, elsewhere), st.builds(Range, references, references))
computable = _formulas(OF_THE_FORM, conditions=False)
"""Nodes over the cells (1) to (5)."""
conditions = _formulas(OF_THE_FORM, conditions=True)
anything = _formulas(OF_ANYTHING, conditions=False) | _formulas(OF_ANYTHING, conditions=True)
"""Nodes with every kind of reference."""
typed_cells = st.fixed_dictionaries({f"({column})": st.sampled_from(TYPED) for column in COLUMNS})
DECIMALS = {f"({column})": 2 for column in COLUMNS}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A form with a computed cell (99), a check and what stands in its cells."""
    return Case(
        draw(typed_cells),
        formula=print_formula(draw(computable)),
        check=f"VÀ((1) ≥ (2) / 3; {print_formula(draw(conditions))}; (99) ≤ (3))",
        decimals={**DECIMALS, "(99)": draw(st.integers(0, 6))},
    )


ALLOWED_FAULTS = {"no_cell_in_check", "too_long", "too_deep", "too_many_parts"}
"""VÀ is told part by part, and each part has to read a cell; some formulas are larger than allowed."""


def faults_in(case: Case) -> list[str]:
    return [fault.code for fault in faults_of(case.layout)]


# ---- the oracle -------------------------------------------------------------------------------------------

Worth: TypeAlias = Fraction | str | bool
"""A number, a truth, or one of "-", "…", "x", "blank", "no rate"."""


def worth(node: Node, at: Mapping[str, Worth]) -> Worth:
    """What docs/formulas.md says a formula is worth; `at`: printed column → what stands there."""
    match node:
        case Number(value):
            return value
        case Reference(column=column):
            return at[column]
        case Negative(of):
            value = worth(of, at)
            return value if isinstance(value, str) else -value
        case Sum(terms):
            return _added([(sign, worth(term, at)) for sign, term in terms])
        case Product(factors):
            total = worth(factors[0][1], at)
            for sign, factor in factors[1:]:
                total = (_multiplied if sign == "*" else _divided)(total, worth(factor, at))
            return total
        case Compare(first, rest):
            parts = [worth(first, at), *(worth(part, at) for _c, part in rest)]
            signs = [comparison for comparison, _part in rest]
            if set(signs) == {"="}:
                return _all([_compared("=", parts[0], part) for part in parts[1:]])
            return _all([_compared(s, a, b) for s, a, b in zip(signs, parts, parts[1:], strict=False)])
        case Call(word, arguments):
            return _called(word, list(arguments), at)
    raise AssertionError(node)


def _known(values: list[Worth]) -> str | None:
    """Why the whole is not known, if it is not."""
    return next((mark for mark in ("blank", "…", "no rate") if mark in values), None)


def _added(terms: list[tuple[str, Worth]]) -> Worth:
    values = [value for _sign, value in terms]
    if mark := _known(values):
        return mark
    if all(isinstance(value, str) for value in values):
        return "-" if "-" in values else "x"
    return sum((v if sign == "+" else -v for sign, v in terms if not isinstance(v, str)), Fraction(0))


def _multiplied(left: Worth, right: Worth) -> Worth:
    for mark in ("blank", "…", "no rate", "x", "-"):
        if mark in (left, right):
            return mark
    return left * right  # type: ignore[operator]


def _divided(left: Worth, right: Worth) -> Worth:
    for mark in ("blank", "…", "no rate", "x"):
        if mark in (left, right):
            return mark
    if right in ("-", 0):
        return "no rate"
    return "-" if left == "-" else Fraction(left, right)  # type: ignore[arg-type]


def _compared(comparison: str, left: Worth, right: Worth) -> Worth:
    for mark in ("blank", "…", "no rate", "x"):
        if mark in (left, right):
            return mark
    one, other = (Fraction(0) if value == "-" else value for value in (left, right))
    is_less, is_equal = one < other, one == other  # type: ignore[operator]
    return {
        "=": is_equal,
        "≠": not is_equal,
        "<": is_less,
        "≤": is_less or is_equal,
        ">": not is_less and not is_equal,
        "≥": not is_less,
    }[comparison]


def _all(truths: list[Worth]) -> Worth:
    if any(truth is False for truth in truths):
        return False
    return next((mark for mark in ("blank", "…", "no rate", "x") if mark in truths), True)


def _called(word: str, arguments: list[Node], at: Mapping[str, Worth]) -> Worth:
    if word == "if":
        truth = worth(arguments[0], at)
        return truth if isinstance(truth, str) else worth(arguments[1 if truth else 2], at)
    if word == "round":
        value, places = worth(arguments[0], at), worth(arguments[1], at)
        return value if isinstance(value, str) else _half_up(Fraction(value), int(places))
    values = [worth(argument, at) for argument in arguments]
    if word == "sum":
        return _added([("+", value) for value in values])
    if word == "and":
        return _all(values)
    if word in ("not", "or"):
        turned = [value if isinstance(value, str) else not value for value in values]
        if word == "not":
            return turned[0]
        result = _all(turned)
        return result if isinstance(result, str) else not result
    if word == "abs":
        return values[0] if isinstance(values[0], str) else abs(values[0])
    if mark := _known(values):
        return mark
    amounts = [value for value in values if not isinstance(value, str)]
    if not amounts:
        return "-" if "-" in values else "x"
    return min(amounts) if word == "min" else max(amounts)


def _half_up(value: Fraction, places: int) -> Fraction:
    """By way of the text: digits, then one more."""
    unit = Fraction(10) ** -places
    whole, rest = divmod(abs(value), unit)
    nearest = (whole + (1 if rest * 2 >= unit else 0)) * unit
    return nearest if value >= 0 else -nearest


def shown(value: Worth, *, decimals: int) -> str:
    """What a computed cell shows, in plain notation."""
    if isinstance(value, str):
        return {"blank": "", "no rate": "x"}.get(value, value)
    amount = _half_up(Fraction(value), decimals)
    if abs(amount) * 10**decimals > 10**14:
        return "too large"
    return f"{amount.numerator * 10**decimals // amount.denominator}"
