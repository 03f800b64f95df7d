"""The harness keeps its word: both databases are real, tests see a clean one, real processes die for good."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page

from tests.support.browser import WATCHES, expect_errors
from tests.support.javascript import JavaScript
from tests.support.processes import Processes


def keep_a_session(key: str) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())


@pytest.mark.django_db
def test_the_database_is_the_one_the_test_is_named_after(database: str) -> None:
    assert connection.vendor == database


@pytest.mark.django_db
def test_sqlite_is_a_file_with_a_write_ahead_log(database: str) -> None:
    if database != "sqlite":
        assert connection.cursor().execute("SELECT version()").fetchone()[0].startswith("PostgreSQL")
        return
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert Path(connection.settings_dict["NAME"]).is_file()
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_a_plain_test_leaves_nothing_behind(turn: int) -> None:
    assert not Session.objects.exists()
    keep_a_session(f"turn-{turn}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_leaves_nothing_behind(turn: int) -> None:
    assert not Session.objects.exists()
    keep_a_session(f"turn-{turn}")


@pytest.mark.django_db(transaction=True)
def test_another_thread_uses_the_same_database() -> None:
    seen: list[tuple[str, int]] = []

    def look() -> None:
        seen.append((connection.vendor, Session.objects.count()))
        connection.close()

    keep_a_session("from-the-main-thread")
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [(connection.vendor, 1)]


def test_a_child_process_uses_a_migrated_copy(processes: Processes, own_database_url: str) -> None:
    done = processes.manage("migrate", "--check", database_url=own_database_url)
    assert done.returncode == 0


def test_a_killed_process_leaves_no_child_behind(processes: Processes, own_database_url: str) -> None:
    child = processes.start(
        "shell", "-c", "import time; print('ready'); time.sleep(600)", database_url=own_database_url
    )
    child.wait_for_output("ready")
    child.kill()
    assert not child.is_running()
    with pytest.raises(ProcessLookupError):
        os.killpg(child.pid, 0)


def test_javascript_cases_answer_one_by_one(javascript: JavaScript, tmp_path: Path) -> None:
    answers = javascript.run(module="tests/support/halves.js", call="half", cases=[[4], [3]])
    assert answers == [{"value": 2}, {"error": "3 is odd"}]


def test_a_console_error_is_a_fault_unless_expected(open_page: Callable[..., Page]) -> None:
    page = open_page()
    expect_errors(page, "a known one")
    page.evaluate("console.error('a known one')")


def faults_of(page: Page) -> list[str]:
    """Take the faults seen so far away, so that the test itself does not fail for them."""
    page.wait_for_timeout(100)
    faults = list(WATCHES[page].faults)
    WATCHES[page].faults.clear()
    return faults


def test_a_violation_of_the_policy_is_a_fault(open_page: Callable[..., Page]) -> None:
    page = open_page()
    policy = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html"}
    body = "<title>x</title><p style='color: red'>x</p><script>document.title = 'y'</script>"
    page.route("**/page", lambda route: route.fulfill(status=200, headers=policy, body=body))
    page.goto("http://hostile.test/page")
    faults = faults_of(page)
    assert page.title() == "x"
    assert any("CSP violation: script-src-elem inline" in fault for fault in faults)
    assert any("CSP violation: style-src-attr inline" in fault for fault in faults)


def test_an_answer_of_500_and_an_error_of_the_page_are_faults(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.route("**/broken", lambda route: route.fulfill(status=500, body="<title>x</title>"))
    page.goto("http://broken.test/broken")
    page.evaluate("setTimeout(() => { throw new Error('late') })")
    faults = faults_of(page)
    assert any(fault.startswith("answer 500") for fault in faults)
    assert any(fault.startswith("page error: late") for fault in faults)
