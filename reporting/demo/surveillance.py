"""The weekly form of the demo: cases of infectious diseases in a cluster of communes, most of them none.

Its newest report is due within the week whatever the day: a week's answers are due seven days after it ends.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from indicators.actions.open_round import open_round
from indicators.actions.publish_template import publish_template
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.layout import to_json
from indicators.layout.quick import QuickLine, line_address, quick_layout
from indicators.models import (
    Assignment,
    Calendar,
    Regime,
    ReportingRound,
    Template,
    TemplateVersion,
)
from indicators.periods import (
    CALENDAR_YEAR,
    CountIn,
    DueRule,
    Frequency,
    PeriodSpan,
    ScopedRule,
    code_of,
    spans,
)
from reporting.demo.bodies import Bodies
from reporting.demo.fates import Fate
from reporting.demo.people import People
from reporting.demo.population import own_point
from reporting.demo.reports import Report, Setting, course_in
from submissions.workbooks.blank import blank_workbook

CODE = "5/BTN"
WEEKS = 4
# Line: cases a week of a commune of ten thousand people.
USUAL = {"Sốt xuất huyết Dengue": 0.5, "Tay chân miệng": 0.4, "Sởi": 0.1, "Thủy đậu": 0.5, "Tiêu chảy": 1.5}
LINES = tuple(QuickLine(f"Ca mắc {name[0].lower()}{name[1:]}", "Ca") for name in USUAL)


def load_surveillance(bodies: Bodies, people: People, *, today: date, at: datetime) -> Template:
    """The published form; `at` is before the first of the weeks that are asked."""
    nga = people.cast["nga"]
    regime = _regime(bodies, starts=_weeks(today)[0].starts)
    in_a_week = DueRule(offset=7, count_in=CountIn.CALENDAR)
    set_deadline_rules(regime=regime, rules=[ScopedRule(in_a_week)], by=nga, at=at)
    points = [own_point(number, line, regime, measure="ca") for number, line in enumerate(LINES, 1)]
    title = "Giám sát bệnh truyền nhiễm"
    layout = quick_layout(LINES, code=CODE, title=title, legal_basis=regime.legal_basis, points=points)
    template = Template.objects.create(code=CODE, name=title, regime=regime)
    version = TemplateVersion.objects.create(
        template=template, number=1, layout=to_json(layout), workbook=blank_workbook(layout)
    )
    publish_template(version=version, by=nga, at=at)
    return template


def weekly_reports(template: Template, *, today: date, setting: Setting) -> Iterator[Report]:
    """Rounds of the last weeks: all accepted but lan's newest, which is not started."""
    weeks = _weeks(today)
    for week in weeks:
        opened = timezone.make_aware(datetime.combine(week.ends + timedelta(days=1), time()))
        round_, duties = open_round(template=template, period_code=code_of(week), by=None, at=opened)
        for duty in duties:
            waits = week == weeks[-1] and duty.subject_id == setting.lans
            yield _report(round_, duty, Fate.NOT_STARTED if waits else Fate.ACCEPTED, setting)


def _weeks(today: date) -> list[PeriodSpan]:
    yesterday = today - timedelta(days=1)
    first = today - timedelta(weeks=WEEKS + 1)
    return list(spans(CALENDAR_YEAR, Frequency.WEEK, first, yesterday))[-WEEKS:]


def _report(round_: ReportingRound, duty: Assignment, fate: Fate, setting: Setting) -> Report:
    seed = f"{CODE} {setting.seeds[duty.subject_id]}"
    course = course_in(round_, duty, fate, seed=seed, now=setting.now)
    people = sum(part.people for part in setting.parts[duty.subject_id])
    said = _cases(seed=f"{seed} {round_.period_code}", people=people)
    return Report(
        assignment=duty,
        course=course,
        sayings=tuple(said for _sent in course.sent) or ({},),
        clerk=setting.people.clerks[duty.responsible_id],
        head=setting.people.heads[duty.responsible_id],
        reviewer=setting.people.reviewers[duty.recipient_id],
        by_workbook=False,
    )


def _cases(*, seed: str, people: int) -> dict[str, str]:
    """Address → plain answer; none is "-"."""
    chance = Random(seed)  # noqa: S311 made-up numbers
    found = {}
    for number, usual in enumerate(USUAL.values(), 1):
        cases = max(0, round(chance.gauss(usual * people / 10_000, usual)))
        found[line_address(number)] = str(cases) if cases else "-"
    return found


def _regime(bodies: Bodies, *, starts: date) -> Regime:
    return Regime.objects.create(
        code="BTN",
        name="Giám sát bệnh truyền nhiễm hằng tuần",
        legal_basis="Kế hoạch giám sát bệnh truyền nhiễm của tỉnh",
        owner=bodies.department,
        calendar=Calendar.objects.get(code="year"),
        frequency="week",
        subject_kinds="xa,phuong,dac_khu",
        subject_group=bodies.cluster,
        sign_off=Regime.SignOff.BEFORE,
        acceptance=Regime.Acceptance.PERSON,
        starts_on=starts,
    )
