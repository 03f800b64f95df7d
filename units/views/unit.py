"""/don-vi/<số>/: a unit on a day, with its names, places and line of descent."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from units.descent import history_of
from units.models import Unit
from units.queries import describe_unit
from units.reach import check_within_reach, reachable_unit_ids
from units.tree import units_below


def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    check_within_reach(request.user, unit_id)
    view = describe_unit(unit_id)
    on = min(timezone.localdate(), view.ends or date.max)
    within = reachable_unit_ids(request.user)
    context = {
        "unit": view,
        "on": on,
        "history": history_of(unit_id),
        "below": units_below(unit_id, on=on, within=within),
        "within": within,
        "has_ended": Unit.objects.filter(pk=unit_id, ends__lt=timezone.localdate()).exists(),
    }
    return render(request, "units/unit.html", context)
