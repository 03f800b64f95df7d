"""Nạp gói chế độ báo cáo: blank workbooks are opened with distrust; totals that move are marked."""

from datetime import datetime

from django.db import transaction

from indicators.actions import import_regime as lower
from indicators.actions.import_regime import points_by_word
from indicators.definitions import moves_totals, word_of
from indicators.regime_package.archive import PackageRefused
from indicators.regime_package.plan import Choices, PackagePlan
from submissions.redefined import held_by_answers, mark_points
from submissions.signals import tell_on_commit
from submissions.workbooks.package import open_package, xml_parts
from submissions.workbooks.refused import Refused
from units.models import User


def check_regime(content: bytes, choices: Choices, *, by: User) -> PackagePlan:
    """As `indicators.actions.import_regime.check_regime`, knowing what has figures and what workbooks hold.
    PackageRefused too for a blank workbook that cannot be opened safely."""
    plan = lower.check_regime(content, choices, by=by, held=held_by_answers)
    for form in plan.package.forms:
        if form.workbook is not None:
            _check_workbook(form.code, form.workbook)
    return plan


def import_regime(
    *, content: bytes, choices: Choices, by: User, at: datetime, digest: str = ""
) -> PackagePlan:
    """As `indicators.actions.import_regime`, with dirty marks for all periods, in one transaction."""
    with transaction.atomic():
        plan = check_regime(content, choices, by=by)
        mark_points(_points(_moving(plan)))  # where the old parts stood
        done = lower.import_regime(
            content=content, choices=choices, by=by, at=at, held=held_by_answers, digest=digest
        )
        mark_points(_points([*_moving(plan), *_counted_from_others(done), *done.first_sources]))
        tell_on_commit()
    return done


def _moving(plan: PackagePlan) -> list[str]:
    """Data points that are here and would add up otherwise, by word."""
    known = plan.known.indicators
    return [
        word_of(code, key)
        for code, after in plan.catalogue.indicators.items()
        if code in known and moves_totals(known[code], after)
        for key in sorted(known[code].keys)
    ]


def _counted_from_others(plan: PackagePlan) -> list[str]:
    return [
        word_of(code, point.key)
        for code, after in plan.catalogue.indicators.items()
        if code not in plan.known.indicators
        for point in after.points
        if point.parts
    ]


def _points(words: list[str]) -> list[int]:
    return sorted(set(points_by_word(words).values()))


def _check_workbook(code: str, content: bytes) -> None:
    try:
        with open_package(content) as package:
            xml_parts(package, content)
    except Refused as refused:
        raise PackageRefused("workbook", name=code[:60]) from refused
