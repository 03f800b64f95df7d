"""Reports that wait: which, of whom, and what each adds to what is accepted of its unit."""

# ruff: noqa: S608 only integers and names of ours are put into statements

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from django.db import connection

from aggregates.groups import Token
from aggregates.kept import Place
from aggregates.kernel.frames import FIGURE, frame
from aggregates.kernel.rules import Rules
from aggregates.kernel.total import overlaid, parts_of
from aggregates.left_out import MANY, Cell, figures_of
from aggregates.statements import among
from aggregates.values import COUNTED, Counts
from submissions.models import PendingFigure, Scope

Said = dict[Cell, tuple[int, int]]  # (period, point, unit) → sign, amount
Sent = dict[int, dict[int, Token]]
"""Period → unit with a report that waits → another token whenever it sends another one."""
_ANSWER = ["sign", "amount"]
_PENDING = PendingFigure._meta.db_table


@dataclass(frozen=True)
class Waiting:
    """Of some units of a period: what is accepted of them, what they say now, what that adds.

    `added`: point → unit → what changes. `answering`: who answers anything now.
    """

    accepted: Said
    now: Said
    added: dict[int, dict[int, Counts]]
    answering: set[int]


NOBODY = Waiting({}, {}, {}, set())


def sent_in(units_in: Mapping[int, Collection[int]], points: Collection[int], *, edition: int) -> Sent | None:
    """Of units those with a report that waits; None where one speaks for all below. One query."""
    found: Sent = {period: {} for period in units_in}
    if not units_in or not points:
        return found
    concerned = frozenset[int]().union(*units_in.values())
    of_units = f" AND {among('unit', concerned)}" if len(concerned) < MANY else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT period, unit, MAX(CASE WHEN scope = {Scope.WHOLE:d} THEN 1 ELSE 0 END), COUNT(*),
                       CAST(SUM(revision) AS bigint), MAX(revision), CAST(SUM(since) AS bigint), MAX(since)
            FROM {_PENDING} WHERE {among("period", units_in)} AND {among("data_point", points)}
              AND edition = {edition:d}{of_units} GROUP BY period, unit"""
        )
        for period, unit, is_whole, *token in cursor.fetchall():
            if unit in units_in[period]:
                if is_whole:
                    return None
                found[period][unit] = tuple(token)
    return found


def waiting_of(
    wanted: Mapping[Place, Collection[int]],
    duties: pd.DataFrame,
    points: Collection[int],
    *,
    edition: int,
    rules: Rules,
) -> dict[Place, Waiting]:
    """(period, group) → of its units, what waits. `duties`: DUTY rows of the units. Two queries."""
    units_in = by_period(wanted)
    figures = figures_of(units_in, sorted(points), edition=edition)
    pending = _pending(units_in, points, edition=edition)
    said = overlaid(figures, pending)[FIGURE]
    both = [_as_before(figures), said], [_as_before(duties), duties]  # in one go: each costs many calls
    parts = parts_of(*(pd.concat(rows, ignore_index=True) for rows in both), rules=rules)
    place_of = {(place[0], unit): place for place, units in wanted.items() for unit in units}
    found = {place: Waiting({}, {}, {}, set()) for place in wanted}
    for rows, column in ((figures, "accepted"), (said, "now")):
        for period, point, unit, *answer in (
            rows[["period", "data_point", "unit", *_ANSWER]].to_numpy().tolist()
        ):
            getattr(found[place_of[period, unit]], column)[period, point, unit] = tuple(answer)
    for period, point, unit, *counted in _differences(parts):
        found[place_of[period, unit]].added.setdefault(point, {})[unit] = tuple(counted)
    told = parts.loc[(parts["answered"] > 0) & (parts["unit"] > 0), ["period", "unit"]].drop_duplicates()
    for period, unit in told.to_numpy().tolist():
        found[place_of[period, unit]].answering.add(unit)
    return found


def _as_before(rows: pd.DataFrame) -> pd.DataFrame:
    """What was accepted, told apart from what is said now: of units below 0."""
    return rows.assign(unit=-rows["unit"])


def _differences(parts: pd.DataFrame) -> list[list[int]]:
    """(period, point, unit, what it has more of COUNTED than before), where there is any difference."""
    units = parts["unit"].to_numpy()
    signed = parts[COUNTED].mul(np.sign(units), axis="index")
    key = {"period": parts["period"], "data_point": parts["data_point"], "unit": np.abs(units)}
    found = signed.assign(**key).groupby(list(key), as_index=False, sort=False).sum()
    changed = (found[COUNTED].to_numpy() != 0).any(axis=1)
    rows: list[list[int]] = found.loc[changed, [*key, *COUNTED]].to_numpy().tolist()
    return rows


def by_period(wanted: Mapping[Place, Collection[int]]) -> dict[int, set[int]]:
    """Period → the units of all its groups."""
    found: dict[int, set[int]] = defaultdict(set)
    for (period, _group), units in wanted.items():
        found[period].update(units)
    return found


def _pending(
    units_in: Mapping[int, Collection[int]], points: Collection[int], *, edition: int
) -> pd.DataFrame:
    """What `ledger.pending_where` gives, of these units: without the models, of which a page would notice the
    cost. One query."""
    units = frozenset[int]().union(*units_in.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT unit, period, data_point, edition, COALESCE(amount, 0), sign, scope,
                       CASE WHEN is_blank THEN 1 ELSE 0 END
            FROM {_PENDING} WHERE {among("period", units_in)} AND {among("data_point", points)}
              AND {among("unit", units)} AND edition = {edition:d}"""
        )
        rows = (row for row in cursor.fetchall() if row[0] in units_in[row[1]])
        return frame(rows, [*FIGURE, "is_blank"])


def all_of(waiting: Iterable[Waiting]) -> Waiting:
    """Of several groups of units of a period, in one."""
    found = Waiting({}, {}, {}, set())
    for one in waiting:
        found.accepted.update(one.accepted)
        found.now.update(one.now)
        found.answering.update(one.answering)
        for point, of_units in one.added.items():
            found.added.setdefault(point, {}).update(of_units)
    return found
