"""Problems in words a clerk can act on: what is wrong, where (as printed, and in Excel), what to do."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from indicators.answers import SENTENCES
from indicators.layout import Check, FormLayout, Row
from submissions.rules.problem import Problem

NAMED = 8
"""So many empty cells are named; the rest are counted."""


def message_of(problem: Problem, layout: FormLayout) -> str:
    """The sentence for one problem."""
    return _WORDS[problem.code](problem, layout)


def problem_as_dict(problem: Problem, layout: FormLayout) -> dict[str, Any]:
    """A problem for the API and the page: code, severity, address, printed row and column, cell, message."""
    place = layout.place_of.get(problem.address)
    return {
        "code": problem.code,
        "severity": problem.severity,
        "address": problem.address,
        "row": _row_words(place[1]) if place else "",
        "column": place[2].number if place else "",
        "cell": layout.excel_cell(problem.address) if place else "",
        "message": message_of(problem, layout),
    }


def problems_as_dicts(problems: Iterable[Problem], layout: FormLayout) -> list[dict[str, Any]]:
    return [problem_as_dict(problem, layout) for problem in problems]


def where(layout: FormLayout, address: str) -> str:
    """ "Ô E19 (dòng 3.7, cột 1)"."""
    _table, row, column, _cell = layout.place_of[address]
    return _("Ô %(cell)s (dòng %(row)s, cột %(column)s)") % {
        "cell": layout.excel_cell(address),
        "row": _row_words(row),
        "column": column.number or column.label,
    }


def _row_words(row: Row) -> str:
    return row.number if row.number not in ("", "-", "–") else f"“{row.label}”"


def _seen_from(layout: FormLayout, address: str, other: str) -> str:
    """How the cell `other` is named next to the cell `address`: by what differs."""
    _table, row, column, _cell = layout.place_of[address]
    _other_table, other_row, other_column, _other_cell = layout.place_of[other]
    names = {"row": _row_words(other_row), "column": other_column.number or other_column.label}
    if other_row.key == row.key:
        return _("cột %(column)s") % names
    if other_column.key == column.key:
        return _("dòng %(row)s") % names
    return _("dòng %(row)s, cột %(column)s") % names


# The two sentences are also given to the page's script, with {part}, {whole} and {sum} left open.


def _exceeds(layout: FormLayout, check: Check, part: str, values: Mapping[str, str]) -> str:
    sentence = _("%(where)s: %(part)s lớn hơn %(other)s (%(whole)s).") % {
        "where": where(layout, part),
        "other": _seen_from(layout, part, check.whole),
        **values,
    }
    reason = check.sentence or _("Số “trong đó” không thể lớn hơn số chung. Hãy sửa một trong hai ô.")
    return f"{sentence} {reason}"


def _not_added_up(layout: FormLayout, check: Check, values: Mapping[str, str]) -> str:
    sentence = _("%(where)s: %(whole)s khác tổng của %(parts)s (%(sum)s).") % {
        "where": where(layout, check.whole),
        "parts": " + ".join(_seen_from(layout, check.whole, part) for part in check.parts),
        **values,
    }
    advice = check.sentence or _("Hãy sửa ô tổng hoặc các ô thành phần.")
    return f"{sentence} {advice}"


def _part_exceeds_whole(problem: Problem, layout: FormLayout) -> str:
    values = {"part": str(problem.params["part"]), "whole": str(problem.params["whole"])}
    return _exceeds(layout, _check_of(problem, layout), problem.address, values)


def _parts_do_not_add_up(problem: Problem, layout: FormLayout) -> str:
    values = {"sum": str(problem.params["sum"]), "whole": str(problem.params["whole"])}
    return _not_added_up(layout, _check_of(problem, layout), values)


def _check_of(problem: Problem, layout: FormLayout) -> Check:
    return next(check for check in layout.checks if check.key == problem.params["check"])


def _unreadable(problem: Problem, layout: FormLayout) -> str:
    return _("%(where)s: “%(text)s” chưa đọc được. %(reason)s") % {
        "where": where(layout, problem.address),
        "text": problem.params["text"],
        "reason": _(SENTENCES[str(problem.params["reason"])]) % problem.params,
    }


def _empty_cells(problem: Problem, layout: FormLayout) -> str:
    addresses = str(problem.params["addresses"]).split(" ")
    cells = ", ".join(layout.excel_cell(address) for address in addresses[:NAMED])
    more = len(addresses) - NAMED
    if more > 0:
        cells = _("%(cells)s và %(more)d ô khác") % {"cells": cells, "more": more}
    return _(
        "Còn %(count)d ô chưa nhập: %(cells)s. Hãy nhập số; ghi “-” nếu không phát sinh, "
        "“…” nếu chưa thu thập được, “x” nếu không áp dụng."
    ) % {"count": problem.params["count"], "cells": cells}


def _negative_count(problem: Problem, layout: FormLayout) -> str:
    return _("%(where)s: %(amount)s nhỏ hơn 0. Số đếm không thể âm; hãy kiểm tra lại số.") % {
        "where": where(layout, problem.address),
        "amount": problem.params["amount"],
    }


_WORDS: Mapping[str, Callable[[Problem, FormLayout], str]] = {
    "part_exceeds_whole": _part_exceeds_whole,
    "parts_do_not_add_up": _parts_do_not_add_up,
    "unreadable": _unreadable,
    "empty_cells": _empty_cells,
    "negative_count": _negative_count,
}


def rules_for_page(layout: FormLayout) -> list[dict[str, Any]]:
    """The declared checks for the page's script, which tells at the cell what the server will say.

    `kind` "part_of": {part, whole, message with "{part}" and "{whole}"}; "sum": {whole, parts, message with
    "{whole}" and "{sum}"}. Each also has `key`, `severity`, and `address`, where the message belongs.
    """
    rules: list[dict[str, Any]] = []
    for check in layout.checks:
        common = {"key": check.key, "severity": check.severity, "whole": check.whole}
        if check.kind == "sum":
            message = _not_added_up(layout, check, {"whole": "{whole}", "sum": "{sum}"})
            rules.append(
                {
                    **common,
                    "kind": "sum",
                    "address": check.whole,
                    "parts": list(check.parts),
                    "message": message,
                }
            )
            continue
        for part in check.parts:
            message = _exceeds(layout, check, part, {"part": "{part}", "whole": "{whole}"})
            rules.append({**common, "kind": "part_of", "address": part, "part": part, "message": message})
    return rules


def reading_sentences() -> dict[str, str]:
    """Why a typed text is no number, for the page's script: code → sentence with %(name)s."""
    return {code: _(sentence) for code, sentence in SENTENCES.items()}
