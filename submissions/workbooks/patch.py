"""Change single cells in a worksheet's XML and leave every other byte as the agency made it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from submissions.workbooks.escaping import escape, xml_text
from submissions.workbooks.references import column_letters, place_of

_TAG = re.compile(rb"""<[^\s>/]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_NAME = re.compile(rb"<[^\s>/]+")
_HEIGHT = re.compile(rb"\sht\s*=")
_STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]+)["']""")


@dataclass(frozen=True, slots=True)
class Number:
    """A numeric cell; `plain` such as "1234.5"."""

    plain: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text cell, escaped on the way out."""

    text: str


@dataclass(slots=True)
class _Element:
    """Bytes from `start` to `end`; the open tag ends at `inside`; `close` is where the end tag begins."""

    number: int
    start: int
    inside: int
    close: int = 0
    end: int = 0
    children: list["_Element"] = field(default_factory=list)
    has_formula: bool = False

    @property
    def is_self_closed(self) -> bool:
        return self.inside == self.end


class _Scan:
    """Where rows and cells stand in the bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.prefix = b""
        self.table = _Element(0, 0, 0)
        self._open: list[tuple[str, _Element | None]] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(data, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        depth = len(self._open)
        element: _Element | None = None
        if depth == 1 and name == "sheetData":
            self.prefix = tag.encode()[: -len("sheetData")]
            element = self.table = self._element(0)
        elif depth == 2 and name == "row" and self._open[1][1] is self.table:
            rows = self.table.children
            element = self._element(int(attributes.get("r", 0)) or (rows[-1].number + 1 if rows else 1))
            rows.append(element)
        elif depth == 3 and name == "c" and self._open[2][1] is not None:
            cells = self._open[2][1].children
            column = place_of(attributes["r"])[1] if "r" in attributes else 0
            element = self._element(column or (cells[-1].number + 1 if cells else 1))
            cells.append(element)
        elif depth == 4 and name == "f" and self._open[3][1] is not None:
            self._open[3][1].has_formula = True
        self._open.append((tag, element))

    def _element(self, number: int) -> _Element:
        start = self._parser.CurrentByteIndex
        tag = _TAG.match(self.data, start)
        if tag is None:
            raise ValueError("tag")
        return _Element(number, start, tag.end(), tag.end(), tag.end())

    def _end(self, _tag: str) -> None:
        _name, element = self._open.pop()
        if element is not None and self.data[element.inside - 2 : element.inside] != b"/>":
            element.close = self._parser.CurrentByteIndex
            element.end = self.data.index(b">", element.close) + 1


def raise_rows(data: bytes, heights: Mapping[int, float]) -> bytes:
    """The sheet's XML with these rows made higher (points), where the agency has not set their height."""
    edits = []
    for row in _Scan(data).table.children:
        if row.number in heights and _HEIGHT.search(data, row.start, row.inside) is None:
            at = row.start + len(data[row.start : row.inside].split(None, 1)[0])
            edits.append((at, at, b' ht="%g" customHeight="1"' % heights[row.number]))
    return _apply(data, edits)


def patch_cells(data: bytes, fillings: Mapping[str, Number | Text]) -> bytes:
    """The sheet's XML with these cells ("E8" → what) filled; styles stay; cells with a formula stay.

    Missing cells and rows are put in where their order wants them. ValueError, ExpatError on broken XML.
    """
    scan = _Scan(data)
    rows: dict[int, dict[int, Number | Text]] = {}
    for reference, filling in fillings.items():
        row, column = place_of(reference)
        rows.setdefault(row, {})[column] = filling
    edits: list[tuple[int, int, bytes]] = []
    known = {row.number: row for row in scan.table.children}
    for number in sorted(rows):
        if number in known:
            edits += _edits_of_row(scan, known[number], rows[number])
        else:
            edits.append(_new_row(scan, number, rows[number]))
    if scan.table.is_self_closed and edits:
        return _filled_empty_sheet(data, scan, edits)
    return _apply(data, edits)


def styles_at(data: bytes, references: Iterable[str]) -> dict[str, int]:
    """The style of each cell ("E8" → number), else of its row; 0 where neither says one."""
    rows = {row.number: row for row in _Scan(data).table.children}
    found: dict[str, int] = {}
    for reference in references:
        number, column = place_of(reference)
        row = rows.get(number)
        cell = row and next((cell for cell in row.children if cell.number == column), None)
        said = _STYLE.search(data, *((cell or row).start, (cell or row).inside)) if row else None
        found[reference] = int(said[1]) if said else 0
    return found


def restyle_cells(data: bytes, styles: Mapping[str, int]) -> bytes:
    """The sheet's XML with these cells in other styles; what stands in them, formulas too, stays."""
    scan = _Scan(data)
    known = {row.number: row for row in scan.table.children}
    edits: list[tuple[int, int, bytes]] = []
    empty: dict[str, int] = {}
    for reference, style in styles.items():
        number, column = place_of(reference)
        cells = known[number].children if number in known else []
        cell = next((cell for cell in cells if cell.number == column), None)
        if cell is None:
            empty[reference] = style
            continue
        said = _STYLE.search(data, cell.start, cell.inside)
        after_name = cell.start + len(_NAME.match(data, cell.start)[0])  # type: ignore[index]
        start, end = said.span() if said else (after_name, after_name)
        edits.append((start, end, b' s="%d"' % style))
    with_styles = _apply(data, edits)
    return _with_empty_cells(with_styles, empty) if empty else with_styles


def _with_empty_cells(data: bytes, styles: Mapping[str, int]) -> bytes:
    """Cells that were not there put in as empty texts of nothing, then stripped of it."""
    filled = patch_cells(data, dict.fromkeys(styles, Number("")))
    for reference, style in styles.items():
        bare = re.compile(
            rb'(<(?:\w+:)?c r="%s")><(?:\w+:)?v></(?:\w+:)?v></(?:\w+:)?c>' % reference.encode()
        )
        filled = bare.sub(rb'\1 s="%d"/>' % style, filled, count=1)
    return filled


def _apply(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    pieces = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[0]):
        pieces += [data[at:start], new]
        at = end
    return b"".join([*pieces, data[at:]])


def _edits_of_row(
    scan: _Scan, row: _Element, fillings: Mapping[int, Number | Text]
) -> list[tuple[int, int, bytes]]:
    if row.is_self_closed:
        tag = scan.data[row.start : row.end]
        cells = b"".join(_cell(scan, row.number, column, fillings[column]) for column in sorted(fillings))
        opened = tag[: -len(b"/>")].rstrip() + b">"
        return [(row.start, row.end, opened + cells + b"</" + scan.prefix + b"row>")]
    edits = []
    known = {cell.number: cell for cell in row.children}
    new: dict[int, bytes] = {}
    for column in sorted(fillings):
        cell = known.get(column)
        if cell is None:
            later = next((other.start for other in row.children if other.number > column), row.close)
            new[later] = new.get(later, b"") + _cell(scan, row.number, column, fillings[column])
        elif not cell.has_formula:
            style = _STYLE.search(scan.data, cell.start, cell.inside)
            filled = _cell(scan, row.number, column, fillings[column], style=style[1] if style else b"")
            edits.append((cell.start, cell.end, filled))
    return edits + [(at, at, cells) for at, cells in new.items()]


def _new_row(scan: _Scan, number: int, fillings: Mapping[int, Number | Text]) -> tuple[int, int, bytes]:
    at = next((row.start for row in scan.table.children if row.number > number), scan.table.close)
    cells = b"".join(_cell(scan, number, column, fillings[column]) for column in sorted(fillings))
    prefix = scan.prefix
    return at, at, b'<%srow r="%d">%s</%srow>' % (prefix, number, cells, prefix)


def _filled_empty_sheet(data: bytes, scan: _Scan, edits: list[tuple[int, int, bytes]]) -> bytes:
    rows = b"".join(new for _start, _end, new in edits)
    table = b"<%ssheetData>%s</%ssheetData>" % (scan.prefix, rows, scan.prefix)
    return data[: scan.table.start] + table + data[scan.table.end :]


def _cell(scan: _Scan, row: int, column: int, filling: Number | Text, *, style: bytes = b"") -> bytes:
    prefix = scan.prefix.decode()
    head = f'<{prefix}c r="{column_letters(column)}{row}"' + (f' s="{style.decode()}"' if style else "")
    if isinstance(filling, Number):
        return f"{head}><{prefix}v>{filling.plain}</{prefix}v></{prefix}c>".encode()
    words = xml_text(escape(filling.text))
    inside = f'<{prefix}is><{prefix}t xml:space="preserve">{words}</{prefix}t></{prefix}is>'
    return f'{head} t="inlineStr">{inside}</{prefix}c>'.encode()
