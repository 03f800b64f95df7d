"""A calendar somebody defined works as a built-in one does, in every process, from the moment it is kept."""

import dataclasses
import json
from datetime import date
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.actions.define_calendar import change_calendar, define_calendar, drawn_calendar, uses_of
from indicators.actions.open_round import open_round
from indicators.calendars import calendars, calendars_read_once, hold_calendar, period_named
from indicators.models import Calendar
from indicators.periods import (
    CALENDAR_YEAR,
    CutOff,
    Kind,
    PeriodError,
    YearDay,
    code_of,
    previous,
    same_last_year,
    twelve_months,
)
from tests.indicators.factories import AT, Asked, build_asked
from tests.indicators.periods.kept import CALENDARS
from tests.support.processes import Processes
from units.actions.create_token import create_token
from units.errors import BadContent, Conflict, NotAllowed
from units.models import Event

pytestmark = pytest.mark.django_db


def define(asked: Asked, code: str = "thang20", *, first_day: int = 20, **more: Any) -> Calendar:
    rows = twelve_months(first_day=first_day)
    drawn = drawn_calendar(code=code, rows=rows, named_after="year", natural=[Kind.WEEK], **more)
    return define_calendar(
        drawn=drawn, name="Chốt ngày 19", owner=asked.cast.department, by=asked.cast.nga, at=AT
    )


def test_the_calendars_every_system_has_are_read_as_the_kernel_knows_them() -> None:
    assert dict(calendars()) == CALENDARS
    assert calendars()["year"] is CALENDAR_YEAR


def test_a_calendar_is_defined_by_an_officer_and_its_codes_are_read(asked: Asked) -> None:
    with pytest.raises(PeriodError):
        period_named("thang20:2026-Q1")
    define(asked)
    span = period_named("thang20:2026-Q1")
    assert (span.starts, span.ends) == (date(2025, 12, 20), date(2026, 3, 19))
    assert code_of(previous(span)) == "thang20:2025-Q4"
    last_year = same_last_year(span)
    assert last_year is not None
    assert code_of(last_year) == "thang20:2025-Q1"
    assert code_of(period_named("thang20:2026-9M")) == "thang20:2026-9M"
    assert Event.objects.filter(kind="calendar.defined").count() == 1


def test_a_round_of_it_opens_and_is_found_by_its_code(asked: Asked) -> None:
    asked.regime.calendar = define(asked)
    asked.regime.save()
    opened, duties = open_round(template=asked.template, period_code="thang20:2026-Q1", by=None, at=AT)
    assert (opened.period_code, len(duties)) == ("thang20:2026-3M", 3)
    client = Client()
    client.force_login(asked.cast.lan)
    found = client.get("/api/v1/rounds", {"period": "thang20:2026-Q1"}).json()["items"]
    assert [(item["period"], item["ends"]) for item in found] == [("thang20:2026-3M", "2026-03-19")]
    assert client.get("/api/v1/rounds", {"period": "thang21:2026-Q1"}).status_code == 422


def test_codes_of_the_calendar_year_cost_no_query_and_others_one_a_request(asked: Asked) -> None:
    define(asked)
    with CaptureQueriesContext(connection) as captured:
        period_named("2026-9M")
    assert len(captured) == 0
    with CaptureQueriesContext(connection) as captured, calendars_read_once():
        for code in ("thang20:2026-Q1", "nd09:2026-Q3", "school:2026", "thang20:2026-W05"):
            period_named(code)
    assert len(captured) == 1


def test_a_change_is_seen_by_whoever_reads_next(asked: Asked) -> None:
    kept = define(asked)
    drawn = drawn_calendar(code="thang20", rows=twelve_months(first_day=10), named_after="year")
    with calendars_read_once():
        assert period_named("thang20:2026-05").starts == date(2026, 4, 20)
        change_calendar(calendar=kept, drawn=drawn, name="Chốt ngày 9", by=asked.cast.nga, at=AT)
        assert period_named("thang20:2026-05").starts == date(2026, 4, 10)


def test_a_calendar_changed_meanwhile_is_not_written_with_old_days(asked: Asked) -> None:
    kept = define(asked)
    span = period_named("thang20:2026-Q1")
    drawn = drawn_calendar(code="thang20", rows=twelve_months(first_day=10), named_after="year")
    change_calendar(calendar=kept, drawn=drawn, name="Chốt ngày 9", by=asked.cast.nga, at=AT)
    with pytest.raises(Conflict):
        hold_calendar(span)


@pytest.mark.django_db(transaction=True)
def test_a_running_web_process_knows_it_at_once(processes: Processes, database_url: str) -> None:
    made = build_asked()
    _row, token = create_token(user=made.cast.lan, name="thử", scopes=["read"], by=None, at=AT)
    site = processes.start_web(database_url=database_url)

    def starts() -> str:
        address = f"{site.url}/api/v1/calendars/thang20/periods?year=2026&kind=quarter"
        request = Request(address, headers={"Authorization": f"Bearer {token}"})
        try:
            with urlopen(request) as answer:
                return str(json.load(answer)["items"][0]["starts"])
        except HTTPError as error:
            return str(error.code)

    assert starts() == "404"
    kept = define(made)
    assert starts() == "2025-12-20"
    drawn = drawn_calendar(code="thang20", rows=twelve_months(first_day=10), named_after="year")
    change_calendar(calendar=kept, drawn=drawn, name="Chốt ngày 9", by=made.cast.nga, at=AT)
    assert starts() == "2025-12-10"


def test_a_calendar_in_use_and_a_built_in_one_are_not_changed(asked: Asked) -> None:
    kept = define(asked)
    assert uses_of(kept) == ""
    asked.regime.calendar = kept
    asked.regime.save()
    drawn = drawn_calendar(code="thang20", rows=twelve_months(first_day=10), named_after="year")
    with pytest.raises(Conflict, match="1 chế độ"):
        change_calendar(calendar=kept, drawn=drawn, name="Khác", by=asked.cast.nga, at=AT)
    with pytest.raises(Conflict, match="có sẵn"):
        change_calendar(
            calendar=Calendar.objects.get(code="nd09"), drawn=drawn, name="Khác", by=asked.cast.quan, at=AT
        )
    assert period_named("thang20:2026-05").starts == date(2026, 4, 20)


def test_only_officers_of_the_agency_and_administrators_define(asked: Asked) -> None:
    kept = define(asked)
    drawn = drawn_calendar(code="khac", rows=twelve_months())
    for who in ("lan", "hoa", "dung", "long"):
        with pytest.raises(NotAllowed):
            define_calendar(
                drawn=drawn, name="Khác", owner=asked.cast.department, by=getattr(asked.cast, who), at=AT
            )
    with pytest.raises(NotAllowed):
        change_calendar(calendar=kept, drawn=drawn, name="Khác", by=asked.cast.hoa, at=AT)
    define_calendar(drawn=drawn, name="Khác", owner=asked.cast.province, by=asked.cast.quan, at=AT)


def test_a_calendar_with_a_gap_is_refused_with_both_rows_in_words() -> None:
    rows = [
        dataclasses.replace(row, ends=YearDay(0, 3, 30)) if (row.kind, row.number) == (Kind.MONTH, 3) else row
        for row in twelve_months()
    ]
    with pytest.raises(BadContent) as refused:
        drawn_calendar(code="ho", rows=rows)
    [problem] = refused.value.problems
    assert problem["message"] == (
        "Hở ngày 31/03/2023, giữa tháng 3 (01/03 – 30/03) và tháng 4 (01/04 – 30/04)."
    )


@pytest.mark.parametrize("code", ["", "year", "Năm", "2026", "a", "x" * 16, "có dấu", "a-b", "a:b", "q\n"])
def test_a_code_that_cannot_be_a_prefix_is_refused(asked: Asked, code: str) -> None:
    with pytest.raises(BadContent):
        define(asked, code)


def test_a_code_is_taken_once(asked: Asked) -> None:
    define(asked)
    with pytest.raises(Conflict):
        define(asked)
    with pytest.raises(Conflict):
        define(asked, "nd09")


def test_a_year_from_september_counts_its_own_months(asked: Asked) -> None:
    rows: list[CutOff] = list(twelve_months(first_month=9))
    drawn = drawn_calendar(code="namhoc", rows=rows)
    define_calendar(drawn=drawn, name="Năm học theo tháng", owner=asked.cast.department, by=None, at=AT)
    span = period_named("namhoc:2026-05")
    assert (span.starts, span.ends) == (date(2027, 1, 1), date(2027, 1, 31))
