"""/don-vi/nhom/: groups of units; one group with its members on a day; who comes in and who goes."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from units.actions.add_members import add_members
from units.actions.change_group import change_group
from units.actions.create_group import create_group
from units.actions.end_members import end_members
from units.asking import PAGE_SIZE, Paging, day_from, number_from
from units.errors import BadContent, Conflict
from units.groups import find_group, heirs_outside, list_groups, list_members, members_on
from units.models import UnitGroup, User
from units.pasted_codes import PastedCodes, read_codes
from units.permissions import check_may_manage_units, may_manage_units
from units.reach import reachable_unit_ids
from units.search import LONGEST, Search, search_units

_FOUND = 20
_TOLD = 50


@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """All groups; POST makes one."""
    if request.method != "POST":
        return _list(request)
    check_may_manage_units(request.user)
    given = {name: request.POST.get(name, "") for name in ("name", "code", "description")}
    try:
        group = create_group(**given, by=_person(request), at=timezone.now())
    except (BadContent, Conflict) as error:
        return _list(request, given=given, refused=_said(error), status=_status(error))
    messages.success(request, _("Đã lập nhóm “%(name)s”. Hãy thêm đơn vị vào nhóm.") % {"name": group.name})
    return redirect("unit-group", group.code)


@require_http_methods(["GET", "HEAD"])
def group(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, find_group(code))


@require_POST
def group_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """doi-ten: another name or note; them: units come in; bo: units go."""
    if step not in ("doi-ten", "them", "bo"):
        raise Http404
    found = find_group(code)
    check_may_manage_units(request.user)
    try:
        match step:
            case "doi-ten":
                said = _renamed(request, found)
            case "them":
                said = _added(request, found)
            case _:
                said = _ended(request, found)
    except (BadContent, Conflict) as error:
        return _page(request, found, refused=_said(error), step=step, status=_status(error))
    messages.success(request, said)
    return redirect("unit-group", found.code)


def _renamed(request: HttpRequest, group: UnitGroup) -> str:
    given = {name: request.POST.get(name, "") for name in ("name", "description")}
    change_group(group=group, **given, by=_person(request), at=timezone.now())
    return _("Đã lưu tên và ghi chú của nhóm.")


def _added(request: HttpRequest, group: UnitGroup) -> str:
    from_ = _day(request.POST, "tu")
    units = _chosen(request, on=from_)
    count = add_members(group=group, units=units, from_=from_, by=_person(request), at=timezone.now())
    if not count:
        return _("Các đơn vị đã chọn đều có trong nhóm rồi; không có gì thay đổi.")
    return ngettext(
        "Đã thêm %(count)d đơn vị vào nhóm từ ngày %(day)s.",
        "Đã thêm %(count)d đơn vị vào nhóm từ ngày %(day)s.",
        count,
    ) % {"count": count, "day": from_.strftime("%d/%m/%Y")}


def _ended(request: HttpRequest, group: UnitGroup) -> str:
    from_ = _day(request.POST, "tu")
    units = _chosen(request, on=from_)
    last_day = from_ - timedelta(days=1)
    count = end_members(group=group, units=units, last_day=last_day, by=_person(request), at=timezone.now())
    if not count:
        return _("Các đơn vị đã chọn không còn trong nhóm vào ngày đó; không có gì thay đổi.")
    return ngettext(
        "Đã đưa %(count)d đơn vị ra khỏi nhóm từ ngày %(day)s.",
        "Đã đưa %(count)d đơn vị ra khỏi nhóm từ ngày %(day)s.",
        count,
    ) % {"count": count, "day": from_.strftime("%d/%m/%Y")}


def _chosen(request: HttpRequest, *, on: date) -> list[int]:
    """The units ticked, or those of the pasted codes: all, or BadContent with a line for each fault."""
    within = reachable_unit_ids(request.user)
    numbers = (text for text in request.POST.getlist("don-vi")[:10_000] if text.isascii() and text.isdigit())
    ticked = {int(text) for text in numbers if len(text) < 12}
    read = read_codes(request.POST.get("ma", ""), on=on, within=within) if not ticked else PastedCodes()
    if read.problems:
        problems = [
            {"code": "unknown_code", "message": _("Dòng %(line)d: %(said)s") % {"line": line, "said": said}}
            for line, said in read.problems
        ]
        said = _("Chưa thay đổi gì: danh sách mã có %(count)d dòng cần sửa.") % {"count": len(problems)}
        raise BadContent(said, problems=problems)
    units = [*sorted(ticked & within), *read.units]
    if not units:
        raise BadContent(_("Chưa chọn đơn vị nào. Hãy đánh dấu hoặc dán mã đơn vị, mỗi dòng một mã."))
    return units


def _day(given: QueryDict, name: str) -> date:
    day, unread = day_from(given, name)
    if day is None or not 1900 <= day.year <= 2200:
        said = _("Ngày “%(day)s” chưa đọc được. Hãy viết ngày/tháng/năm, ví dụ 01/07/2025.")
        raise BadContent(said % {"day": unread or given.get(name, "")[:40]})
    return day


def _list(
    request: HttpRequest, *, given: dict[str, str] | None = None, refused: object = None, status: int = 200
) -> HttpResponse:
    day, unread = day_from(request.GET, "ngay", "as_of")
    on = day or timezone.localdate()
    context = {
        "groups": list_groups(on=on, within=reachable_unit_ids(request.user)),
        "on": on,
        "unread": unread,
        "is_today": on == timezone.localdate(),
        "given": given or {},
        "refused": refused,
        "may_change": may_manage_units(request.user),
    }
    return render(request, "units/groups.html", context, status=status)


def _page(
    request: HttpRequest, group: UnitGroup, *, refused: object = None, step: str = "", status: int = 200
) -> HttpResponse:
    day, unread = day_from(request.GET, "ngay", "as_of")
    on, within = day or timezone.localdate(), reachable_unit_ids(request.user)
    page = number_from(request.GET, "trang", default=1)
    members, total = list_members(group, on=on, within=within, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    may_change = may_manage_units(request.user)
    context: dict[str, Any] = {
        "group": group,
        "members": members,
        "some_end": any(member.valid_to for member in members),
        "paging": Paging(page, total),
        "on": on,
        "unread": unread,
        "is_today": on == timezone.localdate(),
        "may_change": may_change,
        "refused": refused,
        "step": step,
        "given": request.POST,
        "heirs": heirs_outside(group, on=on) if may_change else [],
        **(_looked_for(request, group, on=on, within=within) if may_change else {}),
    }
    return render(request, "units/group.html", context, status=status)


def _looked_for(
    request: HttpRequest, group: UnitGroup, *, on: date, within: frozenset[int]
) -> dict[str, Any]:
    typed = request.GET.get("tim", "").strip()[:LONGEST]
    if not typed:
        return {"typed": ""}
    found, total = search_units(Search(typed, on=on, only_on=True), within=within, limit=_FOUND)
    return {"typed": typed, "found": found, "found_total": total, "inside": members_on(group, on=on)}


def _said(error: BadContent | Conflict) -> dict[str, Any]:
    if isinstance(error, Conflict):
        return {"message": error.message, "problems": []}
    lines = [str(problem["message"]) for problem in error.problems if "message" in problem]
    message = error.messages[0]
    lines = [] if lines == [message] else lines
    return {"message": message, "problems": lines[:_TOLD], "more": max(0, len(lines) - _TOLD)}


def _status(error: BadContent | Conflict) -> int:
    return 409 if isinstance(error, Conflict) else 422


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
