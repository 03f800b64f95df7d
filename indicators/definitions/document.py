"""Definition ↔ JSON text, as kept in versions and packages. What an older text lacks has its default."""

import json
from datetime import date
from typing import Any

from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.definitions.definition import BrokenDown, Definition, Factor, Option, Point
from indicators.definitions.kinds import ValueKind

PLAIN = (
    "name", "name_en", "meaning", "legal_source", "unit_of_measure", "decimals", "lowest", "highest",
    "direction", "predecessor",
)  # fmt: skip
ADDING = ("carries_forward", "multiplier", "measure")


def to_data(definition: Definition) -> dict[str, Any]:
    """What JSON can hold."""
    adding = definition.adding
    return {
        **{name: getattr(definition, name) for name in PLAIN},
        **{name: getattr(adding, name) for name in ADDING},
        "kind": definition.kind.value,
        "over_units": adding.over_units.value,
        "over_time": adding.over_time.value,
        "options": [list(option) for option in definition.options],
        "breakdowns": [list(one) for one in definition.breakdowns],
        "points": [list(point) for point in definition.points],
        "valid_from": _written(definition.valid_from),
        "valid_to": _written(definition.valid_to),
        "factor": list(definition.factor),
    }


def from_data(data: dict[str, Any]) -> Definition:
    """The definition `to_data` gave; KeyError, TypeError or ValueError when it is none."""
    adding = Adding(
        OverUnits(data.get("over_units", "sum")),
        OverTime(data.get("over_time", "sum")),
        *(data.get(name, default) for name, default in zip(ADDING, (False, 1, ""), strict=True)),
    )
    return Definition(
        **{name: data[name] for name in PLAIN if name in data},
        kind=ValueKind(data.get("kind", "count")),
        adding=adding,
        options=tuple(Option(*one) for one in data.get("options", ())),
        breakdowns=tuple(BrokenDown(*one) for one in data.get("breakdowns", ())),
        points=tuple(Point(*one) for one in data.get("points", [[]])),
        valid_from=_read(data.get("valid_from")),
        valid_to=_read(data.get("valid_to")),
        factor=Factor(*data.get("factor", ())),
    )


def to_text(definition: Definition) -> str:
    """Canonical JSON: equal definitions have equal texts."""
    return json.dumps(to_data(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Definition:
    return from_data(json.loads(text))


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
