"""/nhat-ky/: the log, newest first, for administrators and auditors."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from units.asking import PAGE_SIZE, day_from, number_from
from units.event_details import event_details
from units.event_words import SUBJECTS, event_words
from units.models import Event
from units.permissions import check_may_read_events
from units.queries import describe_units


def events(request: HttpRequest) -> HttpResponse:
    check_may_read_events(request.user)
    found, unread = _filtered(request.GET)
    before = number_from(request.GET, "truoc", default=0, highest=2**63 - 1)
    if before:
        found = found.filter(pk__lt=before)
    # One more than a page says whether there is another; counting a log of years would be slow.
    rows = list(found.select_related("actor", "seal").order_by("-pk")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    units = describe_units({event.unit_id for event in shown if event.unit_id is not None})
    context: dict[str, Any] = {
        "rows": [
            {
                "event": event,
                "words": event_words(event.kind),
                "unit": units.get(event.unit_id) if event.unit_id else None,
                "details": event_details(event.data),
                "is_stranger": event.kind in ("user.sign_in_refused", "user.locked_out"),
            }
            for event in shown
        ],
        "next_before": shown[-1].pk if len(rows) > PAGE_SIZE else None,
        "unread": unread,
        "asked": {name: request.GET.get(name, "")[:150] for name in ("loai", "nguoi", "tu", "den")},
        "is_filtered": any(request.GET.get(name) for name in ("loai", "nguoi", "tu", "den", "truoc")),
        "subjects": [(code, _(label)) for code, label in SUBJECTS.items()],
    }
    return render(request, "units/events.html", context)


def _filtered(query: QueryDict) -> tuple[QuerySet[Event], str]:
    """Return the events asked for, and a date that could not be read. Only named filters exist."""
    found = Event.objects.all()
    if query.get("loai") in SUBJECTS:
        found = found.filter(kind__startswith=f"{query['loai']}.")
    username = query.get("nguoi", "").replace("\x00", "").strip()[:150]
    if username:
        found = found.filter(actor__username=username)
    first, unread = day_from(query, "tu")
    last, unread_last = day_from(query, "den")
    zone = timezone.get_default_timezone()
    # The first and the last day there is have no moment in UTC.
    if first and first.year > 1:
        found = found.filter(at__gte=datetime.combine(first, time.min, tzinfo=zone))
    if last and last.year < 9999:
        found = found.filter(at__lt=datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone))
    return found, unread or unread_last
