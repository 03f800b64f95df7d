"""`/don-vi/<số>/nguoi-ky/`: who signs for a unit; letting somebody sign from – to, and revoking it."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from submissions.actions.let_sign import let_sign
from submissions.actions.stop_letting_sign import stop_letting_sign
from submissions.models import DELEGATED, Delegation
from submissions.permissions import (
    check_may_let_sign,
    check_may_see_signers,
    leads_above,
    may_let_sign,
    may_revoke,
)
from submissions.signers import candidates_of, signers_of
from units.asking import number_from, read_day
from units.errors import BadContent, Conflict, wrong_field
from units.models import Unit, User
from units.one_person import lets_one_person
from units.queries import describe_unit

SHOWN = 100


@require_GET
def signers(request: HttpRequest, unit_id: int) -> HttpResponse:
    return _page(request, _unit(request, unit_id))


@require_POST
def let(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit, by = _unit(request, unit_id), _person(request)
    check_may_let_sign(by, unit_id)
    given = request.POST
    try:
        made = let_sign(
            unit=unit,
            user=_candidate(request, unit),
            capacity=given.get("capacity", ""),
            from_=_day(given.get("from", "")),
            until=_day(given.get("until", "")),
            by=by,
            at=timezone.now(),
        )
    except BadContent as error:
        return _page(request, unit, refused=error.messages[0], status=422)
    except Conflict as error:
        return _page(request, unit, refused=error.message, status=409)
    said = _("Đã ủy quyền: %(name)s ký %(capacity)s. từ %(first)s đến hết %(last)s.")
    messages.success(request, said % _words(made))
    return redirect("signers", unit_id)


@require_POST
def revoke_signing(request: HttpRequest, unit_id: int, delegation_id: int) -> HttpResponse:
    unit, by = _unit(request, unit_id), _person(request)
    given = get_object_or_404(Delegation.objects.select_related("user"), pk=delegation_id, unit=unit)
    stop_letting_sign(delegation=given, by=by, at=timezone.now())
    said = _("Đã thu hồi: %(name)s không ký %(capacity)s. được nữa. Báo cáo đã ký giữ nguyên.")
    messages.success(request, said % _words(given))
    return redirect("signers", unit_id)


def _words(given: Delegation) -> dict[str, str]:
    return {
        "name": given.user.full_name,
        "capacity": given.capacity,
        "first": f"{given.valid_from:%d/%m/%Y}",
        "last": f"{given.valid_to:%d/%m/%Y}",
    }


def _page(request: HttpRequest, unit: Unit, *, refused: str = "", status: int = 200) -> HttpResponse:
    user, today = _person(request), timezone.localdate()
    given = Delegation.objects.filter(unit=unit).select_related("user", "made_by", "revoked_by")
    may_let = may_let_sign(user, unit.pk)
    context = {
        "unit": describe_unit(unit.pk, on=today),
        "signers": signers_of(unit.pk),
        "rows": [(one, _state(one, today), _is_open(one, today)) for one in given.order_by("-pk")[:SHOWN]],
        "revocable": {one.pk for one in given if _is_open(one, today) and may_revoke(user, one)},
        "lets_one_person": lets_one_person(unit.pk),
        "may_let": may_let,
        "leads_above": leads_above(user, unit.pk),
        "people": candidates_of(unit.pk, on=today) if may_let else [],
        "capacities": [(one.value, one.label) for one in DELEGATED],
        "given": request.POST,
        "today": f"{today:%d/%m/%Y}",
        "refused": refused,
    }
    return render(request, "submissions/signers.html", context, status=status)


def _is_open(given: Delegation, today: date) -> bool:
    return given.revoked_at is None and given.valid_to >= today


def _state(given: Delegation, today: date) -> str:
    if given.revoked_at is not None:
        return "revoked"
    if today < given.valid_from:
        return "coming"
    return "over" if today > given.valid_to else "standing"


def _unit(request: HttpRequest, unit_id: int) -> Unit:
    check_may_see_signers(_person(request), unit_id)
    return get_object_or_404(Unit, pk=unit_id)


def _candidate(request: HttpRequest, unit: Unit) -> User:
    chosen = number_from(request.POST, "user", default=0)
    people = {one.pk: one for one in candidates_of(unit.pk, on=timezone.localdate())}
    if chosen not in people:
        raise wrong_field("user", _("Hãy chọn người được ủy quyền trong danh sách."))
    return people[chosen]


def _day(text: str) -> date:
    day = read_day(text)
    if day is None or not 1900 <= day.year <= 2200:
        said = _("Ngày “%(day)s” chưa đọc được. Hãy viết ngày/tháng/năm, ví dụ 01/07/2025.")
        raise BadContent(said % {"day": text[:40]})
    return day


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
