"""Two at once have the effect of one after the other; a repeated request has one effect."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from submissions.actions.accept import accept
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.drafts import sheet_of_draft
from submissions.idempotency import once
from submissions.models import DirtyMark, Figure, FigureHistory, IdempotencyKey, Status
from tests.submissions.factories import AT, GOOD, SENT, World, bring_to
from units.errors import BadContent, Conflict
from units.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own, started together; what each returned or raised."""
    outcomes: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(index: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait()
            outcomes[index] = act()
        except Exception as error:
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_two_who_accept_have_one_effect(world: World) -> None:
    report = bring_to(world, Status.SUBMITTED)
    hoa, binh = world.cast.hoa, world.cast.binh
    opened = DirtyMark.objects.count()
    outcomes = at_once(
        lambda: accept(submission=report, by=hoa, at=SENT),
        lambda: accept(submission=report, by=binh, at=SENT),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Submission"]
    assert Event.objects.filter(kind="submission.accepted").count() == 1
    assert (Figure.objects.count(), FigureHistory.objects.count()) == (len(GOOD), 0)
    assert DirtyMark.objects.count() - opened == len(GOOD)


def test_accepting_and_returning_at_once_leaves_one_of_them(world: World) -> None:
    report = bring_to(world, Status.SUBMITTED)
    outcomes = at_once(
        lambda: accept(submission=report, by=world.cast.hoa, at=SENT),
        lambda: return_for_changes(submission=report, by=world.cast.binh, at=SENT, reason="Sửa"),
    )
    assert [isinstance(outcome, Conflict) for outcome in outcomes].count(True) == 1
    accepted = world.again().status == Status.ACCEPTED
    assert Figure.objects.exists() is accepted


def test_two_heads_who_sign_send_one_revision(world: World) -> None:
    report = bring_to(world, Status.AWAITING_SIGN_OFF)
    at_once(*[lambda: sign_and_submit(submission=report, by=world.cast.minh, at=SENT)] * 3)
    assert world.again().revisions.count() == 1


def test_cells_saved_at_once_are_all_kept(world: World) -> None:
    def save(address: str, value: str) -> Callable[[], Any]:
        return lambda: save_draft(
            submission=world.submission, cells={address: value}, by=world.cast.lan, at=AT, seen_version=0
        )

    outcomes = at_once(*[save(address, value) for address, value in GOOD.items()])
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    draft = world.again()
    assert sheet_of_draft(draft).answered == len(GOOD)
    assert draft.draft.version == len(GOOD)


def test_the_same_key_at_once_acts_once_and_answers_both(world: World) -> None:
    done: list[int] = []

    def act() -> dict[str, int]:
        done.append(1)
        return {"answer": 42}

    def request() -> Any:
        return once(user=world.cast.lan, key="k", operation="op", request={"a": 1}, at=AT, act=act)

    assert at_once(request, request, request) == [{"answer": 42}] * 3
    assert len(done) == 1


def test_a_key_is_of_one_person_and_one_request(world: World) -> None:
    lan, minh = world.cast.lan, world.cast.minh

    def ask(user: Any, request: Any) -> Any:
        return once(user=user, key="k", operation="op", request=request, at=AT, act=lambda: user.username)

    assert (ask(lan, 1), ask(minh, 1), ask(lan, 1)) == ("lan", "minh", "lan")
    with pytest.raises(BadContent):
        ask(lan, 2)
    assert IdempotencyKey.objects.count() == 2
