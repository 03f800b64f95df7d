"""The database refuses trees that cannot be, whoever writes: nothing here goes through our actions."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import F
from django.test import override_settings

from units.guards import GUARDS, guarded_tables, trigger_names
from units.models import (
    ALL,
    Boundary,
    GroupMember,
    Placement,
    Succession,
    Unit,
    UnitCode,
    UnitGroup,
    UnitName,
)
from units.queries import tree_version

pytestmark = pytest.mark.django_db
OURS = {"units", "indicators", "submissions", "aggregates", "reporting"}
A, B, C, D = (date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1))

# The unique constraints of the table see some of it first.
SECOND_PARENT = "one.(open.)?parent.a.kind|UNIQUE"


def eve(day: date) -> date:
    return day - timedelta(days=1)


def unit(begins: date = A, ends: date | None = None) -> Unit:
    return Unit.objects.create(begins=begins, ends=ends)


def place(below: Unit, above: Unit, start: date = A, end: date | None = None, **more: object) -> Placement:
    return Placement.objects.create(unit=below, parent=above, valid_from=start, valid_to=end, **more)


def refused(words: str, write: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        write()


def step(before: Unit, after: Unit, on: date, **more: object) -> Succession:
    return Succession.objects.create(
        predecessor=before, successor=after, effective_on=on, **{"extent": "part", **more}
    )


# ---- they are all there -----------------------------------------------------------------------------------


def triggers() -> set[str]:
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall() if name.startswith("guard_")}


def test_every_guard_has_its_triggers_after_migrate() -> None:
    assert triggers() == trigger_names()
    assert {"guard_units_placement_insert", "guard_units_unit_update"} <= trigger_names()
    assert all(guard.tables for guard in GUARDS)
    assert {"units_boundary", "units_groupmember"} <= guarded_tables()


def test_they_come_back_with_the_next_migrate() -> None:
    with connection.cursor() as cursor:
        table = " ON units_placement" if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "guard_units_placement_insert"{table}')
    call_command("migrate", verbosity=0, interactive=False)
    assert triggers() == trigger_names()


REBUILDS = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("units", {leaf!r})]
    operations = [
        migrations.AddField(model, "tried", models.CharField(max_length=3, default="", db_default=""))
        for model in {models!r}
    ] + [
        migrations.AlterField(model, "tried", models.CharField(max_length=5, default="", db_default=""))
        for model in {models!r}
    ]
"""
AND_OURS = """
from units import migrations
__path__ = [*__path__, *migrations.__path__]
"""


@pytest.mark.django_db(transaction=True)
def test_a_migration_may_rebuild_a_guarded_table_and_be_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them, with rows in them, by a migration that comes after ours."""
    child, parent = unit(), unit()
    place(child, parent)
    leaf = max(name for app, name in MigrationLoader(connection).disk_migrations if app == "units")
    models = sorted(table.removeprefix("units_") for table in guarded_tables())
    package = tmp_path / "units_and_one_more"
    package.mkdir()
    (package / "__init__.py").write_text(AND_OURS)
    (package / "rebuilding.py").write_text(REBUILDS.format(leaf=leaf, models=models))
    monkeypatch.syspath_prepend(tmp_path)
    for target in ("rebuilding", leaf):
        with override_settings(MIGRATION_MODULES={"units": package.name}):
            call_command("migrate", "units", target, verbosity=0, interactive=False)
        assert triggers() == trigger_names()
        assert Placement.objects.get().parent == parent
        refused(SECOND_PARENT, lambda: place(child, unit()))


def test_every_migration_of_ours_can_be_taken_back() -> None:
    loader = MigrationLoader(connection)
    ours = [one for one in loader.disk_migrations.values() if one.app_label in OURS]
    assert len(ours) > 50
    fixed = [
        f"{one.app_label}.{one.name}"
        for one in ours
        if not all(operation.reversible for operation in one.operations)
    ]
    assert fixed == []


# ---- places -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [(A, None), (eve(C), None), (A, A), (A, B), (B, eve(C))])
def test_two_parents_of_one_kind_on_a_day_are_refused(start: date, end: date | None) -> None:
    child, one, other = unit(), unit(), unit()
    place(child, one, A, eve(C))
    refused(SECOND_PARENT, lambda: place(child, other, start, end))


def test_another_kind_other_days_and_history_are_no_second_parent() -> None:
    child, one, other = unit(), unit(), unit()
    place(child, one, A, eve(C))
    place(child, other, C)
    place(child, other, kind="vertical")
    Placement.objects.create(unit=child, parent=other, valid_from=A, since=1, until=2)


def test_a_longer_life_of_one_place_does_not_run_into_the_next() -> None:
    child, one, other = unit(), unit(), unit()
    first = place(child, one, A, eve(C))
    place(child, other, C, eve(D))
    refused(SECOND_PARENT, lambda: Placement.objects.filter(pk=first.pk).update(valid_to=C))
    replaced = place(child, other, D)
    Placement.objects.filter(pk=replaced.pk).update(until=9)
    place(child, one, D)
    refused(SECOND_PARENT, lambda: Placement.objects.filter(pk=replaced.pk).update(until=None))


def test_circles_are_refused_on_every_day_on_which_they_close() -> None:
    top, middle, low = unit(), unit(), unit()
    place(middle, top)
    place(low, middle, B, eve(D))
    refused("no unit above itself", lambda: place(top, low, C, C))
    refused("no unit above itself", lambda: place(top, low))
    place(top, low, A, eve(B))
    place(top, low, D)
    place(top, low, B, eve(D), kind="located_in")


def test_circles_written_in_one_statement_are_refused() -> None:
    units = [unit() for _ in range(4)]
    rows = [
        Placement(unit=one, parent=other, valid_from=A)
        for one, other in zip(units, [*units[1:], units[1]], strict=True)
    ]
    refused("no unit above itself", lambda: Placement.objects.bulk_create(rows))


def test_a_unit_stands_only_within_its_own_life_and_its_parents() -> None:
    child, parent = unit(B, eve(D)), unit(A, eve(C))
    refused("within its own life", lambda: place(child, unit(), A, eve(C)))
    refused("within its own life", lambda: place(child, unit(), B))
    refused("life of its parent", lambda: place(unit(), parent, A, C))
    refused("life of its parent", lambda: place(unit(), parent, A))
    refused("life of its parent", lambda: place(unit(), child, A, B))
    place(child, parent, B, eve(C))


def test_a_child_does_not_outlive_its_parent_whose_end_is_brought_forward() -> None:
    child, parent = unit(), unit()
    stands = place(child, parent)
    refused("life of its parent", lambda: Unit.objects.filter(pk=parent.pk).update(ends=C))
    refused("within its own life", lambda: Unit.objects.filter(pk=child.pk).update(ends=C))
    refused("within its own life", lambda: Unit.objects.filter(pk=child.pk).update(begins=B))
    Placement.objects.filter(pk=stands.pk).update(until=5)
    Unit.objects.update(ends=C)


# ---- successions ------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("side", ["predecessor_id", "successor_id"])
def test_a_succession_of_a_unit_that_does_not_exist_is_refused(side: str) -> None:
    ids = {"predecessor_id": unit(A, eve(B)).pk, "successor_id": unit(B).pk, side: 999_999_999}
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(effective_on=B, extent="part", **ids)


def test_both_units_existed_when_one_followed_the_other() -> None:
    old, gone, new = unit(A, eve(C)), unit(A, eve(B)), unit(C)
    refused("successor exists", lambda: step(old, new, B))
    refused("successor exists", lambda: step(old, gone, C))
    refused("predecessor existed", lambda: step(gone, new, C))
    refused("predecessor existed", lambda: step(unit(C), unit(), C))
    refused("predecessor existed", lambda: step(unit(), new, C, extent="whole"))
    step(old, new, C, extent="whole")
    step(unit(), new, C)
    refused("predecessor existed", lambda: Unit.objects.filter(pk=old.pk).update(ends=None))
    refused("successor exists", lambda: Unit.objects.filter(pk=new.pk).update(begins=D))


@pytest.mark.parametrize("share", ["population_share", "area_share"])
def test_no_more_than_all_of_a_unit_goes(share: str) -> None:
    old, one, other = unit(A, eve(B)), unit(), unit()
    first = step(old, one, B, **{share: ALL - 5})
    refused("no more than all", lambda: step(old, other, B, **{share: 6}))
    step(old, other, B, **{share: 5})
    refused(
        "no more than all", lambda: Succession.objects.filter(pk=first.pk).update(**{share: F(share) + 1})
    )
    refused("in_bounds", lambda: step(old, unit(), B, **{share: -1}))
    refused("in_bounds", lambda: step(old, unit(), B, **{share: ALL + 1}))


def test_a_whole_unit_goes_to_one_successor() -> None:
    old = unit(A, eve(B))
    first = step(old, unit(), B, extent="whole")
    refused("no more than all", lambda: step(old, unit(), B, extent="whole"))
    refused("no more than all", lambda: step(old, unit(), B))
    Succession.objects.filter(pk=first.pk).update(until=3)
    step(old, unit(), B, population_share=ALL)


# ---- codes, names, groups, boundaries ---------------------------------------------------------------------


def test_a_code_of_a_scheme_names_one_unit_on_a_day() -> None:
    one, other = unit(), unit()

    def code(of: Unit, start: date, end: date | None = None, scheme: str = "gso") -> UnitCode:
        return UnitCode.objects.create(unit=of, code="12688", scheme=scheme, valid_from=start, valid_to=end)

    code(one, A, eve(C))
    refused("code names one unit", lambda: code(other, B))
    refused("code names one unit", lambda: code(one, B, B))
    code(other, C)
    code(other, A, None, "agency")
    refused("code names one unit", lambda: UnitCode.objects.filter(unit=one).update(valid_to=D))


def test_a_unit_has_one_name_on_a_day() -> None:
    one = unit()

    def name(start: date, end: date | None = None) -> UnitName:
        return UnitName.objects.create(unit=one, name="X", kind="xa", valid_from=start, valid_to=end)

    name(A, B)
    refused("one name on a day", lambda: name(B))
    name(B + timedelta(days=1))


def test_a_unit_is_in_a_group_once_and_has_one_boundary_on_a_day() -> None:
    one = unit()
    group = UnitGroup.objects.create(code="VB", name="Ven biển", sort_key="1", search_key="ven bien")
    GroupMember.objects.create(group=group, unit=one, valid_from=A, valid_to=C)
    refused(
        "in a group once", lambda: GroupMember.objects.create(group=group, unit=one, valid_from=B, valid_to=D)
    )
    Boundary.objects.create(unit=one, geometry="{}", valid_from=A, valid_to=C)
    refused("one boundary", lambda: Boundary.objects.create(unit=one, geometry="{}", valid_from=B))


# ---- two at once ------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["parents", "circle", "shares", "codes"])
def test_of_two_transactions_that_write_half_each_one_commits(what: str) -> None:
    """On PostgreSQL the second waits for the first and then sees it; SQLite lets one write at a time."""
    one, other, third = unit(A, eve(C)), unit(), unit()
    writes: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "parents": (lambda: place(other, third), lambda: place(other, unit())),
        "circle": (lambda: place(other, third), lambda: place(third, other)),
        "shares": (
            lambda: step(one, other, C, area_share=ALL),
            lambda: step(one, third, C, area_share=1),
        ),
        "codes": (
            lambda: UnitCode.objects.create(unit=other, code="1", valid_from=A, valid_to=C),
            lambda: UnitCode.objects.create(unit=third, code="1", valid_from=B, valid_to=D),
        ),
    }
    outcomes: list[str] = []
    written, both = threading.Event(), threading.Barrier(2, timeout=20)

    def first() -> None:
        with transaction.atomic():
            writes[what][0]()
            both.wait()
            written.wait(0.5)  # the other one writes meanwhile, or waits for us
        outcomes.append("first")

    def second() -> None:
        both.wait()
        try:
            with transaction.atomic():
                writes[what][1]()
            outcomes.append("second")
        except IntegrityError:
            outcomes.append("refused")
        written.set()

    def closing(work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                work()
            finally:
                connections.close_all()

        return run

    threads = [threading.Thread(target=closing(work)) for work in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["first", "refused"]


# ---- the version of the tree ------------------------------------------------------------------------------


def test_every_change_gives_the_tree_a_version_that_was_never_there() -> None:
    seen = [tree_version()]

    def changed() -> bool:
        seen.append(tree_version())
        return len(set(seen)) == len(seen)

    one, other = unit(), unit(B)
    assert changed()
    stands = place(other, one, B)
    assert changed()
    step(one, other, B)
    assert changed()
    Placement.objects.filter(pk=stands.pk).update(until=4)
    assert changed()
    stands.delete()
    assert changed()
    assert tree_version() == seen[-1], "reading changes nothing"


def test_a_version_rolled_back_does_not_come_again() -> None:
    before = tree_version()
    inside = ""
    try:
        with transaction.atomic():
            unit()
            inside = tree_version()
            raise LookupError
    except LookupError:
        pass
    assert tree_version() == before
    unit()
    assert len({before, inside, tree_version()}) == 3
