"""Steps about the columns of a list whose lines units add themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast, get_args

from indicators.designing.cells import MOST_DECIMALS
from indicators.designing.design import Design, Place, StepRefused
from indicators.designing.kept import number_in, texts_in
from indicators.layout import ListColumn, RowList

MOST = 15
ListKind = Literal["text", "number", "date"]


def add_list_column(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """To the list `list`: `label`, `kind` (text, number, date), `decimals`, `required` ("yes" or "")."""
    one = _list(design, values)
    if len(one.columns) >= MOST:
        raise StepRefused("too_many_list_columns", most=str(MOST))
    return _with(design, one, (*one.columns, _said(ListColumn(f"c{fresh}", ""), values)))


def list_column_words(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    one = _list(design, values)
    at = _at(one, values)
    columns = list(one.columns)
    columns[at] = _said(columns[at], values)
    return _with(design, one, columns)


def move_list_column(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """`by` -1 to the left, 1 to the right; at the end it stays."""
    one = _list(design, values)
    columns = list(one.columns)
    column = columns.pop(_at(one, values))
    to = min(max(0, one.columns.index(column) + number_in(values, "by", -1, 1)), len(columns))
    columns.insert(to, column)
    return _with(design, one, columns)


def delete_list_column(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    one = _list(design, values)
    gone = _at(one, values)
    if len(one.columns) == 1:
        raise StepRefused("last_list_column")
    return _with(design, one, [column for at, column in enumerate(one.columns) if at != gone])


def _list(design: Design, values: Mapping[str, str]) -> RowList:
    found = next((one for one in design.form.lists if one.key == values.get("list")), None)
    if found is None:
        raise StepRefused("no_such_place")
    return found


def _at(one: RowList, values: Mapping[str, str]) -> int:
    found = next((at for at, column in enumerate(one.columns) if column.key == values.get("key")), None)
    if found is None:
        raise StepRefused("no_such_place")
    return found


def _said(column: ListColumn, values: Mapping[str, str]) -> ListColumn:
    label = texts_in(values, "label").get("label", column.label)
    if not label:
        raise StepRefused("no_list_column_label")
    kind = values.get("kind", column.kind)
    required = values.get("required", "yes" if column.is_required else "")
    if kind not in get_args(ListKind) or required not in ("yes", ""):
        raise StepRefused("no_such_choice")
    decimals = number_in(values, "decimals", 0, MOST_DECIMALS) if "decimals" in values else column.decimals
    return replace(
        column,
        label=label,
        kind=cast(ListKind, kind),
        decimals=decimals if kind == "number" else 0,
        is_required=required == "yes",
    )


def _with(design: Design, one: RowList, columns: Sequence[ListColumn]) -> Design:
    changed = replace(one, columns=tuple(columns))
    lists = tuple(changed if other is one else other for other in design.form.lists)
    return replace(design, form=replace(design.form, lists=lists))
