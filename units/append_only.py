"""Rows that may be written once: triggers refuse UPDATE and DELETE on both databases.

They are made anew after each `migrate`, because Django rebuilds SQLite tables and drops triggers silently.
Rooms above register their models in `AppConfig.ready`.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

_registered: dict[str, tuple[type[Model], str]] = {}
_WORDS = "rows of %s are written once"

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def register_append_only(model: type[Model]) -> None:
    """Refuse every UPDATE and DELETE of the model's rows."""
    _registered[model._meta.label] = (model, "")


def register_frozen(model: type[Model], *, when: str) -> None:
    """Refuse UPDATE and DELETE of rows for which the SQL condition holds ("OLD.published_at IS NOT NULL")."""
    _registered[model._meta.label] = (model, when)


def registered_tables() -> dict[str, str]:
    """Return table → condition ("" for always) of what is registered."""
    return {model._meta.db_table: when for model, when in _registered.values()}


def create_triggers(sender: AppConfig, using: str = "default", **_kwargs: Any) -> None:
    """Make the triggers of one app's registered tables; the receiver of `post_migrate`."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for model, when in _registered.values():
        if model._meta.app_label == sender.label and model._meta.db_table in tables:
            for statement in _statements(connection, model._meta.db_table, when):
                with connection.cursor() as cursor:
                    cursor.execute(statement)


def trigger_name(table: str, operation: str) -> str:
    return f"{table}_no_{operation.lower()}"


def _statements(connection: BaseDatabaseWrapper, table: str, when: str) -> list[str]:
    """Return the SQL. Names come from our own models, never from people."""
    condition = f"WHEN ({when})" if when else ""
    names = {operation: trigger_name(table, operation) for operation in ("UPDATE", "DELETE")}
    if connection.vendor == "postgresql":
        return [_POSTGRESQL_FUNCTION] + [
            f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {operation} ON "{table}" '
            f"FOR EACH ROW {condition} EXECUTE FUNCTION refuse_change()"
            for operation, name in names.items()
        ]
    words = _WORDS % table
    made: list[str] = []
    for operation, name in names.items():
        made += [
            f'DROP TRIGGER IF EXISTS "{name}"',
            f'CREATE TRIGGER "{name}" BEFORE {operation} ON "{table}" FOR EACH ROW {condition} '
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END",
        ]
    return made
