"""The ground floor: units, people, the log."""

from units.models.boundary import Boundary
from units.models.ended_role import EndedRole
from units.models.event import Event, EventSeal
from units.models.group import GroupMember, UnitGroup
from units.models.one_person import OnePersonRule
from units.models.people import ApiToken, Membership, Role, User
from units.models.reorganisation import Reorganisation
from units.models.unit import (
    ALL,
    Measure,
    Placement,
    Succession,
    Terminal,
    TreeVersion,
    Unit,
    UnitCode,
    UnitName,
)

__all__ = [
    "ALL",
    "ApiToken",
    "Boundary",
    "EndedRole",
    "Event",
    "EventSeal",
    "GroupMember",
    "Measure",
    "Membership",
    "OnePersonRule",
    "Placement",
    "Reorganisation",
    "Role",
    "Succession",
    "Terminal",
    "TreeVersion",
    "Unit",
    "UnitCode",
    "UnitGroup",
    "UnitName",
    "User",
]
