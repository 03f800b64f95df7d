"""A clerk's own workbook given back: cells with problems coloured and commented, all else as she left it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers.expat import ExpatError

from submissions.workbooks.comments import with_comments
from submissions.workbooks.kinds import FileKind
from submissions.workbooks.look import sheet_parts
from submissions.workbooks.macros import without_macros
from submissions.workbooks.package import open_package, xml_parts
from submissions.workbooks.patch import restyle_cells, styles_at
from submissions.workbooks.refused import Refused
from submissions.workbooks.rewriting import rewritten
from submissions.workbooks.xml_places import Place, children_of

COLOURS = {"error": b"FFFFC7CE", "warning": b"FFFFEB9C", "absent": b"FFE1E4E8"}
"""`absent`: a line or column that the period does not ask."""
_STYLES = "xl/styles.xml"
_FILL = (
    b'<%sfill><%spatternFill patternType="solid"><%sfgColor rgb="%s"/><%sbgColor indexed="64"/>'
    b"</%spatternFill></%sfill>"
)
_COUNT = re.compile(rb"""(\scount\s*=\s*["'])[0-9]+""")
_FILL_ID = re.compile(rb"""\sfillId\s*=\s*["'][0-9]+["']""")
_APPLY_FILL = re.compile(rb"""\sapplyFill\s*=\s*["'][^"']*["']""")


@dataclass(frozen=True, slots=True)
class CellMark:
    """What is said at a cell; `severity` is "error" or "warning"."""

    severity: str
    text: str


def marked_workbook(content: bytes, *, sheet: str, marks: Mapping[str, CellMark]) -> bytes:
    """The .xlsx with the cells ("E8" → what is said) of one worksheet coloured and commented.

    Changed or added are that sheet with its relations, the styles, its comments with their drawing, and the
    list of parts; every other part is the file's own bytes. Macros are gone. Refused: not_marked (not an
    .xlsx, or one whose XML cannot be patched).
    """
    kind, kept = without_macros(content)
    if kind is not FileKind.XLSX or kept is None:
        raise Refused("not_marked")
    with open_package(kept) as package:
        parts = xml_parts(package, kept)
        try:
            path = sheet_parts(parts)[sheet]
            changed = coloured(parts, path, {cell: mark.severity for cell, mark in marks.items()})
            changed |= with_comments(
                package, kept, parts | changed, path, {cell: mark.text for cell, mark in marks.items()}
            )
        except (ValueError, KeyError, ExpatError) as error:
            raise Refused("not_marked") from error
        return rewritten(package, changed)


def coloured(parts: Mapping[str, bytes], path: str, marks: Mapping[str, str]) -> dict[str, bytes]:
    """The sheet and the styles, with one more style for each style and colour that is met. `marks`:
    cell ("E8") → one of COLOURS.
    """
    data, styles = parts[path], parts.get(_STYLES)
    if styles is None or not marks:
        return {path: data}
    old = styles_at(data, marks)
    wanted = sorted({(old[cell], word) for cell, word in marks.items()})
    grown, numbers = _grown(styles, wanted)
    new = {cell: numbers[old[cell], word] for cell, word in marks.items()}
    return {path: restyle_cells(data, new), _STYLES: grown}


def _grown(styles: bytes, wanted: list[tuple[int, str]]) -> tuple[bytes, dict[tuple[int, str], int]]:
    """The styles with the colours and, for each (style, severity), its copy in that colour: their numbers."""
    top = {place.name: place for place in children_of(styles, depth=1)}
    fills, formats = top["fills"], top["cellXfs"]
    known = [place for place in children_of(styles, depth=2) if formats.start < place.start < formats.end]
    count = sum(1 for place in children_of(styles, depth=2) if fills.start < place.start < fills.end)
    colour = {severity: count + number for number, severity in enumerate(COLOURS)}
    prefix = fills.prefix
    new_fills = b"".join(_FILL % (*(prefix,) * 3, rgb, *(prefix,) * 3) for rgb in COLOURS.values())
    copies = [
        _copy(styles, known[style if style < len(known) else 0], colour[word]) for style, word in wanted
    ]
    edits = [
        (fills, new_fills, count + len(COLOURS)),
        (formats, b"".join(copies), len(known) + len(copies)),
    ]
    for place, added, number in sorted(edits, key=lambda edit: -edit[0].start):
        styles = _appended(styles, place, added, number)
    return styles, {pair: len(known) + number for number, pair in enumerate(wanted)}


def _copy(styles: bytes, place: Place, fill: int) -> bytes:
    said = styles[place.start : place.end]
    tag, rest = said[: place.inside - place.start], said[place.inside - place.start :]
    bare = _APPLY_FILL.sub(b"", _FILL_ID.sub(b"", tag))
    name = re.match(rb"<[^\s>/]+", bare)
    assert name is not None
    return name[0] + b' fillId="%d" applyFill="1"' % fill + bare[name.end() :] + rest


def _appended(data: bytes, place: Place, added: bytes, count: int) -> bytes:
    """More children at the end of an element, and its count set."""
    if place.close == 0:
        raise ValueError("empty list")
    tag = _COUNT.sub(rb"\g<1>%d" % count, data[place.start : place.inside], count=1)
    return data[: place.start] + tag + data[place.inside : place.close] + added + data[place.close :]
