"""/don-vi/nap/: a file of units is looked at, shown with all that is wrong, and then written or not."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from submissions.actions.import_tree import import_tree as write_tree
from units.actions.import_tree import SCHEMES, SHOWN, CheckedTree, TreeSource, check_tree
from units.asking import day_from
from units.codes import AGENCY, OFFICIAL
from units.errors import BadContent
from units.export import XLSX
from units.kinds import kind_label
from units.loading.table import MAX_FILE, MAX_ROWS, FileRefused
from units.loading.tree import FileUnit, TreePlan
from units.models import Placement, User
from units.permissions import check_may_manage_units
from units.set_aside import drop, put_aside, take_back
from units.tree_template import tree_template
from units.tree_words import column_words, problem_words, refusal_words

_PURPOSE = "tree"
_SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Given:
    """What the form holds, as it was typed."""

    scheme: str = AGENCY
    start: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def import_units(request: HttpRequest) -> HttpResponse:
    """The form; POST reads the file and shows what importing it would do."""
    check_may_manage_units(request.user)
    if request.method != "POST":
        return _form(request, Given())
    given = Given(request.POST.get("scheme", AGENCY), request.POST.get("start", "").strip()[:40])
    start, unread = day_from(request.POST, "start")
    file = request.FILES.get("file")
    if unread:
        said = _("Ngày “%(day)s” chưa đọc được. Hãy viết ngày/tháng/năm, ví dụ 01/07/2025.")
        return _form(request, given, refused=said % {"day": unread})
    if not isinstance(file, UploadedFile) or given.scheme not in SCHEMES:
        return _form(
            request, given, refused=_("Chưa chọn tệp nào. Hãy chọn tệp .xlsx hoặc .csv rồi xem trước.")
        )
    if (file.size or 0) > MAX_FILE:
        return _form(request, given, refused=refusal_words(FileRefused("too_big_file", maximum=10)))
    return _preview(request, TreeSource(file.read(), file.name or "", given.scheme, start), given)


@require_POST
def confirm_import(request: HttpRequest) -> HttpResponse:
    """Write what was shown, or throw it away."""
    check_may_manage_units(request.user)
    user = _person(request)
    if "drop" in request.POST:
        drop(user=user, purpose=_PURPOSE)
        messages.info(request, _("Đã bỏ tệp. Danh sách đơn vị không thay đổi."))
        return redirect("import-units")
    content, said = take_back(user=user, purpose=_PURPOSE, token=request.POST.get("token", ""))
    start = datetime.strptime(said["start"], "%Y-%m-%d").date() if said["start"] else None  # noqa: DTZ007
    source = TreeSource(content, said["name"], said["scheme"], start)
    try:
        done = write_tree(source=source, by=user, at=timezone.now())
    except BadContent:
        # Somebody changed the tree since the preview: it is shown anew, with what is wrong now.
        return _preview(request, source, Given(source.scheme, _written(start)))
    drop(user=user, purpose=_PURPOSE)
    messages.success(request, _done_words(done.plan))
    return redirect("units")


@require_GET
def import_template(request: HttpRequest) -> HttpResponse:
    """/don-vi/nap/mau/: the workbook to fill."""
    check_may_manage_units(request.user)
    headers = {"Content-Disposition": 'attachment; filename="mau-danh-sach-don-vi.xlsx"'}
    return HttpResponse(tree_template(), content_type=XLSX, headers=headers)


def _preview(request: HttpRequest, source: TreeSource, given: Given) -> HttpResponse:
    try:
        checked = check_tree(source)
    except FileRefused as refused:
        return _form(request, given, refused=refusal_words(refused), file_name=source.name)
    if checked.plan.problems:
        context = _problems(checked) | {"file_name": source.name}
        return _form(request, given, status=422, **context)
    said = {
        "name": source.name[:200],
        "scheme": source.scheme,
        "start": str(source.default_start) if source.default_start else "",
    }
    token = put_aside(source.content, user=_person(request), purpose=_PURPOSE, said=said)
    return _form(request, given, token=token, file_name=source.name, checked=checked, **_counts(checked))


def _form(request: HttpRequest, given: Given, *, status: int | None = None, **context: Any) -> HttpResponse:
    told = {
        "given": given,
        "schemes": [
            (AGENCY, _("mã cơ quan (ví dụ H33.09.01)")),
            (OFFICIAL, _("mã đơn vị hành chính (2, 3 hoặc 5 chữ số)")),
        ],
        "most_rows": f"{MAX_ROWS:,}".replace(",", "."),
        "most_megabytes": MAX_FILE // (1024 * 1024),
    }
    code = status or (422 if "refused" in context else 200)
    return render(request, "submissions/import_tree.html", told | context, status=code)


def _problems(checked: CheckedTree) -> dict[str, Any]:
    problems = checked.plan.problems
    return {
        "checked": checked,
        "problems": [
            {"row": problem.row, "column": column_words(problem), "said": problem_words(problem)}
            for problem in problems[:SHOWN]
        ],
        "count": len(problems),
        "rows_wrong": len({problem.row for problem in problems}),
    }


def _counts(checked: CheckedTree) -> dict[str, Any]:
    """How many of which kind would be new, and the first of them."""
    kinds: dict[str, int] = {}
    for unit in checked.plan.units:
        kinds[unit.kind] = kinds.get(unit.kind, 0) + 1
    by_kind = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    return {
        "by_kind": [(kind_label(kind), count) for kind, count in by_kind],
        "sample": [_row(unit) for unit in checked.plan.units[:_SAMPLE]],
        "new_relations": len(checked.moving),
    }


def _row(unit: FileUnit) -> dict[str, Any]:
    return {
        "unit": unit,
        "kind": kind_label(unit.kind),
        "places": [(place.parent, str(Placement.Kind(place.placement).label)) for place in unit.places],
    }


def _done_words(plan: TreePlan) -> str:
    if plan.changes_nothing:
        return _("Mọi đơn vị trong tệp đã có sẵn với đúng nội dung đó; không có gì thay đổi.")
    return _("Đã nạp %(units)d đơn vị mới và %(places)d quan hệ cấp trên – cấp dưới.") % {
        "units": len(plan.units),
        "places": len(plan.places),
    }


def _written(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
