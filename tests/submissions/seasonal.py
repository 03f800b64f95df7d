"""A form that asks less in some periods, as version 2, asked of Đông Hưng in spring and for the year."""

from dataclasses import dataclass

from django.test import Client

from indicators.actions.publish_template import publish_template
from indicators.layout import FormLayout, to_json
from indicators.models import Breakdown, DataPoint, FirstSource, Indicator, TemplateVersion
from submissions.actions.accept import accept
from submissions.actions.open_rounds import open_round
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import Submission
from submissions.workbooks.blank import blank_workbook
from tests.indicators.factories import measured_in
from tests.submissions.factories import AT, SENT, World
from units.models import User


@dataclass
class Seasonal:
    world: World
    version: TemplateVersion
    spring: Submission
    autumn: Submission


def points_of(world: World, *codes: str) -> None:
    """An indicator of people each, first asked by the world's regime."""
    total = Breakdown.objects.get(key=Breakdown.TOTAL)
    for code in codes:
        indicator = Indicator.objects.create(
            code=code, name=code, unit_of_measure=measured_in("Người"), owner=world.cast.department
        )
        point = DataPoint.objects.create(indicator=indicator, breakdown=total)
        FirstSource.objects.create(data_point=point, regime=world.regime)


def in_service(world: World, layout: FormLayout) -> Seasonal:
    version = TemplateVersion.objects.create(
        template=world.template, number=2, layout=to_json(layout), workbook=blank_workbook(layout)
    )
    version = publish_template(version=version, by=world.cast.nga, at=AT)
    reports = []
    for period in ("2026-3M", "2026"):
        opened = open_round(template=world.template, period_code=period, by=None, at=AT)
        reports.append(
            Submission.objects.get(assignment__round=opened, assignment__subject=world.cast.dong_hung)
        )
    return Seasonal(world, version, *reports)


def page_of(report: Submission, user: User) -> str:
    client = Client()
    client.force_login(user, backend="units.backends.PasswordBackend")
    return client.get(f"/bao-cao/{report.assignment_id}/").content.decode()


def accepted(seasonal: Seasonal, report: Submission, cells: dict[str, str]) -> Submission:
    cast = seasonal.world.cast
    save_draft(submission=report, cells=cells, explanations={"": "đúng"}, by=cast.lan, at=AT)
    request_sign_off(submission=report, by=cast.lan, at=AT)
    sign_and_submit(submission=Submission.objects.get(pk=report.pk), by=cast.minh, at=SENT)
    return accept(submission=Submission.objects.get(pk=report.pk), by=cast.hoa, at=SENT)
