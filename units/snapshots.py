"""Rows as they were before and after a change: what a reorganisation keeps so that it can be undone.

A `Change` of a table is JSON: {"added": {pk: row}, "removed": [row …], "changed": {pk: {field: [before,
after]}}}. Values are what JSON holds; dates are ISO text.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Model, Q, QuerySet

Rows: TypeAlias = dict[int, dict[str, Any]]
Change: TypeAlias = dict[str, Any]


def rows_of(found: QuerySet[Any]) -> Rows:
    """Every column of the rows, by number. One query."""
    return {row["id"]: {name: _plain(value) for name, value in row.items()} for row in found.values()}


def change_between(before: Rows, after: Rows) -> Change:
    changed = {
        str(pk): differing
        for pk in sorted(before.keys() & after.keys())
        if (differing := _differing(before[pk], after[pk]))
    }
    return {
        "added": {str(pk): after[pk] for pk in sorted(after.keys() - before.keys())},
        "removed": [before[pk] for pk in sorted(before.keys() - after.keys())],
        "changed": changed,
    }


def added_by(change: Change) -> list[int]:
    return [int(pk) for pk in change["added"]]


def as_said_now(model: type[Model], change: Change, *, about: str) -> Change:
    """A change of a table with since and until; added rows under the numbers under which they hold now.

    They were said again, word for word, when a later decision that had ended them was undone. `about`: the
    column of the unit a row speaks of. Two queries.
    """
    rows, added = model._default_manager, change["added"]
    over = rows.filter(pk__in=added_by(change), until__isnull=False).values_list("pk", flat=True)
    gone = {str(pk): added[str(pk)] for pk in over}
    if not gone:
        return change
    units = {row[f"{about}_id"] for row in gone.values()}
    holding = rows_of(rows.filter(until__isnull=True, **{f"{about}__in": units}))
    numbers = {_words(row): pk for pk, row in holding.items()}
    renamed = dict(added)
    for pk, row in gone.items():
        if (number := numbers.get(_words(row))) is not None:
            del renamed[pk]
            renamed[str(number)] = holding[number]
    return {**change, "added": renamed}


def has_moved_on(model: type[Model], change: Change) -> bool:
    """Say whether rows of the change are not any more as it left them. One query."""
    left = {int(pk): row for pk, row in change["added"].items()}
    left |= {
        int(pk): {name: after for name, (_before, after) in fields.items()}
        for pk, fields in change["changed"].items()
    }
    now = rows_of(model._default_manager.filter(pk__in=left))
    return any(
        pk not in now or any(now[pk][name] != value for name, value in row.items())
        for pk, row in left.items()
    )


def put_back(model: type[Model], change: Change) -> None:
    """Restore a table without since and until: added rows go, changed and removed ones are as before."""
    rows = model._default_manager
    rows.filter(pk__in=added_by(change)).delete()
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for pk, fields in change["changed"].items():
        restored = tuple((name, before) for name, (before, _after) in sorted(fields.items()))
        alike.setdefault(restored, []).append(int(pk))
    for restored, pks in alike.items():
        rows.filter(pk__in=pks).update(**dict(restored))
    rows.bulk_create(_made(model, change["removed"]), batch_size=500)


def say_again(model: type[Model], change: Change, *, event: int) -> None:
    """Restore a table with since and until: what was added is over by `event`, what was over holds anew."""
    rows = model._default_manager
    over = [int(pk) for pk, fields in change["changed"].items() if "until" in fields]
    rows.filter(pk__in=added_by(change), until__isnull=True).update(until=event)
    again = list(rows.filter(pk__in=over).order_by("pk"))
    for row in again:
        row.pk, row.since, row.until = None, event, None  # type: ignore[attr-defined]
    rows.bulk_create(again, batch_size=500)


def touching(fields: Iterable[str], units: Iterable[int]) -> Q:
    """Rows that name one of the units in one of the columns."""
    listed, found = list(units), Q(pk__in=[])
    for field in fields:
        found |= Q(**{f"{field}__in": listed})
    return found


def _words(row: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """What a row says, whichever its number and since when it is known."""
    return tuple((name, value) for name, value in row.items() if name not in ("id", "since", "until"))


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def _made(model: type[Model], rows: Iterable[Mapping[str, Any]]) -> list[Model]:
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return [model(**{name: columns[name].to_python(value) for name, value in row.items()}) for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
