"""The functions a formula may call: Vietnamese and English names, how many arguments, what they give."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from indicators.layout.form import EditionWord, PeriodRole

Kind = Literal["number", "condition", "either"]


@dataclass(frozen=True, slots=True)
class Function:
    """`names`: the Vietnamese one first, then the English one, then others people write.

    `most` None: any number. `takes` and `gives`: numbers or conditions; "either" is IF, whose first argument
    is a condition and whose others are alike. `ranges`: whether `[1]..[9]` may stand among the arguments.
    """

    names: tuple[str, ...]
    least: int
    most: int | None
    takes: Kind = "number"
    gives: Kind = "number"
    ranges: bool = False


FUNCTIONS: Mapping[str, Function] = {
    "sum": Function(("TỔNG", "SUM", "CỘNG"), 1, None, ranges=True),
    "min": Function(("NHỎ_NHẤT", "MIN"), 1, None, ranges=True),
    "max": Function(("LỚN_NHẤT", "MAX"), 1, None, ranges=True),
    "abs": Function(("TRỊ_TUYỆT_ĐỐI", "ABS", "GIÁ_TRỊ_TUYỆT_ĐỐI"), 1, 1),
    "round": Function(("LÀM_TRÒN", "ROUND"), 1, 2),
    "if": Function(("NẾU", "IF"), 3, 3, takes="either", gives="either"),
    "and": Function(("VÀ", "AND"), 1, None, takes="condition", gives="condition"),
    "or": Function(("HOẶC", "OR"), 1, None, takes="condition", gives="condition"),
    "not": Function(("KHÔNG", "NOT"), 1, 1, takes="condition", gives="condition"),
}
"""Word of `nodes.Call.function` → what it is."""

POINT = ("CHỈ_TIÊU", "INDICATOR")
LISTS: Mapping[str, tuple[str, ...]] = {
    "rows": ("SỐ_DÒNG", "ROWS"),
    "sum": ("TỔNG_CỘT", "COLUMN_SUM"),
}
"""What a list of lines comes to: how many it has, and what the numbers of one column add up to."""
PERIODS: Mapping[PeriodRole, tuple[str, ...]] = {
    "previous": ("KỲ_TRƯỚC", "PREVIOUS", "KÌ_TRƯỚC"),
    "same_last_year": ("CÙNG_KỲ", "SAME_LAST_YEAR", "CÙNG_KÌ", "CÙNG_KỲ_NĂM_TRƯỚC"),
    "to_date": ("LŨY_KẾ", "TO_DATE", "LUỸ_KẾ"),
    "year": ("CẢ_NĂM", "YEAR"),
}
EDITIONS: Mapping[EditionWord, tuple[str, ...]] = {
    "plan": ("KẾ_HOẠCH", "PLAN"),
    "estimate": ("ƯỚC_TÍNH", "ESTIMATE"),
    "preliminary": ("SƠ_BỘ", "PRELIMINARY"),
}


def bare(name: str) -> str:
    """Letters only, without accents and case: "Làm tròn", "LÀM_TRÒN" and "lam_tron" are one."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isalpha())


def _by_name() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for word, function in FUNCTIONS.items():
        found |= {bare(name): ("function", word) for name in function.names}
    for role, names in PERIODS.items():
        found |= {bare(name): ("period", role) for name in names}
    for edition, names in EDITIONS.items():
        found |= {bare(name): ("edition", edition) for name in names}
    for word, names in LISTS.items():
        found |= {bare(name): ("list", word) for name in names}
    return found | {bare(name): ("point", "") for name in POINT}


BY_NAME: Mapping[str, tuple[str, str]] = _by_name()
"""Bare name → what it calls ("function", "period", "edition", "list", "point") and its word."""
