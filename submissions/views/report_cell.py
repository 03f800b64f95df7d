"""The panel beside a cell: what it said in earlier periods, the same period of last year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from indicators.answers import Answer, Sign, format_answer
from indicators.forms import layout_of
from indicators.periods import PeriodError, code_of, parse_period, same_last_year
from submissions.permissions import check_may_see_cells
from submissions.queries import past_values, submission_for
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
    layout = layout_of(submission.assignment.round.version)
    if address not in layout.place_of:
        raise NotWithinReach
    decimals = layout.place_of[address][3].decimals
    last_year = _last_year(submission.assignment.round.period_code)
    past = [
        {
            "period": short_period_words(value.period_code),
            "text": format_answer(Answer(Sign(value.sign), value.amount, decimals)),
            "is_last_year": value.period_code == last_year,
        }
        for value in past_values(submission, address)
    ]
    context = {
        "where": where(layout, address),
        "excel": layout.excel_cell(address),
        "past": past,
        "has_last_year": any(value["is_last_year"] for value in past),
    }
    return render(request, "submissions/cell_panel.html", context)


def _last_year(code: str) -> str:
    try:
        span = same_last_year(parse_period(code))
    except PeriodError:
        return ""
    return "" if span is None else code_of(span)
