"""`/api/v1/units` as the contract says it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast, build_cast
from units.actions.create_token import create_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def get(cast: Cast) -> Callable[..., Any]:
    def ask(person: str, path: str, **query: Any) -> Any:
        token = create_token(user=cast.users[person], name="t", by=None, at=timezone.now())[1]
        return Client(headers={"authorization": f"Bearer {token}"}).get(f"/api/v1{path}", query)

    return ask


def codes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [item["code"] for item in answer.json()["items"]]


def test_a_leader_lists_the_communes_of_today_in_vietnamese_order(get: Callable[..., Any]) -> None:
    answer = get("dung", "/units", parent="33", kind="xa")
    assert [item["name"] for item in answer.json()["items"]] == ["Đông Hưng", "Hoàng Hoa Thám", "Tiên Lữ"]
    assert answer.json()["count"] == 3
    assert codes(get("dung", "/units", parent="33", kind="xa", limit=1, offset=1)) == ["12364"]


def test_the_tree_of_another_day_is_another_tree(get: Callable[..., Any]) -> None:
    assert codes(get("dung", "/units", parent="33", as_of="2025-06-30", kind="huyen")) == ["332"]
    assert codes(get("dung", "/units", parent="H33.08.01", placement="vertical")) == ["12688"]


@pytest.mark.parametrize("typed", ["dong hung", "ĐÔNG HƯNG", "Đông Hưng", "12688"])
def test_a_name_is_found_with_and_without_accents_composed_or_not(
    get: Callable[..., Any], typed: str
) -> None:
    assert "12688" in codes(get("dung", "/units", q=typed))


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1 --", "\\", '"; DROP TABLE units_unit', "(", "\u202e"])
def test_hostile_search_text_finds_nothing_and_breaks_nothing(get: Callable[..., Any], typed: str) -> None:
    assert codes(get("dung", "/units", q=typed)) == []


def test_a_unit_says_what_it_stands_under(get: Callable[..., Any]) -> None:
    unit = get("lan", "/units/12688").json()
    assert (unit["full_name"], unit["begins"], unit["ends"]) == ("Xã Đông Hưng", "2025-07-01", None)
    assert {kind: parent["code"] for kind, parent in unit["parents"].items()} == {
        "administrative": "33",
        "vertical": "H33.08.01",
    }


def test_history_tells_predecessors_and_successors(get: Callable[..., Any]) -> None:
    history = get("lan", "/units/12688/history").json()
    assert [(r["unit"]["full_name"], r["extent"]) for r in history["predecessors"]] == [
        ("Thị trấn Đông Hưng", "whole"),
        ("Xã Đông La", "whole"),
    ]
    old = get("son", "/units/12367/history", as_of="2025-06-30").json()
    assert [(r["unit"]["code"], r["is_default"]) for r in old["successors"]] == [
        ("12364", False),
        ("12361", True),
    ]


def test_out_of_reach_and_not_there_are_the_same_404(get: Callable[..., Any]) -> None:
    foreign, nobody = get("lan", "/units/11407"), get("lan", "/units/99999")
    assert foreign.status_code == nobody.status_code == 404
    assert get("lan", "/units/%00").status_code == 404
    assert get("lan", "/units", parent="33").status_code == 404
    assert codes(get("lan", "/units")) == ["12688"]


def test_what_cannot_be_read_is_422(get: Callable[..., Any]) -> None:
    for query in ({"as_of": "31/02/2026"}, {"limit": 0}, {"placement": "user__password"}, {"offset": -1}):
        assert get("dung", "/units", **query).status_code == 422


def test_nobody_in_particular_is_401(cast: Cast) -> None:
    assert Client().get("/api/v1/units").status_code == 401
