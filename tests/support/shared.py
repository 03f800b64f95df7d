"""What the processes of one run of the tests make once and use together."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def folder_of_all_workers(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """The folder of this run that all its workers see; None where there is one process."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return None
    folder = tmp_path_factory.getbasetemp().parent / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def one_at_a_time(place: Path | None) -> Iterator[bool]:
    """Hold `place` against the other processes and yield whether it is there already. Make it whole, then
    rename: it is there or it is not."""
    if place is None:
        yield False
        return
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place.exists()
