"""What tests of this room start from."""

import pytest

from indicators.actions.publish_template import publish_template
from tests.indicators.factories import AT, Asked, build_asked


@pytest.fixture
def asked() -> Asked:
    """The form, published by nga."""
    made = build_asked()
    made.version = publish_template(version=made.version, by=made.cast.nga, at=AT)
    return made
