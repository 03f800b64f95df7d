"""What the frame of every page shows: the places one's roles use, and who one is here."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from submissions.notices import MOST, concerns, count_of_new
from submissions.views.notices import SEEN
from units.models import Membership, Role, User
from units.permissions import memberships_of, roles_held, unit_names_of_roles

EVERYONE = frozenset(Role.values)
_ABOVE = frozenset({Role.REVIEWER, Role.OFFICER, Role.DIRECTOR, Role.AUDITOR, Role.ADMINISTRATOR})
_READERS = frozenset({Role.HEAD, Role.REVIEWER, Role.OFFICER, Role.DIRECTOR, Role.LEADER, Role.AUDITOR})

# (URL name, words, roles that use it), in the order of a working day.
PLACES = (
    ("home", gettext_lazy("Việc của tôi"), EVERYONE),
    ("report-list", pgettext_lazy("mục", "Báo cáo"), frozenset({Role.CLERK, Role.HEAD, Role.AUDITOR})),
    ("review-list", gettext_lazy("Duyệt số liệu"), frozenset({Role.REVIEWER, Role.DIRECTOR, Role.AUDITOR})),
    ("rounds", pgettext_lazy("mục", "Đợt báo cáo"), _ABOVE),
    ("totals", gettext_lazy("Tổng hợp"), _READERS | {Role.CLERK}),
    ("alerts", gettext_lazy("Cảnh báo"), _READERS - {Role.HEAD}),
    (
        "templates",
        pgettext_lazy("mục", "Biểu mẫu"),
        frozenset({Role.CLERK, Role.OFFICER, Role.ADMINISTRATOR}),
    ),
    ("catalogue", gettext_lazy("Chỉ tiêu"), frozenset({Role.OFFICER})),
    ("regimes", gettext_lazy("Chế độ"), frozenset({Role.OFFICER})),
    (
        "units",
        pgettext_lazy("mục", "Đơn vị"),
        frozenset({Role.CLERK, Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
    ("calendars", gettext_lazy("Lịch"), frozenset({Role.OFFICER, Role.ADMINISTRATOR})),
    ("people", gettext_lazy("Người dùng"), frozenset({Role.ADMINISTRATOR, Role.AUDITOR})),
    ("events", gettext_lazy("Nhật ký"), frozenset({Role.ADMINISTRATOR, Role.AUDITOR})),
    ("jobs", gettext_lazy("Công việc theo lịch"), frozenset({Role.ADMINISTRATOR, Role.AUDITOR})),
)


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role of the person: its membership's number, its words, whether it is acted in."""

    id: int
    words: str
    is_acted_in: bool


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of the top bar. One query, one's roles with the names of their units; one more where the bar is
    shown and the count of notices is not remembered."""
    context: dict[str, object] = {"language_address": address_of("set_language")}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    held, acting = roles_held(user), memberships_of(user)
    names = unit_names_of_roles(user)
    roles = [_held(membership, names, acting) for membership in held]
    is_one_of_several = len(held) > 1 and len(acting) == 1
    return context | {
        "sign_out_address": address_of("logout"),
        "gets_notices": concerns(user),
        "new_notices": SimpleLazyObject(lambda: _new_notices(request, user)),
        "places": _places({membership.role for membership in acting}, here=request.path),
        "roles_held": roles,
        "acting_as": acting[0].pk if is_one_of_several else None,
        "acting_role": _(str(acting[0].get_role_display())) if is_one_of_several else "",
        "acting_at": names.get(acting[0].unit_id, "") if acting else "",
    }


def _new_notices(request: HttpRequest, user: User) -> str:
    """How many there are, in few characters; "" for none."""
    seen = request.session.get(SEEN, 0) if hasattr(request, "session") else 0  # a refusal may come before it
    count = count_of_new(user, seen=seen)
    return f"{MOST - 1}+" if count >= MOST else str(count or "")


def _held(membership: Membership, names: dict[int, str], acting: tuple[Membership, ...]) -> HeldRole:
    role, unit = _(str(membership.get_role_display())), names.get(membership.unit_id, "")
    return HeldRole(
        membership.pk, _("%(role)s, %(unit)s") % {"role": role, "unit": unit}, membership in acting
    )


def address_of(name: str, *arguments: object) -> str:
    """The address of a URL name, or nothing while its room has none."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _places(roles: set[str], *, here: str) -> list[Place]:
    places = []
    for name, words, used_by in PLACES:
        address = address_of(name) if roles & used_by or used_by is EVERYONE else ""
        if address:
            is_here = here == address if address == "/" else here.startswith(address)
            places.append(Place(str(words), address, is_here))
    return places
