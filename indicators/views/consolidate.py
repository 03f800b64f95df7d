"""`/bieu-mau/<template>/tong-hop/`: the form on which middle levels put a published form together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.actions.consolidate_template import consolidate_template
from indicators.models import Regime, Template
from indicators.permissions import managed_template, may_manage_regime
from units.asking import number_from
from units.errors import BadContent, Conflict
from units.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def consolidate(request: HttpRequest, template_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    template = managed_template(user, template_id)
    regimes = regimes_for(user, template)
    refused = ""
    if request.method == "POST":
        try:
            made = _made(request, template, regimes, by=user)
            return redirect("template", made.pk)
        except BadContent as bad:
            refused = " ".join(bad.messages)
        except Conflict as conflict:
            refused = conflict.message
    context = {
        "template": template,
        "regimes": regimes,
        "chosen": number_from(request.POST, "regime", default=0),
        "code": request.POST.get("code", f"{template.code}-TH")[:60],
        "name": request.POST.get("name", _("Tổng hợp %(name)s") % {"name": template.name})[:300],
        "refused": refused,
    }
    return render(request, "indicators/consolidate.html", context, status=422 if refused else 200)


def regimes_for(user: User, template: Template) -> list[Regime]:
    """The person's regimes that ask for the same periods, other than the form's own."""
    alike = Regime.objects.filter(calendar=template.regime.calendar_id, frequency=template.regime.frequency)
    taken = (template.regime_id, template.answered.regime_id)
    others = alike.exclude(pk__in=taken).order_by("code")
    return [regime for regime in others if may_manage_regime(user, regime)]


def _made(request: HttpRequest, template: Template, regimes: list[Regime], *, by: User) -> Template:
    chosen = number_from(request.POST, "regime", default=0)
    regime = next((one for one in regimes if one.pk == chosen), None)
    if regime is None:
        raise BadContent(_("Hãy chọn chế độ của biểu tổng hợp."), code="no_regime")
    return consolidate_template(
        template=template,
        regime=regime,
        code=request.POST.get("code", ""),
        name=request.POST.get("name", ""),
        by=by,
        at=timezone.now(),
    )
