"""In the reading process: the layout of an .ods, as `form_layout.py` answers for an .xlsx.

It imports nothing of ours but that neighbour. Repeated empty rows and cells are counted, never unfolded.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from form_layout import (  # type: ignore[import-not-found]
    MAX_CELLS,
    MAX_FAR,
    MAX_LINES,
    MAX_SHEETS,
    MAX_TEXT,
    Grids,
    TooMuch,
    shown_value,
)

_MOST_COLUMNS = 256
_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72}
_INDENT = 0.145
"""Inches that a step of a cell's indent is wide."""
_WIDTH_OF_INCH = 13.0
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_WHITE = {"transparent", "#ffffff"}


def read_layout(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        said = _parsed(package, "content.xml")
        styles = _Styles()
        if "styles.xml" in package.namelist():
            styles.take(_parsed(package, "styles.xml"))
    styles.take(said)
    tables = [one for one in said.iter() if _name(one) == "table:table"]
    if len(tables) > MAX_SHEETS:
        raise TooMuch
    grids = Grids()
    for table in tables:
        grids.add(_Sheet(styles).read(table))
    return {"grids": grids.done}


def _parsed(package: zipfile.ZipFile, part: str) -> Element:
    """Under the limits of this process; what has a DTD is refused by the look, whatever is read here."""
    return ElementTree.fromstring(package.read(part))  # noqa: S314


def _name(element: Element) -> str:
    """ "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table" as "table:table"."""
    space, _brace, name = element.tag[1:].partition("}")
    parts = space.split(":")
    return f"{parts[-2] if len(parts) > 1 else space}:{name}"


def _said(element: Element, name: str) -> str:
    """An attribute by its local name; "" without."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _times(element: Element, name: str) -> int:
    said = _said(element, name)
    return int(said) if said.isascii() and said.isdigit() and 0 < len(said) < 9 else 1


class _Styles:
    """What cells, columns and sheets look like, by name of their style; a style looks like its parent."""

    def __init__(self) -> None:
        self._looks: dict[tuple[str, str], dict[str, str]] = {}
        self._formats: dict[str, str] = {}

    def take(self, part: Element) -> None:
        for one in part.iter():
            name = _name(one)
            if name in ("style:style", "style:default-style"):
                self._looks[_said(one, "family"), _said(one, "name")] = _look(one)
            elif name in ("datastyle:number-style", "datastyle:percentage-style", "datastyle:currency-style"):
                self._formats[_said(one, "name")] = _format(one, is_percent="percentage" in name)

    def look(self, family: str, name: str, what: str) -> str:
        for _depth in range(10):
            held = self._looks.get((family, name), {})
            if what in held:
                return held[what]
            name = held.get("parent", "")
            if not name:
                break
        return ""

    def format(self, name: str) -> str:
        return self._formats.get(self.look("table-cell", name, "format"), "General")


def _look(style: Element) -> dict[str, str]:
    found = {"parent": _said(style, "parent-style-name"), "format": _said(style, "data-style-name")}
    for one in style:
        for what, attribute in (
            ("weight", "font-weight"), ("fill", "background-color"), ("width", "column-width"),
            ("display", "display"), ("indent", "margin-left"),
        ):  # fmt: skip
            found[what] = _said(one, attribute) or found.get(what, "")
    return {what: said for what, said in found.items() if said}


def _format(style: Element, *, is_percent: bool) -> str:
    """As Excel writes it: "#,##0.0", "0%"."""
    number = next((one for one in style if _name(one) == "datastyle:number"), None)
    if number is None or not _said(number, "decimal-places"):
        return "General"
    whole = "#,##0" if _said(number, "grouping") == "true" else "0"
    decimals = min(_times(number, "decimal-places"), 20) if _said(number, "decimal-places") != "0" else 0
    return whole + ("." + "0" * decimals if decimals else "") + ("%" if is_percent else "")


class _Sheet:
    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._cells: list[list[Any]] = []
        self._merges: list[list[int]] = []
        self._widths: dict[int, float] = {}
        self._columns: list[str] = []
        self._hidden_columns: list[int] = []
        self._hidden_rows: list[int] = []
        self._shaded: list[list[int]] = []
        self._formats: list[list[Any]] = []

    def read(self, table: Element) -> dict[str, Any]:
        row = 1
        for one in _inside(table, ("table:table-column", "table:table-row")):
            if _name(one) == "table:table-column":
                self._column(one)
                continue
            times = _times(one, "number-rows-repeated")
            before = len(self._cells)
            self._row(one, row, min(times, MAX_FAR))
            if len(self._cells) > before and (row + times > MAX_FAR or len(self._cells) > MAX_CELLS):
                raise TooMuch
            row += times
        if len({at for at, *_rest in self._cells}) > MAX_LINES:
            raise TooMuch
        shows = self._styles.look("table", _said(table, "style-name"), "display")
        return {
            "name": _said(table, "name"), "visible": shows != "false", "cells": self._cells,
            "merges": sorted(self._merges), "widths": sorted(map(list, self._widths.items())),
            "hidden_columns": self._hidden_columns, "hidden_rows": self._hidden_rows,
            "shaded": self._shaded, "formats": self._formats,
        }  # fmt: skip

    def _column(self, column: Element) -> None:
        style = _said(column, "default-cell-style-name")
        width = _inches(self._styles.look("table-column", _said(column, "style-name"), "width"))
        for _one in range(min(_times(column, "number-columns-repeated"), _MOST_COLUMNS)):
            if len(self._columns) == _MOST_COLUMNS:
                return
            self._columns.append(style)
            if width:
                self._widths[len(self._columns)] = width * _WIDTH_OF_INCH
            if _said(column, "visibility") in ("collapse", "filter"):
                self._hidden_columns.append(len(self._columns))

    def _row(self, line: Element, first: int, times: int) -> None:
        if _said(line, "visibility") in ("collapse", "filter") and first + times <= MAX_FAR:
            self._hidden_rows += range(first, first + times)
        style, at = _said(line, "default-cell-style-name"), 1
        for cell in line:
            if _name(cell) not in ("table:table-cell", "table:covered-table-cell"):
                continue
            repeated = _times(cell, "number-columns-repeated")
            own = _said(cell, "style-name") or style
            is_empty = not _said(cell, "formula") and not _text(cell)
            for row in range(first, first + (1 if is_empty else times)):
                for column in range(at, min(at + repeated, _MOST_COLUMNS + 1)):
                    self._cell(cell, row, column, own or self._style_of(column))
            at += repeated

    def _style_of(self, column: int) -> str:
        return self._columns[column - 1] if column <= len(self._columns) else ""

    def _cell(self, cell: Element, row: int, column: int, style: str) -> None:
        down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            self._merges.append([row, column, row + down - 1, column + across - 1])
        form = self._styles.format(style)
        if form != "General" and len(self._formats) < MAX_CELLS:
            self._formats.append([row, column, form])
        formula, kind = _formula(_said(cell, "formula")), _said(cell, "value-type")
        text = "" if formula else _value(cell, kind, form)
        if not (text or formula):
            if self._styles.look("table-cell", style, "fill") not in ("", *_WHITE):
                self._shaded = [*self._shaded, [row, column]][:MAX_CELLS]
            return
        if len(self._cells) > MAX_CELLS:
            raise TooMuch
        is_bold = self._styles.look("table-cell", style, "weight") in ("bold", "600", "700", "800", "900")
        is_number = kind in ("float", "percentage", "currency")
        self._cells.append(
            [row, column, text[:MAX_TEXT], formula[:MAX_TEXT], form, int(is_bold), int(is_number),
             int(kind in ("date", "time")),
             min(round(_inches(self._styles.look("table-cell", style, "indent")) / _INDENT), 15)]
        )  # fmt: skip


def _inside(table: Element, names: tuple[str, ...]) -> Iterator[Element]:
    """Columns and rows of a table, in groups or not; not those of a table inside a cell."""
    for one in table:
        name = _name(one)
        if name in names:
            yield one
        elif name.startswith("table:table-") and name != "table:table-cell":
            yield from _inside(one, names)


def _inches(said: str) -> float:
    match = re.fullmatch(r"([\d.]+)(in|cm|mm|pt)", said)
    return float(match[1]) * _INCHES[match[2]] if match else 0.0


def _value(cell: Element, kind: str, form: str) -> str:
    said = _said(cell, "value")
    if kind in ("float", "percentage", "currency") and said:
        try:
            return str(shown_value(float(said), form))
        except (ValueError, OverflowError):
            return _text(cell)
    return _text(cell)


def _text(cell: Element) -> str:
    """The paragraphs of a cell, a line each; comments are none."""
    return "\n".join(_words(one) for one in cell if _name(one) == "text:p")


def _words(element: Element) -> str:
    found = element.text or ""
    for one in element:
        name = _name(one)
        if name == "text:s":
            found += " " * min(_times(one, "c"), 100)
        elif name in ("text:tab", "text:line-break"):
            found += "\n" if name == "text:line-break" else " "
        elif name != "office:annotation":
            found += _words(one)
        found += one.tail or ""
    return found


def _formula(said: str) -> str:
    """ "of:=SUM([.D4:.F4])" as "=SUM(D4:F4)"."""
    if not said:
        return ""
    _prefix, _equals, formula = said.partition("=")
    return "=" + _REFERENCE.sub(lambda match: _range(match[1]), formula)


def _range(said: str) -> str:
    """ ".D4:.F4" as "D4:F4"; what is on another sheet keeps its name and is not read."""
    ends = said.replace("$", "").split(":")
    return ":".join(one[1:] if one.startswith(".") else one.replace(".", "!") for one in ends)
