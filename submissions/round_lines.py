"""The rounds and the duties of one, as an officer's pages list them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from indicators.models import Assignment, ReportingRound
from indicators.queries import reachable_assignments, with_due
from submissions.models import Status
from submissions.queries import WITH_THE_UNIT
from units.models import User
from units.queries import UnitView, describe_units

_WITH_UNIT = Q(submission__accepted__isnull=True) & (
    Q(submission__status__in=WITH_THE_UNIT) | Q(submission__isnull=True)
)
EXEMPT = Q(exempted_at__isnull=False)
FILTERS: dict[str, Q] = {
    "chua-gui": _WITH_UNIT & ~EXEMPT,
    "da-gui": ~_WITH_UNIT & ~EXEMPT,
    "gia-han": Q(extended_to__isnull=False) & ~EXEMPT,
    "mien": EXEMPT,
    "tat-ca": Q(),
}
"""What the page of a round may be asked to list."""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A unit of the round: where its report is, by when, and what was decided about it."""

    duty: int
    unit: UnitView
    status: str
    is_started: bool
    due: datetime
    sent_at: datetime | None
    is_late: bool
    is_accepted: bool
    extension: str
    exemption: str
    told_by: str


def counts_of(user: User, rounds: list[int], *, at: datetime) -> dict[int, dict[str, int]]:
    """Per round, of the duties the person may see: expected, sent, accepted, returned, missing, late, exempt,
    extended. One query.
    """
    expected = ~EXEMPT
    late = _WITH_UNIT & Q(due__lt=at) | Q(submission__sent__is_late=True)
    rows = (
        with_due(reachable_assignments(user).filter(round__in=rounds))
        .values("round")
        .annotate(
            expected=Count("pk", filter=expected),
            sent=Count("pk", filter=expected & Q(submission__status=Status.SUBMITTED)),
            accepted=Count("pk", filter=expected & Q(submission__accepted__isnull=False)),
            returned=Count("pk", filter=expected & Q(submission__status=Status.RETURNED)),
            missing=Count("pk", filter=expected & _WITH_UNIT),
            late=Count("pk", filter=expected & late),
            exempt=Count("pk", filter=EXEMPT),
            extended=Count("pk", filter=expected & Q(extended_to__isnull=False)),
        )
    )
    counted: list[dict[str, Any]] = [dict(row) for row in rows]
    return {row["round"]: {name: row[name] for name in _COUNTS} for row in counted}


_COUNTS = ("expected", "sent", "accepted", "returned", "missing", "late", "exempt", "extended")
NO_COUNTS = dict.fromkeys(_COUNTS, 0)


def lines_of(
    user: User, listed: ReportingRound, *, which: str, at: datetime, offset: int, limit: int
) -> tuple[list[DutyLine], int]:
    """A page of the round's duties of a filter within reach, in Vietnamese order of the units; how many in
    all. Four queries.
    """
    duties = reachable_assignments(user).filter(FILTERS[which], round=listed)
    order = describe_units(duties.values_list("subject", flat=True), on=listed.period.ends)
    ranked = sorted(order.values(), key=lambda unit: (unit.sort_key, unit.code, unit.id))
    page = {unit.id: unit for unit in ranked[offset : offset + limit]}
    rows: dict[int, dict[str, Any]] = {
        row["subject"]: dict(row) for row in _rows(duties.filter(subject__in=page))
    }
    return [_line(rows[unit.id], unit, at) for unit in page.values() if unit.id in rows], len(ranked)


def _rows(duties: QuerySet[Assignment]) -> Iterable[Mapping[str, Any]]:
    return duties.annotate(
        due=Coalesce("extended_to", "due_at"),
        status=F("submission__status"),
        accepted=F("submission__accepted"),
        version=F("submission__draft__version"),
        sent_at=F("submission__sent__sent_at"),
        sent_late=F("submission__sent__is_late"),
        told_by=F("submission__sent__told_by"),
    ).values(
        "pk", "subject", "due", "status", "accepted", "version", "sent_at", "sent_late", "told_by",
        "extended_to", "extension_reason", "exempted_at", "exemption_reason",
    )  # fmt: skip


def _line(row: dict[str, Any], unit: UnitView, at: datetime) -> DutyLine:
    status = row["status"] or Status.DRAFT.value
    with_unit = status in WITH_THE_UNIT and row["accepted"] is None
    return DutyLine(
        duty=row["pk"],
        unit=unit,
        status=status,
        is_started=bool(row["version"]) or status != Status.DRAFT,
        due=row["due"],
        sent_at=None if with_unit and status != Status.RETURNED else row["sent_at"],
        is_late=at > row["due"] if with_unit else bool(row["sent_late"]),
        is_accepted=row["accepted"] is not None,
        extension=row["extension_reason"] if row["extended_to"] else "",
        exemption=row["exemption_reason"] if row["exempted_at"] else "",
        told_by=row["told_by"] or "",
    )
