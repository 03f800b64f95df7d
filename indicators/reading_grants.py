"""Which indicators a person may read because their owner lets an agency of theirs."""

from django.db.models import QuerySet

from indicators.models import Indicator, ReadingGrant
from units.models import User
from units.permissions import memberships_of
from units.reach import reachable_unit_ids


def grants_to(user: User) -> QuerySet[ReadingGrant]:
    """Those that stand, to units where the person has a role; a token for one unit has that unit's only."""
    units = {one.unit_id for one in memberships_of(user)}
    limited: int | None = getattr(user, "limited_to_unit", None)
    if limited is not None:
        units &= {limited}
    return ReadingGrant.objects.filter(revoked_at__isnull=True, reader__in=units)


def may_read_figures(user: User, indicator: Indicator) -> bool:
    """All totals of what its owner asks: who has the owner within reach, and whom it was granted to."""
    is_limited = getattr(user, "limited_to_unit", None) is not None
    if not is_limited and indicator.owner_id in reachable_unit_ids(user):
        return True
    return grants_to(user).filter(indicator=indicator).exists()
