"""Every action in every status by every role: what the table says, and nothing else."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command

from submissions.actions.accept import accept
from submissions.actions.enter_for import enter_for
from submissions.actions.fill_for import File, fill_for
from submissions.actions.grant_correction import grant_correction
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.refuse_correction import refuse_correction
from submissions.actions.report_itself import report_itself
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.send_back import send_back
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.sign_sent import sign_sent
from submissions.actions.withdraw import withdraw
from submissions.conditions import HOLDS
from submissions.models import Status, Submission
from submissions.permissions import actions_open_to, may
from submissions.sheet import sheet_from_plain
from submissions.transitions import PERMISSION_OF, TRANSITIONS, Action
from tests.submissions.factories import (
    ARV,
    AT,
    GOOD,
    LATE,
    SENT,
    TOTAL,
    World,
    bring_to,
    small_layout,
)
from units.errors import Conflict, NotAllowed
from units.models import Event, User

pytestmark = pytest.mark.django_db

TYPED = sheet_from_plain(small_layout(), GOOD)
Act = Callable[[Submission, User, datetime], Any]
ACTS: dict[Action, Act] = {
    Action.EDIT: lambda report, by, at: save_draft(submission=report, cells={ARV: "9"}, by=by, at=at),
    Action.REQUEST_SIGN_OFF: lambda report, by, at: request_sign_off(submission=report, by=by, at=at),
    Action.NOTHING_TO_REPORT: lambda report, by, at: nothing_to_report(submission=report, by=by, at=at),
    Action.SEND_BACK: lambda report, by, at: send_back(submission=report, by=by, at=at, reason="Sửa"),
    Action.SIGN_AND_SUBMIT: lambda report, by, at: sign_and_submit(submission=report, by=by, at=at),
    Action.SIGN_SENT: lambda report, by, at: sign_sent(submission=report, by=by, at=at),
    Action.ENTER_FOR: lambda report, by, at: enter_for(
        submission=report, sheet=TYPED, told_by="Ông Sơn", told_how="phone", by=by, at=at
    ),
    Action.FILL_FOR: lambda report, by, at: fill_for(
        submission=report,
        cells={TOTAL: "31"},
        texts={},
        seen_version=None,
        file=File("a.xlsx", ""),
        by=by,
        at=at,
    ),
    Action.REPORT_ITSELF: lambda report, by, at: report_itself(submission=report, by=by, at=at),
    Action.WITHDRAW: lambda report, by, at: withdraw(submission=report, by=by, at=at),
    Action.ACCEPT: lambda report, by, at: accept(submission=report, by=by, at=at),
    Action.RETURN_FOR_CHANGES: lambda report, by, at: return_for_changes(
        submission=report, by=by, at=at, reason="Sửa"
    ),
    Action.REQUEST_CORRECTION: lambda report, by, at: request_correction(
        submission=report, by=by, at=at, reason="Nhầm"
    ),
    Action.GRANT_CORRECTION: lambda report, by, at: grant_correction(submission=report, by=by, at=at),
    Action.REFUSE_CORRECTION: lambda report, by, at: refuse_correction(
        submission=report, by=by, at=at, reason="Không"
    ),
}
ENTERING = ["nga", "hoa", "binh", "tien"]
WHO = {"fill": ["lan", "minh"], "sign": ["minh"], "review": ["hoa", "binh"], "enter": ENTERING}
EVERYBODY = ["lan", "minh", "son", "hoa", "nga", "binh", "tien", "dung", "quan", "thanh", "mai", "long"]


@pytest.mark.parametrize("status", list(Status))
def test_an_action_leads_where_the_table_says_and_is_refused_where_it_says_nothing(
    world: World, status: Status
) -> None:
    from django.db import transaction

    for action, act in ACTS.items():
        person = world.cast.users[WHO[PERMISSION_OF[action].value][-1]]
        with transaction.atomic():
            report = bring_to(world, status)
            if status is Status.DRAFT and action is Action.REQUEST_SIGN_OFF:
                save_draft(submission=report, cells=GOOD, by=world.cast.lan, at=AT)
            if action in (Action.GRANT_CORRECTION, Action.REFUSE_CORRECTION) and status is Status.ACCEPTED:
                request_correction(submission=report, by=world.cast.lan, at=AT, reason="Nhầm")
            step = TRANSITIONS.get((status, action))
            if step is None or (step.where is not None and not HOLDS[step.where](report)):
                with pytest.raises(Conflict):
                    act(report, person, SENT)
                assert world.again().status == status
            else:
                act(report, person, SENT)
                expected = Status.AWAITING_SIGN_OFF if action is Action.NOTHING_TO_REPORT else step.to
                assert world.again().status == expected
                assert not step.event or Event.objects.filter(kind=step.event).exists()
            transaction.set_rollback(True)


def test_each_action_is_open_to_the_roles_of_its_permission_only(world: World) -> None:
    for action, act in ACTS.items():
        allowed = WHO[PERMISSION_OF[action].value]
        for name in EVERYBODY:
            person = world.cast.users[name]
            assert may(person, action, world.submission) is (name in allowed), (action, name)
            own = action is Action.FILL_FOR and name in WHO["fill"]  # its own people edit
            if name not in allowed and not own:
                with pytest.raises(NotAllowed):
                    act(world.submission, person, AT)
    assert world.again().status == Status.DRAFT


def test_buttons_are_those_of_status_and_role(world: World) -> None:
    report = bring_to(world, Status.SUBMITTED)
    assert actions_open_to(world.cast.lan, report) == [Action.WITHDRAW]
    assert actions_open_to(world.cast.hoa, report) == [Action.ACCEPT, Action.RETURN_FOR_CHANGES]
    assert actions_open_to(world.cast.dung, report) == []


def test_a_correction_sent_back_or_withdrawn_is_a_correction_again(world: World) -> None:
    cast, report = world.cast, bring_to(world, Status.CORRECTING)
    report = request_sign_off(submission=report, by=cast.lan, at=LATE)
    report = send_back(submission=report, by=cast.minh, at=LATE, reason="Xem lại dòng 3.7")
    assert report.status == Status.CORRECTING
    report = request_sign_off(submission=report, by=cast.lan, at=LATE)
    report = sign_and_submit(submission=report, by=cast.minh, at=LATE)
    assert withdraw(submission=report, by=cast.lan, at=LATE).status == Status.CORRECTING


def test_an_exempt_duty_and_a_closed_round_take_nothing(world: World) -> None:
    world.round.closed_at = LATE
    world.round.save()
    report = Submission.objects.select_related("assignment__round").get(pk=world.submission.pk)
    with pytest.raises(Conflict) as refused:
        save_draft(submission=report, cells=GOOD, by=world.cast.lan, at=LATE)
    assert refused.value.code == "duty_closed"
    assert actions_open_to(world.cast.lan, report) == []


def test_the_diagram_is_drawn_from_the_table() -> None:
    call_command("draw_transitions", "--check")
