"""Each duty is due by the most specific rule of its regime, and keeps that rule."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from indicators.actions.open_round import open_round
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.calendars import period_named
from indicators.deadline_words import rule_sentence
from indicators.deadlines import deadlines_of
from indicators.models import Assignment, Calendar, DeadlineRule, Edition, Holiday, ReportingRound
from indicators.periods import Anchor, CountIn, DueRule, OnDayOff, ScopedRule
from submissions.actions.open_rounds import open_due_rounds
from tests.indicators.factories import AT, Asked
from units.errors import BadContent, NotAllowed
from units.models import Event

pytestmark = pytest.mark.django_db

COMMUNES = frozenset({"xa", "phuong", "thi_tran", "dac_khu"})
RULES = [
    ScopedRule(DueRule(offset=5, anchor=Anchor.PERIOD_END), COMMUNES),
    ScopedRule(DueRule(offset=25, anchor=Anchor.PERIOD_END), frozenset({"so", "tinh"})),
    ScopedRule(DueRule(offset=-5, anchor=Anchor.PERIOD_END), edition=Edition.ESTIMATE),
    ScopedRule(DueRule(fixed_day=15)),
]


def local(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"


def test_communes_and_departments_are_due_by_rules_of_their_own(asked: Asked) -> None:
    regime = asked.regime
    regime.subject_kinds = "xa,so"
    regime.save()
    set_deadline_rules(regime=regime, rules=RULES, by=None, at=AT)
    asked.template.refresh_from_db()
    opened, duties = open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    due = {duty.subject_id: local(duty.due_at) for duty in duties}
    assert due[asked.cast.tien_lu.pk] == "07/10/2026 17:00"
    assert asked.cast.department.pk not in due  # nobody asks oneself
    assert local(deadlines_of(regime, period_named("2026-9M")).of("so").at) == "04/11/2026 17:00"
    assert local(opened.due_at) == "07/10/2026 17:00"  # the last of those asked
    rules = dict(Assignment.objects.values_list("subject", "rule__unit_kinds"))
    assert rules[asked.cast.tien_lu.pk] == ",".join(sorted(COMMUNES))


def test_an_edition_of_its_own_and_other_units_have_theirs(asked: Asked) -> None:
    set_deadline_rules(regime=asked.regime, rules=RULES, by=asked.cast.nga, at=AT)
    span = period_named("2026-9M")
    estimate = deadlines_of(asked.regime, span, edition=Edition.ESTIMATE)
    assert local(estimate.of("xa").at) == local(estimate.of("truong_thpt").at) == "23/09/2026 17:00"
    assert local(deadlines_of(asked.regime, span).of("truong_thpt").at) == "15/10/2026 17:00"


def test_a_unit_without_a_rule_is_not_asked_by_a_made_up_one(asked: Asked) -> None:
    set_deadline_rules(regime=asked.regime, rules=RULES[1:2], by=asked.cast.nga, at=AT)
    with pytest.raises(BadContent, match="chưa quy định hạn gửi cho xã"):
        open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    DeadlineRule.objects.all().delete()
    with pytest.raises(BadContent, match="chưa quy định hạn gửi"):
        open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    assert not ReportingRound.objects.exists()


def test_a_regime_that_cannot_be_asked_keeps_nobody_else_waiting_and_is_named(asked: Asked) -> None:
    DeadlineRule.objects.all().delete()
    with pytest.raises(BadContent, match="4/BCH 2025-3M"):
        open_due_rounds(at=AT)


def test_rules_are_replaced_and_open_rounds_keep_theirs(asked: Asked) -> None:
    _opened, duties = open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    before = duties[0].rule
    set_deadline_rules(regime=asked.regime, rules=RULES, by=asked.cast.nga, at=AT)
    assert before is not None
    before.refresh_from_db()
    assert before.retired_at == AT
    assert DeadlineRule.objects.filter(retired_at__isnull=True).count() == 4
    assert Assignment.objects.filter(rule=before).count() == 3
    event = Event.objects.get(kind="regime.deadlines_set", actor=asked.cast.nga)
    assert "25 ngày làm việc sau ngày cuối kỳ báo cáo, chậm nhất 17:00" in event.data


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ([], "no_deadline_rule"),
        ([RULES[0], ScopedRule(DueRule(offset=3), frozenset({"xa"}))], "same_scope"),
        ([ScopedRule(DueRule(offset=500))], "days_out_of_range"),
        ([ScopedRule(DueRule(fixed_day=0))], "no_such_day"),
        ([ScopedRule(DueRule(fixed_day=14, months_after=0))], "before_cut_off"),
    ],
)
def test_rules_that_cannot_be_are_refused_in_words(asked: Asked, rules: list[ScopedRule], code: str) -> None:
    asked.regime.calendar = Calendar.objects.get(code="nd09")
    asked.regime.save()
    with pytest.raises(BadContent) as refused:
        set_deadline_rules(regime=asked.regime, rules=rules, by=asked.cast.nga, at=AT)
    assert refused.value.code == code
    assert DeadlineRule.objects.filter(retired_at__isnull=True).count() == 1


def test_only_the_owner_s_officer_sets_them(asked: Asked) -> None:
    with pytest.raises(NotAllowed):
        set_deadline_rules(regime=asked.regime, rules=RULES, by=asked.cast.hoa, at=AT)


def test_a_deadline_that_was_moved_is_said_in_the_log(asked: Asked) -> None:
    Holiday.objects.create(day=date(2026, 10, 15), name="Nghỉ")
    set_deadline_rules(regime=asked.regime, rules=[ScopedRule(DueRule(fixed_day=15))], by=None, at=AT)
    open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    said = "17:00 16/10/2026 (ngày hạn là ngày nghỉ nên chuyển)"
    assert said in Event.objects.get(kind="round.opened").data


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (ScopedRule(DueRule(offset=5)), "5 ngày làm việc sau ngày chốt số liệu, chậm nhất 17:00"),
        (
            ScopedRule(DueRule(offset=-3, count_in=CountIn.CALENDAR, anchor=Anchor.PERIOD_END), edition=2),
            "số ước tính: 3 ngày trước ngày cuối kỳ báo cáo, chậm nhất 17:00",
        ),
        (
            ScopedRule(DueRule(fixed_day=25, months_after=0, at=time(11, 30)), frozenset({"xa", "phuong"})),
            "phường, xã: ngày 25 của tháng cuối kỳ, chậm nhất 11:30",
        ),
        (
            ScopedRule(DueRule(fixed_day=31, on_day_off=OnDayOff.STAY)),
            "ngày cuối của tháng sau kỳ báo cáo, chậm nhất 17:00, kể cả khi là ngày nghỉ",
        ),
        (
            ScopedRule(DueRule(fixed_day=31, months_after=3, on_day_off=OnDayOff.PREVIOUS)),
            "ngày 31 của tháng thứ 3 sau kỳ báo cáo, chậm nhất 17:00,"
            " gặp ngày nghỉ thì vào ngày làm việc liền trước",
        ),
        (ScopedRule(DueRule(offset=0)), "đúng ngày chốt số liệu, chậm nhất 17:00"),
    ],
)
def test_a_rule_reads_as_a_decree_would_say_it(rule: ScopedRule, words: str) -> None:
    assert rule_sentence(rule) == words
