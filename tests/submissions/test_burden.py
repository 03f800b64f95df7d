"""How much reporting asks: counted, measured at work, sorted, taken along as a workbook."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.burden import loads_in
from submissions.actions.save_draft import MOST_BETWEEN, credible
from submissions.actions.save_typed import save_typed
from tests.aggregates.middle import build_middle
from tests.indicators.repeating import AT, FLOW, OWN
from tests.submissions.factories import build_world
from tests.submissions.reusing import Reusing, build_reusing
from units.models import Event, User

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 1)
PAGE = "/chi-tieu/ganh-nang/?nam=2026"


@pytest.fixture
def reusing() -> Reusing:
    return build_reusing(reused=())


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_year_of_a_unit_is_cells_times_rounds_less_what_is_reused() -> None:
    reusing = build_reusing(reused=(FLOW,))
    months, quarters = loads_in(2026, on=ON)
    assert (months.cells, months.rounds, months.per_unit, months.repeated) == (2, 12, 24, 0)
    assert (quarters.cells, quarters.rounds, quarters.per_unit) == (3, 4, 8)
    assert (quarters.reused, quarters.repeated) == (4, 4)
    assert reusing.made.cast.dong_hung.pk in quarters.units
    assert quarters.total == 8 * len(quarters.units)


def test_a_consolidated_form_is_filled_in_from_below_and_typed_by_nobody() -> None:
    middle = build_middle(build_world())
    centres = next(load for load in loads_in(2026, on=ON) if load.regime == middle.template.regime)
    communes = next(load for load in loads_in(2026, on=ON) if load.regime == middle.world.regime)
    assert (centres.per_unit, centres.repeated, centres.total) == (0, 0, 0)
    assert centres.reused == centres.cells * centres.rounds > 0
    assert communes.per_unit > 0


def test_a_regime_that_begins_in_the_year_asks_from_then_on(reusing: Reusing) -> None:
    regime = reusing.made.months.template.regime
    regime.starts_on = date(2026, 7, 1)
    regime.ends_on = date(2026, 9, 30)
    regime.save()
    months = next(load for load in loads_in(2026, on=ON) if load.regime == regime)
    assert months.rounds == 3


def test_the_page_says_the_answer_first(reusing: Reusing) -> None:
    lan, unit = as_person(reusing.made.cast.lan), reusing.made.cast.dong_hung.pk
    page = lan.get(f"{PAGE}&don_vi={unit}").content.decode()
    assert "Năm 2026 Xã Đông Hưng phải trả lời 36 ô số của 2 chế độ báo cáo." in page
    assert "Trong đó 8 ô (22%) hỏi lại số đã hỏi ở nơi khác." in page
    assert "chưa đo" in page
    everybody = lan.get(PAGE).content.decode()
    assert "nhiều nhất là Xã Đông Hưng: 36 ô." in everybody
    assert lan.get(f"{PAGE}&don_vi={reusing.made.cast.kien_an.pk}").status_code == 404


def test_columns_sort_either_way(reusing: Reusing) -> None:
    lan = as_person(reusing.made.cast.lan)
    falling = lan.get(f"{PAGE}&xep=-dot").content.decode()
    rising = lan.get(f"{PAGE}&xep=dot").content.decode()
    assert falling.index("M · Chế độ M") < falling.index("Q · Chế độ Q")
    assert rising.index("Q · Chế độ Q") < rising.index("M · Chế độ M")
    assert 'aria-sort="descending"' in falling


def test_what_is_seen_is_taken_along_as_a_workbook(reusing: Reusing) -> None:
    lan = as_person(reusing.made.cast.lan)
    answer = lan.get(f"{PAGE}&theo=co-quan&xep=ten&dang=xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[0] for row in rows] == ["Cơ quan chủ trì", "Sở Y tế tỉnh Hưng Yên", "Tỉnh Hưng Yên"]
    assert rows[1][3] == "24"
    assert Event.objects.filter(kind="catalogue.burden_exported", actor=reusing.made.cast.lan).exists()


def test_time_at_work_is_told_with_saves_and_shown_in_minutes(reusing: Reusing) -> None:
    report, lan = reusing.report_of(), as_person(reusing.made.cast.lan)
    body: dict[str, Any] = {"cells": {OWN: "3"}, "active": 610}
    lan.post(f"/bao-cao/{report.assignment_id}/luu/", json.dumps(body), content_type="application/json")
    assert reusing.report_of().draft.active_seconds == 610
    page = lan.get(PAGE).content.decode()
    assert "10 <span" in page
    assert "(1 báo cáo)" in page
    mai = as_person(reusing.made.cast.mai).get(PAGE).content.decode()
    assert "(1 báo cáo)" not in mai


@pytest.mark.parametrize("said", ["x", -5, None, 1.5, True, [], 10**30])
def test_a_strange_time_loses_no_number(reusing: Reusing, said: Any) -> None:
    report, lan = reusing.report_of(), as_person(reusing.made.cast.lan)
    answer = lan.post(
        f"/bao-cao/{report.assignment_id}/luu/", json.dumps({"cells": {OWN: "3"}, "active": said}),
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 200
    assert reusing.report_of().draft.active_seconds in (0, MOST_BETWEEN)


def test_nobody_was_at_work_longer_than_the_clock_went(reusing: Reusing) -> None:
    assert credible(90, since=AT, at=AT + timedelta(seconds=60)) == 60
    assert credible(30, since=AT, at=AT + timedelta(seconds=60)) == 30
    assert credible(30, since=AT, at=AT - timedelta(seconds=60)) == 0
    report, lan = reusing.report_of(), reusing.made.cast.lan
    save_typed(submission=report, cells={OWN: "1"}, by=lan, at=AT, active_seconds=100)
    later = AT + timedelta(seconds=20)
    save_typed(submission=reusing.report_of(), cells={OWN: "2"}, by=lan, at=later, active_seconds=100)
    assert reusing.report_of().draft.active_seconds == 120
