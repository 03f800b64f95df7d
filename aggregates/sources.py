"""Promise 2: from a total to its units, the missing by name, the submission, revision, signer, cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aggregates import ledger
from aggregates.asked import Line
from aggregates.comparing import Comparing
from aggregates.gather import read
from aggregates.kernel.total import NUMBER
from aggregates.overview import value_in
from aggregates.values import Value
from aggregates.wanted import Wanted
from aggregates.wording import plain_amount, shown_amount
from indicators.answers import Sign
from submissions.models import Figure, Revision
from units.models import ALL
from units.queries import UnitView

LISTED = 400
"""A total of more answers than this is shown by the units below first."""


@dataclass(frozen=True, slots=True)
class Source:
    """One accepted answer behind a total. Of a divided unit `counted` is what belongs here and `share` how
    much that is of the whole, by the indicator's measure ("" and "" when all of it counts)."""

    unit: UnitView
    shown: str
    plain: str
    counted: str
    counted_plain: str
    share: str
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


@dataclass(frozen=True, slots=True)
class Below:
    """A unit below with its total, where there are too many answers for one list."""

    unit: UnitView
    value: Value
    amount: str


@dataclass(frozen=True)
class Sources:
    """`count` answers in all, of which `sources` are a page; or `below`, to go on from."""

    wanted: Wanted
    line: Line
    value: Value
    amount: str
    how: str
    sources: list[Source]
    count: int
    below: list[Below]
    missing: list[UnitView]
    without_answer: list[UnitView]


def sources_of(wanted: Wanted, line: Line, *, offset: int = 0, limit: int = LISTED) -> Sources:
    """Everything behind one total, in Vietnamese order, a page of it. Seven queries."""
    period = wanted.shown.period_id
    also = set() if wanted.derivation is None else wanted.derivation.periods
    reading = read(
        book=wanted.book, atlas=wanted.atlas, unit=wanted.unit.id, tree=wanted.tree,
        periods={period, *also}, point=line.data_point, basis="accepted", edition=wanted.edition,
        known=wanted.known, only=[line.data_point],
    )  # fmt: skip
    derived = value_in(reading, wanted, line)
    figures = [] if wanted.derivation is not None else _figures(wanted, reading, line)
    below = _below(wanted, reading, line) if len(figures) > LISTED else []
    missing = reading.missing(period)
    told = {unit for unit, *_rest in figures}
    left_empty = _expected(reading, period, line) - told - set(missing)
    wanted.names.load([*missing, *left_empty, *({} if below else told)])
    return Sources(
        wanted=wanted,
        line=line,
        value=derived.value,
        amount=shown_amount(derived.value.shown(reading.rule(line.data_point)), decimals=line.decimals),
        how=derived.how,
        sources=[] if below else _sources(wanted, reading, line, figures, offset=offset, limit=limit),
        count=len(figures),
        below=below,
        missing=wanted.names.sorted(missing),
        without_answer=wanted.names.sorted(left_empty),
    )


def _expected(reading: Comparing, period: int, line: Line) -> set[int]:
    rows = reading.parts
    chosen = rows[
        (rows["period"] == period) & (rows["data_point"] == line.data_point) & (rows["expected"] > 0)
    ]
    return set(chosen["unit"].tolist()) & reading.counting[period]


Said = tuple[int, int | None, int, int]  # unit, amount, sign, revision


def _figures(wanted: Wanted, reading: Comparing, line: Line) -> list[Said]:
    """Figures that count, wholly or in part, each with the revision that said it."""
    period = wanted.shown.period_id
    read_here = set(reading.parts.loc[reading.parts["period"] == period, "unit"].tolist())
    shared = reading.sharing[period] if wanted.tree == "now" else frozenset[int]()
    units = sorted(read_here & (reading.counting[period] | shared))
    where = ledger.wanted(periods=[period], data_points=[line.data_point], units=units)
    if wanted.known is not None:
        return wanted.known.said(where)
    rows = Figure.objects.filter(where, edition=line.edition)
    return list(rows.values_list("unit", "amount", "sign", "revision"))


def _below(wanted: Wanted, reading: Comparing, line: Line) -> list[Below]:
    rule = reading.rule(line.data_point)
    values = reading.by_child(wanted.shown.period_id, line.data_point)
    return [
        Below(view, values[view.id], shown_amount(values[view.id].shown(rule), decimals=line.decimals))
        for view in wanted.names.sorted(values)
    ]


def _sources(
    wanted: Wanted, reading: Comparing, line: Line, figures: list[Said], *, offset: int, limit: int
) -> list[Source]:
    said = {unit: (amount, sign, revision) for unit, amount, sign, revision in figures}
    page = wanted.names.sorted(said)[offset : offset + limit]
    revisions = {
        revision.pk: revision
        for revision in Revision.objects.filter(pk__in={said[view.id][2] for view in page})
        .select_related("submission", "signed_by")
        .defer("document")
    }
    parts = _parts(wanted, reading, line)
    return [
        _source(view, line, *said[view.id][:2], revisions[said[view.id][2]], parts.get(view.id))
        for view in page
        if said[view.id][2] in revisions
    ]


def _parts(wanted: Wanted, reading: Comparing, line: Line) -> Mapping[int, tuple[int, int]]:
    """Divided unit → (amount that belongs here, share in billionths)."""
    if wanted.tree == "then":
        return {}
    period, day = wanted.shown.period_id, wanted.shown.period.ends
    measure = reading.rule(line.data_point).measure
    inside = wanted.atlas.subtree(wanted.unit.id, wanted.atlas.today)
    amounts = reading.amounts_inside(period, line.data_point)
    return {
        unit: (
            amounts[unit],
            sum(
                share.of(measure) or 0
                for terminal, share in wanted.atlas.descent.shares(unit, day).items()
                if terminal in inside
            ),
        )
        for unit in amounts
    }


def _source(
    unit: UnitView,
    line: Line,
    amount: int | None,
    sign: int,
    revision: Revision,
    part: tuple[int, int] | None,
) -> Source:
    symbol = Sign(sign).symbol
    is_number = sign == NUMBER
    counted = None if part is None or not is_number else part[0]
    return Source(
        unit=unit,
        shown=shown_amount(amount, decimals=line.decimals) if is_number else symbol,
        plain=(plain_amount(amount, decimals=line.decimals) or "") if is_number else symbol,
        counted=shown_amount(counted, decimals=line.decimals),
        counted_plain=plain_amount(counted, decimals=line.decimals) or "",
        share="" if part is None else shown_amount(part[1] * 100 // (ALL // 10_000), decimals=4),
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
