"""What a package holds, and its parts as files. Reading checks shapes; the plan judges what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from indicators.definitions import Category, Definition, Dimension, Measured, from_data, to_data
from indicators.layout import FormLayout
from indicators.layout import from_json as layout_from_json
from indicators.layout.checking import faults_of
from indicators.periods import ScopedRule
from indicators.regime_package.archive import PackageRefused, from_json, pack, to_json, unpack
from indicators.regime_package.fields import DATES, DEFAULTS, REGIME, TEMPLATE
from indicators.regime_package.timing import (
    MOST_RULES,
    NamedCalendar,
    calendar_data,
    calendar_from,
    rule_data,
    rule_from,
)

_CATALOGUE, _REGIME = "catalogue.json", "regime.json"
MOST_INDICATORS = 5_000


@dataclass(frozen=True, slots=True)
class FormOf:
    """A template with one version: its JSON text as kept, and the agency's blank workbook."""

    columns: Mapping[str, Any]
    number: int
    is_published: bool
    layout: str
    workbook: bytes | None = None

    @property
    def code(self) -> str:
        return str(self.columns["code"])

    @property
    def form(self) -> FormLayout:
        return layout_from_json(self.layout)


@dataclass(frozen=True, slots=True)
class RegimePackage:
    """A regime with all it needs. `first_sources`: words of the data points whose first source it is."""

    regime: Mapping[str, Any]
    calendar: NamedCalendar
    owner: str
    deadlines: tuple[ScopedRule, ...] = ()
    group: str = ""
    measures: Mapping[str, Measured] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    indicators: Mapping[str, Definition] = field(default_factory=dict)
    first_sources: tuple[str, ...] = ()
    forms: tuple[FormOf, ...] = ()


def written(package: RegimePackage, *, at: datetime) -> bytes:
    """The package as one file."""
    parts = {
        _REGIME: to_json(
            {
                "regime": _plain(package.regime),
                "calendar": calendar_data(package.calendar),
                "deadlines": [rule_data(rule) for rule in package.deadlines],
                "group": package.group,
                "first_sources": list(package.first_sources),
            }
        ),
        _CATALOGUE: to_json(
            {
                "measures": {code: one._asdict() for code, one in package.measures.items()},
                "dimensions": {code: _dimension(one) for code, one in package.dimensions.items()},
                "indicators": {code: to_data(one) for code, one in package.indicators.items()},
            }
        ),
    }
    for number, form in enumerate(package.forms, start=1):
        parts[f"templates/{number:03}.json"] = to_json(
            {
                **form.columns,
                "number": form.number,
                "is_published": form.is_published,
                "layout": from_json(form.layout.encode()),
            }
        )
        if form.workbook is not None:
            parts[f"templates/{number:03}.xlsx"] = form.workbook
    about = {"regime": package.regime["code"], "name": package.regime["name"], "owner": package.owner}
    return pack(parts, about=about, at=at)


def read(content: bytes) -> RegimePackage:
    """PackageRefused: as `unpack`; content (with the part and what is wrong in it)."""
    manifest, parts = unpack(content)
    for name in (_REGIME, _CATALOGUE):
        if name not in parts:
            raise PackageRefused("missing", name=name)
    regime, catalogue = _object(parts, _REGIME), _object(parts, _CATALOGUE)
    try:
        return RegimePackage(
            regime=_dated(_columns(regime["regime"], REGIME)),
            calendar=_calendar(regime["calendar"]),
            owner=str(manifest.get("owner", ""))[:300],
            deadlines=_deadlines(regime["deadlines"]),
            group=_text(regime.get("group", "")),
            measures={_text(code): _measured(one) for code, one in catalogue["measures"].items()},
            dimensions={_text(code): _read_dimension(one) for code, one in catalogue["dimensions"].items()},
            indicators=_definitions(catalogue["indicators"]),
            first_sources=tuple(map(_text, regime.get("first_sources", ()))),
            forms=tuple(_forms(parts)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackageRefused("content", what=str(error)[:120]) from error


# ---- out --------------------------------------------------------------------------------------------------


def _plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one.isoformat() if isinstance(one, date) else one for name, one in columns.items()}


def _dimension(one: Dimension) -> dict[str, Any]:
    return {
        "name": one.name,
        "name_en": one.name_en,
        "categories": [[code, *words] for code, words in one.categories.items()],
    }


# ---- in ---------------------------------------------------------------------------------------------------


def _object(parts: Mapping[str, bytes], name: str) -> dict[str, Any]:
    data = from_json(parts[name])
    if not isinstance(data, dict):
        raise PackageRefused("content", what=name)
    return data


def _columns(data: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Exactly the named columns: a package can set nothing else."""
    return {name: data[name] if name in data else DEFAULTS[name] for name in names}


def _dated(columns: dict[str, Any]) -> dict[str, Any]:
    for name in DATES:
        columns[name] = None if columns[name] is None else date.fromisoformat(columns[name])
    for name, value in columns.items():
        if not isinstance(value, str | int | date | None):
            raise TypeError(name)
        if isinstance(value, str):
            _text(value)
    return columns


def _calendar(data: Mapping[str, Any]) -> NamedCalendar:
    for name in ("code", "name", "named_after"):
        _text(data[name])
    return calendar_from(data)


def _deadlines(data: Any) -> tuple[ScopedRule, ...]:
    if not isinstance(data, list) or len(data) > MOST_RULES:
        raise ValueError("deadlines")
    return tuple(map(rule_from, data))


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 4000 or "\x00" in value:
        raise TypeError("text")
    value.encode()  # half a surrogate is no text
    return value


def _measured(data: Mapping[str, Any]) -> Measured:
    one = Measured(**data)
    if not (isinstance(one.numerator, int) and isinstance(one.denominator, int)):
        raise TypeError("factor")
    for text in (one.name, one.quantity, one.name_en):
        _text(text)
    return one


def _read_dimension(data: Mapping[str, Any]) -> Dimension:
    categories = {_text(code): Category(_text(name), _text(en)) for code, name, en in data["categories"]}
    return Dimension(_text(data["name"]), categories, _text(data.get("name_en", "")))


def _definitions(data: Mapping[str, Any]) -> dict[str, Definition]:
    if len(data) > MOST_INDICATORS:
        raise ValueError("indicators")
    return {_text(code): _definition(one) for code, one in data.items()}


def _definition(data: dict[str, Any]) -> Definition:
    definition = from_data(data)
    texts = [
        definition.name, definition.name_en, definition.meaning, definition.legal_source,
        definition.unit_of_measure, definition.predecessor, definition.direction, definition.adding.measure,
        *(text for point in definition.points for text in point),
        *(text for one in definition.breakdowns for text in one),
        *(text for option in definition.options for text in option[1:]),
    ]  # fmt: skip
    for text in texts:
        _text(text)
    numbers = [
        definition.decimals, definition.adding.multiplier, *definition.factor,
        *(end for end in (definition.lowest, definition.highest) if end is not None),
        *(option.number for option in definition.options),
    ]  # fmt: skip
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
        raise TypeError("number")
    if not isinstance(definition.adding.carries_forward, bool):
        raise TypeError("carries_forward")
    if definition.direction not in ("more", "less", "neither"):
        raise ValueError("direction")
    if definition.adding.measure not in ("", "population", "area"):
        raise ValueError("measure")
    return definition


def _forms(parts: Mapping[str, bytes]) -> list[FormOf]:
    found = []
    for name in sorted(name for name in parts if name.startswith("templates/") and name.endswith(".json")):
        data = _object(parts, name)
        text = to_json(data["layout"]).decode()
        faults = faults_of(layout_from_json(text))
        if faults:
            raise PackageRefused("layout", name=str(data.get("code", name))[:60], place=faults[0])
        number = data["number"]
        if not isinstance(number, int) or not 0 < number < 10_000:
            raise ValueError("number")
        columns = {key: _text(value) for key, value in _columns(data, TEMPLATE).items()}
        workbook = parts.get(name.removesuffix(".json") + ".xlsx")
        found.append(FormOf(columns, number, data.get("is_published") is True, text, workbook))
    return found
