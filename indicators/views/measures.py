"""/chi-tieu/don-vi-tinh/: units of measure, and how they convert."""

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.actions.keep_measure import keep_measure
from indicators.actions.remove_measure import remove_measure
from indicators.answers import format_scaled
from indicators.catalogue_reading import measures as all_measures
from indicators.catalogue_words import MEASURE_LABELS, in_language
from indicators.definitions import Measured
from indicators.list_forms import measure_from, text_of
from indicators.lists import uses_of_measures
from indicators.models import UnitOfMeasure
from indicators.permissions import check_may_keep_lists, may_keep_lists
from units.errors import BadContent, NotWithinReach
from units.models import User
from units.vietnamese import search_key, sort_key


@require_http_methods(["GET", "HEAD", "POST"])
def measures(request: HttpRequest) -> HttpResponse:
    """All of them, those of one quantity together; POST adds one."""
    if request.method != "POST":
        return _list(request)
    check_may_keep_lists(_person(request))
    try:
        known = all_measures()
        code, measured = measure_from(request.POST, known)
        if code in known:
            return _list(request, {"code": _("Đã có đơn vị tính mang mã này; hãy chọn mã khác.")})
        kept = keep_measure(code=code, measured=measured, by=_person(request), at=timezone.now())
    except BadContent as refused:
        return _list(request, faults_of(refused))
    messages.success(request, _("Đã thêm đơn vị tính “%(name)s”.") % {"name": kept.name})
    return redirect("measures")


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """One, with all it converts into; POST changes it."""
    found, known = _found(code), all_measures()
    if request.method != "POST":
        return _page(request, found, known)
    check_may_keep_lists(_person(request))
    try:
        _code, measured = measure_from(request.POST, known, code=found.code)
        keep_measure(code=found.code, measured=measured, by=_person(request), at=timezone.now())
    except BadContent as refused:
        return _page(request, found, known, faults_of(refused))
    messages.success(request, _("Đã lưu đơn vị tính “%(name)s”.") % {"name": measured.name})
    return redirect("measure", found.code)


@require_POST
def measure_remove(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(code)
    remove_measure(measure=found, by=_person(request), at=timezone.now())
    messages.success(request, _("Đã bỏ đơn vị tính “%(name)s”.") % {"name": found.name})
    return redirect("measures")


def faults_of(refused: BadContent) -> dict[str, str]:
    """Field → what is wrong with it."""
    return {str(problem.get("field", "")): str(problem["message"]) for problem in refused.problems}


def _found(code: str) -> UnitOfMeasure:
    found = UnitOfMeasure.objects.filter(code=code).first()
    if found is None:
        raise NotWithinReach(_("Không có đơn vị tính này."))
    return found


def _list(request: HttpRequest, faults: dict[str, str] | None = None) -> HttpResponse:
    known, uses = all_measures(with_ad_hoc=False), uses_of_measures()
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    groups: dict[str, list[tuple[str, Measured, int]]] = {}
    for code, one in known.items():
        if search_key(typed) in search_key(f"{one.name} {one.name_en} {code}"):
            groups.setdefault(one.quantity, []).append((code, one, uses.get(code, 0)))
    rows = [
        (code, one, in_words(one, known.get(one.quantity, one)), used)
        for group in sorted(groups.values(), key=lambda rows: (len(rows) == 1, sort_key(rows[0][1].name)))
        for code, one, used in group
    ]
    return render(
        request,
        "indicators/measures.html",
        _context(request, known, faults) | {"rows": rows, "q": typed},
        status=422 if faults else 200,
    )


def in_words(one: Measured, base: Measured) -> str:
    """ "1.000.000 đồng", "1/10 %": what one of it is in the base unit; "" for the base unit itself."""
    ratio = one.in_base / base.in_base
    return "" if ratio == 1 else f"{ratio_words(ratio)} {in_language(base.name, base.name_en)}"


def ratio_words(ratio: Fraction) -> str:
    above = format_scaled(ratio.numerator, decimals=0)
    return above if ratio.denominator == 1 else f"{above}/{format_scaled(ratio.denominator, decimals=0)}"


def _page(
    request: HttpRequest,
    found: UnitOfMeasure,
    known: dict[str, Measured],
    faults: dict[str, str] | None = None,
) -> HttpResponse:
    own = known[found.code]
    others = [
        (code, one, ratio_words(own.in_base / one.in_base))
        for code, one in known.items()
        if one.quantity == own.quantity and code != found.code
    ]
    context = {
        **_context(request, known, faults),
        "measure": found,
        "others": others,
        "used": uses_of_measures([found.code]).get(found.code, 0),
        "now": _as_typed(found, own, others),
    }
    return render(request, "indicators/measure.html", context, status=422 if faults else 200)


def _as_typed(found: UnitOfMeasure, own: Measured, others: list[tuple[str, Measured, str]]) -> dict[str, str]:
    """What the fields would hold: the ratio to another unit of its quantity."""
    typed = {"name": found.name, "name_en": found.name_en}
    if not others:
        return typed
    code, by, _words = next((row for row in others if row[0] == own.quantity), others[0])
    ratio = own.in_base / by.in_base
    return typed | {"converts_to": code, "above": str(ratio.numerator), "below": str(ratio.denominator)}


def _context(
    request: HttpRequest, known: dict[str, Measured], faults: dict[str, str] | None
) -> dict[str, Any]:
    names = ("name", "name_en", "code", "converts_to", "above", "below")
    return {
        "typed": {name: text_of(request.POST, name) for name in names},
        "faults": faults or {},
        "labels": {name: str(label) for name, label in MEASURE_LABELS.items()},
        "choices": [(code, in_language(one.name, one.name_en)) for code, one in known.items()],
        "may_keep": may_keep_lists(_person(request)),
    }


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
