"""Keeps a few child processes running beside each other until told to stop (`make run`)."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

STEADY_AFTER = 60.0  # a child that ran this long starts again at once when it dies
LONGEST_PAUSE = 30.0
PATIENCE = 15.0  # from SIGTERM to SIGKILL
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process, in a group of its own, and how often it died lately."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    start_at: float = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent
        )

    def signal(self, number: int) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Start, watch and restart children; SIGINT, SIGTERM and SIGHUP end the watch, `stop()` ends them."""

    def __init__(self, children: Sequence[Child], *, on_death: Callable[[Child, int, float], None]) -> None:
        self.children = children
        self.stopping = False
        self._on_death = on_death

    def start(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        for child in self.children:
            child.start()

    def watch(self, *, while_: Callable[[], bool] = lambda: True) -> None:
        """Restart what dies, as long as `while_()` is true and nobody asked to stop."""
        while not self.stopping and while_():
            for child in self.children:
                self._look_after(child)
            time.sleep(0.2)

    def stop(self) -> None:
        """End every child and all it started: first asked, then forced."""
        deadline = time.monotonic() + PATIENCE
        for child in self.children:
            child.signal(signal.SIGTERM)
        while any(child.is_running() for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.05)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_at:
                child.start()
            return
        code = child.process.poll()
        if code is None:
            return
        child.signal(signal.SIGKILL)  # what it may have left in its group
        child.deaths = 1 if now - child.started_at > STEADY_AFTER else child.deaths + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (child.deaths - 1))
        child.process, child.start_at = None, now + pause
        self._on_death(child, code, pause)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _die_with_parent() -> None:
    """Linux ends the child when its parent is gone, even by kill -9; elsewhere only a normal end does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
