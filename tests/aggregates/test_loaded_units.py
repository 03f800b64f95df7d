"""Totals after units are loaded into a system that has figures: what a full count says."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from indicators.models import Assignment
from submissions.actions.load_conversion import load_conversion
from submissions.actions.load_units import load_units
from submissions.models import DirtyMark, Displacement, Figure, Submission
from tests.aggregates.world import World, build_world, open_for
from tests.support.kept_worlds import kept
from tests.units.conversion_tables import row, table
from units.actions.grant_membership import grant_membership
from units.loading.plan import Dated, Plan, PlannedUnit
from units.models import Event, GroupMember, Membership, Placement, Role, Unit, UnitGroup
from units.queries import ancestors_of, find_unit

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 3, 32, tzinfo=UTC)
THEN, NOW = date(2025, 6, 30), date(2025, 7, 1)
EAST, WEST = "Tỉnh Đông (90)", "Tỉnh Tây (91)"
OLD_EAST, OLD_WEST = "Tỉnh Đông Cũ (95)", "Tỉnh Tây Cũ (96)"
Row = list[str]


def commune(new: str, old: str, note: str = "Nhập toàn bộ", *, district: str = "Huyện Một (951)") -> Row:
    """Codes only. Communes 10… of today lie in the west; districts 96… of old did."""
    return row(
        f"Xã Mới {new} {new}",
        f"Xã Cũ {old} {old}",
        note,
        province=WEST if new.startswith("10") else EAST,
        district=district,
        old_province=OLD_WEST if "(96" in district else OLD_EAST,
    )


def others(*codes: str) -> Iterable[Row]:
    """Rows that are in every table: two old provinces went into each of today's, so none of them is kept."""
    yield commune("20009", "30091")
    yield commune("20009", "30092", district="Huyện Chín (969)")
    yield commune("10009", "30093")
    yield commune("10009", "30094", district="Huyện Chín (969)")


def load(*rows: Row) -> None:
    load_conversion(content=table(*others(), *rows), packaged=None, by=None, at=AT)


KEPT = commune("30001", "30001", "Giữ nguyên")


@pytest.fixture
@kept
def world() -> World:
    """Commune 30001 was kept, 30002 and 30003 became 20002; 30004 went to 10004 in the west."""
    made = build_world(())
    load(
        row("Xã Giữ 30001", "Xã Giữ 30001", "Giữ nguyên", province=EAST, district="Huyện Một (951)",
            old_province=OLD_EAST),
        commune("20002", "30002"), commune("20002", "30003"),
        commune("10004", "30004", district="Huyện Hai (961)"),
    )  # fmt: skip
    olds, news = ["30001", "30002", "30003", "30004"], ["30001", "20002", "10004"]
    for period, codes, day in (("2025-6M", olds, THEN), ("2026-6M", news, NOW)):
        units = [find_unit(code, on=day) for code in codes]
        open_for(made, period, units)
        for number, unit in enumerate(units[:-1], 1):
            made.accept(unit, period, str(10**number), "1")
    refresh_totals(at=AT)
    assert reconcile_totals() == []
    return made


def total(world: World, code: str, period: str, *, on: date) -> int | None:
    rows = Total.objects.filter(
        unit=find_unit(code, on=on).pk,
        period=world.rounds[period].period_id,
        data_point=world.points[0].pk,
    )
    return rows.values_list("amount", flat=True).first()


def settled() -> None:
    """Nothing but the marks that were left is needed to be exact again."""
    refresh_totals(at=AT)
    assert not DirtyMark.objects.exists()
    assert reconcile_totals() == []


def test_a_kept_commune_that_the_table_ends_counts_where_its_successor_is(world: World) -> None:
    kept = find_unit("30001", on=NOW)
    assert total(world, "90", "2026-6M", on=NOW) == 110
    duty = Assignment.objects.get(subject=kept, round=world.rounds["2026-6M"])
    Submission.objects.filter(assignment=duty).update(accepted=None, status="submitted")
    grant_membership(user=world.cast.son, unit=kept, role=Role.HEAD, from_=NOW, by=None, at=AT)
    group = UnitGroup.objects.create(name="Ven biển", sort_key="ven bien", search_key="ven bien")
    GroupMember.objects.create(group=group, unit=kept, valid_from=NOW)
    Placement.objects.create(
        unit=world.cast.health_centre, parent=kept, kind="located_in", valid_from=date(2026, 1, 1)
    )
    # From the east to the west, with 30004.
    load(
        commune("10004", "30001"), commune("10004", "30004", district="Huyện Hai (961)"),
        commune("20002", "30002"), commune("20002", "30003"),
    )  # fmt: skip
    heir = find_unit("10004", on=NOW)
    kept.refresh_from_db()
    assert kept.ends == THEN
    settled()
    assert (total(world, "90", "2026-6M", on=NOW), total(world, "91", "2026-6M", on=NOW)) == (100, 10)
    assert total(world, "10004", "2026-6M", on=NOW) == 10
    # What it still held went with it: the duty, the role, who stood on its ground; the group ends.
    duty.refresh_from_db()
    assert (duty.subject_id, duty.responsible_id) == (kept.pk, heir.pk)
    assert Event.objects.filter(kind="assignment.handed_over", subject_id=duty.pk).count() == 1
    roles = Membership.objects.filter(user=world.cast.son, role=Role.HEAD)
    assert (kept.pk, NOW, None) not in roles.values_list("unit", "valid_from", "valid_to")
    assert roles.get(unit=heir).valid_from == NOW
    assert ancestors_of(world.cast.health_centre.pk, on=NOW, kind="located_in") == []
    assert ancestors_of(world.cast.health_centre.pk, on=date(2026, 1, 1), kind="located_in") == [heir.pk]
    assert not GroupMember.objects.filter(unit=kept, valid_to__isnull=True).exists()


def test_another_successor_takes_over_what_stands_displaced_and_what_is_not_answered(world: World) -> None:
    ended = find_unit("30001", on=NOW)
    rest = commune("20002", "30002"), commune("20002", "30003")
    west = commune("10004", "30004", district="Huyện Hai (961)")
    asked = Assignment.objects.filter(subject=ended, round=world.rounds["2026-6M"])
    Submission.objects.filter(assignment__in=asked).update(accepted=None, status="submitted")
    load(commune("10004", "30001"), west, *rest)
    settled()
    load(commune("20002", "30001"), west, *rest)
    settled()
    assert (total(world, "90", "2026-6M", on=NOW), total(world, "91", "2026-6M", on=NOW)) == (110, None)
    heir = find_unit("20002", on=NOW).pk
    assert set(Displacement.objects.filter(unit=ended.pk).values_list("parent", flat=True)) == {heir}
    assert set(asked.values_list("responsible", flat=True)) == {heir}


def test_a_commune_of_old_in_another_district_moves_totals_of_its_time_alone(world: World) -> None:
    assert (total(world, "95", "2025-6M", on=THEN), total(world, "96", "2025-6M", on=THEN)) == (1110, None)
    before = set(Total.objects.filter(period=world.rounds["2026-6M"].period_id).values_list())
    load(
        KEPT, commune("20002", "30002", district="Huyện Hai (961)"), commune("20002", "30003"),
        commune("10004", "30004", district="Huyện Hai (961)"),
    )  # fmt: skip
    marked = set(DirtyMark.objects.values_list("period", flat=True))
    assert marked == {world.rounds["2025-6M"].period_id}
    settled()
    assert (total(world, "95", "2025-6M", on=THEN), total(world, "961", "2025-6M", on=THEN)) == (1010, 100)
    assert set(Total.objects.filter(period=world.rounds["2026-6M"].period_id).values_list()) == before


def test_a_unit_gets_a_total_when_the_first_ones_below_it_are_loaded(world: World) -> None:
    """Also by the other way in: a file of units."""
    above = find_unit("20002", on=NOW)
    village = PlannedUnit(
        "v", 0, NOW, None, (Dated("20002.1", NOW, None),), (Dated("Một", NOW, None),), ("thon",),
        (Dated("c", NOW, None),),
    )  # fmt: skip
    there = PlannedUnit(
        "c", 0, NOW, None, (Dated("20002", NOW, None),), (Dated("Mới 20002", NOW, None),), ("xa",)
    )
    assert total(world, "20002", "2026-6M", on=NOW) is None
    loaded = load_units(plan=Plan("villages", [there, village]), by=None, at=AT)
    assert (loaded.units, loaded.marks) == (1, 2)
    settled()
    assert total(world, "20002", "2026-6M", on=NOW) == 100
    assert Unit.objects.filter(placements__parent=above).count() == 1


def test_the_same_table_again_marks_nothing_and_the_command_says_what_it_marked(
    world: World, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bang.csv"
    rows = [KEPT, commune("20002", "30002"), commune("20002", "30003"), commune("10004", "30004")]
    file.write_bytes(table(*others(), *rows))
    call_command("load_units", "--conversion", str(file), "--province", "90")
    marks = DirtyMark.objects.count()
    assert f"{marks} số tổng hợp" in capsys.readouterr().out
    settled()
    call_command("load_units", "--conversion", str(file), "--province", "90")
    assert "Không có gì thay đổi" in capsys.readouterr().out
    assert not DirtyMark.objects.exists()
    call_command("reconcile_totals")


# ---- any tables -------------------------------------------------------------------------------------------

OLDS = ["30001", "30002", "30003", "30004"]
DISTRICTS = ["Huyện Một (951)", "Huyện Ba (952)", "Huyện Hai (961)"]


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Each old commune went to one of today's or to two, which may bear an old code; or was kept alone."""
    found: list[Row] = []
    for old in OLDS:
        district = draw(st.sampled_from(DISTRICTS))
        into = draw(st.sets(st.sampled_from(["20002", "10004", "20005", old]), min_size=1, max_size=2))
        note = "Nhập toàn bộ" if len(into) == 1 else "Nhập một phần"
        found += [commune(new, old, note, district=district) for new in sorted(into)]
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.lists(tables(), min_size=1, max_size=3))
def test_whatever_tables_come_nothing_is_lost_and_marks_are_enough(
    world: World, given_tables: list[list[Row]]
) -> None:
    with transaction.atomic():
        figures = dict(Figure.objects.values_list("period").annotate(all=Sum("amount")))
        for rows in given_tables:
            try:
                with transaction.atomic():
                    load(*rows)
            except IntegrityError:
                continue  # refused as a whole: as it was
            settled()
            tops = Unit.objects.filter(codes__code__in=["90", "91", "95", "96"]).values("pk")
            totals = Total.objects.filter(unit__in=tops).values_list("period").annotate(all=Sum("amount"))
            assert dict(totals) == figures
        transaction.set_rollback(True)
