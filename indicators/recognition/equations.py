"""What a form prints as a formula ("(7)=(8)+(9)+(10)", "5=3/2", "1=2+…+7") in the product's own grammar."""

import re
from collections.abc import Collection

from indicators.formulas import FormulaError, parse, print_formula
from indicators.formulas.nodes import Call, Node, Product, Range, Sum

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?[a-wyz]?)|(\.{2,3}|…)|([+\-−–*×x·/:÷()%]))", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[]\s*(?:c[oộ]t\s*)?(\d{1,3}[a-z]?(?:\.\d{1,2})?)\s*[)\]]", re.IGNORECASE)
_TENS = ("10", "100", "1000", "10000", "1000000")
"""They turn one unit into another ("3=1*2/10": ha × tạ/ha is tấn), unless a column is called so."""
_COLUMN_WORD = re.compile(r"c[oộ]t\s*", re.IGNORECASE)
_SIGNS = {"−": "-", "–": "-", "x": "×", "X": "×", "*": "×", "·": "×", "/": "/", ":": "/", "÷": "/"}
_IN_LABEL = re.compile(
    r"\(?\s*((?:(?:c[oộ]t\s*)?[(\[]?\d{1,3}[a-z]?[)\]]?\s*|(?<=\()\s*)=\s*[\d(\[][\d\sa-zộ()\[\]+\-–*/:×÷%=.…]*)$",
    re.IGNORECASE,
)

_LINE = r"[A-ZĐ]{1,4}\d{0,3}|\d{1,3}(?:\.\d{1,3})*|[a-zđ]"
_LINES = rf"(?:{_LINE})(?:\s*\+\s*(?:{_LINE}))+"
_LINES_ADDED = re.compile(
    rf"[(\[]\s*(?:(?:{_LINE})?\s*=\s*)?({_LINES})\s*[)\]]\s*$|(?<=\w)\s*=\s*({_LINES})\s*$"
)


def formula_of(equation: str, known: Collection[str]) -> str | None:
    """The right side of a printed equation over the columns `known`; None when it cannot be read surely."""
    text = _COLUMN_WORD.sub("", _BRACKETED.sub(r" \1 ", equation)).strip()
    parts: list[str] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        at = match.end()
        part = _part(match, known, parts)
        if part is None:
            return None
        parts.append(part)
    return canonical(_counted_out(" ".join(part for part in parts if part), known))


def _part(match: re.Match[str], known: Collection[str], before: list[str]) -> str | None:
    number, dots, sign = match.groups()
    if number:
        number = number.lower()
        is_ten = number in _TENS and before[-1:] in (["×"], ["/"])
        if number in known:
            return None if is_ten and "×" in before else f"({number})"
        return number if is_ten else None
    if dots:
        return "…"
    if sign == "%":
        return "" if before[-1:] == ["100"] else None
    return _SIGNS.get(sign, sign)


def _counted_out(text: str, known: Collection[str]) -> str:
    """ "(2) + … + (5)" is (2) + (3) + (4) + (5)."""

    def between(match: re.Match[str]) -> str:
        first, last = int(match[1]), int(match[2])
        numbers = [str(number) for number in range(first, last + 1)]
        if first >= last or any(number not in known for number in numbers):
            return match[0]
        return " + ".join(f"({number})" for number in numbers)

    return re.sub(r"\((\d+)\) \+ … \+ \((\d+)\)", between, text)


def canonical(text: str) -> str | None:
    """As `print_formula` writes it; None when the grammar does not read it."""
    try:
        return print_formula(flat(parse(text)))
    except FormulaError:
        return None


def flat(node: Node) -> Node:
    """Without brackets that change nothing: (3 / 2) × 100 is 3 / 2 × 100; TỔNG of cells is an addition."""
    match node:
        case Call("sum", arguments) if not any(isinstance(part, Range) for part in arguments):
            return Sum(tuple(("+", flat(part)) for part in arguments))
        case Sum(terms):
            return Sum(tuple((sign, flat(part)) for sign, part in terms))
        case Product(factors):
            (_sign, first), *rest = ((sign, flat(part)) for sign, part in factors)
            begin = first.factors if isinstance(first, Product) else (("*", first),)
            return Product((*begin, *rest))
        case Call(function, arguments):
            return Call(function, tuple(flat(part) for part in arguments))
    return node


def chain_of(equation: str) -> list[str]:
    """ "2+3=4+5" after "1=" is two statements about column 1."""
    return [part.strip() for part in equation.split("=") if part.strip()]


def split_label(label: str) -> tuple[str, str, str]:
    """A header "Tổng số (3=4+5+6)": its words, the number it gives itself, what stands after "="."""
    match = _IN_LABEL.search(label)
    if match is None:
        return label, "", ""
    said = match[1].strip()
    left, _equals, right = said.partition("=")
    if right.count(")") > right.count("("):
        right = right[: right.rindex(")")]
    number = _COLUMN_WORD.sub("", left).strip(" ()[]").lower()
    return label[: match.start()].rstrip(" (:"), number, right.strip()


def lines_added_in(label: str) -> str:
    """ "I+II" of "TỔNG CỘNG (I+II)"; "" for none. Only sums: "(6-10)" are ages."""
    match = _LINES_ADDED.search(label)
    return (match[1] or match[2]) if match else ""


def is_quotient(formula: str) -> bool:
    """One division of two columns and nothing else: a share or an index when it stands under "%"."""
    return re.fullmatch(r"\(\w+\) / \(\w+\)", formula) is not None


def as_percentage(formula: str) -> str:
    return f"{formula} × 100"
