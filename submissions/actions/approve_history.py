"""Duyệt số liệu lịch sử: from now on the loaded figures of a past period count."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from indicators.forms import layout_asked
from indicators.models import ReportingRound, TemplateCell
from submissions.actions.load_history import locked_load
from submissions.actions.open_rounds import open_round
from submissions.background import counting_for
from submissions.bindings import figure_rows_of_many
from submissions.figures import FigureRow, mark_each, write_figures
from submissions.history import HistoryRow, rows_of
from submissions.models import HistoryLoad, Revision, Status, Submission
from submissions.permissions import check_may_approve_history
from submissions.revisions import digest_of, document_of
from submissions.sheet import Sheet, recomputed, sheet_from_plain
from submissions.signals import tell_on_commit
from submissions.trees import tree_on
from units.actions.record_event import record_event
from units.errors import Conflict
from units.guards import lock_tree
from units.models import User


def approve_history(*, load: HistoryLoad, by: User, at: datetime) -> HistoryLoad:
    """The past round with a duty for every unit of its last day, closed at once where it was not there, and
    of each loaded unit an accepted revision marked "số liệu lịch sử"; its figures and marks for the totals.

    By a second person of the agency, or its head. Conflict when a unit has reported itself since the loading.
    """
    check_may_approve_history(by, load)
    with transaction.atomic():
        lock_tree()
        load = locked_load(load)
        check_may_approve_history(by, load)
        opened = _round(load, by=by, at=at)
        event = record_event(
            kind="history.approved",
            by=by,
            at=at,
            subject=load,
            unit=load.template.regime.owner_id,
            data={
                "template": load.template.code, "period": load.period_code, "sha256": load.sha256,
                "round": opened.pk,
            },
        )  # fmt: skip
        rows = {row.unit: row for row in rows_of(load)}
        reports = _reports(opened, rows)
        _count(load, opened, reports, rows, by=by, at=at, event=event.pk)
        load.approved_at, load.approved_by, load.round = at, by, opened
        load.save(update_fields=["approved_at", "approved_by", "round"])
        tell_on_commit()
    return load


def _round(load: HistoryLoad, *, by: User, at: datetime) -> ReportingRound:
    """Closed from the beginning: nobody is asked for what is past."""
    opened = open_round(template=load.template, period_code=load.period_code, by=None, at=at)
    if opened.opened_at == at and opened.closed_at is None:
        opened.closed_at, opened.closed_by = at, by
        opened.save(update_fields=["closed_at", "closed_by"])
    return ReportingRound.objects.select_related("template__regime", "version", "period").get(pk=opened.pk)


def _reports(opened: ReportingRound, rows: Mapping[int, HistoryRow]) -> list[Submission]:
    """Locked, in the order of their numbers; Conflict when one is no untouched draft, or there is none."""
    asked = Submission.objects.filter(assignment__round=opened, assignment__subject__in=rows)
    list(asked.select_for_update().order_by("pk").values_list("pk"))
    found = list(asked.select_related("assignment__subject", "draft").order_by("pk"))
    for report in found:
        if report.status != Status.DRAFT or report.sent_id is not None:
            raise Conflict(
                _("%(unit)s đã có báo cáo của kỳ này từ lúc nạp. Hãy bỏ tệp và nạp lại.")
                % {"unit": rows[report.assignment.subject_id].name},
                code="reported_since",
            )
        report.assignment.round = opened
    missing = rows.keys() - {report.assignment.subject_id for report in found}
    if missing:
        raise Conflict(
            _("%(unit)s không có nhiệm vụ báo cáo trong đợt của kỳ này. Hãy bỏ tệp và nạp lại.")
            % {"unit": rows[min(missing)].name},
            code="not_asked",
        )
    return found


def _count(
    load: HistoryLoad,
    opened: ReportingRound,
    reports: list[Submission],
    rows: Mapping[int, HistoryRow],
    *,
    by: User,
    at: datetime,
    event: int,
) -> None:
    layout = layout_asked(opened, load.version)
    sheets = [
        recomputed(sheet_from_plain(layout, rows[report.assignment.subject_id].cells), background)
        for report, background in zip(reports, counting_for(reports, layout), strict=True)
    ]
    revisions = Revision.objects.bulk_create(
        [
            _revision(load, report, sheet, by=by, at=at, event=event)
            for report, sheet in zip(reports, sheets, strict=True)
        ],
        batch_size=500,
    )
    _accept(reports, event=event)
    numbers = [revision.pk for revision in revisions]
    figures = figure_rows_of_many(
        zip(sheets, reports, numbers, strict=True), round_=opened, version=load.version_id, since=event
    )
    write_figures(figures, until=event)
    _mark(opened, reports, figures)


def _accept(reports: list[Submission], *, event: int) -> None:
    """Each by its revision that was just made: its only one."""
    made = Revision.objects.filter(submission=OuterRef("pk"), number=1, event=event).values("pk")
    numbers = [report.pk for report in reports]
    for start in range(0, len(numbers), 500):
        part = Submission.objects.filter(pk__in=numbers[start : start + 500])
        part.update(status=Status.ACCEPTED, sent=Subquery(made), accepted=Subquery(made))


def _revision(
    load: HistoryLoad, report: Submission, sheet: Sheet, *, by: User, at: datetime, event: int
) -> Revision:
    document = document_of(sheet, report)
    return Revision(
        submission=report,
        number=1,
        document=document,
        sha256=digest_of(document),
        via=Revision.Via.HISTORY,
        prepared_by=load.loaded_by or by,
        prepared_at=load.loaded_at,
        signed_by=by,
        signed_as="",
        sent_at=at,
        event=event,
    )


def _mark(opened: ReportingRound, reports: list[Submission], figures: list[FigureRow]) -> None:
    """At the nearest unit that has others below it: more have reported, for the cells left empty too."""
    parents = tree_on(opened.period.ends, kind=opened.template.regime.placement_kind)
    above = frozenset(parents.values())
    subjects = [report.assignment.subject_id for report in reports]
    nearest = {subject if subject in above else parents.get(subject) for subject in subjects}
    asked = TemplateCell.objects.filter(version=opened.version_id, period_role="this")
    points = {(opened.period_id, point) for point in asked.values_list("data_point", flat=True)}
    points |= {(row.period, row.data_point) for row in figures}
    mark_each(units=[unit for unit in nearest if unit is not None], points=points)
