"""Calendars as pages list them, and the periods of one year."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone

from indicators.calendar_words import calendar_name, kind_words, period_label
from indicators.calendars import calendars, choosable_calendars
from indicators.periods import Calendar as Cut
from indicators.periods import Kind, PeriodSpan, code_of, nominal_end, spans_of_year
from units.queries import describe_units


@dataclass(frozen=True, slots=True)
class Line:
    """`span`: the year of the calendar, where it has one. `owner` is a name; blank for the built-in ones."""

    code: str
    name: str
    kinds: str
    owner: str
    regimes: int
    span: PeriodSpan | None


@dataclass(frozen=True, slots=True)
class PeriodLine:
    code: str
    name: str
    span: PeriodSpan
    period_ends: date


@dataclass(frozen=True, slots=True)
class Section:
    """The periods of one kind; `is_long`: better folded."""

    title: str
    lines: tuple[PeriodLine, ...]
    is_long: bool


def calendar_lines(year: int) -> list[Line]:
    """Every calendar people choose from, the built-in ones first; at most four queries."""
    rows = list(choosable_calendars().annotate(regime_count=Count("regimes")).order_by("pk"))
    owners = {row.owner_id for row in rows if row.owner_id is not None}
    names = describe_units(owners, on=timezone.localdate()) if owners else {}
    cuts = calendars()
    return [
        Line(
            code=row.code,
            name=calendar_name(row),
            kinds=kinds_of(cuts[row.code]),
            owner=names[row.owner_id].full_name if row.owner_id in names else "",
            regimes=row.regime_count,
            span=next(iter(_spans(cuts[row.code], Kind.YEAR, year)), None),
        )
        for row in rows
    ]


def kinds_of(cut: Cut) -> str:
    """ "năm, quý, lũy kế từ đầu năm"."""
    return ", ".join(kind_words(kind) for kind in Kind if cut.has(kind))


def sections_of(cut: Cut, year: int) -> list[Section]:
    """The periods named after a year, kind by kind; of days only that there are some."""
    return [
        Section(
            title=kind_words(kind).capitalize(),
            lines=tuple(
                PeriodLine(code_of(span), period_label(span), span, nominal_end(span))
                for span in _spans(cut, kind, year)
            ),
            is_long=kind in (Kind.WEEK, Kind.TEN_DAYS),
        )
        for kind in Kind
        if kind is not Kind.DAY and cut.has(kind)
    ]


def _spans(cut: Cut, kind: Kind, year: int) -> tuple[PeriodSpan, ...]:
    return spans_of_year(cut, kind, year) if cut.has(kind) else ()
