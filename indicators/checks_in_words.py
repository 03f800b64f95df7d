"""Checks of a form in words: what each demands, and what a clerk is told where it does not hold."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.cells_in_words import Words, cell_words, own_name, seen_from, where
from indicators.formulas import Condition, Plan
from indicators.layout import Check

FAILED = {
    "=": gettext_lazy("khác"),
    "≠": gettext_lazy("bằng"),
    "<": gettext_lazy("không nhỏ hơn"),
    "≤": gettext_lazy("lớn hơn"),
    ">": gettext_lazy("không lớn hơn"),
    "≥": gettext_lazy("nhỏ hơn"),
}
"""What is so when the comparison does not hold."""
AGAINST = {"previous": gettext_lazy("kỳ trước"), "same_last_year": gettext_lazy("cùng kỳ năm trước")}
RULES = {
    "change": gettext_lazy("%(cells)s: thay đổi không quá %(limit)s%% so với %(against)s."),
    "outlier": gettext_lazy("%(cells)s: không khác xa các kỳ trước của chính đơn vị."),
    "was_there": gettext_lazy("%(cells)s: có số nếu kỳ trước đã có số."),
    "shorter_periods": gettext_lazy("%(cells)s: bằng tổng các kỳ ngắn hơn đã báo cáo."),
}
MOST_RULES = 3
"""So many different comparisons of one check are written out."""


def failure_sentence(plan: Plan, condition: Condition, sides: tuple[str, ...]) -> str:
    """ "Ô C10 (dòng 1, cột 3): 160 khác cột 7 + cột 11 (161). …": what is wrong, where, what to do.

    `sides` are the two amounts, or what stands for them in the page's script.
    """
    place = where(plan.layout, condition.address)
    if sides:
        said = f"{place}: {_compared(plan, condition, sides)}."
    else:
        rule = Words(plan, condition.address).said(condition.expression)
        said = _("%(where)s: không đúng quy tắc “%(rule)s”.") % {"where": place, "rule": rule}
    return f"{said} {condition.check.sentence or _advice(condition.check)}"


def _compared(plan: Plan, condition: Condition, sides: tuple[str, ...]) -> str:
    _word, comparison, left, right = condition.expression
    words = Words(plan, condition.address, own_name(plan, condition.address, condition.expression))
    is_here = left[0] == "cell" and plan.addresses[left[1]] == condition.address
    first = sides[0] if is_here else f"{words.of(left)} ({sides[0]})"
    second = words.of(right)
    if condition.check.kind == "sum":
        second = _("tổng của %(parts)s") % {"parts": second}
    if right[0] != "number":
        second = f"{second} ({sides[1]})"
    return f"{first} {FAILED[comparison]} {second}"


def _advice(check: Check) -> str:
    if check.kind == "part_of":
        return _("Số “trong đó” không thể lớn hơn số chung. Hãy sửa một trong hai ô.")
    if check.kind == "sum":
        return _("Hãy sửa ô tổng hoặc các ô thành phần.")
    return _("Hãy kiểm tra lại các ô này.")


def rule_words(plan: Plan, check: Check) -> str:
    """What a check demands, in printed names: “Cột 3 = cột 7 + cột 11.”"""
    layout = plan.layout
    if check.kind == "part_of":
        parts = ", ".join(seen_from(layout, check.whole, part) for part in check.parts)
        return _("Không lớn hơn %(whole)s: %(parts)s.") % {
            "whole": cell_words(layout, check.whole),
            "parts": parts,
        }
    if check.kind in RULES:
        cells = "; ".join(cell_words(layout, part) for part in check.parts)
        against = str(AGAINST.get(check.against, ""))
        said = str(RULES[check.kind]) % {"cells": cells, "limit": check.limit, "against": against}
        return said[:1].upper() + said[1:]
    rules = _comparisons(plan, check)
    said = "; ".join(rules[:MOST_RULES]) + ("; …" if len(rules) > MOST_RULES else "")
    return f"{said[:1].upper()}{said[1:]}."


def _comparisons(plan: Plan, check: Check) -> list[str]:
    """Each once: what holds in twelve rows reads the same in all of them."""
    own = [condition for condition in plan.conditions if condition.check is check]
    is_everywhere = len({condition.address for condition in own}) > 1 and check.kind == "formula"
    found = [
        Words(plan, c.address, "" if is_everywhere else cell_words(plan.layout, c.address)).said(c.expression)
        for c in own
    ]
    return list(dict.fromkeys(found))
