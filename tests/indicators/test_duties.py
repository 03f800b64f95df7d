"""More time, exemption, and who may see which duty."""

from datetime import timedelta

import pytest

from indicators.actions.close_round import close_round, reopen_round
from indicators.actions.exempt import exempt, lift_exemption
from indicators.actions.extend_deadline import extend_deadline, retract_extension
from indicators.actions.open_round import open_round
from indicators.models import Assignment
from indicators.queries import effective_due, reachable_assignments, reachable_rounds, with_due
from tests.indicators.factories import AT, Asked
from units.errors import BadContent, Conflict, NotAllowed
from units.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def duties(asked: Asked) -> list[Assignment]:
    return open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)[1]


def test_an_extended_duty_is_due_later(asked: Asked, duties: list[Assignment]) -> None:
    until = duties[0].due_at + timedelta(days=3)
    extend_deadline(assignments=duties[:2], until=until, reason="Bão", by=asked.cast.nga, at=AT)
    assert [effective_due(row) == until for row in Assignment.objects.order_by("pk")] == [True, True, False]
    assert with_due(Assignment.objects.all()).filter(due=until).count() == 2  # type: ignore[misc]
    assert Event.objects.filter(kind="assignment.extended").count() == 2


def test_an_extension_needs_a_later_time_and_a_reason(asked: Asked, duties: list[Assignment]) -> None:
    due = duties[0].due_at
    with pytest.raises(BadContent):
        extend_deadline(assignments=duties, until=due, reason="Bão", by=asked.cast.nga, at=AT)
    later = due + timedelta(days=1)
    with pytest.raises(BadContent):
        extend_deadline(assignments=duties, until=later, reason=" ", by=asked.cast.nga, at=AT)


def test_a_duty_is_exempted_once_by_the_officer(asked: Asked, duties: list[Assignment]) -> None:
    with pytest.raises(NotAllowed):
        exempt(assignments=[duties[0]], reason="Không có trạm", by=asked.cast.hoa, at=AT)
    assert (
        exempt(assignments=[duties[0]], reason="Không có trạm", by=asked.cast.nga, at=AT)[0].exempted_at == AT
    )
    with pytest.raises(Conflict):
        exempt(assignments=[duties[0]], reason="Không có trạm", by=asked.cast.nga, at=AT)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("lan", {"dong_hung"}),
        ("son", {"tien_lu"}),
        ("tien", {"dong_hung"}),
        ("hoa", {"dong_hung", "tien_lu", "hoang_hoa_tham"}),
        ("nga", {"dong_hung", "tien_lu", "hoang_hoa_tham"}),
        ("dung", {"dong_hung", "tien_lu", "hoang_hoa_tham"}),
        ("thanh", {"dong_hung", "tien_lu", "hoang_hoa_tham"}),
        ("mai", set()),
        ("long", set()),
    ],
)
def test_duties_are_seen_by_those_who_fill_check_or_lead(
    asked: Asked, duties: list[Assignment], who: str, seen: set[str]
) -> None:
    user = asked.cast.fresh(who)
    found = {row.subject_id for row in reachable_assignments(user)}
    assert found == {getattr(asked.cast, name).pk for name in seen}
    assert reachable_rounds(user).count() == (1 if seen else 0)


def test_an_extension_is_taken_back_step_by_step(asked: Asked, duties: list[Assignment]) -> None:
    nga, duty = asked.cast.nga, duties[0]
    first, second = duty.due_at + timedelta(days=1), duty.due_at + timedelta(days=3)
    extend_deadline(assignments=[duty], until=first, reason="Bão", by=nga, at=AT)
    extend_deadline(assignments=[duty], until=second, reason="Bão to", by=nga, at=AT)
    for expected in ((first, "Bão"), (None, "")):
        [row] = retract_extension(assignments=[duty], by=nga, at=AT)
        assert (row.extended_to, row.extension_reason) == expected
    with pytest.raises(Conflict):
        retract_extension(assignments=[duty], by=nga, at=AT)
    assert Event.objects.filter(kind="assignment.extension_retracted").count() == 2


def test_an_exemption_is_lifted_again(asked: Asked, duties: list[Assignment]) -> None:
    nga, duty = asked.cast.nga, duties[0]
    exempt(assignments=[duty], reason="Không có trạm", by=nga, at=AT)
    with pytest.raises(NotAllowed):
        lift_exemption(assignments=[duty], by=asked.cast.hoa, at=AT)
    [row] = lift_exemption(assignments=[duty], by=nga, at=AT)
    assert (row.exempted_at, row.exempted_by, row.exemption_reason) == (None, None, "")
    with pytest.raises(Conflict):
        lift_exemption(assignments=[duty], by=nga, at=AT)


def test_a_round_is_closed_and_opened_again_by_the_owner_s_officer(
    asked: Asked, duties: list[Assignment]
) -> None:
    nga, opened = asked.cast.nga, duties[0].round
    with pytest.raises(NotAllowed):
        close_round(reporting_round=opened, by=asked.cast.hoa, at=AT)
    assert close_round(reporting_round=opened, by=nga, at=AT).closed_by == nga
    with pytest.raises(Conflict):
        close_round(reporting_round=opened, by=nga, at=AT)
    with pytest.raises(BadContent):
        reopen_round(reporting_round=opened, by=nga, at=AT, reason=" ")
    assert reopen_round(reporting_round=opened, by=nga, at=AT, reason="Gửi bù").closed_at is None
    with pytest.raises(Conflict):
        reopen_round(reporting_round=opened, by=nga, at=AT, reason="Gửi bù")
    told = Event.objects.filter(kind__startswith="round.").order_by("pk")
    assert list(told.values_list("kind", flat=True)) == [
        "round.opened", "round.closed", "round.reopened",
    ]  # fmt: skip
