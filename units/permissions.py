"""Who may do what: one table of roles and verbs for all rooms, and the twins for the verbs of this one.

Who and when are two questions: status and deadlines are in `submissions/transitions.py`.
"""

from collections.abc import Collection
from datetime import date
from types import MappingProxyType

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from units.errors import NotAllowed
from units.kinds import full_name
from units.models import Membership, Role, UnitName, User
from units.queries import valid_on

# Verbs of the rooms above are named here too, so that one page answers "what may a reviewer do?".
VERBS: MappingProxyType[str, frozenset[str]] = MappingProxyType(
    {
        Role.CLERK: frozenset({"fill"}),
        Role.HEAD: frozenset({"fill", "sign"}),
        Role.REVIEWER: frozenset({"review"}),
        Role.OFFICER: frozenset({"define", "open_rounds", "remind", "extend"}),
        Role.DIRECTOR: frozenset({"review", "sign", "read_totals"}),
        Role.LEADER: frozenset({"read_totals"}),
        Role.ADMINISTRATOR: frozenset({"manage_units", "manage_people", "read_events", "run_jobs"}),
        Role.AUDITOR: frozenset({"read_totals", "read_people", "read_events"}),
    }
)
READS_EVERYTHING = frozenset({Role.ADMINISTRATOR.value, Role.AUDITOR.value})


def memberships_of(user: User | AnonymousUser, *, on: date | None = None) -> tuple[Membership, ...]:
    """Return the roles the person acts in on a day (today by default): all that are held, or the one chosen
    for this session (`User.acting_in`, the number of a membership). Remembered; one query."""
    held = roles_held(user, on=on)
    chosen = tuple(membership for membership in held if membership.pk == getattr(user, "acting_in", None))
    return chosen or held


def roles_held(user: User | AnonymousUser, *, on: date | None = None) -> tuple[Membership, ...]:
    """Return all the person's roles on a day. Remembered on the user object; one query."""
    if not user.is_authenticated or not user.is_active:
        return ()
    day = on or timezone.localdate()
    known: dict[date, tuple[Membership, ...]] = user.__dict__.setdefault("_memberships_on", {})
    if day not in known:
        names = UnitName.objects.filter(valid_on(day), unit=OuterRef("unit"))
        held = Membership.objects.filter(valid_on(day), user=user).annotate(
            unit_called=Subquery(names.values("name")[:1]), unit_kind=Subquery(names.values("kind")[:1])
        )
        known[day] = tuple(held.order_by("id"))
    return known[day]


def unit_names_of_roles(user: User | AnonymousUser, *, on: date | None = None) -> dict[int, str]:
    """Full names, on the day, of the units of all the person's roles, with which they come: no query more."""
    named = (vars(held) for held in roles_held(user, on=on))
    return {
        held["unit_id"]: full_name(held["unit_called"], held["unit_kind"])
        for held in named
        if held["unit_called"] is not None
    }


def forget_roles(user: User) -> None:
    """Drop what is remembered on the user object, after its roles or the tree changed."""
    for remembered in ("_memberships_on", "_reach_on"):
        user.__dict__.pop(remembered, None)


def has_role(
    user: User | AnonymousUser,
    roles: Collection[str] | str,
    unit_id: int | None = None,
    *,
    on: date | None = None,
) -> bool:
    """Say whether the person has one of the roles at that very unit (at any unit when None)."""
    wanted = {roles} if isinstance(roles, str) else set(roles)
    return any(
        held.role in wanted and (unit_id is None or held.unit_id == unit_id)
        for held in memberships_of(user, on=on)
    )


def has_verb(
    user: User | AnonymousUser, verb: str, unit_id: int | None = None, *, on: date | None = None
) -> bool:
    """The same for a verb of the table."""
    return has_role(user, [role for role, verbs in VERBS.items() if verb in verbs], unit_id, on=on)


def units_where(
    user: User | AnonymousUser, roles: Collection[str], *, on: date | None = None
) -> frozenset[int]:
    """Return the units at which the person has one of the roles."""
    return frozenset(held.unit_id for held in memberships_of(user, on=on) if held.role in set(roles))


def may_manage_units(user: User | AnonymousUser) -> bool:
    return has_verb(user, "manage_units")


def check_may_manage_units(user: User | AnonymousUser) -> None:
    if not may_manage_units(user):
        raise NotAllowed(_("Chỉ quản trị được thay đổi đơn vị. Hãy liên hệ quản trị của cơ quan."))


def may_manage_people(user: User | AnonymousUser) -> bool:
    return has_verb(user, "manage_people")


def check_may_manage_people(user: User | AnonymousUser) -> None:
    if not may_manage_people(user):
        raise NotAllowed(
            _("Chỉ quản trị được thay đổi tài khoản và vai trò. Hãy liên hệ quản trị của cơ quan.")
        )


def may_read_people(user: User | AnonymousUser) -> bool:
    return has_verb(user, "manage_people") or has_verb(user, "read_people")


def check_may_read_people(user: User | AnonymousUser) -> None:
    if not may_read_people(user):
        raise NotAllowed(_("Chỉ quản trị và thanh tra, kiểm tra được xem danh sách người dùng."))


def may_read_events(user: User | AnonymousUser) -> bool:
    return has_verb(user, "read_events")


def check_may_read_events(user: User | AnonymousUser) -> None:
    if not may_read_events(user):
        raise NotAllowed(_("Chỉ quản trị và thanh tra, kiểm tra được xem nhật ký."))


def may_set_one_person(user: User | AnonymousUser, unit_id: int) -> bool:
    """Whether the person says if one may both fill in and sign at the unit: its head, an administrator."""
    return has_verb(user, "sign", unit_id) or may_manage_people(user)


def check_may_set_one_person(user: User | AnonymousUser, unit_id: int) -> None:
    if not may_set_one_person(user, unit_id):
        raise NotAllowed(_("Chỉ thủ trưởng của đơn vị hoặc quản trị được cho một người vừa lập biểu vừa ký."))
