"""A consolidated report line by line: signed and sent, in the draft, and what it comes to now."""

from collections.abc import Mapping
from dataclasses import dataclass

from aggregates.consolidating import Now, now_below
from aggregates.sealed_below import SealedBelow, sealed_below
from indicators.answers import Answer, format_answer
from indicators.forms import layout_asked
from indicators.layout import FormLayout
from submissions.actions.keep_own_parts import takes_own_part
from submissions.consolidating import below_of, bound_cells, together
from submissions.models import Revision, Submission
from submissions.revisions import sheet_of_revision
from submissions.sheet import Below, OwnPart


@dataclass(frozen=True, slots=True)
class Line:
    """One cell. `signed`: on the report sent last; `draft`: as it stands to be sent; `now`: what it would be
    if taken at this moment; `change`: now − what was taken last ("" where nothing moved)."""

    address: str
    number: str
    label: str
    column: str
    unit_of_measure: str
    signed: str
    draft: str
    now: str
    change: str
    own: str
    why: str
    takes_own: bool

    @property
    def has_moved(self) -> bool:
        return bool(self.change)


@dataclass(frozen=True)
class Compared:
    """`basis`: what `now` is compared with: the draft's taking, else the sealed one; None: nothing yet.
    `within`: what those below were sealed from, where they are put together themselves."""

    lines: list[Line]
    now: Now
    basis: Below | None
    sealed: Revision | None
    has_draft: bool
    taken_numbers: Mapping[int, int]
    within: SealedBelow | None = None

    @property
    def differences(self) -> int:
        return sum(1 for line in self.lines if line.has_moved)

    @property
    def own(self) -> list[Line]:
        return [line for line in self.lines if line.own]


def compared(submission: Submission, *, with_draft: bool, typed: Mapping[str, tuple[str, str]]) -> Compared:
    """`with_draft`: for the unit's own people, while the report is with them; `typed`: own parts as typed."""
    layout = layout_asked(submission.assignment.round)
    sealed = _sealed(submission)
    in_work = submission.sent_id is None or submission.status not in ("submitted", "accepted")
    draft = below_of(submission, layout) if with_draft and in_work else None
    basis = draft or sealed
    now = now_below(submission)
    own = basis.own if basis is not None else {}
    lines = list(_lines(submission, layout, sealed=sealed, draft=draft, now=now, own=own, typed=typed))
    numbers = {} if basis is None else _numbers(basis)
    within = now.sealed if now.sealed is None or basis is None else sealed_below(dict(basis.reports))
    return Compared(lines, now, basis, submission.sent, with_draft and in_work, numbers, within)


def _sealed(submission: Submission) -> Below | None:
    if submission.sent is None:
        return None
    submission.sent.submission = submission
    return sheet_of_revision(submission.sent).background.below


def _numbers(basis: Below) -> dict[int, int]:
    """Subject → the number of the revision that was taken."""
    rows = Revision.objects.filter(pk__in=[revision for _subject, revision in basis.reports])
    numbers = dict(rows.values_list("pk", "number"))
    return {subject: numbers.get(revision, 0) for subject, revision in basis.reports}


def _lines(
    submission: Submission,
    layout: FormLayout,
    *,
    sealed: Below | None,
    draft: Below | None,
    now: Now,
    own: Mapping[str, OwnPart],
    typed: Mapping[str, tuple[str, str]],
) -> list[Line]:
    source = submission.assignment.round.template.answered
    bound = bound_cells(submission.assignment.round)
    basis = draft or sealed
    found = []
    for address, table, row, column, _cell in layout.places():
        if address not in now.cells:
            continue
        mine = own.get(address)
        number, why = typed.get(address, (format_answer(mine.answer), mine.why) if mine else ("", ""))
        found.append(
            Line(
                address=address,
                number=row.number,
                label=row.label,
                column=column.label if sum(1 for one in table.columns if one.kind == "data") > 1 else "",
                unit_of_measure=row.unit_of_measure,
                signed="" if sealed is None else format_answer(together(sealed, address)),
                draft="" if draft is None else format_answer(together(draft, address)),
                now=format_answer(_with_own(now.cells[address], mine)),
                change="" if basis is None else _change(basis.cells.get(address), now.cells[address]),
                own=number,
                why=why,
                takes_own=takes_own_part(bound[address], regime=source.regime_id),
            )
        )
    return found


def _with_own(said: Answer | None, own: OwnPart | None) -> Answer | None:
    if own is None:
        return said
    return together(Below("", {"": said}, {"": own}, (), ()), "")


def _change(before: Answer | None, now: Answer | None) -> str:
    """ "▲ 5", "▼ 5"; "≠" where one of the two is no number."""
    if before == now:
        return ""
    if before is None or now is None or before.scaled is None or now.scaled is None:
        return "≠"
    difference = now.scaled - before.scaled
    size = format_answer(Answer(now.sign, abs(difference), now.decimals))
    return f"▲ {size}" if difference > 0 else f"▼ {size}"
