"""Duyệt cùng lúc: reports of a round about which nothing is to be asked, each in a transaction of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from indicators.forms import layout_asked
from indicators.models import ReportingRound
from submissions.actions.accept import accept
from submissions.background import background_of_sent
from submissions.models import Status, Submission
from submissions.permissions import check_may_review
from submissions.queries import reachable_submissions
from submissions.revisions import sent_sheet
from submissions.round_past import past_of_round, questions_of
from submissions.rules import check
from submissions.said_numbers import said_numbers
from submissions.sheet import as_said
from units.errors import Conflict, NotAllowed
from units.models import User


@dataclass(frozen=True, slots=True)
class AcceptedMany:
    """`accepted`: reports whose figures count now; `left`: by report, why it was left as it is."""

    accepted: list[int]
    left: dict[int, str]


def accept_many(
    *, round_: ReportingRound, reports: Mapping[int, int], by: User, at: datetime
) -> AcceptedMany:
    """`reports`: submission → number of the revision the person saw in the list.

    What was sent anew meanwhile, was accepted or returned by somebody else, has a warning by now (what it is
    checked against may have moved since it was sent), or is far from what the unit says otherwise, is left,
    and said why. Stopping in the middle leaves those before accepted and the rest as they were; the same
    reports twice are accepted once.
    """
    check_may_review(by, round_)
    done = AcceptedMany([], {})
    found = reachable_submissions(by).filter(assignment__round=round_, pk__in=reports)
    known = {report.pk: report for report in found}
    doubted = _far_from_own_past(round_, found)
    for pk, number in reports.items():
        report = known.get(pk)
        if report is None:
            why = _("không có trong đợt này")
        elif report.assignment.subject_id in doubted:
            why = _("có câu hỏi về số liệu, hãy xem riêng")
        else:
            why = _accepted_or_why_not(report, number, by=by, at=at)
        if why:
            done.left[pk] = why
        else:
            done.accepted.append(pk)
    return done


def _far_from_own_past(round_: ReportingRound, reports: QuerySet[Submission]) -> frozenset[int]:
    """Units that are asked whether they mean it: a list of thousands was not looked at whole for that."""
    waiting = reports.filter(status=Status.SUBMITTED)
    layout = layout_asked(round_)
    said = said_numbers(waiting, layout)
    past = past_of_round(round_, said.keys(), deep=said.keys())
    return frozenset(unit for unit, asked in questions_of(past, said, {}, layout, of=said).items() if asked)


def _accepted_or_why_not(report: Submission, number: int, *, by: User, at: datetime) -> str:
    """Nothing when it was accepted, else why not."""
    sent = report.sent
    if sent is not None and sent.number == number:
        sheet = as_said(sent_sheet(report), background_of_sent(report, sent))
        if any(problem.severity != "note" for problem in check(sheet)):
            return _("nay có cảnh báo, hãy xem riêng")
    try:
        accept(submission=report, by=by, at=at, revision=number)
    except Conflict as conflict:
        return conflict.message
    except NotAllowed as refused:
        return str(refused)
    return ""
