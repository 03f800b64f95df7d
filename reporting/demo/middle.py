"""The middle levels of the demo: the regional health centre puts form 4/BCH together for the department, and
the department puts together for the province's office what its centres sealed."""

from datetime import datetime
from typing import Any

from indicators.actions.consolidate_template import consolidate_template
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.models import Regime, Template
from indicators.periods import DueRule, PeriodSpan, ScopedRule, code_of
from reporting.demo.bodies import Bodies
from reporting.demo.people import People
from submissions.actions.open_rounds import open_round
from units.actions.record_event import record_event
from units.models import Placement, Unit, User

CODE, UPPER_CODE = "4/BCH-TH", "4/BCH-TH-SYT"


def load_consolidated(
    template: Template, span: PeriodSpan, bodies: Bodies, people: People, *, opened: datetime, at: datetime
) -> None:
    """Both consolidated forms with their rounds of the newest period; nothing is taken from below yet."""
    starts = span.ends.replace(day=1)
    centres = _regime(
        template,
        bodies.department,
        code="BCH.TH",
        name="Báo cáo tổng hợp chăm sóc bà mẹ của trung tâm y tế khu vực",
        subject_scope=Regime.SubjectScope.OWNER,
        subject_kinds="trung_tam_y_te",
        placement_kind=Placement.Kind.VERTICAL,
        starts_on=starts,
    )
    title = "Tổng hợp hoạt động chăm sóc bà mẹ"
    made = _form(template, centres, code=CODE, name=title, days=45, by=people.cast["nga"], at=at)
    department = _regime(
        template,
        bodies.office,
        code="BCH.TH.SYT",
        name="Báo cáo tổng hợp chăm sóc bà mẹ của Sở Y tế",
        subject_scope=Regime.SubjectScope.LISTED,
        subject_kinds="",
        placement_kind=Placement.Kind.ADMINISTRATIVE,
        starts_on=starts,
    )
    department.units.create(unit=bodies.department)
    title = "Tổng hợp chăm sóc bà mẹ toàn tỉnh"
    upper = _form(made, department, code=UPPER_CODE, name=title, days=60, by=people.cast["phuc"], at=at)
    for form in (made, upper):
        open_round(template=form, period_code=code_of(span), by=None, at=opened)


def _form(
    below: Template, regime: Regime, *, code: str, name: str, days: int, by: User, at: datetime
) -> Template:
    """The form that puts `below` together, due so many days after the period."""
    set_deadline_rules(regime=regime, rules=[ScopedRule(DueRule(offset=days))], by=by, at=at)
    data = {"code": regime.code, "indicators": 0}
    record_event(kind="regime.defined", by=by, at=at, subject=regime, unit=regime.owner, data=data)
    return consolidate_template(template=below, regime=regime, code=code, name=name, by=by, at=at)


def _regime(template: Template, owner: Unit, **said: Any) -> Regime:
    return Regime.objects.create(
        legal_basis="Thông tư số 37/2019/TT-BYT",
        owner=owner,
        calendar=template.regime.calendar,
        frequency=template.regime.frequency,
        is_cumulative=True,
        sign_off=Regime.SignOff.BEFORE,
        acceptance=Regime.Acceptance.PERSON,
        **said,
    )
