"""`make run`, as a person starts it: what it says, what it starts, and that nothing is left when it ends."""

import os
import re
import signal
import socket
import sqlite3
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.ports import free_port
from tests.support.processes import Child, Processes

MEGABYTES = 700
NAMES = ("lan", "minh", "hoa", "binh", "nga", "tien", "thu", "ha", "dung", "quan", "thanh")
Start = Callable[..., Child]


@pytest.fixture
def start(processes: Processes, demo_database_url: str) -> Start:
    def start_demo(*, port: int | str) -> Child:
        return processes.start("run_demo", database_url=demo_database_url, environment={"PORT": str(port)})

    return start_demo


def group_members(parent: int) -> list[int]:
    """All descendants of a process."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [pid for child in children for pid in [int(child), *group_members(int(child))]]


def proportional_kilobytes(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found.group(1)) if found else 0


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def test_it_answers_names_the_log_ins_and_leaves_nothing_behind(start: Start) -> None:
    port = free_port()
    demo = start(port=port)
    demo.wait_for_output(rf"http://127\.0\.0\.1:{port}/", timeout=120)
    demo.wait_for_output("Ctrl-C", timeout=10)
    assert all(re.search(rf"^  {name} ", demo.output, re.MULTILINE) for name in NAMES)
    assert "demo-2026" in demo.output
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
        assert answer.status == 200
    started = group_members(demo.pid)
    assert len(started) >= 4  # web with its worker, scheduler, worker
    assert sum(map(proportional_kilobytes, [demo.pid, *started])) < MEGABYTES * 1024

    os.kill(demo.pid, signal.SIGINT)
    assert demo.wait(timeout=40) == 0
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []


def test_a_child_that_is_killed_comes_back(start: Start) -> None:
    port = free_port()
    demo = start(port=port)
    demo.wait_for_output("Ctrl-C", timeout=120)
    scheduler = next(pid for pid in group_members(demo.pid) if "run_scheduler" in command_line(pid))
    os.kill(scheduler, signal.SIGKILL)
    demo.wait_for_output(r"scheduler đã dừng \(mã -9\)", timeout=20)


def test_a_taken_port_is_said_with_the_way_out(processes: Processes, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run_to_its_end(processes, tmp_path, port=str(port))
    assert re.search(rf"Cổng {port} .*PORT=\d+ make run", done)


@pytest.mark.parametrize("port", ["abc", "0", "70000", "٣"])
def test_a_port_that_is_none_is_said(port: str, processes: Processes, tmp_path: Path) -> None:
    assert f"“{port}”" in run_to_its_end(processes, tmp_path, port=port)


def test_a_database_out_of_reach_is_said(processes: Processes) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    environment = {"PORT": str(free_port())}
    done = processes.manage("run_demo", database_url=url, environment=environment, check=False)
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def run_to_its_end(processes: Processes, folder: Path, *, port: str) -> str:
    """Start it where it must refuse, and return what it said."""
    url = f"sqlite:///{folder}/unused.sqlite3"
    done = processes.manage("run_demo", database_url=url, environment={"PORT": port}, check=False)
    assert done.returncode == 1
    return done.stderr


def test_a_reset_is_refused_while_it_runs(start: Start, processes: Processes, demo_database_url: str) -> None:
    demo = start(port=free_port())
    demo.wait_for_output("Ctrl-C", timeout=120)
    done = processes.manage("reset_demo", database_url=demo_database_url, check=False)
    assert done.returncode == 1
    assert "Ctrl-C" in done.stderr


def test_a_reset_starts_over(processes: Processes, demo_database_url: str, database: str) -> None:
    def people() -> int:
        if database == "sqlite":
            path = demo_database_url.removeprefix("sqlite:///")
            with sqlite3.connect(path) as connection:
                return int(connection.execute("SELECT count(*) FROM units_user").fetchone()[0])
        import psycopg

        with psycopg.connect(demo_database_url) as server:
            row = server.execute("SELECT count(*) FROM units_user").fetchone()
            assert row is not None
            return int(row[0])

    before = people()
    code = "from units.models import User; User.objects.create(username='somebody-new')"
    processes.manage("shell", "-v0", "-c", code, database_url=demo_database_url)
    assert people() == before + 1
    processes.manage("reset_demo", database_url=demo_database_url)
    assert people() == before
