"""`/duyet-so-lieu/<submission>/`: what was sent, as the official form; accept it or return it. The next one
opens by itself."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from indicators.answers import format_answer
from submissions.actions.accept import accept
from submissions.actions.grant_correction import grant_correction
from submissions.actions.refuse_correction import refuse_correction
from submissions.actions.return_for_changes import return_for_changes
from submissions.background import background_of_sent
from submissions.conditions import waits_for_signature
from submissions.corrections import (
    accepted_sheet,
    asked_cells,
    corrected_sheet,
    moves_totals,
    open_request,
)
from submissions.models import Status, Submission
from submissions.originals import originals_of
from submissions.permissions import actions_open_to, may_see_cells
from submissions.queries import comments_for, submission_by_id
from submissions.questions import Question
from submissions.reuse_words import corrected_since, source_lines
from submissions.review_matrix import change_words
from submissions.reviewing import asked_of, base_words, question_words, review_order
from submissions.revisions import sent_sheet, sheet_of_revision
from submissions.round_past import RoundPast
from submissions.rules import check
from submissions.sheet import Sheet, as_said
from submissions.views.printed import Said, html_id, where
from submissions.views.printed_beside import (
    printed_enclosures,
    printed_lists,
    printed_openings,
    printed_sections,
)
from submissions.views.report import Remark, comment_remark, heading, remarks, tables_of
from units.errors import BadContent
from units.models import User


@require_GET
def review(request: HttpRequest, submission_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = submission_by_id(user, submission_id)
    context = heading(submission)
    if submission.sent is None or not may_see_cells(user, submission):
        return render(request, "submissions/report_unsent.html", context)
    sheet, before = _sent(submission), _before(submission)
    problems = check(sheet)
    comments = list(comments_for(user, submission))
    open_comments = [comment for comment in comments if comment.resolved_at is None]
    queue = review_order(user)
    asked, past = asked_of(submission)
    context |= {
        "sheet": sheet,
        "layout": sheet.layout,
        "sent": submission.sent,
        "tables": tables_of(
            sheet,
            problems=problems,
            comments=open_comments,
            before=before,
            beside=_beside(sheet, submission.assignment.subject_id, asked, past),
        ),
        "questions": [_question(one, sheet, past) for one in asked],
        "base_said": base_words(past),
        "openings": printed_openings(sheet),
        "sections": printed_sections(sheet, before=before),
        "lists": printed_lists(sheet, before=before),
        "enclosures": printed_enclosures(sheet, before=before),
        "can": {action.value: True for action in actions_open_to(user, submission)},
        "warnings": [
            (remark, sheet.explanations.get(problem.address, ""))
            for problem, remark in zip(problems, remarks(problems, sheet), strict=True)
        ],
        "open_remarks": [comment_remark(comment, sheet) for comment in open_comments],
        "earlier_remarks": [
            comment_remark(comment, sheet) for comment in comments if comment.resolved_at is not None
        ],
        "waits_for_signature": waits_for_signature(submission),
        "is_compared": before is not None,
        "next": _after(queue, submission.pk),
        "previous": _after(queue[::-1], submission.pk),
        "waiting": len(queue),
        "correction": open_request(submission) if submission.status == Status.ACCEPTED else None,
        "originals": originals_of(submission.sent),
        "asked_cells": _asked_cells(submission) if submission.status == Status.ACCEPTED else [],
        "moves_totals": moves_totals(submission),
        "commenting": submission.status == Status.SUBMITTED,
        "corrected": corrected_since(submission),
        "source_lines": source_lines(sheet),
    }
    return render(request, "submissions/review.html", context)


@require_POST
def review_step(request: HttpRequest, submission_id: int, name: str) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = submission_by_id(user, submission_id)
    if name not in STEPS:
        raise Http404
    following = _after(review_order(user), submission.pk)
    try:
        said = STEPS[name](request, user, submission)
    except BadContent as error:
        messages.error(request, error.messages[0])
        return redirect("review", submission_id)
    subject = heading(submission)["subject"]
    messages.success(request, said % {"unit": subject})
    return redirect("review", following) if following else redirect("review-list")


def _accept(request: HttpRequest, user: User, submission: Submission) -> str:
    accept(submission=submission, by=user, at=timezone.now(), revision=_revision(request))
    return _("Đã duyệt số liệu của %(unit)s.")


def _return(request: HttpRequest, user: User, submission: Submission) -> str:
    comments = {
        name.removeprefix("comment:"): str(text)
        for name, text in request.POST.items()
        if name.startswith("comment:") and str(text).strip()
    }
    return_for_changes(
        submission=submission,
        by=user,
        at=timezone.now(),
        reason=request.POST.get("reason", ""),
        comments=comments,
        revision=_revision(request),
    )
    return _("Đã trả lại báo cáo của %(unit)s để sửa.")


def _grant(request: HttpRequest, user: User, submission: Submission) -> str:
    grant_correction(submission=submission, by=user, at=timezone.now())
    return _("Đã đồng ý cho %(unit)s đính chính. Số đã duyệt vẫn được tính cho đến khi duyệt bản mới.")


def _refuse(request: HttpRequest, user: User, submission: Submission) -> str:
    refuse_correction(
        submission=submission, by=user, at=timezone.now(), reason=request.POST.get("reason", "")
    )
    return _("Đã trả lời %(unit)s: không đồng ý đính chính.")


STEPS: dict[str, Callable[[HttpRequest, User, Submission], str]] = {
    "duyet": _accept,
    "tra-lai": _return,
    "dong-y": _grant,
    "khong-dong-y": _refuse,
}


def _sent(submission: Submission) -> Sheet:
    assert submission.sent is not None
    return as_said(sent_sheet(submission), background_of_sent(submission, submission.sent))


def _before(submission: Submission) -> Sheet | None:
    """The version sent before the last one."""
    sent = submission.sent
    if sent is None or sent.number == 1:
        return None
    earlier = submission.revisions.filter(number__lt=sent.number).latest("number")
    earlier.submission = submission
    return sheet_of_revision(earlier)


def _asked_cells(submission: Submission) -> list[dict[str, str]]:
    """What a request for correction would have in which cells."""
    asked = asked_cells(submission)
    if not asked:
        return []
    before, after = accepted_sheet(submission), corrected_sheet(submission)
    return [
        {
            "where": where(before.layout, address),
            "before": format_answer(before.cells.get(address)),
            "after": format_answer(after.cells.get(address)),
        }
        for address in asked
    ]


def _question(question: Question, sheet: Sheet, past: RoundPast) -> Remark:
    words = question_words(question, sheet.layout, past)
    return Remark("question", words, where(sheet.layout, question.address), html_id(question.address))


def _beside(sheet: Sheet, unit: int, asked: list[Question], past: RoundPast) -> dict[str, list[Said]]:
    """What stands at the cells beside problems and comments: what was said before, and questions."""
    beside: dict[str, list[Said]] = {}
    for address, then in past.said(past.base, unit).items():
        now = sheet.cells.get(address)
        change = change_words(now, then) if now != then else ""
        beside[address] = [Said(f"{format_answer(then)} {change}".strip(), "past")]
    for one in asked:
        words = Said(question_words(one, sheet.layout, past), "question")
        beside.setdefault(one.address, []).append(words)
    return beside


def _after(queue: list[int], pk: int) -> int | None:
    """The one after this in the queue; the first other one when this is the last or not in it."""
    at = queue.index(pk) + 1 if pk in queue else 0
    return next((other for other in queue[at:] + queue[:at] if other != pk), None)


def _revision(request: HttpRequest) -> int | None:
    """The revision the page showed; None when the page said none, 0 (no revision) when it cannot be read."""
    number = request.POST.get("revision", "")
    if not number:
        return None
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
