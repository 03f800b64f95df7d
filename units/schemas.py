"""What the API says of units."""

from datetime import date
from typing import Self

from ninja import Schema

from units.descent import History, Relative
from units.queries import UnitView


class UnitOut(Schema):
    """`code` and `name` are those of the day asked about; `id` is the unit for life."""

    id: int
    code: str
    name: str
    full_name: str
    kind: str
    begins: date
    ends: date | None

    @classmethod
    def of(cls, view: UnitView) -> Self:
        return cls(
            id=view.id,
            code=view.code,
            name=view.name,
            full_name=view.full_name,
            kind=view.kind,
            begins=view.begins,
            ends=view.ends,
        )


class UnitList(Schema):
    items: list[UnitOut]
    count: int


class UnitDetail(UnitOut):
    """`parents` maps the kind of placement to the unit above on that day."""

    parents: dict[str, UnitOut]


class DatedName(Schema):
    name: str
    kind: str
    valid_from: date
    valid_to: date | None


class DatedCode(Schema):
    scheme: str
    code: str
    valid_from: date
    valid_to: date | None


class DatedPlace(Schema):
    parent: UnitOut
    placement: str
    valid_from: date
    valid_to: date | None


class RelativeOut(Schema):
    """`extent` is whole or part; `is_default` marks the successor that takes over open duties."""

    unit: UnitOut
    effective_on: date
    extent: str
    is_default: bool

    @classmethod
    def of(cls, relative: Relative) -> Self:
        return cls(
            unit=UnitOut.of(relative.unit),
            effective_on=relative.on,
            extent=relative.extent,
            is_default=relative.is_default,
        )


class UnitHistory(Schema):
    unit: UnitOut
    names: list[DatedName]
    codes: list[DatedCode]
    placements: list[DatedPlace]
    predecessors: list[RelativeOut]
    successors: list[RelativeOut]

    @classmethod
    def of(cls, view: UnitView, history: History) -> Self:
        return cls(
            unit=UnitOut.of(view),
            names=[
                DatedName(name=n.name, kind=n.kind, valid_from=n.valid_from, valid_to=n.valid_to)
                for n in history.names
            ],
            codes=[
                DatedCode(scheme=c.scheme, code=c.code, valid_from=c.valid_from, valid_to=c.valid_to)
                for c in history.codes
            ],
            placements=[
                DatedPlace(
                    parent=UnitOut.of(p.parent),
                    placement=p.kind,
                    valid_from=p.valid_from,
                    valid_to=p.valid_to,
                )
                for p in history.places
            ],
            predecessors=[RelativeOut.of(relative) for relative in history.predecessors],
            successors=[RelativeOut.of(relative) for relative in history.successors],
        )
