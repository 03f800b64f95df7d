"""`/nguoi-dung/<số>/vai-tro/`: a person's roles; one ends, looked at first, and comes back by mistake."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from submissions.leaving import colleagues_of, left_by, person_named, who_remains
from units.actions.end_membership import end_membership
from units.actions.resume_membership import resume_membership
from units.asking import number_from, read_day
from units.ending import check_ending, check_not_last, last_day_before
from units.errors import BadContent, Conflict
from units.models import EndedRole, Membership, User
from units.permissions import check_may_manage_people
from units.queries import UnitView, describe_units, overlapping

SHOWN = 50
LATEST_YEAR = 2200


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: which role ends, the first day without it, who has it from then on."""

    role: Membership | None
    day: date | None
    typed_day: str
    successor: User | None
    typed_successor: str


@require_GET
def roles(request: HttpRequest, user_id: int) -> HttpResponse:
    check_may_manage_people(request.user)
    return _page(request, get_object_or_404(User, pk=user_id))


@require_POST
def end(request: HttpRequest, user_id: int) -> HttpResponse:
    assert isinstance(request.user, User)
    check_may_manage_people(request.user)
    person = get_object_or_404(User, pk=user_id)
    asked = _asked(request, person)
    if asked.role is None:
        raise Conflict(_("Vai trò này đã kết thúc hoặc đã thay đổi. Hãy xem lại."), code="already_ended")
    fault = _fault(asked)
    if fault or asked.day is None:
        return _page(request, person, status=422)
    end_membership(
        membership=asked.role,
        until=last_day_before(asked.day),
        successor=asked.successor,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _said(person, asked, asked.day))
    return redirect("roles", user_id)


@require_POST
def resume(request: HttpRequest, user_id: int, ended_id: int) -> HttpResponse:
    assert isinstance(request.user, User)
    check_may_manage_people(request.user)
    ended = get_object_or_404(EndedRole, pk=ended_id, user=user_id)
    resume_membership(ended=ended, by=request.user, at=timezone.now())
    messages.success(request, _("Đã hoàn tác: vai trò tiếp tục như trước khi kết thúc."))
    return redirect("roles", user_id)


def _page(request: HttpRequest, person: User, *, status: int = 200) -> HttpResponse:
    today, asked = timezone.localdate(), _asked(request, person)
    held = _roles(person)
    earlier = list(
        EndedRole.objects.filter(user=person)
        .select_related("successor", "ended_by", "undone_by")
        .order_by("-pk")[:SHOWN]
    )
    names = describe_units({role.unit_id for role in held} | {one.unit_id for one in earlier}, on=today)
    context = {
        "person": person,
        "rows": [(role, names[role.unit_id], role.valid_from > today) for role in held],
        "asked": asked,
        "fault": _fault(asked),
        "chosen_unit": names[asked.role.unit_id] if asked.role else None,
        "day": asked.day or today,
        "today": today,
        "earlier": [(one, names[one.unit_id]) for one in earlier],
        **(_consequences(asked, asked.role, names) if asked.role else {}),
    }
    return render(request, "submissions/ending_roles.html", context, status=status)


def _consequences(asked: Asked, role: Membership, names: dict[int, UnitView]) -> dict[str, object]:
    today = timezone.localdate()
    day = max(asked.day or today, today)
    return {
        "found": left_by([role], on=today),
        "remains": who_remains(role, on=day, successor=asked.successor),
        "colleagues": colleagues_of(role.user, {role.unit_id}),
        "never": day <= role.valid_from,
    }


def _roles(person: User) -> list[Membership]:
    """What the person holds today or will hold, the eldest first."""
    held = Membership.objects.filter(overlapping(timezone.localdate(), None), user=person)
    return list(held.select_related("user").order_by("valid_from", "pk"))


def _asked(request: HttpRequest, person: User) -> Asked:
    given = request.POST if request.method == "POST" else request.GET
    chosen = number_from(given, "vai", default=0)
    role = next((one for one in _roles(person) if one.pk == chosen), None)
    typed_day, typed = given.get("tu", "").strip()[:40], given.get("nhan", "").strip()[:150]
    day = read_day(typed_day) if typed_day else timezone.localdate()
    return Asked(role, day, typed_day, person_named(typed), typed)


def _fault(asked: Asked) -> str:
    """What stops it, in words; "" when nothing does."""
    if asked.day is None or asked.day.year > LATEST_YEAR:
        said = _("Ngày “%(day)s” chưa đọc được. Hãy viết ngày/tháng/năm, ví dụ 01/07/2025.")
        return said % {"day": asked.typed_day}
    if asked.typed_successor and asked.successor is None:
        return _("Không có tài khoản mang tên đăng nhập “%(name)s”.") % {"name": asked.typed_successor}
    if asked.role is None:
        return ""
    try:
        check_ending(asked.role, until=last_day_before(asked.day), successor=asked.successor)
        check_not_last(asked.role, on=asked.day, successor=asked.successor)
    except BadContent as error:
        return str(error.messages[0])
    except Conflict as error:
        return error.message
    return ""


def _said(person: User, asked: Asked, day: date) -> str:
    words = {"name": person.full_name, "day": f"{day:%d/%m/%Y}"}
    if asked.successor is not None:
        words["successor"] = asked.successor.full_name
        return _("%(name)s thôi vai trò từ %(day)s; %(successor)s giữ vai trò đó từ ngày ấy.") % words
    return _("%(name)s thôi vai trò từ %(day)s.") % words
