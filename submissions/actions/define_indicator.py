"""Lập chỉ tiêu: a new entry of the catalogue; one counted from figures that are there has totals at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from indicators.actions import define_indicator as lower
from indicators.adding_up import Adding
from indicators.catalogue import Parts
from indicators.models import Indicator
from submissions.redefined import mark_points
from submissions.signals import tell_on_commit
from units.models import Unit, User


def define_indicator(
    *,
    code: str,
    name: str,
    unit_of_measure: str,
    owner: Unit,
    by: User | None,
    at: datetime,
    adding: Adding | None = None,
    parts: Mapping[str, Parts] = lower.WITHOUT_PARTS,
    **more: Any,
) -> Indicator:
    """As `indicators.actions.define_indicator`, with dirty marks for all periods, in one transaction."""
    with transaction.atomic():
        indicator = lower.define_indicator(
            code=code,
            name=name,
            unit_of_measure=unit_of_measure,
            owner=owner,
            by=by,
            at=at,
            adding=adding,
            parts=parts,
            **more,
        )
        mark_points(sorted(indicator.data_points.values_list("pk", flat=True)))
        tell_on_commit()
    return indicator
