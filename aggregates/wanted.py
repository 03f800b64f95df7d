"""What an address of the page (or of the API) asks for, looked up within what the person may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from django.utils.translation import gettext as _

from aggregates.as_known import Known
from aggregates.asked import Asked, Book, asked_period, book_of, one_a_period, rounds_for
from aggregates.atlas import Atlas, Tree
from aggregates.charting import atlas_of
from aggregates.defined_then import as_defined_then
from aggregates.derived import Derivation, covered, derive
from aggregates.kernel.cover import Cover
from aggregates.kernel.rules import PointRule
from aggregates.naming import Names, units_with_code
from aggregates.reading import Basis
from aggregates.shared import only_of, rounds_sharing, shared_with
from aggregates.visible import asked_units, check_visible, reach_kept, visible_units
from indicators.adding_up import OverTime
from indicators.calendars import period_named
from indicators.models import Edition, ReportingRound
from indicators.periods import PeriodError, PeriodSpan, code_of
from units.asking import read_day
from units.errors import BadContent, NotWithinReach
from units.models import User
from units.queries import UnitView, tree_version


@dataclass(frozen=True)
class Wanted:
    """Form, period, unit, tree, basis: found, and within reach. `names`: of visible units, when shown."""

    book: Book
    rounds: Sequence[ReportingRound]
    shown: ReportingRound
    asked: Asked
    atlas: Atlas
    visible: frozenset[int]
    names: Names
    start_ids: Sequence[int]
    unit: UnitView
    tree: Tree
    basis: Basis
    edition: int
    as_of: date
    known: Known | None = None
    derivation: Derivation | None = None
    editions: Sequence[int] = ()
    """Those the period was asked in, the official one first."""
    shared: str = ""
    """The code of the indicator whose figures alone are read, by leave of its owner."""
    _covers: dict[tuple[OverTime, bool], Cover[PeriodSpan]] = field(default_factory=dict)

    @property
    def span(self) -> PeriodSpan:
        """The period asked about, reported or not."""
        return self.asked.span

    def cover(self, rule: PointRule) -> Cover[PeriodSpan]:
        """How other periods answer the one asked about. Few kinds of rules for many lines."""
        kind = (rule.over_time, rule.carries_forward)
        if kind not in self._covers:
            self._covers[kind] = covered(self.span, self.book.spans, rule)
        return self._covers[kind]

    @property
    def period_code(self) -> str:
        return self.shown.period_code if self.derivation is None else code_of(self.span)

    @property
    def starts(self) -> list[UnitView]:
        """Where a page may begin, in Vietnamese order."""
        return self.names.sorted(self.start_ids)


def want(user: User, given: Mapping[str, str], *, today: date) -> Wanted | None:
    """Look up what is asked for; None when the person has no round to see at all.

    NotWithinReach for a form, period or unit that is not there for this person; BadContent for words
    that mean nothing. Four queries beside those of reach.
    """
    version = tree_version()
    reach_kept(user, version=version, today=today)
    shared = shared_with(user, given["shared"]) if given.get("shared") else None
    every = (
        rounds_for(user, tell_accepted=not given.get("period")) if shared is None else rounds_sharing(shared)
    )
    if not every:
        return None
    known = _known(given, today)
    today = today if known is None else known.day
    asked = _edition(given["edition"]) if given.get("edition") else None
    rounds = one_a_period(every, edition=asked)
    shown, derivation = _round(rounds, template=given.get("template", ""), period=given.get("period", ""))
    edition = shown.edition if asked is None else asked
    rounds = one_a_period(every, edition=edition)
    book = book_of(rounds, shown=shown, edition=edition)
    book = book if known is None else as_defined_then(book, known)
    book = book if shared is None else only_of(book, shared)
    regime = shown.template.regime
    kind = regime.placement_kind
    atlas = (
        atlas_of(kind=kind, today=today, version=version)
        if known is None
        else known.atlas(kind=kind, version=version)
    )
    visible = (
        visible_units(user, regime=regime, atlas=atlas) if shared is None else asked_units(regime, atlas)
    )
    as_of = _day(given.get("as_of", ""), today)
    code = given.get("unit", "")
    called = units_with_code(code, as_of, version=version) if code else []
    coded = [view for view in called if view.id in visible]
    names = Names(visible, coded, version=version)
    start_ids = _starts(atlas, visible, owner=regime.owner_id)
    unit = next(iter(coded if code else names.sorted(start_ids)), None)
    if unit is None:
        raise NotWithinReach(_("Không có đơn vị này trong phạm vi của anh/chị."))
    check_visible(unit.id, visible)
    return Wanted(
        book=book,
        rounds=rounds,
        shown=shown,
        asked=asked_period(shown) if derivation is None else derivation.asked,
        atlas=atlas,
        visible=visible,
        names=names,
        start_ids=start_ids,
        unit=unit,
        tree=_tree(given.get("tree", "") or ("then" if has_ended(unit, today) else "now")),
        basis=_basis(given.get("basis", ""), is_shared=shared is not None),
        edition=edition,
        editions=sorted(
            {one.edition for one in every if (one.template_id, one.period_id) == _place(shown)}, reverse=True
        ),
        as_of=as_of,
        known=known,
        derivation=derivation,
        shared="" if shared is None else shared.code,
    )


def _place(shown: ReportingRound) -> tuple[int, int]:
    return shown.template_id, shown.period_id


def _known(given: Mapping[str, str], today: date) -> Known | None:
    if not given.get("known_on"):
        return None
    if given.get("basis") == "provisional":
        raise BadContent(_("Số liệu tạm tính không xem lại được theo ngày. Hãy bỏ một trong hai lựa chọn."))
    return Known(min(_day(given["known_on"], today), today))


def _round(
    rounds: Sequence[ReportingRound], *, template: str, period: str
) -> tuple[ReportingRound, Derivation | None]:
    of_form = [one for one in rounds if not template or one.template.code == template]
    of_form = [one for one in of_form if one.template_id == of_form[0].template_id]
    if not of_form:
        raise NotWithinReach(_("Không có biểu mẫu này trong phạm vi của anh/chị."))
    if not period:
        return next((one for one in of_form if getattr(one, "has_accepted", False)), of_form[0]), None
    try:
        span = period_named(period)
    except PeriodError as error:
        raise BadContent(
            _("Không đọc được kỳ “%(period)s”. Hãy viết như 2026-9M, 2026-Q3, 2026.") % {"period": period}
        ) from error
    for one in of_form:
        if (one.period.starts, one.period.ends) == (span.starts, span.ends):
            return one, None
    derivation = derive(of_form, span)
    if derivation is not None:
        return derivation.form, derivation
    raise NotWithinReach(_("Biểu này không có đợt báo cáo cho kỳ %(period)s.") % {"period": period})


def _starts(atlas: Atlas, visible: frozenset[int], *, owner: int) -> list[int]:
    """Where a page may begin: the highest visible units of today in the part of the tree the regime asks.

    The owner asks and is not asked; what stands below it begins a page only for who does not see above it.
    """

    def worked_out() -> list[int]:
        served = atlas.parents(atlas.today).get(owner)
        asked = atlas.subtree(served, atlas.today) if served is not None else atlas.units_on(atlas.today)
        found = [unit for unit in atlas.highest(asked & visible, atlas.today) if unit != owner]
        return found or atlas.highest((asked - {owner}) & visible, atlas.today)

    return atlas.remember(("starts", owner, visible), worked_out)


def has_ended(unit: UnitView, today: date) -> bool:
    return unit.ends is not None and unit.ends < today


def _day(text: str, today: date) -> date:
    if not text:
        return today
    day = read_day(text)
    if day is None:
        words = _("Không đọc được ngày “%(day)s”. Hãy viết như 30/06/2026 hoặc 2026-06-30.")
        raise BadContent(words % {"day": text[:40]})
    return day


def _tree(text: str) -> Tree:
    return cast(Tree, _one_of(text, ("now", "then")))


def _basis(text: str, *, is_shared: bool) -> Basis:
    if is_shared and text == "provisional":
        raise BadContent(_("Số liệu được cho đọc là số đã duyệt; số tạm tính chỉ cơ quan chủ trì xem."))
    return cast(Basis, _one_of(text or "accepted", ("accepted", "provisional")))


def _edition(text: str) -> int:
    return int(Edition[_one_of(text, [name.lower() for name in Edition.names]).upper()])


def _one_of(text: str, allowed: Sequence[str]) -> str:
    if text in allowed:
        return text
    raise BadContent(
        _("“%(given)s” không có nghĩa ở đây. Hãy dùng một trong: %(allowed)s.")
        % {"given": text, "allowed": ", ".join(allowed)}
    )
