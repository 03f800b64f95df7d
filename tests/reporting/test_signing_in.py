"""Signing in again in the middle of work: one comes back to a page, and hears that the button did nothing."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from submissions.models import Status
from tests.submissions.factories import World, bring_to, build_world

pytestmark = pytest.mark.django_db
NOT_DONE = "việc vừa bấm chưa được làm"


@pytest.fixture
def world() -> World:
    return build_world()


def pressed(client: Client, world: World, *, referer: str, accept: str = "text/html") -> str:
    """A button of a report, pressed by nobody: where one comes to after the log-in."""
    address = f"/bao-cao/{world.submission.assignment_id}/trinh-ky/"
    answer = client.post(address, headers={"Referer": referer, "Accept": accept})
    assert answer.status_code == 302
    to = urlsplit(answer["Location"])
    assert to.path == "/dang-nhap/"
    return parse_qs(to.query)["next"][0]


def test_a_button_after_the_session_ended_leads_back_to_its_page_and_says_that_it_did_nothing(
    world: World,
) -> None:
    bring_to(world, Status.DRAFT)
    client, page = Client(), f"/bao-cao/{world.submission.assignment_id}/"
    after = pressed(client, world, referer=f"http://testserver{page}?xem=1#o")
    assert after == f"{page}?xem=1"
    assert NOT_DONE in client.get("/dang-nhap/", {"next": after}).content.decode()
    client.force_login(world.cast.lan, backend="units.backends.PasswordBackend")
    assert client.get(after).status_code == 200
    world.submission.refresh_from_db()
    assert world.submission.status == Status.DRAFT


@pytest.mark.parametrize(
    "referer", ["", "http://evil.example/bao-cao/1/", "javascript:alert(1)", "//evil.example"]
)
def test_it_leads_to_no_foreign_page(world: World, referer: str) -> None:
    assert pressed(Client(), world, referer=referer) == "/"


def test_what_a_script_sends_by_itself_says_nothing(world: World) -> None:
    client = Client()
    pressed(client, world, referer="http://testserver/", accept="application/json")
    assert NOT_DONE not in client.get("/dang-nhap/").content.decode()


def test_who_signs_out_twice_is_told_of_nothing_undone() -> None:
    client = Client()
    answer = client.post("/dang-xuat/", headers={"Referer": "http://testserver/", "Accept": "text/html"})
    assert answer.status_code == 302
    assert NOT_DONE not in client.get("/dang-nhap/").content.decode()


def test_the_address_of_a_button_opened_as_a_page_says_so(world: World) -> None:
    client = Client()
    client.force_login(world.cast.hoa, backend="units.backends.PasswordBackend")
    answer = client.get(f"/dot-bao-cao/{world.round.pk}/don-doc/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Hãy mở trang có nút đó rồi bấm." in answer.content.decode()
    assert 'href="/"' in answer.content.decode()
