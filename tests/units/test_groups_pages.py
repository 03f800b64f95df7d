"""Groups of units on pages and in the API."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.cast import AT, Cast, build_cast
from tests.units.test_groups import LATER, add
from units.actions.create_group import create_group
from units.groups import find_group, members_on
from units.models import GroupMember, UnitGroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def coast(cast: Cast) -> UnitGroup:
    return create_group(name="Ven biển", by=cast.quan, at=AT)


@pytest.fixture
def at(cast: Cast) -> Callable[[str], Client]:
    def signed_in(person: str) -> Client:
        client = Client()
        client.force_login(cast.fresh(person), backend="units.backends.PasswordBackend")
        return client

    return signed_in


def test_an_administrator_makes_a_group_and_fills_it(cast: Cast, at: Callable[[str], Client]) -> None:
    quan = at("quan")
    assert "Chưa có nhóm nào. Hãy đặt tên" in quan.get("/don-vi/nhom/").content.decode()
    answer = quan.post("/don-vi/nhom/", {"name": "Ven biển", "code": "", "description": ""})
    assert answer["Location"] == "/don-vi/nhom/VEN_BIEN/"
    bad = quan.post("/don-vi/nhom/VEN_BIEN/them/", {"ma": "12688\n99999", "tu": "01/07/2025"})
    page = bad.content.decode()
    assert bad.status_code == 422
    assert "Dòng 2: không có đơn vị mang mã 99999" in page
    assert "12688\n99999</textarea>" in page
    assert not GroupMember.objects.exists()
    good = quan.post("/don-vi/nhom/VEN_BIEN/them/", {"ma": "12688\n12361", "tu": "01/07/2025"}, follow=True)
    assert "Đã thêm 2 đơn vị vào nhóm từ ngày 01/07/2025" in good.content.decode()
    assert "Xã Tiên Lữ" in good.content.decode()
    gone = {"don-vi": [cast.tien_lu.pk], "tu": "01/01/2026"}
    quan.post("/don-vi/nhom/VEN_BIEN/bo/", gone)
    assert members_on(find_group("VEN_BIEN"), on=date(2025, 12, 31)) == {cast.tien_lu.pk, cast.dong_hung.pk}
    assert members_on(find_group("VEN_BIEN"), on=LATER) == {cast.dong_hung.pk}


def test_units_are_found_to_be_added(cast: Cast, coast: UnitGroup, at: Callable[[str], Client]) -> None:
    add(cast, coast, cast.dong_hung)
    page = at("quan").get("/don-vi/nhom/VEN_BIEN/?tim=hung").content.decode()
    assert "đã trong nhóm" in page
    assert f'value="{cast.dong_hung.pk}" disabled' in page


def test_others_see_members_within_reach_and_no_buttons(
    cast: Cast, coast: UnitGroup, at: Callable[[str], Client]
) -> None:
    add(cast, coast, cast.dong_hung, cast.kien_an)
    page = at("lan").get("/don-vi/nhom/VEN_BIEN/").content.decode()
    assert "Xã Đông Hưng" in page
    assert "Kiến An" not in page
    assert "Thêm vào nhóm" not in page
    assert (
        at("lan").post("/don-vi/nhom/VEN_BIEN/them/", {"ma": "12688", "tu": "01/07/2025"}).status_code == 403
    )


@pytest.mark.parametrize(
    "given",
    [{"tu": "hôm nay"}, {"tu": ""}, {"tu": "31/12/9999", "ma": "12688"}, {"tu": "01/01/0001", "ma": "12688"},
     {"tu": "01/07/2025", "ma": "\x00"},
     {"tu": "01/07/2025", "don-vi": ["²", "9" * 5000, "-1", "99999999999"]}],
)  # fmt: skip
def test_nothing_that_is_posted_breaks_the_page(
    coast: UnitGroup, at: Callable[[str], Client], given: dict[str, Any]
) -> None:
    for step in ("them", "bo"):
        assert at("quan").post(f"/don-vi/nhom/VEN_BIEN/{step}/", given).status_code == 422


def test_a_hostile_name_is_text(cast: Cast, at: Callable[[str], Client]) -> None:
    bad = "<script>alert(1)</script>"
    create_group(name=bad, code="X", description=bad, by=cast.quan, at=AT)
    for path in (
        "/don-vi/nhom/",
        "/don-vi/nhom/X/",
        "/don-vi/",
        "/don-vi/?nhom=X",
        f"/don-vi/nhom/X/?tim={bad}",
    ):
        page = at("quan").get(path).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_the_list_of_units_is_narrowed_to_a_group(
    cast: Cast, coast: UnitGroup, at: Callable[[str], Client]
) -> None:
    add(cast, coast, cast.tien_lu, cast.kien_an)
    page = at("dung").get("/don-vi/?nhom=VEN_BIEN").content.decode()
    assert "Xã Tiên Lữ" in page
    assert "Xã Đông Hưng" not in page
    assert "Kiến An" not in page
    assert "Xã Tiên Lữ" not in at("dung").get("/don-vi/?nhom=VEN_BIEN&q=hoang").content.decode()
    assert "Không có đơn vị nào khớp" in at("dung").get("/don-vi/?nhom=KHAC").content.decode()


def test_the_api_lists_groups_and_members_and_narrows_units(
    cast: Cast, coast: UnitGroup, at: Callable[[str], Client]
) -> None:
    add(cast, coast, cast.tien_lu, cast.dong_hung, cast.kien_an)
    dung = at("dung")
    assert dung.get("/api/v1/unit-groups").json() == {
        "items": [{"code": "VEN_BIEN", "name": "Ven biển", "description": "", "members": 2}], "count": 1,
    }  # fmt: skip
    one = dung.get("/api/v1/unit-groups/ven_bien?limit=1").json()
    assert (one["count"], [item["unit"]["code"] for item in one["items"]]) == (2, ["12688"])
    assert dung.get("/api/v1/unit-groups/VEN_BIEN?as_of=2025-06-30").json()["count"] == 0
    codes = [unit["code"] for unit in dung.get("/api/v1/units?group=VEN_BIEN").json()["items"]]
    assert codes == ["12688", "12361"]
    assert dung.get("/api/v1/units?group=KHAC").status_code == 404
    assert dung.get("/api/v1/unit-groups/KHAC").status_code == 404
