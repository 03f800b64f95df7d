"""The deadlines of one person as a calendar: open duties of the units they fill or sign for."""

import hmac
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from indicators.models import Assignment
from indicators.queries import effective_due
from submissions.calendar_text import Entry, calendar_text
from submissions.models import CalendarFeed, DeadlineSequence, Status
from submissions.reminder_mail import form_words
from submissions.reminders import unsent_duties
from submissions.wording import moment_words
from units.models import User
from units.permissions import VERBS, units_where
from units.queries import describe_units
from units.tokens import digest_of

MOST = 500
"""So many deadlines, the nearest first, are a calendar; nobody has more at once."""


def feed_of(token: str) -> CalendarFeed | None:
    """The feed a token opens, of somebody who may still sign in."""
    digest = digest_of(token)
    found = CalendarFeed.objects.select_related("user").filter(digest=digest, user__is_active=True).first()
    return found if found is not None and hmac.compare_digest(found.digest, digest) else None


def deadlines_of(user: User, *, at: datetime, address_of: Callable[[int], str]) -> str:
    """The file; `address_of`: number of a duty → the address of its report. Five queries and what moved."""
    duties = _duties(user)
    told = _told(duties, at=at)
    names = describe_units(duty.subject_id for duty in duties)
    entries = [
        Entry(
            uid=f"duty-{duty.pk}@bao-cao-so",
            due=effective_due(duty),
            sequence=told[duty.pk].number,
            stamp=told[duty.pk].since,
            summary=_("Hạn gửi: %(form)s") % {"form": form_words(duty.round)},
            description=_("%(unit)s, hạn %(due)s")
            % {"unit": names[duty.subject_id].full_name, "due": moment_words(effective_due(duty))},
            url=address_of(duty.pk),
        )
        for duty in duties
    ]
    return calendar_text(entries, name=_("Hạn báo cáo của %(name)s") % {"name": user.full_name})


def _duties(user: User) -> list[Assignment]:
    units = units_where(user, [role for role, verbs in VERBS.items() if "fill" in verbs])
    correcting = Q(submission__status=Status.CORRECTING, round__closed_at__isnull=True)
    waiting = Assignment.objects.filter(unsent_duties() | correcting, responsible__in=units)
    rows = waiting.annotate(due=Coalesce("extended_to", "due_at")).order_by("due", "pk")
    return list(rows.select_related("round__template", "round__period")[:MOST])


def _told(duties: Sequence[Assignment], *, at: datetime) -> dict[int, DeadlineSequence]:
    """What calendars are told of each, brought up to date: a deadline that moved has the next number."""
    pks = [duty.pk for duty in duties]
    known = {row.assignment_id: row for row in DeadlineSequence.objects.filter(assignment__in=pks)}
    new = [
        DeadlineSequence(assignment=duty, due_at=effective_due(duty), since=at)
        for duty in duties
        if duty.pk not in known
    ]
    DeadlineSequence.objects.bulk_create(new, ignore_conflicts=True)
    moved = [duty for duty in duties if duty.pk in known and known[duty.pk].due_at != effective_due(duty)]
    for duty in moved:  # of two that read at once, one counts on
        DeadlineSequence.objects.filter(assignment=duty, due_at=known[duty.pk].due_at).update(
            due_at=effective_due(duty), number=F("number") + 1, since=at
        )
    if new or moved:
        known = {row.assignment_id: row for row in DeadlineSequence.objects.filter(assignment__in=pks)}
    return known
