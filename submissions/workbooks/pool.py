"""A few reading processes shared by the threads of one web process: lazy, limited, healed, never in the way.

A child that dies (whatever the file did to it) is replaced and the file tried once more; one that is too slow
is killed. Children end by themselves when the parent does: their stdin reaches its end.
"""

import atexit
import contextlib
import json
import os
import queue
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from submissions.workbooks.refused import Refused

PROCESSES = 2
SECONDS = 9.0
"""Wall time for one file, both tries together; waiting for a free process has as long again."""
MAX_ANSWER = 64 * 1024 * 1024
_SCRIPT = Path(__file__).with_name("reader.py")


class Died(Exception):
    """The child ended before it had answered."""


class Child:
    """One reading process. Not shared: the pool lends it to one thread at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(_SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},  # no secrets, no settings
            cwd="/",
            bufsize=0,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._in, self._out = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self._in, False)
        self._unread = bytearray()

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def ask(
        self, header: dict[str, Any], content: bytes, *, seconds: float, meanwhile: Callable[[], object]
    ) -> dict[str, Any]:
        """One question, one answer; `meanwhile` in between. Died, TimeoutError, what `meanwhile` raises."""
        until = time.monotonic() + seconds
        head = json.dumps(header).encode()
        self._send(b"".join((struct.pack("!II", len(head), len(content)), head, content)), until)
        meanwhile()
        (size,) = struct.unpack("!I", self._receive(4, until))
        if size > MAX_ANSWER:
            raise Died
        answer: dict[str, Any] = json.loads(self._receive(size, until).decode("utf-8", "replace"))
        return answer

    def _send(self, data: bytes, until: float) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self._in, view) :]
            except BlockingIOError:
                _wait(self._in, select.POLLOUT, until)
            except OSError as error:
                raise Died from error

    def _receive(self, size: int, until: float) -> bytes:
        while len(self._unread) < size:
            _wait(self._out, select.POLLIN, until)
            piece = os.read(self._out, 1 << 16)
            if not piece:
                raise Died
            self._unread += piece
        data = bytes(self._unread[:size])
        del self._unread[:size]
        return data

    def end(self) -> None:
        """Killed and gone."""
        with contextlib.suppress(OSError):
            self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self.process.wait()


class _Once:
    """What is done while the first child that takes the file reads it, and not again for a second one."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act
        self._is_done = False

    def __call__(self) -> None:
        if not self._is_done:
            self._act()
            self._is_done = True


def _wait(descriptor: int, what: int, until: float) -> None:
    poll = select.poll()
    poll.register(descriptor, what)
    if not poll.poll(max(until - time.monotonic(), 0) * 1000):
        raise TimeoutError


class Pool:
    """At most `processes` children, started when first needed."""

    def __init__(self, processes: int = PROCESSES, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._slots: queue.LifoQueue[Child | None] = queue.LifoQueue()
        self._children: set[Child] = set()
        for _ in range(processes):
            self._slots.put(None)

    def read(
        self,
        content: bytes,
        *,
        wanted: Sequence[str],
        rows: int,
        columns: int,
        is_old: bool = False,
        most_sheets: int = 3,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> dict[str, Any]:
        """What `reader.py` answers. Refused: broken, password, too_much, too_slow, busy. `is_old`: an .xls.
        `most_sheets`: so many visible ones are read where `wanted[0]` is not there.

        `meanwhile` runs here while the child reads; what it raises ends that child and is raised.
        """
        header = {
            "wanted": list(wanted), "rows": rows, "columns": columns, "is_old": is_old,
            "most_sheets": most_sheets,
        }  # fmt: skip
        return self._answered(header, content, meanwhile)

    def read_layout(
        self, content: bytes, *, kind: str = "xlsx", meanwhile: Callable[[], object] = lambda: None
    ) -> dict[str, Any]:
        """How the sheets of an xlsx, xls or ods are laid out (`form_layout.py`). Otherwise as `read`."""
        return self._answered({"layout": kind}, content, meanwhile)

    def _answered(
        self, header: dict[str, Any], content: bytes, meanwhile: Callable[[], object]
    ) -> dict[str, Any]:
        try:
            answer = self._ask_twice(header, content, meanwhile)
        except TimeoutError as error:
            raise Refused("too_slow") from error
        except Died as error:
            raise Refused("too_much") from error
        if "error" in answer:
            raise Refused(answer["error"])
        return answer

    def _ask_twice(
        self, header: dict[str, Any], content: bytes, meanwhile: Callable[[], object]
    ) -> dict[str, Any]:
        once, until = _Once(meanwhile), time.monotonic() + self._seconds
        try:
            with self._child() as child:
                return child.ask(header, content, seconds=self._seconds, meanwhile=once)
        except Died:
            if child.process.returncode == -signal.SIGXCPU:  # it would take as long once more
                raise TimeoutError from None
        with self._child() as child:
            left = max(until - time.monotonic(), 1.0)
            return child.ask(header, content, seconds=left, meanwhile=once)

    @contextlib.contextmanager
    def _child(self) -> Iterator[Child]:
        try:
            child = self._slots.get(timeout=self._seconds)
        except queue.Empty as error:
            raise Refused("busy") from error
        kept: Child | None = None
        try:
            if child is None or not child.is_alive:
                self._bury(child)
                child = Child()
                self._children.add(child)
            yield child
            kept = child
        finally:
            if kept is None:
                self._bury(child)
            self._slots.put(kept)

    def _bury(self, child: Child | None) -> None:
        if child is not None:
            self._children.discard(child)
            child.end()

    @property
    def process_ids(self) -> list[int]:
        """Of the children alive now."""
        return [child.process.pid for child in list(self._children) if child.is_alive]

    def close(self) -> None:
        """All children ended; the pool heals if used again."""
        for child in list(self._children):
            self._bury(child)


_pool = Pool()


def _forget_after_fork() -> None:
    """A forked process starts children of its own; the parent's pipes are not its to use."""
    global _pool
    _pool = Pool()


def shared_pool() -> Pool:
    """The pool of this process."""
    return _pool


os.register_at_fork(after_in_child=_forget_after_fork)
atexit.register(lambda: shared_pool().close())
