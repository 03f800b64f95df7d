"""Reports under attack: smuggled members, odd posts, somebody else's child, twice at once, the clock."""

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import connection
from django.test import Client

from indicators.models import Assignment, ReportingRound
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.coverage import coverage
from submissions.models import CorrectionRequest, Figure, Revision, Status, Submission
from submissions.queries import todo_of
from tests.reporting.hostile import BODIES, CONTENT_TYPES, VALUES, ask, fault_of
from tests.submissions.factories import ARV, GOOD, SENT, TOTAL, World, bring_to
from units.models import Event, Membership, User
from units.set_aside import salt_of

pytestmark = pytest.mark.django_db

SMUGGLED: dict[str, Any] = {
    "role": "administrator", "unit_id": 1, "status": "accepted", "approved_by": 1, "locked": True,
    "accepted": 1, "accepted_id": 1, "sent_id": 1, "signed_by": 1, "signed_by_id": 1, "prepared_by": 1,
    "by": 1, "at": "2020-01-01", "sent_at": "2020-01-01T00:00:00Z", "is_late": False, "granted": True,
    "due_at": "2030-01-01", "extended_to": "2030-01-01", "responsible_id": 1, "recipient_id": 1,
    "subject_id": 1, "number": 99, "via": "system", "version": 99, "id": 1, "pk": 1, "submission": 1,
    "user_id": 1, "is_superuser": True, "at__lt": 1,
}  # fmt: skip


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="units.backends.PasswordBackend")
    return client


def everything(world: World) -> list[Any]:
    """What no payload may move."""
    tables = (Submission, Revision, Assignment, ReportingRound, CorrectionRequest, Figure, Membership, User)
    rows = [list(table._default_manager.order_by("pk").values()) for table in tables]
    return [[{**row, "last_login": None} for row in table] for table in rows]


def verbs(world: World) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(person, path, a body that is right)."""
    duty, report = f"assignments/{world.submission.assignment_id}", f"submissions/{world.submission.pk}"
    why = {"reason": "Nhầm"}
    yield "minh", f"{duty}/send-back", why
    yield "minh", f"{duty}/sign-and-submit", {"capacity": "KT", "version": 1}
    yield "hoa", f"{report}/accept", {"revision": 1}
    yield "hoa", f"{report}/return", {"reason": "Sửa", "comments": {ARV: "Xem"}, "revision": 1}
    yield "lan", f"{report}/request-correction", why
    yield "hoa", f"{report}/refuse-correction", why


# ---- mass assignment --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.AWAITING_SIGN_OFF, Status.SUBMITTED, Status.ACCEPTED])
def test_what_a_body_may_not_set_is_refused_and_nothing_moves(world: World, status: Status) -> None:
    bring_to(world, status)
    before = everything(world)
    for person, path, body in verbs(world):
        for name, value in SMUGGLED.items():
            if name in body:
                continue
            sent = json.dumps(body | {name: value})
            answer = signed_in(world.cast.users[person]).post(f"/api/v1/{path}", sent, "application/json")
            assert answer.status_code == 422, (path, name)
    assert everything(world) == before


def test_what_a_form_may_not_set_is_ignored(world: World) -> None:
    bring_to(world, Status.AWAITING_SIGN_OFF)
    duty = world.submission.assignment_id
    query = "?" + "&".join(f"{name}={value}" for name, value in SMUGGLED.items())
    posted = {name: str(value) for name, value in SMUGGLED.items()} | {"capacity": "head"}
    signed_in(world.cast.minh).post(f"/bao-cao/{duty}/ky-va-gui/{query}", posted)
    sent = world.again().sent
    assert world.again().status == Status.SUBMITTED
    assert sent is not None
    assert (sent.signed_by, sent.prepared_by, sent.number, sent.via) == (
        world.cast.minh,
        world.cast.lan,
        1,
        "form",
    )
    assert sent.sent_at > datetime(2026, 1, 1, tzinfo=UTC)
    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize("capacity", ["", "HEAD", "head ", "chairman", "\x00", "head,KT", "x" * 10_000])
def test_nobody_signs_in_a_capacity_that_is_not_one(world: World, capacity: str) -> None:
    bring_to(world, Status.AWAITING_SIGN_OFF)
    duty, minh = world.submission.assignment_id, signed_in(world.cast.minh)
    minh.post(f"/bao-cao/{duty}/ky-va-gui/", {"capacity": capacity})
    minh.post(
        f"/api/v1/assignments/{duty}/sign-and-submit", json.dumps({"capacity": capacity}), "application/json"
    )
    assert world.again().status == Status.AWAITING_SIGN_OFF


# ---- odd posts --------------------------------------------------------------------------------------------


def test_no_body_of_the_background_save_breaks_it(world: World) -> None:
    lan, path = signed_in(world.cast.lan), f"/bao-cao/{world.submission.assignment_id}/luu/"
    names = ("cells", "texts", "explanations", "seen_version")
    bodies = [*BODIES, *(json.dumps({name: value}).encode() for name in names for value in VALUES)]
    bodies += [json.dumps({"cells": {TOTAL: value}, "seen_version": value}).encode() for value in VALUES]
    broken = [
        body[:80]
        for body in bodies
        if ask(lan, "POST", path, data=body, content_type="application/json").status_code >= 500
    ]
    broken += [
        kind.encode()
        for kind in CONTENT_TYPES
        if ask(lan, "POST", path, data=b'{"cells": {}}', content_type=kind).status_code >= 500
    ]
    assert not broken
    assert world.again().draft.version == 0


def test_a_flood_of_cells_is_answered_briefly(world: World) -> None:
    lan, duty = signed_in(world.cast.lan), world.submission.assignment_id
    flood = json.dumps({"cells": {f"t1/r{number}:c1": "1" for number in range(100_000)}})
    headers = {"If-Match": "*", "Accept": "application/json"}
    for answer in (
        lan.put(f"/api/v1/assignments/{duty}/sheet", flood, "application/json", headers=headers),
        lan.post(f"/bao-cao/{duty}/luu/", flood, "application/json", headers=headers),
    ):
        assert answer.status_code == 422
        assert len(answer.content) < 10_000


DEEP = ("[" * 50_000, '{"a":' * 50_000, "null", '{"x": "\ud800"}')
ODD = ("9" * 5000, "-1", "²", "\x00", "\ud800", "' OR 1=1 --", "%(x)s %s {0} {{7*7}}", "Đ" * 50_000, *DEEP)


def _filled_in(value: str) -> bytes:
    """As a form's body: of long texts, which take long to read, no more is quoted than must be."""
    safe = value.isprintable() and not set(value) & set("%&+=;")
    return value.encode() if safe else quote(value.encode("utf-8", "surrogatepass")).encode()


FILLED_IN = {value: _filled_in(value) for value in ODD}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED])
def test_no_field_of_a_form_breaks_a_page(world: World, status: Status) -> None:
    bring_to(world, status)
    duty, report = f"/bao-cao/{world.submission.assignment_id}", f"/duyet-so-lieu/{world.submission.pk}"
    typed = ["shown", "seen_version", "reason", f"cell:{TOTAL}", "text:x"]
    said = ["revision", "reason", f"comment:{ARV}", "comment:x"]
    steps = [("lan", f"{duty}/{name}/", typed) for name in ("luu", "xin-dinh-chinh")]
    steps += [("lan", f"{duty}/nap-excel/{more}", ["token", "drop"]) for more in ("", "luu/")]
    steps += [("hoa", f"{report}/{name}/", said) for name in ("duyet", "tra-lai")]
    steps += [("hoa", f"/dot-bao-cao/{world.round.pk}/don-doc/", ["words"])]
    clients = {person: signed_in(world.cast.users[person]) for person in ("lan", "hoa")}
    broken = []
    for person, path, names in steps:
        for value, name in itertools.product(ODD, names):
            data = f"{name}=".encode() + FILLED_IN[value]
            kind = "application/x-www-form-urlencoded"
            if ask(clients[person], "POST", path, data=data, content_type=kind).status_code >= 500:
                broken.append((path, name, value[:40]))
    assert not broken


def test_a_revision_or_version_that_cannot_be_read_is_not_taken_for_none(world: World) -> None:
    lan, duty = signed_in(world.cast.lan), world.submission.assignment_id
    bring_to(world, Status.SUBMITTED)
    for number in ("x", "-1", "²", "9" * 5000, "1.0"):
        path = f"/duyet-so-lieu/{world.submission.pk}/duyet/"
        assert signed_in(world.cast.hoa).post(path, {"revision": number}).status_code == 409
        saved = lan.post(f"/bao-cao/{duty}/luu/", {f"cell:{TOTAL}": "1", "seen_version": number})
        assert saved.status_code == 422
    assert world.again().status == Status.SUBMITTED


# ---- somebody else's child --------------------------------------------------------------------------------


def test_a_token_of_an_upload_is_of_one_person_and_duty(world: World, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    own, other = world.submission.assignment_id, world.report_of(world.cast.tien_lu).assignment_id
    said = {"name": "../../x", "confirmed": True, "version": 0}
    claims, salt = {"sha256": "0" * 64, "said": said}, salt_of(world.cast.lan, str(own))
    forged = ["", "x", "a:b:c", signing.dumps(claims, salt="other"), signing.dumps(claims, salt=salt)]
    forged.append(signing.dumps(claims, key="guessed", salt=salt))
    people = [
        ("lan", own, 409, 409),
        ("lan", other, 404, 404),
        ("son", own, 404, 404),
        ("hoa", own, 409, 403),
    ]
    for (person, duty, to_read, to_keep), token in itertools.product(people, forged):
        client, path = signed_in(world.cast.users[person]), f"/bao-cao/{duty}/nap-excel/"
        assert client.post(path, {"token": token}).status_code == to_read, (person, token)
        assert client.post(f"{path}luu/", {"token": token}).status_code in (to_keep, 409), (person, token)
    assert list(tmp_path.rglob("*.bin")) == []


def test_words_on_cells_of_another_form_or_report_are_refused(world: World) -> None:
    bring_to(world, Status.SUBMITTED)
    hoa, report = signed_in(world.cast.hoa), world.submission.pk
    for address in ("t2/r1:c1", "t1/r99:c1", "../t1/r1:c1", "t1/r1:c1 ", "explain:t1/r1:c1", "1"):
        body = json.dumps({"comments": {address: "Xem lại"}})
        assert hoa.post(f"/api/v1/submissions/{report}/return", body, "application/json").status_code == 422
    assert world.again().comments.count() == 0


def test_a_submission_is_not_a_duty_and_a_duty_not_a_submission(world: World) -> None:
    """Numbers of the two tables may be equal: each is looked up as what it is, within reach."""
    foreign = world.report_of(world.cast.tien_lu)
    Submission.objects.filter(pk=foreign.pk).update(status=Status.DRAFT)
    known = {world.submission.pk, world.submission.assignment_id, foreign.pk, foreign.assignment_id}
    numbers = {1} | {number + step for number in known for step in (-1, 0, 1)}
    for person in ("lan", "minh"):
        client = signed_in(world.cast.users[person])
        for number in sorted(numbers):
            answer = client.get(f"/api/v1/submissions/{number}")
            assert answer.status_code == (200 if number == world.submission.pk else 404)
            answer = client.get(f"/api/v1/assignments/{number}")
            assert answer.status_code == (200 if number == world.submission.assignment_id else 404)


# ---- twice, and at once -----------------------------------------------------------------------------------


def test_a_key_is_not_a_way_around_reach_scope_or_another_body(world: World) -> None:
    bring_to(world, Status.SUBMITTED)
    path = f"/api/v1/submissions/{world.submission.pk}/return"
    key = {"Idempotency-Key": "k"}

    def send(person: str, body: object) -> Any:
        client = signed_in(world.cast.users[person])
        return client.post(path, json.dumps(body), "application/json", headers=key)

    first = send("hoa", {"reason": "Sửa dòng 3"})
    assert (first.status_code, send("hoa", {"reason": "Sửa dòng 3"}).json()) == (200, first.json())
    assert send("hoa", {"reason": "Sửa dòng 4"}).status_code == 422
    assert send("lan", {"reason": "Sửa dòng 3"}).status_code == 403
    assert send("son", {"reason": "Sửa dòng 3"}).status_code == 404
    assert Event.objects.filter(kind="submission.returned").count() == 1
    Membership.objects.filter(user=world.cast.hoa).update(valid_to=datetime(2026, 1, 1, tzinfo=UTC).date())
    assert send("hoa", {"reason": "Sửa dòng 3"}).status_code in (403, 404)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["", "k"])
def test_requests_at_once_have_one_effect(world: World, key: str) -> None:
    bring_to(world, Status.SUBMITTED)
    path, answers = f"/api/v1/submissions/{world.submission.pk}/accept", []
    gate = threading.Barrier(4)

    def send(client: Client) -> None:
        gate.wait()
        headers = {"Idempotency-Key": key} if key else {}
        answers.append(client.post(path, "{}", "application/json", headers=headers))
        connection.close()

    clients = [signed_in(world.cast.users[name]) for name in ("hoa", "hoa", "binh", "binh")]
    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    said = sorted(answer.status_code for answer in answers)
    # A key repeats its first answer to its own person.
    assert said == ([200, 200, 409, 409] if key else [200, 409, 409, 409])
    assert not [fault for answer in answers if (fault := fault_of(answer))]
    assert Event.objects.filter(kind="submission.accepted").count() == 1
    assert Figure.objects.count() == len(GOOD)


# ---- the clock --------------------------------------------------------------------------------------------

TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(("after", "late"), [(-TICK, False), (timedelta(0), False), (TICK, True)])
def test_late_begins_after_the_due_moment_everywhere_alike(
    world: World, after: timedelta, late: bool
) -> None:
    moment = world.submission.assignment.due_at + after
    (duty,) = todo_of(world.cast.lan, at=moment)
    assert duty.is_late is late
    assert coverage(world.round, at=moment).late == (3 if late else 0)
    bring_to(world, Status.AWAITING_SIGN_OFF)
    sent = sign_and_submit(submission=world.again(), by=world.cast.minh, at=moment).sent
    assert sent is not None
    assert sent.is_late is late


def test_an_extension_moves_the_moment_and_the_day_ends_here_not_in_greenwich(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)  # 23:59:59 in Hà Nội, the last of the year
    Assignment.objects.filter(pk=world.submission.assignment_id).update(extended_to=due)
    lan = signed_in(world.cast.lan)
    Session.objects.update(expire_date=due + timedelta(days=1))
    for moment in (due, due + timedelta(seconds=1)):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        page = lan.get(f"/bao-cao/{world.submission.assignment_id}/")
        assert "31/12/2026" in page.content.decode()
        assert page.context["is_overdue"] is (moment > due)


def test_nothing_of_a_closed_round_or_an_exempted_duty_moves_but_what_was_sent_is_accepted(
    world: World,
) -> None:
    bring_to(world, Status.SUBMITTED)
    closes: list[tuple[Callable[[], object], tuple[str, ...]]] = [
        (lambda: ReportingRound.objects.update(closed_at=SENT), ("accept", "duyet")),
        (
            lambda: (
                ReportingRound.objects.update(closed_at=None),
                Assignment.objects.update(exempted_at=SENT, exempted_by=world.cast.nga),
            ),
            (),
        ),
    ]
    for close, goes_on in closes:
        close()
        before = everything(world)
        for person, path, body in verbs(world):
            if path.endswith(goes_on or "\0"):
                continue
            client = signed_in(world.cast.users[person])
            answer = client.post(f"/api/v1/{path}", json.dumps(body), "application/json")
            assert answer.status_code == 409, path
        for name in {"duyet", "tra-lai"} - set(goes_on):
            posted = {"reason": "Sửa", "revision": "1"}
            answer = signed_in(world.cast.hoa).post(f"/duyet-so-lieu/{world.submission.pk}/{name}/", posted)
            assert answer.status_code == 409
        assert everything(world) == before
