"""/don-vi/sap-xep/: reorganisations that were made, a new one from form to preview to deed, and undoing."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aggregates.reorganisation_form import Form, called_unit, form_from, plan_from
from aggregates.reorganisation_preview import confirm_reorganisation, made_from, preview_reorganisation
from submissions.actions.undo_reorganisation import undo_reorganisation
from submissions.reported_since import why_not_undone
from units.asking import Paging, number_from
from units.errors import BadContent, Conflict, NotWithinReach
from units.kinds import KINDS, full_name, kind_label
from units.models import Reorganisation, User
from units.permissions import check_may_manage_units, check_may_read_events, may_manage_units
from units.queries import UnitView, describe_each
from units.reach import reachable_unit_ids
from units.reorganisations.facts import standing_below
from units.reorganisations.plan import Kind, Plan, from_json
from units.reorganisations.shares import WHOLE, percentage

_ROWS_MORE = 3


@require_GET
def reorganisations(request: HttpRequest) -> HttpResponse:
    check_may_read_events(request.user)
    rows = Reorganisation.objects.select_related("recorded_by", "undone_by").order_by("-event")
    paging = Paging(number_from(request.GET, "trang", default=1), rows.count())
    shown = list(rows[paging.offset : paging.offset + paging.size])
    plans = {row.pk: from_json(row.plan) for row in shown}
    names = describe_each(pair for plan in plans.values() for pair in (*_before(plan), *_after(plan)))
    today = timezone.localdate()
    lines = [
        {
            "row": row,
            "sources": _named(_before(plans[row.pk]), names),
            "result": _result(plans[row.pk], names),
            "is_to_come": row.effective_on > today,
        }
        for row in shown
    ]
    context = {"lines": lines, "paging": paging, "may_manage": may_manage_units(request.user)}
    return render(request, "aggregates/reorganisations.html", context)


@require_GET
def reorganisation(request: HttpRequest, number: int) -> HttpResponse:
    check_may_read_events(request.user)
    row = _found(number)
    plan = from_json(row.plan)
    why_not = why_not_undone(row)
    names = describe_each((*_before(plan), *_after(plan)))
    context = {
        "row": row,
        "plan": plan,
        "sources": _named(_before(plan), names),
        "result": _result(plan, names),
        "parts": _parts(plan),
        "why_not": why_not,
        "may_undo": may_manage_units(request.user) and not why_not,
        "is_to_come": row.effective_on > timezone.localdate(),
    }
    return render(request, "aggregates/reorganisation.html", context)


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    check_may_manage_units(request.user)
    assert isinstance(request.user, User)
    undo_reorganisation(reorganisation=_found(number), by=request.user, at=timezone.now())
    messages.success(request, _("Đã hoàn tác. Đơn vị, vai trò và nhiệm vụ báo cáo trở lại như trước."))
    return redirect("reorganisations")


@require_http_methods(["GET", "POST"])
def new_reorganisation(request: HttpRequest) -> HttpResponse:
    check_may_manage_units(request.user)
    given = request.POST if request.method == "POST" else request.GET
    if given.get("loai") not in list(Kind):
        return render(request, "aggregates/reorganisation_kinds.html", {"kinds": _kinds()})
    form = form_from(given, Kind(given["loai"]))
    step = request.POST.get("buoc", "")
    if step == "them":
        form.rows = min(form.rows + _ROWS_MORE, 60)
    if step not in ("xem", "lam"):
        return _form(request, form)
    return _previewed(request, form, confirmed=step == "lam")


def _previewed(request: HttpRequest, form: Form, *, confirmed: bool) -> HttpResponse:
    """Show what would happen, or do it when exactly that was shown."""
    assert isinstance(request.user, User)
    now = timezone.now()
    within = reachable_unit_ids(request.user)
    plan = plan_from(form, within=within, today=timezone.localdate(now))
    if form.faults:
        return _form(request, form, status=422)
    said = ""
    try:
        if confirmed:
            made = confirm_reorganisation(
                plan=plan, digest=request.POST.get("digest", ""), by=request.user, at=now
            )
            messages.success(request, _("Đã sắp xếp. Có thể hoàn tác khi chưa có báo cáo nào gửi sau đó."))
            return redirect("reorganisation", made.pk)
    except (Conflict, BadContent) as refused:
        if once := made_from(request.POST.get("digest", ""), by=request.user):
            return redirect("reorganisation", once.pk)
        if isinstance(refused, BadContent):
            return _refused(request, form, refused)
        said = refused.message
    try:
        preview = preview_reorganisation(plan=plan, by=request.user, at=now)
    except BadContent as refused:
        return _refused(request, form, refused)
    context = {
        "preview": preview,
        "plan": plan,
        "kind_words": Reorganisation.Kind(plan.kind.value).label,
        "parts": _parts(plan),
        "fields": [(name, value) for name, value in form.typed.items() if name not in _OWN],
        "below": _below(plan),
        "is_to_come": plan.effective_on > timezone.localdate(),
        "said": said,
    }
    return render(request, "aggregates/reorganisation_preview.html", context, status=409 if said else 200)


_OWN = frozenset({"csrfmiddlewaretoken", "buoc", "digest"})


def _refused(request: HttpRequest, form: Form, refused: BadContent) -> HttpResponse:
    for problem in refused.problems:
        form.faults.setdefault(form.place(problem["place"]), problem["message"])
    return _form(request, form, status=422)


def _form(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    names = ("name", "code", "kind", "parent", "unit", "population", "area")
    fields = {
        name.replace(".", "_"): _field(form, name)
        for name in ("effective_on", "document", "name", "unit_kind", "parent", "receiver", "default")
    }
    context = {
        "form": form,
        "kind": form.kind.value,
        "kind_words": Reorganisation.Kind(form.kind.value).label,
        "fields": fields,
        "sources": [_field(form, f"source.{row}") for row in range(form.rows)],
        "parts": [
            {"index": row, **{name: _field(form, f"part.{row}.{name}") for name in names}}
            for row in range(form.rows)
        ],
        "lives_on": bool(form.value("lives_on")),
        "kinds": [(code, kind_label(code)) for code in KINDS],
        "others": [message for place, message in form.faults.items() if place not in _shown(form, names)],
    }
    return render(request, "aggregates/reorganisation_form.html", context, status=status)


def _shown(form: Form, names: tuple[str, ...]) -> set[str]:
    rows = range(form.rows)
    return {
        "effective_on", "document", "name", "unit_kind", "parent", "receiver", "default",
        *(f"source.{row}" for row in rows), *(f"part.{row}.{name}" for row in rows for name in names),
    }  # fmt: skip


def _field(form: Form, name: str) -> dict[str, str]:
    identity = name.replace(".", "-")
    return {"name": name, "id": identity, "value": form.value(name), "fault": form.faults.get(name, "")}


def _kinds() -> list[dict[str, str]]:
    said = {
        Kind.MERGE: _("Hai đơn vị trở lên thành một đơn vị mới, kể cả khi giữ tên hoặc mã cũ."),
        Kind.SPLIT: _("Một đơn vị thành nhiều phần, có tỷ lệ dân số, diện tích nếu biết."),
        Kind.RENAME: _("Vẫn là đơn vị đó, mang tên mới từ một ngày."),
        Kind.CHANGE_KIND: _("Vẫn là đơn vị đó, ví dụ xã thành phường."),
        Kind.NEW_PARENT: _("Vẫn là đơn vị đó, nằm dưới cấp trên khác từ một ngày."),
        Kind.CLOSE: _("Đơn vị kết thúc; đơn vị khác tiếp nhận việc, vai trò và cấp dưới, nếu có."),
    }
    return [
        {"code": kind.value, "label": str(Reorganisation.Kind(kind.value).label), "said": words}
        for kind, words in said.items()
    ]


Asked = tuple[int, date | None]


def _before(plan: Plan) -> list[Asked]:
    """Its units, as they were called until then."""
    return [(unit, plan.effective_on - timedelta(days=1)) for unit in plan.sources]


def _after(plan: Plan) -> list[Asked]:
    """The units that exist and receive something."""
    receiving = (plan.parent, *(part.unit for part in plan.parts))
    return [(unit, plan.effective_on) for unit in receiving if unit is not None]


def _named(asked: Iterable[Asked], names: Mapping[Asked, UnitView]) -> list[UnitView]:
    return [names[one] for one in asked if one in names]


def _result(plan: Plan, names: Mapping[Asked, UnitView]) -> str:
    """What came out, in a few words."""
    new = [f"{full_name(one.name, one.kind)} ({one.code})" for one in plan.created]
    words = [*new, *(view.full_name for view in _named(_after(plan), names)), plan.name]
    if plan.unit_kind:
        words.append(kind_label(plan.unit_kind))
    return ", ".join(word for word in words if word)


def _parts(plan: Plan) -> list[dict[str, Any]]:
    """Shares of a split as people write them, and how much of the unit is not said to go anywhere."""
    if plan.kind is not Kind.SPLIT:
        return []
    rows: list[dict[str, Any]] = [
        {
            "called": f"{part.new.name} ({part.new.code})"
            if part.new
            else called_unit(part.unit or 0, on=plan.effective_on),
            "population": None if part.population_share is None else percentage(part.population_share),
            "area": None if part.area_share is None else percentage(part.area_share),
            "is_default": index == plan.default and not plan.lives_on,
        }
        for index, part in enumerate(plan.parts)
    ]
    missing = {
        measure: percentage(WHOLE - sum(shares))
        for measure, found in (
            ("population", [part.population_share for part in plan.parts]),
            ("area", [part.area_share for part in plan.parts]),
        )
        if (shares := [one for one in found if one is not None])
        and len(shares) == len(found)
        and sum(shares) < WHOLE
    }
    if missing:
        rows.append({"is_rest": True, **missing})
    return rows


def _below(plan: Plan) -> list[dict[str, Any]]:
    """For a split: each unit below, and which part it goes to; below a unit that lives on it may stay."""
    if plan.kind is not Kind.SPLIT or not plan.parts:
        return []
    chosen = dict(plan.below)
    usual = "" if plan.lives_on else plan.default
    names: list[tuple[int | str, str]] = [("", _("ở lại đơn vị cũ"))] if plan.lives_on else []
    names += enumerate(part["called"] for part in _parts(plan) if "called" in part)
    return [
        {
            "unit": unit,
            "options": [(value, name, value == chosen.get(unit.id, usual)) for value, name in names],
        }
        for unit in standing_below(plan)
    ]


def _found(number: int) -> Reorganisation:
    row = Reorganisation.objects.select_related("recorded_by", "undone_by").filter(pk=number).first()
    if row is None:
        raise NotWithinReach(_("Không có lần sắp xếp này."))
    return row
