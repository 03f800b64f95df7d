"""From a text to nodes, or a FormulaError that says where and why. Nothing of a form is known here."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from lark import Token, UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

from indicators.answers import AnswerError, parse_answer
from indicators.answers.reading import SPACES
from indicators.formulas.errors import FormulaError
from indicators.formulas.functions import BY_NAME, bare
from indicators.formulas.grammar import parser_with
from indicators.formulas.kinds import check_kinds
from indicators.formulas.lists import point_of_list
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
    children,
)

MAX_LENGTH = 2000
MAX_NODES = 400
MAX_DEPTH = 30

_COMPARISONS = {"=": "=", "≠": "≠", "<>": "≠", "!=": "≠", "<": "<", "≤": "≤", "<=": "≤", ">": ">"} | {
    "≥": "≥",
    ">=": "≥",
}
_DATA_POINT = re.compile(r"[^\s|;=\"“”]{1,60}(?:\|[^\s\"“”]{1,300})?")
_BRACED = re.compile(r"([^/]+)/(.+):([^:]+)")


@lru_cache(maxsize=1024)
def parse(text: str) -> Node:
    """The formula as nodes. Raises FormulaError.

    A formula is at most 2,000 characters, 400 nodes and 30 deep; every kind of value is checked
    (`(3) + ((4) > 0)` adds a condition to a number and is refused).
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError("too_long", maximum=MAX_LENGTH, found=len(text))
    text = unicodedata.normalize("NFC", text)
    if not text.strip(SPACES):
        raise FormulaError("empty")
    try:
        node: Node = _PARSER.parse(text)  # type: ignore[assignment]
    except UnexpectedEOF as error:
        raise FormulaError("unfinished") from error
    except UnexpectedToken as error:
        if error.token.type == "$END":
            raise FormulaError("unfinished") from error
        raise _unexpected(text, error.token.start_pos or 0, str(error.token)) from error
    except UnexpectedCharacters as error:
        at = error.pos_in_stream or 0
        raise _unexpected(text, at, text[at : at + 1]) from error
    _check_size(node)
    check_kinds(node)
    return node


def _unexpected(text: str, position: int, found: str) -> FormulaError:
    before = text[:position].rstrip(SPACES)
    if before.endswith(","):
        return FormulaError("comma", position=len(before))
    if found.startswith(","):
        return FormulaError("comma", position=position + 1)
    name = re.match(r"[^\W\d_]+(?:[_ ]+[^\W\d_]+)*", text[position:])
    shown = name.group()[:40] if name else found[:20]
    if not shown.isprintable():
        shown = f"U+{ord(shown[0]):04X}"
    return FormulaError("unexpected", position=position + 1, found=shown)


def _check_size(root: Node) -> None:
    """Without recursion: a thousand minus signs in a row are refused here, not by Python's stack."""
    count, waiting = 0, [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH:
            raise FormulaError("too_deep", maximum=MAX_DEPTH)
        if count > MAX_NODES:
            raise FormulaError("too_many_parts", maximum=MAX_NODES)
        waiting += [(child, depth + 1) for child in children(node)]


class _Builder:
    """One method a rule of the grammar; each gets what its parts became, with tokens as they were written."""

    def start(self, parts: Sequence[Any]) -> Node:
        node: Node = parts[0]
        return node

    def compare(self, parts: Sequence[Any]) -> Node:
        rest = zip(parts[1::2], parts[2::2], strict=True)
        return Compare(parts[0], tuple((_COMPARISONS[str(sign)], node) for sign, node in rest))  # type: ignore[misc]

    def add(self, parts: Sequence[Any]) -> Node:
        rest = zip(parts[1::2], parts[2::2], strict=True)
        terms = [("+", parts[0]), *(("+" if sign == "+" else "-", node) for sign, node in rest)]
        return Sum(tuple(terms))  # type: ignore[arg-type]

    def multiply(self, parts: Sequence[Any]) -> Node:
        rest = zip(parts[1::2], parts[2::2], strict=True)
        factors = [
            ("*", parts[0]),
            *(("*" if sign.type == "TIMES" else "/", node) for sign, node in rest),
        ]
        return Product(tuple(factors))  # type: ignore[arg-type]

    def negate(self, parts: Sequence[Any]) -> Node:
        return Negative(parts[1])

    def number(self, parts: Sequence[Token]) -> Node:
        return Number(_amount(parts[0]))

    def address(self, parts: Sequence[Token]) -> Node:
        table, _slash, rest = parts[0].rpartition("/")
        row, _colon, column = rest.partition(":")
        return Reference(row, column, table, is_key=True)

    def braced(self, parts: Sequence[Token]) -> Node:
        match = _BRACED.fullmatch(parts[0][1:-1].strip(SPACES))
        if match is None:
            raise FormulaError("unexpected", position=_at(parts[0]), found=parts[0][:20])
        table, row, column = match.groups()
        return Reference(row, column, table, is_key=True)

    def row(self, parts: Sequence[Token]) -> Node:
        return Reference(row=_inside(parts[0]))

    def column(self, parts: Sequence[Token]) -> Node:
        return Reference(column=_inside(parts[0]))

    def row_and_column(self, parts: Sequence[Token]) -> Node:
        return Reference(_inside(parts[0]), _inside(parts[1]))

    def in_table(self, parts: Sequence[Any]) -> Node:
        place: Reference = parts[1]
        return replace(place, table=parts[0][:-1].strip(SPACES))

    def range(self, parts: Sequence[Any]) -> Node:
        return Range(parts[0], parts[2])

    def text(self, parts: Sequence[Token]) -> Node:
        name = parts[0][1:-1].strip(SPACES)
        if _DATA_POINT.fullmatch(name) is None:
            raise FormulaError("not_a_data_point", position=_at(parts[0]), text=name[:60])
        return Point(name if "|" in name else f"{name}|total")

    def arguments(self, parts: Sequence[Any]) -> list[Node]:
        return [part for part in parts if not isinstance(part, Token)]

    def call(self, parts: Sequence[Any]) -> Node:
        name, arguments = parts
        return called(str(name), arguments, position=_at(name))


def called(name: str, arguments: Sequence[Node], *, position: int) -> Node:
    """What a call means: a function, or a figure that stands elsewhere."""
    kind, word = BY_NAME.get(bare(name), ("", ""))
    if kind == "function":
        return Call(word, tuple(arguments))
    if not kind:
        raise FormulaError("unknown_function", position=position, name=name[:40])
    if len(arguments) != 1:
        raise FormulaError("one_argument", position=position, name=name)
    of = arguments[0]
    if kind == "list":
        if not isinstance(of, Point):
            raise FormulaError("wants_list", position=position, name=name)
        return Elsewhere(Point(point_of_list(word, of.data_point.removesuffix("|total"))))
    if kind == "point":
        if not isinstance(of, Point):
            raise FormulaError("wants_data_point", position=position, name=name)
        return Elsewhere(of)
    if isinstance(of, Reference):
        of = Elsewhere(of)
    if not isinstance(of, Elsewhere) or getattr(of, kind):
        raise FormulaError("wants_cell", position=position, name=name)
    return replace(of, period=word) if kind == "period" else replace(of, edition=word)  # type: ignore[arg-type]


def _amount(token: Token) -> Fraction:
    _whole, _comma, fraction = token.partition(",")
    try:
        answer = parse_answer(str(token), decimals=min(len(fraction), 6))
    except AnswerError as error:
        if error.code == "comma":
            raise FormulaError("comma", position=_at(token) + token.index(",")) from error
        raise FormulaError("not_a_number", position=_at(token), text=str(token)[:40]) from error
    assert answer is not None  # a token is never blank
    assert answer.amount is not None  # and begins with a digit
    return Fraction(answer.amount)


def _inside(token: Token) -> str:
    """What stands between the brackets."""
    inside = " ".join(token[1:-1].split())
    if not inside or len(inside) > 200:
        raise FormulaError("unexpected", position=_at(token), found=token[:20])
    return inside


def _at(token: Token) -> int:
    return (token.start_pos or 0) + 1


_PARSER = parser_with(_Builder())
