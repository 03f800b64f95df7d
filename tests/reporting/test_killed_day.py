"""A scripted day of real processes on PostgreSQL with 20 random kill -9 of web, worker and scheduler.

People save, sign, withdraw and accept all the while, each asking again with the same key until there is an
answer. Afterwards nothing that was answered is lost, nothing was done twice, and totals equal recomputation.
`KILLS=200 pytest tests/reporting/test_killed_day.py` makes the day longer; `SEED` repeats its order.
"""

import http.client
import json
import os
import random
import threading
import time
import urllib.error
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.reporting.test_kills import CELLS, Ask, Client, _addressees, _rows
from tests.support.databases import BothDatabases
from tests.support.processes import Child, Processes, Web

KILLS = int(os.environ.get("KILLS", "20"))
SEED = int(os.environ.get("SEED", "2026"))
LOST = (OSError, http.client.HTTPException, urllib.error.URLError, json.JSONDecodeError)
"""What a caller sees of a server that was killed in the middle of an answer."""


@pytest.fixture
def url(both_databases: BothDatabases, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with django_db_blocker.unblock():
        databases = both_databases.of("postgresql")
        address = databases.demo_copy()
        yield address
        databases.drop(address)


class Day:
    """The people of the day and what they were told. `failures`: answers nobody should have got."""

    def __init__(self, processes: Processes, url: str) -> None:
        self.is_over = threading.Event()
        self.failures: list[str] = []
        self.saved: dict[str, set[str | None]] = {}
        self.signed: list[int] = []
        self.accepted: list[int] = []
        scopes = {"lan": "read,submit", "minh": "read,submit", "hoa": "read,review"}
        self.people = {name: Client(processes, url, name, scope) for name, scope in scopes.items()}
        self.site = ""

    def tells(self, act: Callable[[Any], None], what: Any) -> None:
        """Who falls over in the middle of the day has failed, too: nobody else would notice."""
        try:
            act(what)
        except Exception as error:
            self.failures.append(f"{act.__name__}: {error!r}")
            self.is_over.set()

    def until_answered(
        self, who: str, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str]]:
        """Ask again, with the same key, while the server is away."""
        while True:
            try:
                status, said, told = self.people[who].call(method, f"{self.site}/api/v1{path}", body, headers)
            except LOST:
                time.sleep(0.05)
                continue
            if status not in (200, 412, 428):
                self.failures.append(f"{who}: {method} {path} {status} {said}")
                self.is_over.set()
            return status, told

    def saves(self, duty: int) -> None:
        """lan types; a save without an answer may be there or not, one with an answer has to be."""
        number, path = 0, f"/assignments/{duty}/sheet"
        while not self.is_over.is_set():
            cell, number = CELLS[number % len(CELLS)], number + 1
            value = str(1000 + number)
            try:
                _, _, told = self.people["lan"].call("GET", f"{self.site}/api/v1{path}")
                headers = {"If-Match": told["ETag"]}
                self.saved[cell].add(value)
                status, said, _ = self.people["lan"].call(
                    "PUT", f"{self.site}/api/v1{path}", {"cells": {cell: value}}, headers
                )
            except LOST:
                time.sleep(0.05)
                continue
            if status != 200:
                self.failures.append(f"save {status} {said}")
                self.is_over.set()
            self.saved[cell] = {value}

    def sends(self, duty: int) -> None:
        """lan has nothing to report, minh signs, lan withdraws, over and over; each step once."""
        steps = (("lan", "nothing-to-report"), ("minh", "sign-and-submit"), ("lan", "withdraw"))
        number = 0
        while not self.is_over.is_set():
            number += 1
            for who, verb in steps:
                key = {"Idempotency-Key": f"{verb}-{number}"}
                self.until_answered(who, "POST", f"/assignments/{duty}/{verb}", None, key)
            self.signed.append(number)

    def accepts(self, reports: list[int]) -> None:
        for report in reports:
            if self.is_over.wait(0.3):
                return
            key = {"Idempotency-Key": f"accept-{report}"}
            self.until_answered("hoa", "POST", f"/submissions/{report}/accept", None, key)
            self.accepted.append(report)


def test_a_day_of_kills_loses_nothing_and_does_nothing_twice(
    processes: Processes, url: str, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), _rows(url) as ask:
        _reminders_are_due(ask)
        day = Day(processes, url)
        drafts, waiting = _what_there_is_to_do(ask)
        revisions, half = _revisions(ask, drafts[1]), _half_sent(ask)
        before = _draft(ask, drafts[0])
        day.saved = {cell: {before[cell]} for cell in CELLS}
        _live_through(day, processes, url, drafts, waiting)
        assert day.failures == []
        assert day.signed, "nobody signed anything"

        sheet = _draft(ask, drafts[0])
        assert sheet != before, "nobody saved anything"
        for cell, allowed in day.saved.items():
            assert sheet[cell] in allowed, cell
        assert _half_sent(ask) == half
        assert _revisions(ask, drafts[1]) == revisions + len(day.signed)
        _each_accepted_once(ask, day.accepted)
        _mailed_once(processes, ask)
        _catches_up(processes, ask, url)


def _live_through(
    day: Day, processes: Processes, url: str, drafts: tuple[int, int], waiting: list[int]
) -> None:
    """People at work while a random one of the three processes dies and comes back."""
    chance = random.Random(SEED)
    start: dict[str, Callable[[], Child]] = {
        "worker": lambda: processes.start_worker(database_url=url),
        "scheduler": lambda: processes.start_scheduler(database_url=url),
    }
    web: Web = processes.start_web(database_url=url)
    day.site, running = web.url, {name: act() for name, act in start.items()}
    acts = ((day.saves, drafts[0]), (day.sends, drafts[1]), (day.accepts, waiting))
    people = [threading.Thread(target=day.tells, args=act, daemon=True) for act in acts]
    for person in people:
        person.start()
    for _ in range(KILLS):
        if day.is_over.wait(chance.uniform(0.1, 1.5)):
            break
        name = chance.choice(["web", "worker", "scheduler"])
        if name == "web":
            web.kill()
            web = processes.start_web(database_url=url, port=web.port)
        else:
            running[name].kill()
            running[name] = start[name]()
    day.is_over.set()
    for person in people:
        person.join(timeout=120)
    assert not any(person.is_alive() for person in people)


# ---- before and after -------------------------------------------------------------------------------------


def _reminders_are_due(ask: Ask) -> None:
    """The scheduler ran last three days ago: each one that starts finds the reminders still to be sent.

    On some days nothing is near its day or just past it: twenty duties are due on this one.
    """
    now = timezone.now()
    due = ask(
        "UPDATE indicators_assignment SET due_at = %s, extended_to = NULL WHERE id IN (SELECT a.id "
        "FROM indicators_assignment a JOIN submissions_submission s ON s.assignment_id = a.id "
        "JOIN indicators_reportinground r ON r.id = a.round_id WHERE s.status = 'draft' "
        "AND s.accepted_id IS NULL AND a.exempted_at IS NULL AND r.closed_at IS NULL "
        "ORDER BY a.id DESC LIMIT 20) RETURNING id",
        [now],
    )
    assert len(due) == 20
    slot = now - timedelta(days=3)
    ask(
        "INSERT INTO reporting_jobrun (job, slot, started_at, heartbeat_at, finished_at, runner, outcome, "
        "summary, by_hand, attempt) VALUES ('send_reminders', %s, %s, %s, %s, '', 'done', '', false, 1) "
        "RETURNING id",
        [slot] * 4,
    )


def _what_there_is_to_do(ask: Ask) -> tuple[tuple[int, int], list[int]]:
    """Two duties of lan's in draft, of form 4/BCH, and reports that wait for hoa."""
    of = (
        "SELECT s.{what} FROM submissions_submission s "
        "JOIN indicators_assignment a ON a.id = s.assignment_id "
        "JOIN indicators_reportinground r ON r.id = a.round_id "
        "JOIN indicators_template t ON t.id = r.template_id "
        "WHERE t.code = '4/BCH' AND {which} ORDER BY s.id DESC"
    )
    lan = (
        "SELECT m.unit_id FROM units_membership m JOIN units_user u ON u.id = m.user_id "
        "WHERE u.username = 'lan'"
    )
    mine = ask(of.format(what="assignment_id", which=f"s.status = 'draft' AND a.responsible_id IN ({lan})"))
    reports = ask(of.format(what="id", which="s.status = 'submitted'"))
    assert len(mine) >= 2, mine
    assert reports
    return (mine[0][0], mine[1][0]), [row[0] for row in reports]


def _draft(ask: Ask, duty: int) -> dict[str, str | None]:
    """Cell → its plain answer, None for nothing."""
    (cells,) = ask(
        "SELECT d.cells FROM submissions_draft d JOIN submissions_submission s ON s.id = d.submission_id "
        "WHERE s.assignment_id = %s",
        [duty],
    )[0]
    kept = json.loads(cells)
    return {cell: kept.get(cell, {}).get("v") for cell in CELLS}


def _revisions(ask: Ask, duty: int) -> int:
    (count,) = ask(
        "SELECT count(*) FROM submissions_revision r JOIN submissions_submission s "
        "ON s.id = r.submission_id WHERE s.assignment_id = %s",
        [duty],
    )[0]
    return int(count)


def _half_sent(ask: Ask) -> dict[str, int]:
    """How much there is of what no moment may leave behind."""
    questions = {
        "sent without a revision": "SELECT count(*) FROM submissions_submission "
        "WHERE status IN ('submitted', 'accepted') AND sent_id IS NULL",
        "provisional figures of no sent report": "SELECT count(*) FROM submissions_pendingfigure p WHERE "
        "NOT EXISTS (SELECT 1 FROM submissions_submission s WHERE s.sent_id = p.revision "
        "AND s.status = 'submitted')",
        "figures of no accepted revision": "SELECT count(*) FROM submissions_figure f WHERE NOT EXISTS "
        "(SELECT 1 FROM submissions_submission s WHERE s.accepted_id = f.revision)",
        "accepted without an event, or twice": "SELECT count(*) FROM (SELECT subject_id FROM units_event "
        "WHERE kind = 'submission.accepted' GROUP BY subject_id, data HAVING count(*) > 1) AS twice",
    }
    return {what: int(ask(question)[0][0]) for what, question in questions.items()}


def _each_accepted_once(ask: Ask, reports: list[int]) -> None:
    for report in reports:
        (status,) = ask("SELECT status FROM submissions_submission WHERE id = %s", [report])[0]
        (events,) = ask(
            "SELECT count(*) FROM units_event WHERE kind = 'submission.accepted' "
            "AND subject_type = 'submission' AND subject_id = %s",
            [report],
        )[0]
        assert (status, events) == ("accepted", 1), report


def _mailed_once(processes: Processes, ask: Ask) -> None:
    """Reminders are one mail a person and day; the claim comes first, so a kill can cost one mail at most."""
    mails = Counter(name for child in processes.children for name in _addressees(child.output))
    assert mails, "the scheduler mailed nobody"
    assert set(mails.values()) == {1}, mails
    (unsent,) = ask("SELECT count(DISTINCT user_id) FROM submissions_reminder WHERE sent_at IS NULL")[0]
    assert unsent <= KILLS


def _catches_up(processes: Processes, ask: Ask, url: str) -> None:
    """Whoever is started last does what the dead left: marks, seals, tasks; then all equals recomputation."""
    deadline = time.monotonic() + 120
    left = (
        "SELECT (SELECT count(*) FROM submissions_dirtymark), (SELECT count(*) FROM units_event e "
        "WHERE NOT EXISTS (SELECT 1 FROM units_eventseal s WHERE s.event_id = e.id))"
    )
    while ask(left)[0] != (0, 0):
        assert time.monotonic() < deadline, ask(left)
        time.sleep(0.2)
    processes.manage("reconcile_totals", database_url=url)
    processes.manage("verify_events", database_url=url)
