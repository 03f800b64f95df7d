"""Who is asked and who answered: what a wide reading knows without the figures."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from aggregates.comparing import Comparing
from aggregates.duties import duties_of, last_asked
from aggregates.groups import Grouped
from aggregates.kept import Content, Group, Known, Place
from aggregates.left_out import MANY, open_cells
from submissions.models import Figure

NUMBER, NONE, MISSING, NOT_APPLICABLE = 0, 1, 2, 3
Signed = list[tuple[int, int]]  # (unit, sign)
OpenCell = tuple[int, int, int]  # data point, unit, sign
Told = dict[int, bool]  # asked unit → whether its report is accepted
Holes = dict[int, Signed]  # by point


@dataclass
class Answered(Grouped):
    """`child_tops`: (period, child) → what adds up to it by stored totals, and by its own figures.

    `in_full_of`: (data points, periods) → a reading of every figure of these points alone.
    """

    child_tops: dict[tuple[int, int], tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)
    chosen: int | None = None
    in_full_of: Callable[[Collection[int], Collection[int]], Comparing] | None = None
    _duties: dict[int, Content[Told]] = field(default_factory=dict)
    _open: dict[int, Content[Holes]] = field(default_factory=dict)
    _signed: dict[int, list[OpenCell]] = field(default_factory=dict)

    # ---- what is asked, of whom ---------------------------------------------------------------------------

    def asked_in(self, period: int) -> Told:
        """Asked unit → whether its report is accepted. One query for those read in full."""
        return self.duties(period).derive("all", _merged)

    def duties(self, period: int) -> Content[Told]:
        """The same by group: the same object as long as nobody else is asked or has reported."""
        if period not in self._duties:
            needed = self.in_full.union(one for one, top in self.tops.items() if top.leaves)
            wanted = {one: self._concerned(one) for one in ({*needed} if period in needed else {period})}
            self._duties |= self.kept("duties", wanted, self._read_duties)
        return self._duties[period]

    def _read_duties(self, wanted: dict[Place, frozenset[int]], _known: Known[Told]) -> dict[Place, Told]:
        many = {period for (period, group), held in wanted.items() if group is None and len(held) >= MANY}
        last = last_asked(self.book, many) if many and self._is_shared else {}
        units: dict[int, frozenset[int]] = {}
        for (period, group), held in wanted.items():
            mine = self._seen_beyond(period, last, held) if group is None else held
            units[period] = units.get(period, frozenset()) | mine
        found: dict[Place, Told] = {place: {} for place in wanted}
        beyond: dict[int, set[int]] = {period: set() for period in units}
        for period, told in duties_of(self.book, units, units).items():
            group_of = self.group_of(period) if self._is_shared else {}
            for unit, reported in told.items():
                group = group_of.get(unit)
                if reported is not None:
                    found[period, group][unit] = reported
                if group is None:
                    beyond[period].add(unit)
        for period, asked in last.items():
            self._keep(("beyond", *self._place(period)), (asked, frozenset(beyond[period])))
        return found

    def _seen_beyond(
        self, period: int, last: Mapping[int, tuple[int, int]], units: frozenset[int]
    ) -> frozenset[int]:
        """Of units outside the groups those that have duties, where nobody was asked since one looked last.

        Outside stands whoever ever counted for a country and did not exist on the day: thousands, of whom
        hardly any has a duty.
        """
        seen = self.recall(("beyond", *self._place(period)))
        if seen is None or seen[0] != last.get(period):
            return units
        of_those: frozenset[int] = seen[1]
        return of_those

    def _concerned(self, period: int) -> dict[Group, frozenset[int]]:
        """The units whose duties are of concern, by group."""
        units = self.counting[period] | (self.sharing[period] if self.tree == "now" else frozenset())
        key = ("concerned", self.unit, self.tree, self.atlas.era(self.periods[period]))
        return self.remember(key, lambda: self.by_group(period, units))

    def asked_units(self, period: int) -> frozenset[int]:
        return self.duties(period).derive("units", lambda told: frozenset(_merged(told)))

    def _reports(self, period: int) -> tuple[int, list[int], list[int]]:
        """How many are asked; who has not reported; who has. Of those that count for the unit."""
        return self.duties(period).derive("reports", lambda told: self._read_reports(period, _merged(told)))

    def _read_reports(self, period: int, asked: Told) -> tuple[int, list[int], list[int]]:
        counting = self.counting[period]
        mine = [(unit, told) for unit, told in asked.items() if unit in counting]
        return len(mine), [unit for unit, told in mine if not told], [unit for unit, told in mine if told]

    # ---- who did not answer -------------------------------------------------------------------------------

    def _holes(self, period: int, point: int) -> Signed:
        """(unit, sign) of accepted reports without a number for the point ("…", "x", or left empty: "…")."""
        return self.holes(period).derive("all", _gathered).get(point, [])

    def holes(self, period: int) -> Content[Holes]:
        """The same by group: the same object as long as the same cells stand open."""
        if period not in self._open:
            periods = self.in_full if period in self.in_full else frozenset([period])
            wanted = {one: self._reported_by_group(one) for one in periods}
            self._open |= self.kept(("holes", self._points), wanted, self._read_holes)
        return self._open[period]

    def _reported_by_group(self, period: int) -> dict[Group, frozenset[int]]:
        return self.duties(period).derive(
            "reported", lambda _told: self.by_group(period, self._reports(period)[2])
        )

    def _read_holes(self, wanted: dict[Place, frozenset[int]], known: Known[Holes]) -> dict[Place, Holes]:
        """ "…" and "x" by an index of these, in one query; then what was left empty, where anything was."""
        found: dict[Place, Holes] = {place: {} for place in wanted}
        group_of: dict[int, dict[int, Group]] = {}
        for (period, group), units in wanted.items():
            group_of.setdefault(period, {}).update(dict.fromkeys(units, group))
        signed = self._unanswered(group_of)
        for period, groups in group_of.items():
            others = self._reported_by_group(period).keys() - {group for of, group in wanted if of == period}
            held = [known[period].of_group[group] for group in others]
            signs = [cell for cell in signed[period] if cell[1] in groups]
            for point, unit, sign in [*signs, *self._left_empty(period, groups, signs, held)]:
                found[period, groups[unit]].setdefault(point, []).append((unit, sign))
        return found

    def _unanswered(self, units_in: Mapping[int, Collection[int]]) -> dict[int, list[OpenCell]]:
        """Period → (data point, unit, sign) of "…" and "x", of the units at least."""
        unknown = {period: units for period, units in units_in.items() if period not in self._signed}
        if not unknown:
            return self._signed
        found: dict[int, list[OpenCell]] = {period: [] for period in unknown}
        for period, *cell in open_cells(unknown, self.plain, edition=self.edition):
            found[period].append((cell[0], cell[1], cell[2]))
        return self._signed | found

    def tell_open(self, figures: pd.DataFrame) -> None:
        """What was left open, where the FIGURE rows hold all of the unit's: then it is not read again."""
        is_open = (figures["sign"] >= MISSING) & figures["data_point"].isin(self.plain)
        self._signed = {one: [] for one in self.in_full}
        rows = figures.loc[is_open, ["period", "data_point", "unit", "sign"]].to_numpy().tolist()
        for period, *cell in rows:
            if period in self._signed:
                self._signed[period].append((cell[0], cell[1], cell[2]))

    def _left_empty(
        self, period: int, units: Collection[int], signs: Collection[OpenCell], known: list[Holes]
    ) -> list[OpenCell]:
        """(data point, unit, "…") where a report of one of the units holds nothing.

        What the unit's total counts as answered and the holes, with those `known` of others, make up all
        reports, or some cell was left empty.
        """
        open_of = Counter(point for point, _unit, _sign in signs)
        for holes in known:
            open_of.update({point: len(held) for point, held in holes.items()})
        reported = len(self._reports(period)[2])
        empty = [
            point for point in self.plain if self.value(period, point).answered + open_of[point] != reported
        ]
        if not empty or not units:
            return []
        told: dict[int, set[int]] = {
            point: {unit for of, unit, _sign in signs if of == point} for point in empty
        }
        rows = Figure.objects.filter(period=period, data_point__in=empty, edition=self.edition)
        if len(units) < MANY:
            rows = rows.filter(unit__in=units)
        for point, unit in rows.values_list("data_point", "unit"):
            told[point].add(unit)
        return [(point, unit, MISSING) for point in empty for unit in units if unit not in told[point]]


def _merged(told: dict[Group, Told]) -> Told:
    return {unit: reported for held in told.values() for unit, reported in held.items()}


def _gathered(of_group: dict[Group, Holes]) -> Holes:
    found: Holes = {}
    for holes in of_group.values():
        for point, held in holes.items():
            found.setdefault(point, []).extend(held)
    return found
