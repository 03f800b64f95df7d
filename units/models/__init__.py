"""The ground floor: units, people, the log."""

from units.models.event import Event, EventSeal
from units.models.people import ApiToken, Membership, Role, User
from units.models.unit import Placement, Succession, Terminal, Unit, UnitCode, UnitName

__all__ = [
    "ApiToken",
    "Event",
    "EventSeal",
    "Membership",
    "Placement",
    "Role",
    "Succession",
    "Terminal",
    "Unit",
    "UnitCode",
    "UnitName",
    "User",
]
