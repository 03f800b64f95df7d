"""Promise 2: from a total to its units, the missing by name, the submission, revision, signer, cell."""

from dataclasses import dataclass
from datetime import datetime

from aggregates.asked import Line
from aggregates.gather import read
from aggregates.kernel.total import NUMBER
from aggregates.reading import Reading
from aggregates.values import Value
from aggregates.wanted import Wanted
from aggregates.wording import plain_amount, shown_amount
from indicators.answers import Sign
from submissions.models import Figure, Revision
from units.queries import UnitView


@dataclass(frozen=True, slots=True)
class Source:
    """One accepted answer behind a total."""

    unit: UnitView
    shown: str
    plain: str
    assignment: int
    submission: int
    revision: int
    revision_number: int
    signed_by: str
    signed_as: str
    sent_at: datetime
    via: str
    excel_cell: str
    sha256: str


@dataclass(frozen=True)
class Sources:
    wanted: Wanted
    line: Line
    value: Value
    amount: str
    sources: list[Source]
    missing: list[UnitView]
    without_answer: list[UnitView]


def sources_of(wanted: Wanted, line: Line) -> Sources:
    """Everything behind one total, in Vietnamese order. Five queries."""
    period = wanted.shown.period_id
    reading = read(
        book=wanted.book, atlas=wanted.atlas, unit=wanted.unit.id, tree=wanted.tree, periods=[period],
        point=line.data_point, basis="accepted", edition=wanted.edition,
    )  # fmt: skip
    found = _sources(wanted, reading, line)
    told = {source.unit.id for source in found}
    missing = reading.missing(period)
    value = reading.value(period, line.data_point)
    return Sources(
        wanted=wanted,
        line=line,
        value=value,
        amount=shown_amount(value.shown(reading.rule(line.data_point)), decimals=line.decimals),
        sources=found,
        missing=wanted.names.sorted(missing),
        without_answer=wanted.names.sorted(_expected(reading, period, line) - told - set(missing)),
    )


def _expected(reading: Reading, period: int, line: Line) -> set[int]:
    rows = reading.parts
    chosen = rows[
        (rows["period"] == period) & (rows["data_point"] == line.data_point) & (rows["expected"] > 0)
    ]
    return set(chosen["unit"].tolist()) & reading.counting[period]


def _sources(wanted: Wanted, reading: Reading, line: Line) -> list[Source]:
    """Figures that count, each with the revision that said it."""
    period = wanted.shown.period_id
    counted = set(reading.parts.loc[reading.parts["period"] == period, "unit"].tolist())
    figures = list(
        Figure.objects.filter(
            period=period,
            data_point=line.data_point,
            unit__in=sorted(counted & reading.counting[period]),
            edition=line.edition,
        )
    )
    revisions = {
        revision.pk: revision
        for revision in Revision.objects.filter(pk__in={figure.revision for figure in figures})
        .select_related("submission", "signed_by")
        .defer("document")
    }
    names = {view.id: view for view in wanted.names.of(figure.unit for figure in figures)}
    listed = [
        _source(names[figure.unit], line, figure, revisions[figure.revision])
        for figure in figures
        if figure.unit in names and figure.revision in revisions
    ]
    return sorted(listed, key=lambda source: (source.unit.sort_key, source.unit.id))


def _source(unit: UnitView, line: Line, figure: Figure, revision: Revision) -> Source:
    symbol = Sign(figure.sign).symbol
    is_number = figure.sign == NUMBER
    return Source(
        unit=unit,
        shown=shown_amount(figure.amount, decimals=line.decimals) if is_number else symbol,
        plain=(plain_amount(figure.amount, decimals=line.decimals) or "") if is_number else symbol,
        assignment=revision.submission.assignment_id,
        submission=revision.submission_id,
        revision=revision.pk,
        revision_number=revision.number,
        signed_by=revision.signed_by.full_name,
        signed_as=revision.signed_as,
        sent_at=revision.sent_at,
        via=str(revision.get_via_display()),
        excel_cell=line.excel_cell,
        sha256=revision.sha256,
    )
