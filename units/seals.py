"""The chain over the log: each link is SHA-256 over the one before and the canonical content of an event."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import NamedTuple

from units.models import Event, EventSeal

FIRST = "0" * 64


class BrokenSeal(NamedTuple):
    """The first event at which the chain does not hold."""

    event_id: int
    seal_id: int


def digest_of(event: Event, *, previous: str) -> str:
    return hashlib.sha256((previous + _canonical(event)).encode()).hexdigest()


def first_broken_seal() -> BrokenSeal | None:
    """Walk the chain from its first link; None when it holds."""
    previous = FIRST
    for seal in _seals():
        if digest_of(seal.event, previous=previous) != seal.digest:
            return BrokenSeal(seal.event_id, seal.pk)
        previous = seal.digest
    return None


def _seals() -> Iterator[EventSeal]:
    return EventSeal.objects.select_related("event").order_by("id").iterator(chunk_size=2000)


def _canonical(event: Event) -> str:
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [
        event.pk,
        at,
        event.kind,
        event.actor_id,
        event.unit_id,
        event.subject_type,
        event.subject_id,
        event.data,
    ]
    return json.dumps(content, ensure_ascii=True, separators=(",", ":"))
