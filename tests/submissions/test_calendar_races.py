"""Days off and calendars change while rounds open and deadlines move: as if one after the other."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from indicators.actions.change_days_off import change_days_off
from indicators.actions.define_calendar import change_calendar, define_calendar, drawn_calendar
from indicators.actions.extend_deadline import extend_deadline
from indicators.calendars import period_named
from indicators.days_off import Mark
from indicators.deadlines import deadlines_of
from indicators.models import Assignment, Calendar, Period, ReportingRound
from indicators.periods import twelve_months
from submissions.actions.open_rounds import open_round
from tests.submissions.factories import AT, World
from tests.submissions.test_races import at_once
from units.errors import BadContent, Conflict

pytestmark = pytest.mark.django_db(transaction=True)

# Periods of nine months of 2026 are due on Wednesday 7 October, of the year on 8 January 2027.
DAYS = [date(2027, 1, 5), date(2027, 1, 6), date(2026, 10, 6)]


def test_rounds_that_open_while_days_off_change_are_due_by_the_table_at_the_end(world: World) -> None:
    outcomes = at_once(
        lambda: open_round(template=world.template, period_code="2026", by=None, at=AT),
        *(_marking(world, day) for day in DAYS),
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    for asked in ReportingRound.objects.all():
        due = deadlines_of(world.regime, period_named(asked.period_code)).of("xa").at
        assert {row.due_at for row in asked.assignments.all()} == {due} == {asked.due_at}


def _marking(world: World, day: date) -> Any:
    return lambda: change_days_off(marks={day: Mark("Bão")}, by=world.cast.fresh("quan"), at=AT)


def test_more_time_given_while_days_off_change_is_kept(world: World) -> None:
    duty = Assignment.objects.select_related("round__template__regime").get(pk=world.submission.assignment_id)
    until = timezone.make_aware(datetime(2026, 10, 8, 17))
    outcomes = at_once(
        lambda: extend_deadline(assignments=[duty], until=until, reason="Ngập", by=None, at=AT),
        _marking(world, date(2026, 10, 6)),
    )
    duty.refresh_from_db()
    if isinstance(outcomes[0], BadContent):  # the day off came first, and gave as much time to all
        assert (duty.extended_to, duty.due_at) == (None, until)
    else:
        assert duty.extended_to == until
    others = Assignment.objects.exclude(pk=duty.pk).filter(round=world.round)
    assert {row.due_at for row in others} == {until}


def test_a_calendar_that_changes_while_a_round_of_it_opens_means_what_the_round_says(world: World) -> None:
    drawn = drawn_calendar(code="thang20", rows=twelve_months(first_day=21))
    kept = define_calendar(drawn=drawn, name="Lịch", owner=world.cast.department, by=None, at=AT)
    other = drawn_calendar(code="thang20", rows=twelve_months(first_day=11))
    outcomes = at_once(
        lambda: open_round(template=world.template, period_code="thang20:2026-Q3", by=None, at=AT),
        lambda: change_calendar(calendar=kept, drawn=other, name="Lịch khác", by=None, at=AT),
    )
    assert all(isinstance(one, Conflict | ReportingRound | Calendar) for one in outcomes)
    for period in Period.objects.filter(calendar=kept):
        span = period_named("thang20:2026-Q3")
        assert (period.starts, period.ends) == (span.starts, span.ends)
