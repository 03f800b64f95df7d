"""The grammar of formulas. It is all there is: no names of variables, no attributes, no calls but by NAME.

LALR reads a text of n characters in about n steps, whatever it says. Which tokens may come next depends on
where one is: after a function's name "(" opens its arguments, elsewhere `(3)` is column 3.
"""

from lark import Lark

_SPACES = "\\t\\r\\n \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000"
_KEY = "[A-Za-z_][A-Za-z0-9_]{0,59}"

GRAMMAR = rf"""
start: condition
?condition: sum
          | sum (COMPARISON sum)+               -> compare
?sum: product
    | product ((PLUS | MINUS) product)+         -> add
?product: unary
        | unary ((TIMES | DIVIDED) unary)+      -> multiply
?unary: MINUS unary                             -> negate
      | value
?value: NUMBER                                  -> number
      | cell
      | NAME "(" arguments ")"                  -> call
      | "(" condition ")"
?cell: ADDRESS                                  -> address
     | BRACED                                   -> braced
     | place
     | TABLE place                              -> in_table
?place: ROW COLUMN                              -> row_and_column
      | ROW                                     -> row
      | COLUMN                                  -> column
arguments: argument (SEMICOLON argument)*
?argument: condition
         | cell RANGE cell                      -> range
         | STRING                               -> text

NUMBER: /[0-9][0-9.,]*/
STRING: /"[^"\n]*"|“[^“”\n]*”/
ADDRESS.4: /(?:{_KEY}\/)?{_KEY}:{_KEY}/
BRACED: /\{{[^{{}}\n]*\}}/
TABLE.3: /{_KEY}[{_SPACES}]*\/(?=[{_SPACES}]*[\[(])/
NAME.2: /[^\W\d_]+(?:[_ ]+[^\W\d_]+)*(?=[{_SPACES}]*\()/
ROW: /\[[^\[\]\n]*\]/
COLUMN.2: /\([{_SPACES}]*(?:[0-9]{{1,4}}[A-Za-z]?(?:\.[0-9]{{1,4}}[A-Za-z]?)*|{_KEY})[{_SPACES}]*\)/
COMPARISON: /<=|>=|<>|!=|[=≠<≤>≥]/
PLUS: "+"
MINUS: /[-\u2212]/
TIMES: /[*×·⋅]/
DIVIDED: /[\/÷]/
RANGE: ".."
SEMICOLON: ";"
SPACE: /[{_SPACES}]+/
%ignore SPACE
"""

KEY = _KEY


def parser_with(builder: object) -> Lark:
    """A parser that calls a method of `builder` for each rule as soon as it is read: no tree in between."""
    return Lark(GRAMMAR, parser="lalr", lexer="contextual", transformer=builder, maybe_placeholders=False)
