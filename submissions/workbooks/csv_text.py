"""CSV as programs write it: UTF-8, or UTF-16 with BOM; `,` `;` or tab. One sheet of texts."""

import codecs
import csv
import io

from submissions.workbooks.refused import Refused

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DELIMITERS = (",", ";", "\t")


def read_csv(content: bytes, *, rows: int, columns: int) -> list[list[str]]:
    """Rows from A1. Refused: not_workbook, csv_encoding, csv_broken (a quotation mark that never closes)."""
    text = _decoded(content).removeprefix("\ufeff")
    if "\x00" in text:  # taking it out could make another number of what is left
        raise Refused("not_workbook")
    delimiter = _delimiter(text)
    if text[:4].lower() == "sep=":  # Excel's own hint stands in a line of its own
        text = text.partition("\n")[2]
    found: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            found.append(cells[:columns])
            if len(found) == rows:
                break
    except csv.Error as error:
        raise Refused("csv_broken", row=len(found) + 1) from error
    return found


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("csv_encoding") from error


def _delimiter(text: str) -> str:
    """The one most used in the first lines, outside quotation marks: a form's title may hold none."""
    if text[:4].lower() == "sep=" and text[4:5] in _DELIMITERS:
        return text[4]
    bare = "".join(text[:20_000].split('"')[::2])
    return max(_DELIMITERS, key=bare.count)
