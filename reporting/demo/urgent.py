"""The urgent request of the demo: asked on the day of the load, due the day after tomorrow."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from indicators.actions.define_ad_hoc import define_ad_hoc
from indicators.actions.open_round import open_round
from indicators.ad_hoc import AdHoc
from indicators.layout.quick import QuickLine
from indicators.models import Assignment
from indicators.periods import ad_hoc_code
from reporting.demo.bodies import Bodies
from reporting.demo.fates import Course, Fate
from reporting.demo.people import People
from reporting.demo.reports import Report
from submissions.workbooks.blank import blank_workbook
from units.groups import members_on

LINES = (
    QuickLine("Vắc xin sởi – rubella còn tại trạm", "Liều"),
    QuickLine("Trẻ 18–24 tháng tuổi chưa tiêm mũi 2", "Trẻ"),
    QuickLine("Tủ bảo quản vắc xin hoạt động tốt", "Tủ"),
)


def urgent_reports(bodies: Bodies, people: People, *, now: datetime) -> list[Report]:
    """Nobody has answered yet; nobody is mailed again of what was asked before the load was done."""
    today = timezone.localdate(now)
    asked = AdHoc(
        title="Rà soát vắc xin sởi tại trạm y tế",
        lines=LINES,
        owner=bodies.department,
        units=sorted(members_on(bodies.cluster, on=today)),
        due=timezone.make_aware(datetime.combine(today + timedelta(days=2), time(11))),
        reminds_hourly=False,
    )
    template = define_ad_hoc(asked=asked, by=people.cast["nga"], at=now, draw=blank_workbook)
    code = ad_hoc_code(template.code, today)
    _round, duties = open_round(template=template, period_code=code, by=people.cast["nga"], at=now)
    return [_unanswered(duty, people) for duty in duties]


def _unanswered(duty: Assignment, people: People) -> Report:
    return Report(
        assignment=duty,
        course=Course(Fate.NOT_STARTED),
        sayings=({},),
        clerk=people.clerks[duty.responsible_id],
        head=people.heads[duty.responsible_id],
        reviewer=people.reviewers[duty.recipient_id],
        by_workbook=False,
    )
