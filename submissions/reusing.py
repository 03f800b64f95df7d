"""Cells that a report reuses: filled in from what counts already for another form of the unit (promise 7).

A cell is reused where its form's officer said so, the other form's periods give the days asked for, and the
unit is asked there too. Where it is not, the cell is typed as any other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from indicators.answers import Answer, Sign
from indicators.asked_once import Dates, Had, How, had_from
from indicators.formulas.evaluating import compute
from indicators.formulas.values import TooLarge, Value, answer_of, value_of
from indicators.models import (
    Assignment,
    Period,
    Regime,
    RepeatChoice,
    ReportingRound,
    TemplateCell,
    asks_in,
    edition_of,
)
from indicators.periods import PeriodSpan, code_of
from indicators.queries import reusing_choices
from indicators.repeats import series_of
from submissions.bindings import span_in_role
from submissions.models import Figure, FigureHistory, Submission
from submissions.sheet import Part, Reused
from units.models import Event

Key = tuple[int, int, date, date]
"""Data point, edition, first and last day."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A cell to be filled in: what it is bound to, where from, and how. `rounds`: part → the period of the
    round that asks it."""

    cell: TemplateCell
    source: Regime
    template: int
    form: str
    edition: int
    had: Had
    rounds: Mapping[Dates, PeriodSpan]

    @property
    def asks(self) -> list[Key]:
        """What must count for each part."""
        return [(self.cell.data_point_id, self.edition, *part) for part in self.had.parts]


def reused_cells(submission: Submission) -> dict[str, Reused]:
    """Address → what it is filled in with. At most eight queries."""
    version = submission.assignment.round.version_id
    standing = reusing_choices().filter(version=version)
    choices = {row.address: row for row in standing.select_related("source__calendar")}
    wanted = list(_wanted(submission, choices))
    duties = _Duties(submission, {one.template for one in wanted})
    asked = [one for one in wanted if duties.asks(one)]
    figures = _Figures(submission, asked)
    return {one.cell.address: _reused(one, duties, figures) for one in asked}


def _wanted(submission: Submission, choices: Mapping[str, RepeatChoice]) -> Iterable[_Wanted]:
    """Two queries."""
    round_ = submission.assignment.round
    bound = TemplateCell.objects.filter(version=round_.version_id, address__in=choices)
    asked = bound.select_related("data_point__indicator").order_by("pk")
    cells = [cell for cell in asked if asks_in(cell.months, round_.period.ends.month)]
    sources = {choice.source_id for choice in choices.values()}
    there = _answering(cells, sources, but_not=round_.template_id)
    for cell in cells:
        source = choices[cell.address].source
        span = span_in_role(round_, cell.period_role)
        found = there.get((source.pk, cell.data_point_id, cell.edition))
        if span is None or found is None:
            continue
        role, template, form, months = found
        rounds = series_of(source, role, first=span.starts, last=span.ends)
        dates = (span.starts, span.ends)
        had = had_from(dates, rounds.keys(), over_time=cell.data_point.indicator.over_time)
        if had is not None and all(asks_in(months, rounds[part].ends.month) for part in had.parts):
            edition = edition_of(cell.edition, asked=round_.edition)
            yield _Wanted(cell, source, template, form, edition, had, rounds)


def _answering(
    cells: Iterable[TemplateCell], sources: Iterable[int], *, but_not: int
) -> dict[tuple[int, int, int], tuple[str, int, str, int]]:
    """(Regime, data point, edition) → role, number and code of the form, and months, of the newest cell that
    answers; not of the form itself, which may be of the same regime."""
    bound = (
        TemplateCell.objects.filter(
            version__template__regime__in=list(sources),
            version__published_at__isnull=False,
            data_point__in=[cell.data_point_id for cell in cells],
        )
        .exclude(version__template=but_not)
        .order_by("version__number", "pk")
    )
    found: dict[tuple[int, int, int], tuple[str, int, str, int]] = {}
    for regime, point, edition, role, template, form, months in bound.values_list(
        "version__template__regime", "data_point", "edition", "period_role",
        "version__template", "version__template__code", "months",
    ):  # fmt: skip
        before = found.get((regime, point, edition))
        if before is None or role == "this" or before[0] != "this":
            found[regime, point, edition] = (role, template, form, months)
    return found


class _Duties:
    """What the unit was asked in the other forms, and which of their rounds are open at all. Two queries."""

    def __init__(self, submission: Submission, templates: set[int]) -> None:
        edition = submission.assignment.round.edition
        mine = Assignment.objects.filter(
            subject=submission.assignment.subject_id, round__template__in=templates, round__edition=edition
        ).select_related("round__period", "submission__sent", "submission__accepted")
        rounds = ReportingRound.objects.filter(template__in=templates, edition=edition)
        self._mine = {
            (duty.round.template_id, duty.round.period.starts, duty.round.period.ends): duty for duty in mine
        }
        self._open = set(rounds.values_list("template", "period__starts", "period__ends"))
        self._asked = {template for template, _starts, _ends in self._mine}

    def asks(self, wanted: _Wanted) -> bool:
        """Whether the unit answers, or will answer, every part there."""
        return wanted.template in self._asked and all(
            self._answers(wanted.template, wanted.rounds[part]) for part in wanted.had.parts
        )

    def _answers(self, template: int, span: PeriodSpan) -> bool:
        key = (template, span.starts, span.ends)
        duty = self._mine.get(key)
        return key not in self._open if duty is None else duty.exempted_at is None

    def part(self, wanted: _Wanted, dates: Dates, *, revision: int | None) -> Part:
        span = wanted.rounds[dates]
        duty = self._mine.get((wanted.template, span.starts, span.ends))
        if duty is None:
            return Part(code_of(span), "not_open", who=wanted.source.owner_id)
        code = duty.round.period_code
        if revision is not None:
            return Part(code, "accepted", duty.pk, duty.recipient_id, revision)
        if duty.submission.sent_id is not None:
            return Part(code, "sent", duty.pk, duty.recipient_id)
        return Part(code, "waiting", duty.pk, duty.responsible_id)


class _Figures:
    """The figures that count for the unit, and what they were when the draft was last saved."""

    def __init__(self, submission: Submission, wanted: Iterable[_Wanted]) -> None:
        keys = {(key, one.source.calendar_id) for one in wanted for key in one.asks}
        self._now: dict[Key, tuple[Answer, int]] = {}
        self._then: dict[Key, Answer] = {}
        if not keys:
            return
        subject = submission.assignment.subject
        dates = Q(pk__in=[])
        for (_point, _edition, starts, ends), calendar in keys:
            dates |= Q(calendar=calendar, starts=starts, ends=ends)
        periods = {pk: (starts, ends) for pk, starts, ends in
                   Period.objects.filter(dates).values_list("pk", "starts", "ends")}  # fmt: skip
        decimals = {one.cell.data_point_id: one.cell.data_point.indicator.decimals for one in wanted}
        where = {
            "period__in": list(periods), "data_point__in": list(decimals),
            "shard": subject.shard, "unit": subject.pk,
        }  # fmt: skip
        columns = ("data_point", "edition", "period", "amount", "sign")
        for point, edition, period, amount, sign, revision in Figure.objects.filter(**where).values_list(
            *columns, "revision"
        ):
            answer = Answer(Sign(sign), amount, decimals[point])
            self._now[point, edition, *periods[period]] = (answer, revision)
        saved_at = submission.draft.saved_at
        if saved_at is None:
            return
        changed = Event.objects.filter(pk=OuterRef("until")).values("at")[:1]
        former = FigureHistory.objects.filter(**where).annotate(at=Subquery(changed)).filter(at__gt=saved_at)
        for point, edition, period, amount, sign in former.order_by("-until").values_list(*columns):
            self._then[point, edition, *periods[period]] = Answer(Sign(sign), amount, decimals[point])

    def revision(self, key: Key) -> int | None:
        found = self._now.get(key)
        return None if found is None else found[1]

    def now(self, key: Key) -> Answer | None:
        found = self._now.get(key)
        return None if found is None else found[0]

    def then(self, key: Key) -> Answer | None:
        return self._then.get(key, self.now(key))

    def has_changed(self, keys: Iterable[Key]) -> bool:
        return any(key in self._then for key in keys)


def _reused(wanted: _Wanted, duties: _Duties, figures: _Figures) -> Reused:
    keys = wanted.asks
    parts = tuple(
        duties.part(wanted, part, revision=figures.revision(key))
        for part, key in zip(wanted.had.parts, keys, strict=True)
    )
    answer = _answer(wanted, [figures.now(key) for key in keys])
    found = Reused(answer, wanted.form, wanted.had.how.value, parts)
    before = _answer(wanted, [figures.then(key) for key in keys]) if figures.has_changed(keys) else None
    return replace(found, before=before) if before is not None and before != answer else found


def _answer(wanted: _Wanted, answers: list[Answer | None]) -> Answer | None:
    """As formulas add up: one "…" makes the whole "…"; None while a part is missing."""
    values: list[Value] = [value_of(answer) for answer in answers]
    if wanted.had.how is How.SUM:
        total = ("sum", *((1, ("cell", number)) for number in range(len(values))))
        values = [compute(total, cells=len(values))(values)]
    cell = wanted.cell
    try:
        return answer_of(values[0], decimals=cell.data_point.indicator.decimals, scale=cell.scale)
    except TooLarge:
        return None
