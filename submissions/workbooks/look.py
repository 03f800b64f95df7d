"""The look into the zip: no DTD, nothing far away, which sheets, which formulas have no value.

Runs in the web process, on bounded bytes, by regular expressions that do not build a tree: 0.25 ms a form.
What slips through meets the limits of the reading process.
"""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias
from xml.parsers import expat

from submissions.workbooks.package import open_package, read_part, xml_parts
from submissions.workbooks.refused import Refused

MAX_ROW = 5_000
MAX_COLUMN = "IV"  # 256

_FAR = (
    rb"(?:[A-Za-z]{3}[0-9]+|(?:[J-Zj-z][A-Za-z]|[Ii][W-Zw-z])[0-9]+"
    rb"|[A-Za-z]{1,3}(?:[5-9][0-9]{3}|[0-9]{5,}))"
)
_FAR_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"'](" + _FAR + rb")[\"'](?:[^>]*[^/>])?>(?!\s*</)"
)
_FAR_ROW = re.compile(
    rb"<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*[\"']((?:[5-9][0-9]{3}|[0-9]{5,}))[\"'][^>]*>"
    rb"\s*<(?:\w+:)?c(?![^>]*\sr\s*=)"
)
_LARGE = re.compile(rb"r=[\"'](?:[A-Za-z]{2}|[A-Za-z]?[0-9]{4})")
_PERHAPS_FAR = re.compile(rb"r\s*=\s*[\"'](?:" + _FAR + rb"|[5-9][0-9]{3}|[0-9]{5,})[\"']")
_PERHAPS_FORMULA = (b"<f", b":f")
_PERHAPS_ERROR = (b'"e"', b"'e'")
"""Cheap questions first: an honest sheet answers no to all in 0.1 ms. `_LARGE`, asked of the sheet without
its spaces: has it a column after Z or a row from 1000 on?"""
_SPACES = b" \t\n\r\x0b\x0c"
_FILLED_CELL = re.compile(rb"<(?:\w+:)?c((?:\s[^>]*[^/>])?)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CACHED = re.compile(rb"<(?:\w+:)?v[^>]*>[^<]+</|<(?:\w+:)?is>")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3}[1-9][0-9]{0,6})[\"']")
_TYPE = re.compile(rb"\st\s*=\s*[\"'](\w+)[\"']")
_ERROR_TEXT = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]{1,20})</")
_Attributes: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What values alone do not tell. `formulas`: cell → has it a stored result; `errors`: cell → "#REF!"."""

    name: str
    part: str
    formulas: Mapping[str, bool]
    errors: Mapping[str, str]


def look_into(content: bytes) -> dict[str, SheetLook]:
    """Sheets by name, in workbook order. Refused with a code when the file is no safe workbook."""
    with open_package(content) as package:
        return look_at(package, content)


def look_at(package: zipfile.ZipFile, content: bytes) -> dict[str, SheetLook]:
    """The same for a package whose directory was checked already."""
    parts = xml_parts(package, content)
    looks = {}
    for name, part in sheet_parts(parts).items():
        data = parts.get(part)
        if data is None:
            try:
                data = read_part(content, package.getinfo(part))
            except KeyError as error:
                raise Refused("broken") from error
        looks[name] = _look_at_sheet(name, part, data)
    return looks


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet name → part name, in workbook order."""
    try:
        book, relations = parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"]
        kept = len(book) + len(relations) <= _MOST_KEPT
        sheets = (_kept_parts if kept else _named_parts)(book, relations)
    except (KeyError, expat.ExpatError) as error:
        raise Refused("broken") from error
    if not sheets:
        raise Refused("not_workbook")
    return dict(sheets)


def _named_parts(book: bytes, relations: bytes) -> tuple[tuple[str, str], ...]:
    """(Sheet, part) of the two files that name them."""
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _elements(relations, "Relationship")
    }
    sheets: dict[str, str] = {}
    for attributes in _elements(book, "sheet"):
        identity = next((value for name, value in attributes.items() if name.endswith(" id")), None)
        if "name" in attributes and identity in targets:
            sheets[attributes["name"]] = targets[identity]
    return tuple(sheets.items())


_MOST_KEPT = 1 << 14
_kept_parts = lru_cache(maxsize=128)(_named_parts)
"""The workbooks of a form name their sheets in the same bytes, whoever fills them in."""


def _elements(data: bytes, name: str) -> list[_Attributes]:
    """Attributes of every element of that name in whatever namespace ("namespace name" where one is said)."""
    found: list[_Attributes] = []

    def start(tag: str, attributes: _Attributes) -> None:
        if tag.rpartition(" ")[2] == name:
            found.append(attributes)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.Parse(data, True)
    return found


def _look_at_sheet(name: str, part: str, data: bytes) -> SheetLook:
    if _LARGE.search(data.translate(None, _SPACES)) and _PERHAPS_FAR.search(data):
        far = _FAR_CELL.search(data) or _FAR_ROW.search(data)
        if far is not None:
            raise Refused("far_cells", sheet=name, cell=far[1].decode().upper())
    cells = data[data.find(b"sheetData") : data.rfind(b"sheetData")]
    if not (_has_formulas(cells) or any(hint in cells for hint in _PERHAPS_ERROR)):
        return SheetLook(name, part, {}, {})
    return SheetLook(name, part, *_formulas_and_errors(name, data))


def _has_formulas(cells: bytes) -> bool:
    """Perhaps. No "f" at all is the quickest no: neither cells' attributes nor Vietnamese have one."""
    return b"f" in cells and any(hint in cells for hint in _PERHAPS_FORMULA)


def _formulas_and_errors(name: str, data: bytes) -> tuple[dict[str, bool], dict[str, str]]:
    formulas: dict[str, bool] = {}
    errors: dict[str, str] = {}
    for cell in _FILLED_CELL.finditer(data):
        attributes, inside = cell.groups()
        kind = _TYPE.search(attributes)
        is_formula = _FORMULA.search(inside) is not None
        is_error = kind is not None and kind[1] == b"e"
        if not (is_formula or is_error):
            continue
        reference = _REFERENCE.search(attributes)
        if reference is None:
            raise Refused("no_places", sheet=name)
        where = reference[1].decode()
        if is_formula:
            formulas[where] = (kind is not None and kind[1] == b"str") or _CACHED.search(inside) is not None
        if is_error:
            text = _ERROR_TEXT.search(inside)
            errors[where] = text[1].decode("utf-8", "replace") if text else "#"
    return formulas, errors
