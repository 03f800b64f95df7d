"""Worlds of the tests, built once by the actions themselves and put back from then on as rows.

`@kept` stands before a function that fills an empty database and returns what it made. The first call of a
session runs it; later ones with the same arguments insert the rows it wrote (a few statements instead of a
quarter of a second of actions) and return a copy of what it returned. It runs as written whenever that
would not come to the same: the database is not as after the migrations, an argument is a stored row, the
rows that were there before have changed, or mail went out.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core import mail
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import get_language

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Kept:
    statements: tuple[str, ...]
    returned: bytes


_KEPT: dict[tuple[Any, ...], Kept | None] = {}
"""None: tried, and cannot be put back as rows."""
_MIGRATED: dict[str, dict[str, set[str]]] = {}
"""For each vendor the rows that migrations leave, by table."""


def kept(build: Callable[P, R]) -> Callable[P, R]:
    @wraps(build)
    def built_or_put_back(*args: P.args, **kwargs: P.kwargs) -> R:
        given = (*args, *kwargs.values())
        if any(isinstance(argument, Model) for argument in given) or not _is_as_migrated():
            return build(*args, **kwargs)
        key = (
            build.__module__, build.__qualname__, repr((args, sorted(kwargs.items()))),
            connection.vendor, connection.in_atomic_block, get_language(),
        )  # fmt: skip
        if key not in _KEPT:
            made, _KEPT[key] = _build_and_keep(lambda: build(*args, **kwargs))
            return made
        known = _KEPT[key]
        if known is None:
            return build(*args, **kwargs)
        _put_back(known.statements)
        returned: R = pickle.loads(known.returned)
        return returned

    return built_or_put_back


def _build_and_keep(build: Callable[[], R]) -> tuple[R, Kept | None]:
    before, counters, sent = _MIGRATED[connection.vendor], _counters(), len(_outbox())
    made = build()
    after = _rows()
    lost = any(rows - set(after[table]) for table, rows in before.items())
    if lost or len(_outbox()) != sent:
        return made, None
    written = {
        table: new
        for table, rows in after.items()
        if (new := [row for row in rows if row not in before[table]])
    }
    inserts = [
        f"{_insert_into(table)} ({', '.join(_columns(table))}) VALUES {', '.join(new)}"
        for table, new in written.items()
    ]
    # Of a world within a world the counter may stand where it stood, and all the same be elsewhere next time.
    counting = {f"public.{table}_id_seq" for table in written}
    moved = [
        f"SELECT setval('{name}', {at})"
        for name, at in _counters().items()
        if name in counting or counters.get(name) != at
    ]
    return made, Kept((*inserts, *moved), pickle.dumps(made))


def _insert_into(table: str) -> str:
    replace = connection.vendor == "sqlite" and table == "units_treeversion"
    return f"INSERT {'OR REPLACE ' if replace else ''}INTO {table}"


def _put_back(statements: tuple[str, ...]) -> None:
    """The rows passed all guards when they were first written; PostgreSQL can do without asking again."""
    if connection.vendor == "postgresql":
        quiet, loud = (f"SET session_replication_role = {role}" for role in ("replica", "origin"))
        statements = ("; ".join((quiet, *statements, loud)),)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _is_as_migrated() -> bool:
    """Whether every table has as many rows as after the migrations. Outside a test session: unknown."""
    migrated = _MIGRATED.get(connection.vendor)
    if migrated is None:
        return False
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in migrated)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return list(cursor.fetchone()) == [len(rows) for rows in migrated.values()]


def note_what_migrations_leave() -> None:
    """Call once for each kind of database, before any test has written to it."""
    _MIGRATED[connection.vendor] = {table: set(rows) for table, rows in _rows().items()}


def _outbox() -> list[Any]:
    return getattr(mail, "outbox", [])


def _tables() -> list[str]:
    """That of the tree's version last: triggers of others write it too."""
    names = connection.introspection.django_table_names(only_existing=True)
    return sorted(names, key=lambda name: (name == "units_treeversion", name))


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        return [connection.ops.quote_name(column[0]) for column in cursor.description]


def _rows() -> dict[str, list[str]]:
    """Each row of each table as the text that writes it: `(1, 'xã', NULL)`."""
    literal = "quote({})" if connection.vendor == "sqlite" else "quote_nullable({}::text)"
    rows: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in _tables():
            written = " || ', ' || ".join(literal.format(column) for column in _columns(table))
            cursor.execute(f"SELECT '(' || {written} || ')' FROM {table}")
            rows[table] = [row for (row,) in cursor.fetchall()]
    return rows


def _counters() -> dict[str, int]:
    """PostgreSQL's sequences; they neither follow given numbers nor a rollback."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname || '.' || sequencename, last_value FROM pg_sequences")
        return {name: at for name, at in cursor.fetchall() if at is not None}
