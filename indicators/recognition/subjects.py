"""What the cells of a form ask: the indicators they bind to, a line each or a column each. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.layout import address_of
from indicators.recognition import phrases
from indicators.recognition.found import FoundCell, FoundColumn, FoundForm, FoundRow, FoundTable
from indicators.recognition.month_columns import beside_the_month, own_months
from indicators.recognition.rates import is_mean_line, is_rate, is_share_line
from indicators.recognition.text import plain
from indicators.recognition.times import is_closing, time_of

TOTAL = "total"
ROWS, COLUMNS = "rows", "columns"


@dataclass(frozen=True, slots=True)
class Subject:
    """One indicator. `cells`: address → row key whose category it is, or "total".

    `weight` is the subject that weights a mean; `over_time` how it likely adds up over periods.
    """

    key: str
    table: str
    name: str
    unit: str
    decimals: int
    cells: tuple[tuple[str, str], ...]
    is_percentage: bool = False
    is_mean: bool = False
    weight: str = ""
    over_time: str = "sum"


def ways_of(table: FoundTable) -> tuple[str, ...]:
    """How the table can be bound: each line an indicator; or each column one, broken down by the lines."""
    data = [column for column in table.columns if column.kind == "data"]
    lines = [row for row in table.rows if row.kind != "heading"]
    alike = all(
        (column.period, column.edition) == ("this", "official") for column in data
    ) and not own_months(data)
    is_flat = (
        all(row.level == 0 and not is_rate(row) for row in lines)
        and sum(row.kind == "total" for row in lines) <= 1
    )
    one_unit = all(
        len({(cell.unit, cell.decimals) for cell in table.cells if cell.column == column.key}) == 1
        for column in data
    )
    if alike and is_flat and one_unit and len(lines) > 1 and len({row.label for row in lines}) == len(lines):
        return (ROWS, COLUMNS)
    return (ROWS,)


def subjects_of(form: FoundForm, ways: Mapping[str, str], weights: Mapping[str, str]) -> list[Subject]:
    """In printed order. `weights`: "t1/:c20" → key of the column that weights a mean, as answered."""
    return [
        replace(subject, name=f"{subject.name} – {form.title.capitalize()}")
        if phrases.TOTAL.search(plain(subject.name)) and form.title
        else subject
        for table in form.tables
        for subject in (
            _by_columns(table, weights) if ways.get(table.key) == COLUMNS else _by_rows(table, weights)
        )
    ]


def _by_columns(table: FoundTable, weights: Mapping[str, str]) -> list[Subject]:
    rows = {row.key: row for row in table.rows}
    found = []
    for column in table.columns:
        cells = [cell for cell in _asked(table) if cell.column == column.key]
        if not cells:
            continue
        weight = weights.get(f"{table.key}/:{column.key}", "")
        found.append(
            Subject(
                key=f"{table.key}/:{column.key}",
                table=table.key,
                name=" – ".join(column.path),
                unit=cells[0].unit,
                decimals=cells[0].decimals or 0,
                cells=tuple(
                    (_address(table, cell), TOTAL if rows[cell.row].kind == "total" else cell.row)
                    for cell in cells
                ),
                is_percentage=column.is_percentage,
                is_mean=column.is_mean,
                weight=f"{table.key}/:{weight}" if weight and weight != "none" else "",
                over_time=_over_time(column),
            )
        )
    return found


def _by_rows(table: FoundTable, weights: Mapping[str, str]) -> list[Subject]:
    columns = {column.key: column for column in table.columns}
    months = own_months(table.columns)
    found: list[Subject] = []
    for row in table.rows:
        cells = [cell for cell in _asked(table) if cell.row == row.key]
        own = [cell for cell in cells if not _is_rate(columns[cell.column])]
        by_month = _by_month(own, columns, months)
        seen = Counter((one[0].period, one[0].edition) for one in by_month)
        if own and max(seen.values()) == 1:
            found.append(_of_line(table, row, own))
            cells = [cell for cell in cells if cell not in own]
            by_month = []
        for alike in (one for one in by_month if len(one) > 1):
            found.append(_of_months(table, row, alike, columns))
            cells = [cell for cell in cells if cell not in alike]
        found += [_of_cell(table, row, columns[cell.column], cell, weights) for cell in cells]
    return found


def _by_month(
    cells: Sequence[FoundCell], columns: Mapping[str, FoundColumn], months: Collection[str]
) -> list[list[FoundCell]]:
    """Cells that say the same in different months together ("Tháng 1 … Tháng 12"), every other one alone."""
    found: dict[tuple[str, ...], list[FoundCell]] = {}
    for cell in cells:
        alike = ("", *beside_the_month(columns[cell.column].path))
        found.setdefault(alike if cell.column in months else (cell.column,), []).append(cell)
    return list(found.values())


def _of_months(
    table: FoundTable, row: FoundRow, cells: Sequence[FoundCell], columns: Mapping[str, FoundColumn]
) -> Subject:
    """One indicator of the line, asked in another column each month."""
    first = columns[cells[0].column]
    subject = _of_cell(table, row, replace(first, path=beside_the_month(first.path)), cells[0], {})
    return replace(subject, cells=tuple((_address(table, cell), TOTAL) for cell in cells))


def _of_line(table: FoundTable, row: FoundRow, cells: Sequence[FoundCell]) -> Subject:
    """The line is one indicator, of several periods and editions."""
    return Subject(
        key=f"{table.key}/{row.key}:",
        table=table.key,
        name=_name(row, table.rows),
        unit=cells[0].unit,
        decimals=max(cell.decimals or 0 for cell in cells),
        cells=tuple((_address(table, cell), TOTAL) for cell in cells),
        is_percentage=is_share_line(row),
        is_mean=is_mean_line(row),
        over_time="none" if is_rate(row) else "sum",
    )


def _of_cell(
    table: FoundTable, row: FoundRow, column: FoundColumn, cell: FoundCell, weights: Mapping[str, str]
) -> Subject:
    weight = weights.get(f"{table.key}/:{column.key}", "")
    return Subject(
        key=f"{table.key}/{row.key}:{column.key}",
        table=table.key,
        name=" – ".join(column.path if table.shape == "units" else (_name(row, table.rows), *column.path)),
        unit=cell.unit,
        decimals=cell.decimals or 0,
        cells=((_address(table, cell), TOTAL),),
        is_percentage=column.is_percentage or is_share_line(row),
        is_mean=column.is_mean or is_mean_line(row),
        weight=f"{table.key}/{row.key}:{weight}" if weight and weight != "none" else "",
        over_time="none" if is_rate(row) else _over_time(column),
    )


def _name(row: FoundRow, rows: Sequence[FoundRow]) -> str:
    """ "Tổng số phụ nữ có thai: Vị thành niên" for a line "Trđ: Vị thành niên" under it."""
    match = phrases.OF_WHICH.match(plain(row.label))
    above = next((one for one in rows if one.key == (row.whole or row.parent)), None)
    if match is None or above is None:
        return row.label
    return f"{above.label}: {row.label[match.end() :].strip(' :')}"


def _over_time(column: FoundColumn) -> str:
    if column.is_percentage or column.is_mean:
        return "none"
    if time_of(column.path).is_opening:
        return "first"
    return "last" if is_closing(column.path) else "sum"


def _asked(table: FoundTable) -> list[FoundCell]:
    """Cells of figures that are not bound yet."""
    return [cell for cell in table.cells if cell.kind not in ("", "blocked") and not cell.data_point]


def _is_rate(column: FoundColumn) -> bool:
    return column.is_percentage or column.is_mean


def _address(table: FoundTable, cell: FoundCell) -> str:
    return address_of(table.key, cell.row, cell.column)
