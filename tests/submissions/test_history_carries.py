"""Approved history of a form that carries cells: read for all reports at once, as each alone reads it."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.forms import layout_asked
from indicators.models import ReportingRound
from submissions import named_figures
from submissions.actions.approve_history import approve_history
from submissions.actions.open_rounds import open_round
from submissions.background import background_of, counting_for
from submissions.history import HistoryRow, as_json
from submissions.models import HistoryLoad, Submission
from submissions.reusing import reused_cells, reused_cells_of
from submissions.revisions import sheet_of_revision
from tests.submissions.carrying import AT, CARRIED, DONE, LEFT, ONLINE, Quarters, build_quarters
from tests.submissions.reusing import Reusing, build_reusing
from tests.submissions.test_background import counts
from tests.submissions.test_to_date import BEFORE, NOW, PLAN, form
from units.models import Unit

pytestmark = pytest.mark.django_db
BEFORE_THE_MERGER = datetime(2025, 7, 1, 1, tzinfo=UTC)


def approved(quarters: Quarters, period: str, left: dict[Unit, str]) -> ReportingRound:
    """History of a quarter: so many were pending at its end."""
    rows = [
        HistoryRow(unit.pk, f"unit {unit.pk}", "", {ONLINE: "1", DONE: "1", LEFT: pending})
        for unit, pending in left.items()
    ]
    load = HistoryLoad.objects.create(
        template=quarters.template, version=quarters.version, period_code=period, file_name="a.xlsx",
        sha256=period, rows=as_json(rows), told="[]", loaded_at=AT, loaded_by=quarters.cast.nga,
    )  # fmt: skip
    done = approve_history(load=load, by=quarters.cast.binh, at=AT)
    assert done.round is not None
    return done.round


def carried(opened: ReportingRound) -> dict[int, int | None]:
    """Unit → what its accepted report carries from the quarter before."""
    found = Submission.objects.filter(assignment__round=opened, accepted__isnull=False)
    said = {}
    for report in found.select_related("accepted", "assignment"):
        assert report.accepted is not None
        answer = sheet_of_revision(report.accepted).cells.get(CARRIED)
        said[report.assignment.subject_id] = answer.scaled if answer is not None else None
    return said


def reports_of(opened: ReportingRound) -> list[Submission]:
    found = Submission.objects.filter(assignment__round=opened).order_by("pk")
    return list(found.select_related("assignment__subject", "assignment__round", "draft"))


def read_alike(opened: ReportingRound) -> int:
    """How many reports read something; each reads the same alone as with the others."""
    reports, layout = reports_of(opened), layout_asked(opened)
    together = list(counting_for(reports, layout))
    alone = [background_of(report) for report in reports]
    assert [(one.figures, one.reused) for one in together] == [(one.figures, one.reused) for one in alone]
    return sum(1 for one in together if one.figures or one.reused)


@pytest.mark.parametrize("few", [1, 100], ids=["of all units", "unit by unit"])
def test_each_unit_carries_its_own_quarter_before(monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(named_figures, "FEW", few)
    quarters = build_quarters()
    cast = quarters.cast
    approved(quarters, "2025-Q3", {cast.dong_hung: "5", cast.tien_lu: "7"})
    opened = approved(quarters, "2025-Q4", {cast.dong_hung: "6", cast.tien_lu: "8", cast.hoang_hoa_tham: "1"})
    said = carried(opened)
    assert said == {cast.dong_hung.pk: 5, cast.tien_lu.pk: 7, cast.hoang_hoa_tham.pk: None}
    assert read_alike(opened) == 2


def test_what_units_before_the_merger_had_pending_is_carried_together() -> None:
    quarters = build_quarters()
    cast = quarters.cast
    open_round(template=quarters.template, period_code="2025-Q2", by=None, at=BEFORE_THE_MERGER)
    counts("2025-Q2", cast.dong_hung_town, "P1.11", amount=5)
    counts("2025-Q2", cast.dong_la, "P1.11", amount=3)
    opened = approved(quarters, "2025-Q3", {cast.dong_hung: "5", cast.tien_lu: "7"})
    assert carried(opened)[cast.dong_hung.pk] == 8
    assert read_alike(opened) == 1


def test_months_since_january_and_the_plan_are_read_alike() -> None:
    months = build_quarters(
        layout=form(), frequency="month", starts_on=datetime(2024, 1, 1, tzinfo=UTC).date()
    )
    months.accepted("2026-01", {PLAN: "1200", BEFORE: "90", NOW: "100"})
    months.accepted("2026-02", {BEFORE: "103", NOW: "80"})
    for period in ("2026-03", "2027-01"):
        assert read_alike(months.round_of(period)) > 0


def test_cells_had_from_another_form_are_read_alike() -> None:
    reusing: Reusing = build_reusing()
    reusing.answered()
    opened = reusing.report_of().assignment.round
    reports = reports_of(opened)
    together = reused_cells_of(reports)
    assert together == {report.assignment.subject_id: reused_cells(report) for report in reports}
    assert any(together.values())


def test_more_units_take_no_more_queries() -> None:
    def asked(units: Iterable[str], quarter: str) -> int:
        cast = quarters.cast
        with CaptureQueriesContext(connection) as captured:
            approved(quarters, quarter, {getattr(cast, name): "5" for name in units})
        return len(captured)

    quarters = build_quarters()
    everyone = ("dong_hung", "tien_lu", "hoang_hoa_tham")
    asked(everyone, "2025-Q3")
    assert asked(everyone, "2025-Q4") == asked(everyone[:2], "2026-Q1")
