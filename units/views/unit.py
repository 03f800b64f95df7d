"""/don-vi/<số>/: a unit on a day: what it was called, its place, its line of descent, what stands below."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from units.asking import day_from
from units.descent import history_of
from units.family import family_of
from units.family_drawing import draw
from units.kinds import full_name
from units.maps import map_of
from units.one_person import one_person_rule
from units.permissions import may_set_one_person
from units.queries import UnitView, describe_unit
from units.reach import check_within_reach, reachable_unit_ids
from units.tree import units_below


@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    check_within_reach(request.user, unit_id)
    given, unread = day_from(request.GET, "ngay")
    today = timezone.localdate()
    life = describe_unit(unit_id)
    # Without a day: today, or the last day of what is over, or the first of what is to come.
    on = given or max(life.begins, min(today, life.ends or date.max))
    within = reachable_unit_ids(request.user)
    history, family = history_of(unit_id), family_of(unit_id)
    context = {
        "unit": describe_unit(unit_id, on=on),
        "on": on,
        "unread": unread,
        "exists": _exists(life, on),
        "has_ended": life.ends is not None and life.ends < today,
        "is_to_come": life.begins > today,
        "day_query": f"?ngay={on:%d/%m/%Y}" if on != today else "",
        "history": history,
        "names": [(full_name(row.name, row.kind), row) for row in history.names],
        "stands_under": [place for place in history.places if place.holds_on(on)],
        "family": family,
        "drawing": draw(family) if family.steps else None,
        "below": units_below(unit_id, on=on, within=within),
        "map": (drawn := map_of(unit_id, on=on)),
        "some_beyond": drawn is not None and any(view.id not in within for view, _shape in drawn.drawn),
        "within": within,
        "is_now": _exists(life, today),
        "one_person": one_person_rule(unit_id),
        "may_set_one_person": may_set_one_person(request.user, unit_id),
    }
    return render(request, "units/unit.html", context)


def _exists(life: UnitView, on: date) -> bool:
    return life.begins <= on and (life.ends is None or on <= life.ends)
