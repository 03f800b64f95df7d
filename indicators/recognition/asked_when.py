"""Columns that only some periods ask, as headers say it: "(chỉ báo cáo quý IV)", "Ước cả năm". Pure.

`months` are those in which a period ends that asks the column (docs/decisions/061).
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from indicators.recognition.desk import Choice, Desk, Spot
from indicators.recognition.found import FoundColumn
from indicators.recognition.grid import letters
from indicators.recognition.text import plain

_VERB = r"(?:bao cao|hoi|ghi|thu thap|nhap|ap dung|lay)"
STATED = re.compile(rf"\(\s*(?:chi )?{_VERB}\b[^()]*\)|\(\s*chi [^()]*\)|\bchi {_VERB}\b.*$")
"""What a header says about its periods, in plain words."""
_BARE = re.compile(
    r"^(?:uoc |thuc hien |so lieu |ky bao cao |ky )*"
    r"((?:6|sau) thang(?: (?:dau|cuoi) nam)?|(?:9|chin) thang|ca nam|quy (?:iv|4))(?: nam\b.*|/.*)?$"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_PERIODS = (
    (re.compile(r"\bcuoi (?:moi |cac )?quy\b"), (3, 6, 9, 12)),
    (re.compile(r"\b(?:6|sau) thang cuoi nam\b"), (12,)),
    (re.compile(r"\b(?:6|sau) thang(?: dau nam)?\b"), (6,)),
    (re.compile(r"\b(?:9|chin) thang(?: dau nam)?\b"), (9,)),
    (re.compile(r"\b(?:ca nam|cuoi nam|nam)\b(?! (?:truoc|\d|hoc|nay))"), (12,)),
)
_QUARTERS = re.compile(
    r"\bquy ((?:iv|i{1,3}|[1-4])(?:(?:\s*[,;/]\s*|\s+va\s+)(?:quy )?(?:iv|i{1,3}|[1-4])\b)*)"
)
_MONTHS = re.compile(r"\bthang (\d{1,2}(?:(?:\s*[,;/]\s*|\s+va\s+)(?:thang )?\d{1,2}\b(?! thang))*)")
FINER = frozenset({"day", "week", "month", "quarter", "cumulative_quarter", "nine_months"})
ALWAYS = Choice("all", "asked_always")
OFFERED = ((12,), (6, 12), (3, 6, 9, 12))


@dataclass(frozen=True, slots=True)
class Said:
    """`months` is empty where a header speaks of its periods in words that are not understood."""

    months: tuple[int, ...]
    is_certain: bool


def months_in(text: str) -> tuple[int, ...]:
    """ "chi bao cao ky 6 thang va ca nam" → (6, 12); () for no period that is known."""
    found: set[int] = set()
    for match in _QUARTERS.finditer(text):
        found |= {
            3 * (_ROMAN.get(one) or int(one)) for one in re.findall(r"\b(?:iv|i{1,3}|[1-4])\b", match[1])
        }
    for match in _MONTHS.finditer(text):
        found |= {int(one) for one in re.findall(r"\d{1,2}", match[1]) if 1 <= int(one) <= 12}
    for pattern, months in _PERIODS:
        if pattern.search(text):
            found |= set(months)
            text = pattern.sub(" ", text)
    return tuple(sorted(found))


def said_of(path: Sequence[str], frequencies: Collection[str]) -> Said | None:
    """The innermost header text that speaks of it; None for a column of every period."""
    parts = [plain(part) for part in reversed(path)]
    for part in parts:
        statement = STATED.search(part)
        if statement is not None:
            months = months_in(statement[0])
            if months or "chi " in statement[0]:
                return Said(months, bool(months))
    is_finer = not FINER.isdisjoint(frequencies) or len(frequencies) > 1
    for part in parts:
        bare = _BARE.match(part)
        if bare is not None and (is_finer or ("half" in frequencies and "nam" in bare[1].split()[-1:])):
            return Said(months_in(bare[1]), is_certain=False)
    return None


def asked_columns(
    columns: Sequence[FoundColumn], frequencies: Collection[str], table: str, desk: Desk
) -> list[FoundColumn]:
    """The columns with the months that ask them: as stated, else as answered."""
    return [
        replace(column, months=_months(column, said, table, desk))
        if column.kind == "data" and (said := said_of(column.path, frequencies)) is not None
        else column
        for column in columns
    ]


def _months(column: FoundColumn, said: Said, table: str, desk: Desk) -> tuple[int, ...]:
    if said.is_certain:
        return said.months
    number = f"({column.number}) " if column.number else ""
    spot = Spot(
        f"{table}/:{column.key}", letters(column.excel_column), f"{number}{' – '.join(column.path[-2:])}"
    )
    offered = (said.months,) if said.months else OFFERED
    choices = [
        *(Choice(value_of(months), "asked_in", ", ".join(map(str, months))) for months in offered),
        ALWAYS,
    ]
    proposal = value_of(said.months) if said.months else ""
    answer = desk.ask("asked_in", spot, choices, group=table, proposal=proposal)
    return tuple(int(month) for month in answer.split(",")) if answer not in ("", ALWAYS.value) else ()


def value_of(months: Sequence[int]) -> str:
    return ",".join(map(str, months))
