"""Which reported periods answer an asked one: each day counted once, reported first, one calendar."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregates.kernel.cover import (
    GAP,
    NOT_A_FLOW,
    NOT_ADDED,
    OTHER_CALENDAR,
    UNEQUAL,
    Cover,
    How,
    Way,
    cover,
)
from indicators.adding_up import OverTime
from indicators.periods import CALENDAR_YEAR, Kind, PeriodSpan, code_of, span_of
from tests.indicators.periods.kept import ND09, named

SPANS = [
    span_of(calendar, kind, year, number)
    for calendar in (CALENDAR_YEAR, ND09)
    for year in (2025, 2026)
    for kind, numbers in (
        (Kind.YEAR, [1]),
        (Kind.HALF, [1, 2]),
        (Kind.QUARTER, range(1, 5)),
        (Kind.MONTH, range(1, 13)),
        (Kind.TO_DATE, range(1, 12)),
    )
    for number in numbers
]


def codes(way: Way[PeriodSpan]) -> tuple[list[str], list[str]]:
    return [code_of(span) for span in way.adds], [code_of(span) for span in way.less]


def covered(
    asked: str, *available: str, kind: OverTime = OverTime.SUM, carries: bool = False
) -> Cover[PeriodSpan]:
    return cover(named(asked), [named(code) for code in available], kind=kind, carries_forward=carries)


def days_of(way: Way[PeriodSpan]) -> Counter[date]:
    """Each day with how often it counts; days that cancel out are gone."""
    days: Counter[date] = Counter()
    for side, sign in ((way.adds, 1), (way.less, -1)):
        for span in side:
            for at in range((span.ends - span.starts).days + 1):
                days[span.starts + timedelta(days=at)] += sign
    return Counter({day: count for day, count in days.items() if count})


def whole(span: PeriodSpan) -> Counter[date]:
    return days_of(Way((span,)))


@given(
    st.sampled_from(SPANS),
    st.lists(st.sampled_from(SPANS), unique=True, max_size=20),
    st.sampled_from([OverTime.SUM, OverTime.MEAN, OverTime.MIN, OverTime.MAX, OverTime.RECOMPUTED]),
)
def test_every_day_is_counted_once_and_calendars_do_not_mix(
    asked: PeriodSpan, available: list[PeriodSpan], kind: OverTime
) -> None:
    found = cover(asked, available, kind=kind)
    if found.how is How.IMPOSSIBLE:
        assert found.reason
        assert asked not in available
        return
    for way in (found.way, *found.checks):
        assert days_of(way) == whole(asked)
        assert {span.calendar for span in (*way.adds, *way.less)} == {asked.calendar}
        assert not way.less or kind is OverTime.SUM
    if asked.dates in {span.dates for span in available}:
        assert found.how is How.REPORTED
        assert len(found.way.adds) == 1


@given(st.sampled_from(SPANS), st.lists(st.sampled_from(SPANS), unique=True, max_size=20), st.randoms())
def test_the_answer_does_not_depend_on_the_order_and_what_exists_is_found(
    asked: PeriodSpan, available: list[PeriodSpan], shuffle: object
) -> None:
    first = cover(asked, available, kind=OverTime.SUM)
    shuffled = list(available)
    shuffle.shuffle(shuffled)  # type: ignore[attr-defined]
    again = cover(asked, shuffled, kind=OverTime.SUM)
    assert (first.how, _dates(first.way)) == (again.how, _dates(again.way))
    mine = [span for span in available if span.calendar == asked.calendar]
    assert (first.how is not How.IMPOSSIBLE) == _reachable(asked, mine)


def _dates(way: Way[PeriodSpan]) -> tuple[list[object], list[object]]:
    return [span.dates for span in way.adds], [span.dates for span in way.less]


def _reachable(asked: PeriodSpan, spans: list[PeriodSpan]) -> bool:
    """By the plainest means: from boundary to boundary, either way, until nothing new is reached."""
    reached, one = {asked.starts}, timedelta(days=1)
    for _again in spans:
        for span in spans:
            edge = {span.starts, span.ends + one}
            if edge & reached:
                reached |= edge
    return asked.ends + one in reached


@pytest.mark.parametrize(
    ("asked", "available", "adds", "less"),
    [
        ("2026-Q3", ["2026-9M", "2026-6M"], ["2026-9M"], ["2026-6M"]),
        ("2026-Q1", ["2026-9M", "2026-3M"], ["2026-3M"], []),
        ("2026-S2", ["2026", "2026-6M"], ["2026"], ["2026-6M"]),
        ("2026-S1", ["2026", "2026-S2"], ["2026"], ["2026-S2"]),
        ("2026-08", ["2026-7M", "2026-8M"], ["2026-8M"], ["2026-7M"]),
        ("2026-Q2", ["2026", "2026-Q1", "2026-S2"], ["2026"], ["2026-Q1", "2026-S2"]),
        ("2026", ["2026-Q1", "2026-Q2", "2026-S2"], ["2026-Q1", "2026-Q2", "2026-S2"], []),
        ("2026", ["2026-S1", "2026-S2", "2026-Q1", "2026-Q2"], ["2026-S1", "2026-S2"], []),
        ("nd09:2026-Q3", ["nd09:2026-9M", "nd09:2026-S1"], ["nd09:2026-9M"], ["nd09:2026-S1"]),
    ],
)
def test_a_flow_comes_by_one_tiling_or_by_difference(
    asked: str, available: list[str], adds: list[str], less: list[str]
) -> None:
    found = covered(asked, *available)
    expected = [code_of(named(code)) for code in adds], [code_of(named(c)) for c in less]
    assert codes(found.way) == expected
    assert found.how is (How.DIFFERENCE if less else How.TILED if len(adds) > 1 else How.REPORTED)


def test_reported_beats_derived_and_the_months_are_a_check() -> None:
    months = [f"2026-{month:02}" for month in range(1, 7)]
    found = covered("2026-6M", "2026-6M", *months, "2026", "2026-S2")
    assert found.how is How.REPORTED
    assert codes(found.way) == (["2026-6M"], [])
    assert (months, []) in [codes(way) for way in found.checks]


def test_months_beat_a_difference() -> None:
    found = covered("2026-Q3", "2026-9M", "2026-6M", "2026-07", "2026-08", "2026-09")
    assert found.how is How.TILED
    assert [codes(way) for way in found.checks] == [(["2026-9M"], ["2026-6M"])]


def test_a_stock_never_comes_by_difference_but_stands_on_the_last_day() -> None:
    found = covered("2026-Q3", "2026-6M", "2026-9M", kind=OverTime.LAST)
    assert (found.how, codes(found.way)) == (How.EDGE, (["2026-9M"], []))
    months = covered("2026-Q3", "2026-07", "2026-09", "2026-9M", kind=OverTime.LAST)
    assert codes(months.way) == (["2026-09"], [])
    opening = covered("2026-Q3", "2026-07", "2026-08", kind=OverTime.FIRST)
    assert codes(opening.way) == (["2026-07"], [])
    assert covered("2026-Q3", "2026-08", kind=OverTime.LAST).reason == GAP
    carried = covered("2026-Q3", "2026-07", "2026-08", kind=OverTime.LAST, carries=True)
    assert (carried.how, codes(carried.way)) == (How.CARRIED, (["2026-08"], []))


@pytest.mark.parametrize(
    ("asked", "available", "kind", "reason"),
    [
        ("2026-Q3", ["2026-07", "2026-08", "2026-09"], OverTime.NONE, NOT_ADDED),
        ("2026-Q3", ["nd09:2026-Q3"], OverTime.SUM, OTHER_CALENDAR),
        ("2026-Q3", ["2026-9M", "2026-6M"], OverTime.MEAN, NOT_A_FLOW),
        ("2026", ["2026-S1", "2026-Q3", "2026-Q4"], OverTime.MEAN, UNEQUAL),
        ("2026-Q3", ["2026-07", "2026-09"], OverTime.SUM, GAP),
    ],
)
def test_what_cannot_be_counted_says_why(
    asked: str, available: list[str], kind: OverTime, reason: str
) -> None:
    found = covered(asked, *available, kind=kind)
    assert (found.how, found.reason) == (How.IMPOSSIBLE, reason)


def test_the_dates_that_nobody_reported_are_named() -> None:
    found = covered("2026-Q3", "2026-07", "2026-09")
    assert found.gaps == ((date(2026, 8, 1), date(2026, 8, 31)),)


def test_a_mean_is_of_the_shortest_periods_all_of_one_kind() -> None:
    found = covered("2026-S1", "2026-Q1", "2026-Q2", *(f"2026-0{m}" for m in range(1, 7)), kind=OverTime.MEAN)
    assert len(found.way.adds) == 6


def test_two_names_of_the_same_dates_are_one_period() -> None:
    found = covered("2026-Q1", "2026-3M")
    assert (found.how, codes(found.way), found.checks) == (How.REPORTED, (["2026-3M"], []), ())
