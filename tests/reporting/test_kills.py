"""kill -9 of real processes at three moments: no saved draft lost, no half-sent report, no reminder twice."""

import http.client
import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from reporting.settings.database import database_from_url
from tests.support.ports import free_port
from tests.support.processes import Processes, Web

CELLS = [f"t1/r{row:02}:c1" for row in range(1, 22)]


Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def ask(demo_database_url: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Ask]:
    """Ask the children's database directly."""
    with django_db_blocker.unblock(), _rows(demo_database_url) as asking:
        yield asking


@contextmanager
def _rows(url: str) -> Iterator[Ask]:
    connections.databases["other"] = {**connections.databases["default"], **database_from_url(url)}
    connection = connections["other"]

    def ask(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    try:
        with connection.cursor():
            pass
        yield ask
    finally:
        connection.close()
        del connections["other"]
        del connections.databases["other"]


class Client:
    """A person at the API."""

    def __init__(self, processes: Processes, database_url: str, user: str, scope: str) -> None:
        printed = processes.manage(
            "create_token", user, "--name", "kills", "--scope", scope, database_url=database_url
        )
        self.token = printed.stdout.split()[-1]

    def call(
        self, method: str, url: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any, dict[str, str]]:
        request = urllib.request.Request(
            url,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                **(headers or {}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null"), dict(answer.headers.items())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null"), dict(error.headers.items())


def test_what_a_draft_was_told_to_be_saved_is_there_after_a_kill(
    processes: Processes, demo_database_url: str
) -> None:
    lan = Client(processes, demo_database_url, "lan", "read,submit")
    web = processes.start_web(database_url=demo_database_url)
    _, drafts, _ = lan.call("GET", f"{web.url}/api/v1/assignments?mine=true&status=draft")
    duty = max(item["id"] for item in drafts["items"])
    promised: dict[str, str] = {}

    for killed in range(3):
        version = "0"
        killer = threading.Timer(0.25 + 0.2 * killed, web.kill)
        killer.start()
        number = 0
        while True:
            cell, number = CELLS[number % 21], number + 1
            value = str(1000 * (killed + 1) + number)
            try:
                status, _, headers = lan.call(
                    "PUT",
                    f"{web.url}/api/v1/assignments/{duty}/sheet",
                    {"cells": {cell: value}},
                    {"If-Match": version if version != "0" else _etag(lan, web, duty)},
                )
            except (OSError, http.client.HTTPException, json.JSONDecodeError):
                unknown = (cell, value)  # killed before the answer: it may be there or not
                break
            assert status == 200
            promised[cell] = value
            version = headers["ETag"]
        killer.join()
        web = processes.start_web(database_url=demo_database_url)
        _, sheet, _ = lan.call("GET", f"{web.url}/api/v1/assignments/{duty}/sheet")
        for cell, value in promised.items():
            allowed = {value, unknown[1]} if cell == unknown[0] else {value}
            assert sheet["cells"][cell] in allowed
            promised[cell] = sheet["cells"][cell]
    assert promised


def _etag(client: Client, web: Web, duty: int) -> str:
    return client.call("GET", f"{web.url}/api/v1/assignments/{duty}/sheet")[2]["ETag"]


@pytest.mark.parametrize(
    "moment",
    [
        "submissions.actions.accept:write_figures",
        "submissions.actions.accept:mark_dirty",
    ],
)
def test_a_kill_inside_accept_leaves_nothing_half_done_and_totals_equal_recomputation(
    processes: Processes, demo_database_url: str, ask: Ask, moment: str
) -> None:
    hoa = Client(processes, demo_database_url, "hoa", "read,review")
    port = free_port()
    paused = processes.start_paused(
        moment, "runserver", f"127.0.0.1:{port}", "--noreload", "--insecure", database_url=demo_database_url
    )
    paused.wait_for_output("Quit the server|Starting development server", timeout=60)
    (submission,) = ask("SELECT min(id) FROM submissions_submission WHERE status = 'submitted'")[0]
    before = _state(ask, submission)
    accepting = threading.Thread(target=_try, args=(hoa, f"http://127.0.0.1:{port}", submission))
    accepting.start()
    paused.wait_for_output("PAUSED", timeout=60)
    paused.kill()
    accepting.join()

    assert _state(ask, submission) == before
    web = processes.start_web(database_url=demo_database_url)
    status, _, _ = hoa.call("POST", f"{web.url}/api/v1/submissions/{submission}/accept")
    assert status == 200
    after = _state(ask, submission)
    assert after != before
    assert after[0] == "accepted"
    processes.manage("refresh_totals", database_url=demo_database_url)
    processes.manage("reconcile_totals", database_url=demo_database_url)


def _try(client: Client, site: str, submission: int) -> None:
    try:
        client.call("POST", f"{site}/api/v1/submissions/{submission}/accept")
    except (OSError, http.client.HTTPException, json.JSONDecodeError):
        return  # killed in the middle, as meant


def _state(ask: Ask, submission: int) -> tuple[Any, ...]:
    """Status, and how many figures, pending figures, marks and events there are."""
    (status,) = ask("SELECT status FROM submissions_submission WHERE id = %s", [submission])[0]
    counts = [
        ask(f"SELECT count(*) FROM {table}")[0][0]
        for table in (
            "submissions_figure",
            "submissions_figurehistory",
            "submissions_pendingfigure",
            "submissions_dirtymark",
        )
    ]
    (events,) = ask(
        "SELECT count(*) FROM units_event WHERE subject_type = 'submission' AND subject_id = %s", [submission]
    )[0]
    return (status, *counts, events)


def test_a_kill_between_a_mail_and_its_record_mails_nobody_twice(
    processes: Processes, demo_database_url: str, tmp_path: Path
) -> None:
    slot = "2026-11-24T07:30:00+07:00"
    paused = processes.start_paused(
        "django.core.mail.backends.console/EmailBackend:send_messages",
        "run_job",
        "send_reminders",
        "--slot",
        slot,
        database_url=demo_database_url,
    )
    paused.wait_for_output("PAUSED", timeout=60)
    paused.kill()
    mailed = _addressees(paused.output)
    assert len(mailed) == 1

    again = processes.manage(
        "run_job", "send_reminders", "--slot", "2026-11-24T07:31:00+07:00", database_url=demo_database_url
    )
    second = _addressees(again.stdout)
    assert not set(mailed) & set(second)
    assert len(second) == len(set(second))
    third = processes.manage(
        "run_job", "send_reminders", "--slot", "2026-11-24T07:32:00+07:00", database_url=demo_database_url
    )
    assert _addressees(third.stdout) == []


def _addressees(mails: str) -> list[str]:
    return re.findall(r"^To: (.+)$", mails, re.MULTILINE)
