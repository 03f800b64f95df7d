"""Rates whose header says of what and by what: "Tháng báo cáo so cùng kỳ", "Lũy kế so kế hoạch năm"."""

import re
from collections.abc import Iterable, Sequence

from indicators.recognition.equations import as_percentage
from indicators.recognition.found import FoundColumn
from indicators.recognition.text import plain
from indicators.recognition.times import is_comparison, is_growth, is_percentage

_BY = re.compile(r"\b(?:so|voi)\b")
_SAME = re.compile(r"\bcung ky\b|\bnam truoc\b")
_PREVIOUS = re.compile(r"\b(?:thang|quy|ky) truoc\b")
_PLAN = re.compile(r"\b(?:ke hoach|kh)\b")


def rate_of(column: FoundColumn, data: Sequence[FoundColumn]) -> str:
    """The formula of a rate in per cent; "" where the header or the columns leave it open."""
    if not is_percentage(column.path):
        return ""
    own = plain(column.path[-1])
    split = _BY.search(own)
    of, by = (own[: split.start()], own[split.end() :]) if split else ("", own)
    figures = [one for one in data if one.number and not is_comparison(one.path)]
    what = _of_what(of, figures)
    base = _by_what(by, what, figures) if what is not None else ""
    if what is None or not base:
        return ""
    rate = as_percentage(f"({what.number}) / {base}")
    return f"{rate} - 100" if is_growth(column.path) else rate


def _of_what(words: str, figures: Sequence[FoundColumn]) -> FoundColumn | None:
    period = "to_date" if "luy ke" in words else "this"
    return _only(one for one in figures if one.period == period and one.edition != "plan")


def _by_what(words: str, what: FoundColumn, figures: Sequence[FoundColumn]) -> str:
    if _PLAN.search(words):
        plan = _only(one for one in figures if one.edition == "plan")
        return f"({plan.number})" if plan is not None else ""
    is_to_date = what.period == "to_date"
    if _SAME.search(words):
        same = _only(one for one in figures if one.period == "same_last_year" and one.edition != "plan")
        if same is not None and not is_to_date:
            return f"({same.number})"
        return f"CÙNG_KỲ(({what.number}))" if same is None else ""
    if _PREVIOUS.search(words) and not is_to_date:
        before = _only(one for one in figures if one.period == "previous" and one.edition != "plan")
        return f"({before.number})" if before is not None else f"KỲ_TRƯỚC(({what.number}))"
    return ""


def _only(found: Iterable[FoundColumn]) -> FoundColumn | None:
    columns = list(found)
    return columns[0] if len(columns) == 1 else None
