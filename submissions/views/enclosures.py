"""Documents that come with a report: put to it, taken out and back again, downloaded."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from submissions.actions.enclose import enclose
from submissions.actions.hand_out_enclosure import hand_out_enclosure
from submissions.actions.take_out_enclosure import put_back_enclosure, take_out_enclosure
from submissions.attachments import attachment
from submissions.background import working_sheet
from submissions.enclosing import enclosure_for
from submissions.messages import problems_as_dicts
from submissions.models import Submission
from submissions.permissions import check_may
from submissions.queries import submission_for
from submissions.rules import check
from submissions.transitions import Action
from submissions.views.printed_beside import printed_enclosures
from submissions.workbooks.package import MAX_FILE
from units.errors import BadContent
from units.models import User

FILE_FOR = "file:"
"""Before the key of what the form asks for, in the names of the fields that take files."""


@require_POST
def add_enclosures(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Each file stands for itself: those that can be taken are kept, of each other is said why not."""
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    check_may(user, Action.EDIT, submission)
    refused: list[str] = []
    for key, file in files_in(request):
        try:
            enclose(
                submission=submission, key=key, content=file.read(MAX_FILE + 1), file_name=file.name or "",
                by=user, at=timezone.now(),
            )  # fmt: skip
        except BadContent as error:
            refused.append(f"{file.name}: {error.messages[0]}")
    return _answer(request, assignment_id, refused)


@require_GET
def enclosure(request: HttpRequest, assignment_id: int, enclosure_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    found = enclosure_for(user, assignment_id, enclosure_id)
    return attachment(*hand_out_enclosure(enclosure=found, by=user, at=timezone.now()))


STEPS: dict[str, Callable[..., Submission]] = {"bo": take_out_enclosure, "lay-lai": put_back_enclosure}


@require_POST
def enclosure_step(request: HttpRequest, assignment_id: int, enclosure_id: int, name: str) -> HttpResponse:
    """Take it out, or back in."""
    user = request.user
    assert isinstance(user, User)
    if name not in STEPS:
        raise Http404
    found = enclosure_for(user, assignment_id, enclosure_id)
    refused: list[str] = []
    try:
        STEPS[name](enclosure=found, by=user, at=timezone.now())
    except BadContent as error:
        refused.append(error.messages[0])
    return _answer(request, assignment_id, refused)


def files_in(request: HttpRequest) -> list[tuple[str, "UploadedFile[Any]"]]:
    """(key of what is asked, file) of every file that came."""
    return [
        (field.removeprefix(FILE_FOR), file)
        for field, files in request.FILES.lists()
        if field.startswith(FILE_FOR)
        for file in files
        if isinstance(file, UploadedFile)
    ]


def _answer(request: HttpRequest, assignment_id: int, refused: list[str]) -> HttpResponse:
    """The part of the page and the problems as they are now, for its script; else the page again."""
    if "application/json" not in request.headers.get("Accept", ""):
        for said in refused:
            messages.error(request, said)
        return redirect("report", assignment_id)
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    sheet = working_sheet(submission)
    context: dict[str, Any] = {
        "enclosures": printed_enclosures(sheet, files=submission.draft.files),
        "assignment": submission.assignment,
        "editable": True,
        "refused_files": refused,
    }
    return JsonResponse(
        {
            "html": render_to_string("submissions/enclosures.html", context, request),
            "problems": problems_as_dicts(check(sheet), sheet.layout),
            "said": "" if refused else _("Đã lưu bản nháp."),
        }
    )
