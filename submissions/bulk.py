"""Fresh rows by the million: columns of integers, by COPY on PostgreSQL, by many rows a statement on SQLite.

For loads into tables of which no row is known under these keys. What changes figures that count goes through
`submissions.figures`, which keeps what counted before.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection, models

Column = npt.NDArray[np.int64]
_WIDTHS = {"smallint": 2, "integer": 4, "bigint": 8}
_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_NULL = -1
AT_ONCE = 999
"""So many values an SQLite statement may name wherever it was built."""


def load_integers(
    model: type[models.Model],
    columns: Mapping[str, Column | int],
    *,
    nullable: str | None = None,
    is_null: npt.NDArray[np.bool_] | None = None,
) -> int:
    """Insert rows of a table of integers in the order given; how many. A plain int stands for a whole column.

    `nullable` names the one column that is NULL where `is_null` says so. The caller holds the transaction.
    """
    length = max(len(column) for column in columns.values() if not isinstance(column, int))
    absent = is_null if is_null is not None else np.zeros(length, dtype=np.bool_)
    if connection.vendor == "postgresql":
        full = {
            name: np.full(length, column, dtype=np.int64) if isinstance(column, int) else column
            for name, column in columns.items()
        }
        if nullable is not None:
            full[nullable] = full.pop(nullable)  # a NULL is shorter: it must come last
        _copy(model, full, absent if nullable else None)
    else:
        _insert_columns(model, columns, nullable=nullable, absent=absent)
    return length


def load_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of any columns, identities included."""
    if connection.vendor != "postgresql":
        _insert(model, names, ["%s"] * len(names), list(chain.from_iterable(rows)))
        return
    table, listed = _names(model, names)
    with connection.cursor() as cursor:
        native: Any = cursor.cursor
        with native.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def next_identity(model: type[models.Model]) -> int:
    """The first number no row has."""
    largest: int | None = model._default_manager.aggregate(largest=models.Max("pk"))["largest"]
    return (largest or 0) + 1


def continue_identities(*tables: type[models.Model]) -> None:
    """Let sequences go on after numbers that were given here."""
    from django.core.management.color import no_style

    statements = connection.ops.sequence_reset_sql(no_style(), list(tables))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _names(model: type[models.Model], names: Iterable[str]) -> tuple[str, str]:
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), ", ".join(quote(name) for name in names)


def _insert_columns(
    model: type[models.Model],
    columns: Mapping[str, Column | int],
    *,
    nullable: str | None,
    absent: npt.NDArray[np.bool_],
) -> None:
    """What is the same in all rows stands in the statement; the rest is bound, row after row."""
    varying = {name: column for name, column in columns.items() if not isinstance(column, int)}
    values: list[Any] = np.column_stack(list(varying.values())).ravel().tolist()
    if nullable is not None:
        at = list(varying).index(nullable)
        for gap in np.flatnonzero(absent).tolist():
            values[gap * len(varying) + at] = None
    row = [str(column) if isinstance(column, int) else "%s" for column in columns.values()]
    _insert(model, list(columns), row, values)


def _insert(model: type[models.Model], names: Sequence[str], row: Sequence[str], values: list[Any]) -> None:
    """Many rows a statement: to run one costs more than a row. `values` are those of all "%s" in order."""
    table, listed = _names(model, names)
    width = row.count("%s")
    rows = AT_ONCE // width
    step = rows * width
    full = len(values) // step * step

    def statement(count: int) -> str:
        several = ", ".join([f"({', '.join(row)})"] * count)
        return f"INSERT INTO {table} ({listed}) VALUES {several}"  # noqa: S608 our own names and integers

    with connection.cursor() as cursor:
        if full:
            cursor.executemany(statement(rows), [values[at : at + step] for at in range(0, full, step)])
        if rest := values[full:]:
            cursor.execute(statement(len(rest) // width), rest)


def _copy(
    model: type[models.Model], columns: Mapping[str, Column], absent: npt.NDArray[np.bool_] | None
) -> None:
    """COPY's binary format as one array of bytes: a count, then width and value of each column."""
    table, listed = _names(model, columns)
    widths = [_width(model, name) for name in columns]
    length = len(next(iter(columns.values())))
    fields: list[tuple[str, str]] = [("count", ">i2")]
    for at, width in enumerate(widths):
        fields += [(f"width{at}", ">i4"), (f"value{at}", f">i{width}")]
    rows = np.empty(length, dtype=np.dtype(fields))
    rows["count"] = len(widths)
    for at, (width, column) in enumerate(zip(widths, columns.values(), strict=True)):
        rows[f"width{at}"] = width
        rows[f"value{at}"] = column
    body = rows.tobytes() if absent is None else _without(rows, absent, last=widths[-1])
    with connection.cursor() as cursor:
        native: Any = cursor.cursor
        with native.copy(f"COPY {table} ({listed}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(_SIGNATURE)
            copy.write(body)
            copy.write(b"\xff\xff")


def _without(rows: npt.NDArray[np.void], absent: npt.NDArray[np.bool_], *, last: int) -> bytes:
    """The bytes of all rows, less the last value of those where it is absent."""
    names = rows.dtype.names
    assert names is not None
    rows[names[-2]][absent] = _NULL
    as_bytes = rows.view(np.uint8).reshape(len(rows), rows.dtype.itemsize)
    kept = np.ones_like(as_bytes, dtype=np.bool_)
    kept[absent, -last:] = False
    return as_bytes[kept].tobytes()


def _width(model: type[models.Model], name: str) -> int:
    kind = model._meta.get_field(name).db_type(connection)
    if kind not in _WIDTHS:
        raise TypeError(f"{model.__name__}.{name} is {kind}, no integer")
    return _WIDTHS[kind]
