"""`/bieu-mau/<template>/da-hoi/`: what a form asks that is asked elsewhere, and what to do about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from indicators.actions.ask_again import ask_again
from indicators.actions.reuse_answers import reuse_answers
from indicators.models import TemplateVersion
from indicators.permissions import may_name_source, may_settle
from indicators.queries import published_version
from indicators.repeat_words import how_words, owner_names
from indicators.repeats import Repeat, repeats_in
from units.asking import number_from
from units.errors import BadContent, NotWithinReach
from units.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def repeats(request: HttpRequest, template_id: int) -> HttpResponse:
    """`version` by number (an officer of the regime sees drafts too). POST: `nv` addresses, `do` "reuse" or
    "again" with a `reason`."""
    user = request.user
    assert isinstance(user, User)
    version = version_asked(request, user, template_id)
    if request.method != "POST":
        return _page(request, user, version)
    try:
        _decide(request, user, version)
    except BadContent as refused:
        messages.error(request, refused.message)
    return redirect(f"{reverse('template-repeats', args=[template_id])}?version={version.number}")


def _decide(request: HttpRequest, user: User, version: TemplateVersion) -> None:
    addresses, now = request.POST.getlist("nv")[:5000], timezone.now()
    if request.POST.get("do") == "again":
        reason = request.POST.get("reason", "")
        made = ask_again(version=version, addresses=addresses, reason=reason, by=user, at=now)
        sentence = ngettext("Vẫn hỏi %(n)d ô, đã ghi lý do.", "Vẫn hỏi %(n)d ô, đã ghi lý do.", len(made))
    else:
        made = reuse_answers(version=version, addresses=addresses, by=user, at=now)
        sentence = ngettext(
            "Dùng lại %(n)d ô: đơn vị không phải nhập nữa.",
            "Dùng lại %(n)d ô: đơn vị không phải nhập nữa.",
            len(made),
        )
    messages.success(request, sentence % {"n": len(made)})


def version_asked(request: HttpRequest, user: User, template_id: int) -> TemplateVersion:
    number = number_from(request.GET, "version", default=0)
    found = published_version(template_id, number)
    if found is None:
        drafts = TemplateVersion.objects.filter(template=template_id).order_by("-number")
        found = (drafts.filter(number=number) if number else drafts).first()
        if found is None or not may_settle(user, found.template.regime):
            raise NotWithinReach(_("Không có biểu mẫu này."))
    return found


def _page(request: HttpRequest, user: User, version: TemplateVersion) -> HttpResponse:
    today = timezone.localdate()
    found = repeats_in(version, on=today)
    owners = owner_names(found, on=today)
    context = {
        "template": version.template,
        "version": version,
        "rows": [_row(repeat, owners) for repeat in found],
        "open_ones": sum(1 for repeat in found if repeat.choice is None),
        "may_manage": may_settle(user, version.template.regime),
        "unnamed": sum(1 for repeat in found if not repeat.can_reuse),
        "may_name": may_name_source(user, owners={one.point.indicator.owner_id for one in found}),
    }
    return render(request, "indicators/repeats.html", context)


def _row(repeat: Repeat, owners: dict[int, str]) -> dict[str, object]:
    return {
        "repeat": repeat,
        "how": how_words(repeat),
        "owner": owners.get(repeat.cell.regime.owner_id, ""),
        "other_owner": owners.get(repeat.other.regime.owner_id, ""),
    }
