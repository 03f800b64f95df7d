"""The world every test of this room starts from."""

import pytest

from tests.submissions.factories import World, build_world


@pytest.fixture
def world() -> World:
    return build_world()
