"""`/dot-bao-cao/lich-su/`: figures of past periods are loaded, looked at, approved or undone."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators.answers import format_answer, parse_plain
from indicators.cells_in_words import where
from indicators.forms import layout_of
from indicators.models import Regime, Template
from indicators.permissions import may_manage_regime
from submissions.actions.approve_history import approve_history
from submissions.actions.load_history import load_history, undo_history
from submissions.history import rows_of, told_of
from submissions.many_units import grouped
from submissions.models import HistoryLoad
from submissions.permissions import may_approve_history, may_see_history
from submissions.views.many_units import MAX_BYTES
from submissions.wording import period_words
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import User

SHOWN = 200
LISTED = 100


@require_http_methods(["GET", "HEAD", "POST"])
def history_loads(request: HttpRequest) -> HttpResponse:
    """What was loaded; POST loads a file, which then waits for approval."""
    user = _person(request)
    regimes = [regime for regime in Regime.objects.order_by("code") if may_see_history(user, regime)]
    if not regimes:
        raise NotAllowed(_("Chỉ cơ quan ban hành chế độ báo cáo nạp và duyệt số liệu lịch sử."))
    mine = [regime.pk for regime in regimes if may_manage_regime(user, regime)]
    templates = list(
        Template.objects.filter(regime__in=mine, regime__kind=Regime.Kind.PERIODIC)
        .select_related("regime__calendar")
        .order_by("code")
    )
    if request.method != "POST":
        return _list(request, regimes, templates)
    if not mine:
        raise NotAllowed(_("Chỉ công chức phụ trách chế độ báo cáo nạp được số liệu lịch sử."))
    try:
        load = _loaded(request, user, templates)
    except (BadContent, Conflict) as error:
        return _list(request, regimes, templates, refused=str(error.message))
    messages.success(request, _("Đã nạp. Số liệu được tính sau khi cơ quan duyệt."))
    return redirect("history-load", load.pk)


def _loaded(request: HttpRequest, user: User, templates: list[Template]) -> HistoryLoad:
    chosen = request.POST.get("template", "")
    template = next((one for one in templates if str(one.pk) == chosen), None)
    file = request.FILES.get("file")
    if template is None:
        raise BadContent(_("Hãy chọn biểu mẫu."))
    if not isinstance(file, UploadedFile):
        raise BadContent(_("Chưa chọn tệp nào. Hãy chọn tệp rồi nạp lại."))
    if (file.size or 0) > MAX_BYTES:
        raise BadContent(_("Tệp lớn hơn 10 MB. Hãy bỏ hình ảnh và các trang tính khác rồi nạp lại."))
    return load_history(
        template=template, period_code=request.POST.get("period", "")[:30], content=file.read(),
        file_name=file.name or "", by=user, at=timezone.now(),
    )  # fmt: skip


def _list(
    request: HttpRequest, regimes: list[Regime], templates: list[Template], *, refused: str = ""
) -> HttpResponse:
    loads = (
        HistoryLoad.objects.filter(template__regime__in=[regime.pk for regime in regimes])
        .select_related("template", "loaded_by", "approved_by", "undone_by")
        .defer("rows", "told")
        .order_by("-loaded_at")[:LISTED]
    )
    context: dict[str, Any] = {
        "loads": [(load, period_words(load.period_code)) for load in loads],
        "templates": templates,
        "refused": refused,
        "given": {name: request.POST.get(name, "") for name in ("template", "period")},
    }
    return render(request, "submissions/history_loads.html", context, status=422 if refused else 200)


@require_GET
def history_load(request: HttpRequest, load_id: int) -> HttpResponse:
    user = _person(request)
    load = _within(user, load_id)
    layout, rows, told = layout_of(load.version), rows_of(load), told_of(load)
    waits = load.approved_at is None and load.undone_at is None
    cells = [
        (
            row,
            where(layout, address),
            format_answer(parse_plain(said, decimals=layout.place_of[address][3].decimals)),
        )
        for row in rows
        for address, said in row.cells.items()
    ]
    context = {
        "load": load,
        "period_name": period_words(load.period_code),
        "units": len(rows),
        "cells": cells[:SHOWN],
        "more": max(0, len(cells) - SHOWN),
        "count": len(cells),
        "told": sorted(told, key=lambda one: one.severity != "error")[:SHOWN],
        "groups": grouped(told),
        "may_approve": waits and may_approve_history(user, load),
        "may_undo": waits and may_manage_regime(user, load.template.regime),
        "waits": waits,
    }
    return render(request, "submissions/history_load.html", context)


@require_POST
def history_step(request: HttpRequest, load_id: int, name: str) -> HttpResponse:
    """`duyet` or `bo`."""
    user = _person(request)
    load = _within(user, load_id)
    if name == "duyet":
        approve_history(load=load, by=user, at=timezone.now())
        messages.success(request, _("Đã duyệt. Số liệu lịch sử được tính vào tổng hợp và so sánh."))
    elif name == "bo":
        undo_history(load=load, by=user, at=timezone.now())
        messages.success(request, _("Đã bỏ tệp. Không số liệu nào thay đổi."))
    else:
        raise Http404
    return redirect("history-load", load_id)


def _within(user: User, load_id: int) -> HistoryLoad:
    found = HistoryLoad.objects.select_related(
        "template__regime", "version", "loaded_by", "approved_by", "undone_by"
    ).filter(pk=load_id).first()  # fmt: skip
    if found is None or not may_see_history(user, found.template.regime):
        raise NotWithinReach(_("Không có số liệu lịch sử này trong phạm vi của anh/chị."))
    return found


def _person(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
