"""Yêu cầu báo cáo đột xuất: from what an officer wrote to duties that people see, in one transaction."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from indicators.actions.define_ad_hoc import define_ad_hoc
from indicators.ad_hoc import AdHoc
from indicators.models import ReportingRound
from indicators.periods import ad_hoc_code
from submissions.actions.open_rounds import open_round
from submissions.tasks import tell_of_round
from submissions.workbooks.blank import blank_workbook
from units.models import User


def ask_ad_hoc(*, asked: AdHoc, by: User, at: datetime) -> ReportingRound:
    """The open round of today; clerks and heads get a mail as soon as it is committed.

    BadContent with a problem a field when something of the request cannot be used; nothing is made then.
    """
    with transaction.atomic():
        template = define_ad_hoc(asked=asked, by=by, at=at, draw=blank_workbook)
        code = ad_hoc_code(template.code, timezone.localdate(at))
        opened = open_round(template=template, period_code=code, by=by, at=at)
        transaction.on_commit(lambda: tell_of_round.enqueue(opened.pk))
    return opened
