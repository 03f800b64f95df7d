"""Which totals a correction moves and by how much, before it is granted or accepted: it is carried out and
rolled back (as `reorganisation_preview` does), so that what is shown cannot differ from what then happens.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

from django.db import transaction

from aggregates.actions.refresh_totals import RefreshReport, refresh_unit
from aggregates.derived import beside, derivable
from aggregates.gather import read
from aggregates.overview import value_in
from aggregates.wanted import Wanted, want
from indicators.periods import code_of
from submissions.actions.accept import move_figures
from submissions.corrections import corrected_sheet
from submissions.locking import lock
from submissions.marks import marked_unit
from submissions.models import Revision, Status, Submission
from submissions.sealing import seal
from units.errors import NotWithinReach
from units.models import User
from units.queries import ancestors_of, describe_units

Held: TypeAlias = dict[tuple[int, str, str], tuple[int | None, "Moved"]]


@dataclass(frozen=True, slots=True)
class Moved:
    """A total that moves: whose, of which period, which line; scaled amounts with `decimals`, None is none.
    `is_derived`: nobody is asked about this period, it is counted from others."""

    unit: str
    period: str
    number: str
    label: str
    decimals: int
    is_derived: bool
    before: int | None = None
    after: int | None = None

    @property
    def by(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before


def moved_by(submission: Submission, *, user: User, at: datetime, today: date) -> list[Moved]:
    """Totals of every unit above that the person may see, from the nearest up, of the report's period and of
    those counted from it. Nothing is kept; other totals that wait to be refreshed are refreshed first, so
    that only this correction is seen."""
    round_ = submission.assignment.round
    counted_by = round_.template.answered
    kind, ends = counted_by.regime.placement_kind, round_.period.ends
    nearest = marked_unit(submission.assignment.subject_id, kind=kind, on=ends)
    if nearest is None:
        return []
    chain = [nearest, *ancestors_of(nearest, on=ends, kind=kind)]
    with transaction.atomic():
        submission = lock(submission)
        _refresh(chain, at=at)
        before = _totals(submission, chain, user=user, today=today)
        _carry_out(submission, by=user, at=at)
        _refresh(chain, at=at)
        after = _totals(submission, chain, user=user, today=today)
        transaction.set_rollback(True)
    return [
        replace(line, before=amount, after=after[key][0])
        for key, (amount, line) in before.items()
        if key in after and after[key][0] != amount
    ]


# ---- parts ------------------------------------------------------------------------------------------------


def _refresh(chain: list[int], *, at: datetime) -> None:
    for unit in chain:
        refresh_unit(unit, at=at, report=RefreshReport())


def _carry_out(submission: Submission, *, by: User, at: datetime) -> None:
    sent = submission.sent
    assert sent is not None  # accepted once
    if submission.status == Status.ACCEPTED:
        sheet = corrected_sheet(submission)
        sent = seal(submission, sheet, by=by, at=at, event="submission.submitted", via=Revision.Via.FORM)
        submission.sent = sent
    move_figures(submission, sent, event=sent.event)


def _totals(submission: Submission, chain: list[int], *, user: User, today: date) -> Held:
    """(unit, period code, address) → shown amount, with what it is called."""
    round_ = submission.assignment.round
    codes = describe_units(chain, on=round_.period.ends)
    held: Held = {}
    for unit in chain:
        given = {
            "template": round_.template.code,
            "period": round_.period_code,
            "unit": codes[unit].code,
            "as_of": round_.period.ends.isoformat(),
            "tree": "then",
        }
        for wanted in _periods_of(user, given, round_.period_id, today=today):
            held |= _lines(wanted, codes[unit].full_name)
    return held


def _periods_of(user: User, given: Mapping[str, str], period: int, *, today: date) -> Iterator[Wanted]:
    """The report's own period, and those of its year counted from it; nothing of units out of reach."""
    try:
        own = want(user, given, today=today)
    except NotWithinReach:
        return
    if own is None:
        return
    yield own
    for span in derivable(own.book.spans, own.span.year):
        wanted = want(user, {**given, "period": code_of(span)}, today=today)
        if wanted is not None and wanted.derivation is not None and period in wanted.derivation.periods:
            yield wanted


def _lines(wanted: Wanted, unit: str) -> Held:
    periods = {wanted.shown.period_id} if wanted.derivation is None else set(wanted.derivation.periods)
    periods |= beside(wanted.span, wanted.book.spans)
    reading = read(
        book=wanted.book,
        atlas=wanted.atlas,
        unit=wanted.unit.id,
        tree=wanted.tree,
        periods=periods,
        edition=wanted.edition,
    )
    return {
        (wanted.unit.id, wanted.period_code, line.address): (
            value_in(reading, wanted, line).value.shown(reading.rule(line.data_point)),
            Moved(
                unit,
                wanted.period_code,
                line.number,
                line.label,
                line.decimals,
                wanted.derivation is not None,
            ),
        )
        for line in wanted.book.lines
    }
