"""Lập chỉ tiêu: a new entry of the catalogue; one counted from figures that are there has totals at once."""

from datetime import datetime

from django.db import transaction

from indicators.actions import define_indicator as lower
from indicators.definitions import Definition
from indicators.models import Indicator
from submissions.redefined import mark_points
from submissions.signals import tell_on_commit
from units.models import Unit, User


def define_indicator(
    *, code: str, definition: Definition, owner: Unit, by: User | None, at: datetime, why: str = ""
) -> Indicator:
    """As `indicators.actions.define_indicator`, with dirty marks for all periods, in one transaction."""
    with transaction.atomic():
        indicator = lower.define_indicator(
            code=code, definition=definition, owner=owner, by=by, at=at, why=why
        )
        mark_points(sorted(indicator.data_points.values_list("pk", flat=True)))
        tell_on_commit()
    return indicator
