"""`/lich-nhac-han/`: the calendar of one's deadlines: its address made, shown once, revoked; and the file."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from submissions.actions.make_calendar_feed import make_calendar_feed
from submissions.actions.revoke_calendar_feed import revoke_calendar_feed
from submissions.calendar_feed import deadlines_of, feed_of
from submissions.models import CalendarFeed
from units.models import User

PER_MINUTE = 30
"""So many readings a minute from one address on the network; calendars ask once an hour."""
_USE_IS_NOTED_EVERY = timedelta(minutes=1)


@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    return _page(request, request.user)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    token = make_calendar_feed(user=request.user, at=timezone.now())
    address = request.build_absolute_uri(reverse("calendar-file", args=[token]))
    return _page(request, request.user, address=address)


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    if revoke_calendar_feed(user=request.user, at=timezone.now()):
        messages.success(request, _("Đã thu hồi địa chỉ lịch; ai giữ địa chỉ cũ không đọc được nữa."))
    return redirect("calendar-feed")


@login_not_required
@require_GET
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Only deadlines, for whoever has the address; nothing of a session is read."""
    if _is_too_often(request.META.get("REMOTE_ADDR", "")):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    found = feed_of(token)
    if found is None:
        raise Http404
    now = timezone.now()
    if found.last_read_at is None or found.last_read_at < now - _USE_IS_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=found.pk).update(last_read_at=now)
    with translation.override(found.user.language):
        text = deadlines_of(
            found.user,
            at=now,
            address_of=lambda duty: request.build_absolute_uri(reverse("report", args=[duty])),
        )
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="han-bao-cao.ics"'},
    )


def _page(request: HttpRequest, user: User, *, address: str = "") -> HttpResponse:
    context = {"feed": CalendarFeed.objects.filter(user=user).first(), "address": address}
    return render(request, "submissions/calendar_feed.html", context)


def _is_too_often(address: str) -> bool:
    key = f"calendar-file:{address}:{timezone.now():%Y%m%d%H%M}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > PER_MINUTE
    except ValueError:  # it went away meanwhile
        return False
