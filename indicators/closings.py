"""When rounds close by themselves: some days after the latest due time of their duties."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import DateTimeField, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from indicators.models import ReportingRound

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def closes_at(shown: ReportingRound) -> datetime | None:
    """When an open round will close by itself; None when a person closes it. One query."""
    days = shown.template.regime.closes_days_after
    if days is None or shown.closed_at is not None or shown.reopened_at is not None:
        return None
    return _with_last_due().get(pk=shown.pk).last_due + timedelta(days=days)


def due_closings(*, at: datetime, regime: int | None = None) -> Sequence[ReportingRound]:
    """The open rounds whose time of closing has come by `at`, but for those a person opened again."""
    found = (
        _with_last_due()
        .filter(
            closed_at__isnull=True,
            reopened_at__isnull=True,
            due_at__lte=at,
            template__regime__closes_days_after__isnull=False,
        )
        .select_related("template__regime")
        .order_by("pk")
    )
    if regime is not None:
        found = found.filter(template__regime=regime)
    return [
        one
        for one in found
        if one.last_due + timedelta(days=one.template.regime.closes_days_after or 0) <= at
    ]


class _LastDue(TypedDict):
    last_due: datetime


def _with_last_due() -> "QuerySet[WithAnnotations[ReportingRound, _LastDue]]":
    """`last_due`: the latest due time of a duty that is not exempt, with extensions; else the round's own."""
    due = Max(
        Coalesce("assignments__extended_to", "assignments__due_at"),
        filter=Q(assignments__exempted_at__isnull=True),
    )
    return ReportingRound.objects.annotate(last_due=Coalesce(due, F("due_at"), output_field=DateTimeField()))
