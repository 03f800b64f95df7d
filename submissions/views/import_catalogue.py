"""/chi-tieu/nap/: a workbook of the catalogue is looked at, shown with what is wrong, and written or not."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.actions.import_catalogue import SHOWN, CatalogueSource, Checked
from indicators.catalogue_file.sheets import SHEETS
from indicators.catalogue_file.values import FileProblem
from indicators.catalogue_file.words import refusal_words
from indicators.permissions import check_may_keep_lists
from submissions.actions.import_catalogue import check_catalogue, import_catalogue
from units.errors import BadContent
from units.loading.table import MAX_FILE, FileRefused
from units.models import User
from units.set_aside import drop, put_aside, take_back

_PURPOSE = "catalogue"
_LISTED = 300


@require_http_methods(["GET", "HEAD", "POST"])
def import_form(request: HttpRequest) -> HttpResponse:
    """The form; POST reads the file and shows what importing it would do."""
    check_may_keep_lists(_person(request))
    if request.method != "POST":
        return _form(request)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _form(request, refused=_("Chưa chọn tệp nào. Hãy chọn tệp .xlsx rồi xem trước."))
    if (file.size or 0) > MAX_FILE:
        return _form(request, refused=refusal_words(FileRefused("too_big_file", maximum=MAX_FILE >> 20)))
    return _preview(request, CatalogueSource(file.read(), file.name or ""))


@require_POST
def import_confirm(request: HttpRequest) -> HttpResponse:
    """Write what was shown, or throw it away."""
    user = _person(request)
    check_may_keep_lists(user)
    if "drop" in request.POST:
        drop(user=user, purpose=_PURPOSE)
        messages.info(request, _("Đã bỏ tệp. Danh mục không thay đổi."))
        return redirect("catalogue-import")
    content, said = take_back(user=user, purpose=_PURPOSE, token=request.POST.get("token", ""))
    source = CatalogueSource(content, said["name"])
    try:
        done = import_catalogue(source=source, by=user, at=timezone.now(), digest=said["digest"])
    except BadContent:
        # Somebody changed the catalogue since the preview: it is shown anew, with what is wrong now.
        return _preview(request, source, has_changed=True)
    drop(user=user, purpose=_PURPOSE)
    messages.success(request, _done_words(done))
    return redirect("catalogue")


def _preview(request: HttpRequest, source: CatalogueSource, *, has_changed: bool = False) -> HttpResponse:
    try:
        checked = check_catalogue(source, by=_person(request))
    except FileRefused as refused:
        return _form(request, refused=refusal_words(refused), file_name=source.name)
    context = {"file_name": source.name, "checked": checked, "has_changed": has_changed, **_counts(checked)}
    if checked.plan.problems:
        return _form(request, problems=[*map(_said, checked.plan.problems[:SHOWN])], **context)
    said = {"name": source.name[:200], "digest": checked.plan.digest}
    token = put_aside(source.content, user=_person(request), purpose=_PURPOSE, said=said)
    return _form(request, token=token, **context)


def _counts(checked: Checked) -> dict[str, Any]:
    plan = checked.plan
    changing = [line for line in plan.lines if line.state != "same"]
    return {
        "new": plan.count("new"),
        "different": plan.count("different"),
        "same": plan.count("same"),
        "problem_count": len(plan.problems),
        "rows": [(line, _(SHEETS[line.sheet].title)) for line in changing[:_LISTED]],
        "more": max(0, len(changing) - _LISTED),
    }


def _said(problem: FileProblem) -> dict[str, Any]:
    sheet = SHEETS[problem.sheet]
    column = sheet.columns.get(problem.column)
    return {
        "sheet": _(sheet.title),
        "row": problem.row or "",
        "column": _(column) if column else "",
        "said": problem.message,
    }


def _form(request: HttpRequest, **context: Any) -> HttpResponse:
    is_refused = "refused" in context or context.get("problems")
    told = {"most_megabytes": MAX_FILE >> 20}
    return render(
        request, "submissions/import_catalogue.html", told | context, status=422 if is_refused else 200
    )


def _done_words(done: Checked) -> str:
    if done.plan.changes_nothing:
        return _("Mọi nội dung trong tệp đã có sẵn; không có gì thay đổi.")
    return _("Đã nạp danh mục: %(new)d mục mới, %(changed)d mục sửa.") % {
        "new": done.plan.count("new"),
        "changed": done.plan.count("different"),
    }


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
