"""/nguoi-dung/: who has an account, and which roles at which units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from units.asking import Paging, number_from
from units.models import Membership, Role, User
from units.permissions import check_may_read_people, may_manage_people
from units.queries import describe_units, valid_on
from units.vietnamese import search_key, sort_key


def people(request: HttpRequest) -> HttpResponse:
    check_may_read_people(request.user)
    typed = request.GET.get("q", "").strip()[:150]
    role = request.GET.get("vai-tro", "") if request.GET.get("vai-tro", "") in Role.values else ""
    found = _found(typed, role)
    paging = Paging(number_from(request.GET, "trang", default=1), len(found))
    context = {
        "rows": _with_roles(found[paging.offset : paging.offset + paging.size]),
        "paging": paging,
        "typed": typed,
        "role": role,
        "roles": Role.choices,
        "may_change": may_manage_people(request.user),
    }
    return render(request, "units/people.html", context)


def _found(typed: str, role: str) -> list[int]:
    """Return the accounts whose name or log-in holds the typed words, in Vietnamese order of names."""
    users = User.objects.all()
    if role:
        held = Membership.objects.filter(valid_on(timezone.localdate()), role=role)
        users = users.filter(pk__in=held.values("user_id"))
    key = search_key(typed)
    names = users.values_list("pk", "full_name", "username")
    matching = [
        (sort_key(full_name), pk)
        for pk, full_name, username in names
        if not typed or (key and key in f"{search_key(full_name)} {search_key(username)}")
    ]
    return [pk for _key, pk in sorted(matching)]


def _with_roles(ids: list[int]) -> list[dict[str, object]]:
    users = User.objects.in_bulk(ids)
    held = Membership.objects.filter(valid_on(timezone.localdate()), user_id__in=ids).order_by("id")
    memberships = list(held)
    names = describe_units({membership.unit_id for membership in memberships}, on=timezone.localdate())
    return [
        {
            "person": users[pk],
            "roles": [
                (membership.get_role_display(), names[membership.unit_id], membership.valid_from)
                for membership in memberships
                if membership.user_id == pk
            ],
        }
        for pk in ids
    ]
