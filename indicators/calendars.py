"""The calendars that are kept, as the kernel reads them; periods by their codes.

They are read anew each time, in one query, but for the calendar year, which never changes and costs none.
Whoever reads many codes at once does it within `calendars_read_once()`, as each web request does; nothing
outlives that, so that no process goes by a calendar that another has changed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from indicators.models import Calendar as Kept
from indicators.periods import (
    AD_HOC,
    CALENDAR_YEAR,
    Calendar,
    CutOff,
    Kind,
    PeriodError,
    PeriodSpan,
    YearDay,
    parse_period,
)
from units.errors import Conflict

_ROW = ("kind", "number", "starts_year", "starts_month", "starts_day", "ends_year", "ends_month", "ends_day")


class Calendars(Mapping[str, Calendar]):
    """All calendars by their codes, read when the first other than the calendar year is asked for."""

    def __init__(self) -> None:
        self._read: dict[str, Calendar] | None = None

    def __getitem__(self, code: str) -> Calendar:
        return CALENDAR_YEAR if code == CALENDAR_YEAR.code else self._all()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def forget(self) -> None:
        """Read them again: this process has changed one."""
        self._read = None

    def _all(self) -> dict[str, Calendar]:
        if self._read is None:
            self._read = _read()
        return self._read


_once: ContextVar[Calendars | None] = ContextVar("calendars_read_once", default=None)


def calendars() -> Calendars:
    """The calendars as they are now, or as they were first read within `calendars_read_once()`."""
    known = _once.get()
    return Calendars() if known is None else known


def choosable_calendars() -> QuerySet[Kept]:
    """The calendars people know, choose from and look at: all but the inner one of ad-hoc requests."""
    return Kept.objects.exclude(code=AD_HOC)


def calendar_named(code: str) -> Calendar:
    """Raises PeriodError unknown_calendar."""
    try:
        return calendars()[code]
    except KeyError:
        raise PeriodError("unknown_calendar", calendar=code) from None


def period_named(code: str) -> PeriodSpan:
    """The period of a code, of any calendar: `2026-9M`, `nd09:2026-Q3`.

    Raises PeriodError: unknown_code, unknown_calendar, kind_not_in_calendar, no_such_period.
    """
    return parse_period(code, calendars())


@contextmanager
def calendars_read_once() -> Iterator[None]:
    """Within it calendars are read once at most."""
    before = _once.set(calendars())
    try:
        yield
    finally:
        _once.reset(before)


def forget_calendars() -> None:
    """Read them again from here on: called by what changes one."""
    known = _once.get()
    if known is not None:
        known.forget()


def hold_calendar(span: PeriodSpan) -> Kept:
    """The row of a span's calendar, locked, so that nobody changes it before a period of it is kept.

    Conflict when the calendar has been changed since the span was read.
    """
    kept = Kept.objects.select_for_update().get(code=span.calendar)
    if span.calendar != CALENDAR_YEAR.code and Calendars()[span.calendar] != span.cut:
        raise Conflict(_("Lịch báo cáo %(code)s vừa được sửa. Hãy thử lại.") % {"code": span.calendar})
    return kept


class CalendarsMiddleware:
    """One reading of the calendars a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with calendars_read_once():
            return self._get_response(request)


def _read() -> dict[str, Calendar]:
    cut_offs: defaultdict[int, list[CutOff]] = defaultdict(list)
    kept: dict[int, Kept] = {}
    for calendar in Kept.objects.order_by("pk").annotate(**{name: F(f"rows__{name}") for name in _ROW}):
        kept[calendar.pk] = calendar
        kind, number, *days = (getattr(calendar, name) for name in _ROW)
        if kind is not None:
            row = CutOff(Kind(kind), number, YearDay(*days[:3]), YearDay(*days[3:]))
            cut_offs[calendar.pk].append(row)
    read: dict[int, Calendar] = {}
    # A calendar is named after one that is not named after another: those come first.
    for key in sorted(kept, key=lambda key: kept[key].named_after_id is not None):
        calendar = kept[key]
        after = None if calendar.named_after_id is None else read[calendar.named_after_id]
        read[key] = as_read(calendar, cut_offs[key], named_after=after)
    return {calendar.code: calendar for calendar in read.values()}


def as_read(kept: Kept, rows: Iterable[CutOff], *, named_after: Calendar | None) -> Calendar:
    """A kept calendar as the kernel knows it."""
    kinds = list(Kind)
    in_order = sorted(rows, key=lambda row: (kinds.index(row.kind), row.number))
    natural = frozenset(Kind(kind) for kind in kept.natural_kinds.split(",") if kind)
    return Calendar(kept.code, tuple(in_order), natural, kept.week_starts, named_after)
