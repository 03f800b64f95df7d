"""Reminders: in time, to those whose duty it is, one mail a person and day, never twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from indicators.actions.close_round import reopen_round
from submissions import reminder_mail
from submissions.actions.close_due_rounds import close_due_rounds
from submissions.actions.close_round import close_round
from submissions.actions.open_rounds import open_round
from submissions.actions.remind import remind
from submissions.actions.send_reminders import RemindersNotSent, send_reminders
from submissions.actions.tell_of_closing import tell_of_closing
from submissions.models import Reminder, Status
from submissions.reminders import due_on
from tests.cast import NEW
from tests.submissions.factories import AT, World, bring_to
from units.actions.grant_membership import grant_membership
from units.errors import BadContent, NotAllowed
from units.models import Event, Role

pytestmark = pytest.mark.django_db
DUE_DAY = AT.replace(day=7)
"""The fifth working day after 30 September 2026 is Wednesday, 7 October."""


@pytest.fixture(autouse=True)
def _addresses(world: World) -> None:
    for user in world.cast.users.values():
        user.email = f"{user.username}@example.vn"
        user.save(update_fields=["email"])


def mailed() -> list[str]:
    return sorted(message.to[0].partition("@")[0] for message in mail.outbox)


def test_the_world_is_due_when_the_tests_think(world: World) -> None:
    assert world.round.due_at.date() == DUE_DAY.date()


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (-4, None),
        (-3, "before_3"),
        (-2, None),
        (-1, "before_1"),
        (0, "due"),
        (1, "late"),
        (2, None),
        (7, "late"),
    ],
)
def test_reminders_go_before_on_and_after_the_due_day(world: World, day: int, kind: str | None) -> None:
    sent = send_reminders(at=DUE_DAY + timedelta(days=day))
    above, kinds = (["hoa", "nga"], {"late", "above"}) if kind == "late" else ([], {kind})
    assert mailed() == (sorted(["lan", "minh", "son", *above]) if kind else [])
    assert sent == len(mail.outbox)
    assert set(Reminder.objects.values_list("kind", flat=True)) == (kinds if kind else set())
    assert not Reminder.objects.filter(sent_at__isnull=True).exists()


def test_the_working_day_before_a_monday_is_the_friday(world: World) -> None:
    monday = AT.replace(day=12)
    world.submission.assignment.extended_to = monday
    world.submission.assignment.save()
    friday = monday - timedelta(days=3)
    assert [(due.assignment.pk, due.kind) for due in due_on(friday.date())] == [
        (world.submission.assignment_id, "before_1")
    ]


def test_a_mail_says_what_is_due_when(world: World) -> None:
    send_reminders(at=DUE_DAY - timedelta(days=1))
    message = next(message for message in mail.outbox if message.to == ["lan@example.vn"])
    assert message.subject == "Báo Cáo Số: 1 báo cáo chưa gửi"
    assert (
        "- Xã Đông Hưng: Biểu thử (T/01), 9 tháng năm 2026, hạn 17:00 07/10/2026 (còn 1 ngày)" in message.body
    )


def test_nobody_is_mailed_twice_a_day(world: World) -> None:
    assert send_reminders(at=DUE_DAY) == 3
    assert send_reminders(at=DUE_DAY + timedelta(hours=3)) == 0


def test_killed_between_mail_and_record_nobody_is_mailed_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill(*_args: Any, **_kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(reminder_mail.EmailMessage, "send", kill)
        with pytest.raises(Killed):
            send_reminders(at=DUE_DAY)
    claimed = Reminder.objects.get()
    assert claimed.sent_at is None
    assert send_reminders(at=DUE_DAY) == 2
    assert claimed.user.username not in mailed()


def test_one_refused_address_does_not_stop_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    send = reminder_mail.EmailMessage.send

    def refuse_lan(message: Any, *args: Any) -> int:
        if message.to == ["lan@example.vn"]:
            raise ConnectionRefusedError
        return send(message, *args)

    monkeypatch.setattr(reminder_mail.EmailMessage, "send", refuse_lan)
    with pytest.raises(RemindersNotSent):
        send_reminders(at=DUE_DAY)
    assert mailed() == ["minh", "son"]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ACCEPTED, Status.CORRECTING])
def test_who_has_sent_is_left_alone(world: World, status: Status) -> None:
    bring_to(world, status)
    send_reminders(at=DUE_DAY)
    assert mailed() == ["son"]


def test_a_closed_round_and_an_exempt_unit_are_left_alone(world: World) -> None:
    assignment = world.submission.assignment
    assignment.exempted_at, assignment.exempted_by = AT, world.cast.nga
    assignment.save()
    send_reminders(at=DUE_DAY)
    assert mailed() == ["son"]


def duties(world: World) -> list[Any]:
    return list(world.round.assignments.order_by("pk"))


def test_a_reviewer_urges_those_who_have_not_sent_and_is_told_whom(world: World) -> None:
    bring_to(world, Status.SUBMITTED)
    done = remind(assignments=duties(world), by=world.cast.hoa, at=DUE_DAY, words="Cần gấp để tổng hợp.")
    assert (done.mails, done.skipped) == (1, 1)
    assert [unit.full_name for unit in done.units] == ["Xã Tiên Lữ"]
    assert [unit.full_name for unit in done.nobody] == ["Xã Hoàng Hoa Thám"]
    assert "Cần gấp để tổng hợp." in mail.outbox[0].body
    assert Event.objects.filter(kind="assignment.reminded").count() == 2


def test_urging_twice_a_day_mails_once_and_does_not_hold_the_daily_one_back(world: World) -> None:
    first = remind(assignments=duties(world)[:1], by=world.cast.nga, at=DUE_DAY)
    again = remind(assignments=duties(world), by=world.cast.hoa, at=DUE_DAY)
    assert (first.mails, again.mails) == (2, 1)
    assert send_reminders(at=DUE_DAY) == 3


def test_only_the_recipient_urges(world: World) -> None:
    for name in ("lan", "long", "dung"):
        with pytest.raises(NotAllowed):
            remind(assignments=duties(world), by=world.cast.users[name], at=DUE_DAY)
    bring_to(world, Status.SUBMITTED)
    with pytest.raises(BadContent):
        remind(assignments=[world.submission.assignment], by=world.cast.hoa, at=DUE_DAY)


def test_a_round_that_closed_by_itself_is_told_to_its_officer_and_to_the_units_it_missed(
    world: World,
) -> None:
    world.regime.closes_days_after = 2
    world.regime.save()
    bring_to(world, Status.SUBMITTED)
    closed = close_due_rounds(at=DUE_DAY + timedelta(days=3))
    assert [one.pk for one in closed] == [world.round.pk]
    day = DUE_DAY + timedelta(days=4)
    assert send_reminders(at=day) == 2
    bodies = {message.to[0].partition("@")[0]: message.body for message in mail.outbox}
    assert set(bodies) == {"nga", "son"}
    assert "2 đơn vị: Xã Hoàng Hoa Thám, Xã Tiên Lữ" in bodies["nga"]
    assert "đã khóa mà đơn vị chưa gửi" in bodies["son"]
    assert [send_reminders(at=day + timedelta(days=more)) for more in (0, 1, 2)] == [0, 0, 0]


def closed_by_nga(world: World, *, at: datetime) -> None:
    bring_to(world, Status.SUBMITTED)
    close_round(reporting_round=world.round, by=world.cast.nga, at=at, reason="Đủ số liệu")


def test_whom_a_round_closed_by_hand_missed_is_told_at_once_and_once(world: World) -> None:
    closing = DUE_DAY + timedelta(days=2, hours=3)
    closed_by_nga(world, at=closing)
    assert [tell_of_closing(round_id=world.round.pk, at=closing) for _twice in range(2)] == [1, 0]
    [message] = mail.outbox
    assert message.to == ["son@example.vn"]
    assert "đã khóa mà đơn vị chưa gửi" in message.body
    assert [send_reminders(at=closing + timedelta(days=more)) for more in (0, 1, 2)] == [0, 0, 0]


def test_who_had_the_mail_of_the_day_is_told_with_the_next(world: World) -> None:
    assert send_reminders(at=DUE_DAY) == 3
    closed_by_nga(world, at=DUE_DAY + timedelta(hours=3))
    assert tell_of_closing(round_id=world.round.pk, at=DUE_DAY + timedelta(hours=3)) == 0
    mail.outbox.clear()
    assert send_reminders(at=DUE_DAY + timedelta(days=1)) == 1
    assert "đã khóa mà đơn vị chưa gửi" in mail.outbox[0].body


def test_told_at_once_before_the_mail_of_the_day_it_is_that_mail(world: World) -> None:
    open_round(template=world.template, period_code="2026-6M", by=None, at=AT)
    early = DUE_DAY - timedelta(days=1)  # thirteen weeks after the earlier report was due
    closed_by_nga(world, at=early)
    assert tell_of_closing(round_id=world.round.pk, at=early) == 1
    assert "đã khóa mà đơn vị chưa gửi" in mail.outbox[0].body
    assert "6 tháng" in mail.outbox[0].body
    send_reminders(at=early + timedelta(hours=1))
    assert (mailed().count("son"), mailed().count("lan")) == (1, 1)


def test_an_urgent_mail_of_the_day_holds_nobody_back(world: World) -> None:
    remind(assignments=duties(world), by=world.cast.hoa, at=DUE_DAY)
    mail.outbox.clear()
    closed_by_nga(world, at=DUE_DAY)
    assert tell_of_closing(round_id=world.round.pk, at=DUE_DAY) == 1


def test_a_round_opened_again_before_the_mail_is_told_to_nobody(world: World) -> None:
    closed_by_nga(world, at=DUE_DAY)
    reopen_round(reporting_round=world.round, by=world.cast.nga, at=DUE_DAY, reason="Khóa nhầm")
    assert tell_of_closing(round_id=world.round.pk, at=DUE_DAY) == 0


def test_who_fills_and_checks_gets_one_mail_of_both(world: World) -> None:
    grant_membership(user=world.cast.hoa, unit=world.cast.tien_lu, role=Role.CLERK, from_=NEW, by=None, at=AT)
    send_reminders(at=DUE_DAY + timedelta(days=1))
    [message] = [message for message in mail.outbox if message.to == ["hoa@example.vn"]]
    assert "Các báo cáo sau của đơn vị chưa được gửi" in message.body
    assert "đã quá hạn gửi báo cáo cho cơ quan" in message.body
