"""Workbooks of many reports through the API: a .zip goes in, the worker keeps each in its draft."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from submissions.actions.carry_on_batch import carry_on_batch
from submissions.models import Batch
from tests.submissions.test_batches import filled, packed, uploads, women
from tests.submissions.workbooks.conftest import FormWorld, blank, form_world, forms, layout
from units.actions.create_token import create_token
from units.models import Event, User

__all__ = ["blank", "form_world", "forms", "layout", "uploads"]
pytestmark = pytest.mark.django_db


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def give(client: Client, content: bytes, **said: str) -> Any:
    return client.post("/api/v1/batches", {"file": SimpleUploadedFile("nop.zip", content), **said})


def ask(client: Client, path: str, **query: str) -> dict[str, Any]:
    answer = client.get(f"/api/v1/batches/{path}", query)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def lan(form_world: FormWorld) -> Client:
    return as_person(form_world.cast.lan)


def test_a_zip_is_received_worked_through_and_told_file_by_file(form_world: FormWorld, lan: Client) -> None:
    report = form_world.report
    content = packed(("a.xlsx", filled(report, form_world.cast.lan, "41")), ("b.xlsx", b"khong phai"))
    made = give(lan, content, key="ma1")
    assert made.status_code == 200, made.content
    said = made.json()
    assert (said["state"], said["files"], said["waiting"], said["key"]) == ("running", 2, 2, "ma1")
    carry_on_batch(batch_id=said["id"])
    now = ask(lan, str(said["id"]))
    assert (now["state"], now["kept"], now["refused"], now["waiting"]) == ("finished", 1, 1, 0)
    assert women(report) == 41
    files = ask(lan, f"{said['id']}/files")
    assert files["count"] == 2
    states = {one["name"]: one["state"] for one in files["items"]}
    assert states == {"a.xlsx": "saved", "b.xlsx": "refused"}
    assert files["items"][0]["assignment"] == report.assignment_id
    assert files["items"][1]["message"]
    assert ask(lan, f"{said['id']}/files", state="refused")["count"] == 1


def test_the_same_part_under_the_same_key_has_one_effect(form_world: FormWorld, lan: Client) -> None:
    content = packed(("a.xlsx", filled(form_world.report, form_world.cast.lan, "41")))
    first, again = give(lan, content, key="ma1"), give(lan, content, key="ma1")
    assert first.json() == again.json()
    assert Event.objects.filter(kind="batch.received").count() == 1
    assert Batch.objects.count() == 1


def test_parts_come_in_order_and_it_says_it_is_receiving(form_world: FormWorld, lan: Client) -> None:
    content = packed(("a.xlsx", filled(form_world.report, form_world.cast.lan, "41")))
    assert give(lan, content, key="ma2", part="1", parts="2").status_code == 409
    assert give(lan, content, key="ma2", part="0", parts="2").json()["state"] == "receiving"
    assert give(lan, content, key="ma2", part="1", parts="2").json()["state"] == "running"


@pytest.mark.parametrize(
    "said", [{"key": "có dấu cách"}, {"key": "k" * 41}, {"part": "-1"}, {"part": "1"}, {"parts": "9999"}]
)
def test_a_part_that_cannot_be_placed_is_refused_whole(
    form_world: FormWorld, lan: Client, said: dict[str, str]
) -> None:
    assert give(lan, packed(("a.xlsx", b"x")), **said).status_code == 422
    assert not Batch.objects.exists()


def test_it_is_stopped_and_goes_on(form_world: FormWorld, lan: Client) -> None:
    number = give(lan, packed(("a.xlsx", b"x"))).json()["id"]
    assert lan.post(f"/api/v1/batches/{number}/stop").json()["state"] == "stopped"
    assert carry_on_batch(batch_id=number) is False
    assert ask(lan, str(number))["waiting"] == 1
    assert lan.post(f"/api/v1/batches/{number}/resume").json()["state"] == "running"


def test_another_person_sees_and_stops_nothing(form_world: FormWorld, lan: Client) -> None:
    number = give(lan, packed(("a.xlsx", b"x"))).json()["id"]
    other = as_person(form_world.cast.minh)
    assert other.get(f"/api/v1/batches/{number}").status_code == 404
    assert other.get(f"/api/v1/batches/{number}/files").status_code == 404
    assert other.post(f"/api/v1/batches/{number}/stop").status_code == 404
    assert json.loads(other.get("/api/v1/batches").content) == {"items": [], "count": 0}


def test_a_token_limited_to_a_unit_gives_no_batch(form_world: FormWorld) -> None:
    cast = form_world.cast
    token = create_token(
        user=cast.lan, name="t", scopes=["read", "submit"], unit=cast.dong_hung, by=None, at=timezone.now()
    )[1]
    client = Client(headers={"authorization": f"Bearer {token}"})
    answer = give(client, packed(("a.xlsx", b"x")))
    assert answer.status_code == 403
    assert "giới hạn ở một đơn vị" in answer.json()["detail"]
