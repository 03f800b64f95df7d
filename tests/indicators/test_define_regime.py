"""What a regime may say, and what changing it does to what is open."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.actions.define_regime import change_regime, define_regime, standing_of
from indicators.actions.open_round import open_round
from indicators.coming_rounds import coming_rounds
from indicators.models import (
    Assignment,
    Calendar,
    DeadlineRule,
    Edition,
    Regime,
    RegimeUnit,
    ReportingRound,
)
from indicators.periods import Anchor, CountIn, DueRule, OnDayOff, ScopedRule
from indicators.regime_changes import history_of
from indicators.regime_preview import look_at
from indicators.rule_rows import row_of, rules_in
from tests.indicators.factories import AT, Asked, build_asked
from tests.indicators.regimes import COMMUNES, defined, faults, form_of, said
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Event


@pytest.fixture
def asked(db: None) -> Asked:
    return build_asked()


@pytest.mark.parametrize(
    ("other", "field", "words"),
    [
        ({"code": "có dấu"}, "code", "Mã gồm A–Z"),
        ({"code": "DX-001"}, "code", "đột xuất"),
        ({"code": "BCH"}, "code", "Đã có chế độ mang mã BCH"),
        ({"name": " \u200b "}, "name", "Hãy ghi tên"),
        ({"kind": "ad_hoc"}, "kind", "Hãy chọn lại"),
        ({"frequency": "day"}, "frequency", "không có kỳ này"),
        ({"frequency": "fortnight"}, "frequency", "Hãy chọn lại"),
        ({"rules": []}, "rules", "ít nhất một hạn gửi"),
        ({"rules": [ScopedRule(DueRule(offset=5)), ScopedRule(DueRule(offset=9))]}, "rule-2", "Chỉ giữ một"),
        ({"rules": [ScopedRule(DueRule(offset=-5))]}, "rule-1", "không sau ngày chốt số liệu"),
        ({"ends_on": date(2026, 9, 14)}, "ends_on", "từ ngày bắt đầu"),
        ({"starts_on": date(1999, 1, 1)}, "starts_on", "Năm phải từ 2000 đến 2100"),
        ({"opens_days_before_end": 61}, "opens_days_before_end", "từ 0 đến 60"),
        ({"subject_kinds": frozenset()}, "subject_kinds", "Hãy chọn loại đơn vị"),
        ({"subject_scope": "listed"}, "listed", "Hãy ghi danh sách"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(
    asked: Asked, other: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(BadContent) as refused:
        defined(asked, **other)
    assert words in faults(refused)[field]
    assert Regime.objects.count() == 1
    assert not Event.objects.filter(kind="regime.defined", data__contains="TC-01").exists()


def test_units_beyond_the_agency_are_refused(asked: Asked) -> None:
    cast = asked.cast
    with pytest.raises(BadContent) as refused:
        defined(asked, exempt=[cast.kien_an.pk], checked_by=cast.foreign_department)
    assert set(faults(refused)) == {"exempt", "checked_by"}


def test_only_the_agencys_officer_defines(asked: Asked) -> None:
    for name, error in (("hoa", NotAllowed), ("lan", NotWithinReach), ("long", NotWithinReach)):
        with pytest.raises(error):
            define_regime(definition=said(asked), by=asked.cast.fresh(name), at=AT)


def test_looking_saves_nothing(asked: Asked) -> None:
    events = Event.objects.count()
    found = look_at(said(asked), regime=None, by=asked.cast.nga, at=AT)
    assert found.rounds[0].name == "Quý 4 năm 2026"
    assert (found.changes, found.has_form) == (None, False)
    assert (Regime.objects.count(), Event.objects.count()) == (1, events)


def test_a_change_is_said_before_and_kept_in_the_history(asked: Asked) -> None:
    regime, cast = defined(asked), asked.cast
    changed = said(
        asked, name="Tiêm chủng mở rộng", sign_off="none", exempt=[cast.tien_lu.pk],
        rules=[ScopedRule(DueRule(offset=7))], ends_on=date(2027, 12, 31),
    )  # fmt: skip
    looked = look_at(changed, regime=regime, by=cast.nga, at=AT)
    assert looked.changes == [
        "tên: Tình hình tiêm chủng → Tiêm chủng mở rộng",
        "ký: ký trước khi gửi → không cần ký",
        "áp dụng đến hết ngày: để trống → 31/12/2027",
        "đơn vị được miễn: thêm Xã Tiên Lữ",
        "hạn gửi: 5 ngày làm việc sau ngày chốt số liệu, chậm nhất 17:00 → 7 ngày làm việc sau ngày chốt số "
        "liệu, chậm nhất 17:00",
    ]
    assert looked.consequences == ["Chế độ chưa có đợt nào đang mở; thay đổi có hiệu lực từ đợt mở tới."]
    change_regime(regime=regime, definition=changed, by=cast.nga, at=AT)
    latest, rules, *_older = history_of(regime)
    assert (latest.what, latest.lines) == ("Sửa chế độ báo cáo", looked.changes[:-1])
    assert rules.lines == ["7 ngày làm việc sau ngày chốt số liệu, chậm nhất 17:00"]


def test_saying_the_same_again_is_no_event_and_keeps_the_rules(asked: Asked) -> None:
    regime = defined(asked)
    events, rules = Event.objects.count(), list(DeadlineRule.objects.values_list("pk", "retired_at"))
    assert look_at(said(asked), regime=regime, by=asked.cast.nga, at=AT).changes == []
    change_regime(regime=regime, definition=said(asked), by=asked.cast.nga, at=AT)
    assert Event.objects.count() == events
    assert list(DeadlineRule.objects.values_list("pk", "retired_at")) == rules


def test_open_rounds_keep_their_units_and_deadlines_and_the_page_says_so(asked: Asked) -> None:
    regime, cast = defined(asked, starts_on=date(2026, 1, 1)), asked.cast
    template = form_of(regime, asked)
    made, _duties = open_round(template=template, period_code="nd09:2026-Q3", by=cast.nga, at=AT)
    before = sorted(Assignment.objects.filter(round=made).values_list("subject", "due_at"))
    changed = said(
        asked, starts_on=date(2026, 1, 1), exempt=[cast.tien_lu.pk], acceptance="automatic",
        rules=[ScopedRule(DueRule(offset=9))], lets_others_enter=True,
    )  # fmt: skip
    told = look_at(changed, regime=regime, by=cast.nga, at=AT).consequences
    assert told[0].startswith("1 đợt đang mở (3 nhiệm vụ) không hỏi lại")
    assert told[1].startswith("Cách ký và duyệt đổi ngay")
    assert told[2].startswith("Các đợt đang mở cũng cho nhập thay")
    change_regime(regime=regime, definition=changed, by=cast.nga, at=AT)
    assert sorted(Assignment.objects.filter(round=made).values_list("subject", "due_at")) == before
    after = coming_rounds(Regime.objects.get(pk=regime.pk), on=date(2026, 10, 1))[0]
    assert cast.tien_lu.pk not in {unit.id for unit in after.subjects}


def test_what_figures_hang_on_stays_once_a_round_was_opened(asked: Asked) -> None:
    regime, cast = defined(asked, starts_on=date(2026, 1, 1)), asked.cast
    open_round(template=form_of(regime, asked), period_code="nd09:2026-Q3", by=cast.nga, at=AT)
    year = Calendar.objects.get(code="year")
    other = said(asked, code="TC-02", calendar=year, frequency="month", speaks_for_whole=True)
    with pytest.raises(BadContent) as refused:
        change_regime(regime=regime, definition=other, by=cast.nga, at=AT)
    assert set(faults(refused)) == {"code", "calendar", "frequency", "speaks_for_whole"}


def test_who_saw_an_older_regime_is_told_and_overwrites_nothing(asked: Asked) -> None:
    regime, nga = defined(asked), asked.cast.nga
    seen = standing_of(regime)
    change_regime(regime=regime, definition=said(asked, name="Của người khác"), by=nga, at=AT, seen=seen)
    with pytest.raises(Conflict):
        change_regime(regime=regime, definition=said(asked, name="Của tôi"), by=nga, at=AT, seen=seen)
    assert Regime.objects.get(pk=regime.pk).name == "Của người khác"


def test_a_round_is_not_opened_by_a_calendar_that_has_just_been_changed(asked: Asked) -> None:
    regime = defined(asked)
    template = form_of(regime, asked)
    assert template.regime.frequency == "quarter"  # read before the change
    year = Calendar.objects.get(code="year")
    change_regime(regime=regime, definition=said(asked, calendar=year), by=asked.cast.nga, at=AT)
    with pytest.raises(Conflict):
        open_round(template=template, period_code="nd09:2026-Q3", by=None, at=AT)
    assert not ReportingRound.objects.exists()


def test_an_ad_hoc_request_is_not_changed_here(asked: Asked) -> None:
    Regime.objects.filter(pk=asked.regime.pk).update(kind=Regime.Kind.AD_HOC)
    asked.regime.refresh_from_db()
    with pytest.raises(Conflict):
        change_regime(regime=asked.regime, definition=said(asked), by=asked.cast.nga, at=AT)


def test_listed_and_exempt_units_are_kept_as_said(asked: Asked) -> None:
    cast = asked.cast
    listed = [cast.dong_hung.pk, cast.tien_lu.pk]
    regime = defined(asked, subject_scope="listed", listed=listed, exempt=[cast.tien_lu.pk])
    named = RegimeUnit.objects.filter(regime=regime).values_list("unit", "is_exempt")
    assert set(named) == {(cast.dong_hung.pk, False), (cast.tien_lu.pk, True)}
    assert [unit.id for unit in coming_rounds(regime, on=date(2026, 10, 1))[0].subjects] == [
        cast.dong_hung.pk
    ]
    told = json.loads(Event.objects.get(kind="regime.defined", subject_id=regime.pk).data)
    assert told == {"code": "TC-01", "name": "Tình hình tiêm chủng"}


RULES = st.one_of(
    st.builds(
        DueRule,
        st.integers(-400, 400),
        st.sampled_from(list(CountIn)),
        st.sampled_from(list(Anchor)),
        at=st.times(min_value=datetime(2026, 1, 1, tzinfo=UTC).time()).map(
            lambda at: at.replace(second=0, microsecond=0)
        ),
        on_day_off=st.sampled_from(list(OnDayOff)),
    ),
    st.builds(
        DueRule, fixed_day=st.integers(1, 31), months_after=st.integers(-24, 24),
        on_day_off=st.sampled_from(list(OnDayOff)),
    ),
)  # fmt: skip


@given(RULES, st.sets(st.sampled_from(sorted(COMMUNES))), st.sampled_from([None, *Edition.values]))
def test_every_rule_fits_a_row_of_the_form_and_comes_back_as_it_was(
    rule: DueRule, kinds: set[str], edition: int | None
) -> None:
    scoped = ScopedRule(rule, frozenset(kinds), edition)
    assert rules_in([row_of(scoped)]) == ([scoped], {})
