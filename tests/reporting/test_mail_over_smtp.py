"""Reminders over a real SMTP server: what arrives, what is refused, and a process killed while it sends."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from submissions.actions.send_reminders import RemindersNotSent, send_reminders
from submissions.models import Reminder
from tests.submissions.factories import AT, World, build_world
from tests.support.mail_server import MailServer, mail_server
from tests.support.processes import Processes

LATE = AT.replace(day=8)
"""The day after the round's due day."""


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


@pytest.fixture
def world(db: None, settings: Any, server: MailServer) -> World:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    made = build_world()
    for user in made.cast.users.values():
        user.email = f"{user.username}@example.vn"
        user.save(update_fields=["email"])
    return made


def body_to(server: MailServer, name: str) -> str:
    [mail] = [mail for mail in server.mails if mail["To"] == f"{name}@example.vn"]
    return str(mail.get_content())


def test_on_the_day_after_clerk_head_and_the_level_above_get_one_mail_each(
    world: World, server: MailServer
) -> None:
    assert send_reminders(at=LATE) == 5
    assert sorted(server.addressees) == sorted(
        f"{name}@example.vn" for name in ("lan", "minh", "son", "hoa", "nga")
    )
    assert "- Xã Đông Hưng: Biểu thử (T/01), 9 tháng năm 2026" in body_to(server, "lan")
    assert "3 đơn vị: Xã Đông Hưng, Xã Hoàng Hoa Thám, Xã Tiên Lữ" in body_to(server, "hoa")
    assert send_reminders(at=LATE + timedelta(hours=1)) == 0
    assert len(server.mails) == 5


def test_a_mailbox_the_server_refuses_does_not_stop_the_others(world: World, server: MailServer) -> None:
    server.refused.add("lan@example.vn")
    with pytest.raises(RemindersNotSent):
        send_reminders(at=LATE)
    assert len(server.mails) == 4
    assert Reminder.objects.filter(sent_at__isnull=True).values_list("user__username", flat=True)[0] == "lan"


def test_killed_while_the_server_holds_its_answer_nobody_is_mailed_twice(
    processes: Processes, demo_database_url: str, server: MailServer, tmp_path: Path
) -> None:
    environment = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port)}

    def job(minute: int) -> tuple[str, ...]:
        return ("run_job", "send_reminders", "--slot", f"2026-11-24T07:{minute}:00+07:00")

    server.held = server.came.__class__()
    running = processes.start(*job(30), database_url=demo_database_url, environment=environment)
    assert server.came.wait(60)
    running.kill()
    server.held.set()
    first = list(server.addressees)
    assert len(first) == 1
    for minute in (31, 32):
        processes.manage(*job(minute), database_url=demo_database_url, environment=environment)
    assert len(server.addressees) > 1
    assert len(server.addressees) == len(set(server.addressees))
