"""Units an officer's agencies may ask, found as one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from indicators.permissions import agencies_of
from indicators.subjects import askable_units
from units.asking import number_from
from units.models import User
from units.search import LONGEST, Search, search_units


@require_GET
def search_askable(request: HttpRequest) -> HttpResponse:
    """`/don-vi/tim/` over the units an officer's agencies may ask: options for the picker."""
    user = request.user
    assert isinstance(user, User)
    today = timezone.localdate()
    within = frozenset[int]().union(*(askable_units(owner, on=today) for owner in agencies_of(user)))
    asked = Search(request.GET.get("q", "")[:LONGEST], on=today, only_on=True)
    most = number_from(request.GET, "so", default=12, highest=50)
    found, count = search_units(asked, within=within, limit=most)
    context = {"found": found, "count": count, "typed": asked.typed.strip()}
    return render(request, "units/options.html", context)
