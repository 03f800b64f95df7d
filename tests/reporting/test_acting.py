"""A person with several roles acts in all of them, or in the one chosen for the session."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import build_cast
from units.models import Membership, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tien() -> Client:
    client = Client()
    client.force_login(build_cast().tien)
    return client


def _act_as(client: Client, role: str) -> None:
    held = Membership.objects.filter(user__username="tien", role=role).first()
    client.post(reverse("act-as"), {"role": str(held.pk) if held else ""})


def _places(client: Client) -> list[str]:
    page = client.get("/nothing-here/").content.decode()
    return re.findall(r'<a href="[^"]+"[^>]*>([^<]+)</a>', page.partition("<nav")[2].partition("</nav>")[0])


def test_all_roles_are_acted_in_until_one_is_chosen(tien: Client) -> None:
    assert {"Báo cáo", "Duyệt số liệu"} <= set(_places(tien))
    assert "2 vai trò" in tien.get("/").content.decode()


def test_the_chosen_role_alone_is_shown_and_may_act(tien: Client) -> None:
    _act_as(tien, Role.REVIEWER)
    assert "Báo cáo" not in _places(tien)
    assert "Duyệt số liệu" in _places(tien)
    assert "người duyệt số liệu" in tien.get("/").content.decode().partition("</summary>")[0]
    _act_as(tien, Role.CLERK)
    assert "Duyệt số liệu" not in _places(tien)


def test_all_roles_can_be_taken_up_again(tien: Client) -> None:
    _act_as(tien, Role.CLERK)
    _act_as(tien, "")
    assert {"Báo cáo", "Duyệt số liệu"} <= set(_places(tien))


def test_a_role_that_is_not_ones_own_is_not_taken_up(tien: Client) -> None:
    foreign = Membership.objects.get(user__username="quan")
    tien.post(reverse("act-as"), {"role": str(foreign.pk)})
    assert "Người dùng" not in _places(tien)
    assert "Báo cáo" in _places(tien)


def test_a_chosen_role_that_has_ended_gives_way_to_those_still_held(tien: Client) -> None:
    _act_as(tien, Role.CLERK)
    Membership.objects.filter(user__username="tien", role=Role.CLERK).update(valid_to="2025-07-02")
    assert "Duyệt số liệu" in _places(tien)
