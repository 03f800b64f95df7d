"""Which of one's roles one acts in: kept in the session, it narrows what is shown and what may be done."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from units.models import User
from units.permissions import roles_held

KEPT = "acting_in"


class ActingRoleMiddleware:
    """Puts the chosen membership on the user, before anything asks for roles or reach."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.session.get(KEPT)
        if chosen is not None and isinstance(request.user, User):
            request.user.acting_in = chosen
        return self.get_response(request)


@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Act in one of one's roles from now on, or (none named) in all of them; the pages may differ."""
    assert isinstance(request.user, User)
    asked = request.POST.get("role", "")
    mine = {str(membership.pk): membership.pk for membership in roles_held(request.user)}
    if asked in mine:
        request.session[KEPT] = mine[asked]
    else:
        request.session.pop(KEPT, None)
    return redirect("home")
