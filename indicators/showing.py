"""An indicator as its page shows it: what it says, where it is used, what it said before. Few queries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from indicators.catalogue_reading import in_order, measures, said_by
from indicators.catalogue_words import as_printed, difference_words, key_words, point_words
from indicators.definitions import (
    Catalogue,
    Category,
    Definition,
    Dimension,
    Measured,
    Point,
    categories_of,
    code_and_key,
    from_text,
    word_of,
)
from indicators.models import DataPoint, Indicator, IndicatorOption, IndicatorVersion
from indicators.models import Dimension as DimensionRow
from units.errors import NotWithinReach
from units.models import Event


@dataclass(frozen=True, slots=True)
class FormUse:
    """A published version of a form that asks for a data point, in so many cells."""

    template_id: int
    template: str
    name: str
    regime: str
    version: int
    cells: int


@dataclass(frozen=True, slots=True)
class PointView:
    """A data point in words, with what it is counted from, its first source and the forms that ask for it."""

    words: str
    parts: tuple[tuple[str, str], ...]
    first_source: str
    forms: tuple[FormUse, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One wording: since when, by whom, and (label, before, after) of what it changed."""

    number: int
    at: datetime | None
    by: str
    stands: bool
    changes: tuple[tuple[str, str, str], ...]


@dataclass
class Shown:
    indicator: Indicator
    definition: Definition
    catalogue: Catalogue
    points: list[PointView]
    users: list[Indicator]
    successors: list[Indicator]
    versions: list[VersionView] = field(default_factory=list)

    @property
    def forms(self) -> list[FormUse]:
        """Every form that asks for any of its points, once."""
        return sorted({form for point in self.points for form in point.forms}, key=lambda form: (
            form.template, -form.version
        ))  # fmt: skip


def show(indicator_id: int) -> Shown:
    """NotWithinReach when there is none. At most eight queries."""
    row = (
        Indicator.objects.select_related("predecessor__unit_of_measure", "unit_of_measure", "owner")
        .filter(pk=indicator_id)
        .first()
    )
    if row is None:
        raise NotWithinReach(_("Không có chỉ tiêu này."))
    points, used = _points(row)
    broken_down, dimensions = _breakdowns(row, points)
    options = IndicatorOption.objects.filter(indicator=row).order_by("number") if row.kind == "choice" else ()
    definition = said_by(
        row,
        options=[(option.number, option.name, option.name_en) for option in options],
        breakdowns=broken_down,
        points=points,
    )
    others = _others(row)
    catalogue = Catalogue(_measures(row), dimensions, used.indicators)
    return Shown(
        indicator=row,
        definition=definition,
        catalogue=catalogue,
        points=[_point(point, used, catalogue) for point in as_printed(definition.points, catalogue)],
        users=[one for one in others if one.predecessor_id != row.pk],
        successors=[one for one in others if one.predecessor_id == row.pk],
        versions=_versions(row, catalogue),
    )


# ---- parts ------------------------------------------------------------------------------------------------


def _breakdowns(
    row: Indicator, points: Sequence[Point]
) -> tuple[list[tuple[str, str]], dict[str, Dimension]]:
    """(dimension, how) of the indicator; the dimensions of these and of its parts, with their categories.
    One query."""
    words = (word for point in points for _part, word in point.parts)
    named = {dimension for word in words for dimension in categories_of(code_and_key(word)[1]) or ()}
    listed = (
        DimensionRow.objects.annotate(
            own=FilteredRelation("indicators", condition=Q(indicators__indicator=row.pk))
        )
        .filter(Q(own__isnull=False) | Q(code__in=named))
        .order_by("code", "categories__position", "categories__pk")
        .values_list(
            "own__how", "code", "name", "name_en",
            "categories__code", "categories__name", "categories__name_en",
        )
    )  # fmt: skip
    how_of: dict[str, str] = {}
    found: dict[str, tuple[str, str, dict[str, Category]]] = {}
    for how, code, name, name_en, category, category_name, category_en in listed:
        if how:
            how_of[code] = how
        categories = found.setdefault(code, (name, name_en, {}))[2]
        if category:
            categories[category] = Category(category_name, category_en)
    dimensions = {code: Dimension(name, known, name_en) for code, (name, name_en, known) in found.items()}
    return list(how_of.items()), dimensions


@dataclass
class _Used:
    """What the points name and what names them."""

    indicators: dict[str, Definition] = field(default_factory=dict)
    first_sources: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Counter[tuple[Any, ...]]] = field(default_factory=dict)


_PARTS = ("weight", "numerator", "denominator")
_FORM = ("version__template__id", "version__template__code", "version__template__name",
         "version__template__regime__code", "version__number")  # fmt: skip


def _points(row: Indicator) -> tuple[list[Point], _Used]:
    """The data points with the cells that bind them. One query: a row for each cell."""
    listed = DataPoint.objects.filter(indicator=row).values_list(
        "breakdown__key",
        "first_source__regime__code",
        *(f"{part}__{column}" for part in _PARTS for column in _PART_COLUMNS),
        *(f"template_cells__{column}" for column in _FORM),
    )
    points: dict[str, Point] = {}
    used = _Used()
    for key, regime, *said in listed:
        words = []
        for at in range(0, 12, 4):
            code, other, name, name_en = said[at : at + 4]
            words.append(word_of(code, other) if code else "")
            if code:
                used.indicators[code] = Definition(name, "", name_en=name_en)
        points[key] = Point(key, *words)
        if regime:
            used.first_sources[key] = regime
        if said[12] is not None:
            used.cells.setdefault(key, Counter())[tuple(said[12:])] += 1
    return in_order(points.values()), used


_PART_COLUMNS = ("indicator__code", "breakdown__key", "indicator__name", "indicator__name_en")


def _point(point: Point, used: _Used, catalogue: Catalogue) -> PointView:
    forms = sorted(
        (_form(*form, cells=cells) for form, cells in used.cells.get(point.key, Counter()).items()),
        key=lambda form: (form.template, -form.version),
    )
    return PointView(
        words=key_words(point.key, catalogue),
        parts=tuple((part, point_words(word, catalogue)) for part, word in point.parts),
        first_source=used.first_sources.get(point.key, ""),
        forms=tuple(forms),
    )


def _form(template_id: int, code: str, name: str, regime: str, version: int, *, cells: int) -> FormUse:
    return FormUse(template_id, code, name, regime, version, cells)


def _others(row: Indicator) -> list[Indicator]:
    """Those that count from it, and those that continue it. One query."""
    counted = Q()
    for part in _PARTS:
        counted |= Q(**{f"data_points__{part}__indicator": row})
    found = Indicator.objects.filter(counted | Q(predecessor=row)).exclude(pk=row.pk)
    return list(found.select_related("unit_of_measure").distinct().order_by("code"))


def _measures(row: Indicator) -> dict[str, Measured]:
    """The unit of measure and that of the predecessor, already read."""
    rows = [row.unit_of_measure, *([row.predecessor.unit_of_measure] if row.predecessor else [])]
    return {
        one.code: Measured(one.name, one.quantity, one.numerator, one.denominator, one.name_en)
        for one in rows
    }


def _versions(row: Indicator, catalogue: Catalogue) -> list[VersionView]:
    """The newest first. One query, or two."""
    event = Event.objects.filter(pk=OuterRef("since"))
    kept = list(
        IndicatorVersion.objects.filter(indicator=row)
        .annotate(at=Subquery(event.values("at")[:1]), by=Subquery(event.values("actor__full_name")[:1]))
        .order_by("number")
    )
    wordings = [from_text(one.document) for one in kept]
    if len(kept) > 1:  # wordings of the past may name any of them
        catalogue = replace(catalogue, measures=measures())
    return [
        VersionView(
            number=one.number,
            at=one.at,
            by=one.by or "",
            stands=one.until is None,
            changes=_changes(wordings[at - 1 : at + 1] if at else (), catalogue),
        )
        for at, one in reversed(list(enumerate(kept)))
    ]


def _changes(pair: Sequence[Definition], catalogue: Catalogue) -> tuple[tuple[str, str, str], ...]:
    return tuple(difference_words(pair[0], pair[1], catalogue)) if pair else ()
