"""Derived rows are written whole or not at all; only they do not wait for the disk."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from aggregates.transactions import atomic_derived
from tests.aggregates.world import AT
from units.models import Event


def waits_for_the_disk() -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            return bool(cursor.fetchone()[0] == "on")
        cursor.execute("PRAGMA synchronous")
        full = 2
        return bool(cursor.fetchone()[0] == full)


@pytest.fixture
def patient(transactional_db: None) -> Iterator[None]:
    """As in service: the tests' own server is told not to wait for anything."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")
    assert waits_for_the_disk()
    yield
    assert waits_for_the_disk()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def test_only_this_transaction_does_not_wait(patient: None) -> None:
    with atomic_derived():
        assert not waits_for_the_disk()


def test_what_fails_leaves_nothing_and_the_next_waits_again(patient: None) -> None:
    @atomic_derived()
    def fail() -> None:
        Event.objects.create(at=AT, kind="nothing")
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    assert not Event.objects.filter(kind="nothing").exists()


def test_within_another_transaction_that_one_decides(patient: None) -> None:
    with transaction.atomic():
        with atomic_derived():
            assert waits_for_the_disk()
        assert waits_for_the_disk()
