"""Actions in any order, by anyone: what counts is always what was accepted last, and the history is whole."""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from submissions.actions.accept import accept
from submissions.actions.grant_correction import grant_correction
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.refuse_correction import refuse_correction
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.send_back import send_back
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.withdraw import withdraw
from submissions.models import Figure, FigureHistory, PendingFigure, Status, Submission
from submissions.revisions import sheet_of_revision
from tests.submissions.factories import AT, COST, GOOD, World
from units.errors import BadContent, Conflict, NotAllowed
from units.models import Event, User

pytestmark = pytest.mark.django_db

Act = Callable[[Submission, User, datetime, str], Any]
ACTS: dict[str, Act] = {
    "fill": lambda s, by, at, v: save_draft(submission=s, cells=GOOD | {COST: v}, by=by, at=at),
    "blank": lambda s, by, at, v: save_draft(submission=s, cells={COST: None}, by=by, at=at),
    "ask": lambda s, by, at, v: request_sign_off(submission=s, by=by, at=at),
    "nothing": lambda s, by, at, v: nothing_to_report(submission=s, by=by, at=at),
    "back": lambda s, by, at, v: send_back(submission=s, by=by, at=at, reason="r"),
    "sign": lambda s, by, at, v: sign_and_submit(submission=s, by=by, at=at),
    "withdraw": lambda s, by, at, v: withdraw(submission=s, by=by, at=at),
    "accept": lambda s, by, at, v: accept(submission=s, by=by, at=at),
    "return": lambda s, by, at, v: return_for_changes(submission=s, by=by, at=at, reason="r"),
    "correct": lambda s, by, at, v: request_correction(submission=s, by=by, at=at, reason="r"),
    "grant": lambda s, by, at, v: grant_correction(submission=s, by=by, at=at),
    "refuse": lambda s, by, at, v: refuse_correction(submission=s, by=by, at=at, reason="r"),
}
STEP = st.tuples(
    st.sampled_from([*ACTS]),
    st.sampled_from(["lan", "minh", "minh", "hoa", "hoa", "son"]),
    st.sampled_from(["1", "2.5", "-", "…", "x", "-7"]),
)
# Random steps alone seldom get far: each run is a few walks to acceptance with disorder in between.
WALK = ["fill", "ask", "sign", "accept", "correct", "grant"]


@given(st.lists(st.one_of(STEP, st.just(("walk", "", "3"))), min_size=4, max_size=25))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_counts_is_what_was_accepted_last(world: World, steps: list[tuple[str, str, str]]) -> None:
    people = {"fill": "lan", "ask": "lan", "sign": "minh", "accept": "hoa", "correct": "lan", "grant": "hoa"}
    with transaction.atomic():
        for name, person, value in steps:
            for act in WALK if name == "walk" else [name]:
                _try(world, act, person or people[act], value)
                _holds(world)
        transaction.set_rollback(True)


def _try(world: World, act: str, person: str, value: str) -> None:
    before = world.again()
    try:
        ACTS[act](world.submission, world.cast.users[person], AT, value)
    except (Conflict, BadContent, NotAllowed):
        after = world.again()
        assert (after.status, after.sent_id, after.draft.version) == (
            before.status,
            before.sent_id,
            before.draft.version,
        )


def _holds(world: World) -> None:
    report = world.again()
    figures = {row.data_point: row for row in Figure.objects.all()}
    said = list((report.accepted and sheet_of_revision(report.accepted).cells.values()) or [])
    assert sorted((row.amount or 0, row.sign) for row in figures.values()) == sorted(
        (answer.scaled or 0, answer.sign.value) for answer in said
    )
    assert {row.revision for row in figures.values()} <= {report.accepted_id}
    pending = set(PendingFigure.objects.values_list("revision", flat=True))
    assert pending == ({report.sent_id} if report.status == Status.SUBMITTED else set())
    accepted = list(
        Event.objects.filter(kind="submission.accepted").order_by("pk").values_list("pk", flat=True)
    )
    spans = sorted(FigureHistory.objects.values_list("since", "until").distinct())
    assert spans == list(pairwise(accepted))
    assert FigureHistory.objects.count() == len(GOOD) * max(len(accepted) - 1, 0)
    assert list(report.revisions.order_by("number").values_list("number", flat=True)) == list(
        range(1, report.revisions.count() + 1)
    )
