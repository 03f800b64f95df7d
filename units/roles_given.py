"""Roles given to somebody with a role another person leaves, taken again when that is undone."""

from collections.abc import Collection
from datetime import date, timedelta

from units.models import Membership


def take_roles(given: Collection[int], *, today: date) -> None:
    """End them with yesterday; those that begin today or later were never a day old, and go."""
    rows = Membership.objects.filter(pk__in=given)
    rows.filter(valid_from__gte=today).delete()
    rows.update(valid_to=today - timedelta(1))
