"""Reorganisations: each kind, back-dated and to come; undone without a trace; refused in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps

from indicators.models import Assignment, FormerOwner, Indicator, Regime
from indicators.subjects import duties_of
from submissions.actions.object_to_cells import object_to_cells
from submissions.actions.open_rounds import open_round
from submissions.actions.reorganise_units import reorganise_units
from submissions.actions.save_draft import save_draft
from submissions.actions.take_effect import take_effect
from submissions.actions.undo_reorganisation import undo_reorganisation
from submissions.models import Displacement, Status, Submission
from submissions.reported_since import why_not_undone
from tests.submissions.factories import AT, TOTAL, World, bring_to, build_world
from units.errors import BadContent, Conflict, NotAllowed
from units.models import (
    Event,
    GroupMember,
    Membership,
    Placement,
    Reorganisation,
    Succession,
    Terminal,
    Unit,
    UnitGroup,
)
from units.queries import ancestors_of, children_ids, describe_unit, find_unit, terminals_of
from units.reorganisations.plan import Kind, NewUnit, Part, Plan, from_json, to_json

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 1)
"""Back-dated: before the last day of 2026-9M, which is asked already."""


@pytest.fixture
def world() -> World:
    return build_world()


def merger(world: World, *, on: date = DAY, **changes: Any) -> Plan:
    cast = world.cast
    new = NewUnit(code="12361", name="Tiên Lữ", kind="phuong", parent=cast.province.pk)
    return Plan(
        kind=Kind.MERGE,
        effective_on=on,
        sources=(cast.tien_lu.pk, cast.hoang_hoa_tham.pk),
        document="Nghị quyết số 12/NQ-HĐND",
        parts=(Part(new=new),),
        **changes,
    )


def split(world: World, *, on: date = DAY, **changes: Any) -> Plan:
    cast = world.cast
    return Plan(
        kind=Kind.SPLIT,
        effective_on=on,
        sources=(cast.dong_hung.pk,),
        parts=(
            Part(NewUnit("12688", "Đông Hưng", "xa", cast.province.pk), None, 625_000_000, None),
            Part(NewUnit("12700", "Đông La", "xa", cast.province.pk), None, 375_000_000, None),
        ),
        **changes,
    )


def do(world: World, plan: Plan, *, at: datetime = AT) -> Reorganisation:
    return reorganise_units(plan=plan, by=world.cast.fresh("quan"), at=at)


def everything(*, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """All rows of our rooms as they are known now, but for the log, numbers of rows, and marks."""
    left_out = {"event", "eventseal", "reorganisation", "dirtymark", "treeversion", *without}
    dump: dict[str, list[Any]] = {}
    nameless = set(Unit.objects.filter(names__isnull=True).values_list("pk", flat=True))
    for room in ("units", "indicators", "submissions"):
        for model in apps.get_app_config(room).get_models():
            if model._meta.model_name in left_out:
                continue
            rows = list(model._default_manager.values())
            if {"since", "until"} <= {field.name for field in model._meta.fields}:
                rows = [
                    {k: v for k, v in row.items() if k not in ("id", "since")}
                    for row in rows
                    if row["until"] is None
                ]
            if model is Unit:
                rows = [row for row in rows if row["id"] not in nameless]
            if model is Terminal:
                rows = [
                    {k: v for k, v in row.items() if k != "id"}
                    for row in rows
                    if row["unit_id"] not in nameless
                ]
            dump[model._meta.label] = sorted(map(repr, rows))
    return dump


def test_a_merger_makes_a_new_unit_even_under_an_old_code(world: World) -> None:
    cast = world.cast
    made = do(world, merger(world))
    new = find_unit("12361", on=DAY)
    assert new not in (cast.tien_lu, cast.hoang_hoa_tham)
    assert find_unit("12361", on=DAY - timedelta(days=1)) == cast.tien_lu
    assert describe_unit(new.pk).full_name == "Phường Tiên Lữ"
    assert ancestors_of(new.pk, on=DAY) == [cast.province.pk]
    assert describe_unit(cast.tien_lu.pk).ends == DAY - timedelta(days=1)
    assert terminals_of([cast.hoang_hoa_tham.pk, cast.thu_sy.pk]) == {
        cast.hoang_hoa_tham.pk: {new.pk},
        cast.thu_sy.pk: {new.pk},
    }
    assert set(Placement.objects.filter(unit=new).values_list("since", flat=True)) == {made.event}
    assert Event.objects.filter(pk__gte=made.event).count() == 1


def test_people_of_merged_units_hold_their_roles_at_the_new_one(world: World) -> None:
    son = world.cast.son
    do(world, merger(world))
    new = find_unit("12361", on=DAY)
    held = Membership.objects.filter(user=son).order_by("pk").values_list("unit", "role", "valid_to")
    eve = DAY - timedelta(days=1)
    old = world.cast.tien_lu.pk
    assert list(held) == [
        (old, "clerk", eve), (old, "head", eve), (new.pk, "clerk", None), (new.pk, "head", None),
    ]  # fmt: skip


def test_open_duties_go_to_the_new_unit_with_the_old_one_as_subject(world: World) -> None:
    do(world, merger(world))
    new = find_unit("12361", on=DAY)
    duty = world.report_of(world.cast.tien_lu).assignment
    assert (duty.subject, duty.responsible, duty.recipient) == (
        world.cast.tien_lu, new, world.cast.department,
    )  # fmt: skip
    assert not Event.objects.filter(kind="assignment.handed_over").exists()


def test_units_with_duties_of_a_later_day_stand_below_their_successor(world: World) -> None:
    do(world, merger(world))
    new = find_unit("12361", on=DAY)
    rows = Displacement.objects.order_by("unit").values_list("day", "kind", "unit", "parent")
    assert list(rows) == [
        (date(2026, 9, 30), "administrative", unit.pk, new.pk)
        for unit in (world.cast.tien_lu, world.cast.hoang_hoa_tham)
    ]


def test_after_a_split_figures_stand_below_what_holds_all_parts(world: World) -> None:
    do(world, split(world))
    row = Displacement.objects.get()
    assert (row.unit, row.parent) == (world.cast.dong_hung.pk, world.cast.province.pk)
    shares = Succession.objects.filter(predecessor=world.cast.dong_hung).order_by("pk")
    assert list(shares.values_list("extent", "population_share", "area_share", "is_default")) == [
        ("part", 625_000_000, None, True),
        ("part", 375_000_000, None, False),
    ]


def test_new_units_stand_where_the_old_ones_stood_in_other_trees(world: World) -> None:
    do(world, split(world))
    for code in ("12688", "12700"):
        new = find_unit(code, on=DAY)
        assert ancestors_of(new.pk, on=DAY, kind="vertical") == [
            world.cast.health_centre.pk, world.cast.department.pk,
        ]  # fmt: skip


def test_units_below_a_merged_unit_move_below_the_new_one(world: World) -> None:
    cast = world.cast
    new = NewUnit(code="33", name="Hưng Hải", kind="tinh", parent=None)
    before = children_ids(cast.province.pk, on=DAY) + children_ids(cast.hai_phong.pk, on=DAY)
    plan = Plan(Kind.MERGE, DAY, (cast.province.pk, cast.hai_phong.pk), parts=(Part(new=new),))
    do(world, plan)
    assert sorted(children_ids(find_unit("33", on=DAY).pk, on=DAY)) == sorted(before)
    assert children_ids(cast.province.pk, on=DAY) == []


def test_a_unit_may_be_renamed_and_change_its_kind_and_stays_itself(world: World) -> None:
    cast = world.cast
    do(world, Plan(Kind.RENAME, DAY, (cast.tien_lu.pk,), name="  Tiên   Hoa "))
    do(world, Plan(Kind.CHANGE_KIND, DAY + timedelta(days=1), (cast.tien_lu.pk,), unit_kind="phuong"))
    assert describe_unit(cast.tien_lu.pk, on=DAY).full_name == "Xã Tiên Hoa"
    assert describe_unit(cast.tien_lu.pk).full_name == "Phường Tiên Hoa"
    assert find_unit("12361", on=DAY) == cast.tien_lu
    assert not Displacement.objects.exists()


def test_a_unit_moves_below_another_parent_from_the_day_on(world: World) -> None:
    cast = world.cast
    do(world, Plan(Kind.NEW_PARENT, DAY, (cast.tien_lu.pk,), parent=cast.hai_phong.pk))
    assert ancestors_of(cast.tien_lu.pk, on=DAY) == [cast.hai_phong.pk]
    assert ancestors_of(cast.tien_lu.pk, on=DAY - timedelta(days=1)) == [cast.province.pk]


def test_a_closed_department_leaves_its_regimes_indicators_and_duties_to_who_takes_over(world: World) -> None:
    cast = world.cast
    plan = Plan(
        Kind.CLOSE, DAY, (cast.department.pk,), parts=(Part(unit=cast.foreign_department.pk),)
    )  # fmt: skip
    do(world, plan)
    assert Regime.objects.get().owner == cast.foreign_department
    assert {one.owner for one in Indicator.objects.all()} == {cast.foreign_department}
    assert set(Assignment.objects.values_list("recipient", flat=True)) == {cast.foreign_department.pk}
    assert ancestors_of(cast.health_centre.pk, on=DAY, kind="vertical") == [cast.foreign_department.pk]
    assert Membership.objects.filter(user=cast.hoa, unit=cast.foreign_department).exists()


def test_a_regime_that_passed_on_asks_for_earlier_periods_where_it_asked_then(world: World) -> None:
    cast = world.cast
    plan = Plan(Kind.CLOSE, DAY, (cast.department.pk,), parts=(Part(unit=cast.foreign_department.pk),))
    closed = do(world, plan)
    regime = Regime.objects.get()

    def asked(day: date) -> set[tuple[int, int]]:
        duties = duties_of(regime, last_day=day, asked_on=AT.date())
        return {(duty.subject, duty.recipient) for duty in duties}

    here = {cast.dong_hung.pk, cast.tien_lu.pk, cast.hoang_hoa_tham.pk}
    assert asked(DAY - timedelta(days=1)) == {(unit, cast.foreign_department.pk) for unit in here}
    assert asked(DAY) == {(cast.kien_an.pk, cast.foreign_department.pk)}
    undo_reorganisation(reorganisation=closed, by=cast.quan, at=AT)
    regime = Regime.objects.get()
    assert asked(DAY) == {(unit, cast.department.pk) for unit in here}
    assert not FormerOwner.objects.exists()


def test_new_units_are_in_the_groups_all_their_sources_were_in(world: World) -> None:
    cast = world.cast
    for code, units in {"both": [cast.tien_lu, cast.hoang_hoa_tham], "one": [cast.tien_lu]}.items():
        group = UnitGroup.objects.create(code=code, name=code, sort_key=code, search_key=code)
        for unit in units:
            GroupMember.objects.create(group=group, unit=unit, valid_from=date(2025, 7, 1))
    do(world, merger(world))
    joined = GroupMember.objects.filter(unit=find_unit("12361", on=DAY))
    assert [member.group.code for member in joined] == ["both"]


PLANS = {
    "merge": lambda world, day: merger(world, on=day),
    "split": lambda world, day: split(world, on=day),
    "a part goes away": lambda world, day: Plan(
        Kind.SPLIT,
        day,
        (world.cast.dong_hung.pk,),
        parts=(Part(NewUnit("12700", "Đông La", "xa", world.cast.province.pk), None, 10**8, None),),
        lives_on=True,
    ),
    "rename": lambda world, day: Plan(Kind.RENAME, day, (world.cast.dong_hung.pk,), name="Đông Đô"),
    "kind": lambda world, day: Plan(Kind.CHANGE_KIND, day, (world.cast.province.pk,), unit_kind="thanh_pho"),
    "move": lambda world, day: Plan(
        Kind.NEW_PARENT, day, (world.cast.dong_hung.pk,), parent=world.cast.hai_phong.pk
    ),
    "close": lambda world, day: Plan(
        Kind.CLOSE, day, (world.cast.department.pk,), parts=(Part(unit=world.cast.foreign_department.pk),)
    ),
    "provinces": lambda world, day: Plan(
        Kind.MERGE,
        day,
        (world.cast.province.pk, world.cast.hai_phong.pk),
        parts=(Part(NewUnit("33", "Hưng Hải", "tinh", None)),),
    ),
}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("day", [DAY, AT.date(), date(2026, 12, 1)], ids=["back-dated", "today", "to come"])
def test_undoing_restores_everything(world: World, name: str, day: date) -> None:
    before = everything()
    made = do(world, PLANS[name](world, day))
    assert everything() != before
    assert why_not_undone(made) == ""
    undo_reorganisation(reorganisation=made, by=world.cast.fresh("quan"), at=AT + timedelta(hours=1))
    assert everything() == before
    assert Event.objects.filter(kind="reorganisation.undone").count() == 1


@pytest.mark.parametrize("name", PLANS)
def test_what_was_undone_can_be_done_again(world: World, name: str) -> None:
    made = do(world, PLANS[name](world, DAY))
    undo_reorganisation(reorganisation=made, by=world.cast.fresh("quan"), at=AT)
    again = do(world, PLANS[name](world, DAY))
    undo_reorganisation(reorganisation=again, by=world.cast.fresh("quan"), at=AT)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_is_kept_as_it_was_asked(world: World, name: str) -> None:
    plan = PLANS[name](world, DAY)
    assert from_json(to_json(plan)) == plan


def test_a_day_to_come_takes_effect_by_itself(world: World) -> None:
    cast, day = world.cast, date(2026, 10, 5)
    made = do(world, merger(world, on=day))
    report = world.report_of(cast.tien_lu)
    assert report.assignment.responsible == cast.tien_lu
    assert take_effect(at=datetime(2026, 10, 4, 18, 0, tzinfo=UTC)) == 2  # 5 October, 1:00 in Việt Nam
    report = world.report_of(cast.tien_lu)
    assert report.assignment.responsible == find_unit("12361", on=day)
    assert take_effect(at=datetime(2026, 10, 5, 18, 0, tzinfo=UTC)) == 0
    undo_reorganisation(
        reorganisation=made, by=cast.fresh("quan"), at=datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
    )
    assert world.report_of(cast.tien_lu).assignment.responsible == cast.tien_lu


def test_what_was_reported_cannot_be_undone(world: World) -> None:
    made = do(world, merger(world, on=AT.date() - timedelta(days=20)))
    assert why_not_undone(made) == ""
    split_up = do(world, split(world))
    new = find_unit("12688", on=DAY)
    report = world.submission
    assert report.assignment.subject == world.cast.dong_hung
    assert world.report_of(world.cast.dong_hung).assignment.responsible == new
    bring_to(world, Status.SUBMITTED)
    with pytest.raises(Conflict, match="Xã Đông Hưng"):
        undo_reorganisation(reorganisation=split_up, by=world.cast.fresh("quan"), at=AT)
    assert "Không thể hoàn tác" in why_not_undone(split_up)


def test_duties_of_a_new_unit_are_asked_of_the_old_ones_again(world: World) -> None:
    cast, quan = world.cast, world.cast.fresh("quan")
    made = do(world, merger(world, on=date(2026, 3, 1)))
    opened = open_round(template=world.template, period_code="2026-6M", by=None, at=AT)
    new = find_unit("12361", on=DAY)
    asked = {cast.dong_hung.pk, new.pk}
    assert set(opened.assignments.values_list("subject", flat=True)) == asked
    assert why_not_undone(made) == ""
    undo_reorganisation(reorganisation=made, by=quan, at=AT)
    assert set(opened.assignments.values_list("subject", flat=True)) == {
        cast.dong_hung.pk, cast.tien_lu.pk, cast.hoang_hoa_tham.pk,
    }  # fmt: skip
    assert not opened.assignments.filter(submission__draft__isnull=True).exists()


def test_what_is_being_typed_for_a_new_unit_is_not_lost_to_an_undo(world: World) -> None:
    made = do(world, merger(world, on=date(2026, 3, 1)))
    opened = open_round(template=world.template, period_code="2026-6M", by=None, at=AT)
    report = Submission.objects.get(assignment__round=opened, assignment__subject=find_unit("12361", on=DAY))
    save_draft(submission=report, cells={TOTAL: "3"}, by=world.cast.fresh("son"), at=AT)
    with pytest.raises(Conflict, match="Phường Tiên Lữ"):
        undo_reorganisation(reorganisation=made, by=world.cast.fresh("quan"), at=AT)


def test_what_a_new_unit_said_of_a_form_is_not_lost_to_an_undo(world: World) -> None:
    made = do(world, merger(world, on=date(2026, 3, 1)))
    opened = open_round(template=world.template, period_code="2026-6M", by=None, at=AT)
    report = Submission.objects.get(assignment__round=opened, assignment__subject=find_unit("12361", on=DAY))
    object_to_cells(
        submission=report, addresses=[TOTAL], kind="needless", word="Trùng", by=world.cast.fresh("son"), at=AT
    )
    with pytest.raises(Conflict, match="Phường Tiên Lữ"):
        undo_reorganisation(reorganisation=made, by=world.cast.fresh("quan"), at=AT)


def test_a_later_reorganisation_is_undone_first(world: World) -> None:
    cast = world.cast
    made = do(world, merger(world))
    new = find_unit("12361", on=DAY)
    later = do(world, Plan(Kind.RENAME, DAY + timedelta(days=9), (new.pk,), name="Tiên Hoa"))
    with pytest.raises(Conflict):
        undo_reorganisation(reorganisation=made, by=cast.fresh("quan"), at=AT)
    undo_reorganisation(reorganisation=later, by=cast.fresh("quan"), at=AT)
    undo_reorganisation(reorganisation=made, by=cast.fresh("quan"), at=AT)
    with pytest.raises(Conflict, match="đã được hoàn tác"):
        undo_reorganisation(reorganisation=made, by=cast.fresh("quan"), at=AT)


@pytest.mark.parametrize("name", ["merge", "split", "move", "close"])
def test_decisions_that_touch_the_same_places_are_undone_one_after_the_other(world: World, name: str) -> None:
    """The second, of the provinces above, ends the places the first one made; undoing says them again."""
    quan = world.cast.fresh("quan")
    before = everything()
    first = do(world, PLANS[name](world, DAY))
    between = everything(without=("displacement",))  # worked out anew each time, under another number
    for _turn in range(2):
        second = do(world, PLANS["provinces"](world, DAY + timedelta(days=9)))
        with pytest.raises(Conflict, match="Hãy hoàn tác thay đổi sau trước"):
            undo_reorganisation(reorganisation=first, by=quan, at=AT)
        undo_reorganisation(reorganisation=second, by=quan, at=AT)
        assert everything(without=("displacement",)) == between
    undo_reorganisation(reorganisation=first, by=quan, at=AT)
    assert everything() == before


def departments(world: World, *, on: date = DAY) -> Plan:
    """The health departments of two provinces that became one on the same day."""
    cast = world.cast
    new = NewUnit("H33.08", "Sở Y tế tỉnh Hưng Hải", "so", find_unit("33", on=on).pk, scheme="agency")
    return Plan(Kind.MERGE, on, (cast.department.pk, cast.foreign_department.pk), parts=(Part(new=new),))


@pytest.mark.parametrize("day", [DAY, AT.date(), date(2026, 12, 1)], ids=["back-dated", "today", "to come"])
def test_departments_are_merged_on_the_day_on_which_their_provinces_are(world: World, day: date) -> None:
    cast, quan, eve = world.cast, world.cast.fresh("quan"), day - timedelta(days=1)
    before = everything()
    provinces = do(world, PLANS["provinces"](world, day))
    between = everything()
    merged = do(world, departments(world, on=day))

    new = find_unit("H33.08", on=day, scheme="agency")
    assert ancestors_of(new.pk, on=day) == [find_unit("33", on=day).pk]
    assert ancestors_of(new.pk, on=eve) == []
    assert ancestors_of(cast.department.pk, on=eve) == [cast.province.pk]
    assert ancestors_of(cast.department.pk, on=day) == []
    assert ancestors_of(cast.health_centre.pk, on=day, kind="vertical") == [new.pk]
    holder = new if day <= AT.date() else cast.department  # what is to come is followed from its day on
    assert terminals_of([cast.old_department.pk]) == {cast.old_department.pk: {holder.pk}}
    assert Regime.objects.get().owner == holder
    assert Membership.objects.filter(user=cast.nga, unit=new, valid_from=day).exists()

    with pytest.raises(Conflict):
        undo_reorganisation(reorganisation=provinces, by=quan, at=AT)
    undo_reorganisation(reorganisation=merged, by=quan, at=AT)
    assert everything() == between
    undo_reorganisation(reorganisation=provinces, by=quan, at=AT)
    assert everything() == before


def test_communes_are_merged_in_the_province_to_which_they_move_that_day(world: World) -> None:
    cast = world.cast
    for unit in (cast.tien_lu, cast.hoang_hoa_tham):
        do(world, Plan(Kind.NEW_PARENT, DAY, (unit.pk,), parent=cast.hai_phong.pk))
    plan = merger(world)
    do(
        world,
        Plan(plan.kind, DAY, plan.sources, parts=(Part(NewUnit("12361", "A", "xa", cast.hai_phong.pk)),)),
    )
    assert sorted(children_ids(cast.hai_phong.pk, on=DAY)) == sorted(
        [find_unit("12361", on=DAY).pk, cast.kien_an.pk, cast.foreign_department.pk]
    )
    for unit in (cast.tien_lu, cast.hoang_hoa_tham):
        assert ancestors_of(unit.pk, on=DAY - timedelta(days=1)) == [cast.province.pk]
        assert describe_unit(unit.pk).ends == DAY - timedelta(days=1)


@pytest.mark.parametrize("ahead", [1, 30])
def test_units_that_move_on_a_later_day_are_not_merged_before_it(world: World, ahead: int) -> None:
    cast = world.cast
    day = DAY + timedelta(days=ahead)
    do(world, Plan(Kind.NEW_PARENT, day, (cast.tien_lu.pk,), parent=cast.hai_phong.pk))
    before = everything()
    with pytest.raises(
        BadContent, match=f"đã có thay đổi ghi từ ngày {day:%d/%m/%Y}. Hãy chọn ngày hiệu lực"
    ):
        do(world, merger(world))
    assert everything() == before


def test_only_administrators_reorganise(world: World) -> None:
    for name in ("lan", "nga", "dung", "thanh"):
        with pytest.raises(NotAllowed):
            reorganise_units(plan=merger(world), by=world.cast.fresh(name), at=AT)


def _changed(world: World, **fields: Any) -> Plan:
    from dataclasses import replace

    return replace(merger(world), **fields)


REFUSED: dict[str, Any] = {
    "source.1 one_source": lambda w: _changed(w, sources=(w.cast.tien_lu.pk,)),
    "source.1 source_twice": lambda w: _changed(w, sources=(w.cast.tien_lu.pk,) * 2),
    "source.0 ended": lambda w: _changed(w, sources=(w.cast.thu_sy.pk, w.cast.tien_lu.pk)),
    "source.0 not_begun": lambda w: _changed(w, effective_on=date(2025, 7, 1)),
    "effective_on too_far": lambda w: _changed(w, effective_on=date(2205, 7, 1)),
    "part.0.code code_taken": lambda w: _changed(
        w, parts=(Part(NewUnit("12688", "Tiên Lữ", "xa", w.cast.province.pk)),)
    ),
    "part.0.code code_form": lambda w: _changed(w, parts=(Part(NewUnit("12 6", "T", "xa", None)),)),
    "part.0.kind no_kind": lambda w: _changed(w, parts=(Part(NewUnit("99999", "T", "x", None)),)),
    "part.0.name name_missing": lambda w: _changed(w, parts=(Part(NewUnit("99999", "", "xa", None)),)),
    "part.0.name name_length": lambda w: _changed(w, parts=(Part(NewUnit("99999", "T" * 201, "xa", None)),)),
    "part.0.parent not_alive": lambda w: _changed(
        w, parts=(Part(NewUnit("99999", "T", "xa", w.cast.thai_binh.pk)),)
    ),
    "part.0.parent parent_ends": lambda w: _changed(
        w, parts=(Part(NewUnit("99999", "T", "xa", w.cast.tien_lu.pk)),)
    ),
    "part.0.parent below_itself": lambda w: _changed(
        w,
        sources=(w.cast.province.pk, w.cast.hai_phong.pk),
        parts=(Part(NewUnit("99999", "T", "xa", w.cast.tien_lu.pk)),),
    ),
    "parent cycle": lambda w: Plan(Kind.NEW_PARENT, DAY, (w.cast.province.pk,), parent=w.cast.tien_lu.pk),
    "receiver below_homeless": lambda w: Plan(Kind.CLOSE, DAY, (w.cast.province.pk,)),
    "receiver owner_closed": lambda w: Plan(Kind.CLOSE, DAY, (w.cast.department.pk,)),
    "part.1.population over": lambda w: Plan(
        Kind.SPLIT,
        DAY,
        (w.cast.dong_hung.pk,),
        parts=(
            Part(NewUnit("12688", "A", "xa", None), None, 700_000_000),
            Part(NewUnit("12700", "B", "xa", None), None, 300_000_001),
        ),
    ),
}


def test_units_that_would_stand_below_nobody_are_named_in_order(world: World) -> None:
    with pytest.raises(BadContent, match=r"Đông Hưng.*Hoàng Hoa Thám.*Sở Y tế.*Tiên Lữ"):
        do(world, Plan(Kind.CLOSE, DAY, (world.cast.province.pk,)))


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_changed(world: World, why: str) -> None:
    before = everything()
    with pytest.raises(BadContent) as refused:
        do(world, REFUSED[why](world))
    assert why in {f"{one['place']} {one['code']}" for one in refused.value.problems}
    assert everything() == before


def test_departments_are_merged_on_the_day_on_which_their_provinces_were(world: World) -> None:
    """The departments move below the new province that day; that is no other change of them."""
    cast = world.cast
    provinces = Plan(
        kind=Kind.MERGE, effective_on=DAY, sources=(cast.province.pk, cast.hai_phong.pk),
        parts=(Part(NewUnit("35", "Hưng Hải", "tinh", None)),),
    )  # fmt: skip
    do(world, provinces)
    new, before = find_unit("35", on=DAY), everything()
    departments = Plan(
        kind=Kind.MERGE, effective_on=DAY, sources=(cast.department.pk, cast.foreign_department.pk),
        parts=(Part(NewUnit("H35.08", "Sở Y tế Hưng Hải", "so", new.pk, "agency")),),
    )  # fmt: skip
    second = do(world, departments)
    merged = find_unit("H35.08", on=DAY, scheme="agency")
    assert ancestors_of(merged.pk, on=DAY) == [new.pk]
    assert ancestors_of(cast.department.pk, on=DAY - timedelta(days=1)) == [cast.province.pk]
    assert ancestors_of(cast.department.pk, on=DAY) == []
    assert children_ids(merged.pk, on=DAY, kind=Placement.Kind.VERTICAL) == [cast.health_centre.pk]
    assert Regime.objects.get(code="T").owner_id == merged.pk
    undo_reorganisation(reorganisation=second, by=cast.fresh("quan"), at=AT)
    assert everything() == before


def test_departments_are_merged_before_their_provinces_on_the_same_day(world: World) -> None:
    cast = world.cast
    below_the_old_one = NewUnit("H35.08", "Sở Y tế", "so", cast.province.pk, "agency")
    departments = (cast.department.pk, cast.foreign_department.pk)
    do(world, Plan(kind=Kind.MERGE, effective_on=DAY, sources=departments, parts=(Part(below_the_old_one),)))
    new = NewUnit("35", "Hưng Hải", "tinh", None)
    provinces = (cast.province.pk, cast.hai_phong.pk)
    do(world, Plan(kind=Kind.MERGE, effective_on=DAY, sources=provinces, parts=(Part(new),)))
    merged = find_unit("H35.08", on=DAY, scheme="agency")
    assert ancestors_of(merged.pk, on=DAY) == [find_unit("35", on=DAY).pk]


def test_a_unit_that_was_moved_that_day_is_not_moved_again(world: World) -> None:
    cast = world.cast
    plan = Plan(kind=Kind.NEW_PARENT, effective_on=DAY, sources=(cast.kien_an.pk,), parent=cast.province.pk)
    do(world, plan)
    with pytest.raises(BadContent) as refused:
        do(world, replace(plan, parent=cast.hai_phong.pk))
    assert refused.value.problems[0]["code"] == "changed_later"
    do(world, Plan(kind=Kind.RENAME, effective_on=DAY, sources=(cast.kien_an.pk,), name="Kiến An Mới"))
