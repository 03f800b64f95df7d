"""Who is asked in the rounds of a form, and whose report is accepted."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Aggregate, Case, Count, Max, TextField, Value, When
from django.db.models.sql.compiler import SQLCompiler

from aggregates.asked import Book
from aggregates.left_out import MANY
from indicators.models import Assignment

ASKED, REPORTED, EXCUSED = 0, 1, 2
_SAID = {ASKED: False, REPORTED: True, EXCUSED: None}


def duties_of(
    book: Book, periods: Collection[int], concerned: Mapping[int, frozenset[int]]
) -> dict[int, dict[int, bool | None]]:
    """Period → unit → whether it has reported, of the units concerned in it; None: excused, and has not. One
    query."""
    round_of = _rounds(book, periods)
    units = frozenset[int]().union(*concerned.values())
    rows = Assignment.objects.filter(round__in=list(round_of))
    if len(units) < MANY:
        rows = rows.filter(subject__in=sorted(units))
    reported = Case(
        When(submission__accepted__isnull=False, then=Value(REPORTED)),
        When(exempted_at__isnull=False, then=Value(EXCUSED)),
        default=Value(ASKED),
    )
    told = rows.values_list("round_id", reported).annotate(of=Numbers("subject_id"))
    found: dict[int, dict[int, bool | None]] = {period: {} for period in periods}
    for round_, state, subjects in told.order_by():
        period = round_of[round_]
        found[period].update(
            (subject, _SAID[state])
            for subject in map(int, subjects.split(","))
            if subject in concerned[period]
        )
    return found


def last_asked(book: Book, periods: Collection[int]) -> dict[int, tuple[int, int]]:
    """Period → how many duties there are, and the latest: other ones whenever somebody more is asked, as none
    is removed but together with its unit. One query."""
    round_of = _rounds(book, periods)
    rows = Assignment.objects.filter(round__in=list(round_of)).values_list("round_id")
    found = rows.annotate(count=Count("pk"), last=Max("pk")).order_by()
    return {round_of[round_]: (count, last) for round_, count, last in found}


def _rounds(book: Book, periods: Collection[int]) -> dict[int, int]:
    return {one.pk: one.period_id for one in book.rounds.values() if one.period_id in periods}


class Numbers(Aggregate):
    """Whole numbers of a group as one text, "1,2,3": thousands of rows cost more than to read them."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s::text, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> tuple[str, Any]:
        return super().as_sql(
            compiler, connection, function="GROUP_CONCAT", template="%(function)s(%(expressions)s)", **extra
        )
