"""The reports of a month: duties, submissions and their sealed revisions, then the figures that count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from indicators.models import Assignment, Calendar, Edition, Period, ReportingRound
from indicators.periods import PeriodSpan, code_of
from reporting.country.catalogue import Form
from reporting.country.numbers import Ints, answers, reported
from submissions.bulk import load_integers, load_rows, next_identity
from submissions.models import Draft, Figure, Revision, Scope, Status, Submission

POINTS_A_BLOCK = 40
DOCUMENT = '{"cells":{},"explanations":{},"nothing_to_report":false,"texts":{}}'
"""What the made-up reports say: that they were made up, the figures alone count."""


@dataclass(frozen=True, slots=True)
class Communes:
    """Columns of all communes in the order of (shard, unit); `number` means the same on every machine."""

    unit: Ints
    shard: Ints
    number: Ints
    begins: Ints
    ends: Ints

    def on(self, day: int) -> "Communes":
        lived = (self.begins <= day) & (day <= self.ends)
        return Communes(
            *(column[lived] for column in (self.unit, self.shard, self.number, self.begins, self.ends))
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """Who asks and signs, and the event by which all of it counts."""

    forms: list[Form]
    asker: int
    officer: int
    event: int
    seed: int


def write_month(span: PeriodSpan, communes: Communes, *, setting: Setting) -> int:
    """All reports of one month; how many figures. The caller holds the transaction."""
    here = communes.on(span.ends.toordinal())
    month = span.ends.year * 12 + span.ends.month
    period, _created = Period.objects.get_or_create(
        calendar=Calendar.objects.get(code=span.calendar), starts=span.starts, ends=span.ends
    )
    written = 0
    for number, form in enumerate(setting.forms):
        sent = reported(setting.seed, month=month, form=number, units=here.number)
        revisions = _write_reports(form, span, period.pk, here, sent, setting=setting)
        written += _write_figures(
            form, period.pk, month, Communes(*(c[sent] for c in _columns(here))), revisions[sent], setting
        )
    return written


def _columns(communes: Communes) -> tuple[Ints, ...]:
    return (communes.unit, communes.shard, communes.number, communes.begins, communes.ends)


def _write_reports(
    form: Form,
    span: PeriodSpan,
    period: int,
    communes: Communes,
    sent: npt.NDArray[np.bool_],
    *,
    setting: Setting,
) -> Ints:
    """One duty a commune; the number of its revision where it was sent, else 0."""
    closing = datetime.combine(span.ends, time(10), tzinfo=UTC)
    due = closing + timedelta(days=7)
    round_ = ReportingRound.objects.create(
        template=form.version.template,
        version=form.version,
        period_id=period,
        period_code=code_of(span),
        opened_at=closing,
        due_at=due,
    )
    duty, submission, revision = (
        next_identity(model) + np.arange(len(communes.unit)) for model in (Assignment, Submission, Revision)
    )
    revision = np.where(sent, revision[0] + np.cumsum(sent) - 1, 0)
    units = communes.unit.tolist()
    load_rows(
        Assignment,
        ["id", "round_id", "subject_id", "responsible_id", "recipient_id", "due_at", *_EMPTY],
        ((d, round_.pk, u, u, setting.asker, due, "", "") for d, u in zip(duty.tolist(), units, strict=True)),
    )
    reports = list(zip(submission.tolist(), duty.tolist(), revision.tolist(), strict=True))
    load_rows(Submission, ["id", "assignment_id", "status", "sent_id", "accepted_id"], _submissions(reports))
    load_rows(Revision, _REVISION, _revisions(reports, closing + timedelta(days=3), setting))
    load_rows(
        Draft,
        ["submission_id", *_DRAFT],
        ((s, "{}", "{}", "{}", False, 0, 0) for s, _d, r in reports if not r),
    )
    return revision


_EMPTY = ("extension_reason", "exemption_reason")
_DRAFT = ("cells", "texts", "files", "nothing_to_report", "version", "active_seconds")
_REVISION = [
    *("id", "submission_id", "number", "document", "sha256", "via", "prepared_by_id", "prepared_at"),
    *("signed_by_id", "signed_as", "sent_at", "is_late", "reason", "event", "told_by", "told_how"),
]


def _submissions(reports: list[tuple[int, int, int]]) -> Iterator[tuple[object, ...]]:
    for submission, duty, revision in reports:
        status = Status.ACCEPTED.value if revision else Status.DRAFT.value
        yield submission, duty, status, revision or None, revision or None


def _revisions(
    reports: list[tuple[int, int, int]], at: datetime, setting: Setting
) -> Iterator[tuple[object, ...]]:
    digest = sha256(DOCUMENT.encode()).hexdigest()
    for submission, _duty, revision in reports:
        if revision:
            yield (
                *(revision, submission, 1, DOCUMENT, digest, Revision.Via.API.value, setting.officer, at),
                *(setting.officer, "", at, False, "", setting.event, "", ""),
            )


def _write_figures(
    form: Form, period: int, month: int, communes: Communes, revisions: Ints, setting: Setting
) -> int:
    written = 0
    for start in range(0, len(form.points), POINTS_A_BLOCK):
        points = np.array(form.points[start : start + POINTS_A_BLOCK], dtype=np.int64)
        said = answers(setting.seed, month=month, points=points, units=communes.number)
        written += load_integers(
            Figure,
            {
                "period": period,
                "data_point": np.repeat(points, len(communes.unit)),
                "shard": np.tile(communes.shard, len(points)),
                "unit": np.tile(communes.unit, len(points)),
                "edition": Edition.OFFICIAL.value,
                "amount": said.amount,
                "sign": said.sign,
                "scope": Scope.OWN.value,
                "revision": np.tile(revisions, len(points)),
                "since": setting.event,
            },
            nullable="amount",
            is_null=said.sign != 0,
        )
    return written
