"""What a person may see of the units: today's subtrees, and read-only the predecessors of their time.

`indicators/queries.py` adds the assignments and rounds; rooms above ask that one.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from units.errors import NotWithinReach
from units.models import Role, Unit, User
from units.permissions import READS_EVERYTHING, memberships_of

_READ_ONLY = frozenset({Role.LEADER.value, Role.AUDITOR.value})

# Down by placement (administrative and vertical: standing on somebody's ground opens nothing), back by
# succession to units that have ended; each unit is looked at on its own day: today, or its last one.
_WALK = """
WITH RECURSIVE step(origin, goal, valid_from, valid_to, last_day) AS (
    SELECT parent_id, unit_id, valid_from, valid_to, NULL
    FROM units_placement WHERE until IS NULL AND kind IN ('administrative', 'vertical')
    UNION ALL
    SELECT succession.successor_id, succession.predecessor_id, succession.effective_on, NULL, unit.ends
    FROM units_succession AS succession JOIN units_unit AS unit ON unit.id = succession.predecessor_id
    WHERE succession.until IS NULL AND unit.ends < {today}
),
walk(unit_id, day, root, own) AS (
    SELECT id, {today}, id, 1 FROM units_unit WHERE id IN ({roots})
    UNION
    SELECT step.goal, COALESCE(step.last_day, walk.day), walk.root,
           CASE WHEN step.last_day IS NULL THEN walk.own ELSE 0 END
    FROM walk JOIN step ON step.origin = walk.unit_id
    WHERE step.last_day IS NOT NULL
       OR (step.valid_from <= walk.day AND (step.valid_to IS NULL OR step.valid_to >= walk.day))
)
SELECT DISTINCT unit_id, root, own FROM walk
"""


class Reach(NamedTuple):
    """Unit numbers: `readable` holds all, `writable` those of today below a unit where one's role acts."""

    readable: frozenset[int]
    writable: frozenset[int]


def reachable_unit_ids(user: User | AnonymousUser, *, on: date | None = None) -> frozenset[int]:
    """Return what the person may see. Remembered on the user object; at most 3 queries."""
    return reach_of(user, on=on).readable


def writable_unit_ids(user: User | AnonymousUser, *, on: date | None = None) -> frozenset[int]:
    """Return today's units below those where the person has a role that acts (leaders and auditors read)."""
    return reach_of(user, on=on).writable


def check_within_reach(user: User | AnonymousUser, unit_id: int) -> None:
    if unit_id not in reachable_unit_ids(user):
        raise NotWithinReach(_("Không có đơn vị này trong phạm vi của anh/chị."))


def reach_of(user: User | AnonymousUser, *, on: date | None = None) -> Reach:
    day = on or timezone.localdate()
    known: dict[date, Reach] = user.__dict__.setdefault("_reach_on", {})
    if day not in known:
        known[day] = _limited(user, _reach(user, day), day)
    return known[day]


def _reach(user: User | AnonymousUser, day: date) -> Reach:
    held = memberships_of(user, on=day)
    if any(membership.role in READS_EVERYTHING for membership in held):
        units = dict(Unit.objects.values_list("id", "ends"))
        everything = frozenset(units)
        if any(membership.role == Role.ADMINISTRATOR for membership in held):
            return Reach(everything, frozenset(u for u, ends in units.items() if ends is None or ends >= day))
        acting = {membership.unit_id for membership in held if membership.role not in _READ_ONLY}
        return Reach(everything, _walk(acting, day, acting).writable)
    roots = {membership.unit_id for membership in held}
    return _walk(roots, day, {membership.unit_id for membership in held if membership.role not in _READ_ONLY})


def _limited(user: User | AnonymousUser, reach: Reach, day: date) -> Reach:
    """Narrow to the unit of the API token, when it names one."""
    unit_id: int | None = getattr(user, "limited_to_unit", None)
    if unit_id is None:
        return reach
    inside = _walk({unit_id}, day, {unit_id})
    return Reach(reach.readable & inside.readable, reach.writable & inside.writable)


def _walk(roots: Collection[int], day: date, acting: Collection[int]) -> Reach:
    if not roots:
        return Reach(frozenset(), frozenset())
    today = "CAST(%s AS date)" if connection.vendor == "postgresql" else "%s"
    marks = ", ".join(["%s"] * len(roots))
    with connection.cursor() as cursor:
        cursor.execute(_WALK.format(today=today, roots=marks), [day.isoformat(), day.isoformat(), *roots])
        rows = cursor.fetchall()
    return Reach(
        frozenset(unit_id for unit_id, _root, _own in rows),
        frozenset(unit_id for unit_id, root, own in rows if own and root in acting),
    )
