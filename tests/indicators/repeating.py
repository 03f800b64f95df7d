"""Two regimes that ask the cast's communes the same: M each month (Sở Y tế, nga), Q each quarter (the
province's office, phuc). M is the first source of P1.1 (a flow) and P1.2 (a stock); Q asks both, P1.3, and
computes P1.4 = P1.1 + P1.3.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from indicators.actions.publish_template import publish_template
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.layout import FormLayout, to_json
from indicators.models import (
    Breakdown,
    Calendar,
    DataPoint,
    FirstSource,
    Indicator,
    Regime,
    Template,
    TemplateVersion,
)
from indicators.periods import DueRule, ScopedRule
from tests.cast import NEW, PASSWORD, Cast, build_cast
from tests.indicators.formulas.making import address, grid
from tests.support.kept_worlds import kept
from units.actions.create_user import create_user
from units.actions.grant_membership import grant_membership
from units.models import Role, Unit, User

AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
FLOW, STOCK, OWN, COMPUTED = (address(f"({column})") for column in range(1, 5))
OVER_TIME = {"P1.1": "sum", "P1.2": "last", "P1.3": "sum", "P1.4": "sum"}
QUARTERLY = grid(["(1)", "(2)", "(3)"], formulas={"(4)": "(1) + (3)"})


@dataclass
class Repeating:
    cast: Cast
    phuc: User
    months: TemplateVersion
    quarters: TemplateVersion
    """Of Q, not yet published."""


@kept
def build_repeating(**quarterly: Any) -> Repeating:
    """`quarterly`: fields of Q that differ."""
    cast = build_cast()
    phuc = create_user(username="phuc", full_name="Nguyễn Hữu Phúc", password=PASSWORD, by=None, at=AT)
    grant_membership(user=phuc, unit=cast.province, role=Role.OFFICER, from_=NEW, by=None, at=AT)
    monthly = _regime("M", cast.department, "month")
    settings = {"kind": "periodic", "subject_scope": Regime.SubjectScope.OWNER} | quarterly
    quarter = _regime("Q", cast.province, settings.pop("frequency", "quarter"), **settings)
    total, _made = Breakdown.objects.get_or_create(key=Breakdown.TOTAL)
    for code, over_time in OVER_TIME.items():
        indicator = Indicator.objects.create(
            code=code, name=f"Chỉ tiêu {code}", unit_of_measure_id="nguoi", over_time=over_time,
            owner=cast.department,
        )  # fmt: skip
        point = DataPoint.objects.create(indicator=indicator, breakdown=total)
        FirstSource.objects.create(data_point=point, regime=quarter if code in ("P1.3", "P1.4") else monthly)
    months = _version("M/01", monthly, grid(["(1)", "(2)"]))
    publish_template(version=months, by=cast.nga, at=AT)
    return Repeating(cast, phuc, months, _version("Q/01", quarter, QUARTERLY))


def _regime(code: str, owner: Unit, frequency: str, **more: Any) -> Regime:
    calendar = more.pop("calendar", None) or Calendar.objects.get(code="year")
    regime = Regime.objects.create(
        code=code, name=f"Chế độ {code}", owner=owner, calendar=calendar, frequency=frequency,
        starts_on=date(2026, 1, 1), **more,
    )  # fmt: skip
    set_deadline_rules(regime=regime, rules=[ScopedRule(DueRule(offset=5))], by=None, at=AT)
    return regime


def _version(code: str, regime: Regime, layout: FormLayout) -> TemplateVersion:
    template = Template.objects.create(code=code, name=f"Biểu {code}", regime=regime)
    return TemplateVersion.objects.create(template=template, number=1, layout=to_json(layout))
