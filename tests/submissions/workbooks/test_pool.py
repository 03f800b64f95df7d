"""The reading processes: limited, healed, shared by threads, gone when their parent is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from submissions.workbooks.pool import Pool
from submissions.workbooks.refused import Refused

NAME = "Biểu 4-BCH"


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(processes=2, seconds=5)
    yield made
    made.close()


def read(pool: Pool, content: bytes) -> str:
    answer = pool.read(content, wanted=[NAME], rows=50, columns=10)
    return str(answer["cells"][NAME][0][0])


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False


def test_no_process_before_the_first_file(pool: Pool, blank: bytes) -> None:
    assert pool.process_ids == []
    assert read(pool, blank) == "Biểu số: 4/BCH"
    assert len(pool.process_ids) == 1


def test_a_killed_child_is_replaced(pool: Pool, blank: bytes) -> None:
    read(pool, blank)
    (first,) = pool.process_ids
    os.kill(first, signal.SIGKILL)
    assert read(pool, blank) == "Biểu số: 4/BCH"
    assert pool.process_ids != [first]


def test_a_child_killed_while_it_reads_is_replaced_and_the_file_read(pool: Pool, blank: bytes) -> None:
    read(pool, blank)
    (first,) = pool.process_ids
    killed = []

    def kill_once() -> None:
        killed.append(os.kill(first, signal.SIGKILL))

    os.kill(first, signal.SIGSTOP)  # so that it has not answered when it dies
    answer = pool.read(blank, wanted=[NAME], rows=50, columns=10, meanwhile=kill_once)
    assert answer["cells"][NAME]
    assert len(killed) == 1


def test_a_child_that_hangs_is_killed_and_said_to_be_slow(blank: bytes) -> None:
    pool = Pool(processes=1, seconds=0.5)
    read(pool, blank)
    (first,) = pool.process_ids
    os.kill(first, signal.SIGSTOP)
    with pytest.raises(Refused, match="too_slow"):
        read(pool, blank)
    assert not is_running(first)
    assert read(pool, blank) == "Biểu số: 4/BCH"
    pool.close()


def test_when_all_are_busy_the_wait_has_an_end(blank: bytes) -> None:
    pool = Pool(processes=1, seconds=0.5)
    read(pool, blank)

    def ask_again() -> None:
        with pytest.raises(Refused, match="busy"):
            read(pool, blank)

    with ThreadPoolExecutor(1) as threads:
        pool.read(
            blank, wanted=[NAME], rows=5, columns=5, meanwhile=lambda: threads.submit(ask_again).result()
        )
    pool.close()


def test_many_threads_share_two_children(pool: Pool, blank: bytes, handed_out: bytes) -> None:
    def first_number(number: int) -> object:
        content = handed_out if number % 2 else blank
        return pool.read(content, wanted=[NAME], rows=50, columns=10)["cells"][NAME][7][4]

    with ThreadPoolExecutor(8) as threads:
        values = list(threads.map(first_number, range(200)))
    assert values == ["", 120.0] * 100
    assert len(pool.process_ids) <= 2


def test_what_is_raised_meanwhile_leaves_the_pool_sound(pool: Pool, blank: bytes, handed_out: bytes) -> None:
    def refuse() -> None:
        raise Refused("doctype")

    for _ in range(3):
        with pytest.raises(Refused, match="doctype"):
            pool.read(handed_out, wanted=[NAME], rows=50, columns=10, meanwhile=refuse)
        assert pool.read(blank, wanted=[NAME], rows=50, columns=10)["cells"][NAME][7][4] == ""


def test_children_hold_little_memory(pool: Pool, blank: bytes) -> None:
    for _ in range(50):
        read(pool, blank)
    status = Path(f"/proc/{pool.process_ids[0]}/status").read_text()
    held = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    assert held < 40_000


def test_children_know_no_secrets_of_ours(pool: Pool, blank: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "must not leak")
    read(pool, blank)
    environment = Path(f"/proc/{pool.process_ids[0]}/environ").read_bytes()
    assert b"SECRET_KEY" not in environment
    modules = Path(f"/proc/{pool.process_ids[0]}/maps").read_text()
    assert "psycopg" not in modules


def test_children_end_when_their_parent_is_killed(blank: bytes, tmp_path: Path, repository: Path) -> None:
    (tmp_path / "blank.xlsx").write_bytes(blank)
    script = (
        "import sys, time; from pathlib import Path; from submissions.workbooks.pool import shared_pool\n"
        f"content = Path({str(tmp_path / 'blank.xlsx')!r}).read_bytes()\n"
        "shared_pool().read(content, wanted=['x'], rows=5, columns=5)\n"
        "print(shared_pool().process_ids[0], flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=repository, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_running(child)
    parent.kill()
    parent.wait()
    until = time.monotonic() + 5
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(child)
    parent.stdout.close()
