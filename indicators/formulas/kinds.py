"""Numbers and conditions are two kinds of value, and each part of a formula takes one of them."""

from typing import Literal

from indicators.formulas.errors import FormulaError
from indicators.formulas.functions import FUNCTIONS
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

Kind = Literal["number", "condition"]
MAX_PLACES = 6


def check_kinds(node: Node) -> Kind:
    """The kind of the whole; FormulaError where a part is of the wrong one."""
    match node:
        case Number() | Reference() | Elsewhere():
            return "number"
        case Negative(of):
            return _number(of)
        case Sum(parts) | Product(parts):
            for _sign, part in parts:
                _number(part)
            return "number"
        case Compare(first, rest):
            for part in (first, *(part for _comparison, part in rest)):
                _number(part)
            return "condition"
        case Call():
            return _call(node)
        case Range():
            raise FormulaError("range_alone")
        case Point(data_point):
            raise FormulaError("point_alone", text=data_point)


def _number(node: Node) -> Kind:
    if check_kinds(node) != "number":
        raise FormulaError("condition_as_number")
    return "number"


def _condition(node: Node) -> Kind:
    if check_kinds(node) != "condition":
        raise FormulaError("number_as_condition")
    return "condition"


def _call(node: Call) -> Kind:
    function = FUNCTIONS[node.function]
    arguments = node.arguments
    name = function.names[0]
    if len(arguments) < function.least or (function.most is not None and len(arguments) > function.most):
        raise FormulaError("how_many_arguments", name=name, least=function.least, found=len(arguments))
    if all(isinstance(argument, Number) for argument in arguments):
        raise FormulaError("only_numbers", name=name)
    if node.function == "if":
        _condition(arguments[0])
        kinds = {check_kinds(branch) for branch in arguments[1:]}
        if len(kinds) > 1:
            raise FormulaError("unlike_branches", name=name)
        return kinds.pop()
    if node.function == "round":
        _places(arguments)
        return _number(arguments[0])
    for argument in arguments:
        if isinstance(argument, Range) and function.ranges:
            continue
        (_condition if function.takes == "condition" else _number)(argument)
    return "condition" if function.gives == "condition" else "number"


def _places(arguments: tuple[Node, ...]) -> None:
    """LÀM_TRÒN(…; n): n is written out, −6 to 6; −3 rounds to thousands."""
    if len(arguments) == 1:
        return
    places = arguments[1]
    amount = places.of if isinstance(places, Negative) else places
    if not isinstance(amount, Number) or amount.value.denominator != 1 or amount.value > MAX_PLACES:
        raise FormulaError("round_places", maximum=MAX_PLACES)
