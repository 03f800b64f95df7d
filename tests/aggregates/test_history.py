"""Figures of past periods are loaded from unit rows and count, marked so, once the agency approved them."""

from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from indicators.models import DeadlineRule, ReportingRound
from submissions.actions.approve_history import approve_history
from submissions.actions.load_history import load_history, undo_history
from submissions.history import rows_of, told_of
from submissions.models import Figure, HistoryLoad, Revision, Status, Submission
from tests.aggregates.world import AT, World, build_world
from tests.support.kept_worlds import kept
from units.errors import BadContent, Conflict, NotAllowed
from units.models import Event, Unit

pytestmark = pytest.mark.django_db

HEAD = ["STT", "Mã đơn vị", "Tên đơn vị", "1 Phụ nữ đẻ", "2 Khám thai đủ"]
PAST: list[list[object]] = [
    [1, "12688", "Thị trấn Đông Hưng", 40, 30],
    [2, "12700", "Xã Đông La", 20, "-"],
    [3, "", "Thủ Sỹ", 15, 12],
    ["", "", "Tổng số", 75, 42],
]


@pytest.fixture
@kept
def world() -> World:
    world = build_world(["2026-6M"])
    DeadlineRule.objects.create(regime=world.regime, offset=5)
    return world


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [HEAD, *rows]:
        sheet.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


PAST_FILE = workbook(*PAST)
"""The same bytes each time: a workbook says when it was saved."""


def loaded(world: World, *rows: list[object], period: str = "2025-6M") -> HistoryLoad:
    return load_history(
        template=world.template, period_code=period, content=workbook(*rows) if rows else PAST_FILE,
        file_name="2025.xlsx", by=world.cast.nga, at=AT,
    )  # fmt: skip


def total_of(unit: Unit, point: int) -> Total:
    return Total.objects.get(unit=unit.pk, data_point=point, period__in=_periods())


def _periods() -> list[int]:
    return list(ReportingRound.objects.filter(period_code="2025-6M").values_list("period", flat=True))


def test_units_are_those_of_the_periods_last_day_and_nothing_counts_before_approval(world: World) -> None:
    load = loaded(world)
    cast = world.cast
    assert {row.unit for row in rows_of(load)} == {cast.dong_hung_town.pk, cast.dong_la.pk, cast.thu_sy.pk}
    assert not Figure.objects.exists()
    assert not ReportingRound.objects.filter(period_code="2025-6M").exists()


def test_approved_figures_count_and_totals_are_those_of_a_recount(world: World) -> None:
    approve_history(load=loaded(world), by=world.cast.binh, at=AT)
    refresh_totals(at=AT)
    cast = world.cast
    found = total_of(cast.thai_binh, world.points[0].pk)
    assert (found.amount, found.reported, found.expected) == (60, 2, 2)
    found = total_of(cast.old_hung_yen, world.points[0].pk)
    assert (found.amount, found.reported, found.expected) == (15, 1, 2)
    assert reconcile_totals() == []


def test_where_a_figure_comes_from_says_that_it_is_history(world: World) -> None:
    approve_history(load=loaded(world), by=world.cast.binh, at=AT)
    revision = Revision.objects.filter(submission__assignment__subject=world.cast.dong_la).get()
    assert revision.get_via_display() == "số liệu lịch sử"
    assert (revision.prepared_by, revision.signed_by) == (world.cast.nga, world.cast.binh)
    assert revision.submission.status == Status.ACCEPTED
    figure = Figure.objects.get(unit=world.cast.dong_la.pk, data_point=world.points[1].pk)
    assert (figure.sign, figure.revision) == (1, revision.pk)
    assert Event.objects.get(kind="history.approved").pk == figure.since


def test_the_past_round_is_closed_so_that_nobody_is_asked(world: World) -> None:
    approve_history(load=loaded(world), by=world.cast.binh, at=AT)
    past = ReportingRound.objects.get(period_code="2025-6M")
    assert past.closed_at == AT
    missing = Submission.objects.get(assignment__round=past, assignment__subject=world.cast.thien_phien)
    assert missing.status == Status.DRAFT


def test_a_year_of_history_gives_this_year_its_comparison(world: World) -> None:
    approve_history(load=loaded(world), by=world.cast.binh, at=AT)
    for unit, births in ((world.cast.dong_hung, "66"), (world.cast.tien_lu, "10")):
        world.accept(unit, "2026-6M", births, "1")
    refresh_totals(at=AT)
    client = Client()
    client.force_login(world.cast.dung)
    page = client.get("/tong-hop/", {"template": "4/BCH", "period": "2026-6M", "unit": "12688"})
    assert "10,0%" in page.content.decode()  # 66 beside 40 + 20


def test_who_loaded_may_not_approve_but_a_second_officer_or_the_head_may(world: World) -> None:
    load = loaded(world)
    for name in ("nga", "hoa", "lan", "dung"):
        with pytest.raises(NotAllowed):
            approve_history(load=load, by=world.cast.users[name], at=AT)
    assert approve_history(load=load, by=world.cast.binh, at=AT).approved_by == world.cast.binh


def test_what_was_undone_is_gone_and_may_be_loaded_again(world: World) -> None:
    load = undo_history(load=loaded(world), by=world.cast.nga, at=AT)
    with pytest.raises(Conflict):
        approve_history(load=load, by=world.cast.binh, at=AT)
    assert loaded(world).pk != load.pk


def test_the_same_file_twice_is_one_load_and_another_waits_its_turn(world: World) -> None:
    load = loaded(world)
    assert loaded(world).pk == load.pk
    with pytest.raises(Conflict):
        loaded(world, [1, "12688", "", 1, 1])
    approve_history(load=load, by=world.cast.binh, at=AT)
    with pytest.raises(Conflict):
        undo_history(load=load, by=world.cast.nga, at=AT)


def test_history_never_replaces_what_a_unit_reported(world: World) -> None:
    approve_history(load=loaded(world), by=world.cast.binh, at=AT)
    again = loaded(world, [1, "12688", "", 1, 1], [2, "", "Thiện Phiến", 5, 4])
    assert [row.name for row in rows_of(again)] == ["Xã Thiện Phiến"]
    assert "đã có báo cáo của kỳ này" in told_of(again)[0].message
    approve_history(load=again, by=world.cast.binh, at=AT)
    refresh_totals(at=AT)
    assert total_of(world.cast.old_hung_yen, world.points[0].pk).amount == 20
    assert reconcile_totals() == []


@pytest.mark.parametrize("period", ["2026-Q9", "2026-12M", "nd09:2025-Q1", ""])
def test_a_period_that_is_none_or_has_not_ended_is_refused(world: World, period: str) -> None:
    with pytest.raises(BadContent):
        loaded(world, period=period)


def test_the_command_checks_first_and_loads_then(world: World, tmp_path: Path) -> None:
    file = tmp_path / "2025.xlsx"
    file.write_bytes(workbook(*PAST, [9, "99999", "", 1, 1]))
    said = StringIO()
    call_command("load_history", str(file), regime="BCH", period="2025-6M", dry_run=True, stdout=said)
    assert "3/4 đơn vị nạp được, 1 lỗi. Chưa ghi gì." in said.getvalue()
    assert not HistoryLoad.objects.exists()
    for _twice in range(2):
        call_command("load_history", str(file), regime="BCH", period="2025-6M", stdout=said)
    assert "chờ cơ quan chủ trì duyệt" in said.getvalue()
    load = HistoryLoad.objects.get()
    approve_history(load=load, by=world.cast.nga, at=AT)  # nobody loaded it by hand: any officer is a second


def test_by_page_it_is_loaded_looked_at_and_approved(world: World) -> None:
    nga, binh = Client(), Client()
    nga.force_login(world.cast.nga)
    binh.force_login(world.cast.binh)
    given = {"template": world.template.pk, "period": "2025-6M"}
    page = nga.post(
        "/dot-bao-cao/lich-su/", given | {"file": SimpleUploadedFile("a.xlsx", workbook(*PAST))}, follow=True
    )
    text = page.content.decode()
    assert "chờ duyệt, chưa được tính" in text
    assert "Duyệt số liệu lịch sử" not in text
    address = page.redirect_chain[-1][0]
    assert "Duyệt số liệu lịch sử" in binh.get(address).content.decode()
    assert "Đã duyệt." in binh.post(f"{address}duyet/", follow=True).content.decode()
    refused = nga.post("/dot-bao-cao/lich-su/", given | {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")})
    assert refused.status_code == 422
