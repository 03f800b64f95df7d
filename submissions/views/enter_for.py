"""`/bao-cao/<assignment>/nhap-thay/`: typing what a unit that is cut off phoned in, on the official form."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.layout import FormLayout
from submissions.actions.enter_for import enter_for
from submissions.background import background_of
from submissions.drafts import layout_for
from submissions.models import Revision, Submission
from submissions.permissions import check_may
from submissions.queries import submission_for
from submissions.rules import check
from submissions.sheet import Sheet, recomputed, sheet_from_typed
from submissions.transitions import Action, check_step
from submissions.views.form_facts import words_of_blocks
from submissions.views.printed import html_id, printed_sections
from submissions.views.report import heading, remarks, tables_of
from submissions.words import REASON_LENGTH, SECTION_LENGTH, TYPED_LENGTH
from units.errors import BadContent
from units.models import User
from units.queries import describe_unit

_LONGEST = {"cell": TYPED_LENGTH, "explain": REASON_LENGTH, "text": SECTION_LENGTH}


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    check_may(user, Action.ENTER_FOR, submission)
    if request.method != "POST":
        check_step(submission, Action.ENTER_FOR)
        return _page(
            request, submission, recomputed(Sheet(layout_for(submission), {}), background_of(submission))
        )
    sheet = _sheet(request.POST, layout_for(submission))
    try:
        enter_for(
            submission=submission,
            sheet=sheet,
            told_by=request.POST.get("told_by", ""),
            told_how=request.POST.get("told_how", ""),
            by=user,
            at=timezone.now(),
        )
    except BadContent as error:
        return _page(request, submission, recomputed(sheet, background_of(submission)), refused=error)
    unit = describe_unit(submission.assignment.responsible_id).full_name
    messages.success(request, _("Đã gửi số liệu nhập thay %(unit)s.") % {"unit": unit})
    return redirect("round", submission.assignment.round_id)


def _sheet(given: QueryDict, layout: FormLayout) -> Sheet:
    """What was typed; a text no cell can hold is cut, and then refused as unread."""
    said: dict[str, dict[str, str]] = {"cell": {}, "explain": {}, "text": {}}
    for name, text in given.items():
        kind, _colon, address = name.partition(":")
        asked = layout.section_at if kind == "text" else layout.place_of
        if kind in said and address in asked and str(text).strip():
            said[kind][address] = str(text)[: _LONGEST[kind]]
    return replace(sheet_from_typed(layout, said["cell"], said["text"]), explanations=said["explain"])


def _page(
    request: HttpRequest, submission: Submission, sheet: Sheet, *, refused: BadContent | None = None
) -> HttpResponse:
    problems = check(sheet) if refused else []
    context: dict[str, Any] = heading(submission) | {
        "layout": sheet.layout,
        "tables": tables_of(sheet, problems=problems, comments=[]),
        "sections": printed_sections(sheet),
        "editable": True,
        "words": words_of_blocks(),
        "errors": [remark for remark in remarks(problems, sheet) if remark.severity == "error"],
        "warnings": [
            (
                remark,
                problem.address,
                html_id("explain/" + problem.address),
                sheet.explanations.get(problem.address, ""),
            )
            for problem, remark in zip(problems, remarks(problems, sheet), strict=True)
            if problem.severity == "warning"
        ],
        "ways": Revision.Told.choices,
        "given": {name: request.POST.get(name, "") for name in ("told_by", "told_how")},
        "refused": refused.messages[0] if refused else "",
        "faults": {problem.get("field", ""): problem["message"] for problem in refused.problems}
        if refused
        else {},
        "unit": describe_unit(submission.assignment.responsible_id).full_name,
    }
    return render(request, "submissions/enter_for.html", context, status=422 if refused else 200)
