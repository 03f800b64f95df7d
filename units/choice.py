"""A set of units as people choose it: kinds below a unit, a group, a list of codes; in words with counts."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from units.groups import find_group, members_on
from units.kinds import KINDS, kind_label
from units.models import Placement, UnitGroup
from units.pasted_codes import read_codes
from units.queries import UnitView, describe_unit, describe_units, in_order, subtree_ids

NAMED = 3
_BELOW = (Placement.Kind.ADMINISTRATIVE, Placement.Kind.VERTICAL)


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """What was chosen; what is empty chooses nothing, and the parts are taken together.

    `kinds`: units of these kinds below `inside` (by territory or by branch), or of all that may be chosen
    where `inside` is None; without kinds, all below `inside`. `group`: a group's code. `codes`: codes as
    pasted, one or more a line. `without`: the same, of units to leave out.
    """

    kinds: frozenset[str] = frozenset()
    inside: int | None = None
    group: str = ""
    codes: str = ""
    without: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """`units` in Vietnamese order; `words` say each part with its count; `problems`: (line, sentence) of
    codes that name no unit.
    """

    units: list[UnitView] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        return [unit.id for unit in self.units]


def choose(choice: UnitChoice, *, on: date, within: frozenset[int]) -> Chosen:
    """The units of a day that a choice means, of those within. NotWithinReach for an unknown group."""
    parts: list[tuple[str, frozenset[int]]] = []
    if choice.kinds or choice.inside is not None:
        parts.append(_by_kind(choice, on=on, within=within))
    if choice.group:
        group = find_group(choice.group)
        parts.append((_group_words(group), members_on(group, on=on) & within))
    listed = read_codes(choice.codes, on=on, within=within)
    if listed.units:
        parts.append((_listed_words(listed.units, on=on), frozenset(listed.units)))
    left_out = read_codes(choice.without, on=on, within=within)
    units = frozenset[int]().union(*(found for _words, found in parts)) - set(left_out.units)
    words = [_counted(said, len(found)) for said, found in parts]
    if left_out.units:
        words.append(_("trừ %(units)s") % {"units": _listed_words(left_out.units, on=on)})
    views = in_order(describe_units(units, on=on).values())
    return Chosen(views, words, [*listed.problems, *left_out.problems])


def _by_kind(choice: UnitChoice, *, on: date, within: frozenset[int]) -> tuple[str, frozenset[int]]:
    below = within
    where = ""
    if choice.inside is not None:
        trees = (subtree_ids(choice.inside, on=on, kind=kind) for kind in _BELOW)
        below = frozenset[int]().union(*trees) & within - {choice.inside}
        where = describe_unit(choice.inside, on=on).full_name
    views = describe_units(below, on=on).values()
    found = frozenset(view.id for view in views if view.kind in choice.kinds or not choice.kinds)
    kinds = ", ".join(kind_label(kind) for kind in KINDS if kind in choice.kinds) or _("đơn vị")
    if where:
        return _("mọi %(kinds)s thuộc %(where)s") % {"kinds": kinds, "where": where}, found
    return _("mọi %(kinds)s trên địa bàn") % {"kinds": kinds}, found


def _group_words(group: UnitGroup) -> str:
    return _("nhóm “%(name)s”") % {"name": group.name}


def _listed_words(units: list[int], *, on: date) -> str:
    """ "Xã A, Xã B và 3 đơn vị khác"."""
    views = in_order(describe_units(units[:500], on=on).values())
    named = ", ".join(view.full_name for view in views[:NAMED])
    more = len(units) - NAMED
    if more <= 0:
        return named
    words = ngettext("%(named)s và %(more)d đơn vị khác", "%(named)s và %(more)d đơn vị khác", more)
    return words % {"named": named, "more": more}


def _counted(words: str, count: int) -> str:
    return _("%(words)s (%(count)d)") % {"words": words, "count": count}
