"""`/thong-bao/`: what changed for the person since the last look, the newest first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from submissions.actions.see_notices import see_notices
from submissions.notice_lines import notices_from
from submissions.notices import notices_of, seen_up_to
from units.asking import Paging, number_from
from units.models import User

SEEN = "notices_seen"
"""In the session: up to where they were marked as seen in it."""


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    mine, seen = notices_of(user, at=timezone.now()), seen_up_to(user)
    paging = Paging(number_from(request.GET, "trang", default=1), mine.count())
    shown = mine.select_related("actor")[paging.offset : paging.offset + paging.size]
    newest = mine.values_list("pk", flat=True).first() or 0
    context = {
        "notices": notices_from(shown, seen=seen),
        "paging": paging,
        "newest": newest,
        "has_new": newest > seen,
    }
    return render(request, "submissions/notices.html", context)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    up_to = number_from(request.POST, "den", default=0, highest=2**62)
    request.session[SEEN] = see_notices(by=user, up_to=up_to, at=timezone.now())
    messages.success(request, _("Đã xem tất cả thông báo."))
    return redirect("notices")
