"""Made-up figures of the demo: the same each time, plausible, exact across the reorganisation."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reporting.demo.answers import written
from reporting.demo.fates import Fate, course_of, dealt
from reporting.demo.numbers import figures
from reporting.demo.sizes import by_unit, parts_of
from submissions.rules import check
from submissions.sheet import sheet_from_plain
from tests.indicators.factories import form_4bch

CODES = {1: "12001", 2: "12004", 3: "12007"}
TODAY = {1: [11], 2: [11, 12], 3: [12]}
PARTS = parts_of(codes=CODES, today=TODAY, codes_today={11: "12010", 12: "12013"})
years = st.integers(2024, 2030)
quarters = st.integers(1, 4)


@given(years, quarters)
def test_communes_of_today_add_up_to_those_of_before(year: int, quarter: int) -> None:
    sums = [
        {
            row: sum(figures(parts, year=year, quarters=quarter)[row] for parts in units.values())
            for row in ("r01", "r05", "r12", "r21")
        }
        for units in (by_unit(PARTS, then=True), by_unit(PARTS, then=False))
    ]
    assert sums[0] == sums[1]


@given(years, st.integers(1, 3))
def test_cumulative_figures_never_fall_within_a_year(year: int, quarter: int) -> None:
    before, after = (figures(PARTS, year=year, quarters=number) for number in (quarter, quarter + 1))
    assert all(after[row] >= before[row] for row in before)
    assert after["r05"] > before["r05"]


@given(st.integers(0, 10_000), years, quarters)
def test_every_made_up_report_passes_the_checks_of_the_form(seed: int, year: int, quarter: int) -> None:
    parts = parts_of(codes={1: f"{seed:05d}"}, today={1: [2]}, codes_today={2: "99999"})
    answers = written(figures(parts, year=year, quarters=quarter), seed=str(seed), period=str(year))
    assert check(sheet_from_plain(form_4bch(), answers)) == []


def test_the_newest_period_has_some_of_every_fate_and_past_ones_few_missing() -> None:
    seeds = [f"{number:05d}" for number in range(103)]
    newest = list(dealt(seeds, period="2026-9M", newest=True).values())
    assert set(newest) == set(Fate)
    assert newest.count(Fate.SUBMITTED) >= 5
    assert newest.count(Fate.ACCEPTED) > 80
    past = list(dealt(seeds, period="2025", newest=False).values())
    assert past.count(Fate.ACCEPTED) >= 95


@given(st.integers(0, 10_000), st.sampled_from(Fate), st.integers(1, 900))
def test_things_happen_in_order_after_the_opening_and_before_now(seed: int, fate: Fate, hours: int) -> None:
    opened = datetime(2026, 10, 1, 8, tzinfo=UTC)
    now = opened + timedelta(hours=hours)
    due = datetime(2026, 10, 14, 17, tzinfo=UTC)
    course = course_of(fate, seed=str(seed), period="2026-9M", opened=opened, due=due, now=now)
    returned = [course.returned] if course.returned else []
    moments = [course.prepared, *course.sent[:1], *returned, *course.sent[1:], course.checked]
    known = [moment for moment in moments if moment]
    assert known == sorted(known)
    assert all(opened <= moment <= now for moment in known)
