"""Pages of what is asked. Each loads and shows; changing them is an officer's work through actions."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.forms import layout_of
from indicators.models import Template, TemplateDraft, TemplateVersion
from indicators.permissions import may_keep_lists, may_manage_regime, may_work_on
from indicators.printed import printed_tables
from indicators.queries import published_version
from indicators.reviews import silence_words
from indicators.views.checks import check_lines
from units.asking import number_from
from units.errors import NotWithinReach
from units.models import User
from units.queries import describe_unit


def templates(request: HttpRequest) -> HttpResponse:
    found = Template.objects.select_related("regime").annotate(published=Count("versions")).order_by("code")
    user = request.user
    assert isinstance(user, User)
    drafts = TemplateDraft.objects.filter(published__isnull=True).defer("workbook", "grids").order_by("code")
    context = {
        "templates": found,
        "drafts": [draft for draft in drafts if may_work_on(user, draft)],
        "may_import": may_keep_lists(user),
    }
    return render(request, "indicators/templates.html", context)


def template(request: HttpRequest, template_id: int) -> HttpResponse:
    found = Template.objects.select_related("regime").filter(pk=template_id).first()
    version = published_version(template_id, number_from(request.GET, "version", default=0))
    if found is None or version is None:
        raise NotWithinReach(_("Không có biểu mẫu này."))
    layout = layout_of(version)
    context = {
        "template": found,
        "version": version,
        "layout": layout,
        "tables": printed_tables(layout),
        "checks": check_lines(version),
        "versions": _other_versions(version),
        "may_manage": isinstance(request.user, User) and may_manage_regime(request.user, found.regime),
        "silent": silence_words(found.regime),
        "owner": describe_unit(found.regime.owner_id, on=timezone.localdate()),
    }
    return render(request, "indicators/template.html", context)


def _other_versions(version: TemplateVersion) -> list[int]:
    """Numbers of the other published versions: rounds may still be open with them."""
    published = TemplateVersion.objects.filter(template=version.template_id, published_at__isnull=False)
    return list(published.exclude(pk=version.pk).order_by("-number").values_list("number", flat=True))
