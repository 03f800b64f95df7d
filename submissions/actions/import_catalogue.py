"""Nạp danh mục từ Excel: what has figures keeps its unit and decimals; totals that move are marked."""

from datetime import datetime

from django.db import transaction

from indicators.actions import import_catalogue as lower
from indicators.actions.import_catalogue import CatalogueSource, Checked
from indicators.definitions import moves_totals
from indicators.models import DataPoint, Indicator
from submissions.redefined import held_by_answers, mark_points
from submissions.signals import tell_on_commit
from units.models import User


def check_catalogue(source: CatalogueSource, *, by: User | None) -> Checked:
    """As `indicators.actions.import_catalogue.check_catalogue`, knowing what has figures."""
    return lower.check_catalogue(source, by=by, held=held_by_answers)


def import_catalogue(*, source: CatalogueSource, by: User | None, at: datetime, digest: str = "") -> Checked:
    """As `indicators.actions.import_catalogue`, with dirty marks for all periods, in one transaction."""
    with transaction.atomic():
        list(Indicator.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        moving = _moving(check_catalogue(source, by=by))
        mark_points(_points_of(moving))  # where the old parts stood
        checked = lower.import_catalogue(source=source, by=by, at=at, held=held_by_answers, digest=digest)
        mark_points(_points_of([*moving, *_counted_from_others(checked)]))
        tell_on_commit()
    return checked


def _moving(checked: Checked) -> list[str]:
    """Entries that are there and would add up otherwise."""
    known = checked.known.indicators
    return [
        code
        for code, after in checked.plan.indicators.items()
        if code in known and moves_totals(known[code], after)
    ]


def _counted_from_others(checked: Checked) -> list[str]:
    """New entries that have totals at once, because what they are counted from may have figures."""
    return [
        code
        for code, after in checked.plan.indicators.items()
        if code not in checked.known.indicators and any(point.parts for point in after.points)
    ]


def _points_of(codes: list[str]) -> list[int]:
    rows = DataPoint.objects.filter(indicator__code__in=codes).order_by("pk")
    return list(rows.values_list("pk", flat=True))
