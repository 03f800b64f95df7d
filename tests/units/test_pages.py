"""Pages of the ground floor, as the cast meets them."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD, Cast, build_cast
from units.actions.create_unit import create_unit
from units.actions.record_event import record_event
from units.actions.seal_events import seal_events
from units.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def see(cast: Cast) -> Callable[..., str]:
    def page(person: str, path: str, status: int = 200) -> str:
        client = Client()
        client.force_login(cast.fresh(person), backend="units.backends.PasswordBackend")
        answer = client.get(path)
        assert answer.status_code == status
        return answer.content.decode()

    return page


def rows_of(page: str) -> list[str]:
    """The units of a page, in the tree or in a list."""
    return re.findall(
        r'<a (?:class="to-unit" )?href="/don-vi/\d+/[^"]*">([^<]+)</a>(?:</span>|</td>|<br>)', page
    )


def test_a_clerk_sees_the_own_commune_and_the_old_ones_of_that_day(see: Callable[..., str]) -> None:
    assert rows_of(see("lan", "/don-vi/")) == ["Xã Đông Hưng"]
    assert rows_of(see("lan", "/don-vi/?ngay=30/06/2025")) == ["Thị trấn Đông Hưng", "Xã Đông La"]
    assert rows_of(see("lan", "/don-vi/?as_of=2025-06-30")) == ["Thị trấn Đông Hưng", "Xã Đông La"]


def test_the_tree_opens_level_by_level(cast: Cast, see: Callable[..., str]) -> None:
    assert rows_of(see("dung", "/don-vi/")) == ["Tỉnh Hưng Yên"]
    below = see("dung", f"/don-vi/?trong={cast.province.pk}")
    assert rows_of(below) == ["Xã Đông Hưng", "Xã Hoàng Hoa Thám", "Sở Y tế tỉnh Hưng Yên", "Xã Tiên Lữ"]
    assert '<span class="tree-below number">1<' in below


@pytest.mark.parametrize("typed", ["thai binh", "Thái Bình", "THÁI  BÌNH", "Thái"])
def test_a_name_is_found_without_accents_and_decomposed(see: Callable[..., str], typed: str) -> None:
    assert rows_of(see("dung", f"/don-vi/?ngay=30/06/2025&loai=tinh&q={typed}")) == ["Tỉnh Thái Bình"]


def test_what_is_out_of_reach_does_not_exist(cast: Cast, see: Callable[..., str]) -> None:
    assert rows_of(see("lan", "/don-vi/?q=kien an")) == []
    for path in (f"/don-vi/{cast.tien_lu.pk}/", "/don-vi/999999999/", f"/don-vi/?trong={cast.kien_an.pk}"):
        see("lan", path, 404)


def test_a_unit_tells_where_it_came_from(cast: Cast, see: Callable[..., str]) -> None:
    page = see("lan", f"/don-vi/{cast.dong_hung.pk}/")
    assert "Thị trấn Đông Hưng" in page
    assert "Trung tâm Y tế khu vực Đông Hưng" in page
    old = see("dung", f"/don-vi/{cast.thien_phien.pk}/")
    assert "một phần, nhận nhiệm vụ còn lại" in old
    assert "đến hết 30/06/2025" in old


@pytest.mark.parametrize(
    "query",
    [
        "ngay=31/02/2026",
        "ngay=%00",
        "trong=-1",
        "trong=99999999999999999999",
        "trong=²",
        "trang=0",
        "trang=999999999",
        "q=%00",
        "q=%25",
        "q='--",
        "loai=user__password",
        "q=" + "a" * 5000,
    ],
)
def test_nothing_in_the_address_breaks_the_pages(see: Callable[..., str], query: str) -> None:
    see("dung", f"/don-vi/?{query}")
    see("quan", f"/nguoi-dung/?{query}")
    see("quan", f"/nhat-ky/?{query}&nguoi=%00&tu=x&den=31/12/9999&truoc=99999999999")


def test_an_unreadable_date_is_named(see: Callable[..., str]) -> None:
    assert "Ngày “31/02/2026” chưa đọc được" in see("dung", "/don-vi/?ngay=31/02/2026")


def test_a_hostile_name_is_text(cast: Cast, see: Callable[..., str]) -> None:
    create_unit(
        code="33999", name="<script>alert(1)</script>", kind="xa", begins=cast.province.begins,
        parent=cast.province, by=cast.quan, at=timezone.now(),
    )  # fmt: skip
    assert "<script>alert" not in see("dung", f"/don-vi/?trong={cast.province.pk}")


def test_people_and_the_log_are_for_administrators_and_auditors(see: Callable[..., str]) -> None:
    for path in ("/nguoi-dung/", "/nhat-ky/"):
        for person, status in [("quan", 200), ("thanh", 200), ("lan", 403), ("dung", 403), ("binh", 403)]:
            see(person, path, status)


def test_people_are_found_by_name_and_role(see: Callable[..., str]) -> None:
    page = see("quan", "/nguoi-dung/?q=nguyen thi")
    assert "Nguyễn Thị Lan" in page
    assert "Trần Văn Minh" not in page
    assert "Bùi Tiến Dũng" in see("quan", "/nguoi-dung/?vai-tro=leader")


def test_the_log_is_filtered_and_says_what_is_sealed(cast: Cast, see: Callable[..., str]) -> None:
    seal_events(at=timezone.now())
    record_event(kind="token.created", by=cast.lan, at=timezone.now(), unit=cast.dong_hung)
    page = see("thanh", "/nhat-ky/?nguoi=lan&loai=token")
    assert page.count('<tr><td class="nowrap">') == 1
    assert "Cấp mã truy cập" in page
    assert "○ chờ" in page
    assert "đã niêm phong" in see("thanh", "/nhat-ky/?loai=unit")
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")
    assert "Không có sự kiện nào khớp" in see("thanh", f"/nhat-ky/?tu={tomorrow}")


def test_sign_in_refusal_lock_and_sign_out_are_on_the_record(cast: Cast) -> None:
    client = Client()
    form = {"username": "lan", "password": "wrong"}
    assert client.post("/dang-nhap/", form).status_code == 200
    assert client.post("/dang-nhap/", {"username": "lan", "password": PASSWORD}).status_code == 302
    assert client.post("/dang-xuat/").status_code == 302
    for _turn in range(5):
        locked = client.post("/dang-nhap/", form)
    assert locked.status_code == 429
    assert "Hãy thử lại sau 15 phút" in locked.content.decode()
    assert client.post("/dang-nhap/", {"username": "lan", "password": PASSWORD}).status_code == 429
    kinds = set(Event.objects.filter(kind__startswith="user.").values_list("kind", flat=True))
    assert {"user.signed_in", "user.sign_in_refused", "user.signed_out", "user.locked_out"} <= kinds
    assert "wrong" not in str(list(Event.objects.values_list("data", flat=True)))


def test_the_demo_password_opens_nothing_outside_the_demo(cast: Cast, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    answer = Client().post("/dang-nhap/", {"username": "lan", "password": PASSWORD})
    assert answer.status_code == 200
    cast.lan.set_password("của riêng tôi 1")
    cast.lan.save()
    answer = Client().post("/dang-nhap/", {"username": "lan", "password": "của riêng tôi 1"})
    assert answer.status_code == 302


def test_nobody_signs_out_by_following_a_link(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.lan, backend="units.backends.PasswordBackend")
    assert client.get("/dang-xuat/").status_code == 405


@pytest.mark.parametrize("path", ["/don-vi/", "/don-vi/?q=dong", "/nguoi-dung/", "/nhat-ky/"])
def test_pages_of_lists_take_at_most_thirteen_queries(
    cast: Cast, path: str, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    client = Client()
    client.force_login(cast.fresh("thanh"), backend="units.backends.PasswordBackend")
    with django_assert_max_num_queries(13):
        assert client.get(path).status_code == 200
