"""/don-vi/: the tree of a day, level by level; a unit with its names, places and descent."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from units.asking import PAGE_SIZE, Paging, day_from, number_from
from units.browsing import UnitFilter, counts_below, list_units, roots_of, units_below
from units.descent import history_of
from units.kinds import KINDS, kind_label
from units.models import Unit
from units.queries import UnitView, ancestors_of, describe_unit, describe_units
from units.reach import check_within_reach, reachable_unit_ids


def units(request: HttpRequest) -> HttpResponse:
    day, unread = day_from(request.GET, "ngay", "as_of")
    on = day or timezone.localdate()
    within = reachable_unit_ids(request.user)
    parent_id = number_from(request.GET, "trong", default=0)
    if parent_id:
        check_within_reach(request.user, parent_id)
    typed = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("loai", "") if request.GET.get("loai", "") in KINDS else ""
    asked = UnitFilter(on=on, kind=kind, q=typed)
    views, paging = _page(asked, within, parent_id, number_from(request.GET, "trang", default=1))
    below = counts_below([view.id for view in views], on=on)
    context = {
        "on": on,
        "unread": unread,
        "is_today": on == timezone.localdate(),
        "asked": asked,
        "rows": [(view, below.get(view.id, 0)) for view in views],
        "some_end": any(view.ends for view in views),
        "some_below": bool(below),
        "paging": paging,
        "kinds": [(code, kind_label(code)) for code in KINDS],
        "path": _path(parent_id, on=on, within=within) if parent_id else [],
    }
    return render(request, "units/units.html", context)


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


def _page(
    asked: UnitFilter, within: frozenset[int], parent_id: int, number: int
) -> tuple[list[UnitView], Paging]:
    """A search looks everywhere within reach (or below one unit); without one, one level of the tree."""
    if asked.q or asked.kind:
        views, total = list_units(asked, within=within, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
        return views, Paging(number, total)
    level = units_below(parent_id, on=asked.on, within=within) if parent_id else roots_of(within, on=asked.on)
    paging = Paging(number, len(level))
    return level[paging.offset : paging.offset + paging.size], paging


def _path(unit_id: int, *, on: date, within: frozenset[int]) -> list[UnitView]:
    """The unit and those above it within reach, highest first."""
    above = [ancestor for ancestor in ancestors_of(unit_id, on=on) if ancestor in within]
    return list(describe_units([*reversed(above), unit_id], on=on).values())
