"""Đổi cách cộng của chỉ tiêu: the definition changes, and every total counted by it is marked."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from indicators.actions import change_adding_up as lower
from indicators.adding_up import Adding
from indicators.catalogue import Parts
from indicators.models import DataPoint, Indicator
from submissions.redefined import mark_points
from submissions.signals import tell_on_commit
from units.models import User


def change_adding_up(
    *,
    indicator: Indicator,
    adding: Adding,
    by: User | None,
    at: datetime,
    parts: Mapping[int, Parts] | None = None,
) -> Indicator:
    """As `indicators.actions.change_adding_up`, with dirty marks for all periods, in one transaction."""
    with transaction.atomic():
        points = sorted(DataPoint.objects.filter(indicator=indicator).values_list("pk", flat=True))
        mark_points(points)  # where the old parts stood
        changed = lower.change_adding_up(indicator=indicator, adding=adding, by=by, at=at, parts=parts)
        mark_points(points)
        tell_on_commit()
    return changed
