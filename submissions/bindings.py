"""Which figures a sheet says: cells of the form bound to data points, periods and editions."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.answers import Answer
from indicators.calendars import period_named
from indicators.models import Calendar, Period, ReportingRound, TemplateCell, edition_of
from indicators.periods import Frequency, PeriodSpan, span_in
from submissions.consolidating import bound_cells
from submissions.figures import FigureRow, KeySpace
from submissions.models import BOUND, Revision, Scope, Submission
from submissions.revisions import version_said
from submissions.sheet import Sheet
from units.errors import BadContent


def figure_rows(
    sheet: Sheet, submission: Submission, *, version: int, revision: int, since: int
) -> list[FigureRow]:
    """The figures of a sheet of a version, of the points whose first source is this regime (rule 4); at most
    3 queries.

    What a unit answers is its own part, unless the regime has it speak for the whole below it (rule 3).
    """
    if sheet.background.below is not None:
        return _own_parts(sheet, submission, revision=revision, since=since)
    said = [(sheet, submission, revision)]
    return figure_rows_of_many(said, round_=submission.assignment.round, version=version, since=since)


def figure_rows_of_many(
    said: Iterable[tuple[Sheet, Submission, int]], *, round_: ReportingRound, version: int, since: int
) -> list[FigureRow]:
    """The same of many reports of one round, none of which takes from below: (sheet, report, revision) each;
    at most 3 queries in all."""
    regime = round_.template.regime
    scope = Scope.WHOLE if regime.speaks_for_whole else Scope.OWN
    bound = list(
        TemplateCell.objects.filter(version=version, data_point__first_source__regime=regime)
        .select_related("data_point__indicator")
        .order_by("pk")
    )
    periods, found = _Periods(round_), list[FigureRow]()
    for sheet, submission, revision in said:
        cells = (
            cell
            for cell in bound
            if cell.address in sheet.cells and sheet.layout.place_of[cell.address][3].is_own_figure
        )
        found += _rows(sheet, submission, cells, periods, scope=scope, revision=revision, since=since)
    return found


def _rows(
    sheet: Sheet,
    submission: Submission,
    cells: Iterable[TemplateCell],
    periods: "_Periods",
    *,
    scope: Scope,
    revision: int,
    since: int,
) -> list[FigureRow]:
    subject, round_ = submission.assignment.subject, submission.assignment.round
    return [
        FigureRow(
            period=period,
            data_point=cell.data_point_id,
            shard=subject.shard,
            unit=subject.pk,
            edition=edition_of(cell.edition, asked=round_.edition),
            amount=_amount(sheet, cell),
            sign=sheet.cells[cell.address].sign.value,
            scope=scope,
            revision=revision,
            since=since,
        )
        for cell in cells
        if (period := periods.of(cell.period_role)) is not None
    ]


def _own_parts(sheet: Sheet, submission: Submission, *, revision: int, since: int) -> list[FigureRow]:
    """What a middle level adds itself, and nothing else of its consolidated report."""
    below, round_ = sheet.background.below, submission.assignment.round
    assert below is not None
    if not below.own:
        return []
    bound = bound_cells(round_)
    own = replace(sheet, cells={address: one.answer for address, one in below.own.items()})
    cells = [bound[address] for address in own.cells if address in bound]
    first = [cell for cell in cells if is_first_said_in(cell, round_.template.answered.regime_id)]
    periods = _Periods(round_)
    return _rows(own, submission, first, periods, scope=Scope.ADDED, revision=revision, since=since)


def is_first_said_in(cell: TemplateCell, regime: int) -> bool:
    """Whether the regime is the first source of the cell's data point (rule 4)."""
    first = getattr(cell.data_point, "first_source", None)
    return first is not None and first.regime_id == regime


def periods_of(round_: ReportingRound, roles: Iterable[str]) -> dict[str, int]:
    """Role of a cell → the period it means in a round."""
    periods = _Periods(round_)
    return {role: period for role in set(roles) if (period := periods.of(role)) is not None}


def key_space(submission: Submission) -> KeySpace:
    """Where the figures of a report may stand, whichever of its revisions said them."""
    round_ = submission.assignment.round
    subject = submission.assignment.subject
    said = (submission.sent, submission.accepted)
    versions = {round_.version_id, *(_version_of(revision, submission) for revision in said if revision)}
    bound = list(TemplateCell.objects.filter(version__in=versions).values_list("data_point", "period_role"))
    if round_.template.consolidates_id is not None:  # the own parts
        cells = bound_cells(round_).values()
        bound = [(cell.data_point_id, cell.period_role) for cell in cells]
    periods = _Periods(round_)
    return KeySpace(
        periods=frozenset(p for role in {role for _, role in bound} if (p := periods.of(role)) is not None),
        data_points=frozenset(data_point for data_point, _ in bound),
        shard=subject.shard,
        unit=subject.pk,
    )


def _version_of(revision: Revision, submission: Submission) -> int:
    revision.submission = submission
    return version_said(revision).pk


def _amount(sheet: Sheet, cell: TemplateCell) -> int | None:
    """The scaled amount in the indicator's own unit of measure; exact, or BadContent."""
    answer: Answer = sheet.cells[cell.address]
    if answer.scaled is None:
        return None
    shift = cell.scale + cell.data_point.indicator.decimals - answer.decimals
    up, down = int(10 ** max(shift, 0)), int(10 ** max(-shift, 0))
    amount, rest = divmod(answer.scaled * up, down)
    if rest or abs(amount) > BOUND:
        raise BadContent(
            _("Ô %(cell)s: số không giữ được chính xác trong danh mục chỉ tiêu. Hãy kiểm tra đơn vị tính.")
            % {"cell": sheet.layout.excel_cell(cell.address)},
            code="figure_out_of_bounds",
        )
    return amount


class _Periods:
    """The period each role of a cell means in one round; rows are made when they are not there yet."""

    def __init__(self, round_: ReportingRound) -> None:
        self._round = round_
        self._known: dict[str, int | None] = {"this": round_.period_id}

    def of(self, role: str) -> int | None:
        """The period's number; None when there is none (week 53 of last year)."""
        if role not in self._known:
            span = span_in_role(self._round, role)
            self._known[role] = None if span is None else _period(span)
        return self._known[role]


def span_in_role(round_: ReportingRound, role: str) -> PeriodSpan | None:
    """The dates a cell's period has in a round; None when there is none (week 53 of last year)."""
    return span_in(
        period_named(round_.period_code), role, frequency=Frequency(round_.template.regime.frequency)
    )


def _period(span: PeriodSpan) -> int:
    calendar = Calendar.objects.get(code=span.calendar)
    row, _made = Period.objects.get_or_create(calendar=calendar, starts=span.starts, ends=span.ends)
    return row.pk
