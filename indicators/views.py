"""Pages of what is asked. Each loads and shows; changing them is an officer's work through actions."""

from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.deadline_words import rule_sentence
from indicators.forms import layout_of
from indicators.models import DeadlineRule, Regime, Template
from indicators.printed import printed_tables
from indicators.queries import find_indicators, latest_version
from units.errors import NotWithinReach
from units.queries import describe_unit, describe_units


def templates(request: HttpRequest) -> HttpResponse:
    found = Template.objects.select_related("regime").annotate(published=Count("versions")).order_by("code")
    return render(request, "indicators/templates.html", {"templates": found})


def template(request: HttpRequest, template_id: int) -> HttpResponse:
    found = Template.objects.select_related("regime").filter(pk=template_id).first()
    version = latest_version(template_id)
    if found is None or version is None:
        raise NotWithinReach(_("Không có biểu mẫu này."))
    layout = layout_of(version)
    context = {
        "template": found,
        "version": version,
        "layout": layout,
        "tables": printed_tables(layout),
        "owner": describe_unit(found.regime.owner_id, on=timezone.localdate()),
    }
    return render(request, "indicators/template.html", context)


def catalogue(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    return render(request, "indicators/catalogue.html", {"indicators": find_indicators(text), "text": text})


def regimes(request: HttpRequest) -> HttpResponse:
    in_force = DeadlineRule.objects.filter(retired_at__isnull=True).order_by("pk")
    found = list(
        Regime.objects.select_related("calendar")
        .prefetch_related("templates", Prefetch("deadline_rules", queryset=in_force, to_attr="in_force"))
        .order_by("code")
    )
    owners = describe_units({regime.owner_id for regime in found}, on=timezone.localdate())
    rows = [
        (regime, owners[regime.owner_id], [rule_sentence(row.scoped()) for row in regime.in_force])
        for regime in found
    ]
    return render(request, "indicators/regimes.html", {"rows": rows})
