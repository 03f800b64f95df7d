"""A field that names one unit, as a picker writes it ("Xã Đông Hưng (12688)") or a person: code or name."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from units.errors import NotWithinReach
from units.queries import UnitView, find_unit
from units.search import Search, search_units
from units.vietnamese import clean_name

_WITH_CODE = re.compile(r".*\(([A-Za-z0-9.]{1,35})\)")


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """`unit` is its number; None when nothing was typed (`missing`), or it names no unit or several."""

    unit: int | None = None
    missing: bool = False
    count: int = 0
    found: list[UnitView] = field(default_factory=list)


def read_unit(text: str, *, on: date, within: frozenset[int]) -> NamedUnit:
    """Which unit of a day, of those within, a text names: by code, by exact name, or as the only match."""
    typed = clean_name(text)
    if not typed:
        return NamedUnit(missing=True)
    coded = _WITH_CODE.fullmatch(typed)
    try:
        unit = find_unit(coded[1] if coded else typed.upper(), on=on, scheme=None).pk
    except NotWithinReach:
        unit = None
    if unit in within:
        return NamedUnit(unit)
    found, count = search_units(Search(typed, on=on, only_on=True), within=within, limit=6)
    exact = [
        one.unit for one in found if typed.lower() in (one.unit.name.lower(), one.unit.full_name.lower())
    ]
    views = exact or [one.unit for one in found]
    if len(exact) == 1 or count == 1:
        return NamedUnit(views[0].id)
    return NamedUnit(count=count, found=views)


def fault_words(named: NamedUnit, text: str) -> str:
    """What to say at the field; nothing where it names one unit."""
    if named.unit is not None:
        return ""
    if named.missing:
        return _("Hãy ghi tên hoặc mã đơn vị.")
    if not named.found:
        return _("Không có đơn vị “%(text)s” trong phạm vi được chọn.") % {"text": clean_name(text)[:60]}
    return _("“%(text)s” là tên của %(count)d đơn vị, hãy chọn một: %(units)s.") % {
        "text": clean_name(text)[:60],
        "count": named.count,
        "units": ", ".join(called(view) for view in named.found),
    }


def called(view: UnitView) -> str:
    """As the picker writes a unit: "Xã Đông Hưng (12688)"."""
    return f"{view.full_name} ({view.code})"
