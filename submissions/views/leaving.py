"""`/nguoi-dung/<số>/ban-giao/`: what a person who leaves hands over, looked at first; done; taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from submissions.actions.hand_over_work import hand_over_work
from submissions.actions.take_back_work import take_back_work
from submissions.leaving import colleagues_of, leaving, person_named
from submissions.models import Handover
from units.errors import BadContent
from units.models import User
from units.permissions import check_may_manage_people


@require_GET
def leave(request: HttpRequest, user_id: int) -> HttpResponse:
    check_may_manage_people(request.user)
    leaver = get_object_or_404(User, pk=user_id)
    typed = request.GET.get("nhan", "").strip()[:150]
    successor = person_named(typed)
    fault = _fault(leaver, typed, successor)
    found = leaving(leaver, None if fault else successor)
    context = {
        "leaver": leaver,
        "typed": typed,
        "successor": None if fault else successor,
        "fault": fault,
        "found": found,
        "seen": ",".join(str(role.pk) for role, _unit, _held in found.roles),
        "colleagues": colleagues_of(leaver, {role.unit_id for role, _unit, _held in found.roles}),
        "earlier": Handover.objects.filter(leaver=leaver)
        .select_related("successor", "done_by", "undone_by")
        .order_by("-pk")[:20],
    }
    return render(request, "submissions/leaving.html", context)


@require_POST
def hand_over(request: HttpRequest, user_id: int) -> HttpResponse:
    assert isinstance(request.user, User)
    check_may_manage_people(request.user)
    leaver = get_object_or_404(User, pk=user_id)
    typed = request.POST.get("nhan", "").strip()[:150]
    successor = person_named(typed)
    if successor is None:
        raise BadContent(_unknown(typed), code="unknown_person")
    seen = [text for text in request.POST.get("seen", "").split(",")[:1000] if text.isascii()]
    roles = {int(text) for text in seen if text.isdigit() and len(text) < 10}
    hand_over_work(leaver=leaver, successor=successor, roles=roles, by=request.user, at=timezone.now())
    said = _("Đã bàn giao công việc của %(leaver)s cho %(successor)s.")
    messages.success(request, said % {"leaver": leaver.full_name, "successor": successor.full_name})
    return redirect("leave", user_id)


@require_POST
def take_back(request: HttpRequest, user_id: int, handover_id: int) -> HttpResponse:
    assert isinstance(request.user, User)
    check_may_manage_people(request.user)
    done = get_object_or_404(Handover, pk=handover_id, leaver=user_id)
    take_back_work(handover=done, by=request.user, at=timezone.now())
    messages.success(request, _("Đã hoàn tác bàn giao: các vai trò trở lại như trước."))
    return redirect("leave", user_id)


def _fault(leaver: User, typed: str, successor: User | None) -> str:
    if not typed:
        return ""
    if successor is None:
        return _unknown(typed)
    if successor == leaver:
        return _("Người nhận bàn giao phải là người khác.")
    return "" if successor.is_active else _("Tài khoản của người nhận đã ngừng. Hãy chọn người khác.")


def _unknown(typed: str) -> str:
    return _("Không có tài khoản mang tên đăng nhập “%(name)s”.") % {"name": typed}
