"""Reports are due on the day the regime's rule gives, past days off and swapped days."""

import datetime
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import (
    Anchor,
    CountIn,
    DueRule,
    Frequency,
    Moved,
    OnDayOff,
    ScopedRule,
    add_working_days,
    deadline,
    due,
    faults_of,
    is_working_day,
    most_specific,
    next_working_day,
    spans,
    working_days,
)
from tests.indicators.periods.kept import CALENDARS, named

# 2026 as it was announced: Friday 2 January for Saturday 10, Tết from 16 to 20 February, Giỗ Tổ on Monday
# 27 April, 30 April and 1 May, Monday 31 August for Saturday 22 with 1 and 2 September, 24 November.
DAYS_OFF = {
    date(2026, month, day)
    for month, days in {
        1: [1, 2], 2: [16, 17, 18, 19, 20], 4: [27, 30], 5: [1], 8: [31], 9: [1, 2], 11: [24],
    }.items()
    for day in days
}  # fmt: skip
SWAPPED = {date(2026, 1, 10), date(2026, 8, 22)}

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
some_days = st.frozensets(days.filter(lambda day: day.year == 2026), max_size=40)

COMMUNE = DueRule(offset=5, anchor=Anchor.PERIOD_END)
PROVINCE = DueRule(offset=25, anchor=Anchor.PERIOD_END)
MINISTRY = DueRule(fixed_day=25, months_after=0)


def due_text(code: str, rule: DueRule) -> str:
    found = due(span=named(code), rule=rule, days_off=DAYS_OFF, swapped_working_days=SWAPPED)
    return f"{found:%d/%m/%Y %H:%M}"


@pytest.mark.parametrize(
    ("code", "rule", "expected"),
    [
        # A health regime: commune 5, province 25 working days after the period.
        ("2025", COMMUNE, "09/01/2026 17:00"),
        ("2025", PROVINCE, "05/02/2026 17:00"),  # Saturday 10 January is worked
        ("2026-01", COMMUNE, "06/02/2026 17:00"),
        ("2026-01", PROVINCE, "13/03/2026 17:00"),  # past Tết
        ("2026-02", COMMUNE, "06/03/2026 17:00"),
        ("2026-Q1", COMMUNE, "07/04/2026 17:00"),
        ("2026-03", PROVINCE, "08/05/2026 17:00"),  # past Giỗ Tổ, 30 April and 1 May
        ("2026-04", DueRule(offset=1), "04/05/2026 17:00"),
        ("2026-08", DueRule(offset=1), "03/09/2026 17:00"),
        ("2026-08-21", DueRule(offset=1), "22/08/2026 17:00"),  # the swapped Saturday
        ("2026-9M", DueRule(offset=10), "14/10/2026 17:00"),
        # Ministries and provinces to the Government: by the 25th of the last month.
        ("nd09:2026-Q1", MINISTRY, "25/03/2026 17:00"),
        ("nd09:2026-S1", MINISTRY, "25/06/2026 17:00"),
        ("nd09:2026-9M", MINISTRY, "25/09/2026 17:00"),
        ("nd09:2026-07", MINISTRY, "27/07/2026 17:00"),  # the 25th is a Saturday
        ("nd09:2026", MINISTRY, "25/12/2026 17:00"),
        # From the cut-off of data, or from the end of the period itself.
        ("nd09:2026-Q3", DueRule(offset=2), "16/09/2026 17:00"),
        ("nd09:2026-Q3", DueRule(offset=2, anchor=Anchor.PERIOD_END), "02/10/2026 17:00"),
        ("nd09:2026-02", DueRule(offset=2), "24/02/2026 17:00"),  # data end on 14/2, then Tết
        # Estimates, before the period ends.
        ("2026-04", DueRule(offset=-5, anchor=Anchor.PERIOD_END), "22/04/2026 17:00"),
        ("2026-06", DueRule(offset=-12, count_in=CountIn.CALENDAR), "18/06/2026 17:00"),
        ("2026-02", DueRule(offset=-10, count_in=CountIn.CALENDAR), "23/02/2026 17:00"),  # 18/2 is Tết
        ("2026", DueRule(fixed_day=20, months_after=-1), "20/11/2026 17:00"),
        # A fixed day of a month.
        ("2026", DueRule(fixed_day=15), "15/01/2027 17:00"),
        ("2026", DueRule(fixed_day=31, months_after=3), "31/03/2027 17:00"),
        ("2026-01", DueRule(fixed_day=31), "02/03/2026 17:00"),  # 28/02 is a Saturday
        ("2026-03", DueRule(fixed_day=10, at=datetime.time(11, 30)), "10/04/2026 11:30"),
        # Calendar days move only from a day off, to the end of the next working day.
        ("2026-9M", DueRule(offset=3, count_in=CountIn.CALENDAR), "05/10/2026 17:00"),
        ("2026-10", DueRule(fixed_day=24, at=datetime.time(10)), "25/11/2026 17:00"),
        ("2026-10", DueRule(fixed_day=24, at=datetime.time(23)), "25/11/2026 23:00"),
        ("2026-10", DueRule(fixed_day=24, on_day_off=OnDayOff.STAY), "24/11/2026 17:00"),
        ("2026-10", DueRule(fixed_day=24, on_day_off=OnDayOff.PREVIOUS), "23/11/2026 17:00"),
    ],
)  # fmt: skip
def test_a_report_is_due_when_its_rule_says(code: str, rule: DueRule, expected: str) -> None:
    assert due_text(code, rule) == expected


@pytest.mark.parametrize(
    ("code", "rule", "expected", "moved"),
    [
        ("nd09:2026-04", DueRule(fixed_day=14, months_after=0), date(2026, 4, 15), (Moved.CUT_OFF,)),
        ("nd09:2026-03", DueRule(fixed_day=15, months_after=0), date(2026, 3, 16), (Moved.DAY_OFF,)),
        ("nd09:2026-02", DueRule(fixed_day=15, months_after=0), date(2026, 2, 23), (Moved.DAY_OFF,)),
        (
            "nd09:2026-02", DueRule(fixed_day=18, months_after=0, on_day_off=OnDayOff.STAY),
            date(2026, 2, 23), (Moved.CUT_OFF,),
        ),
        (
            "nd09:2026-03", DueRule(fixed_day=15, months_after=0, on_day_off=OnDayOff.PREVIOUS),
            date(2026, 3, 16), (Moved.CUT_OFF,),
        ),
        ("2026-04", DueRule(offset=-5), date(2026, 4, 22), ()),  # no decree 09, no working day asked for
    ],
)  # fmt: skip
def test_a_working_day_lies_between_cut_off_and_deadline_and_a_move_is_said(
    code: str, rule: DueRule, expected: date, moved: tuple[Moved, ...]
) -> None:
    found = deadline(span=named(code), rule=rule, days_off=DAYS_OFF, swapped_working_days=SWAPPED)
    assert (found.at.date(), found.moved) == (expected, moved)
    assert (found.planned != found.at.date()) == bool(moved)


def test_a_swapped_day_is_worked_even_when_it_is_also_listed_as_off() -> None:
    day = date(2026, 8, 22)
    assert is_working_day(day, days_off={day}, swapped_working_days={day})
    assert not is_working_day(day, days_off=set())


def test_a_table_without_any_working_day_is_refused() -> None:
    class Always:
        def __contains__(self, day: object) -> bool:
            return True

    for backwards in (False, True):
        with pytest.raises(ValueError, match="no working day"):
            next_working_day(date(2026, 1, 1), days_off=Always(), backwards=backwards)


@given(days, st.integers(0, 60), some_days, some_days)
def test_counting_working_days_undoes_adding_them(
    day: date, count: int, off: frozenset[date], swapped: frozenset[date]
) -> None:
    found = add_working_days(day, count, days_off=off, swapped_working_days=swapped)
    assert working_days(day, found, days_off=off, swapped_working_days=swapped) == count
    if count:
        assert is_working_day(found, days_off=off, swapped_working_days=swapped)
        assert add_working_days(found, 0, days_off=off) == found


@given(days, st.integers(1, 60), some_days, some_days)
def test_working_days_before_a_day_are_counted_back(
    day: date, count: int, off: frozenset[date], swapped: frozenset[date]
) -> None:
    found = add_working_days(day, -count, days_off=off, swapped_working_days=swapped)
    before = found - datetime.timedelta(days=1)
    until = day - datetime.timedelta(days=1)
    assert working_days(before, until, days_off=off, swapped_working_days=swapped) == count


@given(days, some_days, some_days)
def test_the_next_working_day_is_the_first_that_is_worked(
    day: date, off: frozenset[date], swapped: frozenset[date]
) -> None:
    found = next_working_day(day, days_off=off, swapped_working_days=swapped)
    assert is_working_day(found, days_off=off, swapped_working_days=swapped)
    before = day - datetime.timedelta(days=1)
    assert working_days(before, found, days_off=off, swapped_working_days=swapped) == 1


@given(
    st.sampled_from(list(spans(CALENDARS["nd09"], Frequency.MONTH, date(2024, 1, 1), date(2030, 12, 31)))),
    st.builds(
        DueRule,
        offset=st.integers(-40, 40),
        count_in=st.sampled_from(CountIn),
        anchor=st.sampled_from(Anchor),
        fixed_day=st.none() | st.integers(1, 31),
        months_after=st.integers(-3, 3),
        on_day_off=st.sampled_from(OnDayOff),
    ),
    some_days,
)  # fmt: skip
def test_any_rule_of_decree_09_leaves_a_working_day_after_the_cut_off(
    span: object, rule: DueRule, off: frozenset[date]
) -> None:
    found = deadline(span=span, rule=rule, days_off=off)  # type: ignore[arg-type]
    assert working_days(span.ends, found.at.date(), days_off=off) >= 1  # type: ignore[attr-defined]


ANY = ScopedRule(DueRule(offset=1), key=1)
COMMUNES = ScopedRule(DueRule(offset=5), frozenset({"xa", "phuong"}), key=2)
ESTIMATE = ScopedRule(DueRule(offset=-5), edition=2, key=3)
COMMUNES_ESTIMATE = ScopedRule(DueRule(offset=-9), frozenset({"xa"}), edition=2, key=4)


@pytest.mark.parametrize(
    ("kind", "edition", "key"),
    [("xa", 4, 2), ("xa", 2, 4), ("phuong", 2, 3), ("phuong", 4, 2), ("tinh", 2, 3), ("tinh", 4, 1)],
)
def test_the_most_specific_rule_is_the_one_of_the_edition_then_of_the_kind(
    kind: str, edition: int, key: int
) -> None:
    for rules in ([ANY, COMMUNES, ESTIMATE, COMMUNES_ESTIMATE], [COMMUNES_ESTIMATE, ESTIMATE, COMMUNES, ANY]):
        found = most_specific(rules, kind=kind, edition=edition)
        assert found is not None
        assert found.key == key


def test_where_no_rule_is_for_a_unit_none_is_found() -> None:
    assert most_specific([COMMUNES, COMMUNES_ESTIMATE], kind="tinh", edition=4) is None


def faults(*rules: ScopedRule, calendar: str = "year") -> list[tuple[str, tuple[int, ...]]]:
    asked = spans(CALENDARS[calendar], Frequency.MONTH, date(2024, 1, 1), date(2026, 12, 31))
    return [(fault.code, fault.rows) for fault in faults_of(rules, spans=asked)]


def test_rules_for_the_same_units_and_edition_are_refused() -> None:
    assert faults(ANY, COMMUNES, ESTIMATE, COMMUNES_ESTIMATE) == []
    other = ScopedRule(DueRule(offset=2), frozenset({"dac_khu", "xa"}))
    assert faults(ANY, COMMUNES, other) == [("same_scope", (1, 2))]
    assert faults(ANY, ANY) == [("same_scope", (0, 1))]


def test_numbers_out_of_range_are_refused() -> None:
    assert faults(ScopedRule(DueRule(offset=401))) == [("days_out_of_range", (0,))]
    assert faults(ANY, ScopedRule(DueRule(fixed_day=32), frozenset({"xa"}))) == [("no_such_day", (1,))]
    assert faults(ScopedRule(DueRule(fixed_day=1, months_after=25))) == [("months_out_of_range", (0,))]


def test_a_rule_that_is_never_after_the_cut_off_is_refused_for_decree_09_alone() -> None:
    never = [ScopedRule(DueRule(offset=0)), ScopedRule(DueRule(fixed_day=14, months_after=0))]
    for rule in never:
        assert faults(rule, calendar="nd09") == [("before_cut_off", (0,))]
        assert faults(rule) == []
    at_times = ScopedRule(DueRule(fixed_day=15, months_after=0, on_day_off=OnDayOff.STAY))
    assert faults(at_times, calendar="nd09") == []
