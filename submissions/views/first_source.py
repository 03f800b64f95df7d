"""/bieu-mau/<template>/da-hoi/nguon/: whose answers count for cells that a form asks again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from indicators.models import Regime
from indicators.permissions import check_may_name_source
from indicators.repeats import Repeat, repeats_in
from indicators.views.repeats import version_asked
from submissions.actions.name_first_source import name_first_source
from units.errors import BadContent, Conflict
from units.models import User


@require_POST
def name_source(request: HttpRequest, template_id: int) -> HttpResponse:
    """`nv` addresses; `source` "own" (this form's regime) or "other" (the one that asks already)."""
    user = request.user
    assert isinstance(user, User)
    version = version_asked(request, user, template_id)
    asked = set(request.POST.getlist("nv")[:5000])
    repeats = [one for one in repeats_in(version, on=timezone.localdate()) if one.cell.address in asked]
    check_may_name_source(user, owners={one.point.indicator.owner_id for one in repeats})
    try:
        made = sum(_name(found, regime, user) for regime, found in _by_regime(request, repeats))
    except (BadContent, Conflict) as refused:
        messages.error(request, refused.message)
    else:
        words = ngettext("Đã định nguồn chính cho %(n)d số.", "Đã định nguồn chính cho %(n)d số.", made)
        messages.success(request, words % {"n": made})
    return redirect(f"{reverse('template-repeats', args=[template_id])}?version={version.number}")


def _by_regime(request: HttpRequest, repeats: list[Repeat]) -> list[tuple[Regime, list[Repeat]]]:
    """The chosen cells that have no first source, by the regime that becomes it."""
    is_own = request.POST.get("source") == "own"
    unnamed = [one for one in repeats if not one.can_reuse]
    if not unnamed:
        raise BadContent(_("Hãy chọn ít nhất một ô chưa có nguồn chính."), code="no_cell_chosen")
    regimes = {(one.cell if is_own else one.other).regime for one in unnamed}
    return [
        (regime, [one for one in unnamed if (one.cell if is_own else one.other).regime == regime])
        for regime in sorted(regimes, key=lambda one: one.code)
    ]


def _name(repeats: list[Repeat], regime: Regime, by: User) -> int:
    points = {one.point.pk: one.point for one in repeats}
    return len(name_first_source(points=list(points.values()), regime=regime, by=by, at=timezone.now()))
