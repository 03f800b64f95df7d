"""The log and its seals are written once, on both databases, whoever writes."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from units.actions.record_event import record_event
from units.actions.seal_events import seal_events
from units.append_only import registered_tables, trigger_name
from units.models import Event, EventSeal

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def triggers() -> set[str]:
    source = "sqlite_master" if connection.vendor == "sqlite" else "information_schema.triggers"
    column = "name" if connection.vendor == "sqlite" else "trigger_name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {source}")
        return {row[0] for row in cursor.fetchall()}


def test_every_registered_table_has_its_triggers_after_migrate() -> None:
    wanted = {
        trigger_name(table, operation) for table in registered_tables() for operation in ("UPDATE", "DELETE")
    }
    assert {"units_event", "units_eventseal"} <= registered_tables().keys()
    assert wanted <= triggers()


def test_triggers_come_back_with_the_next_migrate() -> None:
    with connection.cursor() as cursor:
        table = " ON units_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "units_event_no_update"{table}')
    call_command("migrate", verbosity=0, interactive=False)
    assert "units_event_no_update" in triggers()


def test_an_event_can_neither_be_changed_nor_deleted() -> None:
    event = record_event(kind="unit.created", by=None, at=AT)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(kind="unit.never")
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        event.delete()
    assert Event.objects.get(pk=event.pk).kind == "unit.created"


def test_a_seal_can_neither_be_changed_nor_deleted() -> None:
    record_event(kind="unit.created", by=None, at=AT)
    seal_events(at=AT)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        EventSeal.objects.update(digest="0" * 64)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        EventSeal.objects.all().delete()
