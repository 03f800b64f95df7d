"""What a person who leaves would leave behind: roles, and with them the reports, drafts and comments."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from submissions.models import Comment, Delegation, Status, Submission
from units.models import Membership, User
from units.permissions import VERBS
from units.queries import UnitView, describe_units, overlapping, valid_on

_TYPED = (Status.DRAFT, Status.RETURNED, Status.CORRECTING)


@dataclass(frozen=True, slots=True)
class Leaving:
    """`roles`: (role, unit, whether the successor has it already). Where the person fills or signs: `open`
    duties not sent, of them `drafts` with something typed; reports that wait `to_sign`; `comments` on unsent
    reports. `to_review`: sent reports that wait where the person reviews. `signing`: delegations that pass to
    nobody. `to_come`: roles that have not begun, and stay.
    """

    roles: list[tuple[Membership, UnitView, bool]]
    open: int
    drafts: int
    to_sign: int
    comments: int
    to_review: int
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
    """What would move today. Seven queries at most."""
    today = timezone.localdate()
    roles = roles_of(leaver, on=today)
    held = already_held(successor, on=today) if successor is not None else set()
    names = describe_units({role.unit_id for role in roles}, on=today)
    filled = {role.unit_id for role in roles if VERBS[role.role] & {"fill", "sign"}}
    checked = {role.unit_id for role in roles if "review" in VERBS[role.role]}
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
    return Leaving(
        roles=[(role, names[role.unit_id], (role.unit_id, role.role) in held) for role in roles],
        **counts,
        comments=comments.count(),
        to_review=asked.filter(status=Status.SUBMITTED, assignment__recipient__in=checked).count(),
        signing=Delegation.objects.filter(user=leaver, revoked_at__isnull=True, valid_to__gte=today).count(),
        to_come=Membership.objects.filter(user=leaver, valid_from__gt=today).count(),
    )
