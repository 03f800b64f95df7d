"""What is said about an uploaded workbook, in words a clerk can act on."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from indicators.cells_in_words import where
from indicators.layout import FormLayout
from submissions.messages import problem_as_dict
from submissions.rules import Problem
from submissions.wording import period_words
from submissions.workbooks.refused import Refused
from submissions.workbooks.words import SENTENCES


def refusal_message(refused: Refused) -> str:
    """The sentence for a file that is not taken."""
    named = refused.code == "other_form" and refused.params.get("found")
    return _(SENTENCES["other_form_named" if named else refused.code]) % refused.params


def period_question(found: str, *, expected: str) -> str:
    """“Tệp này của kỳ …; có phải là số liệu của kỳ …?”"""
    return _(SENTENCES["other_period"]) % {"found": period_words(found), "expected": period_words(expected)}


def reading_problems(problems: Iterable[Problem], layout: FormLayout) -> list[dict[str, Any]]:
    """All problems as the API and the page show them. `layout` has the rows where the file has them."""
    return [_as_dict(problem, layout) for problem in problems]


def _as_dict(problem: Problem, layout: FormLayout) -> dict[str, Any]:
    if problem.code not in SENTENCES:
        return problem_as_dict(problem, layout)
    params = dict(problem.params)
    cell = str(params.get("cell", ""))
    row = column = ""
    if problem.address and problem.address not in layout.list_at:
        cell = layout.excel_cell(problem.address)
        place = layout.place_of.get(problem.address)
        _table, printed_row, printed_column = place[:3] if place else layout.notes[problem.address]
        row, column = printed_row.number or printed_row.name, printed_column.number
        params["where"] = where(layout, problem.address) if place else _("Ô %(cell)s") % {"cell": cell}
    return {
        "code": problem.code,
        "severity": problem.severity,
        "address": problem.address,
        "row": row,
        "column": column,
        "cell": cell,
        "message": _(SENTENCES[problem.code]) % params,
    }
