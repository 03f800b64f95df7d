"""The panel beside a cell: the last periods, the same period of last year, what people said of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from indicators.answers import Answer, Sign, format_answer
from indicators.calendars import period_named
from indicators.forms import layout_asked
from indicators.periods import Frequency, PeriodError, code_of, same_last_year
from submissions.models import Submission
from submissions.past import From, PastValue, past_values
from submissions.permissions import check_may_see_cells, may
from submissions.queries import comments_for, submission_for
from submissions.transitions import Action
from submissions.views.line import line_of
from submissions.views.printed import where
from submissions.wording import short_period_words
from units.errors import NotWithinReach
from units.models import User


@require_GET
def cell(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    check_may_see_cells(user, submission)
    address = request.GET.get("o", "")
    layout = layout_asked(submission.assignment.round)
    if address not in layout.place_of:
        raise NotWithinReach
    context = {
        "where": where(layout, address),
        "excel": layout.excel_cell(address),
        "assignment_id": assignment_id,
        "address": address,
        "may_object": layout.place_of[address][3].kind == "input" and may(user, Action.EDIT, submission),
        "comments": comments_for(user, submission).filter(address=address),
        **_past(submission, address, decimals=layout.place_of[address][3].decimals),
    }
    return render(request, "submissions/cell_panel.html", context)


def _past(submission: Submission, address: str, *, decimals: int) -> dict[str, Any]:
    values = past_values(submission, address)
    last_year = _last_year(submission.assignment.round.period_code)
    own = [index for index, value in enumerate(values) if value.origin == From.OWN]
    return {
        "past": [
            {
                "period": short_period_words(value.period_code),
                "text": format_answer(Answer(Sign(value.sign), value.amount, decimals))
                if value.has_value
                else "",
                "origin": value.origin.name,
                "parts": value.parts,
                "is_last_year": value.period_code == last_year,
            }
            for value in values
        ],
        "line": line_of([_height_of(value) for value in values], mark_before=own[0] if own else None),
        "is_daily": submission.assignment.round.template.regime.frequency == Frequency.DAY,
        "has_last_year": any(value.period_code == last_year and value.has_value for value in values),
        "is_added_up": any(value.origin == From.PREDECESSORS for value in values),
    }


def _height_of(value: PastValue) -> int | None:
    """Nothing of the kind happened: the line goes down to 0."""
    return 0 if value.has_value and value.sign == Sign.NONE else value.amount


def _last_year(code: str) -> str:
    try:
        span = same_last_year(period_named(code))
    except PeriodError:
        return ""
    return "" if span is None else code_of(span)
