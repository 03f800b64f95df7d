# ruff: noqa: S608 - the SQL is put together from names of our own models, never from what people write
"""What the tables of units may never say, whoever writes them: triggers on both databases refuse it.

A guard is one query that finds offenders among the rows just written (`{units_…}` in its SQL; the whole
table in triggers of its other tables): per row on SQLite, per statement on PostgreSQL, where the trigger
first takes the lock of the tree, so that two transactions cannot each write half of an overlap. Actions take
that lock at their start (`lock_tree`), check first and say in words what is wrong; guards are the net.
Rows replaced through `until` are history: no guard looks at them.

The same triggers give the tree its version (`TreeVersion`). All are made anew after each `migrate` and, on
SQLite, dropped before it: Django rebuilds tables there, and triggers of other tables that name them break it.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from units.models import ALL

_LOCK = 20_250_701  # any number that nothing else locks
_LAST = "'9999-12-31'"
_DAY_BEFORE = {"postgresql": r"(\1 - 1)", "sqlite": r"date(\1, '-1 day')"}
_VERSION = (
    "INSERT INTO units_treeversion (id, value) VALUES (1, {word}) "
    "ON CONFLICT (id) DO UPDATE SET value = excluded.value;"
)


@dataclass(frozen=True, slots=True)
class Guard:
    """`offenders` selects rows that break the rule; DAY_BEFORE(x) in it is the day before x."""

    name: str
    offenders: str

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(re.findall(r"\{(\w+)\}", self.offenders))


def _never_twice(table: str, *keys: str, replaced: bool = False) -> str:
    """Two rows with the same keys hold on one day."""
    same = " AND ".join(f"other.{key} = fresh.{key}" for key in keys)
    known = " AND fresh.until IS NULL AND other.until IS NULL" if replaced else ""
    return (
        f"SELECT 1 FROM {{{table}}} AS fresh JOIN {table} AS other ON {same} AND other.id <> fresh.id{known} "
        f"WHERE other.valid_from <= COALESCE(fresh.valid_to, {_LAST}) "
        f"AND COALESCE(other.valid_to, {_LAST}) >= fresh.valid_from"
    )


def _outside_the_life_of(column: str) -> str:
    return (
        f"SELECT 1 FROM {{units_placement}} AS place JOIN {{units_unit}} AS unit ON unit.id = place.{column} "
        "WHERE place.until IS NULL AND (place.valid_from < unit.begins "
        f"OR COALESCE(place.valid_to, {_LAST}) > COALESCE(unit.ends, {_LAST}))"
    )


def _step_of(column: str, *, wrong: str) -> str:
    return (
        f"SELECT 1 FROM {{units_succession}} AS step JOIN {{units_unit}} AS unit ON unit.id = step.{column} "
        f"WHERE step.until IS NULL AND ({wrong})"
    )


# Up from each new place, over what holds on the same days: the way must not come back to where it began.
_CIRCLE = f"""
WITH RECURSIVE way(unit_id, kind, above, first_day, last_day) AS (
    SELECT unit_id, kind, parent_id, valid_from, COALESCE(valid_to, {_LAST})
    FROM {{units_placement}} AS fresh WHERE until IS NULL
    UNION
    SELECT way.unit_id, way.kind, place.parent_id,
           CASE WHEN place.valid_from > way.first_day THEN place.valid_from ELSE way.first_day END,
           CASE WHEN place.valid_to < way.last_day THEN place.valid_to ELSE way.last_day END
    FROM way JOIN units_placement AS place ON place.unit_id = way.above AND place.kind = way.kind
    WHERE place.until IS NULL AND way.above <> way.unit_id AND place.valid_from <= way.last_day
      AND COALESCE(place.valid_to, {_LAST}) >= way.first_day
)
SELECT 1 FROM way WHERE above = unit_id
"""

_TOO_MUCH = f"""
SELECT 1 FROM units_succession AS step
WHERE step.until IS NULL AND step.predecessor_id IN (SELECT predecessor_id FROM {{units_succession}} AS fresh)
GROUP BY step.predecessor_id, step.effective_on
HAVING SUM(CASE WHEN step.extent = 'whole' THEN {ALL} ELSE step.population_share END) > {ALL}
    OR SUM(CASE WHEN step.extent = 'whole' THEN {ALL} ELSE step.area_share END) > {ALL}
    OR (COUNT(*) > 1 AND SUM(CASE WHEN step.extent = 'whole' THEN 1 ELSE 0 END) > 0)
"""

GUARDS = (
    Guard("one_parent_a_kind_on_a_day", _never_twice("units_placement", "unit_id", "kind", replaced=True)),
    Guard("no_unit_above_itself", _CIRCLE),
    Guard("placed_within_its_own_life", _outside_the_life_of("unit_id")),
    Guard("placed_within_the_life_of_its_parent", _outside_the_life_of("parent_id")),
    Guard(
        "successor_exists_on_the_day",
        _step_of("successor_id", wrong="unit.begins > step.effective_on OR unit.ends < step.effective_on"),
    ),
    # It existed the day before; and when all of it went, no longer.
    Guard(
        "predecessor_existed_until_the_day",
        _step_of(
            "predecessor_id",
            wrong="unit.begins >= step.effective_on OR unit.ends < DAY_BEFORE(step.effective_on) OR "
            "(step.extent = 'whole' AND (unit.ends IS NULL OR unit.ends >= step.effective_on))",
        ),
    ),
    Guard("no_more_than_all_of_a_unit_goes", _TOO_MUCH),
    Guard("code_names_one_unit_on_a_day", _never_twice("units_unitcode", "scheme", "code")),
    Guard("one_name_on_a_day", _never_twice("units_unitname", "unit_id")),
    Guard("in_a_group_once_on_a_day", _never_twice("units_groupmember", "group_id", "unit_id")),
    Guard("one_boundary_on_a_day", _never_twice("units_boundary", "unit_id")),
)
_versioned: dict[str, type[Model]] = {}


def register_versioned(model: type[Model]) -> None:
    """Let every change of the model's rows give the tree a new version."""
    _versioned[model._meta.label] = model


def lock_tree() -> None:
    """Wait until no other transaction changes units; inside a transaction, before anything is read.

    SQLite's transactions are IMMEDIATE and wait by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def guarded_tables() -> frozenset[str]:
    return frozenset[str]().union(*(guard.tables for guard in GUARDS))


def trigger_names() -> frozenset[str]:
    """Return the names of all triggers that a migrated database has from here."""
    versioned = {model._meta.db_table for model in _versioned.values()}
    return frozenset(
        f"guard_{table}_{operation}"
        for table in versioned | guarded_tables()
        for operation in ("insert", "update", "delete")
        if operation != "delete" or table in versioned
    )


def create_guards(sender: AppConfig, using: str = "default", **_kwargs: Any) -> None:
    """Make the triggers of one app's tables; the receiver of `post_migrate`."""
    database = connections[using]
    present = set(database.introspection.table_names())
    versioned = {model._meta.db_table for model in _versioned.values()}
    for table in sorted((versioned | guarded_tables()) & present):
        if table.split("_", 1)[0] == sender.label:
            _execute(database, _statements(database, table, versioned=table in versioned))


def drop_guards(sender: AppConfig, using: str = "default", **_kwargs: Any) -> None:
    """Clear the way for migrations; the receiver of `pre_migrate`."""
    database = connections[using]
    if database.vendor != "sqlite" or sender.label != "units":
        return
    with database.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'guard_*'")
        names = [name for (name,) in cursor.fetchall()]
    _execute(database, [f'DROP TRIGGER "{name}"' for name in names])


def _execute(database: BaseDatabaseWrapper, statements: list[str]) -> None:
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _statements(database: BaseDatabaseWrapper, table: str, *, versioned: bool) -> list[str]:
    """Return the SQL. Names come from our own models, never from people."""
    guards = [guard for guard in GUARDS if table in guard.tables]
    if database.vendor == "postgresql":
        return _postgresql(table, guards, versioned=versioned)
    return _sqlite(table, guards, versioned=versioned)


def _postgresql(table: str, guards: list[Guard], *, versioned: bool) -> list[str]:
    # EXECUTE, so that each statement is planned for the rows it wrote: a plan kept from an empty table took
    # four times as long to load the country.
    checks = "\n".join(
        f"EXECUTE $q$SELECT EXISTS ({_offenders(guard, table, fresh='fresh_rows', vendor='postgresql')})$q$ "
        f"INTO found; IF found THEN RAISE EXCEPTION '%', '{_words(guard, table)}' "
        f"USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{guard.name}', TABLE = '{table}'; "
        "END IF;"
        for guard in guards
    )
    version = _VERSION.format(word="replace(gen_random_uuid()::text, '-', '')") if versioned else ""
    lock = f"PERFORM pg_advisory_xact_lock({_LOCK});"
    made = [
        _function(f"guard_{table}", f"{lock}\n{checks}\n{version}"),
        *(
            f'CREATE OR REPLACE TRIGGER "guard_{table}_{operation.lower()}" AFTER {operation} ON "{table}" '
            f"REFERENCING NEW TABLE AS fresh_rows FOR EACH STATEMENT EXECUTE FUNCTION guard_{table}()"
            for operation in ("INSERT", "UPDATE")
        ),
    ]
    if versioned:
        made += [
            _function(f"guard_{table}_deleted", f"{lock}\n{version}"),
            f'CREATE OR REPLACE TRIGGER "guard_{table}_delete" AFTER DELETE ON "{table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION guard_{table}_deleted()",
        ]
    return made


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        f"DECLARE found boolean;\nBEGIN\n{body}\nRETURN NULL;\nEND $$"
    )


def _sqlite(table: str, guards: list[Guard], *, versioned: bool) -> list[str]:
    fresh = f"(SELECT * FROM {table} WHERE id = NEW.id)"
    checks = [
        f"SELECT RAISE(ABORT, '{_words(guard, table)}') "
        f"WHERE EXISTS ({_offenders(guard, table, fresh=fresh, vendor='sqlite')});"
        for guard in guards
    ]
    version = [_VERSION.format(word="lower(hex(randomblob(16)))")] if versioned else []
    made: list[str] = []
    for operation, body in {
        "insert": checks + version,
        "update": checks + version,
        "delete": version,
    }.items():
        if body:
            name = f"guard_{table}_{operation}"
            made += [
                f'DROP TRIGGER IF EXISTS "{name}"',
                f'CREATE TRIGGER "{name}" AFTER {operation} ON "{table}" BEGIN {" ".join(body)} END',
            ]
    return made


def _offenders(guard: Guard, table: str, *, fresh: str, vendor: str) -> str:
    sql = re.sub(r"DAY_BEFORE\(([\w.]+)\)", _DAY_BEFORE[vendor], guard.offenders)
    return re.sub(r"\{(\w+)\}", lambda found: fresh if found[1] == table else found[1], sql)


def _words(guard: Guard, table: str) -> str:
    return f"{table}: {guard.name.replace('_', ' ')}"
