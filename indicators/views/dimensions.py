"""/chi-tieu/phan-to/: dimensions of breakdown, and their categories."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.actions.keep_dimension import keep_dimension
from indicators.actions.remove_dimension import remove_dimension
from indicators.catalogue_reading import dimensions as all_dimensions
from indicators.catalogue_words import DIMENSION_LABELS, in_language
from indicators.list_forms import dimension_from, lines_of, text_of
from indicators.lists import used_categories
from indicators.models import Dimension, Indicator
from indicators.permissions import check_may_keep_lists, may_keep_lists
from indicators.views.measures import faults_of
from units.errors import BadContent, NotWithinReach
from units.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def dimensions(request: HttpRequest) -> HttpResponse:
    """All of them; POST adds one."""
    if request.method != "POST":
        return _list(request)
    check_may_keep_lists(_person(request))
    try:
        known = all_dimensions()
        code, said = dimension_from(request.POST, known)
        if code in known:
            return _list(request, {"code": _("Đã có phân tổ mang mã này; hãy chọn mã khác.")})
        kept = keep_dimension(code=code, dimension=said, by=_person(request), at=timezone.now())
    except BadContent as refused:
        return _list(request, faults_of(refused))
    messages.success(request, _("Đã thêm phân tổ “%(name)s”.") % {"name": kept.name})
    return redirect("dimension", kept.code)


@require_http_methods(["GET", "HEAD", "POST"])
def dimension(request: HttpRequest, code: str) -> HttpResponse:
    """One with its categories and who uses it; POST changes it."""
    found = _found(code)
    if request.method != "POST":
        return _page(request, found)
    check_may_keep_lists(_person(request))
    try:
        known = all_dimensions([found.code])
        _code, said = dimension_from(request.POST, known, code=found.code)
        keep_dimension(code=found.code, dimension=said, by=_person(request), at=timezone.now())
    except BadContent as refused:
        return _page(request, found, faults_of(refused))
    messages.success(request, _("Đã lưu phân tổ “%(name)s”.") % {"name": said.name})
    return redirect("dimension", found.code)


@require_POST
def dimension_remove(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(code)
    remove_dimension(dimension=found, by=_person(request), at=timezone.now())
    messages.success(request, _("Đã bỏ phân tổ “%(name)s”.") % {"name": found.name})
    return redirect("dimensions")


def _found(code: str) -> Dimension:
    found = Dimension.objects.filter(code=code).first()
    if found is None:
        raise NotWithinReach(_("Không có phân tổ này."))
    return found


def _list(request: HttpRequest, faults: dict[str, str] | None = None) -> HttpResponse:
    known = all_dimensions()
    used = dict(Dimension.objects.order_by().values_list("code").annotate(count=Count("indicators")))
    rows = [(code, one, used.get(code, 0)) for code, one in known.items()]
    context = _context(request, faults) | {"rows": rows}
    return render(request, "indicators/dimensions.html", context, status=422 if faults else 200)


def _page(request: HttpRequest, found: Dimension, faults: dict[str, str] | None = None) -> HttpResponse:
    said = all_dimensions([found.code])[found.code]
    users = Indicator.objects.filter(breakdowns__dimension=found).order_by("code")
    used = used_categories([found.code])[found.code]
    context = {
        **_context(request, faults),
        "dimension": found,
        "name": in_language(found.name, found.name_en),
        "categories": [(code, one, code in used) for code, one in said.categories.items()],
        "lines": text_of(request.POST, "categories") if faults else lines_of(said),
        "users": list(users.values_list("pk", "code", "name")),
    }
    return render(request, "indicators/dimension.html", context, status=422 if faults else 200)


def _context(request: HttpRequest, faults: dict[str, str] | None) -> dict[str, Any]:
    names = ("name", "name_en", "code", "categories")
    return {
        "typed": {name: text_of(request.POST, name) for name in names},
        "faults": faults or {},
        "labels": {name: str(label) for name, label in DIMENSION_LABELS.items()},
        "may_keep": may_keep_lists(_person(request)),
    }


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
