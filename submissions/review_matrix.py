"""The matrix of a review: units of a round down; status, lateness, words, changes and questions across."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from indicators.answers import Answer, format_amount, format_answer
from indicators.forms import layout_asked
from indicators.models import ReportingRound
from submissions.queries import Duty, reachable_submissions
from submissions.questions import Question, Usual
from submissions.revisions import sent_sheet
from submissions.round_past import RoundPast, past_of_round, questions_of, usual_changes
from submissions.said_numbers import SaidNumbers, said_numbers
from submissions.sheet import Sheet
from submissions.standings import Standing
from units.models import User

DEEP = 500
"""Of so many reports that wait at most, all earlier periods are read at once."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A unit's row. `now`, `last`, `before`: the chosen cell in this period, the last one, the same one of
    last year, with the change since each; `explained`: how many warnings have a word."""

    duty: Duty
    now: str
    last: str
    since_last: str
    before: str
    since_before: str
    explained: int
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True)
class Looked:
    """What units of a round said, and what is asked of those that wait. `own_past`: of these it is also asked
    whether the number is far from what the unit itself usually says."""

    said: Mapping[int, SaidNumbers]
    past: RoundPast
    usual: Mapping[str, Usual | None]
    questions: Mapping[int, list[Question]]
    own_past: AbstractSet[int]


def looked_at(
    user: User,
    round_: ReportingRound,
    units: Collection[int],
    *,
    waiting: AbstractSet[int],
    among: Looked | None = None,
) -> Looked:
    """`waiting`: of the units, those of which it is asked. `among`: the whole round, when the units are a
    page of it. Four queries.

    Where more than `DEEP` wait, their own earlier periods are read page by page only.
    """
    layout = layout_asked(round_)
    deep = waiting if len(waiting) <= DEEP else frozenset[int]()
    reports = reachable_submissions(user).filter(
        assignment__round=round_, assignment__exempted_at__isnull=True
    )
    said = said_numbers(reports, layout) if among is None else among.said
    past = past_of_round(round_, units, deep=deep)
    usual = usual_changes(past, said) if among is None else among.usual
    return Looked(said, past, usual, questions_of(past, said, usual, layout, of=waiting), deep)


def lines_of(duties: Iterable[Duty], looked: Looked, address: str) -> list[ReviewLine]:
    """In the order given."""
    return [
        _line(
            duty,
            sent_sheet(duty.submission) if duty.submission.sent else None,
            address,
            looked.past,
            questions=list(looked.questions.get(_subject(duty), [])),
        )
        for duty in duties
    ]


def in_wanted_order(
    standings: Sequence[Standing], looked: Looked | None, address: str, by: str
) -> list[Standing]:
    """`by`: a key of ORDERS, "-" before it for the other way round; rows with nothing there come last."""
    key = ORDERS.get(by.removeprefix("-"))
    if key is None or (looked is None and by.removeprefix("-") in BY_NUMBERS):
        return list(standings)
    keys = {one.report: key(one, looked, address) for one in standings}
    known = [one for one in standings if keys[one.report] is not None]
    known.sort(key=lambda one: keys[one.report], reverse=by.startswith("-"))  # type: ignore[arg-type,return-value]
    return known + [one for one in standings if keys[one.report] is None]


def words_given(one: Standing, looked: Looked | None) -> int:
    said = None if looked is None else looked.said.get(one.unit.id)
    return 0 if said is None else said.words


def questions_asked(one: Standing, looked: Looked | None) -> int:
    return 0 if looked is None else len(looked.questions.get(one.unit.id, ()))


def _moved(one: Standing, looked: Looked | None, address: str) -> Fraction | None:
    if looked is None or one.unit.id not in looked.said:
        return None
    now = looked.said[one.unit.id].cells.get(address)
    for period in (looked.past.last_year, looked.past.last):
        before = looked.past.said(period, one.unit.id).get(address)
        if now is not None and before is not None and before.scaled:
            return Fraction(now - before.scaled, abs(before.scaled))
    return None


ORDERS: Mapping[str, Callable[[Standing, Looked | None, str], object]] = MappingProxyType(
    {
        "ten": lambda one, _looked, _address: one.unit.sort_key,
        "gui": lambda one, _looked, _address: one.sent_at,
        "doi": _moved,
        "giai-trinh": lambda one, looked, _address: words_given(one, looked) or None,
        "cau-hoi": lambda one, looked, _address: questions_asked(one, looked) or None,
    }
)
BY_NUMBERS = frozenset({"doi", "giai-trinh", "cau-hoi"})
"""Orders that ask what every unit of the round said."""


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
) -> ReviewLine:
    now = sheet.cells.get(address) if sheet else None
    unit = _subject(duty)
    last, before = past.said(past.last, unit).get(address), past.said(past.last_year, unit).get(address)
    return ReviewLine(
        duty=duty,
        now=format_answer(now),
        last=format_answer(last),
        since_last=change_words(now, last),
        before=format_answer(before),
        since_before=change_words(now, before),
        explained=len(sheet.explanations) if sheet else 0,
        questions=questions,
    )


def _subject(duty: Duty) -> int:
    return duty.assignment.subject_id
