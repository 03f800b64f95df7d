"""Nodes as text: the one way each formula is written. `parse(print_formula(node)) == node`."""

import re
from fractions import Fraction

from indicators.formulas.functions import EDITIONS, FUNCTIONS, LISTS, PERIODS, POINT
from indicators.formulas.grammar import KEY
from indicators.formulas.lists import ROWS, is_of_list, parts_of
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

_ADDRESS = re.compile(rf"(?:{KEY}/)?{KEY}:{KEY}")


def print_formula(node: Node) -> str:
    """Vietnamese names, `;` between arguments, `,` before decimals, one space around operators."""
    match node:
        case Number(value):
            return amount_in_words(value)
        case Reference():
            return _reference(node)
        case Range(first, last):
            return f"{_reference(first)}..{_reference(last)}"
        case Point(data_point):
            return f'"{data_point}"'
        case Elsewhere():
            return _elsewhere(node)
        case Negative(of):
            return f"-{_inside(of, (Sum, Product, Compare))}"
        case Sum(terms):
            return _joined([(sign, _inside(term, (Sum, Compare))) for sign, term in terms])
        case Product(factors):
            signs = {"*": "×", "/": "/"}
            return _joined([(signs[s], _inside(f, (Sum, Product, Compare))) for s, f in factors])
        case Compare(first, rest):
            return _joined([("", _inside(first, Compare)), *((c, _inside(p, Compare)) for c, p in rest)])
        case Call(function, arguments):
            inside = "; ".join(print_formula(argument) for argument in arguments)
            return f"{FUNCTIONS[function].names[0]}({inside})"


def amount_in_words(value: Fraction) -> str:
    """`1234,5`: a number of the language itself, with the decimals it needs."""
    for decimals in range(7):
        scaled = value * 10**decimals
        if scaled.denominator == 1:
            whole, fraction = divmod(int(scaled), 10**decimals)
            return f"{whole},{fraction:0{decimals}d}" if decimals else str(whole)
    raise ValueError(f"no number of a formula: {value}")


def _joined(parts: list[tuple[str, str]]) -> str:
    """The sign before the first part is not written."""
    return parts[0][1] + "".join(f" {sign} {text}" for sign, text in parts[1:])


def _inside(node: Node, in_brackets: type | tuple[type, ...]) -> str:
    """Never brackets around a bare number: `(3)` is column 3."""
    text = print_formula(node)
    return f"({text})" if isinstance(node, in_brackets) else text


def _reference(reference: Reference) -> str:
    table = f"{reference.table}/" if reference.table else ""
    if reference.is_key:
        address = f"{table}{reference.row}:{reference.column}"
        return address if _ADDRESS.fullmatch(address) else f"{{{address}}}"
    row = f"[{reference.row}]" if reference.row else ""
    return table + row + (f"({reference.column})" if reference.column else "")


def _elsewhere(node: Elsewhere) -> str:
    if isinstance(node.of, Point) and is_of_list(node.of.data_point):
        key, column = parts_of(node.of.data_point)
        return f'{LISTS["rows"][0]}("{key}")' if column == ROWS else f'{LISTS["sum"][0]}("{key}:{column}")'
    text = f"{POINT[0]}({print_formula(node.of)})" if isinstance(node.of, Point) else print_formula(node.of)
    if node.edition:
        text = f"{EDITIONS[node.edition][0]}({text})"
    return f"{PERIODS[node.period][0]}({text})" if node.period else text
