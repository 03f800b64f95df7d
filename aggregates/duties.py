"""Who is asked in the rounds of a form, and whose report is accepted."""

from collections.abc import Collection
from typing import Any

from django.db.models import Aggregate, BooleanField, ExpressionWrapper, Q, TextField
from django.db.models.sql.compiler import SQLCompiler

from aggregates.asked import Book
from indicators.models import Assignment

MANY = 1500
"""From so many units on, a filter by unit costs more than what it leaves out."""


def duties_of(
    book: Book, periods: Collection[int], concerned: dict[int, frozenset[int]]
) -> dict[int, dict[int, bool]]:
    """Period → unit → whether it has reported, of the units concerned in it. One query."""
    round_of = {one.pk: one.period_id for one in book.rounds.values() if one.period_id in periods}
    units = frozenset[int]().union(*concerned.values())
    rows = Assignment.objects.filter(round__in=list(round_of)).filter(
        Q(exempted_at__isnull=True) | Q(submission__accepted__isnull=False)
    )
    if len(units) < MANY:
        rows = rows.filter(subject__in=sorted(units))
    reported = ExpressionWrapper(Q(submission__accepted__isnull=False), output_field=BooleanField())
    told = rows.values_list("round_id", reported).annotate(of=Numbers("subject_id"))
    found: dict[int, dict[int, bool]] = {period: {} for period in periods}
    for round_, has_reported, subjects in told.order_by():
        period = round_of[round_]
        found[period].update(
            (subject, bool(has_reported))
            for subject in map(int, subjects.split(","))
            if subject in concerned[period]
        )
    return found


class Numbers(Aggregate):
    """Whole numbers of a group as one text, "1,2,3": thousands of rows cost more than to read them."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s::text, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> tuple[str, Any]:
        return super().as_sql(
            compiler, connection, function="GROUP_CONCAT", template="%(function)s(%(expressions)s)", **extra
        )
