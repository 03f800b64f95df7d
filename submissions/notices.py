"""What changed for a person through others: events of the log about reports of the person's own units, of
those that report to them, and about the person. Nothing is written for it but up to where it was seen.
"""

from datetime import datetime, time, timedelta

from django.core.cache.backends.locmem import LocMemCache
from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from submissions.models import Delegation, NoticesSeen, Submission
from units.models import Event, User
from units.permissions import VERBS, memberships_of, units_where

KEPT_FOR = timedelta(days=60)
"""What is older is in the history of its report."""
MOST = 100
"""So many are counted, then "99+" is said."""
_COUNTS_LAST = 30
_counts = LocMemCache("counts of notices", {"timeout": _COUNTS_LAST})

FOR_FILLERS = (
    "submission.accepted",
    "submission.returned",
    "submission.sent_back",
    "submission.correction_granted",
    "submission.correction_refused",
    "submission.entered_for",
    "submission.filled_for",
    "submission.moved",
    "submission.objection_answered",
    "assignment.extended",
    "assignment.extension_retracted",
    "assignment.exempted",
    "assignment.exemption_lifted",
    "assignment.handed_over",
    "assignment.reminded",
    "assignment.missed",
)
"""To who fills or signs at the unit whose report it is."""
FOR_REVIEWERS = ("submission.correction_requested", "submission.withdrawn")
"""To who checks the report. What was sent waits in the list of reviews."""
FOR_OFFICERS = ("submission.cells_objected_to",)
"""To who defines the regime that asks."""
ABOUT_ONESELF = ("signing.delegated", "signing.revoked")


def concerns(user: User) -> bool:
    """Whether the person's roles are of those who get notices. No query."""
    return bool(_units(user, "fill", "sign", "review", "define"))


def notices_of(user: User, *, at: datetime) -> QuerySet[Event]:
    """The person's notices of the last days, the newest first: never of one's own deeds, nor of other
    units. None for who only reads."""
    if not concerns(user):
        return Event.objects.none()
    mine = _units(user, "fill", "sign")
    about_mine = Q(unit__in=mine, kind__in=FOR_FILLERS) & ~Q(kind="submission.accepted", actor__isnull=True)
    reviewed = Submission.objects.filter(assignment__recipient__in=_units(user, "review"))
    defined = Submission.objects.filter(assignment__round__template__regime__owner__in=_units(user, "define"))
    about_reports = Q(kind__in=FOR_REVIEWERS, subject_id__in=reviewed.values("pk"))
    asked = Q(kind__in=FOR_OFFICERS, subject_id__in=defined.values("pk"))
    let_sign = Delegation.objects.filter(user=user, unit__in=_units(user, *_EVERY_VERB)).values("pk")
    about_me = Q(kind__in=ABOUT_ONESELF, subject_type="delegation", subject_id__in=let_sign)
    found = Event.objects.filter(about_mine | about_reports | asked | about_me, at__gte=_since(user, at))
    return found.exclude(actor=user).order_by("-pk")


def new_notices(user: User, *, at: datetime) -> QuerySet[Event]:
    """Those that came since the person last said "đã xem"."""
    seen = NoticesSeen.objects.filter(user=user).values("event")[:1]
    return notices_of(user, at=at).filter(pk__gt=Coalesce(Subquery(seen), Value(0)))


def seen_up_to(user: User) -> int:
    """The number of the last event that was seen; 0: none."""
    return NoticesSeen.objects.filter(user=user).values_list("event", flat=True).first() or 0


def count_of_new(user: User, *, seen: int = 0) -> int:
    """How many are new, at most `MOST`. At most one query, none while the process remembers it: for half a
    minute. `seen`: what this session marked as seen last, so that it shows at once.
    """
    if not concerns(user):
        return 0
    key = f"{user.pk}:{'.'.join(str(held.pk) for held in memberships_of(user))}:{seen}"
    known: int | None = _counts.get(key)
    if known is None:
        known = new_notices(user, at=timezone.now()).order_by()[:MOST].count()
        _counts.set(key, known)
    return known


def forget_counts() -> None:
    """Drop what this process remembers."""
    _counts.clear()


_EVERY_VERB = tuple(sorted(frozenset().union(*VERBS.values())))


def _units(user: User, *verbs: str) -> frozenset[int]:
    return units_where(user, [role for role, held in VERBS.items() if held & set(verbs)])


def _since(user: User, at: datetime) -> datetime:
    """The first day of the person's oldest role, or the last days."""
    first = min(held.valid_from for held in memberships_of(user))
    return max(at - KEPT_FOR, timezone.make_aware(datetime.combine(first, time())))
