"""Comments put on the cells of a worksheet, beside those that are there."""

import posixpath
import re
import zipfile
from collections.abc import Mapping

from submissions.workbooks.escaping import xml_text
from submissions.workbooks.package import read_part
from submissions.workbooks.references import place_of
from submissions.workbooks.xml_places import Place, children_of

AUTHOR = "Báo Cáo Số"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_COMMENTS, _DRAWING = "xl/bcs-comments.xml", "xl/drawings/bcs-comments.vml"
_TYPES = "[Content_Types].xml"
_AFTER = frozenset(
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    }
)
"""What stands behind `legacyDrawing` in a worksheet."""
_NEW_COMMENTS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{_MAIN}">'
    "<authors></authors><commentList></commentList></comments>"
).encode()
_NEW_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
    b'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_FIRST_SHAPE = 20_001


def with_comments(
    package: zipfile.ZipFile,
    content: bytes,
    parts: Mapping[str, bytes],
    path: str,
    comments: Mapping[str, str],
) -> dict[str, bytes]:
    """The parts that change or are new. `parts` are the file's XML, `path` is the worksheet's; a cell that
    has a comment keeps it, with ours below. ValueError, KeyError, ExpatError on what is not as expected.
    """
    folder, name = posixpath.split(path)
    relations_path = f"{folder}/_rels/{name}.rels"
    relations = parts.get(relations_path) or f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()
    related = children_of(relations, depth=1)
    changed: dict[str, bytes] = {}

    listed = _target(next((r for r in related if r.attributes["Type"].endswith("/comments")), None), folder)
    said, new_cells = _commented(parts[listed] if listed else _NEW_COMMENTS, comments)
    changed[listed or _COMMENTS] = said

    drawing_id = _drawing_id(parts[path])
    drawn = _target(next((r for r in related if r.attributes["Id"] == drawing_id), None), folder)
    drawing = read_part(content, package.getinfo(drawn)) if drawn else _NEW_DRAWING
    changed[drawn or _DRAWING] = _drawn(drawing, new_cells)

    new = {}
    if not listed:
        new["rIdBcsComments"] = (f"{_OFFICE}/comments", "/" + _COMMENTS)
    if not drawn:
        new["rIdBcsDrawing"] = (f"{_OFFICE}/vmlDrawing", "/" + _DRAWING)
        changed[path] = _with_drawing(parts[path], "rIdBcsDrawing")
    if new:
        changed[relations_path] = _related(relations, new)
        changed[_TYPES] = _typed(parts[_TYPES], comments=not listed)
    return changed


def _drawing_id(sheet: bytes) -> str:
    """The relation of the drawing that the worksheet's comments stand in, "" where there is none."""
    for place in children_of(sheet, depth=1):
        if place.name == "legacyDrawing":
            return next(value for name, value in place.attributes.items() if name.endswith(":id"))
    return ""


def _target(relation: Place | None, folder: str) -> str:
    if relation is None:
        return ""
    target = relation.attributes["Target"]
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _commented(data: bytes, comments: Mapping[str, str]) -> tuple[bytes, list[str]]:
    """The list with our comments in it, and the cells that had none before."""
    top = {place.name: place for place in children_of(data, depth=1)}
    authors, listed = top["authors"], top["commentList"]
    ours = sum(1 for place in children_of(data, depth=2) if authors.start < place.start < authors.end)
    places = children_of(data, depth=2)
    there = {place.attributes["ref"]: place for place in places if listed.start < place.start < listed.end}
    texts = [place for place in children_of(data, depth=3) if place.name == "text"]
    prefix = listed.prefix.decode()
    edits: list[tuple[Place, str]] = [(authors, f"<{prefix}author>{AUTHOR}</{prefix}author>")]
    added, new_cells = "", []
    for cell in sorted(comments, key=place_of):
        run = f'<{prefix}r><{prefix}t xml:space="preserve">%s</{prefix}t></{prefix}r>'
        if cell in there:
            text = next(t for t in texts if there[cell].start < t.start < there[cell].end)
            edits.append((text, run % xml_text(f"\n{AUTHOR}: {comments[cell]}")))
        else:
            new_cells.append(cell)
            inside = run % xml_text(comments[cell])
            added += (
                f'<{prefix}comment ref="{cell}" authorId="{ours}"><{prefix}text>{inside}</{prefix}text>'
                f"</{prefix}comment>"
            )
    edits.append((listed, added))
    for place, words in sorted(edits, key=lambda edit: -(edit[0].close or edit[0].start)):
        data = _inside(data, place, words.encode())
    return data, new_cells


def _inside(data: bytes, place: Place, added: bytes) -> bytes:
    """At the end of an element, opened when it was empty."""
    if place.close:
        return data[: place.close] + added + data[place.close :]
    tag = data[place.start : place.inside]
    name = re.match(rb"<([^\s>/]+)", tag)
    assert name is not None
    opened = tag[: -len(b"/>")].rstrip() + b">"
    return data[: place.start] + opened + added + b"</" + name[1] + b">" + data[place.end :]


def _drawn(data: bytes, cells: list[str]) -> bytes:
    """The drawing with a hidden box for each of the cells."""
    shapes = "".join(_shape(number, *place_of(cell)) for number, cell in enumerate(cells, _FIRST_SHAPE))
    at = data.rindex(b"</")
    return data[:at] + shapes.encode() + data[at:]


def _shape(number: int, row: int, column: int) -> str:
    anchor = f"{column}, 15, {max(row - 2, 0)}, 10, {column + 3}, 15, {row + 3}, 4"
    return (
        f'<v:shape {_NAMESPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        'margin-left:60pt;margin-top:1.5pt;width:200pt;height:70pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _with_drawing(sheet: bytes, relation: str) -> bytes:
    """The worksheet told of its drawing of comments, where its order wants that."""
    root = children_of(sheet, depth=0)[0]
    children = children_of(sheet, depth=1)
    at = next((place.start for place in children if place.name in _AFTER), root.close)
    new = f'<{root.prefix.decode()}legacyDrawing xmlns:bcs="{_OFFICE}" bcs:id="{relation}"/>'
    return sheet[:at] + new.encode() + sheet[at:]


def _related(relations: bytes, new: Mapping[str, tuple[str, str]]) -> bytes:
    root = children_of(relations, depth=0)[0]
    added = "".join(
        f'<{root.prefix.decode()}Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, (kind, target) in new.items()
    )
    return _inside(relations, root, added.encode())


def _typed(types: bytes, *, comments: bool) -> bytes:
    root = children_of(types, depth=0)[0]
    prefix, added = root.prefix.decode(), ""
    extensions = {place.attributes.get("Extension", "").lower() for place in children_of(types, depth=1)}
    if "vml" not in extensions:
        added += f'<{prefix}Default Extension="vml" ContentType="{_VML_TYPE}"/>'
    if comments:
        added += f'<{prefix}Override PartName="/{_COMMENTS}" ContentType="{_COMMENTS_TYPE}"/>'
    return _inside(types, root, added.encode())
