"""Promise 4: as it stood on a date, recomputed from history, equals what was answered on that day."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.html import escape

from aggregates.actions.refresh_totals import refresh_totals
from submissions.figures import FigureRow, write_figures
from submissions.models import Figure, Status, Submission
from tests.aggregates.world import AT, World, build_world
from tests.support.kept_worlds import kept
from units.actions.record_event import record_event
from units.models import Event, Placement, Succession

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/totals?period=2026-6M&unit=33&cell=t1/r1:c1"


def accepted_on(world: World, unit: Any, day: int, answer: str) -> None:
    """Accept (or accept a correction of) 6M/2026 on a day of July 2026, with the event that says so."""
    submission = Submission.objects.get(assignment__round=world.rounds["2026-6M"], assignment__subject=unit)
    at = datetime(2026, 7, day, 3, tzinfo=UTC)
    event = record_event(kind="submission.accepted", by=None, at=at, subject=submission, unit=unit.pk)
    world.accept(unit, "2026-6M", answer, "1")
    submission.refresh_from_db()
    assert submission.status == Status.ACCEPTED
    rows = Figure.objects.filter(period=world.rounds["2026-6M"].period_id, unit=unit.pk)
    said = [
        FigureRow(
            row.period, row.data_point, row.shard, row.unit, row.edition, row.amount, row.sign, row.scope,
            row.revision, event.pk,
        )
        for row in rows
    ]  # fmt: skip
    Figure.objects.filter(period=world.rounds["2026-6M"].period_id, unit=unit.pk).delete()
    write_figures(said, until=event.pk)


def answer(world: World, query: str = "") -> dict[str, Any]:
    client = Client()
    client.force_login(world.cast.dung)
    response = client.get(ADDRESS + query)
    assert response.status_code == 200, response.content
    [item] = response.json()["items"]
    return {key: item[key] for key in ("amount", "reported", "answered", "expected")}


@pytest.fixture
@kept
def world() -> World:
    world = build_world(["2026-6M"])
    world.rounds["2026-6M"].opened_at = datetime(2026, 7, 1, 1, tzinfo=UTC)
    world.rounds["2026-6M"].save()
    return world


def test_each_day_answers_as_it_did_then(world: World) -> None:
    cast = world.cast
    told: dict[int, dict[str, Any]] = {}
    for day, unit, said in (
        (3, cast.dong_hung, "10"),
        (5, cast.tien_lu, "20"),
        (8, cast.hoang_hoa_tham, "5"),
    ):
        accepted_on(world, unit, day, said)
        refresh_totals(at=AT)
        told[day] = answer(world)
    for day, then in told.items():
        assert answer(world, f"&known_on=2026-07-{day:02}") == then, day
    assert answer(world, "&known_on=2026-07-02")["amount"] is None
    assert answer(world, "&known_on=2026-07-04") == told[3]


def test_a_corrected_figure_is_the_old_one_before_the_correction(world: World) -> None:
    unit = world.cast.dong_hung
    accepted_on(world, unit, 3, "10")
    old = Figure.objects.get(unit=unit.pk, data_point=world.points[0].pk)
    event = record_event(
        kind="submission.accepted", by=None, at=datetime(2026, 7, 9, 3, tzinfo=UTC),
        subject=Submission.objects.get(assignment__subject=unit), unit=unit.pk,
    )  # fmt: skip
    row = FigureRow(
        old.period, old.data_point, old.shard, old.unit, old.edition, 12, 0, 1, old.revision, event.pk
    )
    write_figures([row], until=event.pk)
    world.mark(unit, "2026-6M")
    refresh_totals(at=AT)
    assert answer(world)["amount"] == "12"
    assert answer(world, "&known_on=2026-07-08")["amount"] == "10"
    assert answer(world, "&known_on=2026-07-09")["amount"] == "12"


def test_the_tree_is_the_one_that_was_known(world: World) -> None:
    """On 10 July it is recorded that Đông Hưng had left the province on 1 June."""
    cast = world.cast
    accepted_on(world, cast.dong_hung, 3, "10")
    accepted_on(world, cast.tien_lu, 3, "20")
    event = record_event(
        kind="unit.placed", by=None, at=datetime(2026, 7, 10, 3, tzinfo=UTC), unit=cast.dong_hung.pk
    )
    old = Placement.objects.get(unit=cast.dong_hung, kind="administrative")
    Placement.objects.filter(pk=old.pk).update(until=event.pk)
    Placement.objects.create(
        unit=cast.dong_hung,
        parent=cast.hai_phong,
        kind="administrative",
        valid_from=old.valid_from,
        since=event.pk,
    )
    world.mark(cast.tien_lu, "2026-6M")
    refresh_totals(at=AT)
    assert answer(world)["amount"] == "20"
    assert answer(world, "&known_on=2026-07-09")["amount"] == "30"
    assert answer(world, "&known_on=2026-07-10")["amount"] == "20"


def test_a_succession_recorded_later_is_not_known_before(world: World) -> None:
    event = record_event(kind="unit.succeeded", by=None, at=datetime(2026, 7, 10, 3, tzinfo=UTC))
    cast = world.cast
    Succession.objects.filter(predecessor=cast.thu_sy, successor=cast.tien_lu).update(since=event.pk)
    from aggregates.as_known import Known

    ends = Known(datetime(2026, 7, 9, tzinfo=UTC).date()).atlas(kind="administrative")
    assert ends.terminals(ends.today)[cast.thu_sy.pk] == {cast.thu_sy.pk}
    ends = Known(datetime(2026, 7, 10, tzinfo=UTC).date()).atlas(kind="administrative")
    assert ends.terminals(ends.today)[cast.thu_sy.pk] == {cast.tien_lu.pk}


def test_provisional_figures_have_no_past(world: World) -> None:
    client = Client()
    client.force_login(world.cast.dung)
    response = client.get(ADDRESS + "&basis=provisional&known_on=2026-07-04")
    assert response.status_code == 422
    assert "tạm tính" in response.json()["detail"]
    assert Event.objects.exists()


def test_the_page_says_which_day_it_speaks_of(world: World) -> None:
    accepted_on(world, world.cast.dong_hung, 3, "10")
    client = Client()
    client.force_login(world.cast.dung)
    page = client.get("/tong-hop/?period=2026-6M&known_on=2026-07-04").content.decode()
    assert "Số liệu như đã biết ngày 04/07/2026" in page
    assert "Toàn tỉnh có 10 phụ nữ đẻ" in page
    sources = client.get("/tong-hop/nguon/?period=2026-6M&known_on=2026-07-04&cell=t1/r1:c1").content.decode()
    assert "Xã Đông Hưng" in sources


PAGE = "/tong-hop/?period=2026-6M&cell=t1/r1:c1"


def page(world: World, query: str) -> str:
    client = Client()
    client.force_login(world.cast.dung)
    response = client.get(PAGE + query)
    assert response.status_code == 200, response.content
    return response.content.decode()


def _field(found: str) -> str:
    """What stands in the field of the day, which the browser does not write its own way."""
    [field] = re.findall(r'<input type="text"[^>]*name="known_on"[^>]*>', found)
    return re.findall(r'value="([^"]*)"', field)[0]


def test_the_page_reads_and_writes_its_day_as_day_month_year(world: World) -> None:
    accepted_on(world, world.cast.dong_hung, 3, "10")
    refresh_totals(at=AT)
    for written in ("04/07/2026", " 04/07/2026 ", "2026-07-04"):
        found = page(world, f"&known_on={written}")
        assert _field(found) == "04/07/2026"
        assert "Số liệu như đã biết ngày 04/07/2026" in found
    assert answer(world, "&known_on=04/07/2026") == answer(world, "&known_on=2026-07-04")


@pytest.mark.parametrize("written", ["07/31/2026", "31/02/2026", "hôm qua", "<b>4/7</b>", "4" * 300, "\x00"])
def test_a_day_that_cannot_be_read_is_said_on_the_page_that_was_asked(world: World, written: str) -> None:
    accepted_on(world, world.cast.dong_hung, 3, "10")
    refresh_totals(at=AT)
    found = page(world, f"&basis=accepted&known_on={quote(written)}")
    assert f"Ngày “{escape(written[:40])}” chưa đọc được. Hãy viết ngày/tháng/năm" in found
    assert _field(found) == escape(written[:40])
    assert "Số liệu như đã biết ngày" not in found


def test_no_file_and_no_answer_is_made_of_a_day_that_cannot_be_read(world: World) -> None:
    client = Client()
    client.force_login(world.cast.dung)
    for address in (f"{PAGE}&format=xlsx&known_on=31/02/2026", f"{ADDRESS}&known_on=31/02/2026"):
        response = client.get(address)
        assert response.status_code == 422
        assert (
            "Không đọc được ngày “31/02/2026”. Hãy viết như 30/06/2026 hoặc 2026-06-30."
            in response.content.decode()
        )
