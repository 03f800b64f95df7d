"""What expat says of the parts of a workbook, kept within bounds: sheets, strings, cells. Pure."""

import re

from units.loading.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    Cell,
    FileRefused,
    Merged,
    Origin,
    TableRow,
)

MAX_STRINGS = 500_000
MAX_STRINGS_LENGTH = 32 * 1024 * 1024
MAX_ELEMENTS = 2_000_000
"""Of one part: 50,000 rows of ten cells have half of it."""
LAST_ROW = 1_048_576
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_AREA = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):[A-Z]{1,3}([1-9][0-9]{0,6})")
Attributes = dict[str, str]


def _bare(tag: str) -> str:
    return tag.rpartition(":")[2]


class Workbook:
    """Sheets that can be seen, in order, by the identity of their part, and their titles; the targets of
    relations."""

    def __init__(self) -> None:
        self.visible: list[str] = []
        self.titles: list[str] = []
        self.targets: dict[str, str] = {}
        self.is_1904 = False

    def handlers(self) -> dict[str, object]:
        return {"StartElementHandler": self._start}

    def _start(self, tag: str, attributes: Attributes) -> None:
        match _bare(tag):
            case "sheet" if attributes.get("state", "visible") == "visible":
                self.visible += [value for name, value in attributes.items() if name.endswith(":id")]
                self.titles.append(attributes.get("name", ""))
            case "workbookPr":
                self.is_1904 = attributes.get("date1904", "0") in ("1", "true")
            case "Relationship":
                self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Text:
    """Gathers signs up to a bound."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.is_on = False

    def add(self, text: str) -> None:
        if self.is_on and self._length < MAX_TEXT:
            self._pieces.append(text[: MAX_TEXT - self._length])
            self._length += len(text)

    def take(self) -> str:
        text = "".join(self._pieces)
        self._pieces, self._length = [], 0
        return text


class SharedStrings:
    """The strings of `xl/sharedStrings.xml`; how they are pronounced (`rPh`) is left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._text = _Text()
        self._length = 0
        self._is_spoken = False

    def handlers(self) -> dict[str, object]:
        return {
            "StartElementHandler": self._start,
            "EndElementHandler": self._end,
            "CharacterDataHandler": self._text.add,
        }

    def _start(self, tag: str, _attributes: Attributes) -> None:
        match _bare(tag):
            case "rPh":
                self._is_spoken = True
            case "t":
                self._text.is_on = not self._is_spoken

    def _end(self, tag: str) -> None:
        match _bare(tag):
            case "rPh":
                self._is_spoken = False
            case "t":
                self._text.is_on = False
            case "si":
                self.found.append(self._text.take())
                self._length += len(self.found[-1])
                if len(self.found) > MAX_STRINGS or self._length > MAX_STRINGS_LENGTH:
                    raise FileRefused("bomb")


class Sheet:
    """The rows of a worksheet, as far right and as far down as is read."""

    def __init__(self, strings: list[str]) -> None:
        self.rows: list[TableRow] = []
        self.merged: list[Merged] = []
        self._strings = strings
        self._number = 0
        self._cells: dict[int, Cell] = {}
        self._column = -1
        self._type = ""
        self._has_formula = False
        self._value = _Text()
        self._elements = 0

    def handlers(self) -> dict[str, object]:
        return {
            "StartElementHandler": self._start,
            "EndElementHandler": self._end,
            "CharacterDataHandler": self._value.add,
        }

    def _start(self, tag: str, attributes: Attributes) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise FileRefused("bomb")
        match _bare(tag):
            case "row":
                self._open_row(attributes.get("r"))
            case "c":
                self._open_cell(attributes)
            case "f":
                self._has_formula = True
            case "v" | "t":
                self._value.is_on = self._column < MAX_COLUMNS
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def _end(self, tag: str) -> None:
        match _bare(tag):
            case "v" | "t":
                self._value.is_on = False
            case "c":
                self._close_cell()
            case "row":
                self._close_row()

    def _merge(self, area: str) -> None:
        """One that stands in one row says nothing of others."""
        found = _AREA.fullmatch(area)
        if found and (column := _column(found[1])) < MAX_COLUMNS and int(found[2]) < int(found[3]):
            self.merged.append(Merged(column, int(found[2]), int(found[3])))

    def _open_row(self, said: str | None) -> None:
        number = int(said) if said is not None else self._number + 1
        if not self._number < number <= LAST_ROW:
            raise FileRefused("broken")
        self._number, self._column, self._cells = number, -1, {}

    def _open_cell(self, attributes: Attributes) -> None:
        place = _PLACE.fullmatch(attributes.get("r", ""))
        self._column = _column(place[1]) if place else self._column + 1
        self._type = attributes.get("t", "n")
        self._has_formula = False

    def _close_cell(self) -> None:
        text = self._value.take()
        if self._column >= MAX_COLUMNS:
            return
        origin: Origin = {"n": "number", "e": "error"}.get(self._type, "text")  # type: ignore[assignment]
        if self._type == "s" and text:
            text = self._string(text)
        elif self._has_formula and not text and self._type != "str":
            origin = "no_value"
        if text or origin == "no_value":
            self._cells[self._column] = Cell(text, origin)

    def _string(self, number: str) -> str:
        try:
            return self._strings[int(number)]
        except (ValueError, IndexError) as error:
            raise FileRefused("broken") from error

    def _close_row(self) -> None:
        if not self._cells:
            return
        blank = Cell("")
        cells = tuple(self._cells.get(column, blank) for column in range(max(self._cells) + 1))
        self.rows.append(TableRow(self._number, cells))
        self._cells = {}
        if len(self.rows) > MAX_ROWS + 100:
            raise FileRefused("too_many_rows", maximum=MAX_ROWS)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
