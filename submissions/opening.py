"""Opening figures of a sheet, column by column: carried cells that were typed. Pure."""

from dataclasses import dataclass

from submissions.sheet import Sheet


@dataclass(frozen=True, slots=True)
class OpeningColumn:
    """`at`: the first of its carried cells that are for typing; there, among the explanations, stands the
    reason. `count`: how many hold a number; `words`: "(6) Từ kỳ trước".
    """

    at: str
    words: str
    count: int


def opening_columns(sheet: Sheet) -> list[OpeningColumn]:
    """In reading order, those in which a number was typed. "-" says there was nothing: no reason is due."""
    found: dict[tuple[str, str], list[str]] = {}
    for address, table, _row, column, _cell in sheet.layout.places() if sheet.opened else ():
        if address in sheet.opened:
            found.setdefault((table.key, column.key), []).append(address)
    columns = []
    for addresses in found.values():
        count = sum(1 for one in addresses if one in sheet.cells and sheet.cells[one].is_number)
        column = sheet.layout.place_of[addresses[0]][2]
        number = f"({column.number.strip('()')})" if column.number else ""
        if count:
            columns.append(OpeningColumn(addresses[0], f"{number} {column.label}".strip(), count))
    return columns
