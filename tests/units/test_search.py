"""Finding units: by any name or code of any date, without accents, always within reach."""

import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import LAST, NEW, OLD, Cast, build_cast
from units.actions.create_unit import create_unit
from units.models import Unit, UnitName
from units.search import Found, Search, search_units
from units.vietnamese import search_key, sort_key

TODAY = date(2026, 11, 20)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def find(cast: Cast) -> Callable[..., list[Found]]:
    def search(typed: str, *, on: date = TODAY, **more: Any) -> list[Found]:
        everything = frozenset(Unit.objects.values_list("pk", flat=True))
        found, count = search_units(Search(typed, on=on, **more), within=everything, limit=100)
        assert count == len(found)
        return found

    return search


def names(found: list[Found]) -> list[str]:
    return [one.unit.full_name for one in found]


def test_a_code_finds_all_who_ever_had_it_today_s_first(find: Callable[..., list[Found]]) -> None:
    now, then = find("12688")
    assert (now.unit.full_name, now.said, now.since, now.until) == ("Xã Đông Hưng", "12688", NEW, None)
    assert (then.unit.full_name, then.since, then.until) == ("Thị trấn Đông Hưng", OLD, LAST)
    assert [heir.full_name for heir in then.heirs] == ["Xã Đông Hưng"]
    assert not then.joined_higher


def test_a_code_may_be_begun(find: Callable[..., list[Found]]) -> None:
    assert names(find("1236")) == [
        "Xã Hoàng Hoa Thám", "Xã Tiên Lữ", "Xã Thiện Phiến",
    ]  # fmt: skip
    assert names(find("h33.08")) == ["Sở Y tế tỉnh Hưng Yên", "Trung tâm Y tế khu vực Đông Hưng"]


@pytest.mark.parametrize(
    "typed",
    [
        "Thái Bình",
        unicodedata.normalize("NFD", "Thái Bình"),
        "THAI  binh",
        "tỉnh thái bình",
        "Tinh Thai Binh",
    ],
)
def test_a_province_is_found_as_people_write_it(find: Callable[..., list[Found]], typed: str) -> None:
    first = find(typed)[0]
    assert first.unit.full_name == "Tỉnh Thái Bình"
    assert [heir.full_name for heir in first.heirs] == ["Tỉnh Hưng Yên"]


def test_words_in_order_may_be_begun_only(find: Callable[..., list[Found]]) -> None:
    assert names(find("th bi")) == ["Tỉnh Thái Bình", "Sở Y tế tỉnh Thái Bình"]
    assert "Tỉnh Thái Bình" not in names(find("bi th"))


def test_names_that_begin_so_come_before_names_that_hold_it(find: Callable[..., list[Found]]) -> None:
    assert names(find("đông hưng")) == [
        "Xã Đông Hưng",
        "Huyện Đông Hưng",
        "Thị trấn Đông Hưng",
        "Trung tâm Y tế khu vực Đông Hưng",
    ]


def test_the_accents_typed_decide_between_two_spellings(cast: Cast, find: Callable[..., list[Found]]) -> None:
    for code, name in (("33901", "Hòa Bình"), ("33902", "Hoà Bính")):
        create_unit(
            code=code, name=name, kind="xa", begins=NEW, parent=cast.province, by=None, at=timezone.now()
        )
    assert names(find("hoa binh")) == ["Xã Hòa Bình", "Xã Hoà Bính"]
    assert names(find("hoà bính")) == ["Xã Hoà Bính", "Xã Hòa Bình"]


def test_a_former_name_finds_the_unit_of_today_and_says_when_it_was_so(
    cast: Cast, find: Callable[..., list[Found]]
) -> None:
    UnitName.objects.filter(unit=cast.kien_an).update(valid_to=date(2025, 12, 31))
    name = "Kiến Thụy"
    UnitName.objects.create(
        unit=cast.kien_an, name=name, kind="phuong", sort_key=sort_key(name), search_key=search_key(name),
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    found = next(one for one in find("kien an") if one.unit.id == cast.kien_an.pk)
    assert (found.unit.full_name, found.said) == ("Phường Kiến Thụy", "Phường Kiến An")
    assert (found.was_other, found.until) == (True, date(2025, 12, 31))
    assert [one.unit.id for one in find("kien an", only_on=True)] == []


def test_a_search_of_a_day_finds_its_units_alone(find: Callable[..., list[Found]]) -> None:
    assert names(find("12688", on=LAST, only_on=True)) == ["Thị trấn Đông Hưng"]
    assert names(find("12688", on=NEW, only_on=True)) == ["Xã Đông Hưng"]
    assert names(find("dong", on=NEW, only_on=True, kinds=frozenset({"xa"}))) == ["Xã Đông Hưng"]


def test_nothing_is_found_out_of_reach(cast: Cast) -> None:
    found, count = search_units(Search("hung", on=TODAY), within=frozenset({cast.dong_hung.pk}))
    assert (names(found), count) == (["Xã Đông Hưng"], 1)


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "--", "'", "²", "\x00", "a\x00b", "()", "𝟘" * 200])
def test_what_is_no_word_finds_nothing(find: Callable[..., list[Found]], typed: str) -> None:
    assert find(typed) == []


@given(st.text(max_size=30))
def test_a_name_is_found_by_itself_in_any_spelling(text: str) -> None:
    from units.search import _INSIDE, _rank

    for form in ("NFC", "NFD"):
        key = search_key(unicodedata.normalize(form, text))
        assert not key or _rank(key, search_key(unicodedata.normalize("NFC", text))) <= _INSIDE


@pytest.fixture
def ask(cast: Cast) -> Callable[..., Any]:
    def get(person: str, query: str, **more: Any) -> Any:
        client = Client()
        client.force_login(cast.fresh(person), backend="units.backends.PasswordBackend")
        answer = client.get(f"/don-vi/tim/?{query}", **more)
        assert answer.status_code == 200
        return answer

    return get


def test_pickers_read_json(cast: Cast, ask: Callable[..., Any]) -> None:
    answer = ask("dung", "q=12688&ngay=30/06/2025&dang=json").json()
    assert answer["count"] == 1
    town = cast.dong_hung_town.pk
    assert answer["items"][0] == {
        "id": town, "code": "12688", "name": "Đông Hưng", "full_name": "Thị trấn Đông Hưng",
        "kind": "thi_tran", "begins": "2004-01-01", "ends": "2025-06-30",
        "matched": {"by": "code", "said": "12688", "from": "2004-01-01", "until": "2025-06-30"},
        "heirs": [
            {"id": cast.dong_hung.pk, "code": "12688", "name": "Đông Hưng", "full_name": "Xã Đông Hưng"}
        ],
    }  # fmt: skip
    assert ask("dung", "q=dong", headers={"accept": "application/json"}).json()["count"] > 2


def test_pickers_read_a_listbox(cast: Cast, ask: Callable[..., Any]) -> None:
    page = ask("dung", "q=12688").content.decode()
    assert page.index("Xã Đông Hưng") < page.index("Thị trấn Đông Hưng")
    assert 'role="listbox"' in page
    assert f'id="unit-option-{cast.dong_hung.pk}"' in page
    assert "đến hết 30/06/2025, nay là" in page


def test_a_picker_says_what_it_could_not_read_or_find(ask: Callable[..., Any]) -> None:
    assert "Ngày “31/02/2026” chưa đọc được" in ask("dung", "q=12688&ngay=31/02/2026").content.decode()
    assert "Không có đơn vị nào khớp" in ask("dung", "q=kien an").content.decode()
    assert "1 trong 3 đơn vị khớp" in ask("dung", "q=1236&so=1").content.decode()


def test_a_search_takes_at_most_twelve_queries(
    cast: Cast, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    client = Client()
    client.force_login(cast.fresh("thanh"), backend="units.backends.PasswordBackend")
    with django_assert_max_num_queries(12):
        assert client.get("/don-vi/tim/?q=hung").status_code == 200
