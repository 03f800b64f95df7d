"""What the server does for drafts kept in the browser: whose page it is, who saves for whom."""

import json
from typing import Any

import pytest
from django.test import Client

from submissions.models import Status
from submissions.views.form_facts import secret_of
from tests.submissions.factories import World, bring_to, build_world


@pytest.fixture
def world() -> World:
    return build_world()


def _client(world: World, name: str) -> Client:
    client = Client()
    client.force_login(getattr(world.cast, name))
    return client


def _save(client: Client, world: World, **said: Any) -> Any:
    return client.post(
        f"/bao-cao/{world.submission.assignment_id}/luu/",
        json.dumps(said),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def _address(world: World) -> str:
    return f"/bao-cao/{world.submission.assignment_id}/"


def test_the_worker_is_served_to_anybody_from_where_it_may_answer_for_forms() -> None:
    answer = Client().get("/bao-cao/ngoai-tuyen.js")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert b"Kept-For" in answer.content


@pytest.mark.django_db
def test_a_page_is_kept_only_for_who_may_fill_it(world: World) -> None:
    lan = _client(world, "lan").get(_address(world))
    assert lan["Kept-For"] == str(world.cast.lan.pk)
    assert "Kept-For" not in _client(world, "quan").get(_address(world))
    bring_to(world, Status.SUBMITTED)
    assert "Kept-For" not in _client(world, "lan").get(_address(world))


@pytest.mark.django_db
def test_each_person_has_a_secret_of_their_own_and_the_same_every_time(world: World) -> None:
    lan, minh = world.cast.lan, world.cast.minh
    assert secret_of(lan) == secret_of(lan)
    assert secret_of(lan) != secret_of(minh)
    assert len(bytes.fromhex(secret_of(lan))) == 32
    page = _client(world, "lan").get(_address(world)).content.decode()
    assert secret_of(lan) in page
    assert secret_of(minh) not in page


@pytest.mark.django_db
def test_nobody_saves_what_another_typed_on_the_same_machine(world: World) -> None:
    cell = next(iter(_client(world, "lan").get(_address(world)).context["sheet"].typed))
    minh = _client(world, "minh")
    answer = _save(minh, world, cells={cell: "7"}, person=world.cast.lan.pk)
    assert (answer.status_code, answer.json()["code"]) == (409, "other_person")
    world.submission.draft.refresh_from_db()
    assert world.submission.draft.version == 0
    assert _save(minh, world, cells={cell: "7"}, person=world.cast.minh.pk).status_code == 200


@pytest.mark.django_db
def test_a_save_tells_what_was_changed_elsewhere_also_by_the_same_person(world: World) -> None:
    lan = _client(world, "lan")
    one, other = list(lan.get(_address(world)).context["sheet"].typed)[:2]
    _save(lan, world, cells={one: "7"}, seen_version=0)
    answer = _save(lan, world, cells={other: "8"}, seen_version=0)
    assert answer.json()["theirs"] == {one: "7"}
