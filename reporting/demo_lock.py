"""Who runs the demo holds its lock, so that a reset does not pull the database from under it."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def hold_while_running() -> Iterator[None]:
    """Any number of runs may hold it together."""
    with _held(fcntl.LOCK_SH):
        yield


@contextmanager
def hold_alone() -> Iterator[None]:
    """BlockingIOError while a run holds it."""
    with _held(fcntl.LOCK_EX | fcntl.LOCK_NB):
        yield


@contextmanager
def _held(kind: int) -> Iterator[None]:
    database = settings.DATABASES["default"]
    name = "|".join(str(database.get(part, "")) for part in ("HOST", "PORT", "NAME"))
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    with (settings.VAR_DIR / f"demo-{digest}.lock").open("w") as lock:
        fcntl.flock(lock, kind)
        yield
