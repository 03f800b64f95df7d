"""Who is asked in the rounds of a form, and whose report is accepted.

Statements are written out: to put them together each time takes longer than to run them.
"""

# ruff: noqa: S608 only integers and names of ours are put into statements

from collections.abc import Collection, Mapping

from django.db import connection

from aggregates.asked import Book
from aggregates.left_out import MANY, listed
from indicators.models import Assignment
from submissions.models import Submission

ASKED, REPORTED, EXCUSED = 0, 1, 2
_SAID = {ASKED: False, REPORTED: True, EXCUSED: None}
_DUTY = Assignment._meta.db_table
_REPORT = Submission._meta.db_table
_NUMBERS = {"postgresql": "STRING_AGG(duty.subject_id::text, ',')"}
"""Whole numbers of a group as one text, "1,2,3": thousands of rows cost more than to read them."""


def duties_of(
    book: Book, periods: Collection[int], concerned: Mapping[int, frozenset[int]]
) -> dict[int, dict[int, bool | None]]:
    """Period → unit → whether it has reported, of the units concerned in it; None: excused, and has not. One
    query."""
    found: dict[int, dict[int, bool | None]] = {period: {} for period in periods}
    round_of = _rounds(book, periods)
    units = frozenset[int]().union(*concerned.values())
    if not round_of or not units:
        return found
    of_units = f" AND duty.subject_id IN ({listed(units)})" if len(units) < MANY else ""
    subjects = _NUMBERS.get(connection.vendor, "GROUP_CONCAT(duty.subject_id)")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT duty.round_id, CASE WHEN report.accepted_id IS NOT NULL THEN {REPORTED}
                       WHEN duty.exempted_at IS NOT NULL THEN {EXCUSED} ELSE {ASKED} END AS state, {subjects}
                FROM {_DUTY} AS duty LEFT JOIN {_REPORT} AS report ON report.assignment_id = duty.id
                WHERE duty.round_id IN ({listed(round_of)}){of_units} GROUP BY duty.round_id, state"""
        )
        rows = cursor.fetchall()
    for round_, state, told in rows:
        period = round_of[round_]
        found[period].update(
            (subject, _SAID[state]) for subject in map(int, told.split(",")) if subject in concerned[period]
        )
    return found


def last_asked(book: Book, periods: Collection[int]) -> dict[int, tuple[int, int]]:
    """Period → how many duties there are, and the latest: other ones whenever somebody more is asked, as none
    is removed but together with its unit. One query."""
    round_of = _rounds(book, periods)
    if not round_of:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT duty.round_id, COUNT(*), MAX(duty.id) FROM {_DUTY} AS duty
                WHERE duty.round_id IN ({listed(round_of)}) GROUP BY duty.round_id"""
        )
        return {round_of[round_]: (count, last) for round_, count, last in cursor.fetchall()}


def _rounds(book: Book, periods: Collection[int]) -> dict[int, int]:
    return {one.pk: one.period_id for one in book.rounds.values() if one.period_id in periods}
