"""What an address of the page (or of the API) asks for, looked up within what the person may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.utils.translation import gettext as _

from aggregates.asked import Asked, Book, asked_period, book_of, rounds_for
from aggregates.atlas import Atlas, Tree, load_atlas
from aggregates.naming import names_of
from aggregates.reading import Basis
from aggregates.visible import check_visible, visible_units
from indicators.models import Edition, ReportingRound
from indicators.periods import PeriodError, parse_period
from units.errors import BadContent, NotWithinReach
from units.models import User
from units.queries import UnitView, in_order


@dataclass(frozen=True)
class Wanted:
    """Form, period, unit, tree, basis: found, and within reach. `names`: every visible unit by name."""

    book: Book
    rounds: Sequence[ReportingRound]
    shown: ReportingRound
    asked: Asked
    atlas: Atlas
    visible: frozenset[int]
    names: Mapping[int, UnitView]
    starts: Sequence[UnitView]
    unit: UnitView
    tree: Tree
    basis: Basis
    edition: int
    as_of: date


def want(user: User, given: Mapping[str, str], *, today: date) -> Wanted | None:
    """Look up what is asked for; None when the person has no round to see at all.

    NotWithinReach for a form, period or unit that is not there for this person; BadContent for words
    that mean nothing. Four queries beside those of reach.
    """
    rounds = rounds_for(user)
    if not rounds:
        return None
    shown = _round(rounds, template=given.get("template", ""), period=given.get("period", ""))
    book = book_of(rounds, shown=shown, edition=_edition(given.get("edition", "")))
    regime = shown.template.regime
    atlas = load_atlas(kind=regime.placement_kind, today=today)
    visible = visible_units(user, regime=regime, atlas=atlas)
    names = names_of(visible)
    as_of = _day(given.get("as_of", ""), today)
    starts = _starts(atlas, visible, names, owner=regime.owner_id)
    code = given.get("unit", "")
    unit = _by_code(names, code, as_of) if code else next(iter(starts), None)
    if unit is None:
        raise NotWithinReach(_("Không có đơn vị này trong phạm vi của anh/chị."))
    check_visible(unit.id, visible)
    return Wanted(
        book=book,
        rounds=rounds,
        shown=shown,
        asked=asked_period(shown),
        atlas=atlas,
        visible=visible,
        names=names,
        starts=starts,
        unit=unit,
        tree="then" if unit.ends is not None and unit.ends < today else _tree(given.get("tree", "")),
        basis=_basis(given.get("basis", "")),
        edition=_edition(given.get("edition", "")),
        as_of=as_of,
    )


def _round(rounds: Sequence[ReportingRound], *, template: str, period: str) -> ReportingRound:
    of_form = [one for one in rounds if not template or one.template.code == template]
    of_form = [one for one in of_form if one.template_id == of_form[0].template_id]
    if not of_form:
        raise NotWithinReach(_("Không có biểu mẫu này trong phạm vi của anh/chị."))
    if not period:
        return next((one for one in of_form if getattr(one, "has_accepted", False)), of_form[0])
    try:
        span = parse_period(period)
    except PeriodError as error:
        raise BadContent(
            _("Không đọc được kỳ “%(period)s”. Hãy viết như 2026-9M, 2026-Q3, 2026.") % {"period": period}
        ) from error
    for one in of_form:
        if (one.period.starts, one.period.ends) == (span.starts, span.ends):
            return one
    raise NotWithinReach(_("Biểu này không có đợt báo cáo cho kỳ %(period)s.") % {"period": period})


def _starts(
    atlas: Atlas, visible: frozenset[int], names: Mapping[int, UnitView], *, owner: int
) -> list[UnitView]:
    """Where a page may begin: the highest visible units of today in the part of the tree the regime asks."""
    parents = atlas.parents(atlas.today)
    served = parents.get(owner)
    asked = atlas.subtree(served, atlas.today) if served is not None else atlas.units_on(atlas.today)
    seen = (asked - {owner}) & visible
    return in_order(names[unit] for unit in seen if parents.get(unit) not in seen and unit in names)


def _by_code(names: Mapping[int, UnitView], code: str, day: date) -> UnitView | None:
    return next(
        (
            view
            for view in names.values()
            if view.code == code and view.begins <= day and (view.ends is None or day <= view.ends)
        ),
        None,
    )


def _day(text: str, today: date) -> date:
    if not text:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadContent(
            _("Không đọc được ngày “%(day)s”. Hãy viết như 2026-06-30.") % {"day": text}
        ) from error


def _tree(text: str) -> Tree:
    return cast(Tree, _one_of(text or "now", ("now", "then")))


def _basis(text: str) -> Basis:
    return cast(Basis, _one_of(text or "accepted", ("accepted", "provisional")))


def _edition(text: str) -> int:
    return int(Edition[_one_of(text or "official", [name.lower() for name in Edition.names]).upper()])


def _one_of(text: str, allowed: Sequence[str]) -> str:
    if text in allowed:
        return text
    raise BadContent(
        _("“%(given)s” không có nghĩa ở đây. Hãy dùng một trong: %(allowed)s.")
        % {"given": text, "allowed": ", ".join(allowed)}
    )
