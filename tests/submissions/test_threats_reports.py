"""Reports under attack: smuggled members, odd posts, somebody else's child, twice at once, the clock."""

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.core import signing
from django.test import Client

from indicators.models import Assignment, ReportingRound
from submissions.models import CorrectionRequest, Figure, Revision, Status, Submission
from tests.reporting.hostile import BODIES, CONTENT_TYPES, VALUES, ask
from tests.submissions.factories import ARV, TOTAL, World, bring_to
from units.models import Membership, User
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
