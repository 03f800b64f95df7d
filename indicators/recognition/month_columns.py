"""Columns named for the months: "Tháng 1 … Tháng 12" (docs/decisions/064). Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.recognition.desk import Choice, Desk, Spot
from indicators.recognition.found import FoundCell, FoundColumn
from indicators.recognition.grid import letters
from indicators.recognition.text import plain
from indicators.recognition.times import is_comparison

_MONTH = re.compile(
    r"^(?:thuc hien |so lieu |ket qua |so )?(?:thang|t)\s*\.?\s*0?([1-9]|1[0-2])(?:\s*/[\s\d….]*| nam\b.*)?$"
)
OWN, KEPT, BLOCKED = "own", "kept", "blocked"
_SUM = re.compile(r"\(\w+\)(?: \+ \(\w+\))+")
_RANGE = re.compile(r"TỔNG\(\((\w+)\)\.\.\((\w+)\)\)")
_LENGTHS = {"": 1, "month": 1, "quarter": 3, "half": 6}
"""So many months a period of the form has; in a year, and from its start on, all months are of one.
Where nothing names them it may be one.
"""


def month_of(path: Sequence[str]) -> int:
    """1 to 12 where one of the header texts is a month and nothing more; 0 for none."""
    return next((int(match[1]) for part in reversed(path) if (match := _MONTH.match(plain(part)))), 0)


def beside_the_month(path: Sequence[str]) -> tuple[str, ...]:
    """The header texts that are no month: what the figures of each month are."""
    return tuple(part for part in path if not _MONTH.match(plain(part)))


def own_months(columns: Sequence[FoundColumn]) -> dict[str, int]:
    """By key the months of columns that only their own month asks, in a form of months: in one of quarters
    March is asked in March too, but so are January and February.
    """
    named = {one.key: month_of(one.path) for one in columns if one.months and month_of(one.path)}
    are_own = all(one.months == (named[one.key],) for one in columns if one.key in named)
    return named if are_own and any(month % 3 for month in named.values()) else {}


@dataclass
class Months:
    """By key the columns of months, told or (period "") still asked about; `blocked` are the keys of those
    that are not collected.
    """

    columns: dict[str, FoundColumn] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)


def in_months(columns: Sequence[FoundColumn], frequencies: Collection[str], table: str, desk: Desk) -> Months:
    """Where at least two months stand beside each other.

    A form of months asks each column in its own month: the figure is that month's. In longer periods a
    figure of a month within has no place of its own: each column is an indicator of the whole period.
    """
    named = {
        one.key: month for one in columns
        if one.kind == "data" and not is_comparison(one.path) and (month := month_of(one.path))
    }  # fmt: skip
    found = Months()
    if len(set(named.values())) < 2:
        return found
    only = next(iter(frequencies)) if len(frequencies) == 1 else ""
    length = _LENGTHS.get(only, 0)
    ends = {key: -(-month // length) * length for key, month in named.items() if length}
    choices = _choices(length, set(ends.values()))
    code, proposal = ("month_column" if length == 1 else "month_within"), (choices[0].value if only else "")
    for column in (one for one in columns if one.key in named):
        answer = desk.ask(code, _spot(table, column), choices, group=table, proposal=proposal)
        months = (ends[column.key],) if answer == OWN else ()
        period = "this" if answer else ""
        found.columns[column.key] = replace(column, period=period, edition="official", months=months)
        found.blocked |= {column.key} if answer == BLOCKED else set()
    return found


def _choices(length: int, ends: Collection[int]) -> list[Choice]:
    """Each in its own period can be chosen where the columns are of several periods of the form."""
    own = [Choice(OWN, "month_own" if length == 1 else "month_in_period")] if len(ends) > 1 else []
    return [*own, Choice(KEPT, "month_kept"), Choice(BLOCKED, "column_not_asked")]


def with_totals(cells: Iterable[FoundCell], columns: Sequence[FoundColumn]) -> tuple[FoundCell, ...]:
    """A sum over columns from January on, each of which only its own month asks, is what has come in so far:
    a figure to date, that fills itself. (As a formula it would say "…" in every month.)
    """
    months = own_months(columns)
    own = {one.number or one.key: months[one.key] for one in columns if one.key in months}
    return tuple(
        replace(cell, kind="carried", formula="", period="to_date")
        if _is_to_date(cell.formula, own)
        else cell
        for cell in cells
    )


def _is_to_date(formula: str, own: Mapping[str, int]) -> bool:
    if _SUM.fullmatch(formula):
        added = [own.get(name, 0) for name in re.findall(r"\((\w+)\)", formula)]
        return sorted(added) == list(range(1, len(added) + 1))
    ends = _RANGE.fullmatch(formula)
    return ends is not None and own.get(ends[1]) == 1 and own.get(ends[2], 0) > 1


def _spot(table: str, column: FoundColumn) -> Spot:
    number = f"({column.number}) " if column.number else ""
    name = " – ".join(column.path[-2:])
    return Spot(f"{table}/:{column.key}", letters(column.excel_column), f"{number}{name}")
