"""Nobody signs what they did not see."""

import pytest

from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.send_back import send_back
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import Status
from tests.submissions.factories import AT, TOTAL, bring_to, build_world
from units.errors import Conflict

pytestmark = pytest.mark.django_db


def test_a_page_opened_before_the_numbers_changed_signs_nothing() -> None:
    world = build_world()
    lan, minh = world.cast.lan, world.cast.minh
    seen = bring_to(world, Status.AWAITING_SIGN_OFF).draft.version
    send_back(submission=world.again(), by=minh, at=AT, reason="Xem lại dòng 1.")
    save_draft(submission=world.again(), cells={TOTAL: "31", "t1/r2:c1": "11"}, by=lan, at=AT)
    request_sign_off(submission=world.again(), by=lan, at=AT)
    with pytest.raises(Conflict) as refused:
        sign_and_submit(submission=world.again(), by=minh, at=AT, seen_version=seen)
    assert refused.value.code == "draft_changed"
    assert world.again().status == Status.AWAITING_SIGN_OFF
    sign_and_submit(submission=world.again(), by=minh, at=AT, seen_version=world.again().draft.version)
    assert world.again().status == Status.SUBMITTED
