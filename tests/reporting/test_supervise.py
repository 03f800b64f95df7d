"""The supervisor of `make run`, with real children: they are restarted, and none outlives it."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import Child

# Two children: one that starts a grandchild and waits, one that dies at once.
SCRIPT = """
import sys
from reporting.supervise import Child, Supervisor

steady = Child(name="steady", command=["sh", "-c", "sleep 600 & echo grandchild $!; echo steady $$; wait"])
frail = Child(name="frail", command=["sh", "-c", "exit 3"])
said = lambda child, code, pause: print(f"{child.name} died {code}, again in {pause:.0f} s", flush=True)
supervisor = Supervisor([steady, frail], on_death=said)
supervisor.start()
print("watching", flush=True)
try:
    supervisor.watch()
finally:
    supervisor.stop()
print("stopped", flush=True)
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Child]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    child = Child(
        name="supervisor",
        command=[sys.executable, "-c", SCRIPT],
        environment=environment,
        log=tmp_path / "supervisor.log",
    )
    yield child
    child.kill()


def pid_of(name: str, supervisor: Child) -> int:
    return int(supervisor.wait_for_output(rf"{name} (\d+)").group(1))


def is_alive(pid: int) -> bool:
    """A zombie nobody has waited for is dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_dead(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


def test_a_child_that_dies_is_restarted_with_growing_pauses(supervisor: Child) -> None:
    supervisor.wait_for_output(r"frail died 3, again in 1 s\n(.*\n)*frail died 3, again in 2 s")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_and_all_it_started(supervisor: Child, number: int) -> None:
    steady, grandchild = pid_of("steady", supervisor), pid_of("grandchild", supervisor)
    supervisor.wait_for_output("watching")
    os.kill(supervisor.pid, number)
    assert supervisor.wait(timeout=20) == 0
    assert "stopped" in supervisor.output
    assert not is_alive(steady)
    assert wait_until_dead(grandchild)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_kill_9_of_the_supervisor_leaves_no_child(supervisor: Child) -> None:
    steady = pid_of("steady", supervisor)
    os.kill(supervisor.pid, signal.SIGKILL)
    assert wait_until_dead(steady)
