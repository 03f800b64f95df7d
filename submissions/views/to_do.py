"""`/`: what waits for whoever is logged in, the nearest due first."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import ngettext

from submissions.models import Status
from submissions.queries import Duty, own_in_vain, todo_of
from submissions.reviewing import first_to_review
from submissions.signers import units_signed_by
from submissions.wording import NOT_STARTED, time_left
from units.models import Role
from units.permissions import has_role, has_verb
from units.queries import describe_units, in_order

WEEK = timedelta(days=7)
SHOWN = 12
"""So many reports to review stand on the page; the list of the review has all."""
TO_FILL = (Status.DRAFT, Status.RETURNED, Status.CORRECTING)


@dataclass(frozen=True, slots=True)
class Line:
    """A duty with what is said of it now."""

    duty: Duty
    left: str

    @property
    def is_started(self) -> bool:
        return self.duty.submission.is_started

    @property
    def mark(self) -> str:
        return "●" if self.duty.is_late else ("◐" if self.is_started else NOT_STARTED[0])


@dataclass(slots=True)
class ToDo:
    """The groups of the page."""

    urgent: list[Line] = field(default_factory=list)
    to_sign: list[Line] = field(default_factory=list)
    overdue: list[Line] = field(default_factory=list)
    this_week: list[Line] = field(default_factory=list)
    later: list[Line] = field(default_factory=list)
    correcting: list[Line] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    sent: list[Line] = field(default_factory=list)
    names_units: bool = False
    """Whether each line says whom it is about: not all are about the one unit whose reports these are."""

    @property
    def is_empty(self) -> bool:
        waiting = (self.urgent, self.to_sign, self.overdue, self.this_week, self.later, self.correcting)
        return not any(waiting)

    @property
    def accepted(self) -> int:
        return sum(1 for line in self.sent if line.duty.status == Status.ACCEPTED)


def home(request: HttpRequest) -> HttpResponse:
    user, now = request.user, timezone.now()
    assert user.is_authenticated
    signed = units_signed_by(user)
    fills, reviews = has_verb(user, "fill") or bool(signed), has_verb(user, "review")
    if not fills and not reviews:
        return _for_readers(request)
    mine = todo_of(user, at=now) if fills else []
    to_do = grouped(mine, now=now, signs=signed, own=own_in_vain(user, mine))
    asked, waiting, count = first_to_review(user, at=now, most=SHOWN) if reviews else ([], [], 0)
    context = {
        "to_do": to_do,
        "fills": fills,
        "reviews": reviews,
        "requests": asked,
        "to_review": waiting,
        "waiting": count,
        "sentence": _sentence(to_do),
        "signs_at": in_order(describe_units(signed).values()) if signed else [],
        "reads_totals": has_verb(user, "read_totals"),
    }
    return render(request, "submissions/to_do.html", context)


def grouped(
    duties: list[Duty], *, now: datetime, signs: AbstractSet[int], own: AbstractSet[int] = frozenset()
) -> ToDo:
    """Duties in the groups of the page; those of each group stay in order of due time. `signs`: the units for
    which the person signs; `own`: reports that wait for somebody else's signature all the same."""
    to_do = ToDo(names_units=len(_units(duties)) > 1)
    for duty in duties:
        line = Line(duty, time_left(duty.due, now))
        is_signer = duty.assignment.responsible_id in signs and duty.submission.pk not in own
        if duty.status == Status.AWAITING_SIGN_OFF or (duty.waits_for_signature and is_signer):
            (to_do.to_sign if is_signer else to_do.waiting).append(line)
        elif duty.status not in TO_FILL:
            to_do.sent.append(line)
        elif duty.is_ad_hoc:
            to_do.urgent.append(line)
        elif duty.status == Status.CORRECTING:
            to_do.correcting.append(line)
        elif duty.is_late:
            to_do.overdue.append(line)
        else:
            (to_do.this_week if duty.due - now <= WEEK else to_do.later).append(line)
    return to_do


def _units(duties: list[Duty]) -> set[int]:
    """Who fills them and whom they are about: a successor also fills for units that have ended."""
    pairs = ((duty.assignment.subject_id, duty.assignment.responsible_id) for duty in duties)
    return set(chain.from_iterable(pairs))


def _sentence(to_do: ToDo) -> str:
    parts = []
    if to_do.urgent:
        count = len(to_do.urgent)
        words = ngettext("%(count)d báo cáo đột xuất", "%(count)d báo cáo đột xuất", count)
        parts.append(words % {"count": count})
    if to_do.to_sign:
        count = len(to_do.to_sign)
        words = ngettext("%(count)d báo cáo chờ ký", "%(count)d báo cáo chờ ký", count)
        parts.append(words % {"count": count})
    if to_do.overdue:
        count = len(to_do.overdue)
        words = ngettext("%(count)d báo cáo quá hạn", "%(count)d báo cáo quá hạn", count)
        parts.append(words % {"count": count})
    if to_do.this_week:
        count = len(to_do.this_week)
        words = ngettext(
            "%(count)d báo cáo cần gửi trong 7 ngày tới", "%(count)d báo cáo cần gửi trong 7 ngày tới", count
        )
        parts.append(words % {"count": count})
    if to_do.correcting:
        count = len(to_do.correcting)
        words = ngettext("%(count)d báo cáo đang đính chính", "%(count)d báo cáo đang đính chính", count)
        parts.append(words % {"count": count})
    return ", ".join(parts)


def _for_readers(request: HttpRequest) -> HttpResponse:
    """Leaders go to the totals, officers to the rounds; the others see the lists they work with."""
    user = request.user
    for role, name in ((Role.LEADER, "totals"), (Role.OFFICER, "rounds")):
        if has_role(user, role):
            try:
                return redirect(reverse(name))
            except NoReverseMatch:
                continue
    return render(request, "submissions/to_do_lists.html")
