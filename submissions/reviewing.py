"""Where a reviewer is among the reports that wait, and what is said beside the cells of one."""

from datetime import datetime
from fractions import Fraction

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.answers import format_amount, format_scaled
from indicators.forms import layout_asked
from indicators.layout import FormLayout
from submissions.models import Status, Submission
from submissions.queries import Duty, duties_of, waiting_for
from submissions.questions import MILLION, Question
from submissions.round_past import RoundPast, past_of_round, questions_of, usual_changes
from submissions.said_numbers import said_numbers
from units.models import UnitName, User
from units.queries import valid_on


def review_order(user: User) -> list[int]:
    """What waits for this person, the nearest due first. One query."""
    return [pk for pk, _status in _in_order(user)]


def first_to_review(user: User, *, at: datetime, most: int) -> tuple[list[Duty], list[Duty], int]:
    """Requests for correction; the first of the sent reports; how many sent ones wait. The others are not
    read: thousands may wait."""
    order = _in_order(user)
    sent = [pk for pk, status in order if status == Status.SUBMITTED]
    shown = {pk for pk, status in order if status != Status.SUBMITTED}.union(sent[:most])
    duties = duties_of(Submission.objects.filter(pk__in=shown), at=at) if shown else []
    asked = [duty for duty in duties if duty.status != Status.SUBMITTED]
    return asked, [duty for duty in duties if duty.status == Status.SUBMITTED], len(sent)


def _in_order(user: User) -> list[tuple[int, str]]:
    named = UnitName.objects.filter(valid_on(timezone.localdate()), unit=OuterRef("assignment__subject"))
    due = Coalesce("assignment__extended_to", "assignment__due_at")
    waiting = waiting_for(user).annotate(named=Subquery(named.values("sort_key")[:1]))
    return list(waiting.order_by(due, "named", "pk").values_list("pk", "status"))


def asked_of(submission: Submission) -> tuple[list[Question], RoundPast]:
    """Questions about what was sent last, set against the other units that report to the same recipient; and
    what was said before. Four queries."""
    round_, unit = submission.assignment.round, submission.assignment.subject_id
    layout = layout_asked(round_)
    beside = Submission.objects.filter(
        assignment__round=round_, assignment__recipient=submission.assignment.recipient_id
    )
    said = said_numbers(beside, layout)
    past = past_of_round(round_, said.keys(), deep=[unit])
    if submission.status != Status.SUBMITTED:
        return [], past
    usual = usual_changes(past, said)
    return questions_of(past, said, usual, layout, of=[unit]).get(unit, []), past


def base_words(past: RoundPast) -> str:
    """What small figures under the cells are; nothing where there are none."""
    if past.base is None:
        return ""
    return _("số cùng kỳ năm trước") if past.base == past.last_year else _("số kỳ trước")


def question_words(question: Question, layout: FormLayout, past: RoundPast) -> str:
    """The question as a sentence at its cell."""
    decimals = layout.place_of[question.address][3].decimals
    if question.kind == "own_past":
        return _(
            "Khác hẳn các kỳ trước của đơn vị (từ %(low)s đến %(high)s, thường khoảng %(then)s), vì sao?"
        ) % {
            "low": format_scaled(question.low, decimals=decimals),
            "high": format_scaled(question.high, decimals=decimals),
            "then": format_scaled(question.then, decimals=decimals),
        }
    words = {
        "then": format_scaled(question.then, decimals=decimals),
        "change": _percent((question.now - question.then) * MILLION // question.then),
        "low": _percent(question.low),
        "high": _percent(question.high),
    }
    if past.base == past.last_year:
        return (
            _("Cùng kỳ %(then)s, thay đổi %(change)s; đơn vị khác phần lớn từ %(low)s đến %(high)s, vì sao?")
            % words
        )
    return (
        _("Kỳ trước %(then)s, thay đổi %(change)s; đơn vị khác phần lớn từ %(low)s đến %(high)s, vì sao?")
        % words
    )


def _percent(millionths: int) -> str:
    sign = "+" if millionths > 0 else ""
    return f"{sign}{format_amount(Fraction(millionths, 10_000), decimals=0)}%"
