"""A world that is put back as rows is the world that the actions build."""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from submissions.models import Status
from tests.submissions.factories import World, bring_to, build_world
from tests.support import kept_worlds
from units.models import Event, Role, Unit, User
from units.queries import tree_version

pytestmark = pytest.mark.django_db


def stored() -> dict[str, list[str]]:
    """All rows, without what is drawn anew each time: passwords and the tree's version."""
    rows = kept_worlds._rows()
    del rows["units_treeversion"]
    return {table: sorted(re.sub(r"'md5\$[^']*'", "'…'", row) for row in of) for table, of in rows.items()}


def built_and_undone() -> tuple[dict[str, list[str]], World]:
    with transaction.atomic():
        world = build_world()
        rows = stored()
        transaction.set_rollback(True)
    return rows, world


def test_the_rows_are_those_of_the_actions() -> None:
    built_and_undone()
    again, _world = built_and_undone()  # whoever was first in this session: now it is put back
    with transaction.atomic():
        by_actions = build_world.__wrapped__()  # type: ignore[attr-defined]
        rows = stored()
        transaction.set_rollback(True)
    assert by_actions.cast.lan.username == "lan"
    if connection.vendor == "sqlite":  # elsewhere numbers go on after a rollback
        assert again == rows
    assert {table: len(of) for table, of in again.items()} == {table: len(of) for table, of in rows.items()}


def test_what_comes_back_is_whole_and_nobody_elses() -> None:
    built_and_undone()
    _rows, first = built_and_undone()
    second = build_world()
    assert [field.name for field in fields(second)] == [field.name for field in fields(first)]
    assert second.cast.lan == first.cast.lan
    assert second.cast.lan is not first.cast.lan
    assert second.cast.lan == User.objects.get(username="lan")
    assert second.submission.assignment.subject == second.cast.dong_hung
    assert tree_version()


def test_life_goes_on_in_it() -> None:
    """New rows find free numbers, and the actions find all they need."""
    built_and_undone()
    world = build_world()
    assert bring_to(world, Status.ACCEPTED).status == Status.ACCEPTED
    before = Unit.objects.count()
    made = Unit.objects.create(begins=world.cast.dong_hung.begins, shard=33)
    assert made.pk > world.cast.foreign_department.pk
    assert Unit.objects.count() == before + 1
    assert world.cast.fresh("lan").memberships.get().role == Role.CLERK


def test_arguments_make_worlds_of_their_own() -> None:
    built_and_undone()
    assert build_world(name="Chế độ khác").regime.name == "Chế độ khác"


def test_over_what_another_wrote_it_is_built() -> None:
    built_and_undone()
    User.objects.create(username="trước")
    assert build_world().cast.lan.pk > User.objects.get(username="trước").pk


def test_guards_hold_again_afterwards() -> None:
    built_and_undone()
    build_world()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Event.objects.all().delete()


def test_a_world_within_a_world_counts_on_in_a_database_copied_anew() -> None:
    """The counters of the inner one stand where it left them when the outer one is kept."""
    inner, outer = kept_worlds.kept(_inner), kept_worlds.kept(_outer)
    built_and_undone_by(inner)
    built_and_undone_by(outer, inner)  # puts the inner one back, and is kept
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('public.units_unit_id_seq', 1, false)")
    last = outer(inner)
    assert Unit.objects.create(begins=last.begins, shard=33).pk > last.pk


def built_and_undone_by(build: Callable[..., Unit], *args: object) -> None:
    with transaction.atomic():
        build(*args)
        transaction.set_rollback(True)


def _inner() -> Unit:
    Unit.objects.create(begins=date(2025, 7, 1), shard=33)
    return Unit.objects.create(begins=date(2025, 7, 1), shard=33)


def _outer(inner: Callable[[], Unit]) -> Unit:
    return inner()
