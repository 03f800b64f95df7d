"""Periods and editions of the columns of figures, and what is to be asked about them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indicators.recognition.desk import Choice, Desk, Spot
from indicators.recognition.found import FoundColumn
from indicators.recognition.grid import letters
from indicators.recognition.times import Time, is_comparison, time_of

PERIODS = ("this", "previous", "same_last_year", "to_date", "year")
_EDITIONS = ("estimate", "official")


def timed(
    columns: Sequence[FoundColumn],
    equations: Mapping[str, str],
    told: Mapping[str, FoundColumn],
    table: str,
    desk: Desk,
) -> list[FoundColumn]:
    """The columns with period and edition; "" where a doubt is open. `told`, by key, are those of months."""
    times = {column.key: time_of(column.path) for column in columns if column.kind == "data"}
    estimated = any(time.edition == "estimate" for time in times.values())
    return [
        _timed(column, times[column.key], equations, estimated, table, desk)
        if column.kind == "data" and column.key not in told
        else told.get(column.key, column)
        for column in columns
    ]


def _timed(
    column: FoundColumn,
    time: Time,
    equations: Mapping[str, str],
    estimated: bool,
    table: str,
    desk: Desk,
) -> FoundColumn:
    if is_comparison(column.path):
        return replace(column, period="this", edition="official")
    spot = _spot(table, column)
    period, edition = time.period, time.edition
    if time.is_open:
        choices = [Choice(word, f"period_{word}") for word in PERIODS]
        period = desk.ask("period", spot, choices, group=table)
    if estimated and period == "to_date" and edition == "official" and column.key not in equations:
        choices = [Choice(word, f"edition_{word}") for word in _EDITIONS]
        edition = desk.ask("edition", spot, choices, group=table, proposal="estimate")
    return replace(column, period=period, edition=edition)


def _spot(table: str, column: FoundColumn) -> Spot:
    name = column.path[-1] if column.path else ""
    number = f"({column.number}) " if column.number else ""
    return Spot(f"{table}/:{column.key}", letters(column.excel_column), f"{number}{name}".strip())
