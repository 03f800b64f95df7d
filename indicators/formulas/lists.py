"""What lists come to, as formulas name it: SỐ_DÒNG("l1") and TỔNG_CỘT("l1:c2"), by stable keys.

Bound, they are sources as figures from elsewhere are: `list:l1|rows`, `list:l1|c2`.
"""

from collections.abc import Iterable

from indicators.formulas.errors import FormulaError
from indicators.layout import FormLayout

BEFORE, ROWS = "list:", "rows"


def point_of_list(word: str, named: str) -> str:
    """The data point that stands for it; `named` is "l1" or "l1:c2"."""
    key, _colon, column = named.partition(":")
    return f"{BEFORE}{key}|{ROWS if word == 'rows' else column}"


def is_of_list(data_point: str) -> bool:
    return data_point.startswith(BEFORE)


def parts_of(data_point: str) -> tuple[str, str]:
    """(key of the list, key of the column, or "rows")."""
    key, _bar, column = data_point.removeprefix(BEFORE).partition("|")
    return key, column


def check_list(layout: FormLayout, data_point: str) -> None:
    """FormulaError where the form has no such list, or no such column of numbers."""
    key, column = parts_of(data_point)
    one = next((one for one in layout.lists if one.key == key), None)
    numbers: Iterable[str] = [] if one is None else [c.key for c in one.columns if c.kind == "number"]
    if one is None or (column != ROWS and column not in numbers):
        raise FormulaError("no_such_list", name=key if column == ROWS else f"{key}:{column}")
