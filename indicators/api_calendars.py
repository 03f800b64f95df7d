"""Calendars, the periods of a year, days off: read-only."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from indicators.calendar_words import calendar_name, period_label
from indicators.calendars import calendars, choosable_calendars
from indicators.models import Calendar, Holiday
from indicators.periods import YEARS, Kind, PeriodSpan, YearDay, code_of, nominal_end, spans_of_year
from indicators.schemas_calendars import CalendarList, CalendarOut, HolidayList, PeriodList
from units.api_auth import check_scope
from units.errors import NotWithinReach
from units.paging import Limit, Offset

router = Router(tags=["calendars"])
Year = Annotated[int, Query(ge=YEARS.start, lt=YEARS.stop)]


@router.get("/calendars", response=CalendarList, summary="Calendars: how periods are cut")
def list_calendars(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    check_scope(request, "read")
    found = choosable_calendars().select_related("named_after").order_by("pk")
    return {"items": [_calendar(row) for row in found[offset : offset + limit]], "count": found.count()}


@router.get("/calendars/{code}", response=CalendarOut, summary="A calendar with its rows")
def get_calendar(request: HttpRequest, code: str) -> dict[str, Any]:
    check_scope(request, "read")
    return _calendar(_found(code))


@router.get("/calendars/{code}/periods", response=PeriodList, summary="The periods named after a year")
def list_periods(request: HttpRequest, code: str, year: Year, kind: Kind | None = None) -> dict[str, Any]:
    check_scope(request, "read")
    calendar = calendars()[_found(code).code]
    kinds = [each for each in Kind if calendar.has(each) and kind in (None, each)]
    items = [_period(span) for each in kinds for span in spans_of_year(calendar, each, year)]
    return {"items": items, "count": len(items)}


@router.get("/holidays", response=HolidayList, summary="Days off and swapped working days of a year")
def list_holidays(request: HttpRequest, year: Year) -> dict[str, Any]:
    check_scope(request, "read")
    items = list(Holiday.objects.filter(day__year=year).order_by("day").values("day", "name", "is_working"))
    return {"items": items, "count": len(items)}


def _found(code: str) -> Calendar:
    row = choosable_calendars().select_related("named_after").filter(code=code).first()
    if row is None:
        raise NotWithinReach(_("Không có lịch này."))
    return row


def _calendar(row: Calendar) -> dict[str, Any]:
    cut = calendars()[row.code]
    return {
        "code": row.code,
        "name": calendar_name(row),
        "kinds": [kind.value for kind in Kind if cut.has(kind)],
        "week_starts": cut.week_starts,
        "named_after": None if cut.named_after is None else cut.named_after.code,
        "is_built_in": row.owner_id is None,
        "rows": [
            {
                "kind": each.kind.value,
                "number": each.number,
                "starts": _day(each.starts),
                "ends": _day(each.ends),
            }
            for each in cut.cut_offs
        ],
    }


def _day(day: YearDay) -> dict[str, int]:
    return {"year_offset": day.year_offset, "month": day.month, "day": day.day}


def _period(span: PeriodSpan) -> dict[str, Any]:
    return {
        "code": code_of(span),
        "name": period_label(span),
        "kind": span.kind.value,
        "starts": span.starts,
        "ends": span.ends,
        "period_ends": nominal_end(span),
    }
