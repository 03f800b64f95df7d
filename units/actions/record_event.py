"""Write what happened into the log, inside the transaction of the change itself."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from units.models import Event, Unit, User


@dataclass(frozen=True, slots=True)
class NewEvent:
    """One event to be written by `record_events`; `data` must be what JSON can hold (dates as text)."""

    kind: str
    at: datetime
    by: User | None = None
    subject: Model | None = None
    unit: Unit | int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def record_event(
    *,
    kind: str,
    by: User | None,
    at: datetime,
    subject: Model | None = None,
    unit: Unit | int | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Insert one event; `kind` is "<room or object>.<verb in the past>", such as "submission.accepted"."""
    event = _row(NewEvent(kind=kind, by=by, at=at, subject=subject, unit=unit, data=data or {}))
    event.save(force_insert=True)
    return event


def record_events(events: Iterable[NewEvent]) -> list[Event]:
    """Insert many events, in the order given."""
    return Event.objects.bulk_create([_row(event) for event in events], batch_size=500)


def _row(new: NewEvent) -> Event:
    return Event(
        at=new.at,
        kind=new.kind,
        actor=new.by,
        unit_id=new.unit.pk if isinstance(new.unit, Unit) else new.unit,
        subject_type=(new.subject._meta.model_name or "") if new.subject is not None else "",
        subject_id=new.subject.pk if new.subject is not None else None,
        data=json.dumps(dict(new.data), ensure_ascii=False, sort_keys=True, default=str),
    )
