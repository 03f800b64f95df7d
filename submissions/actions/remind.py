"""Đôn đốc: the recipient asks units for reports that are not there yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Assignment
from submissions.permissions import check_may_remind
from submissions.reminder_mail import ASKED, Due
from submissions.reminders import by_person, claim, deliver, people_of, unsent_duties
from submissions.words import REASON_LENGTH, faults_in, tidy
from units.actions.record_event import NewEvent, record_events
from units.errors import BadContent
from units.models import User
from units.queries import UnitView, describe_units, in_order


@dataclass(frozen=True, slots=True)
class Reminded:
    """`mails` that went now; `nobody`: units where no one has a mail address; `skipped`: duties not open."""

    mails: int
    units: list[UnitView]
    nobody: list[UnitView]
    skipped: int


def remind(*, assignments: Sequence[Assignment], by: User, at: datetime, words: str = "") -> Reminded:
    """Mail the clerks and heads of units that have not sent; once a duty, person and day."""
    for recipient in {assignment.recipient_id for assignment in assignments}:
        check_may_remind(by, recipient)
    words = tidy(words)
    for fault in faults_in(words, longest=REASON_LENGTH):
        raise BadContent(fault, code="text_not_kept")
    open_ = list(
        Assignment.objects.filter(unsent_duties(), pk__in=[assignment.pk for assignment in assignments])
        .select_related("round__template", "round__period")
        .order_by("due_at", "pk")
    )
    if not open_:
        raise BadContent(_("Các đơn vị được chọn đều đã gửi báo cáo."), code="nothing_to_remind")
    with transaction.atomic():
        record_events(
            NewEvent("assignment.reminded", at=at, by=by, subject=row, unit=row.responsible_id)
            for row in open_
        )
    return _mail(open_, at=at, words=words, skipped=len(assignments) - len(open_))


def _mail(open_: Sequence[Assignment], *, at: datetime, words: str, skipped: int) -> Reminded:
    day = timezone.localdate(at)
    mails = 0
    for user, duties in by_person([Due(assignment, ASKED) for assignment in open_], on=day):
        promised = claim(user, duties, day=day, at=at)
        if promised:
            deliver(user, promised, day=day, at=at, words=words)
            mails += 1
    units = {assignment.responsible_id for assignment in open_}
    reached = set(people_of(units, on=day))
    names = describe_units(units, on=day)
    return Reminded(
        mails=mails,
        units=in_order(names[unit] for unit in reached),
        nobody=in_order(names[unit] for unit in units - reached),
        skipped=skipped,
    )
