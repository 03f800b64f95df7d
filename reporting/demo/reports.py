"""The reports of one round: who sent what when. Nothing is written here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from indicators.calendars import period_named
from indicators.models import Assignment, ReportingRound
from reporting.demo.answers import written
from reporting.demo.fates import Course, Fate, course_of, dealt
from reporting.demo.numbers import figures
from reporting.demo.people import People
from reporting.demo.sizes import Part

DOUBTED = "t1/r07:c1"
WORDS = "Số được khám thai ≥ 4 lần thấp hơn nhiều so với kỳ trước. Đề nghị đối chiếu lại với sổ khám thai."
_FINISHED = (Fate.ACCEPTED, Fate.SUBMITTED, Fate.RETURNED, Fate.AWAITING_SIGN_OFF)


@dataclass(frozen=True, slots=True)
class Report:
    """`sayings`: the plain answers of each sending, in order; of a report not sent, those of its draft.

    `typed`: the cells that a draft keeps; None for all. Others are computed or carried.
    """

    assignment: Assignment
    course: Course
    sayings: tuple[dict[str, str], ...]
    clerk: int
    head: int
    reviewer: int
    by_workbook: bool
    typed: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reports are made from: parts and seed of each subject, people, lan's unit, the load time."""

    parts: Mapping[int, Sequence[Part]]
    seeds: Mapping[int, str]
    people: People
    lans: int
    now: datetime


def reports_of(
    round_: ReportingRound, duties: Sequence[Assignment], *, setting: Setting, age: int
) -> Iterator[Report]:
    """One report a duty. `age` is 0 for the newest period, 1 for the one before."""
    hers = {
        duty.subject_id
        for duty in duties
        if any(part.new == setting.lans for part in setting.parts[duty.subject_id])
    }
    others = [setting.seeds[duty.subject_id] for duty in duties if duty.subject_id not in hers]
    fates = dealt(others, period=round_.period_code, newest=age == 0)
    for duty in duties:
        if duty.subject_id in hers:
            fate = _lans_fate(age)
        else:
            fate = fates[setting.seeds[duty.subject_id]]
        yield _report(round_, duty, fate, setting=setting)


def _lans_fate(age: int) -> Fate:
    """Her newest report is not started, the one before was returned, the one before that never sent."""
    return {0: Fate.NOT_STARTED, 1: Fate.RETURNED, 2: Fate.NOT_STARTED}.get(age, Fate.ACCEPTED)


def _report(round_: ReportingRound, duty: Assignment, fate: Fate, *, setting: Setting) -> Report:
    seed = setting.seeds[duty.subject_id]
    span = period_named(round_.period_code)
    course = course_in(round_, duty, fate, seed=seed, now=setting.now)
    answers: dict[str, str] = {}
    if fate is not Fate.NOT_STARTED:
        amounts = figures(setting.parts[duty.subject_id], year=span.year, quarters=span.ends.month // 3)
        answers = written(amounts, seed=seed, period=round_.period_code)
    return Report(
        assignment=duty,
        course=course,
        sayings=_sayings(answers, course),
        clerk=setting.people.clerks[duty.responsible_id],
        head=setting.people.heads[duty.responsible_id],
        reviewer=setting.people.reviewers[duty.recipient_id],
        by_workbook=sum(map(ord, seed)) % 5 < 2,
    )


def course_in(round_: ReportingRound, duty: Assignment, fate: Fate, *, seed: str, now: datetime) -> Course:
    """The way of a duty's report to that fate, between the opening of its round and now."""
    return course_of(
        fate,
        seed=seed,
        period=round_.period_code,
        opened=timezone.localtime(round_.opened_at),
        due=timezone.localtime(duty.due_at),
        now=timezone.localtime(now),
    )


def _sayings(answers: dict[str, str], course: Course) -> tuple[dict[str, str], ...]:
    if course.fate is Fate.DRAFT:
        return (dict(list(answers.items())[:9]),)
    if course.fate not in _FINISHED:
        return ({},)
    doubtful = {**answers, DOUBTED: str(int(answers[DOUBTED]) * 3 // 5)}
    if course.fate is Fate.RETURNED:
        return (doubtful,)
    return (doubtful, answers) if course.returned else (answers,)
