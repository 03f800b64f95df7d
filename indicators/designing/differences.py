"""What a new version of a form changes against the one before, by stable keys."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from indicators.layout import Cell, Enclosure, FormLayout, Row, RowList, Section, Table, address_of

BesideKind = Literal["section", "enclosure", "list"]


@dataclass(frozen=True, slots=True)
class Difference:
    """`params` are printed words; `cells` full addresses in the form that has them."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[str, ...] = ()


def differences(old: FormLayout, new: FormLayout) -> list[Difference]:
    """In the order of the form; empty when both ask and print the same."""
    found = list(_words(old, new))
    before = {table.key: table for table in old.tables}
    after = {table.key: table for table in new.tables}
    found += [
        Difference("table_gone", {"table": one.title or one.key})
        for one in old.tables
        if one.key not in after
    ]
    for table in new.tables:
        if table.key not in before:
            found.append(Difference("table_new", {"table": table.title or table.key}))
        else:
            found += _lines(before[table.key], table)
            found += _columns(before[table.key], table)
    found += _cells(old, new)
    return [
        *found,
        *_checks(old, new),
        *(said for kind in get_args(BesideKind) for said in _beside(kind, old, new)),
    ]


def _words(old: FormLayout, new: FormLayout) -> Iterator[Difference]:
    for name in ("title", "legal_basis", "period_line", "unit_of_measure", "preparer_title", "signer_title"):
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            yield Difference(f"form_{name}", {"old": one, "new": other})


def _row_name(row: Row) -> str:
    return row.words or row.key


def _lines(old: Table, new: Table) -> Iterator[Difference]:
    before = {row.key: row for row in old.rows}
    after = {row.key: row for row in new.rows}
    yield from (Difference("row_gone", {"row": _row_name(one)}) for one in old.rows if one.key not in after)
    for row in new.rows:
        was = before.get(row.key)
        if was is None:
            yield Difference("row_new", {"row": _row_name(row)})
            if row.months:
                yield Difference("row_months", {"row": _row_name(row), "months": months_said(row.months)})
            continue
        if _row_name(was) != _row_name(row):
            yield Difference("row_words", {"old": _row_name(was), "new": _row_name(row)})
        if was.months != row.months:
            said = {"row": _row_name(row), "months": months_said(row.months)}
            yield Difference("row_months" if row.months else "row_always", said)
        if was.code != row.code or was.unit_of_measure != row.unit_of_measure or was.level != row.level:
            yield Difference("row_about", {"row": _row_name(row)})
    kept = [row.key for row in old.rows if row.key in after]
    if kept != [row.key for row in new.rows if row.key in before]:
        yield Difference("rows_moved", {"table": new.title or new.key})


def _columns(old: Table, new: Table) -> Iterator[Difference]:
    before = {column.key: column for column in old.columns}
    after = {column.key: column for column in new.columns}
    names = {key: f"({one.number}) {one.label}".strip() for key, one in {**before, **after}.items()}
    yield from (Difference("column_gone", {"column": names[key]}) for key in before if key not in after)
    for key, column in after.items():
        was = before.get(key)
        if was is None:
            yield Difference("column_new", {"column": names[key]})
        elif (was.label, was.number) != (column.label, column.number):
            yield Difference("column_words", {"old": f"({was.number}) {was.label}", "new": names[key]})
        if column.months and (was is None or was.months != column.months):
            yield Difference("column_months", {"column": names[key], "months": months_said(column.months)})
        elif was is not None and was.months != column.months:
            yield Difference("column_always", {"column": names[key]})
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        yield Difference("columns_moved", {"table": new.title or new.key})


def months_said(months: Sequence[int]) -> str:
    """ "9, 12"."""
    return ", ".join(map(str, months))


def _cells(old: FormLayout, new: FormLayout) -> list[Difference]:
    """Of lines and columns that both have; what a version before left out was blocked."""
    found: dict[str, list[str]] = {}
    before = {table.key: table for table in old.tables}
    for table in new.tables:
        was = before.get(table.key)
        if was is None:
            continue
        rows = {row.key for row in was.rows if not row.is_heading}
        columns = {column.key for column in was.columns if column.kind == "data"}
        for row in (row for row in table.rows if row.key in rows and not row.is_heading):
            for column in (one for one in table.columns if one.key in columns and one.kind == "data"):
                place = (row.key, column.key)
                code = _change(was.cell_at.get(place), table.cell_at.get(place))
                if code:
                    found.setdefault(code, []).append(address_of(table.key, *place))
    return [Difference(code, {}, tuple(cells)) for code, cells in found.items()]


def _change(old: Cell | None, new: Cell | None) -> str:
    was, kind = (old.kind if old else "blocked"), (new.kind if new else "blocked")
    if was != kind:
        return f"cells_{kind}"
    if old is None or new is None or kind == "blocked":
        return ""
    if old.formula != new.formula:
        return "cells_formula"
    if new.data_point and (old.data_point, old.decimals, old.scale) != (
        new.data_point, new.decimals, new.scale,
    ):  # fmt: skip
        return "cells_bound"
    return "cells_time" if (old.period, old.edition) != (new.period, new.edition) else ""


def _checks(old: FormLayout, new: FormLayout) -> Iterator[Difference]:
    before, after = set(old.checks), set(new.checks)
    yield from (Difference("check_gone", {"check": _said(one)}) for one in old.checks if one not in after)
    yield from (Difference("check_new", {"check": _said(one)}) for one in new.checks if one not in before)


def _said(check: object) -> str:
    formula, key = getattr(check, "formula", ""), getattr(check, "key", "")
    return formula or key


def _beside(kind: BesideKind, old: FormLayout, new: FormLayout) -> Iterator[Difference]:
    before, after = _asked(kind, old), _asked(kind, new)
    for key, one in before.items():
        if key not in after:
            yield Difference(f"{kind}_gone", {kind: one.title})
    for key, one in after.items():
        if key not in before:
            yield Difference(f"{kind}_new", {kind: one.title})
        elif before[key] != one:
            yield Difference(f"{kind}_words", {"old": before[key].title, "new": one.title})


def _asked(kind: BesideKind, layout: FormLayout) -> dict[str, Section | Enclosure | RowList]:
    asked: Mapping[str, Sequence[Section | Enclosure | RowList]] = {
        "section": layout.sections, "enclosure": layout.enclosures, "list": layout.lists,
    }  # fmt: skip
    return {one.key: one for one in asked[kind]}
