"""Units and people come into being by actions that keep the promises of the tables."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.cast import AT, LAST, NEW, OLD, Cast, build_cast
from units.actions.create_unit import create_unit
from units.actions.create_user import create_user
from units.actions.end_membership import end_membership
from units.actions.grant_membership import grant_membership
from units.actions.place_unit import place_unit
from units.actions.rebuild_lineage import rebuild_lineage
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Event, Membership, Placement, Role, Terminal, UnitCode, User
from units.permissions import has_role, has_verb
from units.queries import ancestors_of, children_of, describe_unit, find_unit, subtree_ids
from units.reach import reachable_unit_ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def move_tien_lu(cast: Cast, *, from_: date, by: User) -> None:
    place_unit(
        unit=cast.tien_lu, parent=cast.hai_phong, placement="administrative", from_=from_, by=by, at=AT
    )


def test_every_action_needs_the_administrator(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        create_unit(code="33998", name="Mới", kind="xa", begins=NEW, by=cast.dung, at=AT)
    with pytest.raises(NotAllowed):
        place_unit(
            unit=cast.tien_lu,
            parent=cast.hai_phong,
            placement="administrative",
            from_=NEW,
            by=cast.lan,
            at=AT,
        )
    with pytest.raises(NotAllowed):
        grant_membership(
            user=cast.lan, unit=cast.province, role=Role.ADMINISTRATOR, from_=NEW, by=cast.lan, at=AT
        )
    with pytest.raises(NotAllowed):
        create_user(username="moi", full_name="Mới", by=cast.thanh, at=AT)


def test_a_code_names_one_unit_on_a_day_and_another_on_another_day(cast: Cast) -> None:
    assert find_unit("12688", on=LAST) == cast.dong_hung_town
    assert find_unit("12688", on=NEW) == cast.dong_hung
    with pytest.raises(NotWithinReach):
        find_unit("12688", on=date(1999, 1, 1))
    for begins, ends in [(NEW, None), (LAST, LAST), (OLD, None), (date(1990, 1, 1), OLD)]:
        with pytest.raises(Conflict):
            create_unit(code="12688", name="Khác", kind="xa", begins=begins, ends=ends, by=cast.quan, at=AT)
    with pytest.raises(IntegrityError):
        UnitCode.objects.create(unit=cast.tien_lu, code="12688", valid_from=NEW)


@pytest.mark.parametrize("code", ["", "12 688", "126éè", "А1", "a1", "1" * 36, "12688\n", ".1"])
def test_codes_are_plain(cast: Cast, code: str) -> None:
    with pytest.raises(BadContent):
        create_unit(code=code, name="X", kind="xa", begins=NEW, by=cast.quan, at=AT)


def test_children_ancestors_and_subtrees_belong_to_a_day_and_a_kind(cast: Cast) -> None:
    assert [view.name for view in children_of(cast.thai_binh.pk, on=LAST)] == [
        "Đông Hưng",
        "Sở Y tế tỉnh Thái Bình",
    ]
    assert children_of(cast.thai_binh.pk, on=NEW) == []
    assert ancestors_of(cast.dong_la.pk, on=LAST) == [cast.dong_hung_district.pk, cast.thai_binh.pk]
    assert ancestors_of(cast.dong_hung.pk, on=NEW, kind="vertical") == [
        cast.health_centre.pk,
        cast.department.pk,
    ]
    assert subtree_ids(cast.department.pk, on=NEW, kind="vertical") == {
        cast.department.pk,
        cast.health_centre.pk,
        cast.dong_hung.pk,
    }
    assert describe_unit(cast.dong_hung_town.pk, on=NEW).full_name == "Thị trấn Đông Hưng"


def test_a_move_keeps_what_was_known_before(cast: Cast) -> None:
    before = Event.objects.latest("pk").pk
    day = date(2026, 1, 1)
    move_tien_lu(cast, from_=day, by=cast.quan)
    assert ancestors_of(cast.tien_lu.pk, on=day - timedelta(days=1)) == [cast.province.pk]
    assert ancestors_of(cast.tien_lu.pk, on=day) == [cast.hai_phong.pk]
    old = Placement.objects.get(unit=cast.tien_lu, until__isnull=False)
    assert (old.valid_to, old.parent) == (None, cast.province)
    assert old.until is not None
    assert old.until > before


def test_a_unit_never_stands_below_itself_or_twice_on_a_day(cast: Cast) -> None:
    for parent in (cast.province, cast.dong_hung):
        with pytest.raises(BadContent):
            place_unit(
                unit=cast.province, parent=parent, placement="administrative", from_=NEW, by=cast.quan, at=AT
            )
    with pytest.raises(Conflict):
        place_unit(
            unit=cast.tien_lu,
            parent=cast.hai_phong,
            placement="administrative",
            from_=NEW,
            by=cast.quan,
            at=AT,
        )


def test_a_role_holds_from_its_first_to_its_last_day(cast: Cast) -> None:
    today = timezone.localdate()
    held = grant_membership(
        user=cast.lan, unit=cast.tien_lu, role=Role.CLERK, from_=today, by=cast.quan, at=AT
    )
    assert has_role(cast.lan, Role.CLERK, cast.tien_lu.pk)
    assert not has_role(cast.lan, Role.CLERK, cast.tien_lu.pk, on=today - timedelta(days=1))
    assert cast.tien_lu.pk in reachable_unit_ids(cast.lan)
    with pytest.raises(Conflict):
        grant_membership(user=cast.lan, unit=cast.tien_lu, role=Role.CLERK, from_=today, by=cast.quan, at=AT)
    end_membership(membership=held, until=today, by=cast.quan, at=AT)
    tomorrow = today + timedelta(days=1)
    fresh = cast.fresh("lan")
    assert has_role(fresh, Role.CLERK, cast.tien_lu.pk)
    assert not has_role(fresh, Role.CLERK, cast.tien_lu.pk, on=tomorrow)
    with pytest.raises(Conflict):
        end_membership(membership=held, until=tomorrow, by=cast.quan, at=AT)


def test_a_disabled_account_has_no_roles(cast: Cast) -> None:
    cast.lan.is_active = False
    assert not has_verb(cast.lan, "fill")
    assert reachable_unit_ids(cast.lan) == frozenset()


def test_names_are_taken_once_and_passwords_are_not_trivial(cast: Cast) -> None:
    with pytest.raises(Conflict):
        create_user(username="lan", full_name="Lan khác", by=cast.quan, at=AT)
    for password in ("1234567", "password"):
        with pytest.raises(BadContent):
            create_user(username="moi", full_name="Mới", password=password, by=cast.quan, at=AT)


def test_each_change_leaves_an_event(cast: Cast) -> None:
    before = Event.objects.count()
    grant_membership(user=cast.son, unit=cast.dong_hung, role=Role.HEAD, from_=NEW, by=cast.quan, at=AT)
    assert Event.objects.count() == before + 1
    event = Event.objects.latest("pk")
    assert (event.kind, event.actor, event.unit) == ("membership.granted", cast.quan, cast.dong_hung)
    assert event.subject_id == Membership.objects.latest("pk").pk


def test_lineage_rebuilt_twice_changes_nothing(cast: Cast) -> None:
    rebuild_lineage(on=NEW)
    ends = set(Terminal.objects.filter(unit=cast.thien_phien).values_list("terminal_id", flat=True))
    assert ends == {cast.tien_lu.pk, cast.hoang_hoa_tham.pk}
    assert rebuild_lineage(on=NEW) == 0
    assert rebuild_lineage(on=LAST) > 0
