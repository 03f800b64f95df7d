"""From rows to units: rows of one code whose dates touch are one unit, with a place each. Pure.

A file states units and relations, it does not reorganise: rows of one code that touch must agree in name and
kind. Where a code rests for a day and comes back it is another unit's.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from units.loading.tree import FilePlace, FileUnit, TreeProblem, TreeRow, overlap


def file_units(rows: Iterable[TreeRow]) -> tuple[list[FileUnit], list[TreeProblem]]:
    """Return the units in the order of the file, and what is wrong inside the file alone."""
    by_code: dict[str, list[TreeRow]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    problems: list[TreeProblem] = []
    units: list[FileUnit] = []
    for listed in by_code.values():
        for run in _runs(listed):
            found = _disagreements(run)
            problems += found
            if not found:
                units.append(_unit(run))
    return sorted(units, key=lambda unit: unit.row), problems


def _runs(rows: list[TreeRow]) -> list[list[TreeRow]]:
    """Rows whose dates touch or overlap, together."""
    runs: list[list[TreeRow]] = []
    last: date | None = None
    for row in sorted(rows, key=lambda row: (row.start, row.row)):
        if runs and (last is None or row.start <= last + timedelta(days=1)):
            runs[-1].append(row)
            last = None if last is None or row.end is None else max(last, row.end)
        else:
            runs.append([row])
            last = row.end
    return runs


def _disagreements(run: list[TreeRow]) -> list[TreeProblem]:
    """Other names or kinds, repeated rows, two parents of one kind on a day. Rows come by first day."""
    problems: list[TreeProblem] = []
    first = min(run, key=lambda row: row.row)
    seen: dict[tuple[str, str, date, date | None], int] = {}
    latest: dict[str, TreeRow] = {}
    for row in run:
        if row is not first and row.name != first.name:
            problems.append(_problem(row, "name", "other_name", other=first.row, name=first.name))
        if row is not first and row.kind != first.kind:
            problems.append(_problem(row, "kind", "other_kind", other=first.row, kind=first.kind))
        same = (row.parent, row.placement if row.parent else "", row.start, row.end)
        before = latest.get(row.placement) if row.parent else None
        if same in seen:
            if (row.name, row.kind) == (first.name, first.kind):
                problems.append(_problem(row, "", "repeated", other=seen[same]))
        elif before is not None and overlap(before.start, before.end, row.start, row.end):
            told: dict[str, str | int | date | None] = {
                "other": before.row,
                "parent": before.parent,
                "relation": row.placement,
            }
            problems.append(TreeProblem(row.row, "parent", "two_parents", told))
        seen.setdefault(same, row.row)
        if row.parent and (before is None or (row.end or date.max) >= (before.end or date.max)):
            latest[row.placement] = row
    return problems


def _problem(row: TreeRow, column: str, code: str, **params: str | int | date | None) -> TreeProblem:
    return TreeProblem(row.row, column, code, params)  # type: ignore[arg-type]


def _unit(run: list[TreeRow]) -> FileUnit:
    first = min(run, key=lambda row: row.row)
    is_open = any(row.end is None for row in run)
    return FileUnit(
        row=first.row,
        code=first.code,
        name=first.name,
        kind=first.kind,
        begins=min(row.start for row in run),
        ends=None if is_open else max(row.end for row in run if row.end is not None),
        rows=tuple(sorted(row.row for row in run)),
        places=tuple(
            FilePlace(row.row, row.parent, row.placement, row.start, row.end) for row in run if row.parent
        ),
    )
