"""What a spreadsheet itself tells at a cell: only a number or a sign is an answer. Nothing is locked."""

import re
from collections.abc import Iterable

from submissions.workbooks.escaping import xml_text
from submissions.workbooks.references import column_letters, place_of
from submissions.workbooks.xml_places import Place, children_of

_TITLE = "Báo Cáo Số"
_SAID = "Chỉ ghi số; hoặc - (không phát sinh), … (chưa thu thập được), x (không áp dụng)."
_ABSENT = "Cột này không có trong kỳ này: không ghi gì."
_AREA = re.compile(r"([A-Z]{1,3}[1-9][0-9]*)(?::([A-Z]{1,3}[1-9][0-9]*))?")
_COUNT = re.compile(rb"""(\scount\s*=\s*["'])[0-9]+""")
_AFTER = frozenset(
    [
        "hyperlinks",
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "customProperties",
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
        "drawingHF",
        "legacyDrawing",
        "legacyDrawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    ]
)
"""What stands behind `dataValidations` in a worksheet."""


def with_validation(sheet: bytes, cells: Iterable[str], *, absent: Iterable[str] = ()) -> bytes:
    """The worksheet with a rule on these cells ("E8") where the agency has none, and without protection: it
    can be filled, filtered and sorted. Into `absent` ones, which the period does not ask, nothing
    can be typed. ValueError, ExpatError on broken XML."""
    sheet = _unprotected(sheet)
    children = children_of(sheet, depth=1)
    known = next((place for place in children if place.name == "dataValidations"), None)
    ruled = set() if known is None else _ruled(sheet, known)
    runs = list(_runs(cell for cell in cells if cell not in ruled))
    shut = list(_runs(cell for cell in absent if cell not in ruled))
    if not runs and not shut:
        return sheet
    prefix = children_of(sheet, depth=0)[0].prefix
    rules = "".join(
        [_rule(run, prefix.decode()) for run in runs] + [_shut(run, prefix.decode()) for run in shut]
    ).encode()
    added = len(runs) + len(shut)
    if known is None or not known.close:
        tag = b"%sdataValidations" % prefix
        new = b'<%s count="%d">%s</%s>' % (tag, added, rules, tag)
        if known is not None:
            return sheet[: known.start] + new + sheet[known.end :]
        at = next(
            (place.start for place in children if place.name in _AFTER), children_of(sheet, depth=0)[0].close
        )
        return sheet[:at] + new + sheet[at:]
    count = sum(1 for place in children_of(sheet, depth=2) if known.start < place.start < known.end)
    opened = _COUNT.sub(rb"\g<1>%d" % (count + added), sheet[known.start : known.inside], count=1)
    inside = sheet[known.inside : known.close]
    return sheet[: known.start] + opened + inside + rules + sheet[known.close :]


def _unprotected(sheet: bytes) -> bytes:
    for place in children_of(sheet, depth=1):
        if place.name == "sheetProtection":
            return sheet[: place.start] + sheet[place.end :]
    return sheet


def _ruled(sheet: bytes, known: Place) -> set[str]:
    """Cells that have a rule of the agency's own."""
    found: set[str] = set()
    for place in children_of(sheet, depth=2):
        if known.start < place.start < known.end:
            for area in _AREA.findall(place.attributes.get("sqref", "")):
                (top, left), (bottom, right) = place_of(area[0]), place_of(area[1] or area[0])
                if (bottom - top + 1) * (right - left + 1) <= 100_000:
                    rows, columns = range(top, bottom + 1), range(left, right + 1)
                    found.update(f"{column_letters(c)}{r}" for r in rows for c in columns)
    return found


def _runs(cells: Iterable[str]) -> Iterable[tuple[int, int, int]]:
    """(column, first row, last row) of cells that stand one below the other."""
    run: tuple[int, int, int] | None = None
    for column, row in sorted((place_of(cell)[1], place_of(cell)[0]) for cell in set(cells)):
        if run is not None and run[0] == column and run[2] == row - 1:
            run = (column, run[1], row)
            continue
        if run is not None:
            yield run
        run = (column, row, row)
    if run is not None:
        yield run


def _area(run: tuple[int, int, int]) -> tuple[str, str]:
    """Its first cell, and all of it."""
    letters = column_letters(run[0])
    first = f"{letters}{run[1]}"
    return first, first if run[1] == run[2] else f"{first}:{letters}{run[2]}"


def _shut(run: tuple[int, int, int], prefix: str) -> str:
    tag = f"{prefix}dataValidation"
    return (
        f'<{tag} type="custom" allowBlank="1" showInputMessage="1" showErrorMessage="1" '
        f'errorTitle="{_TITLE}" error="{_ABSENT}" promptTitle="{_TITLE}" prompt="{_ABSENT}" '
        f'sqref="{_area(run)[1]}"><{prefix}formula1>FALSE</{prefix}formula1></{tag}>'
    )


def _rule(run: tuple[int, int, int], prefix: str) -> str:
    first, area = _area(run)
    signs = ",".join(f'{first}="{sign}"' for sign in ("-", "…", "x"))
    formula = xml_text(f"OR(ISNUMBER({first}),{signs})")
    tag = f"{prefix}dataValidation"
    return (
        f'<{tag} type="custom" allowBlank="1" showInputMessage="1" showErrorMessage="1" '
        f'errorTitle="{_TITLE}" error="{_SAID}" sqref="{area}">'
        f"<{prefix}formula1>{formula}</{prefix}formula1></{tag}>"
    )
