"""Units and people come into being by actions that keep the promises of the tables."""

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

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
from units.actions.record_succession import record_succession
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import (
    ALL,
    Event,
    Membership,
    Placement,
    Role,
    Succession,
    Terminal,
    Unit,
    UnitCode,
    UnitName,
    User,
)
from units.permissions import has_role, has_verb
from units.queries import ancestors_of, children_of, describe_unit, find_unit, subtree_ids, terminals_of
from units.reach import reachable_unit_ids
from units.vietnamese import sort_key

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


# ---- actions check before the database does, and name the field -------------------------------------------


def field_of(refused: pytest.ExceptionInfo[BadContent | Conflict]) -> str:
    error = refused.value
    return str(error.problems[0]["field"] if isinstance(error, BadContent) else error.details["field"])


def snapshot() -> list[object]:
    models = (Unit, UnitCode, UnitName, Placement, Succession, Terminal, Event)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_what_cannot_be_is_refused_with_the_field_and_nothing_is_saved(cast: Cast) -> None:
    own: dict[str, Any] = {"by": cast.quan, "at": AT}
    before = snapshot()
    new = {"code": "33998", "name": "Mới", "kind": "xa", "begins": NEW}
    step = {"predecessor": cast.thien_phien, "successor": cast.dong_hung, "on": NEW, "extent": "part"}
    put = {"unit": cast.tien_lu, "parent": cast.department, "placement": "vertical", "from_": NEW}
    attempts: list[tuple[str, Callable[..., object], dict[str, Any]]] = [
        ("code", create_unit, {**new, "code": "12688"}),
        ("kind", create_unit, {**new, "kind": "?"}),
        ("name", create_unit, {**new, "name": "\u200b"}),
        ("ends", create_unit, {**new, "ends": LAST}),
        ("parent", create_unit, {**new, "parent": cast.thai_binh}),
        ("parent", place_unit, {**put, "parent": cast.thai_binh}),
        ("from_", place_unit, {**put, "from_": OLD}),
        ("until", place_unit, {**put, "until": LAST}),
        ("placement", place_unit, {**put, "placement": "?"}),
        ("successor", record_succession, {**step, "successor": cast.thai_binh}),
        ("successor", record_succession, {**step, "successor": cast.tien_lu}),
        ("predecessor", record_succession, {**step, "predecessor": cast.province}),
        ("extent", record_succession, {**step, "extent": "whole"}),
        ("area_share", record_succession, {**step, "area_share": ALL + 1}),
    ]
    for field, action, given in attempts:
        with pytest.raises((BadContent, Conflict)) as refused:
            action(**given, **own)
        assert field_of(refused) == field, (field, action, given, refused.value)
    assert snapshot() == before


def test_shares_over_all_are_refused_and_known_ones_follow_the_descent(cast: Cast) -> None:
    day = date(2026, 1, 1)
    given: dict[str, Any] = {
        "predecessor": cast.tien_lu,
        "on": day,
        "extent": "part",
        "by": cast.quan,
        "at": AT,
    }
    record_succession(successor=cast.dong_hung, population_share=ALL // 4, **given)
    with pytest.raises(BadContent) as refused:
        record_succession(successor=cast.hoang_hoa_tham, population_share=ALL, **given)
    assert field_of(refused) == "population_share"
    rebuild_lineage(on=day)
    rows = Terminal.objects.filter(unit=cast.tien_lu).values_list("before", "terminal", "population_share")
    assert set(rows) == {
        (None, cast.tien_lu.pk, ALL),
        (day, cast.tien_lu.pk, ALL - ALL // 4),
        (day, cast.dong_hung.pk, ALL // 4),
    }
    assert terminals_of([cast.tien_lu.pk]) == {cast.tien_lu.pk: {cast.tien_lu.pk}}


def test_a_circle_on_a_later_day_is_found(cast: Cast) -> None:
    day = date(2027, 1, 1)
    own: dict[str, Any] = {"placement": "located_in", "by": cast.quan, "at": AT}
    place_unit(unit=cast.dong_hung, parent=cast.tien_lu, from_=day, **own)
    with pytest.raises(BadContent, match="01/01/2027"):
        place_unit(unit=cast.tien_lu, parent=cast.dong_hung, from_=NEW, **own)
    place_unit(unit=cast.tien_lu, parent=cast.dong_hung, from_=NEW, until=date(2026, 12, 31), **own)


def test_a_name_typed_decomposed_is_stored_composed(cast: Cast) -> None:
    typed = unicodedata.normalize("NFD", "Đường Lâm Ế")
    made = create_unit(code="33998", name=typed, kind="xa", begins=NEW, by=cast.quan, at=AT)
    view = describe_unit(made.pk, on=NEW)
    assert (view.name, view.sort_key) == ("Đường Lâm Ế", sort_key("Đường Lâm Ế"))
