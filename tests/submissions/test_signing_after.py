"""Sign-off before, after, or none; acceptance by a person or by itself: what counts when."""

from datetime import timedelta

import pytest

from indicators.models import Regime
from submissions.actions.accept import accept
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.send_back import send_back
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.sign_sent import sign_sent
from submissions.models import Figure, PendingFigure, Signature, Status, Submission
from submissions.permissions import actions_open_to
from submissions.queries import todo_of
from submissions.signers import units_signed_by
from submissions.transitions import Action
from submissions.views.to_do import grouped
from tests.submissions.factories import AT, GOOD, SENT, World, build_world
from units.errors import Conflict, NotAllowed
from units.models import Event

pytestmark = pytest.mark.django_db


def sent_by_lan(world: World, *, cells: dict[str, str] = GOOD) -> Submission:
    save_draft(submission=world.submission, cells=cells, by=world.cast.lan, at=AT)
    return sign_and_submit(submission=world.submission, by=world.cast.lan, at=SENT)


def counts() -> tuple[int, int]:
    """(figures that count, provisional ones)."""
    return Figure.objects.count(), PendingFigure.objects.count()


def test_signed_after_sending_figures_are_provisional_until_the_head_signs_and_a_person_accepts() -> None:
    world = build_world(sign_off="after")
    cast, report = world.cast, sent_by_lan(world)
    assert report.status == Status.SUBMITTED
    assert counts() == (0, len(GOOD))
    with pytest.raises(Conflict) as refused:
        accept(submission=report, by=cast.hoa, at=SENT)
    assert refused.value.code == "not_signed"
    assert Action.ACCEPT not in actions_open_to(cast.hoa, report)

    report = sign_sent(submission=report, by=cast.minh, at=SENT, capacity="KT", revision=1)
    signature = Signature.objects.get()
    assert (signature.signed_by, signature.signed_as, signature.revision.number) == (cast.minh, "KT", 1)
    assert Event.objects.filter(kind="submission.signed").count() == 1
    assert report.status == Status.SUBMITTED
    accept(submission=report, by=cast.hoa, at=SENT)
    assert counts() == (len(GOOD), 0)


def test_signed_after_sending_and_accepted_by_itself_figures_count_with_the_signature() -> None:
    world = build_world(sign_off="after", acceptance="automatic")
    report = sent_by_lan(world)
    assert (report.status, counts()) == (Status.SUBMITTED, (0, len(GOOD)))
    report = sign_sent(submission=report, by=world.cast.minh, at=SENT)
    assert (report.status, counts()) == (Status.ACCEPTED, (len(GOOD), 0))
    assert Event.objects.get(kind="submission.accepted").actor is None


def test_without_a_signature_and_accepted_by_itself_figures_count_when_they_are_sent() -> None:
    world = build_world(sign_off="none", acceptance="automatic")
    report = sent_by_lan(world)
    assert (report.status, counts()) == (Status.ACCEPTED, (len(GOOD), 0))
    assert not Signature.objects.exists()


def test_the_head_sends_back_instead_of_signing_and_nothing_is_provisional_any_more() -> None:
    world = build_world(sign_off="after")
    cast, report = world.cast, sent_by_lan(world)
    report = send_back(submission=report, by=cast.minh, at=SENT, reason="Xem lại dòng 5")
    assert (report.status, counts()) == (Status.DRAFT, (0, 0))
    save_draft(submission=report, cells=GOOD | {"t1/r6:c1": "2"}, by=cast.lan, at=SENT)
    report = sign_and_submit(submission=report, by=cast.lan, at=SENT)
    with pytest.raises(Conflict) as stale:
        sign_sent(submission=report, by=cast.minh, at=SENT, revision=1)
    assert stale.value.code == "newer_revision"


def test_a_signature_is_asked_once_and_only_of_the_head() -> None:
    world = build_world(sign_off="after")
    cast, report = world.cast, sent_by_lan(world)
    with pytest.raises(NotAllowed):
        sign_sent(submission=report, by=cast.lan, at=SENT)
    report = sign_sent(submission=report, by=cast.minh, at=SENT)
    with pytest.raises(Conflict):
        sign_sent(submission=report, by=cast.minh, at=SENT)
    with pytest.raises(Conflict):
        send_back(submission=report, by=cast.minh, at=SENT, reason="Muộn rồi")


def test_a_returned_report_wants_a_signature_on_its_next_revision() -> None:
    world = build_world(sign_off="after")
    cast, report = world.cast, sent_by_lan(world)
    report = sign_sent(submission=report, by=cast.minh, at=SENT)
    report = return_for_changes(submission=report, by=cast.hoa, at=SENT, reason="Sai dòng 1")
    report = sign_and_submit(submission=report, by=cast.lan, at=SENT + timedelta(hours=1))
    with pytest.raises(Conflict):
        accept(submission=report, by=cast.hoa, at=SENT)
    report = sign_sent(submission=report, by=cast.minh, at=SENT)
    assert accept(submission=report, by=cast.hoa, at=SENT).status == Status.ACCEPTED


@pytest.mark.parametrize("sign_off", ["after", "none"])
def test_what_waits_to_be_signed_can_be_signed_once_where_its_regime_asks_so_no_more(sign_off: str) -> None:
    world = build_world()
    cast, report = world.cast, world.submission
    save_draft(submission=report, cells=GOOD, by=cast.lan, at=AT)
    report = request_sign_off(submission=report, by=cast.lan, at=SENT)
    Regime.objects.update(sign_off=sign_off)
    report = Submission.objects.get(pk=report.pk)
    report = sign_and_submit(submission=report, by=cast.minh, at=SENT)
    assert Action.SIGN_SENT not in actions_open_to(cast.minh, report)
    assert accept(submission=report, by=cast.hoa, at=SENT).status == Status.ACCEPTED


def test_what_waits_for_a_signature_stands_first_on_the_to_do_of_the_head() -> None:
    world = build_world(sign_off="after")
    sent_by_lan(world)
    for name, waits in (("minh", 1), ("lan", 0)):
        signs = units_signed_by(world.cast.fresh(name))
        to_do = grouped(todo_of(world.cast.fresh(name), at=SENT), now=SENT, signs=signs)
        assert len(to_do.to_sign) == waits
