"""The workbook handed out: the agency's own blank, with cells of its sheet patched, nothing else touched."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from xml.parsers.expat import ExpatError

from indicators.answers import Answer, plain
from indicators.layout import FormLayout
from submissions.workbooks.contents import SheetContents, read_contents
from submissions.workbooks.heights import row_heights
from submissions.workbooks.hidden_sheet import with_marks
from submissions.workbooks.list_sheets import list_sheets
from submissions.workbooks.look import sheet_parts
from submissions.workbooks.marking import coloured
from submissions.workbooks.package import open_package, xml_parts
from submissions.workbooks.patch import Number, Text, patch_cells, raise_rows
from submissions.workbooks.references import place_of
from submissions.workbooks.refused import Refused
from submissions.workbooks.rewriting import rewritten
from submissions.workbooks.validation import with_validation

_PERIOD_DOTS = re.compile(r"(?:(?:Quý|Tháng|Kỳ)\s*)?[….]{2,}\s*năm\s*[….]{2,}", re.IGNORECASE)
_DOTS = re.compile(r"(?:…|\.\.)[….]*")
_DATE_DOTS = re.compile(r"[….]+\s*/\s*[….]+\s*/\s*[….]+")


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into the blank. Cells, typed texts (not readable as answers), notes and lists are by address;
    `for_typing` are the Excel cells ("E8") that are to be filled in."""

    reporting_unit: str
    recipient: str
    period: str
    starts: date
    ends: date
    cells: Mapping[str, Answer] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    for_typing: frozenset[str] = frozenset()


def fill_workbook(blank: bytes, *, layout: FormLayout, filling: Filling, mark: str) -> bytes:
    """The filled workbook; all parts but the form's sheet and the lists of sheets are the blank's own bytes
    (and but its styles, where a column that the period does not ask is greyed).

    Refused "broken" when the blank has no such sheet or its XML cannot be patched.
    """
    contents = read_contents(blank, wanted=[layout.sheet], rows=200, columns=60)
    if layout.sheet not in contents.sheets:
        raise Refused("broken")
    cells: dict[str, Number | Text] = {
        **_header(layout, contents.sheets[layout.sheet], filling),
        **_answers(layout, filling),
    }
    absent = [layout.excel_cell(address) for address in layout.place_of if address in layout.absent]
    cells |= {cell: Text("x") for cell in absent}
    with open_package(blank) as package:
        parts = xml_parts(package, blank)
        sheet = sheet_parts(parts)[layout.sheet]
        try:
            filled = raise_rows(patch_cells(parts[sheet], cells), row_heights(parts[sheet], layout, cells))
            filled = with_validation(filled, filling.for_typing, absent=absent)
            greyed = coloured({**parts, sheet: filled}, sheet, dict.fromkeys(absent, "absent"))
            changed = {**greyed, **with_marks(parts, mark, list_sheets(layout, filling.notes))}
        except (ValueError, KeyError, ExpatError) as error:
            raise Refused("broken") from error
        return rewritten(package, changed)


def with_empty_lists(blank: bytes, layout: FormLayout) -> bytes:
    """The blank with an empty sheet for each list of the form, as units will get it. Refused "broken"."""
    if not layout.lists:
        return blank
    with open_package(blank) as package:
        try:
            return rewritten(package, with_marks(xml_parts(package, blank), "", list_sheets(layout, {})))
        except (ValueError, KeyError, ExpatError) as error:
            raise Refused("broken") from error


def _answers(layout: FormLayout, filling: Filling) -> dict[str, Number | Text]:
    cells: dict[str, Number | Text] = {}
    for address, answer in filling.cells.items():
        place = layout.place_of.get(address)
        if place is not None and place[3].kind != "blocked":
            said = plain(answer)
            cells[layout.excel_cell(address)] = Number(said) if answer.is_number else Text(said)
    for address, text in filling.typed.items():
        if address in layout.place_of:
            cells[layout.excel_cell(address)] = Text(text)
    for address, text in filling.notes.items():
        if address in layout.notes:
            cells[layout.excel_cell(address)] = Text(text)
    return cells


def _header(layout: FormLayout, sheet: SheetContents, filling: Filling) -> dict[str, Text]:
    def printed(reference: str) -> str:
        return sheet.text(*place_of(reference))

    places = layout.placeholders
    words: dict[str, str] = {}
    if places.reporting_unit:
        words[places.reporting_unit] = _into_dots(printed(places.reporting_unit), filling.reporting_unit)
    if places.recipient:
        words[places.recipient] = _into_dots(printed(places.recipient), filling.recipient)
    if places.period:
        period = filling.period[:1].lower() + filling.period[1:]
        text = printed(places.period)
        dots = _PERIOD_DOTS if _PERIOD_DOTS.search(text) else _DOTS
        words[places.period] = (
            dots.sub(lambda _: period, text, count=1) if "…" in text else f"Báo cáo {period}"
        )
    if places.dates:
        words[places.dates] = _with_dates(printed(places.dates), filling.starts, filling.ends)
    return {reference: Text(text) for reference, text in words.items()}


def _into_dots(printed: str, value: str) -> str:
    """ "Đơn vị báo cáo: ……" with the value where the dots are, else after what is printed."""
    filled, count = _DOTS.subn(lambda _: value, printed, count=1)
    return filled if count else f"{printed} {value}".strip()


def _with_dates(printed: str, starts: date, ends: date) -> str:
    days = [starts.strftime("%d/%m/%Y"), ends.strftime("%d/%m/%Y")]
    if len(_DATE_DOTS.findall(printed)) != len(days):
        return f"(Từ ngày {days[0]} đến ngày {days[1]})"
    return _DATE_DOTS.sub(lambda _: days.pop(0), printed)
