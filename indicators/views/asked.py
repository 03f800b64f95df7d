"""Pages of what is asked. Each loads and shows; changing them is an officer's work through actions."""

from datetime import date

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.forms import layout_of
from indicators.models import Holiday, Regime, Template
from indicators.permissions import may_keep_lists
from indicators.printed import printed_tables
from indicators.queries import latest_version
from units.asking import number_from
from units.errors import NotWithinReach
from units.models import User
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


def regimes(request: HttpRequest) -> HttpResponse:
    found = list(Regime.objects.select_related("calendar").prefetch_related("templates").order_by("code"))
    owners = describe_units({regime.owner_id for regime in found}, on=timezone.localdate())
    rows = [(regime, owners[regime.owner_id]) for regime in found]
    assert isinstance(request.user, User)
    context = {"rows": rows, "may_exchange": may_keep_lists(request.user)}
    return render(request, "indicators/regimes.html", context)


def calendars(request: HttpRequest) -> HttpResponse:
    years = sorted({day.year for day in Holiday.objects.dates("day", "year")})
    asked = number_from(request.GET, "nam", default=0)
    year = asked if asked in years else _default(years)
    days = Holiday.objects.filter(day__year=year).order_by("day")
    return render(request, "indicators/calendars.html", {"days": days, "years": years, "year": year})


def _default(years: list[int]) -> int:
    today: date = timezone.localdate()
    return today.year if today.year in years or not years else years[-1]
