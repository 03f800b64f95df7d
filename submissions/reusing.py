"""Cells that a report reuses: filled in from what counts already for another form of the unit (promise 7).

A cell is reused where its form's officer said so, the other form's periods give the days asked for, and the
unit is asked there too. Where it is not, the cell is typed as any other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
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
from submissions.named_figures import of_units
from submissions.sheet import Part, Reused
from units.models import Event

Key = tuple[int, int, date, date]
"""Data point, edition, first and last day."""
_When = tuple[int, date, date]
"""Form, first and last day of a round."""


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
    return reused_cells_of([submission])[submission.assignment.subject_id]


def reused_cells_of(submissions: Sequence[Submission]) -> dict[int, dict[str, Reused]]:
    """Subject → the same, for reports of one round. The same queries however many they are."""
    round_ = submissions[0].assignment.round
    standing = reusing_choices().filter(version=round_.version_id)
    choices = {row.address: row for row in standing.select_related("source__calendar")}
    wanted = list(_wanted(round_, choices))
    duties = _duties_of(submissions, {one.template for one in wanted})
    asked = {subject: [one for one in wanted if mine.asks(one)] for subject, mine in duties.items()}
    figures = _figures_of(submissions, asked)
    return {
        subject: {one.cell.address: _reused(one, duties[subject], figures[subject]) for one in mine}
        for subject, mine in asked.items()
    }


def _wanted(round_: ReportingRound, choices: Mapping[str, RepeatChoice]) -> Iterable[_Wanted]:
    """Two queries."""
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


def _duties_of(submissions: Sequence[Submission], templates: set[int]) -> dict[int, "_Duties"]:
    """By subject. Two queries."""
    edition = submissions[0].assignment.round.edition
    subjects = [one.assignment.subject_id for one in submissions]
    duties = Assignment.objects.filter(
        subject__in=subjects, round__template__in=templates, round__edition=edition
    ).select_related("round__period", "submission__sent", "submission__accepted")
    rounds = ReportingRound.objects.filter(template__in=templates, edition=edition)
    mine: dict[int, dict[_When, Assignment]] = {subject: {} for subject in subjects}
    for duty in duties:
        when = (duty.round.template_id, duty.round.period.starts, duty.round.period.ends)
        mine[duty.subject_id][when] = duty
    opened = set(rounds.values_list("template", "period__starts", "period__ends"))
    return {subject: _Duties(asked, opened) for subject, asked in mine.items()}


class _Duties:
    """What a unit was asked in the other forms, and which of their rounds are open at all."""

    def __init__(self, mine: Mapping[_When, Assignment], opened: Set[_When]) -> None:
        self._mine, self._open = mine, opened
        self._asked = {template for template, _starts, _ends in mine}

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


def _figures_of(
    submissions: Sequence[Submission], wanted: Mapping[int, Collection[_Wanted]]
) -> dict[int, "_Figures"]:
    """By subject. Three queries at most."""
    found = {subject: _Figures({}, {}) for subject in wanted}
    every = [one for mine in wanted.values() for one in mine]
    keys = {(key, one.source.calendar_id) for one in every for key in one.asks}
    if not keys:
        return found
    dates = Q(pk__in=[])
    for (_point, _edition, starts, ends), calendar in keys:
        dates |= Q(calendar=calendar, starts=starts, ends=ends)
    periods = {pk: (starts, ends) for pk, starts, ends in
               Period.objects.filter(dates).values_list("pk", "starts", "ends")}  # fmt: skip
    decimals = {one.cell.data_point_id: one.cell.data_point.indicator.decimals for one in every}
    where = of_units([one.assignment.subject for one in submissions])
    where &= Q(period__in=list(periods), data_point__in=list(decimals))
    columns = ("unit", "data_point", "edition", "period", "amount", "sign")
    for unit, point, edition, period, amount, sign, revision in Figure.objects.filter(where).values_list(
        *columns, "revision"
    ):
        if unit in found:
            answer = Answer(Sign(sign), amount, decimals[point])
            found[unit].counting[point, edition, *periods[period]] = (answer, revision)
    saved = {one.assignment.subject_id: at for one in submissions if (at := one.draft.saved_at) is not None}
    if not saved:
        return found
    changed = Event.objects.filter(pk=OuterRef("until")).values("at")[:1]
    former = FigureHistory.objects.filter(where).annotate(at=Subquery(changed))
    former = former.filter(at__gt=min(saved.values())).order_by("-until")
    for unit, point, edition, period, amount, sign, at in former.values_list(*columns, "at"):
        if unit in saved and at > saved[unit]:
            answer = Answer(Sign(sign), amount, decimals[point])
            found[unit].former[point, edition, *periods[period]] = answer
    return found


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures that count for a unit, and what they were when the draft was last saved."""

    counting: dict[Key, tuple[Answer, int]]
    former: dict[Key, Answer]

    def revision(self, key: Key) -> int | None:
        found = self.counting.get(key)
        return None if found is None else found[1]

    def now(self, key: Key) -> Answer | None:
        found = self.counting.get(key)
        return None if found is None else found[0]

    def then(self, key: Key) -> Answer | None:
        return self.former.get(key, self.now(key))

    def has_changed(self, keys: Iterable[Key]) -> bool:
        return any(key in self.former for key in keys)


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
