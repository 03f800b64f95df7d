"""An officer lowers a check of a published form to a warning, or lets it block again, on the form's page."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators.actions.lower_check import lower_check
from indicators.actions.raise_check import raise_check
from indicators.checks_in_words import rule_words
from indicators.forms import layout_of
from indicators.formulas import plan_of
from indicators.models import LoweredCheck, TemplateVersion
from indicators.queries import published_version
from units.asking import number_from
from units.errors import BadContent, NotWithinReach
from units.models import User


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check as the form's page lists it: its rule, the officer's own words (or "").

    `lowered`: since when, by whom and why it only warns.
    """

    key: str
    rule: str
    sentence: str
    severity: str
    lowered: LoweredCheck | None


def check_lines(version: TemplateVersion) -> list[CheckLine]:
    """One query."""
    layout = layout_of(version)
    if not layout.checks:
        return []
    open_ones = version.lowered_checks.filter(raised_at__isnull=True).select_related("lowered_by")
    lowered = {row.check_key: row for row in open_ones}
    plan = plan_of(layout)
    return [
        CheckLine(check.key, rule_words(plan, check), check.sentence, check.severity, lowered.get(check.key))
        for check in layout.checks
    ]


@require_POST
def check_step(request: HttpRequest, template_id: int) -> HttpResponse:
    """`key` of the check, `do` "lower" (with a `reason`) or "raise", `version` by number."""
    user = request.user
    assert isinstance(user, User)
    number = number_from(request.POST, "version", default=0)
    version = published_version(template_id, number)
    if version is None:
        raise NotWithinReach(_("Không có biểu mẫu này."))
    key, now = request.POST.get("key", ""), timezone.now()
    try:
        if request.POST.get("do") == "raise":
            raise_check(version=version, key=key, by=user, at=now)
            messages.success(request, _("Quy tắc này lại chặn việc gửi báo cáo."))
        else:
            lower_check(version=version, key=key, reason=request.POST.get("reason", ""), by=user, at=now)
            messages.success(request, _("Đã hạ xuống cảnh báo: đơn vị gửi được sau khi giải trình."))
    except BadContent as error:
        messages.error(request, error.messages[0])
    return redirect(f"{reverse('template', args=[template_id])}?version={number}#checks")
