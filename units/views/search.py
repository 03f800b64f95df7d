"""/don-vi/tim/: search as one types, for every place where units are chosen."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from units.asking import day_from, number_from
from units.kinds import KINDS
from units.queries import UnitView
from units.reach import reachable_unit_ids
from units.search import Found, Search, search_units

_MOST = 50


def search(request: HttpRequest) -> HttpResponse:
    """Answer the units within reach that match `q` (name or code), best first.

    `ngay` (dd/mm/yyyy or ISO): only units that exist on that day, under its names and codes; without it, of
    any date, the living first. `loai`: a kind, may be given several times. `so`: how many, 20 by default,
    at most 50.

    By default HTML, `<ul role="listbox">` of `<li role="option" id="unit-option-{id}" data-id data-code
    data-name>`. With `dang=json` or `Accept: application/json`: `{"items": [{"id", "code", "name",
    "full_name", "kind", "begins", "ends", "matched": {"by": "code"|"name", "said", "from", "until"},
    "heirs": [{"id", "code", "name", "full_name", …}]}], "count": how many match in all}`; dates are ISO or
    null; `heirs` says where the descent of an ended unit ends today.
    """
    day, unread = day_from(request.GET, "ngay")
    asked = Search(
        request.GET.get("q", ""),
        on=day or timezone.localdate(),
        only_on=day is not None,
        kinds=frozenset(request.GET.getlist("loai")) & KINDS.keys(),
    )
    most = number_from(request.GET, "so", default=20, highest=_MOST)
    within = reachable_unit_ids(request.user)
    found, count = ([], 0) if unread else search_units(asked, within=within, limit=most)
    if _wants_json(request):
        return JsonResponse({"items": [_item(one) for one in found], "count": count})
    context = {"found": found, "count": count, "unread": unread, "typed": asked.typed.strip()}
    return render(request, "units/options.html", context)


def _wants_json(request: HttpRequest) -> bool:
    if "dang" in request.GET:
        return request.GET["dang"] == "json"
    return request.accepts("application/json") and not request.accepts("text/html")


def _item(found: Found) -> dict[str, Any]:
    unit = found.unit
    return {
        **_unit(found.unit),
        "kind": unit.kind,
        "begins": unit.begins,
        "ends": unit.ends,
        "matched": {
            "by": "code" if found.by_code else "name",
            "said": found.said,
            "from": found.since,
            "until": found.until,
        },
        "heirs": [_unit(heir) for heir in found.heirs],
    }


def _unit(unit: UnitView) -> dict[str, Any]:
    return {"id": unit.id, "code": unit.code, "name": unit.name, "full_name": unit.full_name}
