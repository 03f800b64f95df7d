"""A sent report is received at once and says so; late is told apart for asking to sign and for sending."""

from datetime import timedelta

import pytest

from indicators.queries import effective_due
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import Submission
from submissions.wording import moment_words
from tests.reporting.reading_html import words_of_page
from tests.submissions.factories import AT, GOOD, World
from tests.submissions.test_pages import signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def sent(world: World, *, asked: timedelta, signed: timedelta) -> Submission:
    """Sign-off asked for and given so long after the deadline."""
    due = effective_due(world.submission.assignment)
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    report = request_sign_off(submission=world.again(), by=world.cast.lan, at=due + asked)
    return sign_and_submit(submission=report, by=world.cast.minh, at=due + signed)


@pytest.mark.parametrize(
    ("asked", "signed", "says"),
    [
        (-2 * HOUR, -HOUR, ""),
        (-2 * HOUR, HOUR, "ký gửi muộn, trình ký đúng hạn lúc {at}"),
        (HOUR, 2 * HOUR, "muộn từ khi trình ký lúc {at}"),
    ],
)
def test_late_is_told_by_when_sign_off_was_asked_and_when_it_was_sent_and_is_never_refused(
    world: World, asked: timedelta, signed: timedelta, says: str
) -> None:
    report = sent(world, asked=asked, signed=signed)
    assert report.status == "submitted"
    says = says.format(at=moment_words(effective_due(report.assignment) + asked))
    for who, address in (
        ("lan", f"/bao-cao/{report.assignment_id}/"),
        ("hoa", f"/duyet-so-lieu/{report.pk}/"),
        ("hoa", f"/bao-cao/{report.assignment_id}/lich-su/"),
    ):
        page = words_of_page(signed_in(getattr(world.cast, who)).get(address).content.decode())
        assert (says in page) if says else ("muộn" not in page)


def test_the_receipt_is_automatic_and_printed_as_the_day_of_receipt(world: World) -> None:
    report = sent(world, asked=-2 * HOUR, signed=-HOUR)
    assert report.sent is not None
    page = words_of_page(signed_in(world.cast.lan).get(f"/bao-cao/{report.assignment_id}/").content.decode())
    assert f"Sở Y tế tỉnh Hưng Yên đã nhận lúc {moment_words(report.sent.sent_at)}" in page
    assert f"Ngày nhận báo cáo: {moment_words(report.sent.sent_at).split()[1]}" in " ".join(page.split())
