"""/chi-tieu/moi/, /chi-tieu/<số>/sua/: an indicator is written, changed, put back as it was, taken away."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.catalogue_reading import catalogue_around, definition_of, definitions_of, dimensions
from indicators.definition_form import DefinitionForm, form_of, read_form, suggested_code
from indicators.definition_page import form_context
from indicators.definitions import Catalogue, Definition, from_text
from indicators.models import Indicator, IndicatorVersion
from indicators.permissions import check_may_define
from submissions.actions.change_indicator import change_indicator
from submissions.actions.define_indicator import define_indicator
from submissions.actions.remove_indicator import remove_indicator
from units.asking import number_from
from units.errors import BadContent, NotAllowed, NotWithinReach
from units.models import Role, Unit, User
from units.permissions import VERBS, units_where

_OFFICERS = [role for role in Role.values if "define" in VERBS[Role(role)]]


@require_http_methods(["GET", "HEAD", "POST"])
def new_indicator(request: HttpRequest) -> HttpResponse:
    """The form; `thay` names an indicator that the new one continues. POST writes it."""
    user = _person(request)
    owners = owners_of(user)
    before = number_from(request.GET, "thay", default=0)
    code, says = _to_continue(before)
    if request.method != "POST":
        return _form(request, _blank(code, says), owners=owners, before=before, says=says)
    catalogue = _catalogue(request.POST.get("predecessor", ""))
    form = read_form(request.POST, catalogue=catalogue, before=says)
    chosen = number_from(request.POST, "owner", default=0)
    owner = Unit.objects.get(pk=chosen if chosen in owners else owners[0])
    form.typed["owner"] = str(owner.pk)
    if form.definition is not None:
        given = form.typed["code"] or _free_code(form.typed["name"])
        try:
            made = define_indicator(
                code=given, definition=form.definition, owner=owner, by=user, at=timezone.now(),
                why=form.typed["why"],
            )  # fmt: skip
        except BadContent as refused:
            form.take(refused)
        else:
            messages.success(request, _("Đã lập chỉ tiêu %(code)s.") % {"code": made.code})
            return redirect("indicator", made.pk)
    return _form(request, form, owners=owners, before=before, says=says)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """The form with what the indicator says; POST writes another wording."""
    indicator = _within(request, indicator_id)
    says = definition_of(indicator)
    if request.method != "POST":
        return _form(request, form_of(indicator.code, says), indicator=indicator, says=says)
    catalogue = _catalogue(request.POST.get("predecessor", ""))
    form = read_form(request.POST, catalogue=catalogue, before=says)
    form.typed["code"] = indicator.code
    if form.definition is not None:
        try:
            changed = change_indicator(
                indicator=indicator, definition=form.definition, by=_person(request), at=timezone.now()
            )
        except BadContent as refused:
            form.take(refused)
        else:
            return _back(request, changed, is_other=changed.since != indicator.since)
    return _form(request, form, indicator=indicator, says=says)


@require_POST
def put_back(request: HttpRequest, indicator_id: int, number: int) -> HttpResponse:
    """/chi-tieu/<số>/phien-ban/<n>/khoi-phuc/: the indicator says again what it said in a version."""
    indicator = _within(request, indicator_id)
    version = IndicatorVersion.objects.filter(indicator=indicator, number=number).first()
    if version is None:
        raise NotWithinReach(_("Không có phiên bản này."))
    definition = from_text(version.document)
    changed = change_indicator(
        indicator=indicator, definition=definition, by=_person(request), at=timezone.now()
    )
    said = _("Chỉ tiêu lại như phiên bản %(number)d.") % {"number": number}
    messages.success(request, said)
    return redirect("indicator", changed.pk)


@require_POST
def remove(request: HttpRequest, indicator_id: int) -> HttpResponse:
    indicator = _within(request, indicator_id)
    remove_indicator(indicator=indicator, by=_person(request), at=timezone.now())
    messages.success(request, _("Đã bỏ chỉ tiêu %(code)s.") % {"code": indicator.code})
    return redirect("catalogue")


# ---- what is looked up ------------------------------------------------------------------------------------


def owners_of(user: User) -> list[int]:
    """The agencies for which the person may define; NotAllowed when there is none."""
    found = sorted(units_where(user, _OFFICERS))
    if not found:
        raise NotAllowed(_("Chỉ công chức phụ trách chế độ báo cáo mới lập được chỉ tiêu."))
    return found


def _within(request: HttpRequest, indicator_id: int) -> Indicator:
    """The indicator, which everybody may read; NotAllowed when the person may not change it."""
    found = Indicator.objects.select_related("unit_of_measure").filter(pk=indicator_id).first()
    if found is None:
        raise NotWithinReach(_("Không có chỉ tiêu này."))
    try:
        check_may_define(_person(request), owner=found.owner_id)
    except NotWithinReach as error:
        raise NotAllowed(_("Chỉ công chức của cơ quan chủ trì mới sửa được chỉ tiêu này.")) from error
    return found


def _catalogue(continued: str) -> Catalogue:
    """The lists, and the indicator that is continued."""
    around = catalogue_around({}) if not continued else catalogue_around(
        {"": Definition("", "", predecessor=continued.split(" ", 1)[0])}
    )  # fmt: skip
    return Catalogue(around.measures, dimensions(), around.indicators)


def _to_continue(number: int) -> tuple[str, Definition | None]:
    """(code, what it says) of the indicator that is continued, if any."""
    found = definitions_of(Indicator.objects.filter(pk=number)) if number else {}
    return next(iter(found.items()), ("", None))


def _blank(code: str, says: Definition | None) -> DefinitionForm:
    """An empty form; or that of what is continued, in its own unit until another is chosen."""
    if says is None:
        form = form_of("", Definition("", ""))
        form.typed["points"] = "each"
    else:
        form = form_of("", replace(says, predecessor=code, valid_to=None))
        form.typed["factor"] = ""
    return form


def _free_code(name: str) -> str:
    taken = Indicator.objects.values_list("code", flat=True)
    return suggested_code(name, dict.fromkeys(taken))


# ---- what is answered -------------------------------------------------------------------------------------


def _back(request: HttpRequest, changed: Indicator, *, is_other: bool) -> HttpResponse:
    if not is_other:
        messages.info(request, _("Chỉ tiêu không có gì thay đổi."))
        return redirect("indicator", changed.pk)
    return redirect(reverse("indicator", args=[changed.pk]) + "?vua_sua=1")


def _form(request: HttpRequest, form: DefinitionForm, **around: Any) -> HttpResponse:
    posted = request.POST.getlist("point") if request.method == "POST" else None
    context = form_context(form, ticked=posted, **around)
    return render(request, "indicators/indicator_form.html", context, status=422 if form.faults else 200)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
