"""Who keeps the catalogue in order between its owners."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from indicators.models import Steward
from units.models import User
from units.permissions import has_verb
from units.queries import valid_on


def stewards_on(day: date) -> QuerySet[Steward]:
    """Those that stand on a day, the eldest first."""
    return Steward.objects.filter(valid_on(day)).order_by("valid_from", "pk")


def is_steward(user: User) -> bool:
    """An officer of a unit that stands as steward today. One query."""
    units = stewards_on(timezone.localdate()).values_list("unit_id", flat=True)
    return any(has_verb(user, "define", unit) for unit in units)
