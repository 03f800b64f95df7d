"""What the units of a round said in earlier periods of its form: few queries, however many units."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from indicators.answers import Answer, Sign
from indicators.calendars import period_named
from indicators.forms import layout_asked
from indicators.layout import FormLayout
from indicators.models import Period, ReportingRound
from indicators.periods import Frequency, PeriodError, PeriodSpan, previous, same_last_year
from submissions.models import Figure
from submissions.questions import Question, Usual, ask_of_others, ask_of_own_past, usual_change
from submissions.said_numbers import SaidNumbers

MOST = 24
"""So many earlier periods tell what is usual for a unit."""


@dataclass(frozen=True, slots=True)
class RoundPast:
    """`answers`: period → unit → address → what counts. `last_year`, `last`: of the round's own period; None
    where there is none, or it says nothing (what is cumulated is not set against the period before it).
    `earlier`: periods the units' own past is made of, oldest first."""

    answers: Mapping[int, Mapping[int, Mapping[str, Answer]]]
    last_year: int | None
    last: int | None
    earlier: tuple[int, ...]

    @property
    def base(self) -> int | None:
        """What changes are measured against: the same period of last year where anybody answered it."""
        return next((period for period in (self.last_year, self.last) if self.answers.get(period or 0)), None)

    def said(self, period: int | None, unit: int) -> Mapping[str, Answer]:
        return self.answers.get(period or 0, {}).get(unit, {})


def past_of_round(round_: ReportingRound, units: Collection[int], *, deep: Collection[int]) -> RoundPast:
    """`units`: the year before and the period before; `deep`: all earlier periods, for their own past.

    Three queries.
    """
    points = _points(round_)
    if not points:
        return RoundPast({}, None, None, ())
    periods = list(_periods(round_))
    last_year, last = (_one_of(periods, span) for span in _spans(round_))
    earlier = [one.pk for one in _alike(round_, periods)][-MOST:]
    near = [period for period in (last_year, last) if period is not None]
    said = _said(points, near=Q(period__in=near, unit__in=units), own=Q(period__in=earlier, unit__in=deep))
    return RoundPast(said, last_year, last, tuple(earlier))


def usual_changes(past: RoundPast, said: Mapping[int, SaidNumbers]) -> dict[str, Usual | None]:
    """Address → how the units of a round changed there. `said`: what each of them sent last."""
    among: dict[str, list[tuple[int, int]]] = {}
    for unit, numbers in said.items():
        for address, before in past.said(past.base, unit).items():
            now = numbers.cells.get(address)
            if now is not None and before.scaled is not None:
                among.setdefault(address, []).append((now, before.scaled))
    return {address: usual_change(pairs) for address, pairs in among.items()}


def questions_of(
    past: RoundPast,
    said: Mapping[int, SaidNumbers],
    usual: Mapping[str, Usual | None],
    layout: FormLayout,
    *,
    of: Iterable[int],
) -> dict[int, list[Question]]:
    """By unit, for those `of` which it is asked."""
    asked = [(address, cell.decimals) for address, *_place, cell in layout.places() if cell.kind == "input"]
    return {unit: _of_unit(past, said[unit], unit, usual, asked) for unit in of if unit in said}


# ---- parts ------------------------------------------------------------------------------------------------


def _of_unit(
    past: RoundPast,
    said: SaidNumbers,
    unit: int,
    usual: Mapping[str, Usual | None],
    cells: Iterable[tuple[str, int]],
) -> list[Question]:
    before = past.said(past.base, unit)
    found: list[Question] = []
    for address, decimals in cells:
        now = said.cells.get(address)
        if now is None:
            continue
        earlier = [
            answer.scaled
            for period in past.earlier
            if (answer := past.said(period, unit).get(address)) is not None and answer.scaled is not None
        ]
        asked = ask_of_own_past(address, now, earlier, decimals=decimals)
        then, others = before.get(address), usual.get(address)
        if asked is None and others is not None and then is not None and then.scaled is not None:
            asked = ask_of_others(address, now, then.scaled, others, decimals=decimals)
        if asked is not None:
            found.append(asked)
    return found


@dataclass(frozen=True, slots=True)
class _Point:
    """`shift`: by so many digits a cell is finer than its indicator."""

    address: str
    decimals: int
    shift: int


def _points(round_: ReportingRound) -> dict[tuple[int, int], _Point]:
    """(data point, edition) → cell, of those about the round's own period. One query."""
    place_of = layout_asked(round_).place_of
    bound = round_.version.cells.filter(period_role="this").values_list(
        "address", "data_point", "edition", "scale", "data_point__indicator__decimals"
    )
    return {
        (point, edition): _Point(address, cell.decimals, cell.decimals - decimals - scale)
        for address, point, edition, scale, decimals in bound
        if address in place_of and (cell := place_of[address][3])
    }


def _periods(round_: ReportingRound) -> Iterable[Period]:
    """Earlier periods in which the form was asked. One query."""
    asked = ReportingRound.objects.filter(template=round_.template_id).values("period")
    return Period.objects.filter(pk__in=asked, ends__lt=round_.period.ends).order_by("ends", "starts")


def _spans(round_: ReportingRound) -> tuple[PeriodSpan | None, PeriodSpan | None]:
    """The same period of last year, and the one before. What is asked day by day has none of the former, what
    is cumulated none of the latter."""
    frequency = Frequency(round_.template.regime.frequency)
    try:
        span = period_named(round_.period_code)
        before = None if round_.template.regime.is_cumulative else previous(span, frequency=frequency)
        return (None if frequency == Frequency.DAY else same_last_year(span)), before
    except PeriodError:
        return None, None


def _one_of(periods: Iterable[Period], span: PeriodSpan | None) -> int | None:
    if span is None:
        return None
    return next((one.pk for one in periods if (one.starts, one.ends) == (span.starts, span.ends)), None)


def _alike(round_: ReportingRound, periods: list[Period]) -> list[Period]:
    """A cumulative form is set against the same months of earlier years."""
    ends = round_.period.ends
    if not round_.template.regime.is_cumulative:
        return periods
    return [one for one in periods if (one.ends.month, one.ends.day) == (ends.month, ends.day)]


def _said(
    points: Mapping[tuple[int, int], _Point], *, near: Q, own: Q
) -> dict[int, dict[int, dict[str, Answer]]]:
    """Period → unit → address → what counts. One query."""
    rows = Figure.objects.filter(near | own, data_point__in={point for point, _edition in points})
    said: dict[int, dict[int, dict[str, Answer]]] = {}
    for period, unit, point, edition, amount, sign in rows.values_list(
        "period", "unit", "data_point", "edition", "amount", "sign"
    ):
        place = points.get((point, edition))
        if place is not None and (answer := _answer(place, amount, sign)) is not None:
            said.setdefault(period, {}).setdefault(unit, {})[place.address] = answer
    return said


def _answer(place: _Point, amount: int | None, sign: int) -> Answer | None:
    """As the cell writes it; None for what it cannot write exactly."""
    if amount is None:
        return Answer(Sign(sign), None, place.decimals)
    scaled, rest = divmod(amount * 10 ** max(place.shift, 0), 10 ** max(-place.shift, 0))
    return None if rest else Answer(Sign.NUMBER, scaled, place.decimals)
