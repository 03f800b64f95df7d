"""Columns of a monthly form that fill themselves from the start of the year on: what was estimated, what it
came to, to date, against last year and against the plan. As the industry form prints them."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from indicators.cells_in_words import Words
from indicators.formulas import compile_plan
from indicators.layout import FormLayout
from submissions.actions.grant_correction import grant_correction
from submissions.actions.request_correction import request_correction
from submissions.actions.save_draft import save_draft
from submissions.background import background_of, working_sheet
from submissions.models import Submission
from submissions.presenting import cells_as_dict
from tests.indicators.formulas.making import address, grid
from tests.submissions.carrying import AT, Quarters, build_quarters
from tests.support.kept_worlds import kept

pytestmark = pytest.mark.django_db
PLAN, BEFORE, NOW, REACHED, OF_YEAR, REACHED_OF_YEAR, OF_PLAN = (address(f"({n})") for n in range(1, 8))
MEANT = {
    PLAN: ("year", "plan"),
    BEFORE: ("previous", "official"),
    NOW: ("this", "estimate"),
    REACHED: ("to_date", "estimate"),
}


def form() -> FormLayout:
    """(1) plan of the year, (2) last month, (3) this month's estimate, (4) to date; then three rates."""
    made = grid(
        ["(2)", "(3)"],
        carried={"(1)": "", "(4)": ""},
        formulas={
            "(5)": "(3) / CÙNG_KỲ((3)) × 100",
            "(6)": "(4) / CÙNG_KỲ((4)) × 100",
            "(7)": "(4) / (1) × 100",
        },
        decimals={"(5)": 1, "(6)": 1, "(7)": 1},
    )
    (table,) = made.tables
    cells = []
    for cell in table.cells:
        at = f"t1/{cell.row}:{cell.column}"
        if at in MEANT:
            period, edition = MEANT[at]
            cell = replace(cell, data_point="P|total", period=period, edition=edition)  # type: ignore[arg-type]
        cells.append(cell)
    return replace(made, tables=(replace(table, cells=tuple(cells)),))


@pytest.fixture
@kept
def months() -> Quarters:
    return build_quarters(layout=form(), frequency="month", starts_on=date(2024, 1, 1))


def shown(report: Submission) -> dict[str, str]:
    sheet = working_sheet(Submission.objects.get(pk=report.pk))
    return {at: text for at, text in cells_as_dict(sheet).items() if text}


def opened(report: Submission) -> set[str]:
    return set(working_sheet(Submission.objects.get(pk=report.pk)).opened)


def test_the_first_month_asks_for_the_plan_alone(months: Quarters) -> None:
    report = months.report_of("2026-01")
    assert opened(report) == {PLAN}
    save_draft(submission=report, cells={PLAN: "1200", BEFORE: "90", NOW: "100"}, by=months.cast.lan, at=AT)
    assert shown(report) == {PLAN: "1200", BEFORE: "90", NOW: "100", REACHED: "100", OF_PLAN: "8.3"}


def test_a_plan_typed_once_stands_there_all_year(months: Quarters) -> None:
    months.accepted("2026-01", {PLAN: "1200", BEFORE: "90", NOW: "100"})
    months.accepted("2026-02", {BEFORE: "100", NOW: "80"})
    report = months.report_of("2026-03")
    assert opened(report) == set()
    assert shown(report)[PLAN] == "1200"
    assert opened(months.report_of("2027-01")) == {PLAN}


def test_to_date_is_this_month_the_last_as_it_is_known_now_and_those_before(months: Quarters) -> None:
    months.accepted("2026-01", {PLAN: "1200", BEFORE: "90", NOW: "100"})
    months.accepted("2026-02", {BEFORE: "103", NOW: "80"})
    report = months.report_of("2026-03")
    save_draft(submission=report, cells={NOW: "70"}, by=months.cast.lan, at=AT)
    assert REACHED not in shown(report)
    assert opened(report) == set()
    save_draft(submission=report, cells={BEFORE: "85"}, by=months.cast.lan, at=AT)
    assert shown(report)[REACHED] == str(103 + 85 + 70)
    assert shown(report)[OF_PLAN] == "21.5"


def test_december_of_last_year_is_not_of_this_year(months: Quarters) -> None:
    report = months.report_of("2026-01")
    save_draft(submission=report, cells={BEFORE: "500", NOW: "7"}, by=months.cast.lan, at=AT)
    assert shown(report)[REACHED] == "7"


def test_who_begins_in_the_middle_of_a_year_types_what_was_reached_once(months: Quarters) -> None:
    report = months.report_of("2026-08")
    assert opened(report) == {PLAN, REACHED}
    months.accepted("2026-08", {PLAN: "1200", BEFORE: "80", NOW: "90", REACHED: "700"})
    after = months.report_of("2026-09")
    assert opened(after) == set()
    save_draft(submission=after, cells={BEFORE: "95", NOW: "60"}, by=months.cast.lan, at=AT)
    assert shown(after)[REACHED] == str(700 - 90 + 95 + 60)
    months.accepted("2026-09", {BEFORE: "95", NOW: "60"})
    october = months.report_of("2026-10")
    save_draft(submission=october, cells={BEFORE: "61", NOW: "50"}, by=months.cast.lan, at=AT)
    assert shown(october)[REACHED] == str(700 - 90 + 95 + 61 + 50)


def test_rates_against_last_year_are_worked_out_from_what_is_known_of_it(months: Quarters) -> None:
    months.accepted("2025-08", {PLAN: "1000", BEFORE: "0", NOW: "80", REACHED: "500"})
    months.accepted("2025-09", {BEFORE: "82", NOW: "40"})
    months.accepted("2025-10", {BEFORE: "50", NOW: "45"})
    months.accepted("2026-08", {PLAN: "1200", BEFORE: "0", NOW: "100", REACHED: "600"})
    report = months.report_of("2026-09")
    save_draft(submission=report, cells={BEFORE: "100", NOW: "60"}, by=months.cast.lan, at=AT)
    said = shown(report)
    assert said[OF_YEAR] == "120"  # 60 by the 50 that September 2025 came to, not by its estimate 40
    assert said[REACHED] == "660"
    assert said[REACHED_OF_YEAR] == "121.8"  # 660 by 500 − 80 + 82 + 40, as it was said then


def test_a_month_that_is_missing_is_no_zero(months: Quarters) -> None:
    months.accepted("2026-01", {PLAN: "1200", BEFORE: "0", NOW: "100"})
    report = months.report_of("2026-04")
    save_draft(submission=report, cells={BEFORE: "9", NOW: "10"}, by=months.cast.lan, at=AT)
    assert opened(report) == {PLAN, REACHED}
    assert REACHED not in shown(report)


def test_a_correction_of_an_earlier_month_moves_what_was_reached_since(months: Quarters) -> None:
    january = months.accepted("2026-01", {PLAN: "1200", BEFORE: "0", NOW: "100"})
    months.accepted("2026-02", {BEFORE: "100", NOW: "80"})
    february = Submission.objects.get(assignment__round__period_code="2026-02", accepted__isnull=False)
    asked = request_correction(submission=february, by=months.cast.lan, at=AT, reason="Sai số tháng trước")
    granted = grant_correction(submission=asked, by=months.cast.hoa, at=AT)
    assert granted.pk != january.pk
    assert shown(granted)[REACHED] == "180"
    save_draft(submission=granted, cells={BEFORE: "110"}, by=months.cast.lan, at=AT)
    assert shown(granted)[REACHED] == "190"


def test_the_figures_and_the_report_before_are_read_once_each(months: Quarters) -> None:
    months.accepted("2026-01", {PLAN: "1200", BEFORE: "90", NOW: "100"})
    report = months.report_of("2026-02")
    with CaptureQueriesContext(connection) as asked:
        background_of(report)
    assert len([one for one in asked if "submissions_figure" in one["sql"]]) == 1
    assert len([one for one in asked if "submissions_submission" in one["sql"]]) == 1


def test_a_check_of_it_is_told_without_what_only_says_when() -> None:
    plan = compile_plan(form())
    expression = next(step.expression for step in plan.steps if step.address == REACHED)
    with translation.override("vi"):
        said = Words(plan, REACHED).said(expression)
    assert said == "cột 3 + cột 2 + cột 3 lũy kế đến trước kỳ trước"
