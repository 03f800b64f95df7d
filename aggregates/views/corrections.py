"""`/tong-hop/dinh-chinh/<submission>/`: which totals a correction moves, before it is granted or accepted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aggregates.correction_preview import moved_by
from aggregates.timeline import words_for
from aggregates.wording import shown_amount
from indicators.calendars import period_named
from submissions.corrections import moves_totals
from submissions.permissions import check_may_review
from submissions.queries import submission_by_id
from submissions.views.report import heading
from units.errors import Conflict
from units.models import User


@require_GET
def moved(request: HttpRequest, submission_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = submission_by_id(user, submission_id)
    check_may_review(user, submission.assignment.round)
    if not moves_totals(submission):
        raise Conflict(_("Báo cáo này không có đính chính nào đang chờ."), code="nothing_to_show")
    found = moved_by(submission, user=user, at=timezone.now(), today=timezone.localdate())
    context = heading(submission) | {
        "lines": [
            {
                "one": line,
                "period": words_for(period_named(line.period)),
                "before": shown_amount(line.before, decimals=line.decimals),
                "after": shown_amount(line.after, decimals=line.decimals),
                "by": shown_amount(line.by, decimals=line.decimals),
            }
            for line in found
        ],
        "is_asked": submission.status == "accepted",
    }
    return render(request, "aggregates/correction_moves.html", context)
