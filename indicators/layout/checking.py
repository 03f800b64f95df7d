"""Whether a layout that came from elsewhere is one: every field of its type, every name of something there.

`from_json` trusts what we wrote ourselves. What a file brings is looked at here first.
"""

import re
import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from indicators.layout.form import FormLayout, Table, address_of

MOST_CELLS = 20_000
LONGEST_TEXT = 4_000
MONTHS = range(1, 13)
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_EXCEL_COLUMN = re.compile(r"[A-Z]{1,3}")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def faults_of(layout: FormLayout) -> list[str]:
    """Where the layout is wrong ("tables.0.rows.3.excel_row"); empty when it can be used."""
    wrong = list(_mistyped(layout, ""))
    return wrong or list(_nowhere(layout))


def _mistyped(value: Any, place: str) -> Iterator[str]:
    for name, hint in _hints(type(value)).items():
        yield from _not_of(getattr(value, name), hint, f"{place}.{name}".lstrip("."))


_KNOWN_HINTS: dict[type[Any], dict[str, Any]] = {}


def _hints(of: type[Any]) -> dict[str, Any]:
    if of not in _KNOWN_HINTS:
        hints = get_type_hints(of)
        _KNOWN_HINTS[of] = {field.name: hints[field.name] for field in fields(of)}
    return _KNOWN_HINTS[of]


def _not_of(value: Any, hint: Any, place: str) -> Iterator[str]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        fits = value in arguments
    elif origin in (Union, types.UnionType):
        fits = any(not list(_not_of(value, one, place)) for one in arguments)
    elif origin is tuple:
        fits = isinstance(value, tuple)
        for number, one in enumerate(value if fits else ()):
            yield from _not_of(one, arguments[0], f"{place}.{number}")
    elif is_dataclass(hint):
        fits = isinstance(value, hint) if isinstance(hint, type) else False
        if fits:
            yield from _mistyped(value, place)
    else:
        fits = _is_plain(value, hint)
    if not fits:
        yield place


def _is_plain(value: Any, hint: Any) -> bool:
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10_000
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31
    if hint is str:
        return isinstance(value, str) and len(value) <= LONGEST_TEXT and not _NOT_TEXT.search(value)
    return type(value) is hint


def _nowhere(layout: FormLayout) -> Iterator[str]:
    """Keys that are twice or no keys; cells and checks that name what is not there; cells off the sheet."""
    if sum(len(table.rows) * len(table.columns) for table in layout.tables) > MOST_CELLS or not layout.tables:
        yield "tables"
        return
    if layout.month:
        yield "month"
    yield from _keys("tables", [table.key for table in layout.tables])
    yield from _keys("sections", [section.key for section in layout.sections])
    yield from _keys("enclosures", [enclosure.key for enclosure in layout.enclosures])
    yield from _keys("lists", [one.key for one in layout.lists])
    for number, one in enumerate(layout.lists):
        yield from _keys(f"lists.{number}.columns", [column.key for column in one.columns])
        if not one.columns or any(not 0 <= column.decimals <= 6 for column in one.columns):
            yield f"lists.{number}.columns"
    for number, table in enumerate(layout.tables):
        yield from _inside(table, f"tables.{number}")
    places = {address_of(table.key, cell.row, cell.column) for table in layout.tables for cell in table.cells}
    for number, check in enumerate(layout.checks):
        if not {part for part in (check.whole, *check.parts) if part} <= places:
            yield f"checks.{number}"


def _inside(table: Table, place: str) -> Iterator[str]:
    rows, columns = [row.key for row in table.rows], [column.key for column in table.columns]
    yield from _keys(f"{place}.rows", rows)
    yield from _keys(f"{place}.columns", columns)
    yield from (
        f"{place}.rows.{at}.excel_row"
        for at, row in enumerate(table.rows)
        if not 0 < row.excel_row <= 1_048_576
    )
    yield from (
        f"{place}.columns.{at}.excel_column"
        for at, column in enumerate(table.columns)
        if not _EXCEL_COLUMN.fullmatch(column.excel_column)
    )
    yield from (
        f"{place}.columns.{at}.months"
        for at, column in enumerate(table.columns)
        if not set(column.months) <= set(MONTHS) or (column.months and column.kind != "data")
    )
    yield from (
        f"{place}.rows.{at}.months" for at, row in enumerate(table.rows) if not set(row.months) <= set(MONTHS)
    )
    seen: set[tuple[str, str]] = set()
    for at, cell in enumerate(table.cells):
        is_there = cell.row in rows and cell.column in columns and (cell.row, cell.column) not in seen
        if not is_there or not 0 <= cell.decimals <= 6 or not -12 <= cell.scale <= 12:
            yield f"{place}.cells.{at}"
        seen.add((cell.row, cell.column))


def _keys(place: str, keys: list[str]) -> Iterator[str]:
    for at, key in enumerate(keys):
        if not _KEY.fullmatch(key) or key in keys[:at]:
            yield f"{place}.{at}.key"
