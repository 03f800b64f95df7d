"""The worlds the tests of this room start from."""

from pathlib import Path

import pytest
from django.test import Client

from tests.indicators.factories import Asked, build_asked
from tests.submissions.factories import World, build_world


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def asked() -> Asked:
    return build_asked()


@pytest.fixture
def nga(asked: Asked) -> Client:
    """The officer, signed in."""
    client = Client()
    client.force_login(asked.cast.nga, backend="units.backends.PasswordBackend")
    return client


@pytest.fixture
def forms(shared_data: Path) -> Path:
    """The four official forms."""
    return shared_data / "forms"
