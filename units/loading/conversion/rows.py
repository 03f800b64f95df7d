"""The records of the conversion table: bytes → rows under known headings, with their physical lines."""

import re
from dataclasses import dataclass

from units.loading.conversion.names import Named, clean, read_named
from units.loading.conversion.report import Report
from units.loading.country import COMMUNE, DISTRICT, PROVINCE
from units.loading.table import MAX_FILE, FileRefused, Table, TableRow
from units.loading.table_csv import read_csv
from units.vietnamese import search_key

# Heading → field. All of them must be there; their order, case and accents do not matter.
HEADINGS = {
    "Tỉnh, thành phố": "province",
    "Tên Xã mới": "new_name",
    "Mã Xã mới": "new_code",
    "Tên Xã cũ": "old_name",
    "Mã Xã cũ": "old_code",
    "Ghi chú": "note",
    "Quận/huyện": "district",
    "Tỉnh cũ": "old_province",
}
_FIELDS = {search_key(heading): name for heading, name in HEADINGS.items()}
_HEADINGS_WITHIN = 30  # rows
_DIGITS = re.compile(r"\d{1,5}")


@dataclass(frozen=True, slots=True)
class Row:
    """A record of one commune, cells cleaned. Codes have five digits, or are "" where none can be read."""

    line: int
    province: Named
    new: Named
    old: Named
    note: str
    district: Named
    old_province: Named
    written_old_code: str


def read_rows(content: bytes) -> tuple[list[Row], Report]:
    """Return the communes' rows and a report that has counted all others. FileRefused says why not."""
    table = _table(content)
    columns, above = _columns(table)
    report = Report(records=len(table.rows), headings=above)
    rows: list[Row] = []
    for record in table.rows[above:]:
        cells = {name: _cell(record, column) for name, column in columns.items()}
        if _is_heading(cells):
            report.headings += 1
        elif cells["province"] and not any(text for name, text in cells.items() if name != "province"):
            report.provinces += 1
        else:
            report.communes += 1
            rows.append(_row(record.number, cells))
    if not rows:
        raise FileRefused("no_communes")
    return rows, report


def _table(content: bytes) -> Table:
    if not content.strip():
        raise FileRefused("empty_file")
    if len(content) > MAX_FILE:
        raise FileRefused("too_big_file", maximum=MAX_FILE // (1024 * 1024))
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileRefused("is_workbook")
    return read_csv(content)


def _columns(table: Table) -> tuple[dict[str, int], int]:
    """Return field → column, and how many records stand above the first of a commune."""
    nearest: set[str] = set()
    for count, record in enumerate(table.rows[:_HEADINGS_WITHIN], start=1):
        found = {
            _FIELDS[key]: column
            for column, cell in reversed(list(enumerate(record.cells)))
            if (key := search_key(cell.text)) in _FIELDS
        }
        if len(found) == len(HEADINGS):
            return found, count
        nearest = max(nearest, set(found), key=len)
    missing = [heading for heading, name in HEADINGS.items() if name not in nearest]
    raise FileRefused("no_headings", missing=", ".join(missing))


def _cell(record: TableRow, column: int) -> str:
    return clean(record.cells[column].text) if column < len(record.cells) else ""


def _is_heading(cells: dict[str, str]) -> bool:
    return _FIELDS.get(search_key(cells["new_code"])) == "new_code"


def _row(line: int, cells: dict[str, str]) -> Row:
    return Row(
        line=line,
        province=read_named(cells["province"], digits=PROVINCE),
        new=read_named(cells["new_name"], digits=COMMUNE)._replace(code=_code(cells["new_code"])),
        old=read_named(cells["old_name"], digits=COMMUNE)._replace(code=_code(cells["old_code"])),
        note=cells["note"],
        district=read_named(cells["district"], digits=DISTRICT),
        old_province=read_named(cells["old_province"], digits=PROVINCE),
        written_old_code=cells["old_code"],
    )


def _code(text: str) -> str:
    """Return five digits (spreadsheets drop zeros in front), or "" for anything else."""
    return text.zfill(COMMUNE) if _DIGITS.fullmatch(text) and text.isascii() else ""
