"""Which unit a row of a workbook is about: by code, else by a name it had on any date, among those asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from units.kinds import full_name
from units.models import UnitCode, UnitName
from units.queries import describe_units
from units.vietnamese import search_key

_BODIES = ("ubnd ", "uy ban nhan dan ", "uy ban ")


@dataclass(frozen=True, slots=True)
class Match:
    """One unit, or none and the units it could be. `differs`: the code is one unit's, the name another's."""

    unit: int | None = None
    candidates: tuple[int, ...] = ()
    differs: bool = False


@dataclass(slots=True)
class UnitMatching:
    """Codes and names, of all dates, of the units a round asks about."""

    by_code: dict[str, set[int]] = field(default_factory=dict)
    by_name: dict[str, set[int]] = field(default_factory=dict)

    def match(self, code: str, name: str) -> Match:
        coded = self._coded(code.strip())
        named = self._named(name)
        if len(coded) == 1:
            (unit,) = coded
            return Match(unit, differs=bool(named) and unit not in named)
        both = coded & named if coded else (named if not code.strip() else set())
        if len(both) == 1:
            return Match(next(iter(both)))
        return Match(None, tuple(sorted(coded or named)))

    def _coded(self, code: str) -> set[int]:
        """ "12688"; also 4321 where Excel ate the zero of "04321"."""
        found = self.by_code.get(code.upper(), set())
        if found or not (code.isascii() and code.isdigit()):
            return found
        return next((self.by_code[padded] for padded in _padded(code) if padded in self.by_code), set())

    def _named(self, name: str) -> set[int]:
        key = search_key(name)
        for body in _BODIES:
            key = key.removeprefix(body)
        return self.by_name.get(key, set())


def _padded(code: str) -> Iterable[str]:
    return (code.zfill(length) for length in range(len(code) + 1, 6))


def matching_of(units: Iterable[int], *, on: date | None = None) -> UnitMatching:
    """Two queries. `on`: of several units that had a code, the one that had it on this day is meant."""
    wanted = set(units)
    made = UnitMatching()
    then: dict[str, set[int]] = {}
    codes = UnitCode.objects.filter(unit__in=wanted).values_list("code", "unit", "valid_from", "valid_to")
    for code, unit, begins, ends in codes:
        made.by_code.setdefault(code.upper(), set()).add(unit)
        if on is not None and begins <= on and (ends is None or on <= ends):
            then.setdefault(code.upper(), set()).add(unit)
    made.by_code |= then
    names = UnitName.objects.filter(unit__in=wanted).values_list("unit", "name", "kind")
    for unit, name, kind in names:
        for written in (name, full_name(name, kind)):
            made.by_name.setdefault(search_key(written), set()).add(unit)
    return made


def names_of_units(units: Iterable[int]) -> dict[int, str]:
    """Today's full names, or the last a unit had."""
    return {unit: view.full_name for unit, view in describe_units(units).items()}
