"""The demo province as `load_demo` leaves it."""

from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.test import override_settings
from django.utils import timezone

from aggregates.models import Total
from indicators.models import Assignment, DataPoint, ReportingRound
from submissions.background import working_sheet
from submissions.models import Comment, Draft, Figure, PendingFigure, Revision, Status, Submission
from submissions.queries import todo_of
from submissions.readiness import blocking
from submissions.revisions import digest_of, sheet_of_revision
from submissions.signers import signers_of
from units.models import Event, Unit, User
from units.queries import describe_unit

pytestmark = pytest.mark.django_db
FORM, PROCEDURES, WEEKLY = "4/BCH", "II.06a/VPCP/KSTT", "5/BTN"
BIRTHS = "BCH4.05"


def load(today: str) -> str:
    said = StringIO()
    call_command("load_demo", "--today", today, stdout=said)
    return said.getvalue()


def statuses(period: str) -> Counter[str]:
    found = Submission.objects.filter(
        assignment__round__template__code=FORM, assignment__round__period_code=period
    )
    return Counter(found.values_list("status", flat=True))


def sums() -> dict[tuple[str, str], int]:
    points = dict(DataPoint.objects.values_list("pk", "indicator__code"))
    periods = dict(ReportingRound.objects.values_list("period", "period_code"))
    rows = Figure.objects.values_list("period", "data_point").annotate(all=Sum("amount"))
    return {(periods[period], points[point]): total for period, point, total in rows}


def rounds_of(code: str) -> QuerySet[ReportingRound]:
    return ReportingRound.objects.filter(template__code=code)


def counts() -> list[int]:
    models = (Unit, User, ReportingRound, Assignment, Submission, Revision, Figure, Total, Event)
    return [model._default_manager.count() for model in models]


def test_the_demo_is_there_once_whole_and_consistent_and_the_same_on_a_later_day() -> None:
    with transaction.atomic():  # a load is ten seconds of computing: both days share the first
        first = _loaded_once_on_23_november()
        transaction.set_rollback(True)
    _another_load_says_the_same_numbers(first)


def _loaded_once_on_23_november() -> dict[tuple[str, str], int]:
    load("2026-11-23")
    said = sums()
    _rounds_are_of_every_ended_period()
    _the_newest_period_is_in_full_swing()
    _lan_has_three_reports_to_do()
    _her_week_has_six_reports(datetime(2026, 11, 23, 10))
    _procedures_balance_and_carry_over()
    _revisions_are_sealed_and_pass_the_checks()
    _figures_are_those_of_accepted_reports()
    _two_levels_put_the_newest_period_together()
    before = counts()
    assert "đã có" in load("2026-11-23")
    assert "đã có" in load("2027-02-01")
    assert counts() == before
    return said


def _rounds_are_of_every_ended_period() -> None:
    codes = rounds_of(FORM).order_by("period__ends").values_list("period_code", flat=True)
    assert " ".join(codes) == (
        "2024-3M 2024-6M 2024-9M 2024 2025-3M 2025-6M 2025-9M 2025 2026-3M 2026-6M 2026-9M"
    )
    duties = [rounds_of(FORM).get(period_code=code).assignments.count() for code in codes]
    assert duties == [381] * 6 + [104] * 5
    recipients = Assignment.objects.filter(round__period_code="2024").values_list("recipient", flat=True)
    assert len(set(recipients)) >= 2


def _the_newest_period_is_in_full_swing() -> None:
    newest = statuses("2026-9M")
    assert newest[Status.ACCEPTED] > 80
    assert newest[Status.SUBMITTED] >= 5
    assert PendingFigure.objects.values("unit").distinct().count() == newest[Status.SUBMITTED]
    asked = rounds_of(FORM).get(period_code="2026-9M")
    untouched = Draft.objects.filter(submission__assignment__round=asked, version=0)
    assert untouched.count() == 3
    assert statuses("2025")[Status.ACCEPTED] > 95
    assert Revision.objects.filter(is_late=True).count() > 50
    assert Comment.objects.filter(resolved_at__isnull=False).exists()


def _lan_has_three_reports_to_do() -> None:
    lan = User.objects.get(username="lan")
    assert lan.check_password("demo-2026")
    commune = lan.memberships.get().unit
    assert describe_unit(commune.pk).full_name == "Xã Đông Hưng"
    mine = Assignment.objects.filter(responsible=commune, round__template__code=FORM).exclude(
        submission__status=Status.ACCEPTED
    )
    newest, returned, overdue = mine.order_by("-round__period__ends").select_related("round", "submission")
    assert [row.round.period_code for row in (newest, returned, overdue)] == ["2026-9M", "2026-6M", "2026-3M"]
    assert [row.submission.status for row in (newest, returned, overdue)] == ["draft", "returned", "draft"]
    # 24 November 2026 is a day off: three working days after Monday the 23rd end on Friday.
    assert newest.extended_to == timezone.make_aware(datetime(2026, 11, 27, 17))
    word = returned.submission.comments.get()
    assert (word.made_by.username, word.resolved_at) == ("hoa", None)
    assert word.address in sheet_of_revision(returned.submission.sent).cells
    assert overdue.submission.sent is None
    assert timezone.localdate(overdue.due_at) == date(2026, 4, 14)


def _her_week_has_six_reports(now: datetime) -> None:
    """Two are overdue; four, of three regimes and an urgent request, are due within ten days of work."""
    lan, at = User.objects.get(username="lan"), timezone.make_aware(now)
    open_ = [duty for duty in todo_of(lan, at=at) if duty.status in (Status.DRAFT, Status.RETURNED)]
    codes = [duty.assignment.round.template.code for duty in open_]
    assert codes[:2] == [FORM, FORM]
    assert sorted(codes[2:]) == [FORM, WEEKLY, f"DX-001/{now.year}", PROCEDURES]
    assert [duty.is_late for duty in open_] == [True, True, False, False, False, False]
    assert all(at < duty.due < at + timedelta(days=15) for duty in open_[2:])
    assert max(open_, key=lambda duty: duty.assignment.pk).assignment.round.template.code == FORM


def _procedures_balance_and_carry_over() -> None:
    """What is pending at the end of a quarter is what the next begins with; lan has not started hers."""
    codes = rounds_of(PROCEDURES).order_by("period__ends").values_list("period_code", flat=True)
    assert " ".join(codes) == "nd09:2026-Q1 nd09:2026-Q2 nd09:2026-Q3"
    pending, carried = (
        sums_by_point(code, period) for code, period in (("TTHC.11", codes[1]), ("TTHC.06", codes[2]))
    )
    units = set(pending) & set(carried)
    assert len(units) >= 5
    assert {unit: pending[unit] for unit in units} == {unit: carried[unit] for unit in units}
    newest = Submission.objects.get(
        assignment__round__period_code=codes[2], assignment__responsible__memberships__user__username="lan"
    )
    sheet = working_sheet(newest)
    assert (newest.status, sheet.asked, sheet.opened) == (Status.DRAFT, 84, frozenset())
    assert sheet.cells["t1/r13:c6"].scaled == pending[newest.assignment.subject_id]


def sums_by_point(code: str, period: str) -> dict[int, int | None]:
    point = DataPoint.objects.get(indicator__code=code, breakdown__key="total")
    asked = ReportingRound.objects.get(period_code=period)
    rows = Figure.objects.filter(period=asked.period_id, data_point=point.pk)
    return dict(rows.values_list("unit", "amount"))


def _revisions_are_sealed_and_pass_the_checks() -> None:
    related = "submission__assignment__round__version", "submission__assignment__subject"
    for revision in Revision.objects.select_related(*related).iterator(chunk_size=500):
        assert revision.sha256 == digest_of(revision.document)
        assert not blocking(sheet_of_revision(revision))
        assert revision.prepared_at < revision.sent_at
    sent = Event.objects.filter(kind="submission.submitted")
    assert set(sent.values_list("pk", flat=True)) == set(Revision.objects.values_list("event", flat=True))


def _two_levels_put_the_newest_period_together() -> None:
    upper = ReportingRound.objects.get(template__code="4/BCH-TH-SYT")
    assert (upper.template.consolidates_id, upper.period_code) == (
        rounds_of("4/BCH-TH").get().template_id,
        "2026-9M",
    )
    duty = upper.assignments.get()
    assert [one.user.username for one in signers_of(duty.responsible_id)] == ["binh"]
    assert [one.assignment.pk for one in todo_of(User.objects.get(username="ha"), at=timezone.now())] == [
        duty.pk
    ]
    reviewers = User.objects.filter(memberships__unit=duty.recipient_id, memberships__role="reviewer")
    assert [one.username for one in reviewers] == ["phuc"]


def _figures_are_those_of_accepted_reports() -> None:
    accepted = Submission.objects.filter(status=Status.ACCEPTED)
    forms = Counter(accepted.values_list("assignment__round__template__code", flat=True))
    assert Figure.objects.count() == 21 * forms[FORM] + 143 * forms[PROCEDURES] + 5 * forms[WEEKLY]
    assert set(Figure.objects.values_list("revision", flat=True)) == set(
        accepted.values_list("accepted", flat=True)
    )
    events = Event.objects.filter(kind="submission.accepted").values_list("pk", flat=True)
    assert set(Figure.objects.values_list("since", flat=True)) == set(events)
    signs = Counter(Figure.objects.values_list("sign", flat=True))
    assert signs[0] > 20 * signs[1] / 2 > signs[2] > 0
    call_command("reconcile_totals", stdout=StringIO())


def _another_load_says_the_same_numbers(first: dict[tuple[str, str], int]) -> None:
    load("2027-01-05")
    _her_week_has_six_reports(datetime(2027, 1, 5, 10))
    later = sums()
    long_past = [key for key in first if key[0] < "2026-3M"]
    assert {key: later[key] for key in long_past} == {key: first[key] for key in long_past}
    assert 1.01 < later["2025-3M", BIRTHS] / later["2024-3M", BIRTHS] < 1.06
    assert statuses("2026")[Status.SUBMITTED] >= 5


def test_the_demo_is_refused_elsewhere() -> None:
    with override_settings(DEMO=False), pytest.raises(CommandError, match="demo"):
        load("2026-11-23")
    with pytest.raises(CommandError, match="01/04/2026"):
        load("2026-03-31")
    User.objects.create(username="ai-do")
    with pytest.raises(CommandError, match="người dùng thật"):
        load("2026-11-23")
    assert not Unit.objects.exists()
