"""`/dot-bao-cao/<round>/truc-tiep/`: a round while reports come in; part of its page, read over again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aggregates.live import live
from submissions.views.rounds import edition_words, round_within_reach
from submissions.wording import period_words
from units.asking import number_from
from units.models import User

EVERY = 5
"""Seconds between two readings."""


@require_GET
def round_live(request: HttpRequest, round_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    now = timezone.now()
    shown = round_within_reach(user, round_id)
    found = live(shown, user=user, at=now)
    is_part = bool(getattr(request, "htmx", False))
    missing = found.counts["missing"]
    listed = number_from(request.GET, "chua-gui", default=missing)
    context = {
        "live": found,
        "listed": listed,
        "is_list_old": listed != missing,
        "round": shown,
        "period_name": period_words(shown.period_code),
        "edition": edition_words(shown),
        "every": EVERY,
        "is_part": is_part,
        "now": timezone.localtime(now).strftime("%H:%M:%S"),
    }
    name = "aggregates/round_live_part.html" if is_part else "aggregates/round_live.html"
    return render(request, name, context)
