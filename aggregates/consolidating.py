"""What a middle level puts together: the accepted reports below it, and what they come to now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from aggregates import ledger
from aggregates.kernel.frames import COUNTS, DUTY, KEY, empty, frame
from aggregates.kernel.total import counted_once, finish, parts_of
from aggregates.point_rules import PointRules, point_rules
from aggregates.sealed_below import SealedBelow, figures_of, sealed_below
from aggregates.values import Value
from indicators.answers import Answer, Sign
from indicators.models import Assignment, ReportingRound, TemplateCell, edition_of
from submissions.bindings import periods_of
from submissions.consolidating import bound_cells, from_below, shown_as
from submissions.models import Figure, Scope, Submission
from submissions.trees import tree_on
from units.queries import below

Key = tuple[int, int, int]
"""Period, data point, edition."""


@dataclass(frozen=True)
class Now:
    """`cells`: address → what those below come to now. `reports`: those below by subject, accepted or not.
    `sealed`: what they were put together from themselves; None where they are units' own reports."""

    cells: dict[str, Answer | None]
    reports: dict[int, Submission]
    sealed: SealedBelow | None = None

    @property
    def accepted(self) -> dict[int, int]:
        """Subject → the accepted revision."""
        return {
            subject: report.accepted_id
            for subject, report in self.reports.items()
            if report.accepted_id is not None
        }

    @property
    def missing(self) -> list[int]:
        return [subject for subject, report in self.reports.items() if report.accepted_id is None]


def source_round(submission: Submission) -> ReportingRound | None:
    """The round of the form below, for the same period and edition."""
    round_ = submission.assignment.round
    rounds = ReportingRound.objects.filter(
        template=round_.template.consolidates_id, period=round_.period_id, edition=round_.edition
    )
    return rounds.select_related("template__regime", "period").first()


def now_below(submission: Submission) -> Now:
    """What the accepted reports below come to at this moment; empty while their round is not open.

    Below are the reports sent to the unit, and those about units that stand below it by the placement kind of
    its regime; with own parts of middle levels below. Its own is not among them. Where those below are put
    together themselves, they come to what they were sealed from. About nine queries.
    """
    round_ = submission.assignment.round
    source = source_round(submission)
    bound = from_below(bound_cells(round_))
    if source is None:
        return Now(dict.fromkeys(bound), {})
    tree = tree_on(round_.period.ends, kind=round_.template.regime.placement_kind)
    subject = submission.assignment.subject_id
    inside = below([subject], parents=tree) - {subject}
    reports = _reports(source, inside=inside, checked_by=subject)
    sealed = None
    if source.template.consolidates_id is not None:
        sealed = sealed_below(Now({}, reports).accepted)
        units = sealed.units - {subject}
    else:
        units = {*reports, *inside, *_middle_levels(source, checked_by=subject)} - {subject}
    keys = _keys(bound, round_)
    added = _Adding(units=units, subject=subject, tree=tree, sealed=sealed)
    return Now(_cells(bound, keys, added), reports, sealed)


def _reports(source: ReportingRound, *, inside: set[int], checked_by: int) -> dict[int, Submission]:
    duties = Submission.objects.filter(assignment__round=source, assignment__exempted_at__isnull=True)
    rows = duties.select_related("assignment", "accepted", "sent").order_by("assignment__subject")
    return {
        row.assignment.subject_id: row
        for row in rows.defer("accepted__document", "sent__document")
        if row.assignment.subject_id != checked_by
        and (row.assignment.subject_id in inside or row.assignment.recipient_id == checked_by)
    }


def _middle_levels(source: ReportingRound, *, checked_by: int) -> set[int]:
    """Units that put the same reports together and send theirs here: their own parts come with them."""
    duties = Assignment.objects.filter(
        round__template__consolidates=source.template_id,
        round__period=source.period_id,
        recipient=checked_by,
    )
    return set(duties.values_list("subject", flat=True))


def _keys(bound: Mapping[str, TemplateCell], round_: ReportingRound) -> dict[str, Key]:
    periods = periods_of(round_, (cell.period_role for cell in bound.values()))
    return {
        address: (
            periods[cell.period_role],
            cell.data_point_id,
            int(edition_of(cell.edition, asked=round_.edition)),
        )
        for address, cell in bound.items()
        if cell.period_role in periods
    }


@dataclass(frozen=True)
class _Adding:
    """Whose figures are added for whom, on which tree; `sealed`: as those revisions said them."""

    units: set[int]
    subject: int
    tree: Mapping[int, int]
    sealed: SealedBelow | None

    def figures(self, *, periods: Collection[int], points: Collection[int]) -> pd.DataFrame:
        units = sorted(self.units)
        if self.sealed is not None:
            return figures_of(self.sealed, units=units, periods=periods, data_points=points)
        return ledger.figures_where(ledger.wanted(periods=periods, data_points=points, units=units))


def _cells(
    bound: Mapping[str, TemplateCell], keys: Mapping[str, Key], added: _Adding
) -> dict[str, Answer | None]:
    rules = point_rules({point for _period, point, _edition in keys.values()})
    periods = {period for period, _point, _edition in keys.values()}
    values, signs = _values(added, periods=periods, rules=rules)
    found: dict[str, Answer | None] = {}
    for address, cell in bound.items():
        key = keys.get(address)
        value = values.get(key) if key is not None else None
        sign = signs.get(key) if key is not None else None
        found[address] = _answer(cell, value, sign, rules)
    return found


def _answer(cell: TemplateCell, value: Value | None, sign: int | None, rules: PointRules) -> Answer | None:
    """The number; where nobody said one, the sign all of them gave."""
    if sign is None:
        return None
    if sign != Sign.NUMBER.value:
        return Answer(Sign(sign), None, cell.data_point.indicator.decimals)
    amount = None if value is None else value.shown(rules.adding.of(cell.data_point_id))
    if amount is None:
        return None
    return shown_as(Fraction(amount, 10**cell.data_point.indicator.decimals), cell)


def _values(
    added: _Adding, *, periods: set[int], rules: PointRules
) -> tuple[dict[Key, Value], dict[Key, int]]:
    """What the figures of the units come to by the kernel's rules, and the strongest sign among them."""
    points = rules.adding.needed(rules.adding.keys())
    figures = added.figures(periods=periods, points=points)
    if not len(figures):
        return {}, {}
    parts = parts_of(figures, empty(DUTY), rules=rules.adding)
    if Figure.objects.filter(period__in=periods, data_point__in=points, scope=Scope.WHOLE).exists():
        rows = [
            (period, unit, above)
            for period in periods
            for unit in added.units
            for above in _above(unit, added.tree)
        ]
        parts = counted_once(parts, above=frame(rows, ["period", "unit", "ancestor"]))
    totals = finish(parts[[*KEY, *COUNTS]].assign(unit=added.subject), rules=rules.adding)
    columns = [*KEY, "amount", "has_amount", "numerator", "denominator"]
    values = {
        (period, point, edition): Value(
            amount if has_amount else None, numerator=numerator, denominator=denominator
        )
        for period, point, edition, amount, has_amount, numerator, denominator in zip(
            *(totals[name].tolist() for name in columns), strict=True
        )
    }
    return values, _strongest(figures)


def _strongest(figures: pd.DataFrame) -> dict[Key, int]:
    """The first of number, "-", "…", "x" that anybody said."""
    found: dict[Key, int] = {}
    for period, point, edition, sign in zip(
        *(figures[name].tolist() for name in [*KEY, "sign"]), strict=True
    ):
        key = (period, point, edition)
        found[key] = min(sign, found.get(key, sign))
    return found


def _above(unit: int, tree: Mapping[int, int]) -> list[int]:
    found: list[int] = []
    at = tree.get(unit)
    while at is not None and at not in found:
        found.append(at)
        at = tree.get(at)
    return found
