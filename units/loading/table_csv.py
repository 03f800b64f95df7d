"""CSV as programs write it: UTF-8 with or without BOM, UTF-16 with BOM; `,` `;` or tab. Pure."""

import codecs
import csv
import io
from collections.abc import Iterator

from units.loading.table import MAX_COLUMNS, MAX_TEXT, Cell, FileRefused, Table, TableRow, at_most

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DELIMITERS = (",", ";", "\t")


def read_csv(content: bytes) -> Table:
    """FileRefused: not_utf8, broken (a quotation mark that never closes, a cell without end)."""
    text = _decoded(content)
    delimiter = _delimiter(text)
    if text[:4].lower() == "sep=":  # Excel's own hint stands in a line of its own
        text = "\n" + text.partition("\n")[2]
    return Table(at_most(_rows(text, delimiter)))


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused("not_utf8") from error


def _delimiter(text: str) -> str:
    """The one most used in the first line that says something, outside quotation marks."""
    if text[:4].lower() == "sep=" and text[4:5] in _DELIMITERS:
        return text[4]
    first = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def _rows(text: str, delimiter: str) -> Iterator[TableRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            yield TableRow(before + 1, tuple(Cell(cell[:MAX_TEXT]) for cell in cells[:MAX_COLUMNS]))
            before = reader.line_num
    except csv.Error as error:
        raise FileRefused("broken_csv", row=before + 1) from error
