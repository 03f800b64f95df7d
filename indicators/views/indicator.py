"""/chi-tieu/<số>/: one indicator; and what is looked for while its form is typed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from indicators.catalogue_words import LABELS, adding_up_sentence, range_words, value_words
from indicators.definitions import TOTAL
from indicators.finding import Asked, found, is_in_force
from indicators.models import Indicator
from indicators.permissions import may_define
from indicators.reading_grants import may_read_figures
from indicators.showing import Shown, show
from indicators.similar import find_alike
from indicators.views.catalogue import LONGEST
from units.asking import number_from
from units.models import User
from units.queries import names_of

_SUGGESTED = 20


@require_GET
def indicator(request: HttpRequest, indicator_id: int) -> HttpResponse:
    assert isinstance(request.user, User)
    shown, today = show(indicator_id), timezone.localdate()
    one = shown.indicator
    context = {
        "shown": shown,
        "one": one,
        "owner": names_of([one.owner_id], on=today).get(one.owner_id, ""),
        "in_force": is_in_force(one, today),
        "facts": _facts(shown),
        "sentence": adding_up_sentence(shown.definition),
        "labels": {name: str(label) for name, label in LABELS.items()},
        "may_change": may_define(request.user, owner=one.owner_id),
        "may_read": may_read_figures(request.user, one),
        "readers": one.reading_grants.filter(revoked_at__isnull=True).count(),
        "just_changed": "vua_sua" in request.GET,
        "is_broken_down": shown.definition.keys != {TOTAL},
    }
    return render(request, "indicators/indicator.html", context)


def _facts(shown: Shown) -> list[tuple[str, str]]:
    """(label, words) of what the definition says in a line; empty ones are left out."""
    definition, catalogue = shown.definition, shown.catalogue
    names = ("legal_source", "kind", "unit_of_measure", "decimals", "options", "direction", "breakdowns")
    facts = {name: value_words(name, definition, catalogue) for name in names}
    labels = {name: str(LABELS[name]) for name in names} | {"range": _("Khoảng cho phép")}
    facts["range"] = range_words(definition)
    return [(labels[name], words) for name, words in facts.items() if words]


@require_GET
def alike(request: HttpRequest) -> HttpResponse:
    """/chi-tieu/giong/: what the catalogue has already that resembles what is being typed, as HTML.

    `q`: the name; `ma`: the code; `don_vi_tinh`: a unit's code; `phan_to`: dimensions, may be given several
    times; `tru`: the number of the entry being changed.
    """
    given = request.GET
    found_alike = find_alike(
        _text(request, "q"),
        code=_text(request, "ma"),
        unit_of_measure=_text(request, "don_vi_tinh"),
        dimensions=given.getlist("phan_to")[:20],
        but_not=number_from(given, "tru", default=0) or None,
    )
    return render(request, "indicators/alike.html", {"alike": found_alike, "typed": _text(request, "q")})


@require_GET
def indicator_search(request: HttpRequest) -> JsonResponse:
    """/chi-tieu/tim/: entries whose name or code matches `q`, for fields that name an indicator:
    {"items": [{"code", "name", "unit_of_measure"}], "count": how many match}."""
    typed = _text(request, "q")
    ids = found(Asked(typed=typed)) if typed else []
    rows = Indicator.objects.select_related("unit_of_measure").in_bulk(ids[:_SUGGESTED])
    items = [
        {
            "code": rows[pk].code,
            "name": rows[pk].name,
            "unit_of_measure": rows[pk].unit_of_measure.name,
        }
        for pk in ids[:_SUGGESTED]
    ]
    return JsonResponse({"items": items, "count": len(ids)})


def _text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST]
