"""Transactions that hold nothing but what follows from other rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def atomic_derived() -> Iterator[None]:
    """All or nothing, as ever; only the commit does not wait until the disk has it.

    For totals and the marks they take away: when the power fails, both are as they were before, and the next
    run counts again. The log is written in order, so what is committed later and waited for takes these rows
    with it: nothing that was made from totals outlives them. Within another transaction it is a part of that.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _say("SET LOCAL synchronous_commit = off")
            yield
    else:
        # Of a connection, not of a transaction, and to be said outside of one. FULL is what settings ask for.
        _say("PRAGMA synchronous = NORMAL")
        try:
            with transaction.atomic():
                yield
        finally:
            _say("PRAGMA synchronous = FULL")


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
