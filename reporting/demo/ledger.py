"""Write made-up reports in bulk, with all the rows real ones leave: events, sealed revisions, figures."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import connection

from indicators.answers import parse_plain
from indicators.forms import layout_asked
from indicators.models import Edition, TemplateCell
from reporting.demo.fates import Fate
from reporting.demo.reports import DOUBTED, WORDS, Report
from submissions.figures import FigureRow, write_figures, write_pending
from submissions.models import Comment, Draft, Revision, Scope, Status, Submission
from submissions.revisions import digest_of, document_of
from submissions.sheet import sheet_from_plain
from units.actions.record_event import NewEvent, record_events
from units.models import User

BATCH = 500
_STATUS = {
    Fate.ACCEPTED: Status.ACCEPTED,
    Fate.SUBMITTED: Status.SUBMITTED,
    Fate.AWAITING_SIGN_OFF: Status.AWAITING_SIGN_OFF,
    Fate.RETURNED: Status.RETURNED,
    Fate.DRAFT: Status.DRAFT,
    Fate.NOT_STARTED: Status.DRAFT,
}


@dataclass(slots=True)
class Entry:
    """A report with its rows as they come into being. Event numbers: `sent` a sending, `accepted`."""

    report: Report
    submission: Submission
    documents: tuple[str, ...]
    revisions: list[Revision]
    sent: list[int]
    accepted: int = 0


def write_reports(reports: Sequence[Report], *, shards: Mapping[int, int]) -> int:
    """Write all; how many figures count. The assignments are stored already, with round and version."""
    submissions = Submission.objects.bulk_create(
        [Submission(assignment=report.assignment) for report in reports], batch_size=BATCH
    )
    entries = [
        Entry(report, submission, tuple(_documents(report, submission)), [], [])
        for report, submission in zip(reports, submissions, strict=True)
    ]
    last = _write_events(entries)
    _write_revisions(entries)
    Draft.objects.bulk_create([_draft(entry) for entry in entries], batch_size=BATCH)
    _settle(entries)
    Comment.objects.bulk_create([_comment(entry) for entry in entries if _was_returned(entry)])
    return _write_figures(entries, shards=shards, last=last)


def _documents(report: Report, submission: Submission) -> Iterator[str]:
    layout = layout_asked(report.assignment.round)
    for saying, _sent in zip(report.sayings, report.course.sent, strict=False):
        yield document_of(sheet_from_plain(layout, saying), submission)


# ---- events -----------------------------------------------------------------------------------------------


def _write_events(entries: Sequence[Entry]) -> int:
    """The log in the order of time; the number of its last event."""
    users = User.objects.in_bulk()
    happened = sorted(
        ((at, entry, kind, who, data) for entry in entries for at, kind, who, data in _happenings(entry)),
        key=lambda item: item[0],
    )
    events = record_events(
        NewEvent(
            kind=f"submission.{kind}",
            at=at,
            by=users[who],
            subject=entry.submission,
            unit=entry.report.assignment.responsible_id,
            data=data,
        )
        for at, entry, kind, who, data in happened
    )
    for event, (_at, entry, kind, _who, _data) in zip(events, happened, strict=True):
        if kind == "submitted":
            entry.sent.append(event.pk)
        elif kind == "accepted":
            entry.accepted = event.pk
    return events[-1].pk if events else 0


def _happenings(entry: Entry) -> Iterator[tuple[datetime, str, int, dict[str, object]]]:
    report, course = entry.report, entry.report.course
    if course.prepared and course.fate is not Fate.DRAFT:
        yield course.prepared, "sign_off_requested", report.clerk, {"draft": 1}
    for number, (at, document) in enumerate(zip(course.sent, entry.documents, strict=True), 1):
        yield (
            at,
            "submitted",
            report.head,
            {
                "revision": number,
                "sha256": digest_of(document),
                "signed_as": "head",
                "via": _via(report),
                "late": at > report.assignment.due_at,
            },
        )
    returned = course.checked if course.fate is Fate.RETURNED else course.returned
    if returned:
        yield returned, "returned", report.reviewer, {"revision": 1, "comments": {DOUBTED: WORDS}}
    if course.fate is Fate.ACCEPTED and course.checked:
        last = {"revision": len(course.sent), "sha256": digest_of(entry.documents[-1])}
        yield course.checked, "accepted", report.reviewer, last


def _via(report: Report) -> str:
    return Revision.Via.WORKBOOK.value if report.by_workbook else Revision.Via.FORM.value


# ---- what was said ----------------------------------------------------------------------------------------


def _write_revisions(entries: Sequence[Entry]) -> None:
    for entry in entries:
        entry.revisions = [
            _revision(entry, number, at, document, event)
            for number, (at, document, event) in enumerate(
                zip(entry.report.course.sent, entry.documents, entry.sent, strict=True), 1
            )
        ]
    rows = [revision for entry in entries for revision in entry.revisions]
    Revision.objects.bulk_create(rows, batch_size=BATCH)


def _revision(entry: Entry, number: int, at: datetime, document: str, event: int) -> Revision:
    report = entry.report
    assert report.course.prepared is not None  # what was sent was prepared
    return Revision(
        submission=entry.submission,
        number=number,
        document=document,
        sha256=digest_of(document),
        via=_via(report),
        prepared_by_id=report.clerk,
        prepared_at=report.course.prepared,
        signed_by_id=report.head,
        sent_at=at,
        is_late=at > report.assignment.due_at,
        event=event,
    )


def _draft(entry: Entry) -> Draft:
    report = entry.report
    first, last = report.sayings[0], report.sayings[-1]
    cells = {
        address: {"v": value, "n": 1 if first.get(address) == value else 2, "by": report.clerk}
        for address, value in last.items()
        if report.typed is None or address in report.typed
    }
    return Draft(
        submission=entry.submission,
        cells=json.dumps(cells, ensure_ascii=False, separators=(",", ":")),
        version=len(report.sayings) if last else 0,
        saved_at=report.course.prepared,
        saved_by_id=report.clerk if last else None,
        active_seconds=_seconds(report, len(cells)),
    )


def _seconds(report: Report, cells: int) -> int:
    """At work on the form: some 40 s a cell; who fills in the workbook is not measured."""
    if report.by_workbook:
        return 0
    assignment = report.assignment
    chance = Random(f"minutes of {assignment.subject_id} {assignment.round.period_code}")  # noqa: S311
    return round(40 * cells * chance.lognormvariate(0, 0.35))


def _was_returned(entry: Entry) -> bool:
    return entry.report.course.fate is Fate.RETURNED or entry.report.course.returned is not None


def _comment(entry: Entry) -> Comment:
    report, course = entry.report, entry.report.course
    is_open = course.fate is Fate.RETURNED
    at = course.checked if is_open else course.returned
    assert at is not None
    return Comment(
        submission=entry.submission,
        revision=entry.revisions[0],
        address=DOUBTED,
        text=WORDS,
        made_by_id=report.reviewer,
        made_at=at,
        resolved_at=None if is_open else course.sent[-1],
    )


def _settle(entries: Sequence[Entry]) -> None:
    """Give each report the status it has come to; the revisions it points to exist by now."""
    for entry in entries:
        submission, fate, prepared = entry.submission, entry.report.course.fate, entry.report.course.prepared
        submission.status = _STATUS[fate]
        submission.sent = entry.revisions[-1] if entry.revisions else None
        submission.accepted = submission.sent if fate is Fate.ACCEPTED else None
        if prepared and fate is not Fate.DRAFT:
            submission.prepared_by_id, submission.prepared_at = entry.report.clerk, prepared
    columns = ["status", "sent_id", "accepted_id", "prepared_by_id", "prepared_at"]
    table = connection.ops.quote_name(Submission._meta.db_table)
    adapt = connection.ops.adapt_datetimefield_value
    rows = [
        (row.status, row.sent_id, row.accepted_id, row.prepared_by_id, adapt(row.prepared_at), row.pk)
        for row in (entry.submission for entry in entries)
    ]
    with connection.cursor() as cursor:
        setters = ", ".join(f"{column} = %s" for column in columns)
        cursor.executemany(f"UPDATE {table} SET {setters} WHERE id = %s", rows)  # noqa: S608 our own names


# ---- what counts ------------------------------------------------------------------------------------------


def _write_figures(entries: Sequence[Entry], *, shards: Mapping[int, int], last: int) -> int:
    bound = TemplateCell.objects.values_list("version", "address", "data_point")
    points = {(version, address): point for version, address, point in bound}
    counted: list[FigureRow] = []
    for entry in entries:
        fate = entry.report.course.fate
        if fate is Fate.ACCEPTED:
            counted += _figures(entry, points, shards, since=entry.accepted)
        elif fate is Fate.SUBMITTED:
            since = entry.sent[-1]
            rows = list(_figures(entry, points, shards, since=since))
            write_pending(rows, blank=[], revision=entry.revisions[-1].pk, since=since)
    write_figures(counted, until=last)
    return len(counted)


def _figures(
    entry: Entry, points: Mapping[tuple[int, str], int], shards: Mapping[int, int], *, since: int
) -> Iterator[FigureRow]:
    assignment = entry.report.assignment
    for address, value in entry.report.sayings[-1].items():
        answer = parse_plain(value, decimals=0)
        yield FigureRow(
            period=assignment.round.period_id,
            data_point=points[assignment.round.version_id, address],
            shard=shards[assignment.subject_id],
            unit=assignment.subject_id,
            edition=Edition.OFFICIAL,
            amount=answer.scaled,
            sign=answer.sign.value,
            scope=Scope.OWN,
            revision=entry.revisions[-1].pk,
            since=since,
        )
