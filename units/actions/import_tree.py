"""Import a tree of units from a file: everything is checked first; all of it is written, or nothing."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from units.actions.rebuild_lineage import rebuild_lineage
from units.actions.record_event import record_event
from units.codes import AGENCY, OFFICIAL
from units.errors import BadContent
from units.guards import lock_tree
from units.kinds import PROVINCES
from units.known_tree import known_tree
from units.loading.table_file import read_table
from units.loading.tree import FileUnit, NewPlace, TreePlan, in_file_order
from units.loading.tree_file import tree_rows
from units.loading.tree_match import match
from units.loading.tree_units import file_units
from units.models import Placement, Unit, UnitCode, UnitName, User
from units.naming import name_columns
from units.permissions import check_may_manage_units
from units.tree_words import line_words
from units.writing_many import create_many

SCHEMES = (OFFICIAL, AGENCY)
SHOWN = 200
"""Problems that are told; how many there are is always said."""


@dataclass(frozen=True, slots=True)
class TreeSource:
    """The bytes of a .xlsx or .csv, the scheme of its codes, the first day of rows that name none."""

    content: bytes
    name: str = ""
    scheme: str = AGENCY
    default_start: date | None = None


@dataclass(frozen=True, slots=True)
class CheckedTree:
    """A plan and how many rows it was made from."""

    rows: int
    plan: TreePlan = field(default_factory=TreePlan)
    unread: tuple[str, ...] = ()
    """Headings of columns that are not read."""

    @property
    def moving(self) -> list[int]:
        """Units that exist and would stand below somebody new."""
        return sorted({place.unit for place in self.plan.places if place.unit > 0})


def check_tree(source: TreeSource) -> CheckedTree:
    """Say what importing would do and all that is wrong. FileRefused when the file is no list of units.

    A handful of queries, whatever the size; the plan holds only while nobody changes the tree.
    """
    if source.scheme not in SCHEMES:
        raise BadContent(_("Không có bộ mã “%(scheme)s”.") % {"scheme": source.scheme[:20]})
    read = tree_rows(
        read_table(source.content),
        default_start=source.default_start,
        has_digits=source.scheme == OFFICIAL,
    )
    units, problems = file_units(read.rows)
    # Rows that are wrong themselves are no reason to say that a parent is missing.
    doubtful = read.doubtful | ({row.code for row in read.rows} - {unit.code for unit in units})
    plan = match(units, known_tree(units), scheme=source.scheme, doubtful=doubtful)
    plan.problems = in_file_order([*read.problems, *problems, *plan.problems])
    return CheckedTree(read.total, plan, read.unread)


def import_tree(
    *, source: TreeSource, by: User | None, at: datetime, checked: CheckedTree | None = None
) -> CheckedTree:
    """Write the new units and relations of a file. BadContent with a line for each problem when there is one.

    What is there already with the same content stays as it is: the same file twice changes nothing. New
    relations of units that exist move totals: `submissions.actions.import_tree` wraps this and marks them.
    `checked`: what `check_tree` said under the lock of the tree that the caller still holds.
    """
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        checked = checked or check_tree(source)
        if checked.plan.problems:
            raise _refused(checked.plan)
        if not checked.plan.changes_nothing:
            _write(checked, source, by=by, at=at)
    return checked


def _refused(plan: TreePlan) -> BadContent:
    lines = [
        {"code": problem.code, "row": problem.row, "column": problem.column, "message": line_words(problem)}
        for problem in plan.problems[:SHOWN]
    ]
    count = len(plan.problems)
    said = _("Chưa nạp đơn vị nào: tệp có %(count)d chỗ cần sửa.") % {"count": count}
    return BadContent(said, code="tree_refused", problems=lines)


def _write(checked: CheckedTree, source: TreeSource, *, by: User | None, at: datetime) -> None:
    plan = checked.plan
    data = {
        "source": source.name[:200],
        "scheme": source.scheme,
        "units": len(plan.units),
        "places": len(plan.places),
        "sha256": hashlib.sha256(source.content).hexdigest(),
    }
    event = record_event(kind="units.imported", by=by, at=at, data=data)
    made = _create(plan, source.scheme)
    create_many(
        Placement,
        [
            Placement(
                unit_id=made.get(place.unit, place.unit),
                parent_id=made.get(place.parent, place.parent),
                kind=place.placement,
                valid_from=place.start,
                valid_to=place.end,
                since=event.pk,
            )
            for place in plan.places
        ],
    )
    rebuild_lineage(on=timezone.localdate(at))


def _create(plan: TreePlan, scheme: str) -> dict[int, int]:
    """Write the new units; return node → number."""
    shards = _shards(plan)
    rows = [
        Unit(shard=shards[-number], begins=unit.begins, ends=unit.ends)
        for number, unit in enumerate(plan.units, start=1)
    ]
    made = create_many(Unit, rows)
    spans = [{"unit": row, "valid_from": row.begins, "valid_to": row.ends} for row in made]
    create_many(
        UnitCode,
        [
            UnitCode(scheme=scheme, code=unit.code, **span)
            for unit, span in zip(plan.units, spans, strict=True)
        ],
    )
    create_many(
        UnitName,
        [
            UnitName(kind=unit.kind, **name_columns(unit.name), **span)
            for unit, span in zip(plan.units, spans, strict=True)
        ],
    )
    return {-number: row.pk for number, row in enumerate(made, start=1)}


def _shards(plan: TreePlan) -> dict[int, int]:
    """Each new unit's shard: that of what it stands under, up to a unit that has one; a province's own."""
    above = _first_parents(plan.places)
    known = dict(
        Unit.objects.filter(pk__in={parent for parent in above.values() if parent > 0}).values_list(
            "pk", "shard"
        )
    )
    shards: dict[int, int] = {}
    for number in range(1, len(plan.units) + 1):
        way, node = [], -number
        while node < 0 and node not in shards and node in above and node not in way:
            way.append(node)
            node = above[node]
        found = known.get(node, 0) if node > 0 else shards.get(node, _own_shard(plan.units[-node - 1]))
        shards |= dict.fromkeys([*way, -number], found)
    return shards


def _first_parents(places: Iterable[NewPlace]) -> dict[int, int]:
    """The administrative parent of each new unit, else whichever comes first."""
    ordered = sorted(
        places, key=lambda place: (place.placement != Placement.Kind.ADMINISTRATIVE, place.start)
    )
    above: dict[int, int] = {}
    for place in ordered:
        above.setdefault(place.unit, place.parent)
    return above


def _own_shard(unit: FileUnit) -> int:
    return int(unit.code) if unit.kind in PROVINCES and unit.code.isdigit() and len(unit.code) == 2 else 0
