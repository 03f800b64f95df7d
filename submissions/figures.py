"""The one writer of figures. Every change of what counts goes through here, and keeps what counted before.

Rows are written one after another in one statement prepared once (21 cells of a report), or, in bulk on
PostgreSQL, by COPY into a staging table and one upsert. Bounds are checked before anything is written.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Q

from indicators.models import DataPoint
from submissions.models import BOUND, DirtyMark, Figure, FigureHistory, PendingFigure

COPY_FROM = 1000
"""From so many rows on, PostgreSQL takes them by COPY."""


class FigureKey(NamedTuple):
    period: int
    data_point: int
    shard: int
    unit: int
    edition: int


class FigureRow(NamedTuple):
    """One figure; the first five are its key. `amount` is scaled; None with a `sign` from 1 to 3."""

    period: int
    data_point: int
    shard: int
    unit: int
    edition: int
    amount: int | None
    sign: int
    scope: int
    revision: int
    since: int

    @property
    def key(self) -> FigureKey:
        return FigureKey(*self[:5])


class KeySpace(NamedTuple):
    """All keys one report can write: the whole primary key is known, so that no table is walked."""

    periods: frozenset[int]
    data_points: frozenset[int]
    shard: int
    unit: int

    def condition(self) -> dict[str, Any]:
        return {
            "period__in": self.periods,
            "data_point__in": self.data_points,
            "shard": self.shard,
            "unit": self.unit,
        }


class FigureOutOfBounds(ValueError):
    """A figure that must not be written: beyond ±10^14, or an amount and a sign at once."""


def write_figures(rows: Sequence[FigureRow], *, until: int) -> None:
    """Let `rows` count. What they replace moves to the history, ending with event `until`.

    Keys must be unique in `rows`; the caller holds the transaction and its locks.
    """
    _check(rows)
    if not rows:
        return
    if connection.vendor == "postgresql" and len(rows) >= COPY_FROM:
        _write_by_copy(rows, until=until)
    else:
        _write_one_by_one(rows, until=until)


def remove_figures(keys: Iterable[FigureKey], *, until: int) -> None:
    """Let the keys count no more; what they held moves to the history, ending with event `until`."""
    wanted = list(keys)
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP_ONE, [(until, *key) for key in wanted])
        cursor.executemany(f"DELETE FROM {_FIGURE} WHERE {_KEY_IS}", wanted)  # noqa: S608 our own names


def write_pending(
    rows: Sequence[FigureRow], *, blank: Sequence[FigureKey], revision: int, since: int
) -> None:
    """Let `rows` stand for what was submitted and not yet accepted; `blank` keys are tombstones."""
    _check(rows)
    objects = [PendingFigure(**row._asdict()) for row in rows]
    objects += [
        PendingFigure(**key._asdict(), is_blank=True, revision=revision, since=since) for key in blank
    ]
    columns = [*FigureRow._fields[5:], "is_blank"]
    PendingFigure.objects.bulk_create(
        objects, update_conflicts=True, update_fields=columns, unique_fields=list(FigureKey._fields)
    )


def remove_pending(among: KeySpace, *, revision: int) -> None:
    """Forget what a revision had submitted: it was accepted, returned or withdrawn."""
    PendingFigure.objects.filter(**among.condition(), revision=revision).delete()


def figures_of(among: KeySpace, *, revision: int) -> list[FigureRow]:
    """The figures that count by a revision."""
    found = Figure.objects.filter(**among.condition(), revision=revision)
    return [FigureRow(*values) for values in found.values_list(*FigureRow._fields)]


def mark_dirty(*, unit: int, points: Iterable[tuple[int, int]]) -> None:
    """Leave a mark at `unit` for each (period, data point): its total must be recomputed."""
    mark_each(units=[unit], points=points)


def mark_each(*, units: Iterable[int], points: Iterable[tuple[int, int]]) -> int:
    """Leave marks at each unit for each (period, data point), and for points counted from these.

    Return how many. Two queries.
    """
    pairs = set(points)
    counted_from = _dependents({point for _period, point in pairs})
    pairs |= {(period, other) for period, point in pairs for other in counted_from.get(point, ())}
    marks = [
        DirtyMark(unit=unit, period=period, data_point=point)
        for unit in sorted(set(units))
        for period, point in sorted(pairs)
    ]
    DirtyMark.objects.bulk_create(marks, batch_size=COPY_FROM)
    return len(marks)


def _dependents(points: set[int]) -> dict[int, set[int]]:
    """Point → points it is the weight, numerator or denominator of: their totals move with it."""
    parts = ("weight_id", "numerator_id", "denominator_id")
    concerned = Q(weight__in=points) | Q(numerator__in=points) | Q(denominator__in=points)
    found: dict[int, set[int]] = {}
    for point, *needed in DataPoint.objects.filter(concerned).values_list("pk", *parts):
        for part in needed:
            found.setdefault(part, set()).add(point)
    return found


# ---- the two bodies ---------------------------------------------------------------------------------------

_FIGURE = Figure._meta.db_table
_HISTORY = FigureHistory._meta.db_table
_COLUMNS = ", ".join(FigureRow._fields)
_KEY = ", ".join(FigureKey._fields)
_KEY_IS = " AND ".join(f"{name} = %s" for name in FigureKey._fields)
_SET = ", ".join(f"{name} = excluded.{name}" for name in FigureRow._fields[5:])
_ON_CONFLICT = f"ON CONFLICT ({_KEY}) DO UPDATE SET {_SET}"
# Only names of ours are put into these statements, never a value.
_KEEP_ONE = (
    f"INSERT INTO {_HISTORY} (until, {_COLUMNS}) "  # noqa: S608
    f"SELECT %s, {_COLUMNS} FROM {_FIGURE} WHERE {_KEY_IS}"
)
_UPSERT_ONE = (
    f"INSERT INTO {_FIGURE} ({_COLUMNS}) "  # noqa: S608
    f"VALUES ({', '.join(['%s'] * len(FigureRow._fields))}) {_ON_CONFLICT}"
)
_STAGE = f"CREATE TEMPORARY TABLE staged_figure (LIKE {_FIGURE}) ON COMMIT DROP"
_COPY = f"COPY staged_figure ({_COLUMNS}) FROM STDIN"
_KEEP_STAGED = (
    f"INSERT INTO {_HISTORY} (until, {_COLUMNS}) "  # noqa: S608
    f"SELECT %s, {', '.join(f'old.{name}' for name in FigureRow._fields)} "
    f"FROM {_FIGURE} AS old JOIN staged_figure USING ({_KEY})"
)
_UPSERT_STAGED = (
    f"INSERT INTO {_FIGURE} ({_COLUMNS}) SELECT {_COLUMNS} FROM staged_figure "  # noqa: S608
    f"ORDER BY {_KEY} {_ON_CONFLICT}"
)


def _write_one_by_one(rows: Sequence[FigureRow], *, until: int) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP_ONE, [(until, *row.key) for row in rows])
        cursor.executemany(_UPSERT_ONE, rows)


def _write_by_copy(rows: Sequence[FigureRow], *, until: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged_figure")
        cursor.execute(_STAGE)
        _copy(cursor, rows)
        cursor.execute(_KEEP_STAGED, [until])
        cursor.execute(_UPSERT_STAGED)
        cursor.execute("DROP TABLE staged_figure")


def _copy(cursor: CursorWrapper, rows: Sequence[FigureRow]) -> None:
    native: Any = cursor.cursor
    with native.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(row)


def _check(rows: Sequence[FigureRow]) -> None:
    for row in rows:
        if row.amount is not None and not -BOUND <= row.amount <= BOUND:
            raise FigureOutOfBounds(f"amount {row.amount} of {row.key} is beyond ±{BOUND}")
        if (row.amount is None) is (row.sign == 0) or row.sign not in (0, 1, 2, 3):
            raise FigureOutOfBounds(f"{row.key}: amount {row.amount} with sign {row.sign}")
