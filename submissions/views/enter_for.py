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
from submissions.actions.put_aside_for import put_aside_for
from submissions.background import background_of
from submissions.drafts import layout_for
from submissions.enclosing import aside_for, entries_of, put_aside
from submissions.messages import lists_for_page
from submissions.models import Revision, Submission
from submissions.permissions import check_may
from submissions.queries import submission_for
from submissions.rules import check
from submissions.sheet import Enclosed, Sheet, recomputed, sheet_from_typed
from submissions.transitions import Action, check_step
from submissions.views.enclosures import files_in
from submissions.views.form_facts import words_of_blocks
from submissions.views.printed import html_id
from submissions.views.printed_beside import printed_lists, printed_sections
from submissions.views.report import heading, remarks, tables_of
from submissions.words import REASON_LENGTH, SECTION_LENGTH, TYPED_LENGTH
from submissions.workbooks.package import MAX_FILE
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
    layout = layout_for(submission)
    if request.method != "POST":
        check_step(submission, Action.ENTER_FOR)
        return _page(request, user, submission, Sheet(layout, {}))
    refused = _put_aside(request, user, submission)
    sheet = replace(_sheet(request.POST, layout), enclosures=_chosen(request, user, submission))
    if refused or "attach" in request.POST:
        return _page(request, user, submission, sheet, refused_files=refused)
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
        return _page(request, user, submission, sheet, refused=error)
    unit = describe_unit(submission.assignment.responsible_id).full_name
    messages.success(request, _("Đã gửi số liệu nhập thay %(unit)s.") % {"unit": unit})
    return redirect("round", submission.assignment.round_id)


def _sheet(given: QueryDict, layout: FormLayout) -> Sheet:
    """What was typed; a text no cell can hold is cut, and then refused as unread."""
    said: dict[str, dict[str, str]] = {"cell": {}, "explain": {}, "text": {}}
    for name, text in given.items():
        kind, _colon, address = name.partition(":")
        if kind == "text" and address in layout.list_at:
            said[kind][address] = str(text)
            continue
        asked = layout.section_at if kind == "text" else layout.place_of
        if kind in said and address in asked and str(text).strip():
            said[kind][address] = str(text)[: _LONGEST[kind]]
    return replace(sheet_from_typed(layout, said["cell"], said["text"]), explanations=said["explain"])


def _put_aside(request: HttpRequest, user: User, submission: Submission) -> list[str]:
    """Keep the files that came, whatever becomes of the rest; why others were not taken."""
    refused = []
    for key, file in files_in(request):
        content, name = file.read(MAX_FILE + 1), file.name or ""
        try:
            put_aside_for(
                submission=submission, key=key, content=content, file_name=name, by=user, at=timezone.now()
            )
        except BadContent as error:
            refused.append(f"{name}: {error.messages[0]}")
    return refused


def _chosen(request: HttpRequest, user: User, submission: Submission) -> dict[str, tuple[Enclosed, ...]]:
    """The files to be sent: what stands aside, but what the page showed and was unticked."""
    shown, kept = (set(request.POST.getlist(name)) for name in ("shown_file", "file"))
    mine = [one.pk for one in put_aside(submission, user) if str(one.pk) not in shown - kept]
    return aside_for(submission, user, mine)


def _page(
    request: HttpRequest,
    user: User,
    submission: Submission,
    sheet: Sheet,
    *,
    refused: BadContent | None = None,
    refused_files: list[str] | None = None,
) -> HttpResponse:
    sheet = recomputed(sheet, background_of(submission))
    problems = check(sheet) if refused else []
    aside = entries_of(put_aside(submission, user)) if sheet.layout.enclosures else {}
    sent = {one.id for found in sheet.enclosures.values() for one in found}
    context: dict[str, Any] = heading(submission) | {
        "layout": sheet.layout,
        "tables": tables_of(sheet, problems=problems, comments=[]),
        "sections": printed_sections(sheet),
        "lists": printed_lists(sheet),
        "documents": [
            (
                asked,
                html_id(asked.address),
                [
                    (file, file["id"] in sent or request.method != "POST")
                    for file in aside.get(asked.address, [])
                ],
            )
            for asked in sheet.layout.enclosures
        ],
        "refused_files": refused_files or [],
        "editable": True,
        "words": words_of_blocks() | {"lists": lists_for_page(sheet.layout)},
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
