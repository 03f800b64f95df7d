"""The deadline hour: 300 clerks save and send at 50 requests a second for two minutes, on PostgreSQL.

gunicorn as in production, the worker beside it, real sessions and pages' own addresses, all on this machine
with the generator. A clerk saves 19 times, some cells each, then sends. No answer may be an error, every
cell of every last save has to be in what was sent, and 95 of 100 answers come within 300 ms, counted from
when the request was due. Then the same saves as fast as they go, beside a bare Django view that writes one
row under the same server. `SECONDS=20` makes it shorter.
"""

import json
import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench.load import Outcome, Request, as_fast_as_it_goes, at_rate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reporting.settings.test")

SECONDS = int(os.environ.get("SECONDS", "120"))
RATE, CLERKS, SAVES = 50, 300, 19
WANTED_MS = 300.0
POINTS = 21
SECRET = "0123456789abcdef0123456789abcdef"
WORKERS, SERVER_THREADS = 2, 8
PEOPLE = 16


def main() -> bool:
    """Print the answers' times and rates; say whether the promise is kept."""
    import django

    django.setup()
    from tests.support.databases import PostgresqlDatabases, use
    from tests.support.processes import Processes, collect_static

    with tempfile.TemporaryDirectory(prefix="bench-deadline-") as name:
        folder = Path(name)
        databases = PostgresqlDatabases()
        processes = Processes(folder=folder / "processes", static_root=collect_static(into=folder))
        try:
            url = databases.own_copy()
            use(url)
            clerks = _clerks()
            web = processes.start_web(database_url=url, workers=WORKERS)
            processes.start_worker(database_url=url)
            at_rate(web.port, [_get(one) for one in clerks[:50]], rate=25)  # warm
            requests, last = _hour(clerks)
            begun = os.getloadavg()
            hour = at_rate(web.port, requests, rate=RATE)
            lost = _lost(last)
            saves = [_save(one, 7, number) for number in range(5) for one in _late(clerks)]
            fast, ours = as_fast_as_it_goes(web.port, saves, people=PEOPLE)
            web.kill()
            bare = _bare(processes, url, len(saves))
        finally:
            processes.kill_all()
            databases.stop()
    return _told(hour, fast, lost, ours, bare, begun)


def _told(hour: Outcome, fast: Outcome, lost: int, ours: float, bare: float, load: tuple[float, ...]) -> bool:
    taken = hour.all
    p95 = taken[int(len(taken) * 0.95)]
    print(f"\n{CLERKS} clerks, {RATE} requests/s for {SECONDS} s on PostgreSQL (load before {load[0]:.1f})")
    for kind, times in sorted(hour.taken.items()):
        times.sort()
        print(
            f"  {kind:6} {len(times):5}  median {times[len(times) // 2]:7.1f} ms  "
            f"p95 {times[int(len(times) * 0.95)]:7.1f} ms  slowest {times[-1]:7.1f} ms"
        )
    print(f"  all    {len(taken):5}  p95 {p95:7.1f} ms  promised under {WANTED_MS:.0f} ms")
    print(f"  errors {len(hour.faults) + len(fast.faults)}, cells lost {lost}")
    print(f"  as fast as it goes: {ours:.0f} saves/s; a bare view that writes one row {bare:.0f}/s, ")
    print(f"  ratio {bare / ours:.1f}")
    for fault in [*hour.faults, *fast.faults][:5]:
        print(f"  {fault}", file=sys.stderr)
    kept = p95 < WANTED_MS and not hour.faults and not fast.faults and not lost
    if not kept:
        print("  the deadline hour is not held", file=sys.stderr)
    return kept


Clerk = tuple[int, str]
"""The number of a duty, and the session of the one who fills it."""


def _clerks() -> list[Clerk]:
    """Three provinces asked for a month; a clerk with a session at each of 300 communes."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from indicators.models import Assignment, Template
    from reporting.country.load import Wanted, load_country
    from submissions.actions.open_rounds import open_round
    from units.models import Membership, Role, User

    wanted = Wanted(months=1, points=POINTS, until=date(2026, 10, 31), provinces=["33", "31", "01"])
    load_country(wanted, at=timezone.now(), say=lambda _words: None)
    asked = open_round(template=Template.objects.get(), period_code="2026-11", by=None, at=timezone.now())
    duties = Assignment.objects.filter(round=asked).order_by("pk")[:CLERKS]
    found = []
    for duty in duties:
        clerk = User.objects.create(username=f"x{duty.pk}", full_name=f"Cán bộ {duty.pk}")
        Membership.objects.create(
            user=clerk, unit_id=duty.responsible_id, role=Role.CLERK.value, valid_from=date(2026, 1, 1)
        )
        session = SessionStore()
        session[SESSION_KEY] = str(clerk.pk)
        session[BACKEND_SESSION_KEY] = "units.backends.PasswordBackend"
        session[HASH_SESSION_KEY] = clerk.get_session_auth_hash()
        session.save()
        found.append((duty.pk, str(session.session_key)))
    if len(found) < CLERKS:
        raise SystemExit(f"only {len(found)} communes")
    return found


def _hour(clerks: list[Clerk]) -> tuple[list[Request], dict[int, dict[str, str]]]:
    """The requests of two minutes, clerks taking turns, and duty → cells that must stand in the end."""
    turns = SECONDS * RATE // CLERKS
    requests: list[Request] = []
    last: dict[int, dict[str, str]] = {}
    for turn in range(turns):
        for clerk in clerks:
            if turn == turns - 1 and clerk not in _late(clerks):
                requests.append(_send(clerk))
            else:
                save = _save(clerk, turn, 0)
                last.setdefault(clerk[0], {}).update(json.loads(save.body)["cells"])
                requests.append(save)
    return requests, last


def _late(clerks: list[Clerk]) -> list[Clerk]:
    """Who does not send: their saves go on afterwards."""
    return clerks[-60:]


def _save(clerk: Clerk, turn: int, more: int) -> Request:
    cells = {
        f"t1/r{(turn * 3 + at) % POINTS + 1}:c1": str(clerk[0] % 1000 + turn * 7 + more) for at in range(3)
    }
    headers = {**_headers(clerk), "Content-Type": "application/json", "Accept": "application/json"}
    return Request(
        "POST", f"/bao-cao/{clerk[0]}/luu/", json.dumps({"cells": cells}).encode(), headers, 200, "save"
    )


def _send(clerk: Clerk) -> Request:
    headers = {**_headers(clerk), "Content-Type": "application/x-www-form-urlencoded"}
    body = "&".join(f"cell:t1/r{at}:c1={clerk[0] % 1000 + at}" for at in range(1, POINTS + 1))
    body += "&shown=%7B%7D"  # as the page's form posts what it had shown
    return Request("POST", f"/bao-cao/{clerk[0]}/gui/", body.encode(), headers, 302, "send")


def _get(clerk: Clerk) -> Request:
    return Request("GET", f"/bao-cao/{clerk[0]}/", b"", _headers(clerk), 200, "page")


def _headers(clerk: Clerk) -> dict[str, str]:
    return {"Cookie": f"sessionid={clerk[1]}; csrftoken={SECRET}", "X-CSRFToken": SECRET}


def _lost(last: dict[int, dict[str, str]]) -> int:
    """Cells whose last save is neither in the draft nor, for who sent, all the cells in the sent document."""
    from submissions.models import Submission

    lost = 0
    for report in Submission.objects.filter(assignment__in=last).select_related("draft", "sent"):
        if report.sent is not None:
            cells: dict[str, Any] = json.loads(report.sent.document)["cells"]
            wanted = {f"t1/r{at}:c1": str(report.assignment_id % 1000 + at) for at in range(1, POINTS + 1)}
            lost += sum(cells.get(cell) != value for cell, value in wanted.items())
        else:
            kept = json.loads(report.draft.cells)
            wanted = last[report.assignment_id]
            lost += sum(kept.get(cell, {}).get("v") != value for cell, value in wanted.items())
    return lost


def _bare(processes: Any, url: str, count: int) -> float:
    """Answers a second of the bare view, under the same server."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id serial PRIMARY KEY, said text)")
    web = processes.start_web(database_url=url, workers=WORKERS, application="tests.bench.bare:application")
    post = Request("POST", "/", b"x" * 60, {}, 200, "bare")
    _outcome, rate = as_fast_as_it_goes(web.port, [post] * max(count, 2000), people=PEOPLE)
    return rate
