"""The lineage as this room reads it: where figures of a unit and day count today, and by what share."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

Terminals = Mapping[int, frozenset[int]]
Row = tuple[int, int, date | None, int | None, int | None]  # unit, terminal, before, population, area


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of a unit ended in a terminal, in billionths by measure; None where it is not known."""

    population: int | None = None
    area: int | None = None

    def of(self, measure: str) -> int | None:
        return {"population": self.population, "area": self.area}.get(measure)


UNKNOWN = Shares()


class Descent:
    """Terminals of units. One that gave a part away and lives on has others for its earlier figures."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._usual: dict[int, dict[int, Shares]] = defaultdict(dict)
        self._dated: dict[int, dict[date, dict[int, Shares]]] = defaultdict(lambda: defaultdict(dict))
        for unit, terminal, before, population, area in rows:
            shares = Shares(population, area)
            if before is None:
                self._usual[unit][terminal] = shares
            else:
                self._dated[unit][before][terminal] = shares
        self._days = sorted({before for dated in self._dated.values() for before in dated})
        self._on: dict[int, tuple[dict[int, frozenset[int]], dict[int, list[int]]]] = {}

    @property
    def days(self) -> list[date]:
        """The days from which the lineage is another one."""
        return self._days

    def give(self, unit: int, terminals: Iterable[int]) -> None:
        """What is not recorded but follows: the unit ended in `terminals`, by unknown shares."""
        self._usual[unit] = dict.fromkeys(terminals, UNKNOWN)

    def usual(self, unit: int) -> frozenset[int]:
        return frozenset(self._usual.get(unit, ()))

    def shares(self, unit: int, day: date) -> dict[int, Shares]:
        """Terminal → shares, for figures of a period that ends on `day`."""
        dated = self._dated.get(unit)
        before = min((one for one in dated if one > day), default=None) if dated else None
        return self._usual.get(unit, {}) if before is None or dated is None else dated[before]

    def era(self, day: date) -> int:
        """Days of one era have the same terminals."""
        return bisect_right(self._days, day)

    def on(self, day: date) -> dict[int, frozenset[int]]:
        """Unit → terminals, for figures of a period that ends on `day`."""
        return self._of_era(day)[0]

    def reaching(self, terminals: Iterable[int], day: date) -> set[int]:
        """The units of any time of which at least a part ended in one of `terminals`."""
        inverse = self._of_era(day)[1]
        return {unit for terminal in terminals for unit in inverse.get(terminal, ())}

    def _of_era(self, day: date) -> tuple[dict[int, frozenset[int]], dict[int, list[int]]]:
        era = self.era(day)
        if era not in self._on:
            found = {unit: frozenset(ends) for unit, ends in self._usual.items() if ends}
            found |= {unit: frozenset(self.shares(unit, day)) for unit in self._dated}
            inverse: dict[int, list[int]] = defaultdict(list)
            for unit, ends in found.items():
                for terminal in ends:
                    inverse[terminal].append(unit)
            self._on[era] = (found, dict(inverse))
        return self._on[era]
