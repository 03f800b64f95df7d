"""Groups of units: dated members, in the order of Vietnamese, all or nothing, on the record."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import AT, LAST, NEW, OLD, Cast, build_cast
from units.actions.add_members import add_members
from units.actions.change_group import change_group
from units.actions.create_group import create_group
from units.actions.end_members import end_members
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.groups import find_group, heirs_outside, list_groups, list_members, members_on
from units.models import Event, GroupMember, UnitGroup
from units.pasted_codes import read_codes

pytestmark = pytest.mark.django_db
LATER = date(2026, 1, 1)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def coast(cast: Cast) -> UnitGroup:
    return create_group(name="Ven biển", by=cast.quan, at=AT)


def add(cast: Cast, group: UnitGroup, *units: Any, from_: date = NEW, until: date | None = None) -> int:
    numbers = [unit.pk for unit in units]
    return add_members(group=group, units=numbers, from_=from_, until=until, by=cast.quan, at=AT)


def end(cast: Cast, group: UnitGroup, *units: Any, last_day: date) -> int:
    numbers = [unit.pk for unit in units]
    return end_members(group=group, units=numbers, last_day=last_day, by=cast.quan, at=AT)


# ---- groups themselves -----------------------------------------------------------------------------------


def test_a_group_takes_its_code_from_its_name_and_is_composed(cast: Cast) -> None:
    group = create_group(name="  Đồng  bằng ", by=cast.quan, at=AT)
    assert (group.code, group.name) == ("DONG_BANG", "Đồng bằng")
    assert find_group("dong_bang") == group


def test_groups_stand_in_vietnamese_order(cast: Cast) -> None:
    for name in ("Ven biển", "Đồng bằng", "Miền núi", "Dân tộc"):
        create_group(name=name, by=cast.quan, at=AT)
    found = list_groups(on=NEW, within=frozenset())
    assert [group.name for group in found] == ["Dân tộc", "Đồng bằng", "Miền núi", "Ven biển"]


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("", "A", "Tên nhóm"), ("---", "A", "Tên nhóm"), ("x" * 201, "A", "Tên nhóm"), ("Tên", "А1", "CYRILLIC"),
     ("Tên", "A B", "A–Z"), ("Tên", "A" * 41, "40"), ("Tên", "../X", "A–Z")],
)  # fmt: skip
def test_a_bad_name_or_code_is_named(cast: Cast, name: str, code: str, said: str) -> None:
    with pytest.raises(BadContent) as refused:
        create_group(name=name, code=code, by=cast.quan, at=AT)
    assert said in refused.value.messages[0]


def test_one_code_is_one_group(cast: Cast, coast: UnitGroup) -> None:
    with pytest.raises(Conflict):
        create_group(name="Ven Biển", by=cast.quan, at=AT)


def test_a_group_is_renamed_and_what_is_the_same_leaves_no_event(cast: Cast, coast: UnitGroup) -> None:
    change_group(group=coast, name="Miền biển", description="QĐ 12", by=cast.quan, at=AT)
    changed = Event.objects.filter(kind="group.changed")
    assert changed.count() == 1
    change_group(group=coast, name="Miền biển", description=" QĐ  12", by=cast.quan, at=AT)
    assert changed.count() == 1
    assert find_group("VEN_BIEN").name == "Miền biển"


def test_only_the_administrator_changes_groups(cast: Cast, coast: UnitGroup) -> None:
    for person in (cast.dung, cast.thanh, cast.lan):
        with pytest.raises(NotAllowed):
            create_group(name="Khác", by=person, at=AT)
        with pytest.raises(NotAllowed):
            change_group(group=coast, name="Khác", description="", by=person, at=AT)
        with pytest.raises(NotAllowed):
            add_members(group=coast, units=[], from_=NEW, by=person, at=AT)
        with pytest.raises(NotAllowed):
            end_members(group=coast, units=[], last_day=NEW, by=person, at=AT)


# ---- members ---------------------------------------------------------------------------------------------


def test_members_hold_from_day_to_day(cast: Cast, coast: UnitGroup) -> None:
    assert add(cast, coast, cast.tien_lu, cast.dong_hung) == 2
    assert members_on(coast, on=NEW) == {cast.tien_lu.pk, cast.dong_hung.pk}
    assert members_on(coast, on=LAST) == frozenset()
    assert end(cast, coast, cast.tien_lu, last_day=LATER) == 1
    assert members_on(coast, on=LATER) == {cast.tien_lu.pk, cast.dong_hung.pk}
    assert members_on(coast, on=LATER + timedelta(days=1)) == {cast.dong_hung.pk}


def test_members_are_listed_in_vietnamese_order_within_reach(cast: Cast, coast: UnitGroup) -> None:
    add(cast, coast, cast.tien_lu, cast.dong_hung, cast.hoang_hoa_tham, cast.kien_an)
    within = frozenset({cast.tien_lu.pk, cast.dong_hung.pk, cast.hoang_hoa_tham.pk})
    members, count = list_members(coast, on=NEW, within=within, offset=0, limit=2)
    assert ([member.unit.name for member in members], count) == (["Đông Hưng", "Hoàng Hoa Thám"], 3)


def test_adding_twice_changes_nothing(cast: Cast, coast: UnitGroup) -> None:
    add(cast, coast, cast.tien_lu)
    events = Event.objects.count()
    assert add(cast, coast, cast.tien_lu) == 0
    assert Event.objects.count() == events
    assert end(cast, coast, cast.dong_hung, last_day=NEW) == 0


def test_all_or_none_come_in(cast: Cast, coast: UnitGroup) -> None:
    with pytest.raises(BadContent) as refused:
        add(cast, coast, cast.dong_hung, cast.dong_la)
    assert "Xã Đông La chỉ tồn tại từ 01/01/2004 đến 30/06/2025" in refused.value.problems[0]["message"]
    assert not GroupMember.objects.exists()


def test_a_member_s_days_do_not_overlap(cast: Cast, coast: UnitGroup) -> None:
    add(cast, coast, cast.tien_lu, from_=LATER)
    with pytest.raises(BadContent) as refused:
        add(cast, coast, cast.tien_lu, from_=NEW)
    assert "đã ở trong nhóm từ 01/01/2026 đến …" in refused.value.problems[0]["message"]
    assert add(cast, coast, cast.tien_lu, from_=NEW, until=LATER - timedelta(days=1)) == 1


def test_a_unit_is_a_member_no_longer_than_it_exists(cast: Cast, coast: UnitGroup) -> None:
    add(cast, coast, cast.dong_la, from_=OLD)
    assert GroupMember.objects.get().valid_to == LAST
    assert members_on(coast, on=LAST) == {cast.dong_la.pk}


def test_who_would_have_come_later_never_was_a_member_and_the_log_says_so(
    cast: Cast, coast: UnitGroup
) -> None:
    add(cast, coast, cast.tien_lu, from_=LATER)
    assert end(cast, coast, cast.tien_lu, last_day=NEW) == 1
    assert not GroupMember.objects.exists()
    assert str(LATER) in Event.objects.get(kind="group.members_ended").data


def test_a_successor_is_offered_but_no_member_by_itself(cast: Cast, coast: UnitGroup) -> None:
    add(cast, coast, cast.dong_la, cast.thien_phien, from_=OLD)
    assert members_on(coast, on=NEW) == frozenset()
    heirs = heirs_outside(coast, on=LATER)
    assert [view.name for view in heirs] == ["Đông Hưng", "Hoàng Hoa Thám", "Tiên Lữ"]
    add(cast, coast, cast.dong_hung)
    assert [view.name for view in heirs_outside(coast, on=LATER)] == ["Hoàng Hoa Thám", "Tiên Lữ"]


def test_a_member_that_left_before_it_ended_offers_no_successor(cast: Cast, coast: UnitGroup) -> None:
    add(cast, coast, cast.dong_la, from_=OLD)
    end(cast, coast, cast.dong_la, last_day=date(2024, 12, 31))
    assert heirs_outside(coast, on=LATER) == []


def test_the_database_refuses_a_unit_twice_on_a_day(cast: Cast, coast: UnitGroup) -> None:
    add(cast, coast, cast.tien_lu)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMember.objects.create(group=coast, unit=cast.tien_lu, valid_from=LATER)


def test_an_unknown_group_is_not_found(cast: Cast) -> None:
    for code in ("KHONG_CO", "\x00", "x" * 400):
        with pytest.raises(NotWithinReach):
            find_group(code)


# ---- pasted codes ----------------------------------------------------------------------------------------


def test_pasted_codes_are_read_line_by_line(cast: Cast) -> None:
    within = frozenset({cast.dong_hung.pk, cast.tien_lu.pk, cast.department.pk})
    text = "\ufeff12688\tXã Đông Hưng\n\n 12361 , 12688;\nh33.08 Sở Y tế\n"
    read = read_codes(text, on=NEW, within=within)
    assert (read.units, read.problems) == ([cast.dong_hung.pk, cast.tien_lu.pk, cast.department.pk], [])


def test_each_bad_line_is_named(cast: Cast) -> None:
    within = frozenset({cast.dong_hung.pk})
    read = read_codes("12688\n99999\n12361\nНЗЗ.08\n" + "x" * 500, on=NEW, within=within)
    assert [line for line, _said in read.problems] == [2, 3, 4, 5]
    assert "không có đơn vị mang mã 99999 vào ngày 01/07/2025" in read.problems[0][1]
    assert "CYRILLIC CAPITAL LETTER EN" in read.problems[2][1]


def test_a_code_means_the_unit_of_the_day(cast: Cast) -> None:
    within = frozenset({cast.dong_hung.pk, cast.dong_hung_town.pk})
    assert read_codes("12688", on=LAST, within=within).units == [cast.dong_hung_town.pk]
    assert read_codes("12688", on=NEW, within=within).units == [cast.dong_hung.pk]
