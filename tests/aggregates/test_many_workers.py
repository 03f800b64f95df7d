"""Real worker processes refresh totals while two people's requests change what counts: nothing is lost."""

import random
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from submissions.models import DirtyMark
from tests.aggregates.histories import History, build_history, stored
from tests.submissions.factories import ARV, COST, HIV, MEN, TOTAL, WOMEN
from tests.support.processes import Processes
from units.reorganisations.plan import Kind

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS, ACTS = 3, 40
LOOP = """
import pathlib, time
from django.db import close_old_connections
from django.utils import timezone
from aggregates.actions.refresh_totals import refresh_totals
stop = pathlib.Path({stop!r})
done = 0
print("working", flush=True)
while not stop.exists():
    done += refresh_totals(at=timezone.now()).units
    time.sleep(0.005)
print("refreshed", done, flush=True)
"""


def cells(order: random.Random) -> dict[str, str]:
    men, women = order.randrange(40), order.randrange(40)
    said = {TOTAL: men + women, MEN: men, WOMEN: women, HIV: men, ARV: min(men, women)}
    return {address: str(number) for address, number in said.items()} | {
        COST: order.choice(["-", "…", "x", "12.5", "-3", "0.1"])
    }


def change(history: History, *, seed: int, faults: list[BaseException]) -> None:
    """Whatever a person may do, one after another; refusals are part of it."""
    order = random.Random(seed)
    try:
        for _at in range(ACTS):
            unit, period = order.choice(history.duties())
            what = order.choice(["report", "report", "report", "step", "reorganise", "undo", "exempt"])
            if what == "report":
                history.report_and_accept(unit, period, cells(order))
            elif what == "step":
                history.step(order.choice(["ask", "grant", "accept", "return", "withdraw"]), unit, period)
            elif what == "exempt" and order.random() < 0.3:
                history.step("exempt", unit, period)
            elif what == "undo":
                history.undo(order.randrange(3))
            elif what == "reorganise":
                one, other = order.choices(history.communes(), k=2)
                kind = order.choice([Kind.MERGE, Kind.SPLIT, Kind.NEW_PARENT, Kind.CLOSE])
                history.reorganise(kind, order.choice([date(2026, 6, 15), date(2026, 9, 1)]), one, other)
    except BaseException as fault:  # told in the test's own thread
        faults.append(fault)
    finally:
        connections.close_all()


def test_workers_as_processes_lose_nothing(
    database: str, processes: Processes, database_url: str, tmp_path: Path
) -> None:
    if database == "sqlite":
        pytest.skip("one writer at a time: workers at once are PostgreSQL's")
    history = build_history()
    stop = tmp_path / "stop"
    workers = [
        processes.start("shell", "-c", LOOP.format(stop=str(stop)), database_url=database_url)
        for _ in range(WORKERS)
    ]
    for worker in workers:
        worker.wait_for_output("working", timeout=60)
    faults: list[BaseException] = []
    people: list[Any] = []
    for seed in (1, 2):
        mine = replace(history, new_units=1000 * seed, told=[])
        people.append(threading.Thread(target=change, args=(mine,), kwargs={"seed": seed, "faults": faults}))
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=240)
    stop.touch()
    refreshed = [int(worker.wait_for_output(r"refreshed (\d+)", timeout=60)[1]) for worker in workers]
    assert faults == []
    assert [worker.wait() for worker in workers] == [0] * WORKERS
    refresh_totals(at=timezone.now())
    assert not DirtyMark.objects.exists()
    assert reconcile_totals() == []
    assert stored() == history.expected()
    # They were at work meanwhile. Only totals that moved are marked, and many acts are refused.
    assert sum(refreshed) > ACTS // 4
