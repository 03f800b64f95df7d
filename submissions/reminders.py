"""Reminders: which duties are near or past their day, whose they are, what the mail says, and the claim.

A claim is committed before the mail goes: killed in between, a person is not mailed twice. It may mean that a
mail was not sent; the claim without `sent_at` says so.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from indicators.deadlines import days_off
from indicators.models import Assignment
from indicators.periods import is_working_day
from indicators.queries import effective_due
from submissions.models import Reminder, Status
from submissions.reminder_mail import ABOVE, ASKED, CLOSED, HOUR, MISSED, NEW, Due, mail_of
from units.models import Membership, Role, User
from units.queries import valid_on

logger = logging.getLogger(__name__)

TOLD_WITHIN = timedelta(days=7)
"""A round that closed longer ago is told of no more: the system had stood still."""
UNSENT = (Status.DRAFT, Status.AWAITING_SIGN_OFF, Status.RETURNED)


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
    today = waiting.filter(due__in=[due for due, kind in kinds.items() if kind]).order_by("due_at", "pk")
    return [
        Due(assignment, kinds[effective_due(assignment)])
        for assignment in today.select_related("round__template__regime", "round__period")
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


def daily_on(day: date) -> list[Due]:
    """All a day's mails are about: duties near or past their day, to their units; those past it, to the level
    above; rounds that closed, to the units they missed, and by themselves, to their officers."""
    own = due_on(day)
    late = [Due(due.assignment, ABOVE) for due in own if due.kind == "late"]
    return [*own, *late, *missed_by(day)]


def missed_by(day: date) -> list[Due]:
    """Duties nobody answered before their round closed, in the week up to a day. An officer knows what a
    person closed."""
    end = timezone.make_aware(datetime.combine(day + timedelta(1), time()))
    missed = Assignment.objects.filter(
        submission__status__in=UNSENT,
        submission__accepted__isnull=True,
        exempted_at__isnull=True,
        round__closed_at__lt=end,
        round__closed_at__gte=end - TOLD_WITHIN,
    )
    rows = missed.select_related("round__template__regime", "round__period").order_by("round", "pk")
    by_itself = [row for row in rows if row.round.closed_by_id is None]
    return [*(Due(row, MISSED) for row in rows), *(Due(row, CLOSED) for row in by_itself)]


def people_of(
    units: Iterable[int], *, on: date, roles: Iterable[Role] = (Role.CLERK, Role.HEAD)
) -> dict[int, list[User]]:
    """Unit → its people of the roles with a mail address on a day. One query."""
    held = Membership.objects.filter(
        valid_on(on), unit__in=set(units), role__in=list(roles), user__is_active=True
    ).exclude(user__email="")
    people: dict[int, dict[int, User]] = defaultdict(dict)
    for membership in held.select_related("user").order_by("user__username"):
        people[membership.unit_id][membership.user_id] = membership.user
    return {unit: list(by_id.values()) for unit, by_id in people.items()}


TOLD = {ABOVE: (Role.REVIEWER, Role.OFFICER), CLOSED: (Role.OFFICER,)}
"""Kinds that do not go to the unit that fills: roles at the recipient, and at the regime's owner."""


def _told_at(due: Due) -> int:
    assignment = due.assignment
    if due.kind == ABOVE:
        return assignment.recipient_id
    return assignment.round.template.regime.owner_id if due.kind == CLOSED else assignment.responsible_id


def by_person(duties: Sequence[Due], *, on: date) -> list[tuple[User, list[Due]]]:
    """Every person with all that is theirs: of their units, of those they ask. A query a group of roles."""
    users: dict[int, User] = {}
    theirs: dict[int, list[Due]] = defaultdict(list)
    groups: dict[tuple[Role, ...], list[Due]] = defaultdict(list)
    for due in duties:
        groups[TOLD.get(due.kind, (Role.CLERK, Role.HEAD))].append(due)
    for roles, listed in groups.items():
        people = people_of((_told_at(due) for due in listed), on=on, roles=roles)
        for due in listed:
            for user in people.get(_told_at(due), []):
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
    told = set(
        Reminder.objects.filter(user=user, kind__in=(MISSED, CLOSED)).values_list("assignment", "kind")
    )
    duties = [due for due in duties if (due.assignment.pk, due.kind) not in told]
    today = set(Reminder.objects.filter(user=user, day=day).values_list("assignment", "kind"))
    if all(_is_once_a_duty(due.kind) for due in duties):
        return [due for due in duties if (due.assignment.pk, due.kind) not in today]
    return list(duties) if all(_is_once_a_duty(kind) for _duty, kind in today) else []


def _is_once_a_duty(kind: str) -> bool:
    return kind in (ASKED, NEW) or kind.startswith(HOUR)


def deliver(user: User, duties: Sequence[Due], *, day: date, at: datetime, words: str = "") -> None:
    """Mail what was claimed, then say that it went."""
    with translation.override(user.language):
        mail_of(user, duties, at=at, day=day, words=words).send()
    claims = Reminder.objects.filter(
        user=user,
        day=day,
        assignment__in=[due.assignment for due in duties],
        kind__in={d.kind for d in duties},
    )
    claims.update(sent_at=at)


def send_each(
    duties: Sequence[Due], *, day: date, at: datetime, to_whom: Callable[[Due], bool] | None = None
) -> tuple[int, int]:
    """Claim and mail person by person; (mails that went, mails the server refused: they may have gone).
    `to_whom`: only people one of whose duties is such; they are mailed all that is theirs."""
    sent = failed = 0
    for user, theirs in by_person(duties, on=day):
        if to_whom is not None and not any(map(to_whom, theirs)):
            continue
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
