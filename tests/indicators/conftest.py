"""What tests of this room start from."""

import pytest

from tests.indicators.factories import Asked, build_published


@pytest.fixture
def asked() -> Asked:
    """The form, published by nga."""
    return build_published()
