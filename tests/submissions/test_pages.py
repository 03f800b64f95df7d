"""Pages of this room: few queries, the right buttons, refusals in words, uploads that stay one's own."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from submissions.actions.save_draft import save_draft
from submissions.models import Status
from submissions.pending_upload import Upload, put_aside, take_back
from tests.submissions.factories import ARV, AT, GOOD, TOTAL, World, bring_to
from units.errors import Conflict
from units.models import User

pytestmark = pytest.mark.django_db
BUDGET = 12


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # warm: parsed layouts, content types
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["lan", "minh", "hoa"])
def test_the_to_do_takes_at_most_twelve_queries(world: World, who: str) -> None:
    assert queries_of(signed_in(getattr(world.cast, who)), "/") <= BUDGET


def test_the_to_do_says_whom_a_report_is_about_when_it_was_taken_over_from_another(world: World) -> None:
    lan = signed_in(world.cast.lan)
    about = '<span class="about">Xã Tiên Lữ</span>'
    assert about not in lan.get("/").content.decode()
    world.round.assignments.filter(subject=world.cast.tien_lu).update(responsible=world.cast.dong_hung)
    page = lan.get("/").content.decode()
    assert about in page
    assert '<span class="about">Xã Đông Hưng</span>' in page


@pytest.mark.parametrize("status", list(Status))
def test_the_form_takes_at_most_twelve_queries(world: World, status: Status) -> None:
    bring_to(world, status)
    address = f"/bao-cao/{world.submission.assignment_id}/"
    for user in (world.cast.lan, world.cast.minh):
        assert queries_of(signed_in(user), address) <= BUDGET


def test_lists_take_as_many_queries_for_one_report_as_for_many(world: World) -> None:
    bring_to(world, Status.SUBMITTED)
    assert queries_of(signed_in(world.cast.lan), "/bao-cao/") <= 16
    assert queries_of(signed_in(world.cast.hoa), "/duyet-so-lieu/") <= 20
    assert queries_of(signed_in(world.cast.hoa), f"/duyet-so-lieu/{world.submission.pk}/") <= 20
    assert queries_of(signed_in(world.cast.hoa), "/dot-bao-cao/") <= BUDGET


@pytest.mark.parametrize("typed", ["5", "abc"])
def test_a_report_somebody_began_says_so_on_every_page(world: World, typed: str) -> None:
    begun, not_begun = "</span> đang nhập</span>", "</span> chưa bắt đầu</span>"
    pages = [
        (world.cast.lan, "/bao-cao/"),
        (world.cast.lan, f"/bao-cao/{world.submission.assignment_id}/"),
        (world.cast.hoa, f"/duyet-so-lieu/?round={world.round.pk}"),
        (world.cast.hoa, f"/dot-bao-cao/{world.round.pk}/"),
    ]

    def counted() -> list[tuple[int, int]]:
        shown = [signed_in(user).get(address).content.decode() for user, address in pages]
        return [(page.count(begun), page.count(not_begun)) for page in shown]

    before = counted()
    assert all(begun == 0 and not_begun for begun, not_begun in before)
    assert "Nhập tiếp" not in signed_in(world.cast.lan).get("/").content.decode()
    answer = signed_in(world.cast.lan).post(
        f"/bao-cao/{world.submission.assignment_id}/luu/",
        json.dumps({"seen_version": 0, "cells": {TOTAL: typed}}),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200
    assert counted() == [(1, not_begun - 1) for _, not_begun in before]
    assert "Nhập tiếp" in signed_in(world.cast.lan).get("/").content.decode()


def test_the_recipient_sees_no_cells_before_the_first_sending(world: World) -> None:
    save_draft(submission=world.submission, cells={TOTAL: "987654"}, by=world.cast.lan, at=AT)
    hoa = signed_in(world.cast.hoa)
    for address in (f"/bao-cao/{world.submission.assignment_id}/", f"/duyet-so-lieu/{world.submission.pk}/"):
        page = hoa.get(address).content.decode()
        assert "987.654" not in page
        assert "chưa gửi báo cáo này" in page


def test_background_saving_answers_with_what_others_changed(world: World) -> None:
    save_draft(submission=world.submission, cells={TOTAL: "5"}, by=world.cast.minh, at=AT)
    answer = signed_in(world.cast.lan).post(
        f"/bao-cao/{world.submission.assignment_id}/luu/",
        json.dumps({"seen_version": 0, "cells": {ARV: "1.234"}}),
        content_type="application/json",
    )
    assert answer.status_code == 200
    assert answer.json()["theirs"] == {TOTAL: "5"}
    assert answer.json()["answered"] == 2


def test_the_same_cell_twice_is_a_conflict_with_both_values(world: World) -> None:
    save_draft(submission=world.submission, cells={TOTAL: "5"}, by=world.cast.minh, at=AT)
    answer = signed_in(world.cast.lan).post(
        f"/bao-cao/{world.submission.assignment_id}/luu/",
        json.dumps({"seen_version": 0, "cells": {TOTAL: "6"}}),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 409
    assert answer.json()["cells"][TOTAL]["theirs"] == "5"
    assert answer.json()["cells"][TOTAL]["yours"] == "6"


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"cells": [1]}', b'{"cells": {"t1/r01:c1": 5}}'])
def test_a_body_that_is_no_change_is_refused(world: World, body: bytes) -> None:
    answer = signed_in(world.cast.lan).post(
        f"/bao-cao/{world.submission.assignment_id}/luu/", body, content_type="application/json"
    )
    assert answer.status_code == 422


def test_a_plain_post_saves_only_what_differs_from_what_was_shown(world: World) -> None:
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    save_draft(submission=world.submission, cells={TOTAL: "99"}, by=world.cast.minh, at=AT)
    shown = {TOTAL: "20", ARV: "1"}
    signed_in(world.cast.lan).post(
        f"/bao-cao/{world.submission.assignment_id}/luu/",
        {"seen_version": "1", "shown": json.dumps(shown), f"cell:{TOTAL}": "20", f"cell:{ARV}": "2"},
    )
    cells = json.loads(world.again().draft.cells)
    assert (cells[TOTAL]["v"], cells[ARV]["v"]) == ("99", "2")


def test_a_step_that_is_not_open_is_told_and_changes_nothing(world: World) -> None:
    lan = signed_in(world.cast.lan)
    answer = lan.post(f"/bao-cao/{world.submission.assignment_id}/ky-va-gui/", {"capacity": "head"})
    assert answer.status_code == 403
    answer = signed_in(world.cast.minh).post(f"/bao-cao/{world.submission.assignment_id}/ky-va-gui/")
    assert answer.status_code == 409
    assert world.again().status == Status.DRAFT


def test_returning_without_a_word_is_refused_in_words(world: World) -> None:
    bring_to(world, Status.SUBMITTED)
    answer = signed_in(world.cast.hoa).post(f"/duyet-so-lieu/{world.submission.pk}/tra-lai/", follow=True)
    assert "Hãy ghi cần sửa gì" in answer.content.decode()
    assert world.again().status == Status.SUBMITTED


def test_hostile_words_are_text_on_every_page(world: World) -> None:
    bring_to(world, Status.SUBMITTED)
    word = "<script>alert(1)</script>"
    signed_in(world.cast.hoa).post(
        f"/duyet-so-lieu/{world.submission.pk}/tra-lai/", {f"comment:{ARV}": word, "reason": word}
    )
    for address in ("", "lich-su/"):
        page = signed_in(world.cast.lan).get(f"/bao-cao/{world.submission.assignment_id}/{address}")
        assert word not in page.content.decode()


def test_an_uploaded_file_is_nobody_elses(world: World, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path
    duty = world.submission.assignment_id
    token = put_aside(Upload(b"bytes", "a.xlsx", False, 0), user=world.cast.lan, assignment_id=duty)
    assert take_back(user=world.cast.lan, assignment_id=duty, token=token).content == b"bytes"
    with pytest.raises(Conflict):
        take_back(user=world.cast.minh, assignment_id=duty, token=token)
    with pytest.raises(Conflict):
        take_back(user=world.cast.lan, assignment_id=duty + 1, token=token)
    put_aside(Upload(b"other", "b.xlsx", False, 0), user=world.cast.lan, assignment_id=duty)
    with pytest.raises(Conflict):
        take_back(user=world.cast.lan, assignment_id=duty, token=token)


def test_a_file_over_ten_megabytes_is_refused(world: World) -> None:
    big = SimpleUploadedFile("a.xlsx", b"0" * (10 * 1024 * 1024 + 1))
    answer = signed_in(world.cast.lan).post(
        f"/bao-cao/{world.submission.assignment_id}/nap-excel/", {"file": big}
    )
    assert answer.status_code == 422
    assert "10 MB" in answer.content.decode()
