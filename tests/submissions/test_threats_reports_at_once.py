"""Reports under attack: the same request twice and at once, and the clock."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from indicators.models import Assignment, ReportingRound
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.coverage import coverage
from submissions.models import Figure, Status
from submissions.queries import todo_of
from tests.reporting.hostile import fault_of
from tests.submissions.factories import GOOD, SENT, World, bring_to
from tests.submissions.test_threats_reports import everything, signed_in, verbs
from units.models import Event, Membership

pytestmark = pytest.mark.django_db


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
