"""A consolidated report one line a unit: units down, figures across, the total by the catalogue's rules."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from aggregates.actions.take_from_below import take_from_below
from aggregates.unit_lines import UnitLines, unit_lines
from indicators.models import Indicator
from submissions.actions.accept import accept
from submissions.models import Submission
from tests.aggregates.middle import Middle, build_middle
from tests.submissions.factories import COST, GOOD, HIV, MEN, SENT, TOTAL, build_world
from tests.support.kept_worlds import kept
from units.models import Event

pytestmark = pytest.mark.django_db

WHY = "Khám tại cơ sở của trung tâm"


@pytest.fixture
@kept
def middle() -> Middle:
    return build_middle(build_world())


def shown(middle: Middle, report: Submission, **options: Any) -> UnitLines:
    return unit_lines(Submission.objects.get(pk=report.pk), **({"with_draft": False} | options))


def texts(middle: Middle, report: Submission, address: str = TOTAL) -> dict[str, int | None]:
    """Unit → what stands in its line."""
    page = shown(middle, report)
    fills = middle.fills[report.assignment.responsible_id]
    return {
        line.unit.name: line.said[address].scaled if line.said and address in line.said else None
        for line in page.lines(page.units, user=fills)
    }


def get(middle: Middle, report: Submission, path: str = "") -> str:
    client = Client()
    client.force_login(middle.fills[report.assignment.responsible_id])
    answer = client.get(f"/tong-hop/bao-cao/{report.assignment_id}/theo-don-vi/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def book(middle: Middle, report: Submission) -> list[tuple[Any, ...]]:
    client = Client()
    client.force_login(middle.fills[report.assignment.responsible_id])
    answer = client.get(f"/tong-hop/bao-cao/{report.assignment_id}/theo-don-vi.xlsx")
    assert answer.status_code == 200
    return list(load_workbook(BytesIO(answer.content)).worksheets[0].values)


def sealed_from_two(middle: Middle) -> Submission:
    cast = middle.world.cast
    middle.report(cast.dong_hung)
    middle.report(cast.tien_lu, GOOD | {TOTAL: "31", MEN: "11", COST: "0.5"})
    return middle.seal(middle.department, own={TOTAL: ("2", WHY), MEN: ("2", WHY)})


def test_each_unit_has_a_line_and_the_total_is_what_was_sealed(middle: Middle) -> None:
    sealed = sealed_from_two(middle)
    assert texts(middle, sealed) == {"Đông Hưng": 30, "Tiên Lữ": 31}
    page = shown(middle, sealed)
    assert page.is_signed
    assert page.basis is not None
    assert (page.basis[TOTAL].scaled, page.basis[COST].scaled) == (63, 12350)
    assert not page.moved


def test_units_that_have_not_reported_are_named(middle: Middle) -> None:
    assert "Chưa có báo cáo được duyệt (1): Xã Hoàng Hoa Thám." in get(middle, sealed_from_two(middle))


def test_a_correction_below_stands_beside_the_sealed_figure_and_does_not_replace_it(middle: Middle) -> None:
    sealed = sealed_from_two(middle)
    middle.report(middle.world.cast.dong_hung, GOOD | {TOTAL: "35", MEN: "15"})
    page = shown(middle, sealed)
    assert page.basis is not None
    assert (page.basis[TOTAL].scaled, page.now[TOTAL].scaled) == (63, 68)
    assert page.moved == {TOTAL, MEN}
    assert texts(middle, sealed)["Đông Hưng"] == 30
    said = get(middle, sealed)
    assert re.search(r"30 <span class=\"nay no-print\">nay 35", said)


def test_a_report_accepted_after_the_sealing_has_a_line_without_sealed_figures(middle: Middle) -> None:
    sealed = sealed_from_two(middle)
    middle.report(middle.world.cast.hoang_hoa_tham)
    assert texts(middle, sealed)["Hoàng Hoa Thám"] is None
    said = get(middle, sealed)
    assert "(duyệt sau khi lấy số)" in said
    assert "Đến nay tất cả đã có báo cáo được duyệt." in said


def test_before_anything_was_taken_the_lines_are_those_of_now(middle: Middle) -> None:
    middle.report(middle.world.cast.dong_hung)
    assert texts(middle, middle.department) == {"Đông Hưng": 30}
    assert "số hiện nay của cấp dưới" in get(middle, middle.department)


def test_what_has_no_rule_of_adding_is_said_and_has_no_total_of_its_own(middle: Middle) -> None:
    Indicator.objects.filter(code="T.r6").update(over_units=Indicator.OverUnits.NONE)
    Indicator.objects.filter(code="T.r4").update(over_units=Indicator.OverUnits.MEAN)
    cast = middle.world.cast
    for unit, hiv in ((cast.dong_hung, "10"), (cast.tien_lu, "13")):
        middle.report(unit, GOOD | {HIV: hiv})
    take_from_below(submission=middle.department, by=middle.fills[cast.department.pk], at=SENT)
    page = shown(middle, middle.department, with_draft=True)
    assert [column.address for column in page.not_added] == [COST]
    assert page.basis is not None
    assert COST not in page.basis
    assert page.basis[HIV].scaled == 12  # (10 + 13) / 2, rounded half up
    said = get(middle, middle.department)
    assert "Cột 6 không cộng được theo danh mục chỉ tiêu" in said
    assert "Cột 4: dòng tổng là bình quân các đơn vị có số liệu, không phải cộng các dòng." in said


def test_own_parts_stand_in_a_line_of_their_own_with_their_reasons(middle: Middle) -> None:
    said = get(middle, sealed_from_two(middle))
    assert "Phần riêng, cột 1 (1 Tổng số người): 2, vì Khám tại cơ sở của trung tâm." in said


def test_the_workbook_has_the_same_lines_and_figures_as_numbers(middle: Middle) -> None:
    sealed = sealed_from_two(middle)
    rows = {row[1]: row[2:] for row in book(middle, sealed) if row[1]}
    assert rows["Xã Đông Hưng"][0] == 30
    assert Decimal(str(rows["Xã Tiên Lữ"][5])) == Decimal("0.5")
    assert rows["Phần riêng"][:2] == (2, 2)
    assert rows["Tổng cộng (đã ký gửi)"][0] == 63
    assert "Hiện nay" not in rows
    words = [row[0] for row in book(middle, sealed) if isinstance(row[0], str)]
    assert "Chưa có báo cáo được duyệt (1): Xã Hoàng Hoa Thám." in words
    assert Event.objects.filter(kind="submission.unit_lines_handed_out").count() == 2


def test_figures_of_units_outside_the_readers_reach_are_not_shown(middle: Middle) -> None:
    cast = middle.world.cast
    sealed = sealed_from_two(middle)
    page = shown(middle, sealed)
    outside = page.lines(page.units, user=cast.lan)
    assert {line.unit.name: line.is_seen for line in outside} == {"Đông Hưng": True, "Tiên Lữ": False}
    assert [line.said for line in outside if not line.is_seen] == [None]


def test_many_units_come_by_pages_and_cost_no_more_queries(
    middle: Middle, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aggregates.views.unit_lines.A_PAGE", 1)
    sealed = sealed_from_two(middle)
    client = Client()
    client.force_login(middle.fills[middle.department.assignment.responsible_id])
    with django_assert_max_num_queries(45):
        first = client.get(f"/tong-hop/bao-cao/{sealed.assignment_id}/theo-don-vi/").content.decode()
    second = client.get(f"/tong-hop/bao-cao/{sealed.assignment_id}/theo-don-vi/?trang=2").content.decode()
    assert "Xã Đông Hưng</th>" in first.replace("\n", "")
    assert "Xã Tiên Lữ</th>" not in first
    assert "Xã Tiên Lữ</th>" in second
    assert "Đơn vị 2–2 trong 2; dòng tổng là của tất cả." in second
    assert ">63<" in second


def test_the_head_seals_and_the_reviewer_sees_the_same_lines(middle: Middle) -> None:
    sealed = sealed_from_two(middle)
    accept(submission=sealed, by=middle.world.cast.hoa, at=SENT)
    client = Client()
    client.force_login(middle.world.cast.hoa)
    assert client.get(f"/tong-hop/bao-cao/{sealed.assignment_id}/theo-don-vi/").status_code == 200


def test_a_report_that_is_not_consolidated_has_no_such_page(middle: Middle) -> None:
    cast = middle.world.cast
    middle.report(cast.dong_hung)
    client = Client()
    client.force_login(cast.lan)
    duty = middle.world.report_of(cast.dong_hung).assignment_id
    assert client.get(f"/tong-hop/bao-cao/{duty}/theo-don-vi/").status_code == 409
