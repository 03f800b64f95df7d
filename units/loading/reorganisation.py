"""From the source to a plan: which units kept their identity on 2025-07-01, and which came out of others."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from units.loading.plan import Dated, Plan, PlannedSuccession, PlannedUnit
from units.loading.vietnam import Area, VietnamSource

# The source lists the old units as they stood just before July 2025 and no dates of birth. 2004 is the year
# of the first list of official codes (QĐ 124/2004/QĐ-TTg), the earliest day on which a code can be meant.
OLD_BEGIN = date(2004, 1, 1)
OLD_END = date(2025, 6, 30)
NEW_BEGIN = date(2025, 7, 1)  # two tiers of local government: Nghị quyết 202/2025/QH15, 203/2025/QH15


class UnknownProvince(LookupError):
    pass


def plan_vietnam(source: VietnamSource, *, province: str | None = None) -> Plan:
    """Return the units of one new province (its code) and of the old ones it came from, or of the country."""
    chosen = [key for key, area in source.provinces.items() if province in (None, area.code)]
    if not chosen:
        raise UnknownProvince(province)
    return _Planner(source, chosen).plan()


class _Planner:
    def __init__(self, source: VietnamSource, chosen: list[str]) -> None:
        self.source = source
        self.chosen = set(chosen)
        self.olds = {old for new in chosen for old in source.merged_provinces[new]}
        self.parts_of: dict[str, list[str]] = defaultdict(list)
        for share in source.shares:
            self.parts_of[share.new].append(share.old)
        self.kept = dict(self._kept_provinces()) | dict(self._kept_communes())

    def plan(self) -> Plan:
        return Plan("vietnam", list(self._units()), list(self._successions()))

    def _kept_provinces(self) -> Iterator[tuple[str, Area]]:
        for new in self.chosen:
            olds = self.source.merged_provinces[new]
            if len(olds) == 1:
                yield f"old:{olds[0]}", self.source.provinces[new]

    def _kept_communes(self) -> Iterator[tuple[str, Area]]:
        """A commune that is the whole of one old commune and nothing else is that commune, whatever its
        name or kind now (giữ nguyên, đổi tên, đổi loại hình); a district that became one is not."""
        for key, area in self.source.communes.items():
            wholes = self.source.wholes.get(key, [])
            alone = len(wholes) == 1 and not self.parts_of[key]
            if area.province in self.chosen and alone and wholes[0] in self.source.old_communes:
                yield f"old:{wholes[0]}", area

    def _units(self) -> Iterator[PlannedUnit]:
        source = self.source
        for areas in (source.old_provinces, source.old_districts, source.old_communes):
            yield from (self._old(area) for area in areas.values() if area.province in self.olds)
        kept = {area.key for area in self.kept.values()}
        for areas in (source.provinces, source.communes):
            for area in areas.values():
                if area.province in self.chosen and area.key not in kept:
                    yield self._new(area)

    def _old(self, area: Area) -> PlannedUnit:
        key = f"old:{area.key}"
        shard = int(self.source.old_provinces[area.province].code)
        places = (Dated(f"old:{area.inside}", OLD_BEGIN, OLD_END),) if area.inside else ()
        later = self.kept.get(key)
        if later is None:
            codes = (Dated(area.code, OLD_BEGIN, OLD_END),)
            names = (Dated(area.name, OLD_BEGIN, OLD_END),)
            return PlannedUnit(key, shard, OLD_BEGIN, OLD_END, codes, names, (area.kind,), places)
        named = (area.name, area.kind) == (later.name, later.kind)
        return PlannedUnit(
            key=key,
            shard=shard,
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
            key=f"new:{area.key}",
            shard=int(self.source.provinces[area.province].code),
            begins=NEW_BEGIN,
            ends=None,
            codes=(Dated(area.code, NEW_BEGIN, None),),
            names=(Dated(area.name, NEW_BEGIN, None),),
            kinds=(area.kind,),
            places=places,
        )

    def _key_of_new(self, province: str) -> str:
        olds = self.source.merged_provinces[province]
        return f"old:{olds[0]}" if len(olds) == 1 else f"new:{province}"

    def _successions(self) -> Iterator[PlannedSuccession]:
        source = self.source
        for new, olds in source.merged_provinces.items():
            if new in self.chosen and len(olds) > 1:
                for old in olds:
                    yield PlannedSuccession(f"old:{old}", f"new:{new}", NEW_BEGIN, True, True)
        for new, olds in source.wholes.items():
            if source.communes[new].province in self.chosen:
                for old in olds:
                    if f"old:{old}" not in self.kept:
                        yield PlannedSuccession(f"old:{old}", f"new:{new}", NEW_BEGIN, True, True)
        pieces = Counter(share.old for share in source.shares)
        for share in source.shares:
            if source.communes[share.new].province in self.chosen:
                whole = pieces[share.old] == 1
                yield PlannedSuccession(
                    f"old:{share.old}", f"new:{share.new}", NEW_BEGIN, whole, share.is_default
                )


def _turn(before: str, after: str, *, same: bool) -> tuple[Dated, ...]:
    """Return one value for all time, or two that meet on the day of the change."""
    if same:
        return (Dated(before, OLD_BEGIN, None),)
    return (Dated(before, OLD_BEGIN, OLD_END), Dated(after, NEW_BEGIN, None))
