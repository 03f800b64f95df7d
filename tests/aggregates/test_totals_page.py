"""The leader's page and the API: what is said, to whom, in how many queries."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from aggregates.actions.refresh_totals import refresh_totals
from submissions.figures import FigureKey, FigureRow, write_pending
from tests.aggregates.world import AT, World, build_world
from tests.support.kept_worlds import kept

pytestmark = pytest.mark.django_db
PERIODS = ["2024", "2025-3M", "2025-6M", "2025-9M", "2025", "2026-3M", "2026-6M"]


@pytest.fixture
@kept
def world() -> World:
    """Two quarters of 2026 and two of 2025; Hoàng Hoa Thám has not reported for 6 months of 2026."""
    world = build_world(PERIODS)
    cast = world.cast
    for period, factor in (("2025-3M", 10), ("2025-6M", 20)):
        for unit, amount in (
            (cast.dong_hung_town, 3),
            (cast.dong_la, 2),
            (cast.thu_sy, 4),
            (cast.thien_phien, 6),
        ):
            world.accept(unit, period, str(amount * factor), str(factor))
    for period, factor in (("2025-9M", 30), ("2025", 40), ("2026-3M", 11), ("2026-6M", 22)):
        for unit, amount in ((cast.dong_hung, 5), (cast.tien_lu, 7), (cast.hoang_hoa_tham, 3)):
            if (unit, period) != (cast.hoang_hoa_tham, "2026-6M"):
                world.accept(unit, period, str(amount * factor), "-")
    refresh_totals(at=AT)
    return world


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.cast.users[name])
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


def test_the_leader_reads_the_sentence_first(world: World) -> None:
    page = text_of(client_of(world, "dung"), "/tong-hop/?period=2026-3M")
    # 15 × 11 = 165 against 15 × 10 = 150 over the reorganisation, all complete.
    assert "Toàn tỉnh có 165 phụ nữ đẻ, tăng 10,0% so với cùng kỳ năm 2025" in page
    assert "<b>3/3</b> đơn vị đã báo cáo" in page


def test_change_is_computed_on_units_present_in_both_periods(world: World) -> None:
    page = text_of(client_of(world, "dung"), "/tong-hop/?period=2026-6M")
    # Without Hoàng Hoa Thám, Tiên Lữ cannot be compared either: Thiện Phiến was divided between them.
    assert "Toàn tỉnh có 264 phụ nữ đẻ, tăng 10,0% so với cùng kỳ năm 2025" in page
    assert "So sánh tính trên 1 trong 2 đơn vị" in page
    assert "không so sánh được: một đơn vị cũ đã chia cho đơn vị này và Xã Hoàng Hoa Thám" in page
    assert "Xã Hoàng Hoa Thám" in page


@pytest.mark.parametrize(
    "address", ["/tong-hop/", "/tong-hop/?period=2025-9M&tree=then", "/tong-hop/?period=2025-6M"]
)
def test_the_leaders_page_needs_at_most_thirteen_queries(
    world: World, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]], address: str
) -> None:
    client = client_of(world, "dung")
    text_of(client, address)  # the first visit after a change of the tree reads the tree
    with django_assert_max_num_queries(13):
        text_of(client, address)


def test_then_lists_the_predecessors_apart(world: World) -> None:
    page = text_of(client_of(world, "dung"), "/tong-hop/?period=2025-6M&tree=then")
    assert "Tỉnh Hưng Yên</a>" not in page
    assert "Tỉnh Thái Bình (cũ)" in page
    old = text_of(client_of(world, "dung"), "/tong-hop/?period=2025-6M&unit=34&as_of=2025-06-30")
    assert "Toàn tỉnh có 100 phụ nữ đẻ" in old
    assert "Huyện Đông Hưng" in old


@pytest.mark.parametrize("name", ["dung", "binh", "hoa", "nga", "thanh", "quan"])
def test_leaders_and_the_department_see_the_province(world: World, name: str) -> None:
    assert "Tỉnh Hưng Yên" in text_of(client_of(world, name), "/tong-hop/?period=2026-3M")


def test_a_communes_people_see_their_own_figures_only(world: World) -> None:
    client = client_of(world, "lan")
    page = text_of(client, "/tong-hop/?period=2026-3M")
    assert "Toàn xã có 55 phụ nữ đẻ, tăng 10,0% so với cùng kỳ năm 2025" in page
    assert client.get("/tong-hop/?period=2026-3M&unit=33").status_code == 404
    assert client.get("/tong-hop/?period=2026-3M&unit=12361").status_code == 404
    assert client.get("/tong-hop/nguon/?period=2026-3M&unit=12361&cell=t1/r1:c1").status_code == 404


@pytest.mark.parametrize("name", ["mai", "long"])
def test_foreign_people_see_nothing(world: World, name: str) -> None:
    client = client_of(world, name)
    assert "Chưa có đợt báo cáo nào trong phạm vi của anh/chị" in text_of(client, "/tong-hop/")
    assert client.get("/api/v1/totals").status_code == 404
    revision = world.rounds["2026-3M"].assignments.first().submission.accepted_id  # type: ignore[union-attr]
    assert client.get(f"/tong-hop/nguon/{revision}/").status_code == 404


def test_a_form_without_such_numbers_has_an_empty_page(world: World) -> None:
    client = client_of(world, "dung")
    assert "Chưa có đợt báo cáo nào" in text_of(client, "/tong-hop/?edition=plan")
    assert client.get("/api/v1/comparisons?edition=plan").json() == {"items": [], "count": 0}


@pytest.mark.parametrize("query", ["period=abc", "tree=later", "basis=best", "as_of=31/12", "edition=x"])
def test_words_that_mean_nothing_are_told(world: World, query: str) -> None:
    assert client_of(world, "dung").get(f"/api/v1/totals?{query}").status_code == 422


def test_from_a_total_down_to_the_cell_of_the_sealed_document(world: World) -> None:
    client = client_of(world, "dung")
    sources = text_of(client, "/tong-hop/nguon/?period=2026-6M&cell=t1/r1:c1")
    assert "Nguyễn Thị Lan" in sources
    assert "E10" in sources
    assert "chưa có báo cáo được duyệt: Xã Hoàng Hoa Thám" in sources
    assert "1 đơn vị chưa có báo cáo được duyệt" in text_of(client, "/tong-hop/?period=2026-6M")
    assert "1 đơn vị chưa gửi báo cáo" in text_of(client, "/tong-hop/?period=2026-6M&basis=provisional")
    submission = world.rounds["2026-6M"].assignments.get(subject=world.cast.dong_hung).submission  # type: ignore[attr-defined]
    sealed = text_of(client, f"/tong-hop/nguon/{submission.accepted_id}/?cell=t1/r1:c1")
    assert "ô E10: số liệu đang tra cứu" in sealed
    assert ">110" in sealed.replace("\n", "")


def test_the_export_holds_what_is_seen(world: World) -> None:
    response = client_of(world, "dung").get("/tong-hop/?period=2026-3M&format=xlsx")
    book = load_workbook(BytesIO(response.content))
    values = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 165 in values
    assert "Xã Tiên Lữ" in values


def test_provisional_totals_lay_what_is_sent_over_what_counts(world: World) -> None:
    unit, period = world.cast.hoang_hoa_tham, world.rounds["2026-6M"].period_id
    row = FigureRow(period, world.points[0].pk, unit.shard, unit.pk, 4, 66, 0, 1, 1, 5)
    write_pending([row], blank=[], revision=1, since=5)
    other = world.cast.tien_lu
    write_pending(
        [], blank=[FigureKey(period, world.points[0].pk, other.shard, other.pk, 4)], revision=2, since=6
    )
    client = client_of(world, "dung")
    address = "/api/v1/totals?period=2026-6M&cell=t1/r1:c1&basis="
    assert client.get(address + "accepted").json()["items"][0]["amount"] == "264"
    assert client.get(address + "provisional").json()["items"][0]["amount"] == "176"


def test_totals_of_both_trees_through_the_api(world: World) -> None:
    client = client_of(world, "dung")
    found = client.get("/api/v1/totals?period=2025-6M&tree=then,now&cell=t1/r1:c1").json()
    assert [(item["tree"], item["amount"]) for item in found["items"]] == [("then", None), ("now", "300")]
    apart = {item["unit"]["full_name"]: item["amount"] for item in found["predecessors"]}
    assert apart == {"Tỉnh Hưng Yên": "200", "Tỉnh Thái Bình": "100"}


def test_comparisons_give_exact_parts_and_words(world: World) -> None:
    client = client_of(world, "dung")
    [births, _visits] = client.get("/api/v1/comparisons?period=2026-3M").json()["items"]
    change = births["same_period_last_year"]
    assert (change["amount"], change["base"], change["difference"]) == ("165", "150", "15")
    assert (change["index"], change["growth"]) == ("110", "10")
    assert births["previous_period"]["against"] == "2025-Q4"
    # Q1/2026 = 165; Q4/2025 = 600 − 450 = 150
    assert births["previous_period"]["base"] == "150"


def test_ranks_and_sources_through_the_api(world: World) -> None:
    client = client_of(world, "dung")
    ranks = client.get("/api/v1/ranks?period=2026-6M&cell=t1/r1:c1").json()["items"]
    assert [(item["rank"], item["amount"]) for item in ranks] == [(1, "154"), (2, "110"), (None, None)]
    sources = client.get("/api/v1/totals/sources?period=2026-6M&cell=t1/r1:c1").json()
    assert sources["total"]["amount"] == "264"
    assert [item["value"] for item in sources["items"]] == ["110", "154"]
    assert [unit["name"] for unit in sources["missing"]] == ["Hoàng Hoa Thám"]
    assert client.get("/api/v1/ranks?period=2026-6M&cell=nothing").status_code == 422


def test_a_hostile_name_is_text_everywhere(world: World) -> None:
    world.cast.tien_lu.names.update(name='=HYPERLINK("x")<script>alert(1)</script>', kind="khac")
    client = client_of(world, "dung")
    assert "<script>alert" not in text_of(client, "/tong-hop/?period=2026-3M")
    book = load_workbook(BytesIO(client.get("/tong-hop/?period=2026-3M&format=xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("'=HYPERLINK") for cell in cells)
