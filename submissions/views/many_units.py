"""`/dot-bao-cao/<round>/nhieu-don-vi/`: one workbook for many units: out, read, shown, kept in drafts."""

import hashlib
import time
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators.models import ReportingRound
from submissions.actions.fill_for import File, fill_for
from submissions.actions.hand_out_many import hand_out_many
from submissions.actions.read_many import ManyReading, read_many
from submissions.filling_in import check_may_fill_many, none_open
from submissions.many_units import SHOWN, Plan, UnitPlan, grouped, plan_from
from submissions.models import Submission
from submissions.queries import BESIDE
from submissions.views.rounds import round_within_reach
from submissions.views.workbook import XLSX
from submissions.wording import period_words
from units.errors import BadContent, Conflict, NotAllowed
from units.export import workbook as list_workbook
from units.models import User
from units.set_aside import drop, put_aside, take_back

MAX_BYTES = 10 * 1024 * 1024
SECONDS_AT_ONCE = 1.2
"""So long one request saves; the page then says how far it is and goes on."""


@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest, round_id: int) -> HttpResponse:
    """How it goes; POST reads a file and shows what it says. Nothing is saved here."""
    user, shown = _of(request, round_id)
    reports = check_may_fill_many(user, shown)
    if not reports:
        return _page(request, shown, {"none_open": none_open(shown)})
    if request.method != "POST":
        return _page(request, shown, {"count": len(reports)})
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _page(request, shown, {"refused": _("Chưa chọn tệp nào. Hãy chọn tệp rồi nạp lại.")})
    if (file.size or 0) > MAX_BYTES:
        return _page(
            request,
            shown,
            {"refused": _("Tệp lớn hơn 10 MB. Hãy bỏ hình ảnh và các trang tính khác rồi nạp lại.")},
        )
    content, name = file.read(), (file.name or "")[:200]
    reading = read_many(round_=shown, content=content, file_name=name, by=user, at=timezone.now())
    if reading.plan is None:
        return _page(request, shown, {"refused": reading.refusal, "file_name": name})
    return _preview(request, user, shown, reading, File(name, hashlib.sha256(content).hexdigest()))


@require_GET
def many_file(request: HttpRequest, round_id: int) -> HttpResponse:
    user, shown = _of(request, round_id)
    name, content = hand_out_many(round_=shown, by=user, at=timezone.now())
    return _download(name, content)


@require_POST
def many_problems(request: HttpRequest, round_id: int) -> HttpResponse:
    """All that is to be mended, as a list."""
    user, shown = _of(request, round_id)
    check_may_fill_many(user, shown)
    plan, _said = _kept(request, user, shown)
    severities = {"error": _("lỗi"), "warning": _("lưu ý")}
    table = [
        [_("Dòng, trang tính"), _("Đơn vị"), _("Mức"), _("Nội dung")],
        *([one.place, one.unit, severities[one.severity], one.message] for one in plan.told),
    ]
    return _download("can-sua.xlsx", list_workbook(table, title=_("Cần sửa")))


@require_POST
def many_save(request: HttpRequest, round_id: int) -> HttpResponse:
    """Keep what was shown, some units a request, each wholly or not at all; or throw it away."""
    user, shown = _of(request, round_id)
    check_may_fill_many(user, shown)
    if "drop" in request.POST:
        drop(user=user, purpose=_purpose(shown))
        messages.info(request, _("Đã bỏ tệp. Không bản nháp nào thay đổi."))
        return redirect("round-many", round_id)
    plan, said = _kept(request, user, shown)
    if said["asks"] and "confirm" not in request.POST:
        raise BadContent(_("Hãy xác nhận kỳ của số liệu trước khi lưu."), code="not_confirmed")
    reached, saved, failed = said["reached"], said["saved"], list(said["failed"])
    until = time.monotonic() + SECONDS_AT_ONCE
    while reached < len(plan.units) and time.monotonic() < until:
        fault = _save_one(plan.units[reached], File(said["name"], said["sha256"]), user, shown)
        saved, reached = saved + (fault is None), reached + 1
        if fault:
            failed.append([plan.units[reached - 1].unit, fault])
    is_done = reached >= len(plan.units)
    context: dict[str, Any] = {
        "is_saving": True,
        "is_done": is_done,
        "asks": said["asks"],
        "reached": reached,
        "total": len(plan.units),
        "saved": saved,
        "failed": failed[:SHOWN],
        "file_name": said["name"],
    }
    if is_done:
        drop(user=user, purpose=_purpose(shown))
    else:
        said |= {"reached": reached, "saved": saved, "failed": failed[:SHOWN]}
        context["token"] = put_aside(plan.as_json(), user=user, purpose=_purpose(shown), said=said)
    return _page(request, shown, context)


def _save_one(one: UnitPlan, file: File, user: User, shown: ReportingRound) -> str | None:
    """Why the unit's row was not kept, or None when it was."""
    report = Submission.objects.select_related(*BESIDE).defer("assignment__round__version__workbook")
    try:
        fill_for(
            submission=report.get(pk=one.submission, assignment__round=shown),
            cells=one.cells,
            texts=one.texts,
            seen_version=one.version,
            file=file,
            by=user,
            at=timezone.now(),
        )
    except (Conflict, NotAllowed) as error:
        return str(error)
    return None


def _preview(
    request: HttpRequest, user: User, shown: ReportingRound, reading: ManyReading, file: File
) -> HttpResponse:
    plan = reading.plan
    assert plan is not None
    said = {**asdict(file), "asks": reading.asks, "reached": 0, "saved": 0, "failed": []}
    token = put_aside(plan.as_json(), user=user, purpose=_purpose(shown), said=said)
    changes = [(unit, change) for unit in plan.units for change in unit.changes]
    errors = plan.errors
    context = {
        "plan": plan,
        "token": token,
        "asks": reading.asks,
        "file_name": file.name,
        "errors": len(errors),
        "warnings": len(plan.told) - len(errors),
        "kept_out": len({(one.place, one.unit) for one in errors}),
        "groups": grouped(plan.told),
        "told": sorted(plan.told, key=lambda one: one.severity != "error")[:SHOWN],
        "more_told": max(0, len(plan.told) - SHOWN),
        "changes": changes[:SHOWN],
        "more_changes": max(0, len(changes) - SHOWN),
        "changed": len(changes),
    }
    return _page(request, shown, context)


def _kept(request: HttpRequest, user: User, shown: ReportingRound) -> tuple[Plan, dict[str, Any]]:
    content, said = take_back(user=user, purpose=_purpose(shown), token=request.POST.get("token", ""))
    return plan_from(content), said


def _purpose(shown: ReportingRound) -> str:
    return f"many-{int(shown.pk)}"


def _of(request: HttpRequest, round_id: int) -> tuple[User, ReportingRound]:
    user = request.user
    assert isinstance(user, User)
    return user, round_within_reach(user, round_id)


def _page(request: HttpRequest, shown: ReportingRound, context: dict[str, Any]) -> HttpResponse:
    context |= {"round": shown, "period_name": period_words(shown.period_code)}
    return render(
        request, "submissions/many_units.html", context, status=422 if context.get("refused") else 200
    )


def _download(name: str, content: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)
