"""What the API says and takes about duties, sheets and reports. What is not listed cannot be set."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class UnitOut(Schema):
    code: str
    name: str


class AssignmentOut(Schema):
    """A duty. `due_at` is after an extension; `actions` is what the asker can do with it now."""

    id: int
    submission: int
    round: int
    template: str
    template_name: str
    period: str
    subject: UnitOut
    responsible: UnitOut
    recipient: UnitOut
    due_at: datetime
    is_exempt: bool
    status: str
    is_late: bool
    revision: int | None
    accepted_revision: int | None
    actions: list[str]


class AssignmentList(Schema):
    items: list[AssignmentOut]
    count: int


class CoverageOut(Schema):
    """`missing` are the units of which nothing stands yet, in Vietnamese order."""

    round: int
    expected: int
    sent: int
    accepted: int
    returned: int
    late: int
    exempt: int
    missing: list[UnitOut]


class ProblemOut(Schema):
    """`row`, `column` as printed; `cell` of the workbook; `address` of the sheet."""

    code: str
    severity: str
    address: str
    row: str
    column: str
    cell: str
    message: str


class ReusedPartOut(Schema):
    """`state`: accepted, sent (not accepted yet), waiting (not sent yet), not_open."""

    period: str
    assignment: int | None
    state: str


class ReusedOut(Schema):
    """A cell filled in from another form. `how`: same, sum, first or last of the parts' periods."""

    form: str
    how: str
    parts: list[ReusedPartOut]


class EnclosedOut(Schema):
    """A file that comes with the report. `size` in bytes; `kind`, found by content: pdf, png, jpg, docx, doc,
    xlsx, xls, odt, ods.
    """

    id: int
    file: str
    kind: str
    size: int
    sha256: str


class SheetOut(Schema):
    """`cells`: every cell, computed and carried ones too; null where there is no answer.

    `reused`: cells had from another form; what is said of them is compared and told, never kept.
    `enclosures`: address → files. `lists`: address → lines, each by the keys of its columns, numbers in plain
    notation, days as 2026-07-05.
    `unread`: typed on the page, not a number. Of `problems` errors block, warnings ask for a word.
    """

    status: str
    version: int
    cells: dict[str, str | None]
    texts: dict[str, str]
    explanations: dict[str, str]
    lists: dict[str, list[dict[str, str]]]
    unread: dict[str, str]
    reused: dict[str, ReusedOut]
    nothing_to_report: bool
    enclosures: dict[str, list[EnclosedOut]]
    answered: int
    asked: int
    problems: list[ProblemOut]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class SheetIn(Strict):
    """Only what shall change; null clears. Amounts are strings in plain notation.

    What is said of a computed or carried cell is compared and told in `problems`, never kept. A list is given
    whole, each line by the keys of its columns.
    """

    cells: dict[str, str | None] = Field(default_factory=dict)
    texts: dict[str, str | None] = Field(default_factory=dict)
    explanations: dict[str, str | None] = Field(default_factory=dict)
    lists: dict[str, list[dict[str, str]]] = Field(default_factory=dict)


class ReasonIn(Strict):
    reason: str


class CorrectionIn(Strict):
    """`cells`: what shall stand in which cells, as plain answers, as far as is known."""

    reason: str
    cells: dict[str, str] = Field(default_factory=dict)


class SignIn(Strict):
    """`capacity`: head, KT (ký thay), TL (thừa lệnh), TUQ (thừa ủy quyền), Q (quyền).

    `version`: of the sheet that was read (its ETag); 409 when it has changed since.
    """

    capacity: str = "head"
    version: int | None = None


class AcceptIn(Strict):
    """`revision`: the number that was looked at; 409 when another was sent meanwhile."""

    revision: int | None = None


class ReturnIn(Strict):
    """`comments` by address of a cell; `reason` is about the whole report."""

    reason: str = ""
    comments: dict[str, str] = Field(default_factory=dict)
    revision: int | None = None


class SignSentIn(Strict):
    """`capacity` as for sign-and-submit; `revision`: the number that was read, 409 when another was sent."""

    capacity: str = "head"
    revision: int | None = None


class EnterForIn(Strict):
    """What a unit that is cut off said: every input cell, in plain notation. `told_how`: phone, radio,
    message, in_person, paper, other. A list is given whole, each line by the keys of its columns; `files` are
    ids of documents put aside for it before, null for all of them.
    """

    cells: dict[str, str]
    texts: dict[str, str] = Field(default_factory=dict)
    lists: dict[str, list[dict[str, str]]] = Field(default_factory=dict)
    files: list[int] | None = None
    explanations: dict[str, str] = Field(default_factory=dict)
    told_by: str
    told_how: str


class SignatureOut(Schema):
    signed_by: str
    signed_as: str
    signed_at: datetime


class RevisionOut(Schema):
    """`signed_by` is who sent it where `signed_as` is empty; `signature` came after the sending, if any.
    `told_by` and `told_how` are given where `signed_by` typed it for a unit that was cut off.
    """

    number: int
    sent_at: datetime
    prepared_by: str
    prepared_at: datetime
    signed_by: str
    signed_as: str
    signature: SignatureOut | None
    via: str
    told_by: str
    told_how: str
    is_late: bool
    reason: str
    sha256: str


class CommentOut(Schema):
    address: str
    text: str
    by: str
    at: datetime
    resolved_at: datetime | None


class CorrectionOut(Schema):
    reason: str
    asked_by: str
    asked_at: datetime
    granted: bool | None
    answered_at: datetime | None
    answer: str


class EventOut(Schema):
    at: datetime
    kind: str
    by: str
    data: dict[str, Any]


class SubmissionOut(Schema):
    """A report: its duty, what was sent last (cells null before the first sending), how it came about."""

    id: int
    assignment: AssignmentOut
    starts: date
    ends: date
    cells: dict[str, str | None] | None
    texts: dict[str, str] | None
    lists: dict[str, list[dict[str, str]]] | None
    enclosures: dict[str, list[EnclosedOut]] | None
    revisions: list[RevisionOut]
    comments: list[CommentOut]
    corrections: list[CorrectionOut]
    events: list[EventOut]
