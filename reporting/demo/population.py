"""What is asked twice in the demo: a yearly form of population work that repeats lines of 4/BCH.

Its first period ends with this year, so that it has no reports yet: it is there for the list of regimes, the
page of what is asked elsewhere, and the burden.
"""

from datetime import date, datetime

from indicators.actions.ask_again import ask_again
from indicators.actions.publish_template import publish_template
from indicators.actions.reuse_answers import reuse_answers
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.layout import to_json
from indicators.layout.quick import QuickLine, line_address, quick_layout
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
from reporting.demo.bodies import Bodies
from reporting.demo.people import People

# Line: (indicator of BCH it asks again, whether its answers are reused); the others are its own.
REPEATED = {1: ("BCH4.01", True), 2: ("BCH4.05", True), 3: ("BCH4.02", False), 4: ("BCH4.16", False)}
WHY = "Đối chiếu với sổ theo dõi của cộng tác viên dân số"
LINES = (
    QuickLine("Phụ nữ có thai", "Người"),
    QuickLine("Phụ nữ đẻ", "Người"),
    QuickLine("Phụ nữ có thai tuổi vị thành niên", "Người"),
    QuickLine("Phụ nữ đẻ được cán bộ có kỹ năng đỡ", "Người"),
    QuickLine("Trẻ sinh ra là con thứ ba trở lên", "Trẻ"),
    QuickLine("Bé trai sinh ra còn sống", "Trẻ"),
    QuickLine("Bé gái sinh ra còn sống", "Trẻ"),
    QuickLine("Người mới sử dụng biện pháp tránh thai hiện đại", "Người"),
    QuickLine("Khám sức khỏe trước kết hôn", "Trường hợp"),
    QuickLine("Người cao tuổi được khám sức khỏe định kỳ", "Người"),
    QuickLine("Cộng tác viên dân số đang hoạt động", "Người"),
    QuickLine("Cuộc truyền thông về dân số", "Cuộc"),
)
_MEASURES = {"Người": "nguoi", "Trẻ": "tre", "Trường hợp": "truong-hop", "Cuộc": "cuoc"}


def load_population(bodies: Bodies, people: People, *, year: int, at: datetime) -> Template:
    """The published form, with what is decided of the lines it repeats; `at` is before its first round."""
    nga = people.cast["nga"]
    regime = _regime(bodies, year)
    set_deadline_rules(regime=regime, rules=[ScopedRule(DueRule(offset=10))], by=nga, at=at)
    points = [_point(number, line, regime) for number, line in enumerate(LINES, 1)]
    layout = quick_layout(
        LINES, code="02/DS", title="Dân số và phát triển", legal_basis=regime.legal_basis, points=points
    )
    template = Template.objects.create(code="02/DS", name="Dân số và phát triển", regime=regime)
    version = TemplateVersion.objects.create(template=template, number=1, layout=to_json(layout))
    for is_reused in (True, False):
        addresses = [line_address(line) for line, (_code, reused) in REPEATED.items() if reused is is_reused]
        if is_reused:
            reuse_answers(version=version, addresses=addresses, by=nga, at=at)
        else:
            ask_again(version=version, addresses=addresses, reason=WHY, by=nga, at=at)
    publish_template(version=version, by=nga, at=at)
    return template


def _regime(bodies: Bodies, year: int) -> Regime:
    return Regime.objects.create(
        code="DS",
        name="Báo cáo dân số và phát triển",
        legal_basis="Kế hoạch công tác dân số của tỉnh",
        owner=bodies.department,
        calendar=Calendar.objects.get(code="year"),
        frequency="year",
        subject_kinds="xa,phuong,dac_khu",
        closes_days_after=30,
        starts_on=date(year, 1, 1),
    )


def _point(number: int, line: QuickLine, regime: Regime) -> str:
    """The word of what a line asks: what the catalogue has, or an indicator of its own."""
    if number in REPEATED:
        return f"{REPEATED[number][0]}|{Breakdown.TOTAL}"
    return own_point(number, line, regime, measure=_MEASURES[line.unit_of_measure])


def own_point(number: int, line: QuickLine, regime: Regime, *, measure: str) -> str:
    """The word of a new indicator of the regime: “DS.05|total”."""
    total, _created = Breakdown.objects.get_or_create(key=Breakdown.TOTAL)
    indicator = Indicator.objects.create(
        code=f"{regime.code}.{number:02d}",
        name=line.label,
        unit_of_measure_id=measure,
        owner=regime.owner,
    )
    point = DataPoint.objects.create(indicator=indicator, breakdown=total)
    FirstSource.objects.create(data_point=point, regime=regime)
    return f"{indicator.code}|{Breakdown.TOTAL}"
