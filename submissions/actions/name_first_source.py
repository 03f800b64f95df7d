"""Định nguồn chính: the totals of the points are counted anew, with what the named regime is asked."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from indicators.actions import name_first_source as lower
from indicators.models import DataPoint, FirstSource, Regime
from submissions.redefined import mark_points
from submissions.signals import tell_on_commit
from units.models import User


def name_first_source(
    *, points: Collection[DataPoint], regime: Regime, by: User, at: datetime
) -> list[FirstSource]:
    """As `indicators.actions.name_first_source`, with dirty marks for all periods, in one transaction."""
    with transaction.atomic():
        made = lower.name_first_source(points=points, regime=regime, by=by, at=at)
        mark_points(sorted(one.data_point_id for one in made))
        tell_on_commit()
    return made
