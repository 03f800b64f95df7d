"""The periods a page shows in a row: by difference of cumulative ones, or as they are; this year and last."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from aggregates.asked import Book
from aggregates.comparing import Step
from indicators.periods import (
    Calendar,
    Frequency,
    Kind,
    PeriodSpan,
    asks_kind,
    label_of,
    span_of,
    spans_of_year,
    to_date_series,
)

_MONTHS = {
    Frequency.CUMULATIVE_MONTH: (1, Kind.MONTH),
    Frequency.CUMULATIVE_QUARTER: (3, Kind.QUARTER),
    Frequency.CUMULATIVE_HALF: (6, Kind.HALF),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One step of a year: what it is called, the flow it is (None: not asked yet)."""

    number: int
    span: PeriodSpan
    step: Step | None

    @property
    def label(self) -> str:
        """ "Quý 3", without the year."""
        words = {
            Kind.QUARTER: _("Quý %(number)s"),
            Kind.MONTH: _("Tháng %(number)s"),
            Kind.WEEK: _("Tuần %(number)s"),
        }
        if self.span.kind is Kind.DAY:
            return self.span.starts.strftime("%d/%m")
        if self.span.kind is Kind.HALF:
            return _("6 tháng đầu năm") if self.number == 1 else _("6 tháng cuối năm")
        return words.get(self.span.kind, "%(number)s") % {"number": self.number}


def frequency_of(book: Book) -> Frequency:
    return Frequency(book.template.regime.frequency)


def is_daily(book: Book) -> bool:
    """Asked day by day: set against the day before; the same day of last year says nothing."""
    return frequency_of(book) is Frequency.DAY


def is_cumulative(book: Book) -> bool:
    return frequency_of(book) in _MONTHS


def year_of(book: Book, year: int, *, calendar: Calendar) -> list[Place]:
    """The steps of a year, in order."""
    frequency = frequency_of(book)
    if frequency not in _MONTHS:
        return [
            Place(number, span, None if (one := book.period_id(span)) is None else Step(one, None))
            for number, span in enumerate(spans_of_year(calendar, asks_kind(frequency), year), 1)
        ]
    months, kind = _MONTHS[frequency]
    places: list[Place] = []
    before: int | None = None
    for number, upto in enumerate(to_date_series(year, step=months, calendar=calendar), 1):
        period = book.period_id(upto)
        known = period is not None and (number == 1 or before is not None)
        step = Step(period, before) if known and period is not None else None
        places.append(Place(number, span_of(calendar, kind, year, number), step))
        before = period
    return places


def place_of(places: list[Place], period: int | None) -> Place | None:
    """The step that ends with a period."""
    return next((one for one in places if one.step is not None and one.step.upto == period), None)


def words_for(span: PeriodSpan) -> str:
    """ "9 tháng năm 2026", in the language of the page."""
    msgid, params = label_of(span)
    return _(msgid) % params


def within(span: PeriodSpan) -> str:
    """The same inside a sentence: "quý 2 năm 2026"."""
    words = words_for(span)
    return words[:1].lower() + words[1:]
