"""Questions about a whole form or table: title, number, period, units, decimals, means."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from indicators.recognition.around import Around
from indicators.recognition.desk import Choice, Desk, Spot
from indicators.recognition.found import FoundCell, FoundColumn, FoundForm, FoundTable
from indicators.recognition.grid import letters
from indicators.recognition.measures import counted_in, is_counted
from indicators.recognition.rates import is_mean_line
from indicators.recognition.text import plain

_DECIMALS = tuple(Choice(str(number), "decimals", str(number)) for number in range(4))


def ask_of_form(form: FoundForm, outside: Around, desk: Desk, prefix: str) -> FoundForm:
    group = prefix.strip(".")
    titles = list(dict.fromkeys(line.text for line in outside.titles))
    if not form.title or _is_unsure(form, outside):
        choices = [Choice(title, "title_is", title) for title in (form.title, *titles) if title]
        spot = Spot("", outside.titles[0].cell if outside.titles else "", form.title)
        answer = desk.ask(
            "title", spot, list(dict.fromkeys(choices)), group=group, proposal=form.title, is_free=True
        )
        form = replace(form, title=answer or form.title)
    if not form.number:
        answer = desk.ask("form_number", Spot("", "", form.sheet), (), group=group, is_free=True)
        form = replace(form, number=answer)
    for cell, text in outside.outside:
        desk.ask("outside", Spot("", cell, f"{cell} {text}"), (Choice("none", "outside_none"),), group=group)
    if len(form.periods) != 1:
        words = form.periods or ("week", "month", "quarter", "half", "year", "cumulative_quarter")
        choices = [Choice(word, f"frequency_{word}") for word in words]
        spot = Spot("", form.placeholders.period, form.period_line or form.title)
        answer = desk.ask("frequency", spot, choices, group=group)
        form = replace(form, periods=(answer,) if answer else form.periods)
    return form


def _is_unsure(form: FoundForm, outside: Around) -> bool:
    """Another line looks as much like a title as the one that was taken."""
    lengths = [len(line.text) for line in outside.titles if line.text not in form.title]
    return any(2 * length > len(form.title) for length in lengths)


def ask_of_figures(table: FoundTable, desk: Desk) -> FoundTable:
    """Units of measure, decimals, and by what means are weighted."""
    table = _units(table, desk)
    means = [column for column in table.columns if column.is_mean]
    for column in means:
        _weight(column, table, desk)
    averaged = {*(one.key for one in means), *(row.key for row in table.rows if is_mean_line(row))}
    cells = (
        replace(cell, decimals=0)
        if cell.decimals is None and is_counted(cell.unit) and averaged.isdisjoint((cell.row, cell.column))
        else _decimals(cell, table, desk)
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))


def _units(table: FoundTable, desk: Desk) -> FoundTable:
    """Asked once a table, or by column or line where those differ; a mean inherits none from the table."""
    told = {row.key for row in table.rows if row.kind}
    asked = [cell for cell in table.cells if cell.kind != "blocked" and cell.row in told]
    without = [cell for cell in asked if not cell.unit]
    columns: dict[str, str] = {}
    rows: dict[str, str] = {}
    if without:
        by_column = _columns_without(table, without, is_all=len(without) == len(asked))
        columns = {one.key: _unit_of(_spot(table, one), _counted(one), table, desk) for one in by_column}
        left = {cell.row for cell in without if cell.column not in columns}
        rows = _units_of_lines(table, left, is_all=len(without) == len(asked) and not columns, desk=desk)
    of_means = {
        column.key: _unit_of_mean(column, table, desk)
        for column in table.columns
        if column.is_mean and not column.unit and table.unit
    }
    inherited = {
        cell: cell.unit or columns.get(cell.column) or rows.get(cell.row, "") for cell in table.cells
    }
    cells = (replace(cell, unit=of_means.get(cell.column, unit)) for cell, unit in inherited.items())
    return replace(table, cells=tuple(cells))


def _columns_without(table: FoundTable, without: Sequence[FoundCell], *, is_all: bool) -> list[FoundColumn]:
    """Columns no cell of which has a unit; in a table without any: where headers tell what they count."""
    keys = {cell.column for cell in without}
    with_unit = {cell.column for cell in table.cells if cell.unit}
    found = [one for one in table.columns if one.kind == "data" and one.key in keys - with_unit]
    return [] if is_all and not any(_counted(one) for one in found) else found


def _counted(column: FoundColumn) -> str:
    return next((said for part in reversed(column.path) if (said := counted_in(part))), "")


def _units_of_lines(table: FoundTable, keys: Collection[str], *, is_all: bool, desk: Desk) -> dict[str, str]:
    """By line; for a table of which nothing tells a unit, one answer for all of it."""
    rows = [row for row in table.rows if row.key in keys]
    if is_all and not any(counted_in(row.label) for row in rows):
        answer = desk.ask("unit", Spot(table.key, table.range, table.title), (), is_free=True)
        return dict.fromkeys(keys, answer)
    found = {}
    for row in rows:
        number = f"[{row.number}] " if row.number else ""
        spot = Spot(f"{table.key}/{row.key}:", str(row.excel_row), f"{number}{row.label}".strip())
        above = next((one.unit for one in table.rows if one.key == row.parent), "")
        found[row.key] = _unit_of(spot, counted_in(row.label) or above, table, desk)
    return found


def _unit_of(spot: Spot, likely: str, table: FoundTable, desk: Desk) -> str:
    choices = (Choice(likely, "unit_is", likely),) if likely else ()
    return desk.ask("unit", spot, choices, group=table.key, proposal=likely, is_free=True)


def _unit_of_mean(column: FoundColumn, table: FoundTable, desk: Desk) -> str:
    is_age = any(plain(part).startswith("tuoi") for part in column.path)
    choices = [Choice("tuổi", "unit_is", "tuổi")] if is_age else []
    choices.append(Choice(table.unit, "unit_is", table.unit))
    proposal = "tuổi" if is_age else ""
    return desk.ask(
        "unit_of_mean", _spot(table, column), choices, group=table.key, proposal=proposal, is_free=True
    )


def _weight(column: FoundColumn, table: FoundTable, desk: Desk) -> None:
    """A mean is never summed: which column says over how many it was taken?"""
    group = column.path[:1]
    others = [
        one
        for one in table.columns
        if one.kind == "data" and not one.is_mean and not one.is_percentage and one.path[:1] == group
    ]
    choices = [Choice(one.key, "weight_is", f"({one.number}) {one.path[-1]}") for one in others if one.path]
    choices.append(Choice("none", "weight_none"))
    said = plain(" ".join(column.path))
    first_time = [one for one in others if "lan dau" in said and "lan dau" in plain(" ".join(one.path))]
    proposal = first_time[0].key if len(first_time) == 1 else ""
    desk.ask("mean", _spot(table, column), choices, group=table.key, proposal=proposal)


def _decimals(cell: FoundCell, table: FoundTable, desk: Desk) -> FoundCell:
    if cell.decimals is not None or cell.kind == "blocked" or not cell.unit:
        return cell
    spot = Spot(f"{table.key}|{cell.unit}", table.range, cell.unit)
    answer = desk.ask("decimals", spot, _DECIMALS, group=table.key)
    return replace(cell, decimals=int(answer) if answer else None)


def _spot(table: FoundTable, column: FoundColumn) -> Spot:
    number = f"({column.number}) " if column.number else ""
    name = " – ".join(column.path[-2:])
    return Spot(f"{table.key}/:{column.key}", letters(column.excel_column), f"{number}{name}")
