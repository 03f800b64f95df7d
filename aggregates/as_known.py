"""Promise 4: what was known at the end of a day, recomputed from history; never from stored totals.

Rows with since/until numbers name events; an event is known when it happened before the day was over.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar

import pandas as pd
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from aggregates.atlas import Atlas, Placed
from aggregates.charting import past_atlas, through_what_is_below
from aggregates.descent import Descent
from aggregates.kernel.frames import FIGURE, frame
from aggregates.ledger import ASKED
from aggregates.memory import Memory
from indicators.models import Assignment
from submissions.models import Displacement, DisplacementHistory, Figure, FigureHistory
from units.lineage import Step, terminals
from units.models import Event, Placement, Succession, Unit

Row = TypeVar("Row", bound=Model)
ACCEPTED = "submission.accepted"
EXEMPTED, LIFTED = "assignment.exempted", "assignment.exemption_lifted"

ROOM_FOR_THE_PAST = 500_000
"""Of what is worked out on such a tree little is asked for again."""
_COLUMNS = ("unit", "period", "data_point", "edition", Coalesce("amount", 0), "sign", "scope")


@dataclass(frozen=True)
class Known:
    """What the system knew at the end of a day. One more query, whatever of its is asked first."""

    day: date

    @property
    def limit(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day + timedelta(days=1), time()))

    # ---- figures and duties -------------------------------------------------------------------------------

    def figures(self, where: Q) -> pd.DataFrame:
        """FIGURE rows that counted then. Two queries."""
        standing = self.standing(Figure.objects.filter(where))
        replaced = self.replaced(FigureHistory.objects.filter(where))
        rows = [*standing.values_list(*_COLUMNS), *replaced.values_list(*_COLUMNS)]
        return frame(rows, FIGURE)

    def standing(self, rows: QuerySet[Figure]) -> QuerySet[Figure]:
        """Those that counted then and still do."""
        return rows.filter(self._began())

    def replaced(self, rows: QuerySet[FigureHistory]) -> QuerySet[FigureHistory]:
        """Those that counted then and do no more."""
        return rows.filter(self._began(), ~self._over())

    def said(self, where: Q) -> list[tuple[int, int | None, int, int]]:
        """(unit, amount, sign, revision) of the figures that counted then. Two queries."""
        columns = ("unit", "amount", "sign", "revision")
        standing = self.standing(Figure.objects.filter(where))
        replaced = self.replaced(FigureHistory.objects.filter(where))
        return [*standing.values_list(*columns), *replaced.values_list(*columns)]

    def duties(
        self, *, periods: Collection[int], units: Collection[int], rounds: Collection[int] | None = None
    ) -> pd.DataFrame:
        """ASKED rows of then: rounds open, exemptions given, reports accepted by that day. One query."""
        rows = Assignment.objects.filter(round__period__in=list(periods), round__opened_at__lt=self.limit)
        accepted = Event.objects.filter(
            kind=ACCEPTED, subject_type="submission", subject_id=OuterRef("submission"), at__lt=self.limit
        )
        about = Event.objects.filter(subject_type="assignment", subject_id=OuterRef("pk"))
        told = about.filter(kind__in=(EXEMPTED, LIFTED), at__lt=self.limit).order_by("-pk")
        was_exempt = Q(exempted_at__lt=self.limit) | Q(last_told=EXEMPTED)
        rows = rows.annotate(
            was_accepted=Exists(accepted), last_told=Coalesce(Subquery(told.values("kind")[:1]), Value(""))
        ).filter(~was_exempt | Q(was_accepted=True))
        if rounds is not None:
            rows = rows.filter(round__in=list(rounds))
        listed = rows.filter(subject__in=list(units)).values_list(
            "subject_id",
            "round__period_id",
            "round__version_id",
            "round__template__regime_id",
            "was_accepted",
            "round__edition",
            "round__period__ends",
        )
        return frame(((*row[:6], row[6].month) for row in listed), ASKED)

    # ---- the tree -----------------------------------------------------------------------------------------

    def atlas(self, *, kind: str, version: str = "") -> Atlas:
        """The trees and the lineage as they were known, the day itself being "today". Five queries, or none
        where they were read before under the same `version` of the tree (`tree_version`)."""
        return past_atlas(kind=kind, day=self.day, version=version, load=lambda: self._read_atlas(kind))

    def _read_atlas(self, kind: str) -> Atlas:
        placements: list[Placed] = list(
            self._known(Placement.objects.filter(kind=kind)).values_list(
                "unit_id", "parent_id", "valid_from", "valid_to"
            )
        )
        standing = Displacement.objects.filter(kind=kind).filter(self._began())
        replaced = self._known(DisplacementHistory.objects.filter(kind=kind))
        displaced = [*_stood(standing), *_stood(replaced)]
        successions = list(self._known(Succession.objects.filter(effective_on__lte=self.day)))
        ends = self._ends(placements, successions)
        placements += [(unit, parent, on, on) for unit, parent, on in displaced]
        found = terminals(
            ends=ends,
            successions=[
                Step(
                    row.predecessor_id, row.successor_id, row.effective_on,
                    row.extent == Succession.Extent.WHOLE, (row.population_share, row.area_share),
                )
                for row in successions
            ],
        )  # fmt: skip
        descent = Descent(
            (unit, end, before, people, area)
            for unit, stretches in found.items()
            for before, ended in stretches.items()
            for end, (people, area) in ended.items()
        )
        through_what_is_below(placements, descent, today=self.day)
        return Atlas(self.day, placements, descent, memory=Memory(room=ROOM_FOR_THE_PAST))

    def _ends(self, placements: list[Placed], successions: list[Succession]) -> dict[int, date | None]:
        """Last days as they were known: a unit's end shows in its placements or in what succeeded it."""
        shown = {(unit, end) for unit, _parent, _start, end in placements}
        shown |= {(row.predecessor_id, row.effective_on - timedelta(days=1)) for row in successions}
        return {
            unit: ends if (unit, ends) in shown else None
            for unit, ends in Unit.objects.values_list("pk", "ends")
        }

    def _known(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        return rows.filter(self._began()).exclude(self._over())

    def _began(self) -> Q:
        return self._happened("since")

    def _over(self) -> Q:
        return Q(until__isnull=False) & self._happened("until")

    def events_by(self, numbers: Collection[int]) -> set[int]:
        """Those of the events that had happened by then; 0 is before all. One query."""
        happened = Event.objects.filter(pk__in=list(numbers), at__lt=self.limit)
        return {0, *happened.values_list("pk", flat=True)}

    @cached_property
    def _first_after(self) -> int | None:
        """The first event, by number, that came after: those before it are known without looking each up."""
        after = Event.objects.filter(at__gte=self.limit).order_by("pk")
        return after.values_list("pk", flat=True).first()

    def _happened(self, field: str) -> Q:
        first = self._first_after
        if first is None:
            return Q()
        # Numbers are given in the order of the log, moments by whoever writes: some may come later by one.
        later = Event.objects.filter(pk=OuterRef(field), pk__gt=first, at__lt=self.limit)
        return Q(**{f"{field}__lt": first}) | (Q(**{f"{field}__gt": first}) & Q(Exists(later)))


def _stood(rows: QuerySet[Row]) -> list[tuple[int, int, date]]:
    return list(rows.values_list("unit", "parent", "day"))
