"""The look into an .ods file: the same questions as to an .xlsx, answered by its one part of content."""

from collections.abc import Callable
from xml.parsers import expat
from zipfile import ZipFile

from submissions.workbooks.look import MAX_COLUMN, MAX_ROW, SheetLook
from submissions.workbooks.package import read_part
from submissions.workbooks.references import column_number, reference_of
from submissions.workbooks.refused import Refused

TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
_SAYS = (
    "office:value",
    "office:date-value",
    "office:time-value",
    "office:boolean-value",
    "office:string-value",
)
_FAR_COLUMN = column_number(MAX_COLUMN)


def look_at_ods(package: ZipFile, content: bytes) -> dict[str, SheetLook]:
    """Sheets by name, in their order, of a package whose directory was checked already. Refused with a code
    when the file is no safe workbook."""
    try:
        mimetype, manifest, said = (
            read_part(content, package.getinfo(name)) for name in ("mimetype", MANIFEST, CONTENT)
        )
    except KeyError as error:
        raise Refused("not_workbook") from error
    if not mimetype.strip().startswith(TYPE):
        raise Refused("not_workbook")
    if b"encryption-data" in manifest:
        raise Refused("password")
    return _Content().look(said)


class _Content:
    """Tables, rows and cells as they pass by; what is repeated is counted, never unfolded."""

    def __init__(self) -> None:
        self.looks: dict[str, SheetLook] = {}
        self._name = ""
        self._formulas: dict[str, bool] = {}
        self._errors: dict[str, str] = {}
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._text: list[str] | None = None
        self._error_at = ""
        self._is_filled = False

    def look(self, data: bytes) -> dict[str, SheetLook]:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Refused("broken") from error
        if not self.looks:
            raise Refused("not_workbook")
        return self.looks

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        start: Callable[[dict[str, str]], None] | None = {
            "table:table": self._start_table,
            "table:table-row": self._start_row,
            "table:table-cell": self._start_cell,
            "table:covered-table-cell": self._start_cell,
        }.get(tag)
        if start is not None:
            start(attributes)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._name, self._row, self._rows = attributes.get("table:name", ""), 0, 1
        self._formulas, self._errors = {}, {}

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row += self._rows if self._row else 1
        self._rows = _times(attributes.get("table:number-rows-repeated"))
        self._column, self._columns = 0, 1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column += self._columns if self._column else 1
        self._columns = _times(attributes.get("table:number-columns-repeated"))
        has_value = any(name in attributes for name in _SAYS) or "office:value-type" in attributes
        has_formula = "table:formula" in attributes
        self._error_at, self._text = "", None
        if not (has_value or has_formula):
            return
        last = (self._row + self._rows - 1, self._column + self._columns - 1)
        if last[0] > MAX_ROW or last[1] > _FAR_COLUMN:
            raise Refused("far_cells", sheet=self._name, cell=reference_of(*last))
        where = reference_of(self._row, self._column)
        if has_formula:
            self._formulas[where] = has_value
        if attributes.get("calcext:value-type") == "error":
            self._error_at, self._text = where, []

    def _characters(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _end(self, tag: str) -> None:
        if tag in ("table:table-cell", "table:covered-table-cell") and self._text is not None:
            self._errors[self._error_at] = "".join(self._text).strip()[:20] or "#"
            self._text = None
        elif tag == "table:table":
            self.looks[self._name] = SheetLook(self._name, CONTENT, self._formulas, self._errors)


def _times(said: str | None) -> int:
    """How often a row or cell stands there; 1 when nothing, or nonsense, is said."""
    return int(said) if said is not None and said.isascii() and said.isdigit() and len(said) < 10 else 1
