"""Entering for a unit through the API takes what the page takes: words, lists, documents."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.layout import Enclosure, ListColumn, RowList, Section
from submissions.actions.put_aside_for import put_aside_for
from tests.submissions.documents import PDF
from tests.submissions.factories import AT, GOOD, World, build_world

pytestmark = pytest.mark.django_db
SCAN = Enclosure("e1", "Danh sách có chữ ký")
GENERAL = Section("s1", "Đánh giá chung")
CASES = RowList("l1", "Ca tử vong", columns=(ListColumn("name", "Họ tên"), ListColumn("n", "Số", "number")))
SAID = {"cells": GOOD, "told_by": "Ông Sơn", "told_how": "phone"}


@pytest.fixture
def world() -> World:
    return build_world(enclosures=(SCAN,), sections=(GENERAL,), lists=(CASES,), lets_others_enter=True)


@pytest.fixture
def nga(world: World) -> Client:
    client = Client()
    client.force_login(world.cast.nga, backend="units.backends.PasswordBackend")
    return client


def path(world: World) -> str:
    return f"/api/v1/assignments/{world.submission.assignment_id}/enter-for"


def entered(world: World, client: Client, **more: Any) -> Any:
    return client.post(path(world), {**SAID, **more}, content_type="application/json")


def put(world: World, client: Client, name: str = "ds.pdf", content: bytes = PDF) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(f"{path(world)}/enclosures", {"key": "e1", "file": file})


def sealed(world: World) -> dict[str, Any]:
    sent = world.again().sent
    assert sent is not None
    document: dict[str, Any] = json.loads(sent.document)
    return document


def test_words_lists_and_documents_go_out_with_it(world: World, nga: Client) -> None:
    (asked,) = put(world, nga).json()
    assert [file["file"] for file in asked["files"]] == ["ds.pdf"]
    answer = entered(
        world, nga, texts={"section/s1": "Không có gì lạ."}, lists={"list/l1": [{"name": "Trần A", "n": "2"}]}
    )
    assert answer.status_code == 200
    document = sealed(world)
    assert document["texts"]["section/s1"] == "Không có gì lạ."
    assert "Trần A" in str({**document["texts"], **document.get("lists", {})})
    assert [file["file"] for file in document["enclosures"]["enclosure/e1"]] == ["ds.pdf"]


def test_only_the_documents_that_are_named_go_out(world: World, nga: Client) -> None:
    put(world, nga)
    (asked,) = put(world, nga, "anh.pdf", PDF + b"\n").json()
    chosen = asked["files"][1]["id"]
    assert entered(world, nga, files=[chosen]).status_code == 200
    assert [file["id"] for file in sealed(world)["enclosures"]["enclosure/e1"]] == [chosen]


def test_a_document_somebody_else_put_aside_is_not_to_be_had(world: World, nga: Client) -> None:
    theirs = put_aside_for(
        submission=world.submission, key="e1", content=PDF, file_name="x.pdf", by=world.cast.hoa, at=AT
    )
    answer = entered(world, nga, files=[theirs.pk])
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_enclosure")
    assert world.again().sent is None


@pytest.mark.parametrize(
    "more",
    [{"texts": {"section/khac": "a"}}, {"lists": {"list/khac": []}}, {"lists": {"list/l1": [{"khac": "a"}]}},
     {"texts": {"t1/r1:c1": "a"}}],
)  # fmt: skip
def test_what_the_form_does_not_ask_is_refused(world: World, nga: Client, more: dict[str, Any]) -> None:
    answer = entered(world, nga, **more)
    assert answer.status_code == 422
    assert answer.json()["code"]
    assert world.again().sent is None


def test_a_file_that_is_no_document_is_refused(world: World, nga: Client) -> None:
    assert put(world, nga, "a.exe", b"MZ\x90\x00").status_code == 422


def test_who_may_not_enter_for_the_unit_puts_nothing_aside(world: World) -> None:
    lan = Client()
    lan.force_login(world.cast.lan, backend="units.backends.PasswordBackend")
    assert put(world, lan).status_code == 403
