"""Whose totals a person may see: what is within reach, and, for the agency that owns the regime, all it asks.

A department is the communes' sibling in the tree: the province it serves and all below are in its reach here.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from aggregates.atlas import Atlas
from indicators.models import Regime
from units.errors import NotWithinReach
from units.models import User
from units.reach import reachable_unit_ids


def visible_units(user: User, *, regime: Regime, atlas: Atlas) -> frozenset[int]:
    """Units of any time whose figures of this regime the person may see."""
    reach = reachable_unit_ids(user)
    served = atlas.parents(atlas.today).get(regime.owner_id)
    limited = getattr(user, "limited_to_unit", None)
    if regime.owner_id not in reach or served is None or limited is not None:
        return reach
    return reach | atlas.subtree(served, atlas.today) | atlas.counting(served, day=atlas.today, tree="now")


def check_visible(unit: int, visible: Collection[int]) -> None:
    if unit not in visible:
        raise NotWithinReach(_("Không có đơn vị này trong phạm vi của anh/chị."))
