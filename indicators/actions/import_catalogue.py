"""Import a catalogue from a workbook: everything is checked first; all of it is written, or nothing."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.actions.keep_dimension import cleaned_dimension
from indicators.actions.keep_measure import cleaned_measure
from indicators.catalogue_file.plan import Plan, Standing, make_plan
from indicators.catalogue_file.proposed import propose
from indicators.catalogue_file.reading import read_catalogue
from indicators.catalogue_reading import whole_catalogue
from indicators.catalogue_writing import Entry, write
from indicators.definitions import Catalogue, Held
from indicators.lists import used_categories, uses_of_measures, write_dimensions, write_measures
from indicators.models import Indicator, IndicatorBreakdown
from indicators.permissions import check_may_keep_lists, may_define
from indicators.uses import HeldOf, held_in_forms
from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import UnitCode, User
from units.queries import valid_on

SHOWN = 200
"""Problems that are told; how many there are is always said."""


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    """The bytes of a .xlsx and what the file was called."""

    content: bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan, the catalogue it was made for, and the titles of sheets that were not read."""

    plan: Plan
    known: Catalogue
    ignored: tuple[str, ...] = ()


def check_catalogue(source: CatalogueSource, *, by: User | None, held: HeldOf = held_in_forms) -> Checked:
    """Say what importing would do and all that is wrong. FileRefused when the file is no catalogue."""
    check_may_keep_lists(by)
    file = read_catalogue(source.content)
    known = whole_catalogue()
    proposed = propose(file, known)
    proposed.measures = {code: cleaned_measure(one) for code, one in proposed.measures.items()}
    proposed.dimensions = {code: cleaned_dimension(one) for code, one in proposed.dimensions.items()}
    rows = {row.code: row for row in Indicator.objects.all()}

    def held_by_code(codes: Collection[str]) -> dict[str, Held]:
        found = held([rows[code] for code in codes])
        return {code: found.get(rows[code].pk, Held()) for code in codes}

    standing = standing_of(rows, {*proposed.owners.values()}, by=by)
    return Checked(make_plan(proposed, known, standing, held=held_by_code), known, tuple(file.ignored))


def import_catalogue(
    *, source: CatalogueSource, by: User | None, at: datetime, held: HeldOf = held_in_forms, digest: str = ""
) -> Checked:
    """Write what is new or different. BadContent with a line for each problem when there is one.

    What is there already with the same content stays as it is: the same file twice changes nothing. Totals
    may move: `submissions.actions.import_catalogue` wraps this, knows what has figures, and marks.
    `digest`: of the plan a person saw; BadContent "changed_since_preview" when it is another by now.
    """
    check_may_keep_lists(by)
    with transaction.atomic():
        list(Indicator.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        checked = check_catalogue(source, by=by, held=held)
        if checked.plan.problems:
            raise _refused(checked.plan)
        if digest and digest != checked.plan.digest:
            said = _("Danh mục đã thay đổi từ lúc xem trước. Hãy xem lại rồi xác nhận.")
            raise BadContent(said, code="changed_since_preview")
        if not checked.plan.changes_nothing:
            _write(checked, source, by=by, at=at)
    return checked


def _write(checked: Checked, source: CatalogueSource, *, by: User | None, at: datetime) -> None:
    plan = checked.plan
    data = {
        "source": source.name[:200],
        "new": plan.count("new"),
        "changed": plan.count("different"),
        "measures": ", ".join(plan.measures)[:2000],
        "dimensions": ", ".join(plan.dimensions)[:2000],
        "sha256": hashlib.sha256(source.content).hexdigest(),
    }
    record_event(kind="catalogue.imported", by=by, at=at, data=data)
    write_measures(plan.measures)
    write_dimensions(plan.dimensions)
    before = checked.known.indicators
    write(
        [
            Entry(code, plan.owners[code], before.get(code), after, source.name[:200])
            for code, after in plan.indicators.items()
        ],
        by=by,
        at=at,
    )


def _refused(plan: Plan) -> BadContent:
    lines = [
        {
            "code": "row_refused",
            "sheet": one.sheet,
            "row": one.row,
            "column": one.column,
            "message": one.message,
        }
        for one in plan.problems[:SHOWN]
    ]
    said = _("Chưa nạp gì: tệp có %(count)d chỗ cần sửa.") % {"count": len(plan.problems)}
    return BadContent(said, code="catalogue_refused", problems=lines)


def standing_of(rows: Mapping[str, Indicator], codes: Collection[str], *, by: User | None) -> Standing:
    """Five queries."""
    units: dict[str, int | None] = {}
    named = UnitCode.objects.filter(valid_on(timezone.localdate()), code__in=[*codes]).order_by("-scheme")
    for code, unit in named.values_list("code", "unit_id"):
        units.setdefault(code, unit)
    of_measures: dict[str, set[int]] = defaultdict(set)
    for row in rows.values():
        of_measures[row.unit_of_measure_id].add(row.owner_id)
    of_dimensions: dict[str, set[int]] = defaultdict(set)
    for dimension, owner in IndicatorBreakdown.objects.values_list("dimension__code", "indicator__owner_id"):
        of_dimensions[dimension].add(owner)
    return Standing(
        owners={code: row.owner_id for code, row in rows.items()},
        units=units,
        may_define=lambda owner: may_define(by, owner=owner),
        uses_of_measures=uses_of_measures(),
        used_categories=used_categories([*of_dimensions]),
        users_of_measures=of_measures,
        users_of_dimensions=of_dimensions,
    )
