"""A year as twelve months of weeks, each day with what it is in a word."""

import calendar as gregorian
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.days_off import Mark


@dataclass(frozen=True, slots=True)
class Day:
    """`word`: "nghỉ", "làm" or nothing; `said`: the whole in words, for those who do not see the page."""

    date: date
    word: str
    look: str
    said: str
    is_today: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Month:
    """`weeks` from Monday to Sunday; None where the day is of another month."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]


def months_of(
    year: int, *, marks: Mapping[date, Mark], today: date, chosen: Collection[date] = ()
) -> list[Month]:
    """The twelve months of a year."""
    return [
        Month(
            date(year, month, 1),
            tuple(
                tuple(
                    _day(day, marks.get(day), today=today, chosen=chosen) if day.month == month else None
                    for day in week
                )
                for week in gregorian.Calendar().monthdatescalendar(year, month)
            ),
        )
        for month in range(1, 13)
    ]


def weekdays() -> list[tuple[str, str]]:
    """Heads of the columns, Monday first: ("T2", "Thứ Hai"), in the language of the page."""
    shorts = pgettext("đầu cột của lịch, từ thứ Hai", "T2 T3 T4 T5 T6 T7 CN").split()
    monday = date(2024, 1, 1)
    longs = [date_format(monday + timedelta(number), "l") for number in range(7)]
    return list(zip(shorts, longs, strict=True))


def mark_words(mark: Mark | None) -> str:
    """ "nghỉ: Tết Nguyên Đán", "làm việc: Làm bù", "ngày thường"."""
    if mark is None:
        return _("ngày thường")
    words = _("làm việc: %(name)s") if mark.is_working else _("nghỉ: %(name)s")
    return words % {"name": mark.name}


def day_words(day: date) -> str:
    """ "Thứ 2 16/02/2026"."""
    return f"{date_format(day, 'l').capitalize()} {day:%d/%m/%Y}"


def _day(day: date, mark: Mark | None, *, today: date, chosen: Collection[date]) -> Day:
    weekend = day.weekday() >= 5
    if mark is None:
        word, look = "", "weekend" if weekend else "plain"
        said = _("%(day)s, nghỉ cuối tuần") if weekend else "%(day)s"
        said %= {"day": day_words(day)}
    else:
        word = pgettext("ngày", "làm") if mark.is_working else pgettext("ngày", "nghỉ")
        look = "worked" if mark.is_working else "off"
        said = f"{day_words(day)}, {mark_words(mark)}"
    return Day(day, word, look, said, day == today, day in chosen)
