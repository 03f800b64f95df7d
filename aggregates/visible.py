"""Whose totals a person may see: what is within reach, and, for the agency that owns the regime, all it asks.

A department is the communes' sibling in the tree: the province it serves and all below are in its reach here.
"""

from collections import OrderedDict
from collections.abc import Collection, Hashable
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from aggregates.atlas import Atlas
from indicators.models import Regime
from units.errors import NotWithinReach
from units.models import User
from units.permissions import memberships_of
from units.reach import Reach, reach_of, reachable_unit_ids

_reaches: OrderedDict[Hashable, Reach] = OrderedDict()
REACHES = 64


def reach_kept(user: User, *, version: str, today: date) -> None:
    """Let the person's reach be the one worked out before on this tree, for the same roles. One query.

    Reach follows from memberships and the tree alone; what is found here is what `reach_of` would find.
    """
    if not version:
        return
    roles = tuple(sorted((one.unit_id, one.role) for one in memberships_of(user, on=today)))
    limited = getattr(user, "limited_to_unit", None)
    key = (str(connection.settings_dict["NAME"]), version, today, roles, limited)
    if key not in _reaches:
        _reaches[key] = reach_of(user, on=today)
        while len(_reaches) > REACHES:
            _reaches.popitem(last=False)
    user.__dict__.setdefault("_reach_on", {})[today] = _reaches[key]


def visible_units(user: User, *, regime: Regime, atlas: Atlas) -> frozenset[int]:
    """Units of any time whose figures of this regime the person may see."""
    reach = reachable_unit_ids(user)
    served = atlas.parents(atlas.today).get(regime.owner_id)
    limited = getattr(user, "limited_to_unit", None)
    if regime.owner_id not in reach or served is None or limited is not None:
        return reach
    return atlas.remember(("visible", served, reach), lambda: reach | _served(served, atlas))


def asked_units(regime: Regime, atlas: Atlas) -> frozenset[int]:
    """Units of any time that the agency which owns a regime asks: what it may let others read."""
    served = atlas.parents(atlas.today).get(regime.owner_id, regime.owner_id)
    return atlas.remember(("asked", served), lambda: _served(served, atlas))


def _served(top: int, atlas: Atlas) -> frozenset[int]:
    return atlas.subtree(top, atlas.today) | atlas.counting(top, day=atlas.today, tree="now")


def check_visible(unit: int, visible: Collection[int]) -> None:
    if unit not in visible:
        raise NotWithinReach(_("Không có đơn vị này trong phạm vi của anh/chị."))
