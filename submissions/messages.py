"""Problems in words a clerk can act on: what is wrong, where (as printed, and in Excel), what to do."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from indicators.answers import SENTENCES
from indicators.cells_in_words import row_words, where
from indicators.checks_in_words import AGAINST, failure_sentence
from indicators.formulas import plan_for_script, plan_of
from indicators.formulas.lists import ROWS, is_of_list, parts_of
from indicators.layout import FormLayout
from submissions.rules.problem import Problem
from submissions.sheet import Sheet

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
        "row": row_words(place[1]) if place else "",
        "column": place[2].number if place else "",
        "cell": layout.excel_cell(problem.address) if place else "",
        "message": message_of(problem, layout),
    }


def problems_as_dicts(problems: Iterable[Problem], layout: FormLayout) -> list[dict[str, Any]]:
    return [problem_as_dict(problem, layout) for problem in problems]


def _comparison(problem: Problem, layout: FormLayout) -> str:
    plan = plan_of(layout)
    condition = plan.conditions[int(problem.params["condition"])]
    sides = tuple(str(problem.params[side]) for side in ("left", "right") if side in problem.params)
    return failure_sentence(plan, condition, sides)


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


def _empty_section(problem: Problem, layout: FormLayout) -> str:
    return _("Phần “%(title)s” chưa viết. Biểu này cần có phần đó.") % problem.params


def _of_list(problem: Problem, layout: FormLayout) -> str:
    return _(_OF_LISTS[problem.code]) % problem.params


_OF_LISTS = {
    "empty_list": gettext_noop("“%(title)s” chưa có dòng nào. Biểu này cần có danh sách đó."),
    "list_missing": gettext_noop("“%(title)s”, dòng %(line)d: chưa ghi “%(column)s”."),
    "list_number": gettext_noop(
        "“%(title)s”, dòng %(line)d, cột “%(column)s”: “%(text)s” không đọc được thành số (nhiều nhất "
        "%(decimals)d chữ số thập phân). Hãy ghi như 1.234."
    ),
    "list_date": gettext_noop(
        "“%(title)s”, dòng %(line)d, cột “%(column)s”: “%(text)s” không phải một ngày. "
        "Hãy ghi như 05/07/2026."
    ),
}


def _no_enclosure(problem: Problem, layout: FormLayout) -> str:
    return (
        _(
            "Chưa kèm tài liệu “%(title)s”. Hãy chọn tệp ở mục này, dưới các bảng của biểu, rồi trình ký "
            "hoặc gửi lại."
        )
        % problem.params
    )


def _told(sentence: str) -> Callable[[Problem, FormLayout], str]:
    """A sentence with %(where)s, %(against)s and the problem's own params; the officer's words go last."""

    def words(problem: Problem, layout: FormLayout) -> str:
        params: dict[str, str | int] = {**problem.params, "where": where(layout, problem.address)}
        params["against"] = str(AGAINST.get(str(problem.params.get("against")), ""))
        said = _(sentence) % params
        check = next((c for c in layout.checks if c.key == problem.params.get("check")), None)
        return f"{said} {check.sentence}" if check and check.sentence else said

    return words


def _changed_much(problem: Problem, layout: FormLayout) -> str:
    is_up = problem.params["direction"] == "up"
    return _told(MORE_THAN if is_up else LESS_THAN)(problem, layout)


NO_RATE = gettext_noop("%(where)s: không tính được vì số chia bằng 0 hoặc không phát sinh, nên ghi x.")
TOO_LARGE = gettext_noop(
    "%(where)s: kết quả tính vượt giới hạn của ô. Hãy kiểm tra lại các số và đơn vị tính."
)
MORE_THAN = gettext_noop(
    "%(where)s: %(now)s tăng %(rate)s%% so với %(against)s (%(before)s), quá %(limit)s%%. "
    "Hãy kiểm tra lại hoặc giải trình."
)
LESS_THAN = gettext_noop(
    "%(where)s: %(now)s giảm %(rate)s%% so với %(against)s (%(before)s), quá %(limit)s%%. "
    "Hãy kiểm tra lại hoặc giải trình."
)
_WORDS: Mapping[str, Callable[[Problem, FormLayout], str]] = {
    **dict.fromkeys(
        ("part_exceeds_whole", "parts_do_not_add_up", "rule_not_held", "out_of_range"), _comparison
    ),
    "unreadable": _unreadable,
    "empty_cells": _empty_cells,
    "negative_count": _told(
        gettext_noop("%(where)s: %(amount)s nhỏ hơn 0. Số đếm không thể âm; hãy kiểm tra lại số.")
    ),
    "computed_otherwise": _told(
        gettext_noop("%(where)s: ô tính, đã ghi “%(said)s”, tính lại là “%(is)s”. Dùng số tính lại.")
    ),
    "carried_otherwise": _told(
        gettext_noop("%(where)s: ô chuyển, đã ghi “%(said)s”, số đã duyệt là “%(is)s”. Dùng số đã duyệt.")
    ),
    "reused_otherwise": _told(
        gettext_noop(
            "%(where)s: số lấy từ biểu %(form)s là “%(is)s”, đã ghi “%(said)s”. Dùng số của biểu %(form)s; "
            "nếu số đó sai, hãy xin đính chính ở báo cáo của biểu %(form)s."
        )
    ),
    "reused_not_there": _told(
        gettext_noop(
            "%(where)s: số lấy từ biểu %(form)s, ở đó chưa có; “%(said)s” không được dùng. "
            "Hãy trả lời ở biểu %(form)s, số sẽ tự điền vào đây."
        )
    ),
    "opening_figures": _told(
        gettext_noop(
            "Cột “%(column)s” chưa có số để tự điền: %(count)s ô nhập tay là số đầu kỳ. "
            "Hãy ghi lý do, một lần cho cả cột."
        )
    ),
    "empty_section": _empty_section,
    "no_enclosure": _no_enclosure,
    **dict.fromkeys(("empty_list", "list_missing", "list_number", "list_date"), _of_list),
    "divided_by_nothing": _told(NO_RATE),
    "computed_too_large": _told(TOO_LARGE),
    "changed_much": _changed_much,
    "unusual": _told(
        gettext_noop(
            "%(where)s: %(now)s khác xa %(count)s kỳ trước của đơn vị (từ %(least)s đến %(most)s, "
            "giữa là %(median)s). Hãy kiểm tra lại hoặc giải trình."
        )
    ),
    "was_there_before": _told(
        gettext_noop(
            "%(where)s: ghi “%(sign)s” trong khi %(against)s có số (%(before)s). Hãy nhập số hoặc giải trình."
        )
    ),
    "differs_from_shorter": _told(
        gettext_noop(
            "%(where)s: %(now)s khác tổng các kỳ ngắn hơn đã duyệt (%(sum)s). "
            "Hãy kiểm tra lại hoặc giải trình."
        )
    ),
}


def rules_for_page(sheet: Sheet) -> dict[str, Any]:
    """The plan for the page's script, which tells at the cell what the server will say.

    As `plan_for_script`, and for each condition in `told`: the severity, and the sentence with "{left}" and
    "{right}" where the amounts go; `no_rate` and `too_large` have "{where}".
    """
    plan = sheet.plan
    told = [
        {
            "severity": sheet.severity_of(condition.check),
            "message": failure_sentence(plan, condition, ("{left}", "{right}") if condition.sides else ()),
        }
        for condition in plan.conditions
    ]
    return {
        **plan_for_script(plan, sheet.background.figures),
        "told": told,
        "no_rate": _(NO_RATE) % {"where": "{where}"},
        "too_large": _(TOO_LARGE) % {"where": "{where}"},
    }


def lists_for_page(layout: FormLayout) -> dict[str, Any]:
    """What the page's script needs of lists: their columns, and which of the plan's figures each column is.

    {address: {"title":…, "columns": [{"label", "kind", "decimals", "required"}], "rows": [i],
    "sums": {i: at}}}
    """
    sources = plan_of(layout).sources
    found: dict[str, Any] = {}
    for asked in layout.lists:
        at = {column.key: index for index, column in enumerate(asked.columns)}
        named = [
            (number, parts_of(source.data_point)[1])
            for number, source in enumerate(sources)
            if is_of_list(source.data_point) and parts_of(source.data_point)[0] == asked.key
        ]
        found[asked.address] = {
            "title": asked.title,
            "columns": [
                {"label": c.label, "kind": c.kind, "decimals": c.decimals, "required": c.is_required}
                for c in asked.columns
            ],
            "rows": [number for number, column in named if column == ROWS],
            "sums": {number: at[column] for number, column in named if column != ROWS},
        }
    return found


def reading_sentences() -> dict[str, str]:
    """Why a typed text is no number, for the page's script: code → sentence with %(name)s."""
    return {code: _(sentence) for code, sentence in SENTENCES.items()}
