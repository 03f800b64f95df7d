"""/bieu-mau/ban-nhap/<số>/: a form that came in, drawn with its doubts, which are answered here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.actions.answer_doubts import answer_doubts
from indicators.draft_page import check_lines, drawn_tables, marks_of, questions_of
from indicators.drafts import answers_of, is_decided, recognised_draft
from indicators.models import TemplateDraft
from indicators.permissions import check_may_work_on
from indicators.recognised_words import counts_of
from units.asking import number_from
from units.errors import BadContent, Conflict, NotWithinReach
from units.models import User
from units.queries import describe_unit

ASKED = "a:"


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The form and its questions; POST keeps the answers."""
    found = draft_within(request, draft_id)
    if request.method == "POST":
        return _answered(request, found)
    return _page(request, found)


def draft_within(request: HttpRequest, draft_id: int) -> TemplateDraft:
    """The draft, for officers of its agency; NotWithinReach for everybody else."""
    assert isinstance(request.user, User)
    found = TemplateDraft.objects.filter(pk=draft_id).first()
    if found is None:
        raise NotWithinReach(_("Không có bản nhập này."))
    check_may_work_on(request.user, found)
    return found


def _answered(request: HttpRequest, found: TemplateDraft) -> HttpResponse:
    assert isinstance(request.user, User)
    given = {
        name.removeprefix(ASKED): typed
        for name, values in request.POST.lists()
        if name.startswith(ASKED)
        for typed in [next((str(value) for value in reversed(values) if str(value).strip()), "")]
    }
    try:
        answer_doubts(
            draft=found, answers=given, version=number_from(request.POST, "version", default=0),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except BadContent as refused:
        return _page(request, found, refused=" ".join(refused.messages), status=422)
    except Conflict as conflict:
        return _page(request, found, refused=conflict.message, status=409)
    messages.success(request, _("Đã lưu các quyết định."))
    return redirect("template-draft", found.pk)


def _page(
    request: HttpRequest, found: TemplateDraft, *, refused: str = "", status: int = 200
) -> HttpResponse:
    found.refresh_from_db()
    if not found.published_id and found.grids == "[]" and not refused:
        return redirect("template-design", found.pk)
    recognised = recognised_draft(found)
    marks = marks_of(recognised)
    questions = questions_of(recognised, answers_of(found))
    context = {
        "draft": found,
        "owner": describe_unit(found.owner_id, on=timezone.localdate()) if found.owner_id else None,
        "forms": [
            (form, drawn_tables(form, marks), counts_of(form), check_lines(form)) for form in recognised.forms
        ],
        "is_decided": is_decided(found),
        "asked": [question for question in questions if question.is_open],
        "settled": [question for question in questions if not question.is_open],
        "general": marks.at(""),
        "refused": refused,
    }
    return render(request, "indicators/draft.html", context, status=status)
