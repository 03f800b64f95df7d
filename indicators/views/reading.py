"""/chi-tieu/<số>/cho-doc/: which agencies may read the figures of an indicator; its owner decides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.actions.grant_reading import grant_reading, revoke_reading
from indicators.models import Indicator, ReadingGrant
from indicators.permissions import may_define
from indicators.subjects import askable_units
from units.asking import number_from
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Unit, User
from units.queries import names_of
from units.unit_field import fault_words, read_unit


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """POST: `reader` as a person writes it and `reason`; or `revoke`, the number of a grant."""
    user = request.user
    assert isinstance(user, User)
    indicator = _owned(user, indicator_id)
    if request.method != "POST":
        return _page(request, indicator)
    try:
        said = (
            _revoke(request, indicator, user)
            if "revoke" in request.POST
            else _grant(request, indicator, user)
        )
    except BadContent as refused:
        return _page(request, indicator, refused=refused.messages[0])
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, said)
    return redirect("indicator-reading", indicator_id)


def _grant(request: HttpRequest, indicator: Indicator, user: User) -> str:
    text = request.POST.get("reader", "").replace("\x00", "")[:200]
    today = timezone.localdate()
    within = askable_units(indicator.owner, on=today) | {indicator.owner_id}
    named = read_unit(text, on=today, within=within)
    if named.unit is None:
        raise BadContent(fault_words(named, text), code="no_reader")
    grant_reading(
        indicator=indicator, reader=Unit.objects.get(pk=named.unit), reason=request.POST.get("reason", ""),
        by=user, at=timezone.now(),
    )  # fmt: skip
    return _("Đã cho %(unit)s đọc số liệu.") % {"unit": names_of([named.unit], on=today)[named.unit]}


def _revoke(request: HttpRequest, indicator: Indicator, user: User) -> str:
    number = number_from(request.POST, "revoke", default=0)
    grant = indicator.reading_grants.filter(pk=number).first()
    if grant is None:
        raise NotWithinReach(_("Không có quyền đọc này."))
    revoke_reading(grant=grant, by=user, at=timezone.now())
    return _("Đã thu hồi quyền đọc.")


def _page(request: HttpRequest, indicator: Indicator, *, refused: str = "") -> HttpResponse:
    grants = list(indicator.reading_grants.select_related("granted_by", "revoked_by").order_by("-pk"))
    names = names_of({grant.reader_id for grant in grants}, on=timezone.localdate())

    def named(stands: bool) -> list[tuple[ReadingGrant, str]]:
        return [(one, names.get(one.reader_id, "")) for one in grants if (one.revoked_at is None) is stands]

    context = {
        "one": indicator,
        "standing": named(True),
        "revoked": named(False),
        "refused": refused,
        "given": request.POST if refused else {},
    }
    return render(request, "indicators/reading.html", context, status=422 if refused else 200)


def _owned(user: User, indicator_id: int) -> Indicator:
    """The indicator, which everybody may know of; NotAllowed unless an officer of its owner."""
    indicator = Indicator.objects.select_related("owner").filter(pk=indicator_id).first()
    if indicator is None:
        raise NotWithinReach(_("Không có chỉ tiêu này."))
    if not may_define(user, owner=indicator.owner_id):
        raise NotAllowed(_("Chỉ công chức của cơ quan chủ trì mới cho cơ quan khác đọc số liệu."))
    return indicator
