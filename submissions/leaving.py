"""What a person who leaves would leave behind: roles, and with them the reports, drafts and comments."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from indicators.models import Regime
from indicators.stewards import stewards_on
from submissions.models import Comment, Delegation, Status, Submission
from units.models import Membership, User
from units.permissions import VERBS
from units.queries import UnitView, describe_units, overlapping, valid_on

COLLEAGUES = 200
_DONE_BY = {
    "fill": gettext_lazy("Lập báo cáo"),
    "sign": gettext_lazy("Ký báo cáo"),
    "review": gettext_lazy("Duyệt số liệu"),
    "define": gettext_lazy("Phụ trách chế độ báo cáo"),
}
"""What must go on at a unit when somebody leaves."""
_TYPED = (Status.DRAFT, Status.RETURNED, Status.CORRECTING)


@dataclass(frozen=True, slots=True)
class Left:
    """What hangs on roles. Where they fill or sign: `open` duties not sent, of them `drafts` with something
    typed; reports that wait `to_sign`; `comments` on unsent reports. Where they review: sent reports that
    wait `to_review`. Where they are an officer's: `regimes` in force, and whether the unit `is_steward`.
    """

    open: int
    drafts: int
    to_sign: int
    comments: int
    to_review: int
    regimes: int
    is_steward: bool


@dataclass(frozen=True, slots=True)
class Leaving(Left):
    """`roles`: (role, unit, whether the successor has it already). `signing`: delegations that pass to
    nobody. `to_come`: roles that have not begun, and stay.
    """

    roles: list[tuple[Membership, UnitView, bool]]
    signing: int
    to_come: int


def roles_of(leaver: User, *, on: date) -> list[Membership]:
    """What is handed over on a day: the roles held on it and after it. One query."""
    later = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return list(Membership.objects.filter(valid_on(on), later, user=leaver).order_by("pk"))


def already_held(successor: User, *, on: date) -> set[tuple[int, str]]:
    """(unit, role) the successor has on or after a day. One query."""
    held = Membership.objects.filter(overlapping(on, None), user=successor)
    return set(held.values_list("unit_id", "role"))


def person_named(username: str) -> User | None:
    """By log-in name, in whichever case. PostgreSQL takes no NUL in text; no log-in has one."""
    plain = username.strip().replace("\x00", "\ufffd")[:150]
    return User.objects.filter(username__iexact=plain).first() if plain else None


def leaving(leaver: User, successor: User | None) -> Leaving:
    """What would move today. Nine queries at most."""
    today = timezone.localdate()
    roles = roles_of(leaver, on=today)
    held = already_held(successor, on=today) if successor is not None else set()
    names = describe_units({role.unit_id for role in roles}, on=today)
    return Leaving(
        roles=[(role, names[role.unit_id], (role.unit_id, role.role) in held) for role in roles],
        **asdict(left_by(roles, on=today)),
        signing=Delegation.objects.filter(user=leaver, revoked_at__isnull=True, valid_to__gte=today).count(),
        to_come=Membership.objects.filter(user=leaver, valid_from__gt=today).count(),
    )


def left_by(roles: Collection[Membership], *, on: date) -> Left:
    """What hangs on the roles. Five queries at most."""
    filled = _units_with(roles, "fill", "sign")
    checked, defined = _units_with(roles, "review"), _units_with(roles, "define")
    asked = Submission.objects.filter(
        assignment__exempted_at__isnull=True, assignment__round__closed_at__isnull=True
    )
    unsent = asked.filter(assignment__responsible__in=filled)
    counts = unsent.aggregate(
        open=Count("pk", filter=Q(status__in=_TYPED)),
        drafts=Count("pk", filter=Q(status__in=_TYPED, draft__version__gt=0)),
        to_sign=Count("pk", filter=Q(status=Status.AWAITING_SIGN_OFF)),
    )
    comments = Comment.objects.filter(
        submission__in=unsent.filter(status__in=_TYPED).values("pk"), resolved_at__isnull=True
    )
    in_force = Regime.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), owner__in=defined)
    return Left(
        **counts,
        comments=comments.count(),
        to_review=asked.filter(status=Status.SUBMITTED, assignment__recipient__in=checked).count(),
        regimes=in_force.count(),
        is_steward=stewards_on(on).filter(unit__in=defined).exists(),
    )


def _units_with(roles: Collection[Membership], *verbs: str) -> set[int]:
    return {role.unit_id for role in roles if VERBS[role.role] & {*verbs}}


def colleagues_of(person: User, units: Collection[int]) -> list[User]:
    """Others with a role at the units, to choose from. One query."""
    others = User.objects.filter(memberships__unit__in=units, is_active=True).exclude(pk=person.pk)
    return list(others.distinct().order_by("full_name", "pk")[:COLLEAGUES])


def who_remains(role: Membership, *, on: date, successor: User | None) -> list[tuple[str, list[str]]]:
    """What the role does at its unit, in words, and who else can do it there on a day. One query."""
    verbs = [verb for verb in _DONE_BY if verb in VERBS[role.role]]
    held = Membership.objects.filter(valid_on(on), unit=role.unit_id, user__is_active=True)
    others = list(held.exclude(user=role.user_id).select_related("user").order_by("user__full_name", "pk"))
    remains = []
    for verb in verbs:
        able = [one.user for one in others if verb in VERBS[one.role]]
        able += [successor] if successor is not None else []
        remains.append((str(_DONE_BY[verb]), list(dict.fromkeys(one.full_name for one in able))))
    return remains
