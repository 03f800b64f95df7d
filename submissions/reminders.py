"""Reminders: which duties are near or past their day, whose they are, what the mail says, and the claim.

A claim is committed before the mail goes: killed in between, a person is not mailed twice. It may mean that a
mail was not sent; the claim without `sent_at` says so.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.calendars import period_named
from indicators.deadlines import days_off
from indicators.models import Assignment
from indicators.periods import is_working_day, label_of
from indicators.queries import effective_due
from submissions.models import Reminder, Status
from submissions.wording import time_left
from units.models import Membership, Role, User
from units.queries import UnitView, describe_units, valid_on

logger = logging.getLogger(__name__)

UNSENT = (Status.DRAFT, Status.AWAITING_SIGN_OFF, Status.RETURNED)
ASKED, NEW, HOUR = "asked", "new", "hour-"
"""Kinds beside those of the daily reminder: somebody asked, a round is urgent, the hour of an urgent one."""


@dataclass(frozen=True, slots=True)
class Due:
    """A duty to be reminded of, and why: before_3, before_1, due, late; asked; new; hour-14."""

    assignment: Assignment
    kind: str


def unsent_duties() -> Q:
    """The filter of assignments that still wait for a first report."""
    return Q(
        submission__status__in=UNSENT,
        submission__accepted__isnull=True,
        exempted_at__isnull=True,
        round__closed_at__isnull=True,
    )


def due_on(day: date) -> list[Due]:
    """Duties whose reminder falls on a day: 3 days and 1 working day before, the day itself, the day after,
    then every week."""
    waiting = Assignment.objects.filter(unsent_duties()).annotate(due=Coalesce("extended_to", "due_at"))
    eve = _eves(day)
    kinds = {due: _kind(due, day, eve) for due in waiting.order_by().values_list("due", flat=True).distinct()}
    today = waiting.filter(due__in=[due for due, kind in kinds.items() if kind])
    return [
        Due(assignment, kinds[effective_due(assignment)])
        for assignment in today.select_related("round__template", "round__period").order_by("due_at", "pk")
    ]


def _eves(day: date) -> frozenset[date]:
    """Days whose last working day before is `day`."""
    days = days_off()

    def works(which: date) -> bool:
        return is_working_day(which, days_off=days.off, swapped_working_days=days.worked)

    if not works(day):
        return frozenset()
    eves, after = {day + timedelta(1)}, day + timedelta(1)
    while not works(after):
        after += timedelta(1)
        eves.add(after)
    return frozenset(eves)


def _kind(due_at: datetime, day: date, eve: frozenset[date]) -> str:
    due = timezone.localdate(due_at)
    past = (day - due).days
    if past == 0:
        return "due"
    if past == 1 or (past > 0 and past % 7 == 0):
        return "late"
    if due in eve:
        return "before_1"
    return "before_3" if past == -3 else ""


def people_of(units: Iterable[int], *, on: date) -> dict[int, list[User]]:
    """Unit → its clerks and heads with a mail address on a day. One query."""
    held = Membership.objects.filter(
        valid_on(on), unit__in=set(units), role__in=(Role.CLERK, Role.HEAD), user__is_active=True
    ).exclude(user__email="")
    people: dict[int, dict[int, User]] = defaultdict(dict)
    for membership in held.select_related("user").order_by("user__username"):
        people[membership.unit_id][membership.user_id] = membership.user
    return {unit: list(by_id.values()) for unit, by_id in people.items()}


def by_person(duties: Sequence[Due], *, on: date) -> list[tuple[User, list[Due]]]:
    """Every person with all duties of their units."""
    people = people_of((due.assignment.responsible_id for due in duties), on=on)
    users: dict[int, User] = {}
    theirs: dict[int, list[Due]] = defaultdict(list)
    for due in duties:
        for user in people.get(due.assignment.responsible_id, []):
            users[user.pk] = user
            theirs[user.pk].append(due)
    return [(users[pk], theirs[pk]) for pk in sorted(users)]


def claim(user: User, duties: Sequence[Due], *, day: date, at: datetime) -> list[Due]:
    """Promise one mail, in a transaction of its own; the duties it is about, none when promised before.

    The daily run promises one a person and day; a person who asks, and an urgent round, one a duty, person,
    kind and day.
    """
    try:
        with transaction.atomic():
            new = _not_mailed(user, duties, day)
            Reminder.objects.bulk_create(
                Reminder(assignment=due.assignment, user=user, kind=due.kind, day=day, claimed_at=at)
                for due in new
            )
    except IntegrityError:  # another process was faster
        return []
    return new


def _not_mailed(user: User, duties: Sequence[Due], day: date) -> list[Due]:
    today = set(Reminder.objects.filter(user=user, day=day).values_list("assignment", "kind"))
    if all(_is_once_a_duty(due.kind) for due in duties):
        return [due for due in duties if (due.assignment.pk, due.kind) not in today]
    return list(duties) if all(_is_once_a_duty(kind) for _duty, kind in today) else []


def _is_once_a_duty(kind: str) -> bool:
    return kind in (ASKED, NEW) or kind.startswith(HOUR)


def deliver(user: User, duties: Sequence[Due], *, day: date, at: datetime, words: str = "") -> None:
    """Mail what was claimed, then say that it went."""
    with translation.override(user.language):
        _mail(user, duties, at=at, day=day, words=words).send()
    claims = Reminder.objects.filter(
        user=user,
        day=day,
        assignment__in=[due.assignment for due in duties],
        kind__in={d.kind for d in duties},
    )
    claims.update(sent_at=at)


def send_each(duties: Sequence[Due], *, day: date, at: datetime) -> tuple[int, int]:
    """Claim and mail person by person; (mails that went, mails the server refused: they may have gone)."""
    sent = failed = 0
    for user, theirs in by_person(duties, on=day):
        promised = claim(user, theirs, day=day, at=at)
        if not promised:
            continue
        try:
            deliver(user, promised, day=day, at=at)
        except OSError:
            logger.exception("reminder not sent to user %s", user.pk)
            failed += 1
        else:
            sent += 1
    return sent, failed


def _mail(user: User, duties: Sequence[Due], *, at: datetime, day: date, words: str) -> EmailMessage:
    names = describe_units(due.assignment.subject_id for due in duties)
    lines = [_line(due, names[due.assignment.subject_id], at=at, day=day) for due in duties]
    is_new = all(due.kind == NEW for due in duties)
    body = [
        _("Kính gửi ông/bà %(name)s,") % {"name": user.full_name},
        _("Có yêu cầu báo cáo đột xuất cần gửi gấp:")
        if is_new
        else _("Các báo cáo sau của đơn vị chưa được gửi:"),
        "\n".join(lines),
    ]
    if words:
        body.append(words)
    body.append(_("Đề nghị ông/bà hoàn thành và gửi trên hệ thống Báo Cáo Số."))
    return EmailMessage(
        subject=_subject(duties),
        body="\n\n".join(body) + "\n",
        to=[user.email],
    )


def _subject(duties: Sequence[Due]) -> str:
    if any(due.kind != NEW and not due.kind.startswith(HOUR) for due in duties):
        return _("Báo Cáo Số: %(count)d báo cáo chưa gửi") % {"count": len(duties)}
    first = min(duties, key=lambda due: effective_due(due.assignment)).assignment
    return _("Báo cáo đột xuất, hạn %(due)s: %(form)s") % {
        "due": timezone.localtime(effective_due(first)).strftime("%H:%M %d/%m"),
        "form": first.round.template.name,
    }


def _line(reminded: Due, subject: UnitView, *, at: datetime, day: date) -> str:
    assignment = reminded.assignment
    due = timezone.localtime(effective_due(assignment))
    label, params = label_of(period_named(assignment.round.period_code))
    left = (due.date() - day).days
    if reminded.kind == NEW or reminded.kind.startswith(HOUR):
        when = time_left(due, at)
    elif left < 0:
        when = ngettext("quá hạn %(days)d ngày", "quá hạn %(days)d ngày", -left) % {"days": -left}
    elif left == 0:
        when = _("hết hạn hôm nay")
    else:
        when = ngettext("còn %(days)d ngày", "còn %(days)d ngày", left) % {"days": left}
    return _("- %(unit)s: %(form)s (%(code)s), %(period)s, hạn %(due)s (%(when)s)") % {
        "unit": subject.full_name,
        "form": assignment.round.template.name,
        "code": assignment.round.template.code,
        "period": _(label) % params,
        "due": due.strftime("%H:%M %d/%m/%Y"),
        "when": when,
    }
