"""A round of as many communes as a test wants, with what each of them sent this year and last."""

from collections.abc import Sequence

from indicators.forms import layout_of
from indicators.models import Assignment, ReportingRound
from submissions.actions.accept import accept
from submissions.actions.open_rounds import make_submissions, open_round
from submissions.models import Status, Submission
from submissions.sealing import seal
from submissions.sheet import recomputed, sheet_from_plain
from tests.cast import AT as CAST_AT
from tests.cast import NEW
from tests.submissions.factories import ARV, AT, COST, HIV, MEN, SENT, TOTAL, WOMEN, World
from units.actions.create_unit import create_unit


def cells(total: int) -> dict[str, str]:
    """A good form of a commune of `total` people."""
    return {
        TOTAL: str(total), MEN: str(total // 2), WOMEN: str(total - total // 2),
        HIV: "12", ARV: "10", COST: "5.5",
    }  # fmt: skip


def add_communes(world: World, count: int, *, code: int = 90_000) -> list[Submission]:
    """New communes of the province that were asked too; their reports, by name."""
    units = [
        create_unit(
            code=str(code + number), name=f"Thử {code - 90_000 + number:03}", kind="xa",
            parent=world.cast.province, begins=NEW, by=None, at=CAST_AT,
        )
        for number in range(count)
    ]  # fmt: skip
    first = world.submission.assignment
    made = Assignment.objects.bulk_create(
        Assignment(
            round=world.round, subject=unit, responsible=unit, recipient=first.recipient, due_at=first.due_at
        )
        for unit in units
    )
    return make_submissions(made)


def send(world: World, report: Submission, said: dict[str, str], **explained: str) -> Submission:
    """Seal and send a report as its head would."""
    report = Submission.objects.select_related("assignment__round__version", "sent").get(pk=report.pk)
    layout = layout_of(report.assignment.round.version)
    sheet = recomputed(sheet_from_plain(layout, said))
    if explained:
        sheet = sheet.__class__(layout, sheet.cells, explanations={TOTAL: explained["word"]})
    report.sent = seal(
        report, sheet, by=world.cast.minh, at=SENT, event="submission.submitted", via="form", capacity="head"
    )
    report.status = Status.SUBMITTED
    report.save(update_fields=["status", "sent"])
    return report


def last_year(
    world: World, reports: Sequence[Submission], total: int, *, period: str = "2025-9M"
) -> ReportingRound:
    """The round of last year, or an earlier one, accepted: each commune had `total` people."""
    opened = open_round(template=world.template, period_code=period, by=None, at=AT)
    units = [report.assignment.subject_id for report in reports]
    known = set(opened.assignments.values_list("subject", flat=True))
    recipient = world.submission.assignment.recipient
    made = Assignment.objects.bulk_create(
        Assignment(round=opened, subject_id=unit, responsible_id=unit, recipient=recipient, due_at=AT)
        for unit in units
        if unit not in known
    )
    make_submissions(made)
    for report in Submission.objects.filter(assignment__round=opened, assignment__subject__in=units):
        accept(submission=send(world, report, cells(total)), by=world.cast.hoa, at=SENT)
    return opened
