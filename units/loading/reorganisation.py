"""From a country to a plan: which units kept their identity on 2025-07-01, and which came out of others."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from units.loading.country import DISTRICT, Area, Country, Step
from units.loading.plan import Dated, Plan, PlannedSuccession, PlannedUnit

# The sources list the old units as they stood just before July 2025 and no dates of birth. 2004 is the year
# of the first list of official codes (QĐ 124/2004/QĐ-TTg), the earliest day on which a code can be meant.
OLD_BEGIN = date(2004, 1, 1)
OLD_END = date(2025, 6, 30)
NEW_BEGIN = date(2025, 7, 1)  # two tiers of local government: Nghị quyết 202/2025/QH15, 203/2025/QH15


class UnknownProvince(LookupError):
    pass


def plan_vietnam(country: Country, *, province: str | None = None, source: str = "vietnam") -> Plan:
    """Return the units of one new province (its code) and of the old ones it came from, or of the country."""
    chosen = [code for code in country.provinces if province in (None, code)]
    if not chosen:
        raise UnknownProvince(province)
    planner = _Planner(country, chosen)
    return Plan(source, list(planner.units()), list(planner.successions()))


class _Planner:
    def __init__(self, country: Country, chosen: list[str]) -> None:
        self.country = country
        self.chosen = set(chosen)
        self.olds = {old for new in chosen for old in country.merged_provinces.get(new, ())}
        self.into: dict[str, list[Step]] = defaultdict(list)
        for step in country.steps:
            self.into[step.new].append(step)
        self.pieces = Counter(old for olds in country.merged_provinces.values() for old in olds)
        self.kept = dict(self._kept_provinces()) | dict(self._kept_communes())

    def _same_province(self, new: str) -> str | None:
        """The old province that this one is: the whole of one, and of no other."""
        olds = self.country.merged_provinces.get(new, ())
        return olds[0] if len(olds) == 1 and self.pieces[olds[0]] == 1 else None

    def _kept_provinces(self) -> Iterator[tuple[str, Area]]:
        for new in self.chosen:
            if (old := self._same_province(new)) is not None:
                yield f"old:{old}", self.country.provinces[new]

    def _kept_communes(self) -> Iterator[tuple[str, Area]]:
        """A commune that is the whole of one old commune and nothing else is that commune, whatever its
        name or kind now (giữ nguyên, đổi tên, đổi loại hình); a district that became one is not."""
        for code, area in self.country.communes.items():
            steps = self.into[code]
            alone = len(steps) == 1 and steps[0].whole and steps[0].old in self.country.old_communes
            if area.province in self.chosen and alone:
                yield f"old:{steps[0].old}", area

    def units(self) -> Iterator[PlannedUnit]:
        country = self.country
        for areas in (country.old_provinces, country.old_districts, country.old_communes):
            yield from (self._old(area) for area in areas.values() if area.province in self.olds)
        kept = {area.code for area in self.kept.values()}
        for areas in (country.provinces, country.communes):
            for area in areas.values():
                if area.province in self.chosen and area.code not in kept:
                    yield self._new(area)

    def _old(self, area: Area) -> PlannedUnit:
        key = f"old:{area.code}"
        places = (Dated(f"old:{area.inside}", OLD_BEGIN, OLD_END),) if area.inside else ()
        later = self.kept.get(key)
        if later is None:
            codes = (Dated(area.code, OLD_BEGIN, OLD_END),)
            names = (Dated(area.name, OLD_BEGIN, OLD_END),)
            shard = int(area.province)
            return PlannedUnit(key, shard, OLD_BEGIN, OLD_END, codes, names, (area.kind,), places)
        named = (area.name, area.kind) == (later.name, later.kind)
        return PlannedUnit(
            key=key,
            shard=int(area.province),
            begins=OLD_BEGIN,
            ends=None,
            codes=_turn(area.code, later.code, same=area.code == later.code),
            names=_turn(area.name, later.name, same=named),
            kinds=(area.kind,) if named else (area.kind, later.kind),
            places=(*places, Dated(self._key_of_new(later.inside), NEW_BEGIN, None)) if later.inside else (),
        )

    def _new(self, area: Area) -> PlannedUnit:
        places = (Dated(self._key_of_new(area.inside), NEW_BEGIN, None),) if area.inside else ()
        return PlannedUnit(
            key=f"new:{area.code}",
            shard=int(area.province),
            begins=NEW_BEGIN,
            ends=None,
            codes=(Dated(area.code, NEW_BEGIN, None),),
            names=(Dated(area.name, NEW_BEGIN, None),),
            kinds=(area.kind,),
            places=places,
        )

    def _key_of_new(self, province: str) -> str:
        old = self._same_province(province)
        return f"new:{province}" if old is None else f"old:{old}"

    def successions(self) -> Iterator[PlannedSuccession]:
        yield from self._of_provinces()
        yield from self._of_districts()
        for step in self.country.steps:
            if self._is_chosen(step) and f"old:{step.old}" not in self.kept:
                yield PlannedSuccession(
                    f"old:{step.old}", f"new:{step.new}", NEW_BEGIN, *step[2:6], note=step.note
                )

    def _is_chosen(self, step: Step) -> bool:
        return self.country.communes[step.new].province in self.chosen

    def _of_provinces(self) -> Iterator[PlannedSuccession]:
        for new, olds in self.country.merged_provinces.items():
            if new in self.chosen and self._same_province(new) is None:
                for old in olds:
                    whole = self.pieces[old] == 1
                    yield PlannedSuccession(f"old:{old}", f"new:{new}", NEW_BEGIN, whole, whole)

    def _of_districts(self) -> Iterator[PlannedSuccession]:
        """The level ended: a district lies wholly inside the province of its communes (decision 011).

        One that became a commune itself has its own step."""
        became = {step.old for step in self.country.steps if len(step.old) == DISTRICT}
        lands = _lands_of_districts(self.country)
        for code, area in self.country.old_districts.items():
            if area.province not in self.olds or code in became:
                continue
            found = sorted(lands.get(code) or self._lands_of_province(area.province))
            for new in found:
                if new in self.chosen:
                    whole = len(found) == 1
                    yield PlannedSuccession(
                        f"old:{code}", self._key_of_new(new), NEW_BEGIN, whole, new == found[0]
                    )

    def _lands_of_province(self, old: str) -> list[str]:
        return [new for new, olds in self.country.merged_provinces.items() if old in olds]


def _lands_of_districts(country: Country) -> dict[str, set[str]]:
    """Return district → the provinces of today in which its communes are."""
    lands: dict[str, set[str]] = defaultdict(set)
    for step in country.steps:
        if step.old in country.old_communes:
            lands[country.old_communes[step.old].inside].add(country.communes[step.new].province)
    return lands


def _turn(before: str, after: str, *, same: bool) -> tuple[Dated, ...]:
    """Return one value for all time, or two that meet on the day of the change."""
    if same:
        return (Dated(before, OLD_BEGIN, None),)
    return (Dated(before, OLD_BEGIN, OLD_END), Dated(after, NEW_BEGIN, None))
