"""The matrix of a review: units of a round down; status, lateness, words, changes and questions across."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from indicators.answers import Answer, format_amount, format_answer
from indicators.models import ReportingRound
from submissions.models import Status
from submissions.queries import Duty
from submissions.questions import Question
from submissions.revisions import sent_sheet
from submissions.round_past import RoundPast, past_of_round, questions_of
from submissions.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A unit's row. `now`, `last`, `before`: the chosen cell in this period, the last one, the same one of
    last year, with the change since each; `explained`: how many warnings have a word; `is_plain`: sent, and
    nothing about it needs a look, so that it may be accepted together with others."""

    duty: Duty
    now: str
    last: str
    since_last: str
    before: str
    since_before: str
    explained: int
    is_plain: bool
    moved: Fraction | None = None
    questions: list[Question] = field(default_factory=list)


def lines_of(
    duties: Iterable[Duty], round_: ReportingRound, address: str, *, reviewed: AbstractSet[int]
) -> tuple[list[ReviewLine], RoundPast]:
    """By name of the unit, and what they are set against. `reviewed`: units whose incoming reports the person
    checks. Three queries."""
    listed = sorted(duties, key=lambda duty: duty.subject.sort_key)
    sheets = {_subject(duty): sent_sheet(duty.submission) for duty in listed if duty.submission.sent}
    waiting = {_subject(duty) for duty in listed if duty.status == Status.SUBMITTED}
    past = past_of_round(round_, [_subject(duty) for duty in listed], deep=waiting)
    questions = questions_of(past, sheets, of=waiting)
    return [
        _line(
            duty,
            sheets.get(_subject(duty)),
            address,
            past,
            questions=questions.get(_subject(duty), []),
            is_mine=duty.assignment.recipient_id in reviewed,
        )
        for duty in listed
    ], past


def in_wanted_order(lines: list[ReviewLine], by: str) -> list[ReviewLine]:
    """`by`: a key of ORDERS, "-" before it for the other way round; rows with nothing there come last."""
    key = ORDERS.get(by.removeprefix("-"))
    if key is None:
        return lines
    known = [line for line in lines if key(line) is not None]
    known.sort(key=lambda line: key(line), reverse=by.startswith("-"))  # type: ignore[arg-type,return-value]
    return known + [line for line in lines if key(line) is None]


ORDERS: Mapping[str, Callable[[ReviewLine], object]] = MappingProxyType(
    {
        "ten": lambda line: line.duty.subject.sort_key,
        "gui": lambda line: line.duty.submission.sent.sent_at if line.duty.submission.sent else None,
        "doi": lambda line: line.moved,
        "giai-trinh": lambda line: line.explained or None,
        "cau-hoi": lambda line: len(line.questions) or None,
    }
)


def change_of(now: Answer | None, before: Answer | None) -> Fraction | None:
    """In per cent; None when either is no number or the base is 0."""
    if now is None or before is None or now.scaled is None or not before.scaled:
        return None
    return Fraction(now.scaled - before.scaled, abs(before.scaled)) * 100


def change_words(now: Answer | None, before: Answer | None) -> str:
    """“▲ 5,2%”, “▼ 1,0%”; nothing where there is no change to give."""
    rate = change_of(now, before)
    if not rate:
        return "" if rate is None else "0,0%"
    return f"{'▲' if rate > 0 else '▼'} {format_amount(abs(rate), decimals=1)}%"


def _line(
    duty: Duty,
    sheet: Sheet | None,
    address: str,
    past: RoundPast,
    *,
    questions: list[Question],
    is_mine: bool,
) -> ReviewLine:
    now = sheet.cells.get(address) if sheet else None
    unit = _subject(duty)
    last, before = past.said(past.last, unit).get(address), past.said(past.last_year, unit).get(address)
    since_last, since_before = change_of(now, last), change_of(now, before)
    return ReviewLine(
        duty=duty,
        now=format_answer(now),
        last=format_answer(last),
        since_last=change_words(now, last),
        before=format_answer(before),
        since_before=change_words(now, before),
        explained=len(sheet.explanations) if sheet else 0,
        questions=questions,
        is_plain=is_mine and sheet is not None and not questions and _is_plain(duty, sheet),
        moved=since_last if since_before is None else since_before,
    )


def _is_plain(duty: Duty, sheet: Sheet) -> bool:
    """Sent, signed where a signature is asked, by the unit itself, with no word on a warning or a cell."""
    sent = duty.submission.sent
    return (
        duty.status == Status.SUBMITTED
        and sent is not None
        and not sent.was_told
        and not duty.waits_for_signature
        and not duty.open_comments
        and not sheet.explanations
    )


def _subject(duty: Duty) -> int:
    return duty.assignment.subject_id
