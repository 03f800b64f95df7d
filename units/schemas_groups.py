"""What the API says of groups of units."""

from datetime import date
from typing import Self

from ninja import Schema

from units.groups import GroupView, MemberView
from units.schemas import UnitOut


class GroupOut(Schema):
    """`members`: how many units of the day asked about lie within reach."""

    code: str
    name: str
    description: str
    members: int

    @classmethod
    def of(cls, group: GroupView) -> Self:
        return cls(code=group.code, name=group.name, description=group.description, members=group.count)


class GroupList(Schema):
    items: list[GroupOut]
    count: int


class MemberOut(Schema):
    """A unit as it was called on the day; from when until when it is in the group, both days included."""

    unit: UnitOut
    valid_from: date
    valid_to: date | None

    @classmethod
    def of(cls, member: MemberView) -> Self:
        return cls(unit=UnitOut.of(member.unit), valid_from=member.valid_from, valid_to=member.valid_to)


class GroupDetail(GroupOut):
    as_of: date
    items: list[MemberOut]
    count: int
