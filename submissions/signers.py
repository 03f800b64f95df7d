"""Who can sign for a unit on a day: its heads, and those who sign in their place from – to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from submissions.models import Delegation, Revision
from units.models import Membership, User
from units.permissions import VERBS, has_verb, memberships_of, units_where
from units.queries import valid_on

SIGNING = tuple(role for role, verbs in VERBS.items() if "sign" in verbs)
_KNOWN = "_signers_on"


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who can sign: the head (no capacity), or in the head's place until a day."""

    user: User
    capacity: str = ""
    until: date | None = None

    @property
    def words(self) -> str:
        """ "Phạm Văn Minh (thủ trưởng)", "Nguyễn Thị Lan (KT., đến hết 30/11/2026)"."""
        if self.until is None:
            return _("%(name)s (thủ trưởng)") % {"name": self.user.full_name}
        names = {"name": self.user.full_name, "capacity": self.capacity, "until": f"{self.until:%d/%m/%Y}"}
        return _("%(name)s (%(capacity)s., đến hết %(until)s)") % names


def signers_of(unit: int) -> list[Signer]:
    """Who can sign for the unit today, heads first. One query."""
    day = timezone.localdate()
    standing = Delegation.objects.filter(
        valid_on(day), unit=unit, user=OuterRef("user"), revoked_at__isnull=True
    ).order_by("valid_to", "pk")
    held = (
        Membership.objects.filter(valid_on(day), unit=unit, user__is_active=True)
        .annotate(
            capacity=Subquery(standing.values("capacity")[:1]),
            until=Subquery(standing.values("valid_to")[:1]),
        )
        .filter(Q(role__in=SIGNING) | Q(capacity__isnull=False))
        .select_related("user")
        .order_by("valid_from", "pk")
    )
    rows = list(held)
    people = {row.user_id: Signer(row.user) for row in rows if row.role in SIGNING}
    for row in rows:
        people.setdefault(row.user_id, Signer(row.user, row.capacity, row.until))
    return list(people.values())


def capacities_of(user: User, unit: int) -> list[str]:
    """The capacities in which the person can sign for the unit today: all for its head; the one given. None
    can without a role at the unit. At most one query, remembered on the user object."""
    if has_verb(user, "sign", unit):
        return list(Revision.Capacity.values)
    if all(held.unit_id != unit for held in memberships_of(user)):
        return []
    given = (one for one in signers_known_to(user, unit) if one.user.pk == user.pk)
    return [one.capacity for one in given if one.capacity]


def signers_known_to(user: User, unit: int) -> list[Signer]:
    """`signers_of`, remembered on the user object."""
    known: dict[tuple[int, date], list[Signer]] = user.__dict__.setdefault(_KNOWN, {})
    key = unit, timezone.localdate()
    if key not in known:
        known[key] = signers_of(unit)
    return known[key]


def units_signed_by(user: User) -> frozenset[int]:
    """The units for which the person can sign today. One query, but for who is head of every unit held."""
    heads = units_where(user, SIGNING)
    others = frozenset(held.unit_id for held in memberships_of(user)) - heads
    if not others:
        return heads
    standing = Delegation.objects.filter(
        valid_on(timezone.localdate()), user=user, unit__in=others, revoked_at__isnull=True
    )
    return heads.union(standing.values_list("unit_id", flat=True))


def forget_signers(user: User) -> None:
    """Drop what is remembered on the user object, after a delegation was made or revoked."""
    user.__dict__.pop(_KNOWN, None)


def why_not_signing(user: User, unit: int) -> str:
    """Sentences for one of the unit's people: why an earlier or later delegation is of no use, who can."""
    given = Delegation.objects.filter(unit=unit, user=user).order_by("valid_from", "pk").last()
    why = "" if given is None else _no_use(given, today=timezone.localdate())
    return f"{why} {who_can_sign(unit)}".strip()


def _no_use(given: Delegation, *, today: date) -> str:
    first, last = f"{given.valid_from:%d/%m/%Y}", f"{given.valid_to:%d/%m/%Y}"
    if given.revoked_at is not None:
        at = localtime(given.revoked_at).strftime("%H:%M %d/%m/%Y")
        return _("Ủy quyền ký của anh/chị đã được thu hồi lúc %(at)s.") % {"at": at}
    if today < given.valid_from:
        return _("Ủy quyền ký của anh/chị bắt đầu từ ngày %(day)s.") % {"day": first}
    if today > given.valid_to:
        return _("Ủy quyền ký của anh/chị đã hết vào cuối ngày %(day)s.") % {"day": last}
    return ""


def who_can_sign(unit: int) -> str:
    """ "Hôm nay ký được: …", or that nobody of the unit can and whom to ask."""
    signers = signers_of(unit)
    if signers:
        return _("Hôm nay ký được: %(people)s.") % {"people": ", ".join(one.words for one in signers)}
    return _(
        "Hôm nay không ai của đơn vị ký được. Hãy đề nghị lãnh đạo cơ quan nhận báo cáo hoặc quản trị "
        "chỉ định người ký thay."
    )


def candidates_of(unit: int, *, on: date) -> list[User]:
    """The people of the unit who are not its heads: who may be let sign. One query."""
    held = Membership.objects.filter(valid_on(on), unit=unit, user__is_active=True)
    rows = list(held.select_related("user").order_by("user__full_name", "user__pk"))
    heads = {row.user_id for row in rows if row.role in SIGNING}
    return list({row.user_id: row.user for row in rows if row.user_id not in heads}.values())
