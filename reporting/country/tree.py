"""The units of the country as a plan: the real ones, one national root above them, copies for growth."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from units.loading.country import Country
from units.loading.plan import Dated, Plan, PlannedUnit
from units.loading.reorganisation import OLD_BEGIN, plan_vietnam

ROOT, ASKER = "root", "asker"
ROOT_CODE, ASKER_CODE = "VN", "VN.CTK"
NATIONAL = 0
"""The shard of national bodies."""
SHARDS_A_COPY = 100
"""Codes of provinces have two digits, and so have their shards."""


def plan_country(
    country: Country, *, since: date, provinces: list[str] | None = None, scale: int = 1
) -> Plan:
    """The units that lived on `since` or later, under one root; `scale` times as many provinces.

    `provinces`: codes of provinces of today (None: all); an UnknownProvince says which is none.
    """
    plan = _of_provinces(country, provinces)
    living = [unit for unit in plan.units if unit.ends is None or unit.ends >= since]
    keys = {unit.key for unit in living}
    real = [_below_the_root(unit, keys) for unit in living]
    steps = [step for step in plan.successions if {step.predecessor, step.successor} <= keys]
    units, successions = [*_national(), *real], list(steps)
    for copy in range(1, scale):
        units += [_copied(unit, copy) for unit in real]
        successions += [
            replace(step, predecessor=_key(step.predecessor, copy), successor=_key(step.successor, copy))
            for step in steps
        ]
    return Plan("country", units, successions)


def _of_provinces(country: Country, provinces: list[str] | None) -> Plan:
    if provinces is None:
        return plan_vietnam(country)
    plans = [plan_vietnam(country, province=code) for code in provinces]
    units = {unit.key: unit for plan in plans for unit in plan.units}
    steps = {(step.predecessor, step.successor): step for plan in plans for step in plan.successions}
    return Plan("country", list(units.values()), list(steps.values()))


def _national() -> Iterator[PlannedUnit]:
    yield _body(ROOT, ROOT_CODE, "Cả nước", places=())
    yield _body(ASKER, ASKER_CODE, "Cục Thống kê", places=(Dated(ROOT, OLD_BEGIN, None),))


def _body(key: str, code: str, name: str, *, places: tuple[Dated, ...]) -> PlannedUnit:
    return PlannedUnit(
        key=key,
        shard=NATIONAL,
        begins=OLD_BEGIN,
        ends=None,
        codes=(Dated(code, OLD_BEGIN, None),),
        names=(Dated(name, OLD_BEGIN, None),),
        kinds=("khac",),
        places=places,
    )


def _below_the_root(unit: PlannedUnit, keys: set[str]) -> PlannedUnit:
    """Provinces stand below the root while they live; places under units that are left out are left out."""
    if not unit.places:
        return replace(unit, places=(Dated(ROOT, unit.begins, unit.ends),))
    return replace(unit, places=tuple(place for place in unit.places if place.value in keys))


def _copied(unit: PlannedUnit, copy: int) -> PlannedUnit:
    return replace(
        unit,
        key=_key(unit.key, copy),
        shard=unit.shard + SHARDS_A_COPY * copy,
        codes=tuple(replace(code, value=f"{code.value}.{copy}") for code in unit.codes),
        names=tuple(replace(name, value=f"{name.value} {copy + 1}") for name in unit.names),
        places=tuple(
            place if place.value == ROOT else replace(place, value=_key(place.value, copy))
            for place in unit.places
        ),
    )


def _key(key: str, copy: int) -> str:
    return f"{key}#{copy}"
