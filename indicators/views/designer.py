"""/bieu-mau/ban-nhap/<số>/soan/: the form itself is the editor; each change is a step that can be undone."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators.actions.design_form import design_form
from indicators.actions.redo_step import redo_step
from indicators.actions.undo_step import undo_step
from indicators.binding_choices import binding_choices, point_words_of
from indicators.column_months import month_choices
from indicators.design_steps import last_step, next_step
from indicators.design_words import STEPS
from indicators.designer_page import design_page
from indicators.designing import Step
from indicators.drafts import design_of, is_decided
from indicators.models import DraftStep, TemplateDraft
from indicators.version_differences import difference_lines, version_before
from indicators.views.drafts import draft_within
from units.asking import number_from
from units.errors import BadContent, Conflict
from units.models import User

SAID = "v:"
PREVIEWS = ("trang", "dien-thoai", "in")
_NEVER_EMPTY = frozenset({"kind", "decimals", "period", "edition", "scale", "by"})
"""Left empty, these say: as it is."""
_LONGEST = 4_000


@require_http_methods(["GET", "HEAD", "POST"])
def designer(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The form and the panel of what is chosen (`o`); POST makes a step, undoes or redoes one."""
    found = draft_within(request, draft_id)
    if found.published_id is not None or not is_decided(found):
        return redirect("template-draft", found.pk)
    return _made(request, found) if request.method == "POST" else _page(request, found)


def _made(request: HttpRequest, found: TemplateDraft) -> HttpResponse:
    assert isinstance(request.user, User)
    given = request.POST
    kind, place = given.get("step", ""), given.get("place", "")[:200]
    story: dict[str, Any] = {
        "draft": found,
        "version": number_from(given, "version", default=0),
        "by": request.user,
        "at": timezone.now(),
    }
    chosen = given.get("o", "")[:200]
    try:
        if kind == "undo":
            undo_step(**story)
        elif kind == "redo":
            redo_step(**story)
        else:
            fresh = design_form(step=Step(kind, place, _values(request)), **story).fresh
            chosen = _chosen_then(kind, place, chosen, fresh)
    except BadContent as refused:
        return _page(request, found, refused=" ".join(refused.messages), status=422)
    except Conflict as conflict:
        return _page(request, found, refused=conflict.message, status=409)
    query = {name: value for name, value in (("o", chosen), ("xem", _preview(request))) if value}
    address = reverse("template-design", args=[found.pk])
    return redirect(f"{address}?{urlencode(query)}" if query else address)


def _values(request: HttpRequest) -> dict[str, str]:
    return {
        name: value
        for field, value in request.POST.items()
        if field.startswith(SAID)
        for name in [field.removeprefix(SAID)]
        for value in [str(value)[:_LONGEST].replace("\x00", "").replace("\r\n", "\n")]
        if value.strip() or name not in _NEVER_EMPTY
    }


def _chosen_then(kind: str, place: str, chosen: str, fresh: str) -> str:
    """What is new is chosen; what is gone is not."""
    table = place.partition("/")[0]
    if kind == "row.add":
        return f"{table}/r{fresh}:"
    if kind == "column.add":
        return f"{table}/:c{fresh}"
    if kind == "table.add":
        return f"t{fresh}"
    return chosen


def _preview(request: HttpRequest) -> str:
    asked = request.POST.get("xem", "") or request.GET.get("xem", "")
    return asked if asked in PREVIEWS else ""


def _page(
    request: HttpRequest, found: TemplateDraft, *, refused: str = "", status: int = 200
) -> HttpResponse:
    found.refresh_from_db()
    asked = request.POST.get("o", "") if request.method == "POST" else request.GET.get("o", "")
    page = design_page(design_of(found), code=found.code, chosen=asked[:200])
    before, today = version_before(found), timezone.localdate()
    context = {
        "draft": found,
        "page": page,
        "chosen": page.chosen,
        "undoes": _step_words(last_step(found)),
        "redoes": _step_words(next_step(found)),
        "steps": found.steps.filter(is_undone=False).count(),
        "choices": binding_choices(page.chosen, asked=request.GET.get("tim", "")[:200].replace("\x00", "")),
        "bound": point_words_of(page.chosen.points, form=found.code),
        "sought": request.GET.get("tim", "")[:200].replace("\x00", ""),
        "months": month_choices(found, page.chosen.of_periods, year=today.year),
        "before": before,
        "differences": difference_lines(found, before) if before is not None else [],
        "preview": _preview(request),
        "refused": refused,
    }
    return render(request, "indicators/designer.html", context, status=status)


def _step_words(step: DraftStep | None) -> str:
    return "" if step is None else str(STEPS.get(step.kind, step.kind))
