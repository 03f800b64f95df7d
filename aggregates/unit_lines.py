"""A consolidated report one line a unit (biểu tổng hợp): units down, figures across, the total last.

The total is no sum of what is printed: it is what the catalogue's rules make of the reports, as it was taken.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from aggregates.consolidated_lines import Compared, compared
from indicators.answers import Answer
from indicators.forms import layout_asked
from indicators.layout import Cell, FormLayout
from indicators.models import Indicator
from indicators.queries import reachable_assignments
from submissions.background import working_sheet
from submissions.consolidating import bound_cells, filled_in
from submissions.drafts import sheet_of_draft
from submissions.models import Revision, Submission
from submissions.revisions import sent_sheet, sheet_of_revision
from submissions.sheet import Background, Below, recomputed
from units.models import User
from units.queries import UnitView, describe_units, in_order

Answers = Mapping[str, Answer]
"""Address on the consolidated form → what stands there."""


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A cell of the form as a column; `place` is its printed number. `how`: words of the rule of adding, ""
    for a plain sum; `adds`: whether the catalogue has any."""

    address: str
    place: int
    number: str
    row: str
    column: str
    unit_of_measure: str
    how: str
    adds: bool

    @property
    def words(self) -> str:
        row = f"{self.number} {self.row}".strip()
        return f"{row} · {self.column}" if self.column else row


@dataclass(frozen=True, slots=True)
class UnitLine:
    """`said`: in the revision that was taken (None: its report came later); `now`: in the one accepted now.
    `taken`, `accepted`: their numbers, 0 for none. `is_seen`: within the reach of who looks."""

    unit: UnitView
    said: Answers | None
    now: Answers | None
    taken: int
    accepted: int
    is_seen: bool

    @property
    def has_moved(self) -> bool:
        return self.taken != self.accepted


@dataclass(frozen=True)
class UnitLines:
    """`basis`: what was taken, with own parts; `signed`: on the report sent last; `now`: what it would be if
    taken at this moment. `units` have a line; `missing` had no accepted report then, `missing_now` have none
    now. All in Vietnamese order."""

    submission: Submission
    columns: tuple[FigureColumn, ...]
    found: Compared
    units: list[UnitView]
    basis: Answers | None
    signed: Answers | None
    now: Answers
    missing: list[UnitView]
    missing_now: list[UnitView]

    @property
    def is_signed(self) -> bool:
        """Whether the lines are those of the sealed report (and not of a draft, or of this moment)."""
        return self.basis is not None and self.basis is self.signed

    @property
    def not_added(self) -> list[FigureColumn]:
        return [column for column in self.columns if not column.adds]

    @property
    def added_otherwise(self) -> list[FigureColumn]:
        return [column for column in self.columns if column.adds and column.how]

    @property
    def moved(self) -> set[str]:
        """Where the total is another now than when it was taken."""
        basis = self.now if self.basis is None else self.basis
        return {c.address for c in self.columns if basis.get(c.address) != self.now.get(c.address)}

    def lines(self, units: Collection[UnitView], *, user: User) -> list[UnitLine]:
        """Lines of some of `units`. Two queries."""
        taken = dict(self.found.basis.reports) if self.found.basis else self.found.now.accepted
        accepted = self.found.now.accepted
        ids = [unit.id for unit in units]
        wanted = {one[unit] for one in (taken, accepted) for unit in ids if unit in one}
        sheets = _read(wanted, [column.address for column in self.columns], self.submission)
        seen = _seen(user, wanted)
        return [
            _line(unit, sheets.get(taken.get(unit.id, 0)), sheets.get(accepted.get(unit.id, 0)), seen)
            for unit in units
        ]


@dataclass(frozen=True, slots=True)
class _Read:
    number: int
    assignment: int
    answers: Answers


def unit_lines(submission: Submission, *, with_draft: bool) -> UnitLines:
    """`with_draft`: for the unit's own people, while the report is with them."""
    found = compared(submission, with_draft=with_draft, typed={})
    signed = None if submission.sent is None else sent_sheet(submission).cells
    is_draft = found.has_draft and found.basis is not None
    basis = working_sheet(submission).cells if is_draft else signed
    taken = set(found.now.accepted if found.basis is None else dict(found.basis.reports))
    missing = found.now.missing if found.basis is None else found.basis.missing
    lined = taken | set(found.now.accepted)
    views = describe_units({*lined, *missing, *found.now.missing})

    def ordered(ids: Iterable[int]) -> list[UnitView]:
        return in_order(views[unit] for unit in set(ids) & views.keys())

    return UnitLines(
        submission=submission,
        columns=_columns(submission),
        found=found,
        units=ordered(lined),
        basis=basis,
        signed=signed,
        now=_now(submission, found),
        missing=ordered(set(missing) - taken),
        missing_now=ordered(found.now.missing),
    )


def _columns(submission: Submission) -> tuple[FigureColumn, ...]:
    round_ = submission.assignment.round
    bound = bound_cells(round_)
    columns: list[FigureColumn] = []
    for address, table, row, column, cell in layout_asked(round_).places():
        if cell.kind not in ("input", "computed"):
            continue
        rule = bound[address].data_point.indicator.over_units if address in bound else ""
        is_sum = rule in ("", Indicator.OverUnits.SUM)
        many = sum(1 for one in table.columns if one.kind == "data") > 1
        columns.append(
            FigureColumn(
                address=address,
                place=len(columns) + 1,
                number=row.number,
                row=row.name,
                column=column.label if many else "",
                unit_of_measure=row.unit_of_measure,
                how="" if is_sum else str(Indicator.OverUnits(rule).label),
                adds=rule != Indicator.OverUnits.NONE,
            )
        )
    return tuple(columns)


def _now(submission: Submission, found: Compared) -> Answers:
    """The whole form as it would be now: what those below come to, own parts, what is computed from both."""
    own = found.basis.own if found.basis is not None else {}
    below = Below("", found.now.cells, own, (), ())
    sheet = sheet_of_draft(submission) if found.has_draft else None
    if sheet is None and submission.sent is not None:
        sheet = sent_sheet(submission)
    if sheet is None:
        return {}
    return recomputed(sheet, Background(reused=filled_in(submission, below), below=below)).cells


def _read(revisions: Collection[int], addresses: list[str], submission: Submission) -> dict[int, _Read]:
    rows = Revision.objects.filter(pk__in=revisions).select_related(
        "submission__assignment__round__version", "submission__assignment__round__template"
    )
    layout = layout_asked(submission.assignment.round)
    found = {}
    for row in rows.defer("submission__assignment__round__version__workbook"):
        sheet = sheet_of_revision(row)
        where = _same_places(layout, sheet.layout, addresses)
        answers = {at: sheet.cells[there] for at, there in where.items() if there in sheet.cells}
        found[row.pk] = _Read(row.number, row.submission.assignment_id, answers)
    return found


def _same_places(layout: FormLayout, other: FormLayout, addresses: list[str]) -> dict[str, str]:
    """Address here → address of the same figure in another version or form of it."""
    places: dict[tuple[str, str, str], str] = {}
    for address, *_place, cell in other.places():
        places.setdefault(_meaning(cell), address)
    found = {}
    for address in addresses:
        meaning = _meaning(layout.place_of[address][3])
        there = other.place_of.get(address)
        same = address if there is not None and _meaning(there[3]) == meaning else places.get(meaning)
        if same is not None:
            found[address] = same
    return found


def _meaning(cell: Cell) -> tuple[str, str, str]:
    return cell.data_point, cell.period, cell.edition


def _seen(user: User, revisions: Collection[int]) -> set[int]:
    """Duties of these revisions within the person's reach."""
    within = reachable_assignments(user).filter(submission__revisions__in=revisions)
    return set(within.order_by().values_list("pk", flat=True))


def _line(unit: UnitView, taken: _Read | None, accepted: _Read | None, seen: Collection[int]) -> UnitLine:
    read = taken or accepted
    is_seen = read is not None and read.assignment in seen
    return UnitLine(
        unit=unit,
        said=taken.answers if taken and is_seen else None,
        now=accepted.answers if accepted and is_seen else None,
        taken=taken.number if taken else 0,
        accepted=accepted.number if accepted else 0,
        is_seen=is_seen,
    )
