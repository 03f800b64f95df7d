"""Who is asked and who answered: what a wide reading knows without the figures.

It is remembered on the atlas under the stored totals it belongs to, where these tell of every figure read.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from aggregates.comparing import Comparing
from aggregates.duties import MANY, duties_of
from aggregates.values import Value
from indicators.adding_up import OverUnits
from submissions.models import Figure

NUMBER, NONE, MISSING, NOT_APPLICABLE = 0, 1, 2, 3
PLAIN = frozenset({OverUnits.SUM, OverUnits.MEAN})
V = TypeVar("V")
Stamp = tuple[object, ...]
Signed = list[tuple[int, int]]


@dataclass
class Answered(Comparing):
    """`child_tops`: (period, child) → what adds up to it by stored totals, and by its own figures.

    `in_full_of`: (data points, periods) → a reading of every figure of these points alone.
    """

    child_tops: dict[tuple[int, int], tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)
    chosen: int | None = None
    in_full_of: Callable[[Collection[int], Collection[int]], Comparing] | None = None
    _stamps: dict[int, Stamp] = field(default_factory=dict)
    _asked: dict[int, dict[int, bool]] = field(default_factory=dict)
    _signed: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)

    @cached_property
    def plain(self) -> list[int]:
        """The form's points whose totals can be lessened: sums and means."""
        points = sorted({line.data_point for line in self.book.lines})
        return [point for point in points if self.rule(point).over_units in PLAIN]

    # ---- what is remembered -------------------------------------------------------------------------------

    @cached_property
    def memory(self) -> dict[Hashable, Any]:
        """The atlas', where stored totals tell of every figure read; else this reading's own."""
        told = all(not top.leaves for top in self.tops.values())
        shared = self.tree == "now" and any(self.sharing.values())
        return self.atlas.memory if told and not shared else {}

    def remember(self, key: Hashable, work_out: Callable[[], V]) -> V:
        """What was worked out before under a key."""
        if self.memory is self.atlas.memory:
            return self.atlas.remember(key, work_out)
        found: V = self.memory[key] if key in self.memory else self.memory.setdefault(key, work_out())
        return found

    # ---- what is asked, of whom ---------------------------------------------------------------------------

    def stamp(self, period: int) -> Stamp:
        """Another one whenever a stored total of the unit was refreshed for the period."""
        if period not in self._stamps:
            self._stamps[period] = self._stamp(period)
        return self._stamps[period]

    @cached_property
    def _told_by_period(self) -> dict[int, list[Value]]:
        """The unit's own stored totals, always in the same order."""
        found: dict[int, list[Value]] = {}
        for key in sorted(self.totals):
            if key[0] in self.tops[key[1]].inner:
                found.setdefault(key[1], []).append(self.totals[key])
        return found

    def _stamp(self, period: int) -> Stamp:
        found = self._told_by_period.get(period, [])
        return (
            self.book.template.pk,
            period,
            self.unit,
            self.tree,
            self.edition,
            hash(tuple(value.as_of for value in found)),
            sum(value.answered for value in found),
            sum(value.expected for value in found),
            sum(value.reported for value in found),
        )

    def asked_in(self, period: int) -> dict[int, bool]:
        """Asked unit → whether its report is accepted. One query for those read in full."""
        known = self._asked.get(period)
        if known is None:
            known = self.memory.get(("duties", self.stamp(period)))
            self._asked[period] = self._read_duties(period) if known is None else known
        return self._asked[period]

    def _read_duties(self, period: int) -> dict[int, bool]:
        needed = self.in_full.union(one for one, top in self.tops.items() if top.leaves)
        together = sorted(needed) if period in needed else [period]
        keys = {one: ("duties", self.stamp(one)) for one in together}
        unknown = [one for one, key in keys.items() if one == period or key not in self.memory]
        rows = duties_of(self.book, unknown, self._concerned(unknown))
        for one in unknown:
            self._asked[one] = self.remember(keys[one], lambda one=one: rows.get(one, {}))  # type: ignore[misc]
        return self._asked[period]

    def _concerned(self, periods: Iterable[int]) -> dict[int, frozenset[int]]:
        return {
            period: self.counting[period] | (self.sharing[period] if self.tree == "now" else frozenset())
            for period in periods
        }

    def _reports(self, period: int) -> tuple[int, list[int], list[int]]:
        """How many are asked; who has not reported; who has. Of those that count for the unit."""
        return self.remember(("reports", self.stamp(period)), lambda: self._read_reports(period))

    def _read_reports(self, period: int) -> tuple[int, list[int], list[int]]:
        counting = self.counting[period]
        mine = [(unit, told) for unit, told in self.asked_in(period).items() if unit in counting]
        return len(mine), [unit for unit, told in mine if not told], [unit for unit, told in mine if told]

    # ---- who did not answer -------------------------------------------------------------------------------

    def _holes(self, period: int, point: int) -> Signed:
        """(unit, sign) of accepted reports without a number for the point ("…", "x", or left empty: "…")."""
        return self._holes_of(period).get(point, [])

    def _holes_of(self, period: int) -> dict[int, Signed]:
        key = ("holes", self.stamp(period))
        return self.remember(key, lambda: self._find_holes(period, self._unanswered(period)))

    def _unanswered(self, period: int) -> list[tuple[int, int, int]]:
        """(data point, unit, sign) of "…" and "x", by an index of these; one query for all read in full."""
        if period not in self._signed:
            periods = self.in_full if period in self.in_full else [period]
            rows = Figure.objects.filter(
                period__in=list(periods), data_point__in=self.plain, edition=self.edition, sign__gte=MISSING
            )
            self._signed |= {one: [] for one in periods}
            for of_period, *cell in rows.values_list("period", "data_point", "unit", "sign"):
                self._signed[of_period].append((cell[0], cell[1], cell[2]))
        return self._signed[period]

    def tell_open(self, figures: pd.DataFrame) -> None:
        """What was left open, where the FIGURE rows hold all of the unit's: then it is not read again."""
        is_open = (figures["sign"] >= MISSING) & figures["data_point"].isin(self.plain)
        self._signed = {one: [] for one in self.in_full}
        rows = figures.loc[is_open, ["period", "data_point", "unit", "sign"]].to_numpy().tolist()
        for period, *cell in rows:
            if period in self._signed:
                self._signed[period].append((cell[0], cell[1], cell[2]))

    def _find_holes(self, period: int, unanswered: list[tuple[int, int, int]]) -> dict[int, Signed]:
        """By point, with those that somebody left empty: one query when there are any."""
        _asked, _missing, reported = self._reports(period)
        mine, found = frozenset(reported), dict[int, Signed]()
        for point, unit, sign in unanswered:
            if unit in mine:
                found.setdefault(point, []).append((unit, sign))
        empty = [
            point
            for point in self.plain
            if self.value(period, point).answered + len(found.get(point, ())) != len(reported)
        ]
        if empty:
            told: dict[int, set[int]] = {point: set() for point in empty}
            every = Figure.objects.filter(period=period, data_point__in=empty, edition=self.edition)
            if len(reported) < MANY:
                every = every.filter(unit__in=reported)
            for point, unit in every.values_list("data_point", "unit"):
                told[point].add(unit)
            for point in empty:
                found.setdefault(point, []).extend((unit, MISSING) for unit in mine - told[point])
        return found
