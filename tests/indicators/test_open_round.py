"""A round asks the units of the period's last day, once."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from indicators.actions.hand_over import hand_over
from indicators.actions.open_due_rounds import due_openings, open_due_rounds
from indicators.actions.open_round import open_round
from indicators.models import Assignment, Holiday, ReportingRound
from indicators.periods import PeriodError
from tests.indicators.factories import AT, Asked, build_asked
from units.actions.add_members import add_members
from units.actions.create_group import create_group
from units.actions.create_unit import create_unit
from units.actions.end_members import end_members
from units.errors import BadContent, NotAllowed, NotWithinReach
from units.models import Event

pytestmark = pytest.mark.django_db


def at(day: date, hour: int = 8) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def duties(asked: Asked, period: str, opened: date) -> dict[int, tuple[int, int]]:
    _round, made = open_round(template=asked.template, period_code=period, by=None, at=at(opened))
    return {row.subject_id: (row.responsible_id, row.recipient_id) for row in made}


def test_every_commune_of_today_reports_to_the_department(asked: Asked) -> None:
    cast = asked.cast
    found = duties(asked, "2026-9M", date(2026, 10, 1))
    communes = (cast.dong_hung, cast.tien_lu, cast.hoang_hoa_tham)
    assert found == {unit.pk: (unit.pk, cast.department.pk) for unit in communes}


def test_before_the_reorganisation_old_communes_report_to_the_department_of_their_province(
    asked: Asked,
) -> None:
    cast = asked.cast
    found = duties(asked, "2025-3M", date(2025, 4, 1))
    assert found == {
        cast.dong_hung_town.pk: (cast.dong_hung_town.pk, cast.thai_binh_department.pk),
        cast.dong_la.pk: (cast.dong_la.pk, cast.thai_binh_department.pk),
        cast.thu_sy.pk: (cast.thu_sy.pk, cast.old_department.pk),
        cast.thien_phien.pk: (cast.thien_phien.pk, cast.old_department.pk),
    }


def test_a_period_that_ends_with_its_units_is_filled_by_successors(asked: Asked) -> None:
    cast = asked.cast
    found = duties(asked, "2025-6M", date(2025, 7, 1))
    assert found[cast.dong_la.pk] == (cast.dong_hung.pk, cast.department.pk)
    # after a split, the successor the source marks as default
    assert found[cast.thien_phien.pk] == (cast.tien_lu.pk, cast.department.pk)


def test_open_duties_of_ended_units_are_handed_over_with_the_old_unit_as_subject(asked: Asked) -> None:
    cast = asked.cast
    _round, made = open_round(
        template=asked.template, period_code="2025-3M", by=None, at=at(date(2025, 4, 1))
    )
    assert hand_over(assignments=made, by=None, at=at(date(2025, 6, 30))) == []
    assert len(hand_over(assignments=made, by=None, at=at(date(2025, 7, 1)))) == 4
    duty = Assignment.objects.get(subject=cast.dong_la)
    assert (duty.responsible, duty.recipient) == (cast.dong_hung, cast.department)
    assert Event.objects.filter(kind="assignment.handed_over").count() == 4


def test_opening_twice_changes_nothing(asked: Asked) -> None:
    first, made = open_round(template=asked.template, period_code="2026-3M", by=None, at=AT)
    again, none = open_round(template=asked.template, period_code="2026-Q1", by=None, at=AT)
    assert again == first
    assert len(made) == 3
    assert none == []
    assert Event.objects.filter(kind="round.opened").count() == 1


def test_the_deadline_counts_working_days_and_skips_days_off(asked: Asked) -> None:
    Holiday.objects.create(day=date(2026, 10, 7), name="Nghỉ")
    Holiday.objects.create(day=date(2026, 10, 10), name="Làm bù", is_working=True)
    opened, made = open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    assert timezone.localtime(opened.due_at) == at(date(2026, 10, 14), 17)
    Holiday.objects.create(day=date(2027, 1, 1), name="Tết Dương lịch")
    year, _made = open_round(template=asked.template, period_code="2026", by=None, at=AT)
    assert timezone.localtime(year.due_at) == at(date(2027, 1, 15), 17)
    assert {row.due_at for row in made} == {opened.due_at}


def test_a_form_that_is_not_published_is_not_asked() -> None:
    made = build_asked()
    with pytest.raises(BadContent):
        open_round(template=made.template, period_code="2026-9M", by=None, at=AT)


def test_a_code_that_names_no_period_is_refused(asked: Asked) -> None:
    with pytest.raises(PeriodError):
        open_round(template=asked.template, period_code="2026-13M", by=None, at=AT)


def test_only_the_owner_s_officer_opens(asked: Asked) -> None:
    open_round(template=asked.template, period_code="2026-6M", by=asked.cast.nga, at=AT)
    with pytest.raises(NotAllowed):
        open_round(template=asked.template, period_code="2026-9M", by=asked.cast.hoa, at=AT)
    with pytest.raises(NotWithinReach):
        open_round(template=asked.template, period_code="2026-9M", by=asked.cast.long, at=AT)


def test_a_round_bears_the_name_its_regime_uses(asked: Asked) -> None:
    opened, _made = open_round(template=asked.template, period_code="2026-Q1", by=None, at=AT)
    assert opened.period_code == "2026-3M"


def test_a_round_is_due_to_open_on_the_day_after_its_period(asked: Asked) -> None:
    def codes(day: date) -> list[str]:
        return [due.period_code for due in due_openings(at=at(day, 10))]

    asked.regime.starts_on = date(2026, 7, 1)
    asked.regime.save()
    ReportingRound.objects.all().delete()
    assert codes(date(2026, 10, 1)) == ["2026-9M"]
    assert codes(date(2026, 12, 31)) == ["2026-9M"]
    open_due_rounds(at=at(date(2026, 12, 31)))
    assert codes(date(2026, 12, 31)) == []
    assert codes(date(2027, 1, 1)) == ["2026"]
    asked.regime.opens_days_before_end = 5
    asked.regime.save()
    assert codes(date(2026, 12, 27)) == ["2026"]
    assert codes(date(2026, 12, 26)) == []


def test_a_national_body_asks_the_communes_of_every_province(asked: Asked) -> None:
    ministry = create_unit(
        code="G17", scheme="agency", name="Bộ Y tế", kind="khac", begins=date(2004, 1, 1), by=None, at=AT
    )
    asked.regime.owner = ministry
    asked.regime.save()
    cast = asked.cast
    communes = (cast.dong_hung, cast.tien_lu, cast.hoang_hoa_tham, cast.kien_an)
    assert duties(asked, "2026-9M", date(2026, 10, 1)) == {
        unit.pk: (unit.pk, ministry.pk) for unit in communes
    }
    asked.template.refresh_from_db()
    assert len(duties(asked, "2025-3M", date(2025, 4, 1))) == 4


def test_a_regime_with_a_group_asks_its_members_of_the_period_s_last_day_alone(asked: Asked) -> None:
    cast = asked.cast
    group = create_group(name="Ven biển", by=None, at=AT)
    add_members(group=group, units=[cast.dong_la.pk], from_=date(2020, 1, 1), by=None, at=AT)
    add_members(group=group, units=[cast.tien_lu.pk], from_=date(2026, 1, 1), by=None, at=AT)
    asked.regime.subject_group = group
    asked.regime.save()
    assert duties(asked, "2026-9M", date(2026, 10, 1)).keys() == {cast.tien_lu.pk}
    # Xã Đông Hưng came out of a member; nobody made it one.
    assert duties(asked, "2025-9M", date(2025, 10, 1)) == {}
    assert duties(asked, "2025-3M", date(2025, 4, 1)).keys() == {cast.dong_la.pk}


def test_a_change_of_the_group_leaves_rounds_that_are_open_as_they_are(asked: Asked) -> None:
    cast = asked.cast
    group = create_group(name="Ven biển", by=None, at=AT)
    add_members(group=group, units=[cast.tien_lu.pk], from_=date(2026, 1, 1), by=None, at=AT)
    asked.regime.subject_group = group
    asked.regime.save()
    duties(asked, "2026-9M", date(2026, 10, 1))
    end_members(group=group, units=[cast.tien_lu.pk], last_day=date(2026, 8, 31), by=None, at=AT)
    assert [duty.subject_id for duty in Assignment.objects.all()] == [cast.tien_lu.pk]
