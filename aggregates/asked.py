"""What a page of totals is about: the rounds a person may see, the lines of the form, the periods beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from aggregates.cells_asked import CellAsked, cells_asked
from aggregates.kernel.frames import frame
from aggregates.kernel.rules import Rules
from aggregates.ledger import CELLS
from aggregates.point_rules import PointRules
from indicators.adding_up import OverTime
from indicators.calendars import period_named
from indicators.forms import layout_asked
from indicators.layout import FormLayout
from indicators.models import (
    Assignment,
    Edition,
    Regime,
    ReportingRound,
    Template,
    TemplateVersion,
    edition_of,
)
from indicators.periods import Frequency, PeriodSpan, previous, same_last_year
from indicators.queries import reachable_rounds
from submissions.models import Submission
from units.models import User
from units.reach import reachable_unit_ids


@dataclass(frozen=True, slots=True)
class Line:
    """One number the form asks about its own period, with what it is called and how it is written."""

    address: str
    number: str
    label: str
    name: str
    unit_of_measure: str
    level: int
    excel_cell: str
    data_point: int
    edition: int
    decimals: int
    direction: str
    is_flow: bool

    @property
    def is_percentage(self) -> bool:
        return self.unit_of_measure.strip() == "%"


@dataclass(frozen=True)
class Book:
    """A form over its rounds, one a period: lines of the shown version and edition, cells of all versions."""

    template: Template
    rounds: dict[str, ReportingRound]
    lines: tuple[Line, ...]
    layout: FormLayout
    cells: pd.DataFrame
    rules: PointRules

    def period_id(self, span: PeriodSpan | None) -> int | None:
        """The row of a period this form was asked for, by its dates."""
        if span is None:
            return None
        return next(
            (
                asked.period_id
                for asked in self.rounds.values()
                if (asked.period.starts, asked.period.ends) == (span.starts, span.ends)
            ),
            None,
        )

    @cached_property
    def spans(self) -> dict[PeriodSpan, int]:
        """The reported spans, with their periods."""
        return {period_named(one.period_code): one.period_id for one in self.rounds.values()}

    def line(self, address: str) -> Line | None:
        return next((line for line in self.lines if line.address == address), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """A period with those it is compared with."""

    span: PeriodSpan
    before: PeriodSpan
    last_year: PeriodSpan | None


MANY = 1000
"""From so many units within reach on, a list of them costs more than looking at all rounds."""


def rounds_for(user: User, *, tell_accepted: bool = True) -> list[ReportingRound]:
    """Rounds within reach, by form, the latest first; with `has_accepted`, whether anything is.

    Two queries beside those of reach, few of wide ones.
    """
    reach = reachable_unit_ids(user)
    if len(reach) > MANY:
        return _rounds_for_many(reach, tell_accepted=tell_accepted)
    owners = dict(Regime.objects.values_list("pk", "owner_id"))
    owned = [regime for regime, owner in owners.items() if owner in reach]
    if len(owned) == len(owners):  # no need to ask whose duties there are
        found, seen = ReportingRound.objects.all(), Q()
    else:
        found = reachable_rounds(user)
        seen = Q(assignment__subject__in=reach) | Q(assignment__round__template__regime__in=owned)
    return listed(_telling(found, seen) if tell_accepted else found)


def _telling(rounds: QuerySet[ReportingRound], seen: Q) -> QuerySet[ReportingRound]:
    """With `has_accepted`: whether a report is, of those seen."""
    accepted = Submission.objects.filter(seen, assignment__round=OuterRef("pk"), accepted__isnull=False)
    return rounds.annotate(has_accepted=Exists(accepted))


def _rounds_for_many(reach: frozenset[int], *, tell_accepted: bool) -> list[ReportingRound]:
    """The same rounds, found from the rounds down."""
    found = ReportingRound.objects.all()
    every = listed(_telling(found, Q()) if tell_accepted else found)
    others = {one.pk for one in every if one.template.regime.owner_id not in reach}
    seen: set[int] = set()
    for field in ("recipient", "responsible", "subject"):
        left = sorted(others - seen)
        if left:
            pairs = (
                Assignment.objects.filter(round__in=left).values_list("round_id", f"{field}_id").distinct()
            )
            seen |= {round_ for round_, unit in pairs if unit in reach}
    return [one for one in every if one.pk not in others or one.pk in seen]


def one_a_period(rounds: Sequence[ReportingRound], *, edition: int | None) -> list[ReportingRound]:
    """Of the rounds of a form and period, the one of an edition, else the official one, else the latest."""
    best: dict[tuple[int, int], ReportingRound] = {}
    for one in rounds:
        key = (one.template_id, one.period_id)
        known = best.get(key)
        if known is None or _rank(one, edition) > _rank(known, edition):
            best[key] = one
    return [one for one in rounds if best[one.template_id, one.period_id] is one]


def _rank(one: ReportingRound, edition: int | None) -> tuple[bool, int]:
    return one.edition == edition, one.edition


def listed(rounds: QuerySet[ReportingRound]) -> list[ReportingRound]:
    """By form, the latest first. Two queries: a form is read once, not with each of its rounds."""
    found = list(
        rounds.filter(template__consolidates__isnull=True)  # those say what others said already
        .select_related("period")
        .order_by("template__code", "-period__ends", "-period__starts")
    )
    forms = Template.objects.select_related("regime__calendar").in_bulk({one.template_id for one in found})
    for one in found:
        one.template = forms[one.template_id]
    return found


def book_of(
    rounds: Sequence[ReportingRound], *, shown: ReportingRound, edition: int = Edition.OFFICIAL
) -> Book:
    """The form of `shown` with its rounds. One query."""
    template = shown.template
    rows = cells_asked(template.pk)
    mine = [row for row in rows if row.version == shown.version_id]
    text = next((row.layout for row in mine if row.layout), None)
    version = TemplateVersion(pk=shown.version_id, layout=text) if text else shown.version
    layout = layout_asked(shown, version)
    at = {
        row.address: row
        for row in mine
        if edition_of(row.edition, asked=shown.edition) == edition and row.address not in layout.absent
    }
    return Book(
        template=template,
        rounds={one.period_code: one for one in rounds if one.template_id == template.pk},
        lines=tuple(
            _line(address, at[address], layout, edition=edition)
            for address, *_ in layout.places()
            if address in at
        ),
        layout=layout,
        cells=frame(
            {(row.version, row.data_point, row.edition, row.months) for row in rows},
            CELLS,
        ),
        rules=PointRules(
            {row.data_point: row.regime for row in rows if row.regime is not None},
            {row.data_point: template.regime.placement_kind for row in rows},
            Rules({row.data_point: row.rule for row in rows}),
        ),
    )


def _line(address: str, cell: CellAsked, layout: FormLayout, *, edition: int) -> Line:
    _table, row, _column, _cell = layout.place_of[address]
    return Line(
        address=address,
        number=row.number,
        label=row.name,
        name=(cell.name_en if get_language() == "en" else "") or cell.name,
        unit_of_measure=row.unit_of_measure or cell.unit_of_measure,
        level=row.level,
        excel_cell=layout.excel_cell(address),
        data_point=cell.data_point,
        edition=edition,
        decimals=cell.rule.decimals,
        direction=cell.direction,
        is_flow=cell.rule.over_time == OverTime.SUM,
    )


def asked_period(reporting_round: ReportingRound) -> Asked:
    span = period_named(reporting_round.period_code)
    frequency = Frequency(reporting_round.template.regime.frequency)
    return Asked(span, previous(span, frequency=frequency), same_last_year(span))
