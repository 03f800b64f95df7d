"""`/bao-cao/<assignment>/khong-can/`: a clerk says that a cell is asked elsewhere or not needed;
`/bieu-mau/<template>/khong-can/`: the officer answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from indicators.cells_in_words import where as place_words
from indicators.permissions import managed_template
from submissions.actions.answer_objections import answer_objections
from submissions.actions.object_to_cells import object_to_cells
from submissions.drafts import layout_for
from submissions.models import Objection, Submission
from submissions.objecting import answered, row_of, said_of_form, waiting
from submissions.permissions import check_may
from submissions.queries import submission_for
from submissions.transitions import Action
from submissions.views.printed import where
from submissions.views.report import heading
from units.errors import BadContent, NotWithinReach
from units.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """`o`: address of the cell. POST: `kind`, `word`, `row` for all cells of its row."""
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    check_may(user, Action.EDIT, submission)
    address = request.POST.get("o") or request.GET.get("o", "")
    place = layout_for(submission).place_of.get(address)
    if place is None or place[3].kind != "input":
        raise NotWithinReach(_("Biểu này không có ô nhập như vậy."))
    if request.method != "POST":
        return _page(request, submission, address)
    try:
        made = object_to_cells(
            submission=submission,
            addresses=list(row_of(submission, address)) if request.POST.get("row") else [address],
            kind=request.POST.get("kind", ""),
            word=request.POST.get("word", ""),
            by=user,
            at=timezone.now(),
        )
    except BadContent as refused:
        return _page(request, submission, address, refused=str(refused.message))
    messages.success(request, _said(len(made)))
    return redirect("report", assignment_id)


def _said(count: int) -> str:
    if not count:
        return _("Ô này đã có ý kiến đang chờ trả lời.")
    words = ngettext(
        "Đã gửi ý kiến về %(n)d ô. Câu trả lời sẽ hiện trong biểu.",
        "Đã gửi ý kiến về %(n)d ô. Câu trả lời sẽ hiện trong biểu.",
        count,
    )
    return words % {"n": count}


def _page(request: HttpRequest, submission: Submission, address: str, *, refused: str = "") -> HttpResponse:
    layout = layout_for(submission)
    context = heading(submission) | {
        "address": address,
        "place": place_words(layout, address),
        "row": where(layout, address),
        "kinds": Objection.Kind.choices,
        "given": request.POST,
        "refused": refused,
        "objections": said_of_form(submission),
    }
    return render(request, "submissions/object.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def objections(request: HttpRequest, template_id: int) -> HttpResponse:
    """POST: `o` address, `answer` an `Objection.Answer`, `word`."""
    user = request.user
    assert isinstance(user, User)
    template = managed_template(user, template_id)
    if request.method != "POST":
        context = {"template": template, "groups": waiting(template), "answered": answered(template)}
        return render(request, "submissions/objections.html", context)
    try:
        made = answer_objections(
            template=template,
            address=request.POST.get("o", ""),
            answer=request.POST.get("answer", ""),
            word=request.POST.get("word", ""),
            by=user,
            at=timezone.now(),
        )
    except BadContent as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Đã trả lời %(n)d ý kiến.") % {"n": len(made)})
    return redirect("template-objections", template_id)
