"""What sealed consolidated reports were put together from: each unit's own report once, whoever took it.

A consolidated form of consolidated forms is counted from the revisions that the sealed reports below name,
not from their sums: a unit that stands in two of them is one unit, so nothing can count twice (rule 3).
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from django.db.models.functions import Coalesce

from aggregates import ledger
from aggregates.kernel.frames import FIGURE, frame
from submissions.models import Figure, FigureHistory, Revision

_COLUMNS = ("unit", "period", "data_point", "edition", Coalesce("amount", 0), "sign", "scope", "revision")


@dataclass
class SealedBelow:
    """What reports were sealed from.

    `reports`: unit → the revision of its own report; `middles`: middle level → its sealed revision (own
    parts); of two the later one. `taken_by`: unit → the reports, by subject, that it stands in. `missing`:
    units that a report was sealed without and that stand in no other.
    """

    reports: dict[int, int] = field(default_factory=dict)
    middles: dict[int, int] = field(default_factory=dict)
    taken_by: dict[int, set[int]] = field(default_factory=dict)
    missing: set[int] = field(default_factory=set)

    @property
    def twice(self) -> dict[int, set[int]]:
        """Units that stand in more than one report, and in which; counted once."""
        return {unit: by for unit, by in self.taken_by.items() if len(by) > 1}

    @property
    def units(self) -> set[int]:
        return {*self.reports, *self.middles}


def sealed_below(reports: Mapping[int, int]) -> SealedBelow:
    """`reports`: subject → accepted revision of a consolidated report. A query a level below."""
    documents = _documents(set(reports.values()))
    found = SealedBelow()
    missing: set[int] = set()
    for subject, revision in reports.items():
        for unit, one in _within(subject, revision, documents):
            kind = found.middles if one in documents else found.reports
            kind[unit] = max(one, kind.get(unit, 0))
            if one in documents:
                missing.update(documents[one]["missing"])
            else:
                found.taken_by.setdefault(unit, set()).add(subject)
    found.missing = missing - found.units
    return found


def _documents(revisions: set[int]) -> dict[int, dict[str, Any]]:
    """What each consolidated report among them, and below them, was taken from; a unit's own are left out."""
    known: dict[int, dict[str, Any]] = {}
    left = revisions
    while left:
        rows = Revision.objects.filter(
            pk__in=left, submission__assignment__round__template__consolidates__isnull=False
        )
        found = {pk: json.loads(document)["below"] for pk, document in rows.values_list("pk", "document")}
        known |= found
        left = {one for below in found.values() for _unit, one in below["reports"]} - known.keys()
    return known


def _within(unit: int, revision: int, documents: Mapping[int, dict[str, Any]]) -> Iterator[tuple[int, int]]:
    yield unit, revision
    for below, one in documents.get(revision, {"reports": ()})["reports"]:
        yield from _within(below, one, documents)


def figures_of(
    sealed: SealedBelow, *, units: Collection[int], periods: Collection[int], data_points: Collection[int]
) -> pd.DataFrame:
    """FIGURE rows of `units` as those revisions said them, also where they were corrected since; what other
    reports say (another period, another regime's indicator) as it counts now. Three queries."""
    wanted = ledger.wanted(periods=periods, data_points=data_points, units=units)
    taken = {*sealed.reports.values(), *sealed.middles.values()}
    said = set(
        Revision.objects.filter(submission__revisions__in=taken).values_list("pk", flat=True).distinct()
    )
    rows: dict[tuple[int, ...], tuple[int, ...]] = {}
    former = FigureHistory.objects.filter(wanted, revision__in=taken).order_by("until")
    for *row, _revision in former.values_list(*_COLUMNS):
        rows[tuple(row[:4])] = tuple(row)
    for *row, revision in Figure.objects.filter(wanted).values_list(*_COLUMNS):
        if revision in taken or revision not in said:
            rows[tuple(row[:4])] = tuple(row)
    return frame(rows.values(), FIGURE)
