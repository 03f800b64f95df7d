"""What is part of what: "trong đó" (compared one by one), partitions (asked), lines under lines (asked)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from indicators.recognition import phrases
from indicators.recognition.columns import spot_of as column_spot
from indicators.recognition.desk import Choice, Desk
from indicators.recognition.excel import Names
from indicators.recognition.found import FoundColumn, FoundRow
from indicators.recognition.rates import is_rate
from indicators.recognition.rows import spot_of
from indicators.recognition.text import is_dots, plain

_PARTITION = (Choice("sum", "parts_sum"), Choice("part", "parts_part"), Choice("none", "parts_none"))
_OVERLAPPING = (Choice("part", "parts_part"), Choice("none", "parts_none"))


def is_part(text: str) -> bool:
    return phrases.OF_WHICH.search(plain(text)) is not None


def columns_with_wholes(
    columns: Sequence[FoundColumn], table: str, row: int, desk: Desk
) -> list[FoundColumn]:
    """ "Trđ: quá hạn, sinh trong năm" is part of "Quá hạn" beside it."""
    return [
        replace(column, whole=_whole(column, columns, table, row, desk))
        if column.kind == "data" and column.path and any(is_part(part) for part in column.path)
        else column
        for column in columns
    ]


def _whole(column: FoundColumn, columns: Sequence[FoundColumn], table: str, row: int, desk: Desk) -> str:
    """The one column to the left in the same group that is no part itself; of several the one it names."""
    at = next(index for index, part in enumerate(column.path) if is_part(part))
    group = column.path[:at]
    before = [
        one
        for one in columns
        if one.kind == "data" and one.excel_column < column.excel_column
        and one.path[: len(group)] == group and not any(is_part(part) for part in one.path)
        and not one.is_mean and not one.is_percentage
    ]  # fmt: skip
    same_group = [one for one in before if len(one.path) == len(group) + 1] or before
    said = plain(column.path[-1])
    called = [(one, plain(one.path[-1])) for one in same_group if one.path]
    named = [one for one, words in called if len(words) > 3 and words in said]
    if len(named) == 1 or len(same_group) == 1:
        return (named or same_group)[0].key
    choices = [Choice(one.key, "whole_is", _name(one)) for one in same_group]
    proposal = same_group[-1].key if same_group else ""
    choices.append(Choice("none", "parts_none"))
    answer = desk.ask("whole_column", column_spot(table, column, row), choices, proposal=proposal)
    return "" if answer == "none" else answer


def _name(column: FoundColumn) -> str:
    return f"({column.number}) {column.path[-1] if column.path else ''}".strip()


def rows_with_wholes(rows: Sequence[FoundRow], table: str, desk: Desk) -> list[FoundRow]:
    """Lines marked "trong đó", and those that follow one on the same level under a line without figures."""
    found: dict[str, str] = {}
    by_key = {row.key: row for row in rows}
    for row in rows:
        if is_part(row.label) and row.kind != "heading":
            found[row.key] = _whole_row(row, rows, table, desk)
        elif row.parent and _is_bare(by_key[row.parent]):
            found[row.key] = by_key[row.parent].parent
    return [replace(row, whole=found.get(row.key, "")) for row in rows]


def _is_bare(row: FoundRow) -> bool:
    return row.kind == "heading" and is_part(row.label)


def _whole_row(row: FoundRow, rows: Sequence[FoundRow], table: str, desk: Desk) -> str:
    """Its parent, for the first line under it; after another line of the level, that one or the parent."""
    at = rows.index(row)
    siblings = [one for one in rows[:at] if one.parent == row.parent and one.level == row.level]
    parent = next((one for one in rows if one.key == row.parent and one.kind != "heading"), None)
    if parent is not None and (not siblings or not row.number):
        return parent.key
    candidates = [one for one in (siblings[-1:] + ([parent] if parent else [])) if one.kind == "data"]
    if not candidates:
        return ""
    choices = [Choice(one.key, "whole_is", _row_name(one)) for one in candidates]
    choices.append(Choice("none", "parts_none"))
    answer = desk.ask("whole_row", spot_of(table, row), choices, proposal=candidates[0].key)
    return "" if answer == "none" else answer


def _row_name(row: FoundRow) -> str:
    return f"[{row.number}] {row.label}" if row.number else row.label


def children_statements(
    rows: Sequence[FoundRow], worked_out: Collection[str], table: str, desk: Desk
) -> Iterator[tuple[Literal["part_of", "sum"], FoundRow, list[FoundRow]]]:
    """("part_of" or "sum", whole, parts) of lines under a line: certain for "trong đó", else as answered.

    Lines that are `worked_out` by formulas in their cells are not asked about.
    """
    by_key = {row.key: row for row in rows}
    for row in rows:
        if row.whole and row.whole in by_key:
            yield "part_of", by_key[row.whole], [row]
    for row in rows:
        children = [
            one for one in rows if one.parent == row.key and one.kind == "data" and not is_dots(one.label)
        ]
        rest = [one for one in children if not (one.whole or is_part(one.label) or is_rate(one))]
        if (
            row.kind != "data"
            or not row.label
            or row.key in worked_out
            or not rest
            or len({one.unit for one in [row, *rest]}) > 1
        ):
            continue
        has_part = len(rest) < len(children)
        choices = _OVERLAPPING if has_part else _PARTITION
        proposal = "part" if has_part else ""
        answer = desk.ask("children", spot_of(table, row), choices, group=table, proposal=proposal)
        if answer == "part":
            for one in rest:
                yield "part_of", row, [one]
        elif answer == "sum":
            yield "sum", row, rest


def partitions(
    columns: Sequence[FoundColumn], stated: set[str], names: Names, table: str, row: int, desk: Desk
) -> list[str]:
    """Equations "(1) = (2) + (3)" of "Tổng số" with the groups beside it, where no formula is printed."""
    found: list[str] = []
    data = [column for column in columns if column.kind == "data"]
    for whole in data:
        if whole.key in stated or not whole.path or not phrases.TOTAL.search(_bare(whole.path[-1])):
            continue
        for parts in _groups_beside(whole, data):
            said = f"{names.column(whole)} = {' + '.join(names.column(part) for part in parts)}"
            spot = column_spot(table, whole, row)
            spot = replace(spot, about=f"{spot.about}={'+'.join(part.key for part in parts)}", name=said)
            answer = desk.ask("partition", spot, _PARTITION, group=table, proposal="sum")
            if answer == "sum":
                found.append(said)
            elif answer == "part":
                found += [f"{names.column(part)} ≤ {names.column(whole)}" for part in parts]
    return found


def _bare(text: str) -> str:
    """Without a unit in brackets: "Tổng số (cặp)" → "tong so"."""
    return plain(text).partition("(")[0].strip()


def _groups_beside(whole: FoundColumn, data: Sequence[FoundColumn]) -> list[list[FoundColumn]]:
    group = whole.path[:-1]
    inside = [
        one
        for one in data
        if one.key != whole.key and one.path[: len(group)] == group and len(one.path) > len(group)
        and one.excel_column > whole.excel_column and not one.is_mean and not one.is_percentage
        and one.unit == whole.unit and not any(is_part(part) for part in one.path)
        and (one.period, one.edition) == (whole.period, whole.edition)
    ]  # fmt: skip
    by_head: dict[str, list[FoundColumn]] = {}
    for one in inside:
        if len(one.path) > len(group) + 1:
            by_head.setdefault(one.path[len(group)], []).append(one)
    named = [
        parts for head, parts in by_head.items() if phrases.BY_GROUP.search(plain(head)) and len(parts) > 1
    ]
    if named:
        return named
    direct = [one for one in inside if len(one.path) == len(group) + 1]
    return [direct] if group and len(direct) > 1 and not by_head else []
