"""The chain of seals holds, and says where it does not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from units.actions.record_event import NewEvent, record_event, record_events
from units.actions.seal_events import seal_events
from units.models import Event, EventSeal
from units.seals import first_broken_seal

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 3, 0, 0, 123456, tzinfo=UTC)


def some_events(count: int = 5) -> list[int]:
    record_events(
        NewEvent(kind="unit.created", at=AT + timedelta(seconds=n), data={"tên": f"Đông Hưng {n}"})
        for n in range(count)
    )
    return list(Event.objects.order_by("id").values_list("id", flat=True))


def tamper(statement: str, *parameters: object) -> None:
    """Change rows as somebody with the database's keys would: the triggers out of the way."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE units_event DISABLE TRIGGER USER")
            cursor.execute("ALTER TABLE units_eventseal DISABLE TRIGGER USER")
        else:
            for table in ("units_event", "units_eventseal"):
                for operation in ("update", "delete"):
                    cursor.execute(f'DROP TRIGGER "{table}_no_{operation}"')
        cursor.execute(statement, parameters)


def test_sealing_twice_seals_once_and_the_chain_holds() -> None:
    some_events()
    assert (seal_events(at=AT), seal_events(at=AT)) == (5, 0)
    record_event(kind="user.signed_in", by=None, at=AT)
    assert seal_events(at=AT) == 1
    assert first_broken_seal() is None


def test_an_event_that_commits_late_is_chained_when_it_is_seen() -> None:
    numbers = some_events(3)
    late = Event(pk=numbers[0] - 1 or 10_000, at=AT, kind="late", data="{}")
    seal_events(at=AT)
    late.save(force_insert=True)
    assert seal_events(at=AT) == 1
    assert first_broken_seal() is None


def test_a_changed_event_breaks_the_chain_there() -> None:
    numbers = some_events()
    seal_events(at=AT)
    tamper("UPDATE units_event SET data = %s WHERE id = %s", '{"tên": "khác"}', numbers[2])
    broken = first_broken_seal()
    assert broken is not None
    assert broken.event_id == numbers[2]


def test_a_missing_link_breaks_the_chain_at_the_next_one() -> None:
    numbers = some_events()
    seal_events(at=AT)
    tamper("DELETE FROM units_eventseal WHERE event_id = %s", numbers[1])
    broken = first_broken_seal()
    assert broken is not None
    assert broken.event_id == numbers[2]


def test_the_command_leaves_with_1_and_names_the_event(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = some_events()
    seal_events(at=AT)
    call_command("verify_events")
    assert "5 sự kiện" in capsys.readouterr().out
    tamper("UPDATE units_event SET kind = 'other' WHERE id = %s", numbers[3])
    with pytest.raises(SystemExit) as left:
        call_command("verify_events")
    assert left.value.code == 1
    assert str(numbers[3]) in capsys.readouterr().err
    assert EventSeal.objects.count() == 5
