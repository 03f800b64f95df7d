"""Who is asked in the rounds of a form, and whose report is accepted."""

from collections.abc import Collection

from django.db.models import Q

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
    found: dict[int, dict[int, bool]] = {period: {} for period in periods}
    for round_, subject, accepted in rows.values_list("round_id", "subject_id", "submission__accepted_id"):
        period = round_of[round_]
        if subject in concerned[period]:
            found[period][subject] = accepted is not None
    return found
