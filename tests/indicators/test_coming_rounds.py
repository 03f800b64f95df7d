"""What a regime says of itself: its sentence, its next rounds, and those that would open at once."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from indicators.actions.open_due_rounds import open_due_rounds
from indicators.coming_rounds import coming_rounds, late_rounds
from indicators.models import (
    Assignment,
    Calendar,
    Edition,
)
from indicators.periods import Anchor, CountIn, DueRule, ScopedRule
from indicators.regime_preview import preview
from tests.indicators.factories import AT, Asked, build_asked
from tests.indicators.regimes import defined, form_of
from units.queries import in_order


@pytest.fixture
def asked(db: None) -> Asked:
    return build_asked()


def test_a_quarterly_regime_under_the_decree_says_its_sentence(asked: Asked) -> None:
    found = preview(defined(asked), on=date(2026, 10, 1))
    assert found.sentence == (
        "Mọi xã, phường, đặc khu trên địa bàn tỉnh Hưng Yên lập báo cáo hằng quý (số liệu chốt theo Nghị "
        "định 09/2019/NĐ-CP), thủ trưởng ký rồi gửi Sở Y tế tỉnh Hưng Yên duyệt số liệu; hạn gửi: 5 ngày làm "
        "việc sau ngày chốt số liệu, chậm nhất 17:00; áp dụng từ ngày 15/09/2026."
    )


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"sign_off": "after"}, "tỉnh Hưng Yên, thủ trưởng ký sau thì số liệu mới được duyệt"),
        ({"sign_off": "none", "acceptance": "automatic"}, "không cần ký và số liệu được duyệt tự động"),
        ({"speaks_for_whole": True}, "09/2019/NĐ-CP), số liệu gồm cả cấp dưới, thủ trưởng ký"),
        ({"lets_others_enter": True}, "đơn vị bị cô lập thì được nhập thay"),
        ({"ends_on": date(2027, 12, 31)}, "áp dụng từ ngày 15/09/2026 đến hết ngày 31/12/2027."),
        (
            {"calendar": "year", "frequency": "cumulative_quarter"},
            "lập báo cáo 3, 6, 9 và 12 tháng, số lũy kế từ đầu năm (theo năm dương lịch)",
        ),
        ({"filled_by": "health_centre"}, "Trung tâm Y tế khu vực Đông Hưng lập báo cáo hằng quý"),
        ({"exempt": ["tien_lu"]}, "trên địa bàn tỉnh Hưng Yên (trừ Xã Tiên Lữ) lập báo cáo"),
        ({"subject_scope": "listed", "listed": ["tien_lu", "dong_hung"]}, "Xã Đông Hưng, Xã Tiên Lữ lập"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_is_unusual(asked: Asked, other: dict[str, Any], words: str) -> None:
    for name in ("listed", "exempt"):
        if name in other:
            other = other | {name: [getattr(asked.cast, unit).pk for unit in other[name]]}
    if "calendar" in other:
        other = other | {"calendar": Calendar.objects.get(code=other["calendar"])}
    if "filled_by" in other:
        other = other | {"filled_by": getattr(asked.cast, other["filled_by"])}
    assert words in preview(defined(asked, **other), on=date(2026, 10, 1)).sentence


def test_the_next_three_rounds_are_those_that_then_open(asked: Asked) -> None:
    regime = defined(asked)
    shown = coming_rounds(regime, on=date(2026, 10, 1))
    assert [one.name for one in shown] == ["Quý 4 năm 2026", "Quý 1 năm 2027", "Quý 2 năm 2027"]
    assert [one.span.ends for one in shown] == [date(2026, 12, 14), date(2027, 3, 14), date(2027, 6, 14)]
    assert shown[0].due == [("", "17:00 21/12/2026")]
    form_of(regime, asked)
    for one in shown:
        at = timezone.make_aware(datetime.combine(one.opens, datetime.min.time()))
        with time_machine.travel(at, tick=False):
            opened = [
                made for made, _duties in open_due_rounds(at=at) if made.template.regime_id == regime.pk
            ]
        assert [made.period.ends for made in opened] == [one.span.ends]
        duties = Assignment.objects.filter(round=opened[0])
        assert {duty.subject_id for duty in duties} == {unit.id for unit in one.subjects}
        dues = {f"{timezone.localtime(duty.due_at):%H:%M %d/%m/%Y}" for duty in duties}
        assert dues == {words for _level, words in one.due}


def test_each_level_has_its_deadline_in_the_preview(asked: Asked) -> None:
    centres = frozenset({asked.cast.health_centre.names.get().kind})
    rules = [ScopedRule(DueRule(offset=5), frozenset({"xa"})), ScopedRule(DueRule(offset=10), centres)]
    units = [asked.cast.dong_hung.pk, asked.cast.health_centre.pk]
    regime = defined(asked, rules=rules, subject_scope="listed", listed=units)
    first = coming_rounds(regime, on=date(2026, 10, 1))[0]
    assert [level for level, _words in first.due] == ["xã", "trung tâm y tế"]
    assert [words for _level, words in first.due] == ["17:00 21/12/2026", "17:00 28/12/2026"]


def test_a_level_without_a_deadline_is_said_before_saving(asked: Asked) -> None:
    regime = defined(asked, rules=[ScopedRule(DueRule(offset=5), frozenset({"phuong"}))])
    assert "chưa quy định hạn gửi cho xã" in coming_rounds(regime, on=date(2026, 10, 1))[0].problem


def test_estimates_come_in_the_order_in_which_they_open(asked: Asked) -> None:
    estimate = DueRule(-5, CountIn.WORKING, Anchor.PERIOD_END)
    rules = [ScopedRule(DueRule(offset=60)), ScopedRule(estimate, edition=int(Edition.ESTIMATE))]
    calendar = Calendar.objects.get(code="year")
    regime = defined(asked, rules=rules, calendar=calendar, frequency="month", starts_on=date(2026, 10, 1))
    shown = coming_rounds(regime, on=date(2026, 10, 1))
    assert [(one.name, one.edition) for one in shown] == [
        ("Tháng 10 năm 2026", "ước tính"), ("Tháng 10 năm 2026", ""), ("Tháng 11 năm 2026", "ước tính"),
    ]  # fmt: skip
    assert [one.opens for one in shown] == sorted(one.opens for one in shown)


def test_past_periods_that_would_open_at_once_are_told(asked: Asked) -> None:
    regime = defined(asked, starts_on=date(2026, 1, 1))
    late = late_rounds(regime, on=date(2026, 10, 1))
    assert late is not None
    assert (late.count, late.periods) == (3, "Quý 1 năm 2026 đến quý 3 năm 2026")
    form_of(regime, asked)
    opened = [made for made, _ in open_due_rounds(at=AT) if made.template.regime_id == regime.pk]
    assert len(opened) == late.count
    assert late_rounds(regime, on=date(2026, 10, 1)) is None


def test_a_regime_that_has_ended_has_no_next_round(asked: Asked) -> None:
    regime = defined(asked, ends_on=date(2026, 9, 20))
    assert coming_rounds(regime, on=date(2026, 10, 1)) == []


def test_the_order_of_units_is_that_of_their_names(asked: Asked) -> None:
    shown = coming_rounds(defined(asked), on=date(2026, 10, 1))[0].subjects
    assert shown == in_order(shown)
