"""Duties, sheets and reports through the API, as scripts use it."""

import json
from typing import Any

import pytest
from django.test import Client

from submissions.models import Status, Submission
from tests.submissions.factories import ARV, COST, GOOD, HIV, TOTAL, World, bring_to
from units.models import Event, User

pytestmark = pytest.mark.django_db


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def put(client: Client, world: World, cells: dict[str, Any], *, if_match: str | None = '"0"') -> Any:
    headers = {"If-Match": if_match} if if_match is not None else {}
    return client.put(
        f"/api/v1/assignments/{world.submission.assignment_id}/sheet",
        json.dumps({"cells": cells}),
        content_type="application/json",
        headers=headers,
    )


def post(client: Client, path: str, body: Any = None, *, key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers)


@pytest.fixture
def lan(world: World) -> Client:
    return as_person(world.cast.lan)


def test_a_report_walks_from_the_first_cell_to_acceptance(world: World, lan: Client) -> None:
    duty, report = world.submission.assignment_id, world.submission.pk
    minh, hoa = as_person(world.cast.minh), as_person(world.cast.hoa)
    assert hoa.get(f"/api/v1/assignments/{duty}/sheet").status_code == 404
    saved = put(lan, world, GOOD)
    assert saved.status_code == 200, saved.content
    assert saved["ETag"] == '"1"'
    assert saved.json()["cells"][COST] == "1234.5"
    assert post(lan, f"assignments/{duty}/request-sign-off").json()["status"] == "awaiting_sign_off"
    sent = post(minh, f"assignments/{duty}/sign-and-submit", {"capacity": "KT"})
    assert sent.json()["status"] == "submitted", sent.content
    returned = post(hoa, f"submissions/{report}/return", {"comments": {ARV: "Xem lại."}})
    assert returned.json()["status"] == "returned"
    assert (
        put(lan, world, {ARV: "8"}, if_match=lan.get(f"/api/v1/assignments/{duty}/sheet")["ETag"]).status_code
        == 200
    )
    post(lan, f"assignments/{duty}/request-sign-off")
    post(minh, f"assignments/{duty}/sign-and-submit")
    assert post(hoa, f"submissions/{report}/accept", {"revision": 1}).status_code == 409
    assert post(hoa, f"submissions/{report}/accept", {"revision": 2}).json()["status"] == "accepted"
    shown = hoa.get(f"/api/v1/submissions/{report}").json()
    assert [revision["signed_as"] for revision in shown["revisions"]] == ["KT", "head"]
    assert shown["cells"][ARV] == "8"
    assert shown["comments"][0]["resolved_at"]
    assert [event["kind"] for event in shown["events"]][-1] == "submission.accepted"


def test_a_sheet_names_every_input_cell_and_its_problems(world: World, lan: Client) -> None:
    put(lan, world, {HIV: "12", ARV: "15"})
    sheet = lan.get(f"/api/v1/assignments/{world.submission.assignment_id}/sheet").json()
    assert sheet["cells"][TOTAL] is None
    problem = sheet["problems"][0]
    assert problem["message"] == (
        "Ô E12 (dòng 3.7, cột 1): 15 lớn hơn dòng 3.6 (12). "
        "Số được điều trị ARV không thể lớn hơn số có HIV (+)."
    )
    assert (problem["row"], problem["column"], problem["cell"]) == ("3.7", "1", "E12")


def test_saving_needs_if_match_and_tells_both_values(world: World, lan: Client) -> None:
    assert put(lan, world, {HIV: "1"}, if_match=None).status_code == 428
    put(lan, world, {HIV: "12"})
    refused = put(as_person(world.cast.minh), world, {HIV: "13"})
    assert refused.status_code == 409
    assert refused.json()["cells"][HIV] == {"yours": "13", "theirs": "12", "by": "Nguyễn Thị Lan"}
    assert put(as_person(world.cast.minh), world, {ARV: "3"}).status_code == 200
    assert put(lan, world, {ARV: "4"}, if_match="*").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"cells": {HIV: 12}},
        {"cells": {HIV: 1.5}},
        {"cells": {HIV: "1.234,5"}},
        {"cells": {"t1/nope:c1": "1"}},
        {"cells": {}, "status": "accepted"},
        {"cells": {}, "accepted_id": 1},
        [],
    ],
)
def test_what_is_not_listed_or_no_plain_number_is_422(world: World, lan: Client, body: Any) -> None:
    answer = lan.put(
        f"/api/v1/assignments/{world.submission.assignment_id}/sheet",
        json.dumps(body),
        content_type="application/json",
        headers={"If-Match": '"0"'},
    )
    assert answer.status_code == 422, answer.content
    assert world.again().draft.version == 0


def test_the_same_key_twice_has_one_effect_and_one_answer(world: World) -> None:
    bring_to(world, Status.AWAITING_SIGN_OFF)
    minh, duty = as_person(world.cast.minh), world.submission.assignment_id
    first = post(minh, f"assignments/{duty}/sign-and-submit", key="k1")
    again = post(minh, f"assignments/{duty}/sign-and-submit", key="k1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert world.again().revisions.count() == 1
    assert post(minh, f"assignments/{duty}/withdraw", key="k1").status_code == 422
    assert post(minh, f"assignments/{duty}/sign-and-submit").status_code == 409


def test_a_refused_request_leaves_its_key_free(world: World, lan: Client) -> None:
    duty = world.submission.assignment_id
    assert post(lan, f"assignments/{duty}/request-sign-off", key="k").status_code == 422
    put(lan, world, GOOD)
    assert post(lan, f"assignments/{duty}/request-sign-off", key="k").status_code == 200


def test_not_ready_names_the_cells(world: World, lan: Client) -> None:
    put(lan, world, {HIV: "12", ARV: "15"})
    refused = post(lan, f"assignments/{world.submission.assignment_id}/request-sign-off")
    assert refused.status_code == 422
    assert [problem["code"] for problem in refused.json()["problems"]] == [
        "part_exceeds_whole",
        "empty_cells",
    ]


def test_out_of_reach_is_404_and_within_reach_but_not_ones_role_403(world: World) -> None:
    bring_to(world, Status.SUBMITTED)
    duty, report = world.submission.assignment_id, world.submission.pk
    for name in ("son", "mai", "long"):
        stranger = as_person(world.cast.users[name])
        assert stranger.get(f"/api/v1/assignments/{duty}").status_code == 404, name
        assert stranger.get(f"/api/v1/submissions/{report}").status_code == 404, name
        assert post(stranger, f"submissions/{report}/accept").status_code == 404, name
    for name in ("lan", "minh", "nga", "dung", "thanh"):
        assert post(as_person(world.cast.users[name]), f"submissions/{report}/accept").status_code == 403, (
            name
        )


def test_lists_are_of_ones_reach_and_can_be_narrowed(world: World, lan: Client) -> None:
    assert lan.get("/api/v1/assignments").json()["count"] == 1
    hoa = as_person(world.cast.hoa)
    assert hoa.get("/api/v1/assignments").json()["count"] == 3
    assert hoa.get("/api/v1/assignments?mine=true").json()["count"] == 0
    assert hoa.get("/api/v1/assignments?status=submitted").json()["count"] == 0
    assert hoa.get("/api/v1/assignments?status=nonsense").status_code == 422
    assert hoa.get(f"/api/v1/assignments?round={world.round.pk}&limit=2").json()["count"] == 3


def test_coverage_names_the_missing(world: World) -> None:
    bring_to(world, Status.ACCEPTED)
    hoa = as_person(world.cast.hoa)
    shown = hoa.get(f"/api/v1/rounds/{world.round.pk}/coverage").json()
    assert (shown["expected"], shown["accepted"]) == (3, 1)
    assert [unit["name"] for unit in shown["missing"]] == ["Xã Hoàng Hoa Thám", "Xã Tiên Lữ"]
    assert as_person(world.cast.long).get(f"/api/v1/rounds/{world.round.pk}/coverage").status_code == 404


def test_a_correction_is_asked_granted_and_refused(world: World, lan: Client) -> None:
    bring_to(world, Status.ACCEPTED)
    report, hoa = world.submission.pk, as_person(world.cast.hoa)
    assert post(lan, f"submissions/{report}/request-correction", {"reason": " "}).status_code == 422
    assert post(lan, f"submissions/{report}/request-correction", {"reason": "Nhầm"}).status_code == 200
    assert post(lan, f"submissions/{report}/request-correction", {"reason": "Nhầm"}).status_code == 409
    assert post(hoa, f"submissions/{report}/refuse-correction", {"reason": "Đúng rồi"}).status_code == 200
    assert post(hoa, f"submissions/{report}/grant-correction").status_code == 409
    post(lan, f"submissions/{report}/request-correction", {"reason": "Nhầm thật"})
    assert post(hoa, f"submissions/{report}/grant-correction").json()["status"] == "correcting"
    assert Submission.objects.get(pk=report).accepted is not None
    assert Event.objects.filter(kind="submission.correction_refused").count() == 1
