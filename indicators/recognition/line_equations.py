"""Sums of lines that a label prints: "TỔNG CỘNG (I+II)", "Tổng số (3=1+2)", "Đất ở (ONT+ODT)". Pure."""

from collections.abc import Sequence

from indicators.recognition.desk import Choice, Desk
from indicators.recognition.excel import Names, ranged
from indicators.recognition.found import FoundColumn, FoundRow
from indicators.recognition.rows import spot_of

_TYPED = (Choice("data", "row_typed"),)


def parts_of(row: FoundRow, rows: Sequence[FoundRow]) -> list[FoundRow] | None:
    """The lines a label adds up, by number or Mã số; None when it names none or one of them is not clear."""
    names = [name.strip() for name in row.equation.split("+")]
    found = [_called(name, row, rows) for name in names if name]
    sure = [one for one in found if one is not None and one.kind != "heading"]
    return sure if sure and len(sure) == len(names) else None


def _called(name: str, row: FoundRow, rows: Sequence[FoundRow]) -> FoundRow | None:
    """The one line of that number or code; of several the one on the highest level."""
    called = [
        one for one in rows if one.key != row.key and name in (one.number.strip(" .()"), one.code) and name
    ]
    top = [one for one in called if one.level == min(other.level for other in called)]
    return top[0] if len(top) == 1 else None


def is_summed(row: FoundRow, rows: Sequence[FoundRow]) -> bool:
    return bool(row.equation) and parts_of(row, rows) is not None


def ask_of_lines(rows: Sequence[FoundRow], table: str, desk: Desk) -> set[str]:
    """Keys of lines whose printed sum names lines, but not clearly: not decided."""
    still = set()
    for row in rows:
        if not row.equation or parts_of(row, rows) is not None:
            continue
        names = [name.strip() for name in row.equation.split("+")]
        if any(name in (one.number.strip(" .()"), one.code) for name in names for one in rows) and (
            not desk.ask("line_not_read", spot_of(table, row), _TYPED, group=table, text=row.equation)
        ):
            still.add(row.key)
    return still


def formulas_of_line(
    row: FoundRow, rows: Sequence[FoundRow], column: FoundColumn, names: Names
) -> tuple[str, ...]:
    """The sum as a range and counted out, both right; () for a line that prints none."""
    parts = parts_of(row, rows) if row.equation else None
    if not parts or column.is_percentage or column.is_mean:
        return ()
    here = (row.excel_row, column.excel_column)
    inside = ranged(sorted(parts, key=lambda one: one.excel_row), column, here, names)
    spelt = " + ".join(names.cell(part, column, here) for part in parts)
    return (f"TỔNG({inside})" if ".." in inside else spelt, spelt)
