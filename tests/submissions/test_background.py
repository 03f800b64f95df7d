"""What a report is read against was accepted, of the unit and, before it began, of its predecessors."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.actions.lower_check import lower_check
from indicators.calendars import period_named
from indicators.formulas import Source
from indicators.layout import Check
from indicators.models import Calendar, DataPoint, Edition, Indicator, Period
from submissions.actions.open_rounds import open_round
from submissions.background import background_of
from submissions.models import Figure, Submission
from submissions.sheet import NOTHING
from tests.indicators.formulas.making import address, grid
from tests.submissions.carrying import AT, TOTAL, Quarters, build_quarters
from units.models import Unit

pytestmark = pytest.mark.django_db
ONE = address("(1)")


def counts(period: str, unit: Unit, point: str, *, amount: int | None, sign: int = 0) -> None:
    """A figure that was accepted once."""
    span = period_named(period)
    calendar = Calendar.objects.get(code=span.calendar)
    row, _made = Period.objects.get_or_create(calendar=calendar, starts=span.starts, ends=span.ends)
    Figure.objects.create(
        period=row.pk,
        data_point=DataPoint.objects.get(indicator__code=point).pk,
        shard=unit.shard,
        unit=unit.pk,
        edition=Edition.OFFICIAL,
        amount=amount,
        sign=sign,
        revision=0,
        since=0,
    )


def asked(*checks: Check, **regime: object) -> Quarters:
    return build_quarters(layout=grid(["(1)"], checks=checks), **regime)


def queries(report: Submission) -> int:
    report = Submission.objects.select_related(
        "assignment__round__template__regime", "assignment__round__version", "assignment__round__period"
    ).get(pk=report.pk)
    assert report.assignment.subject.begins
    background_of(report)
    with CaptureQueriesContext(connection) as captured:
        background_of(report)
    return len(captured)


def test_a_form_without_formulas_and_checks_is_read_against_nothing() -> None:
    report = asked().report_of("2026-Q3")
    assert background_of(report) is NOTHING
    assert queries(report) == 1  # whether something is reused


def test_figures_of_other_periods_and_no_others() -> None:
    quarters = build_quarters(Check("c", "change", parts=(TOTAL,), limit="5", against="same_last_year"))
    unit = quarters.cast.dong_hung
    report = quarters.report_of("2026-Q3")
    counts("2026-Q2", unit, "P1.11", amount=7)
    counts("2026-Q1", unit, "P1.11", amount=99)
    counts("2025-Q3", unit, "P1.3", amount=40)
    counts("2026-Q2", quarters.cast.tien_lu, "P1.11", amount=99)
    assert {source: answer.scaled for source, answer in background_of(report).figures.items()} == {
        Source("P1.11|total", "previous", "official"): 7,
        Source("P1.3|total", "same_last_year", "official"): 40,
    }
    assert queries(report) == 2


def test_before_the_unit_began_its_predecessors_answer_together() -> None:
    """Xã Đông Hưng was made on 1 July 2025 of a town and a commune that lay wholly in it."""
    quarters = build_quarters()
    cast = quarters.cast
    open_early = datetime(2025, 7, 1, 1, tzinfo=UTC)
    open_round(template=quarters.template, period_code="2025-Q2", by=None, at=open_early)
    counts("2025-Q2", cast.dong_hung_town, "P1.11", amount=5)
    report = quarters.report_of("2025-Q3")
    assert background_of(report).figures == {}
    counts("2025-Q2", cast.dong_la, "P1.11", amount=None, sign=1)
    (answer,) = background_of(report).figures.values()
    assert answer.scaled == 5
    assert queries(report) <= 7


def test_what_is_usual_is_the_units_own_numbers_of_earlier_rounds() -> None:
    usual = Check("u", "outlier", parts=(ONE,), limit="3.5", severity="warning")
    quarters = asked(usual)
    unit = quarters.cast.dong_hung
    report = quarters.report_of("2026-Q3")
    for period, amount, sign in (("2025-Q4", 5, 0), ("2026-Q1", None, 1), ("2026-Q2", None, 2)):
        quarters.round_of(period)
        counts(period, unit, "P1.1", amount=amount, sign=sign)
    counts("2026-03", unit, "P1.1", amount=999)  # no round of this form asked for a month
    assert background_of(report).earlier == {ONE: (Fraction(5), Fraction(0))}
    assert queries(report) == 2


def test_a_cumulative_form_is_set_against_the_same_months_of_other_years() -> None:
    usual = Check("u", "outlier", parts=(ONE,), limit="3.5")
    quarters = asked(usual, frequency="cumulative_quarter", is_cumulative=True)
    report = quarters.report_of("2026-9M")
    for period, amount in (("2026-3M", 1), ("2026-6M", 2), ("2025-9M", 3)):
        quarters.round_of(period)
        counts(period, quarters.cast.dong_hung, "P1.1", amount=amount)
    assert background_of(report).earlier == {ONE: (Fraction(3),)}


def test_shorter_periods_add_up_where_all_are_there_and_only_flows() -> None:
    quarters = asked(Check("s", "shorter_periods", parts=(ONE,)))
    report = quarters.report_of("2026-Q3")
    for period, amount in (("2026-07", 1), ("2026-08", 2)):
        counts(period, quarters.cast.dong_hung, "P1.1", amount=amount)
    assert background_of(report).shorter == {}
    counts("2026-09", quarters.cast.dong_hung, "P1.1", amount=None, sign=1)
    assert background_of(report).shorter == {ONE: Fraction(3)}
    Indicator.objects.update(over_time=Indicator.OverTime.LAST)
    assert background_of(report).shorter == {}


def test_lowered_checks_are_known() -> None:
    quarters = build_quarters()
    lower_check(version=quarters.version, key="balance", reason="In sai cột", by=quarters.cast.nga, at=AT)
    assert background_of(quarters.report_of("2026-Q3")).lowered == {"balance"}
