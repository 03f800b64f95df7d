"""The official forms read once, through the limited process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.recognition import Grid
from submissions.workbooks.form_grids import read_form

Read = Callable[[str], tuple[Grid, ...]]


@pytest.fixture(scope="session")
def forms(shared_data: Path) -> Path:
    return shared_data / "forms"


@pytest.fixture(scope="session")
def grids(forms: Path) -> Read:
    """The grids of one of the forms, by file name."""
    known: dict[str, tuple[Grid, ...]] = {}

    def read(name: str) -> tuple[Grid, ...]:
        if name not in known:
            known[name] = read_form((forms / name).read_bytes())
        return known[name]

    return read
