"""What a form asks that another form asks already of the same units for the same days (promise 7)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Max, Q

from indicators.asked_once import Dates, Had, How, had_from
from indicators.calendars import calendar_named
from indicators.forms import layout_of
from indicators.layout import Cell, FormLayout
from indicators.models import (
    DataPoint,
    Edition,
    Regime,
    RepeatChoice,
    Template,
    TemplateCell,
    TemplateVersion,
)
from indicators.periods import Frequency, PeriodSpan, span_in, spans
from indicators.queries import data_points_named
from indicators.subjects import subjects_of

A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a version of a form: where it is printed, whose form it is."""

    version: TemplateVersion
    address: str
    row: str
    column: str
    excel: str

    @property
    def regime(self) -> Regime:
        return self.version.template.regime


@dataclass(frozen=True, slots=True)
class Repeat:
    """`cell` asks what `other` asks: the data point `point`, of `units` units, in `days` of its periods of a
    year (of `of_periods`), each with how it is had. `can_reuse`: the other regime is its first source.
    `choice`: what the officer decided, if anything.
    """

    cell: Place
    other: Place
    point: DataPoint
    days: Mapping[Dates, Had]
    of_periods: int
    units: int
    can_reuse: bool
    choice: RepeatChoice | None = None

    @property
    def hows(self) -> list[How]:
        return sorted({had.how for had in self.days.values()})


def repeats_in(version: TemplateVersion, *, on: date) -> list[Repeat]:
    """The cells for typing of a version (published or not) that ask again, in reading order; of several
    other places the first source's. Periods are those of the year of the day `on`; units those of the day.

    Nothing of another regime is repeated where the version's own regime is the first source: the other one
    repeats it. Of two forms of one regime, the one that was there first asks.
    """
    regime = version.template.regime
    layout = layout_of(version)
    cells = {a: cell for a, _t, _r, _c, cell in layout.places() if cell.kind == "input"}
    points = _points(cells.values())
    asked_by_us = {points[cell.data_point].pk for cell in cells.values() if cell.data_point in points}
    others = _others(version.template, asked_by_us, on=on)
    choices = standing_choices(version)
    shared = _SharedUnits(regime, on=on)
    found = []
    for address, cell in cells.items():
        point = points.get(cell.data_point)
        if point is None:
            continue
        is_ours = _first_source(point) == regime.pk
        candidates = [
            repeat
            for bound, other in others.get(point.pk, ())
            if bound.edition == Edition[cell.edition.upper()]
            and (not is_ours or other.template.regime_id == regime.pk)
            and (repeat := _repeat(version, layout, address, cell, point, bound, other, on=on, shared=shared))
        ]
        if candidates:
            best = min(candidates, key=lambda one: (not one.can_reuse, one.other.version.template.code))
            found.append(replace(best, choice=choices.get(address)))
    return found


def standing_choices(version: TemplateVersion) -> dict[str, RepeatChoice]:
    """Address → what stands decided of it. One query."""
    rows = RepeatChoice.objects.filter(version=version, replaced_at__isnull=True)
    return {row.address: row for row in rows.select_related("source", "chosen_by")}


def place_in(version: TemplateVersion, layout: FormLayout, address: str) -> Place:
    _table, row, column, _cell = layout.place_of[address]
    named = column.number or column.label
    return Place(version, address, f"{row.number} {row.label}".strip(), named, layout.excel_cell(address))


def series_of(regime: Regime, role: str, *, first: date, last: date) -> dict[Dates, PeriodSpan]:
    """The days that cells of a role are asked for, each with the period of the round that asks: of rounds
    whose period ends from `first` to `last`."""
    frequency = Frequency(regime.frequency)
    until = last if role == "this" else last + A_YEAR  # what was the year before is asked a year later
    asked = spans(calendar_named(regime.calendar.code), frequency, first, until)
    found = {}
    for span in asked:
        meant = span_in(span, role, frequency=frequency)
        if meant is not None and (regime.ends_on is None or span.starts <= regime.ends_on):
            found[meant.starts, meant.ends] = span
    return found


# ---- parts ------------------------------------------------------------------------------------------------


def _points(cells: Iterable[Cell]) -> dict[str, DataPoint]:
    rows = data_points_named(cell.data_point for cell in cells)
    return {row.name: row for row in rows.select_related("indicator", "breakdown", "first_source")}


def _first_source(point: DataPoint) -> int | None:
    source = getattr(point, "first_source", None)
    return None if source is None else source.regime_id


def _others(
    template: Template, points: Collection[int], *, on: date
) -> dict[int, list[tuple[TemplateCell, TemplateVersion]]]:
    """Data point → cells of the newest published versions of other regimes, and of older forms of this one,
    that answer it. Three queries."""
    regime = template.regime
    newest = (
        TemplateVersion.objects.filter(published_at__isnull=False)
        .filter(~Q(template__regime=regime) | Q(template__lt=template.pk))
        .exclude(template__regime__kind=Regime.Kind.AD_HOC)
        .filter(Q(template__regime__ends_on__isnull=True) | Q(template__regime__ends_on__gte=on))
        .filter(template__regime__speaks_for_whole=regime.speaks_for_whole)
        .values("template")
        .annotate(number=Max("number"))
    )
    latest = {(row["template"], row["number"]) for row in newest}
    bound = TemplateCell.objects.filter(
        data_point__in=points, version__template__in={template for template, _number in latest}
    ).select_related("version__template__regime__calendar", "version__template__regime__owner")
    found: dict[int, list[tuple[TemplateCell, TemplateVersion]]] = {}
    for cell in bound.defer("version__workbook").order_by("pk"):
        version = cell.version
        if (version.template_id, version.number) in latest and _says(version, cell.address):
            found.setdefault(cell.data_point_id, []).append((cell, version))
    return found


def _says(version: TemplateVersion, address: str) -> bool:
    return layout_of(version).place_of[address][3].is_own_figure


class _SharedUnits:
    """How many units two regimes both ask on a day; each regime is asked once."""

    def __init__(self, regime: Regime, *, on: date) -> None:
        self._regime, self._on = regime, on
        self._known: dict[int, frozenset[int]] = {}

    def with_(self, other: Regime) -> int:
        return len(self._of(self._regime) & self._of(other))

    def _of(self, regime: Regime) -> frozenset[int]:
        if regime.pk not in self._known:
            self._known[regime.pk] = _subjects(regime, self._on)
        return self._known[regime.pk]


def _subjects(regime: Regime, on: date) -> frozenset[int]:
    return frozenset(view.id for view, _owner in subjects_of(regime, last_day=on))


def _repeat(
    version: TemplateVersion,
    layout: FormLayout,
    address: str,
    cell: Cell,
    point: DataPoint,
    bound: TemplateCell,
    other: TemplateVersion,
    *,
    on: date,
    shared: _SharedUnits,
) -> Repeat | None:
    """None where the days or the units are others."""
    regime, theirs = version.template.regime, other.template.regime
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    asked = series_of(regime, cell.period, first=first, last=last)
    if not asked:
        return None
    answered = series_of(
        theirs, bound.period_role,
        first=min(starts for starts, _ends in asked), last=max(ends for _starts, ends in asked),
    )  # fmt: skip
    days = {
        dates: had
        for dates in asked
        if (had := had_from(dates, answered.keys(), over_time=point.indicator.over_time)) is not None
    }
    if not days or not (units := shared.with_(theirs)):
        return None
    return Repeat(
        cell=place_in(version, layout, address),
        other=place_in(other, layout_of(other), bound.address),
        point=point,
        days=days,
        of_periods=len(asked),
        units=units,
        can_reuse=_first_source(point) == theirs.pk,
    )
