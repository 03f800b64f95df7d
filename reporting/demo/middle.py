"""The middle level of the demo: the regional health centre puts form 4/BCH together for the department."""

from datetime import date, datetime

from indicators.actions.consolidate_template import consolidate_template
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.models import Regime, Template
from indicators.periods import DueRule, PeriodSpan, ScopedRule, code_of
from reporting.demo.bodies import Bodies
from reporting.demo.people import People
from submissions.actions.open_rounds import open_round
from units.actions.record_event import record_event
from units.models import Placement

CODE = "4/BCH-TH"


def load_consolidated(
    template: Template, span: PeriodSpan, bodies: Bodies, people: People, *, opened: datetime, at: datetime
) -> None:
    """The consolidated form with its round of the newest period; nothing is taken from below yet."""
    officer = people.cast["nga"]
    regime = _regime(template, bodies, starts=span.ends.replace(day=1))
    set_deadline_rules(regime=regime, rules=[ScopedRule(DueRule(offset=45))], by=officer, at=at)
    record_event(
        kind="regime.defined",
        by=officer,
        at=at,
        subject=regime,
        unit=bodies.department,
        data={"code": regime.code, "indicators": 0},
    )
    made = consolidate_template(
        template=template,
        regime=regime,
        code=CODE,
        name="Tổng hợp hoạt động chăm sóc bà mẹ",
        by=officer,
        at=at,
    )
    open_round(template=made, period_code=code_of(span), by=None, at=opened)


def _regime(template: Template, bodies: Bodies, *, starts: date) -> Regime:
    return Regime.objects.create(
        code="BCH.TH",
        name="Báo cáo tổng hợp chăm sóc bà mẹ của trung tâm y tế khu vực",
        legal_basis="Thông tư số 37/2019/TT-BYT",
        owner=bodies.department,
        calendar=template.regime.calendar,
        frequency=template.regime.frequency,
        is_cumulative=True,
        subject_scope=Regime.SubjectScope.OWNER,
        subject_kinds="trung_tam_y_te",
        placement_kind=Placement.Kind.VERTICAL,
        sign_off=Regime.SignOff.BEFORE,
        acceptance=Regime.Acceptance.PERSON,
        starts_on=starts,
    )
