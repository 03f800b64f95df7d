"""Lists of pages: what is in them, in which order, in a number of queries that does not grow."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from submissions.actions.exempt import exempt
from submissions.actions.open_rounds import open_due_rounds, open_round
from submissions.actions.request_correction import request_correction
from submissions.actions.send_back import send_back
from submissions.coverage import coverage
from submissions.models import DirtyMark, Draft, Status, Submission
from submissions.past import past_values
from submissions.queries import Duty, comments_for, events_of, submission_for, todo_of
from submissions.reviewing import first_to_review
from tests.submissions.factories import AT, GOOD, HIV, LATE, World, bring_to
from units.errors import NotWithinReach
from units.models import User

pytestmark = pytest.mark.django_db


def test_the_to_do_is_nearest_first_with_how_far_each_is(world: World) -> None:
    open_round(template=world.template, period_code="2026-6M", by=None, at=AT)
    bring_to(world, Status.RETURNED)
    older, newer = todo_of(world.cast.lan, at=AT)
    assert older.assignment.round.period_code == "2026-6M"
    assert (older.is_late, older.answered, older.asked) == (True, 0, len(GOOD))
    assert (newer.status, newer.answered, newer.open_comments) == (Status.RETURNED, len(GOOD), 1)
    assert newer.subject.full_name == "Xã Đông Hưng"


def test_the_to_do_takes_as_many_queries_for_one_report_as_for_four(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for code in ("2026-6M", "2026-3M", "2025"):
        open_round(template=world.template, period_code=code, by=None, at=AT)
    with django_assert_max_num_queries(6):  # one of them loads the person
        assert len(todo_of(world.cast.fresh("lan"), at=AT)) == 4


def review_queue(user: User, *, at: datetime) -> list[Duty]:
    asked, sent, count = first_to_review(user, at=at, most=12)
    assert count == len(sent)
    return [*asked, *sent]


def test_the_review_queue_holds_what_was_sent_and_what_is_to_be_corrected(world: World) -> None:
    assert review_queue(world.cast.hoa, at=AT) == []
    bring_to(world, Status.SUBMITTED)
    assert [duty.status for duty in review_queue(world.cast.hoa, at=AT)] == [Status.SUBMITTED]
    assert review_queue(world.cast.long, at=AT) == []


def test_a_request_for_correction_waits_in_the_review_queue(world: World) -> None:
    report = bring_to(world, Status.ACCEPTED)
    assert review_queue(world.cast.hoa, at=AT) == []
    request_correction(submission=report, by=world.cast.lan, at=AT, reason="Nhầm")
    assert [duty.has_open_correction for duty in review_queue(world.cast.hoa, at=AT)] == [True]


def test_coverage_counts_and_names_in_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    bring_to(world, Status.SUBMITTED)
    with django_assert_max_num_queries(4):
        found = coverage(world.round, at=LATE)
    assert (found.expected, found.sent, found.accepted, found.late) == (3, 1, 0, 2)
    assert [unit.name for unit in found.missing] == ["Hoàng Hoa Thám", "Tiên Lữ"]


def test_an_exempt_unit_is_not_expected_and_the_totals_are_marked(world: World) -> None:
    DirtyMark.objects.all().delete()  # those of the opening
    exempt(assignments=[world.submission.assignment], reason="Không có trạm", by=world.cast.nga, at=AT)
    assert (coverage(world.round, at=AT).expected, coverage(world.round, at=AT).exempt) == (2, 1)
    assert set(DirtyMark.objects.values_list("unit", flat=True)) == {world.cast.province.pk}
    assert DirtyMark.objects.count() == len(GOOD)


def test_a_report_out_of_reach_does_not_exist(world: World) -> None:
    for name in ("son", "mai", "long"):
        with pytest.raises(NotWithinReach):
            submission_for(world.cast.users[name], world.submission.assignment_id)
    for name in ("lan", "minh", "hoa", "tien", "dung", "thanh"):
        assert submission_for(world.cast.users[name], world.submission.assignment_id) == world.submission


def test_the_history_tells_who_did_what(world: World) -> None:
    report = bring_to(world, Status.ACCEPTED)
    told = [
        (event.kind.partition(".")[2], event.actor and event.actor.username)
        for event in events_of(report, user=world.cast.hoa)
    ]
    assert told == [("sign_off_requested", "lan"), ("submitted", "minh"), ("accepted", "hoa")]


def test_earlier_values_of_a_cell_are_shown_oldest_first(world: World) -> None:
    bring_to(world, Status.ACCEPTED)
    open_round(template=world.template, period_code="2026", by=None, at=AT + timedelta(days=90))
    later = Submission.objects.get(
        assignment__round__period_code="2026", assignment__subject=world.cast.dong_hung
    )
    assert [(past.period_code, past.amount) for past in past_values(later, HIV)] == [("2026-9M", 12)]


def test_every_duty_has_its_report_and_draft_and_opening_again_changes_nothing(world: World) -> None:
    opened = open_due_rounds(at=AT)
    assert [round_.period_code for round_ in opened] == ["2026-3M", "2026-6M"]
    assert open_due_rounds(at=AT) == []
    assert open_round(template=world.template, period_code="2026-9M", by=None, at=LATE) == world.round
    assert Submission.objects.count() == Draft.objects.count() == 9


def test_what_a_head_told_the_clerk_stays_in_the_unit(world: World) -> None:
    report = bring_to(world, Status.AWAITING_SIGN_OFF)
    report = send_back(submission=report, by=world.cast.minh, at=AT, reason="Chép nhầm tháng trước")
    assert comments_for(world.cast.lan, report).count() == 1
    assert comments_for(world.cast.hoa, report).count() == 0
    assert "submission.sent_back" in [event.kind for event in events_of(report, user=world.cast.lan)]
    assert "submission.sent_back" not in [event.kind for event in events_of(report, user=world.cast.hoa)]
