"""Đổi chỉ tiêu: what has figures keeps its unit and decimals; every total counted otherwise is marked."""

from datetime import datetime

from django.db import transaction

from indicators.actions import change_indicator as lower
from indicators.catalogue_reading import definition_of
from indicators.definitions import Definition, moves_totals
from indicators.models import Indicator
from submissions.redefined import held_by_answers, mark_points
from submissions.signals import tell_on_commit
from units.models import User


def change_indicator(
    *, indicator: Indicator, definition: Definition, by: User | None, at: datetime
) -> Indicator:
    """As `indicators.actions.change_indicator`, with dirty marks for all periods, in one transaction."""
    with transaction.atomic():
        indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
        before = definition_of(indicator)
        points = sorted(indicator.data_points.values_list("pk", flat=True))
        if moves_totals(before, definition):
            mark_points(points)  # where the old parts stood
        changed = lower.change_indicator(
            indicator=indicator, definition=definition, by=by, at=at, held=held_by_answers
        )
        if moves_totals(before, definition_of(changed)):
            mark_points(sorted(changed.data_points.values_list("pk", flat=True)))
            tell_on_commit()
    return changed
