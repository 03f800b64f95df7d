"""Days off change: which open deadlines move is shown first, then moved together, and can be undone."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from indicators.actions.change_days_off import change_days_off, undo_days_off
from indicators.actions.exempt import exempt
from indicators.actions.extend_deadline import extend_deadline
from indicators.actions.open_round import open_round
from indicators.actions.seed_holidays import seed_holidays
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.days_off import Mark, Marks, preview_days_off
from indicators.models import Assignment, DaysOffChange, Holiday, ReportingRound
from indicators.periods import DueRule, ScopedRule
from tests.indicators.factories import AT, Asked
from units.errors import BadContent, Conflict, NotAllowed
from units.models import Event

pytestmark = pytest.mark.django_db

# Form 4/BCH of nine months of 2026 is due on the tenth working day of October: Wednesday 14.
STORM: Marks = {date(2026, 10, 12): Mark("Bão số 12"), date(2026, 10, 13): Mark("Bão số 12")}


def local(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"


def dues() -> set[str]:
    return {local(due) for due in Assignment.objects.values_list("due_at", flat=True)}


@pytest.fixture
def opened(asked: Asked) -> ReportingRound:
    round_, _duties = open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    assert dues() == {"14/10/2026 17:00"}
    return round_


def test_a_preview_says_which_deadlines_move_from_when_to_when_for_how_many_and_writes_nothing(
    opened: ReportingRound,
) -> None:
    preview = preview_days_off(STORM, at=AT)
    [move] = preview.moves
    assert (move.form, move.period, move.units) == ("4/BCH", "2026-9M", 3)
    assert (local(move.before), local(move.after)) == ("14/10/2026 17:00", "16/10/2026 17:00")
    assert dues() == {"14/10/2026 17:00"}
    assert not Holiday.objects.exists()


def test_a_change_moves_deadlines_with_its_event_and_undoing_it_moves_them_back(
    asked: Asked, opened: ReportingRound
) -> None:
    quan = asked.cast.quan
    change = change_days_off(marks=STORM, by=quan, at=AT)
    assert change is not None
    assert (change.moved, dues()) == (3, {"16/10/2026 17:00"})
    opened.refresh_from_db()
    assert local(opened.due_at) == "16/10/2026 17:00"
    event = Event.objects.get(kind="holidays.changed")
    assert "14/10/2026 17:00 → 16/10/2026 17:00 (3)" in event.data

    undo_days_off(change=change, by=quan, at=AT + timedelta(hours=1))
    opened.refresh_from_db()
    assert (dues(), local(opened.due_at)) == ({"14/10/2026 17:00"}, "14/10/2026 17:00")
    assert not Holiday.objects.exists()
    assert Event.objects.filter(kind="holidays.change_undone").count() == 1
    with pytest.raises(Conflict):
        undo_days_off(change=change, by=quan, at=AT + timedelta(hours=2))


def test_a_worked_saturday_brings_deadlines_forward(asked: Asked, opened: ReportingRound) -> None:
    saturday: Marks = {date(2026, 10, 10): Mark("Làm bù", is_working=True)}
    change_days_off(marks=saturday, by=asked.cast.quan, at=AT)
    assert dues() == {"13/10/2026 17:00"}
    change_days_off(marks={date(2026, 10, 10): None}, by=asked.cast.quan, at=AT)
    assert dues() == {"14/10/2026 17:00"}


def test_who_was_given_more_time_or_freed_one_by_one_stays(asked: Asked, opened: ReportingRound) -> None:
    duties = Assignment.objects.select_related("round__template__regime")
    tien_lu, dong_hung = (duties.get(subject=unit) for unit in (asked.cast.tien_lu, asked.cast.dong_hung))
    until = timezone.make_aware(datetime(2026, 10, 15, 17))
    extend_deadline(assignments=[tien_lu], until=until, reason="Ngập", by=asked.cast.nga, at=AT)
    exempt(assignments=[dong_hung], reason="Tách đơn vị", by=asked.cast.nga, at=AT)
    preview = preview_days_off(STORM, at=AT)
    assert ([move.units for move in preview.moves], preview.extended) == ([1], 1)
    change_days_off(marks=STORM, by=asked.cast.quan, at=AT)
    tien_lu.refresh_from_db()
    assert (local(tien_lu.due_at), tien_lu.extended_to) == ("14/10/2026 17:00", until)


def test_a_deadline_moves_to_no_time_that_is_over(asked: Asked, opened: ReportingRound) -> None:
    change_days_off(marks=STORM, by=asked.cast.quan, at=AT)
    on_thursday = timezone.make_aware(datetime(2026, 10, 15, 9))
    undone: Marks = dict.fromkeys(STORM)
    preview = preview_days_off(undone, at=on_thursday)
    assert (preview.moves, [local(move.after) for move in preview.past]) == ((), ["14/10/2026 17:00"])
    change_days_off(marks=undone, by=asked.cast.quan, at=on_thursday)
    assert dues() == {"16/10/2026 17:00"}
    assert not Holiday.objects.exists()


def test_a_day_off_said_after_the_deadline_passed_gives_the_time_back(
    asked: Asked, opened: ReportingRound
) -> None:
    that_evening = timezone.make_aware(datetime(2026, 10, 14, 20))
    change_days_off(marks={date(2026, 10, 14): Mark("Bão")}, by=asked.cast.quan, at=that_evening)
    assert dues() == {"15/10/2026 17:00"}


def test_closed_rounds_deadlines_set_by_a_person_and_other_days_move_nothing(
    asked: Asked, opened: ReportingRound
) -> None:
    assert preview_days_off({date(2026, 12, 24): Mark("Nghỉ")}, at=AT).moves == ()
    Assignment.objects.update(rule=None)
    assert preview_days_off(STORM, at=AT).moves == ()
    Assignment.objects.update(rule=asked.regime.deadline_rules.get())
    ReportingRound.objects.update(closed_at=AT)
    assert preview_days_off(STORM, at=AT).moves == ()


def test_a_round_moves_by_the_rules_it_was_opened_with(asked: Asked, opened: ReportingRound) -> None:
    set_deadline_rules(regime=asked.regime, rules=[ScopedRule(DueRule(offset=20))], by=asked.cast.nga, at=AT)
    change_days_off(marks=STORM, by=asked.cast.quan, at=AT)
    assert dues() == {"16/10/2026 17:00"}


def test_what_was_not_shown_is_not_done(asked: Asked, opened: ReportingRound) -> None:
    shown = preview_days_off(STORM, at=AT).digest
    change_days_off(marks={date(2026, 10, 9): Mark("Nghỉ")}, by=asked.cast.quan, at=AT)
    with pytest.raises(Conflict):
        change_days_off(marks=STORM, by=asked.cast.quan, at=AT, digest=shown)
    assert (dues(), Holiday.objects.count()) == ({"15/10/2026 17:00"}, 1)
    shown = preview_days_off(STORM, at=AT).digest
    change_days_off(marks=STORM, by=asked.cast.quan, at=AT, digest=shown)
    assert dues() == {"19/10/2026 17:00"}


def test_a_change_is_not_undone_once_its_day_was_changed_again(asked: Asked) -> None:
    quan = asked.cast.quan
    first = change_days_off(marks=STORM, by=quan, at=AT)
    change_days_off(marks={date(2026, 10, 12): Mark("Bão số 13")}, by=quan, at=AT)
    assert first is not None
    with pytest.raises(Conflict, match="12/10/2026"):
        undo_days_off(change=first, by=quan, at=AT)


def test_the_same_change_twice_is_one(asked: Asked) -> None:
    assert change_days_off(marks=STORM, by=asked.cast.quan, at=AT) is not None
    assert change_days_off(marks=STORM, by=asked.cast.quan, at=AT) is None
    assert DaysOffChange.objects.count() == 1


def test_only_administrators_change_days_off(asked: Asked) -> None:
    for who in ("lan", "nga", "dung", "thanh"):
        with pytest.raises(NotAllowed):
            change_days_off(marks=STORM, by=getattr(asked.cast, who), at=AT)
    assert not Holiday.objects.exists()


@pytest.mark.parametrize(
    "marks",
    [
        {},
        {date(2026, 1, 1): Mark("")},
        {date(2026, 1, 1): Mark("  ")},
        {date(2026, 1, 1): Mark("x" * 151)},
        {date(1999, 1, 1): Mark("Tết")},
        {date(2026, 1, 1) + timedelta(day): Mark("Tết") for day in range(400)},
    ],
)
def test_no_day_no_name_and_days_out_of_range_are_refused(asked: Asked, marks: Marks) -> None:
    with pytest.raises(BadContent):
        change_days_off(marks=marks, by=asked.cast.quan, at=AT)


def test_a_year_is_seeded_as_published_and_undone_as_one(asked: Asked) -> None:
    change = seed_holidays(years=[2027], by=asked.cast.quan, at=AT)
    assert change is not None
    assert Holiday.objects.get(day=date(2027, 2, 8)).name == "Mùng ba Tết Nguyên Đán"
    assert set(Holiday.objects.values_list("day__year", flat=True)) == {2027}
    undo_days_off(change=change, by=asked.cast.quan, at=AT)
    assert not Holiday.objects.exists()
