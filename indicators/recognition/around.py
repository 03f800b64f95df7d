"""What stands around the tables: number, title, legal basis, who reports to whom, signatures, notes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indicators.layout.form import Placeholders
from indicators.recognition import phrases
from indicators.recognition.grid import Grid, letters, reference
from indicators.recognition.measures import unit_of_line
from indicators.recognition.regions import Region
from indicators.recognition.text import is_dots, is_upper, lines_of, plain, shown

_PLACES = (
    (phrases.RECEIVED_ON, "received_on"),
    (phrases.RECIPIENT, "recipient"),
    (phrases.REPORTING_UNIT, "reporting_unit"),
    (phrases.DATES, "dates"),
)


_TO_DATE = re.compile(r"[,;]?( va| cung)? luy ke tu dau nam.*")
_TITLE_AFTER = re.compile(r"(\S*\d\S*?|\S+ \d\S*?)\s*[:.–-]\s+(\w.{7,})")


@dataclass
class Line:
    row: int
    column: int
    text: str
    is_bold: bool
    is_first: bool
    """The first line of its cell."""
    width: int = 1
    """Columns it is merged over."""

    @property
    def cell(self) -> str:
        return reference(self.row, self.column)


@dataclass
class Around:
    """`captions` and `units` by table index; `unplaced` what nothing here has a use for, `outside`
    what of that stands beside or below the tables."""

    number: str = ""
    legal_basis: str = ""
    title: str = ""
    titles: list[Line] = field(default_factory=list)
    periods: list[Line] = field(default_factory=list)
    period_line: str = ""
    unit: str = ""
    places: dict[str, str] = field(default_factory=dict)
    preparer: str = ""
    signer: str = ""
    notes: list[str] = field(default_factory=list)
    captions: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    outside: list[tuple[str, str]] = field(default_factory=list)
    copies: list[Line] = field(default_factory=list)
    signers: list[Line] = field(default_factory=list)
    beside: list[Line] = field(default_factory=list)

    @property
    def placeholders(self) -> Placeholders:
        return Placeholders(**self.places)


def around(grid: Grid, regions: Sequence[Region]) -> Around:
    """Reads every text outside the tables, once."""
    found = Around()
    first = min((region.top for region in regions), default=grid.last_row + 1)
    above = [line for line in _lines(grid, regions) if line.row < first]
    _head(above, found)
    for line in _lines(grid, regions):
        if line.row >= first:
            _below(line, regions, found)
    last = max((line.column for line in found.signers), default=0)
    _preparer(found)
    found.signer = " ".join(line.text for line in found.signers if line.column == last)
    for at, region in enumerate(regions):
        _unit_in_corner(grid, region, at, found)
    return found


def _preparer(found: Around) -> None:
    """Who stands beside the one who signs, whatever the office is called ("Cán bộ hộ tịch")."""
    beside = [
        line for line in found.beside
        if any(line.row == one.row and line.column < one.column for one in found.signers)
    ]  # fmt: skip
    if len(beside) == 1 and not found.preparer:
        found.preparer = beside[0].text
        for one in (found.outside, found.unplaced):
            one.remove((beside[0].cell, beside[0].text))


def _lines(grid: Grid, regions: Sequence[Region]) -> Iterator[Line]:
    for (row, column), cell in sorted(grid.cells.items()):
        if any(region.holds(row, column) for region in regions):
            continue
        for number, text in enumerate(lines_of(cell.text)):
            span = grid.span(row, column)
            yield Line(row, column, text, cell.is_bold, number == 0, span.right - span.left + 1)


def _head(lines: Sequence[Line], found: Around) -> None:
    rest = [line for line in lines if not _known(line, found)]
    _period(found)
    captions = [line for line in rest if phrases.CAPTION.search(plain(line.text)) and len(lines) > 1]
    if captions and captions[-1].row == max(line.row for line in rest):
        rest.remove(captions[-1])
        found.captions[0] = captions[-1].text
    _title(rest, found)


def _period(found: Around) -> None:
    """The line that leaves room for the period, or names it; others like it are kept as they are."""

    def score(line: Line) -> int:
        text = plain(line.text)
        return (
            4 * ("ky bao cao" in text)
            + 2 * ("…" in line.text or "..." in line.text)
            + any(sign.isdigit() for sign in text)
        )

    lines = sorted(found.periods, key=lambda line: -score(line))
    if lines:
        found.period_line = lines[0].text
        found.places.setdefault("period", lines[0].cell)
    found.unplaced += [(line.cell, line.text) for line in lines[1:]]


def _known(line: Line, found: Around) -> bool:
    """A line with a meaning of its own."""
    text = plain(line.text)
    if phrases.MOTTO.search(text):
        return True
    unit = unit_of_line(line.text)
    if unit is not None and not phrases.REPORTING_UNIT.search(text):
        found.unit = found.unit or unit
        return True
    match = phrases.FORM_NUMBER.search(text)
    if match is not None and not found.number:
        number, words = _number_and_words(_after(line.text, match.end()))
        found.number = number
        line.text = words.strip()
        return not words
    if phrases.LEGAL_BASIS.search(text):
        found.legal_basis = f"{found.legal_basis} {line.text.strip('()')}".strip()
        return True
    for pattern, name in _PLACES:
        if pattern.search(text):
            found.places.setdefault(name, line.cell)
            return True
    if phrases.PERIOD_LINE.search(text) and not (
        line.is_bold and is_upper(line.text) and len(line.text) > 25
    ):
        found.periods.append(line)
        return True
    return phrases.PLACE_AND_DATE.search(text) is not None or is_dots(line.text)


def _number_and_words(text: str) -> tuple[str, str]:
    """ "04: TỔNG HỢP …" and "05. BÁO CÁO …" hold the title too."""
    match = _TITLE_AFTER.fullmatch(text)
    return (match[1].strip(" ."), match[2]) if match else (text, "")


def _after(text: str, at: int) -> str:
    """The rest of a line, from where its plain form was matched to (both have as many signs)."""
    return shown(text)[at:].strip(" :.()")


def _title(lines: Sequence[Line], found: Around) -> None:
    """Capitals or bold, not the name of an office; of several lines below each other in one place all
    that are as wide: the office above a title is not merged over the table.
    """
    candidates = [
        line
        for line in lines
        if len(line.text) >= 8 and (is_upper(line.text) or line.is_bold)
        and not phrases.OFFICE.search(plain(line.text))
    ]  # fmt: skip
    upper = [line for line in candidates if is_upper(line.text)]
    candidates = upper or candidates
    runs: list[list[Line]] = []
    for line in candidates:
        run = next(
            (
                one for one in runs
                if one[-1].column == line.column and line.row - one[-1].row <= 1
                and one[-1].width == line.width
            ),
            None,
        )  # fmt: skip
        if run is None:
            runs.append([line])
        else:
            run.append(line)
    runs.sort(key=lambda run: -sum(len(line.text) for line in run))
    best = runs[0] if runs else []
    found.title = " ".join(line.text for line in best)
    found.titles = [line for run in runs for line in run]
    kept = {(line.row, line.column, line.text) for line in best}
    found.unplaced += [
        (line.cell, line.text) for line in lines if (line.row, line.column, line.text) not in kept
    ]


def _below(line: Line, regions: Sequence[Region], found: Around) -> None:
    """Beside, between or under the tables."""
    text = plain(line.text)
    after = [at for at, region in enumerate(regions) if region.top > line.row]
    unit = unit_of_line(line.text)
    if unit is not None and after:
        found.units.setdefault(after[0], unit)
    elif phrases.PLACE_AND_DATE.search(text):
        found.places.setdefault("place_and_date", line.cell)
    elif phrases.PREPARER.search(text):
        found.preparer = found.preparer or line.text
    elif phrases.SIGNER.search(text):
        found.signers.append(line)
    elif phrases.SIGN_HERE.search(text) or is_dots(line.text):
        return
    elif phrases.COPIES.search(text) or _is_copy(line, found):
        found.copies.append(line)
        found.unplaced.append((line.cell, line.text))
    elif after and not phrases.NOTES.search(text):
        found.captions[after[0]] = f"{found.captions.get(after[0], '')} {line.text}".strip()
    elif phrases.NOTES.search(text) or found.notes or "=" in text or "≤" in line.text or "<=" in text:
        found.notes.append(line.text)
    else:
        found.unplaced.append((line.cell, line.text))
        found.outside.append((line.cell, line.text))
        found.beside.append(line)


def _is_copy(line: Line, found: Around) -> bool:
    """Another of those who get a copy: right below the last, in the same column."""
    last = found.copies[-1] if found.copies else None
    return last is not None and line.column == last.column and line.row - last.row <= 1


def _unit_in_corner(grid: Grid, region: Region, at: int, found: Around) -> None:
    """ "Đơn vị tính: …" that stands in the header rows of the table itself."""
    for row in range(region.top, region.bottom + 1):
        for column, text in grid.rows.get(row, {}).items():
            if region.left <= column <= region.right and ":" in text:
                unit = unit_of_line(text)
                if unit:
                    found.units.setdefault(at, unit)


def frequencies(line: str) -> tuple[str, ...]:
    """Frequencies that a period line names: "Quý …… năm ……" is "quarter"; several are asked about."""
    text = _TO_DATE.sub("", plain(line))
    found = [word for pattern, word in phrases.FREQUENCIES if pattern.search(text)]
    if "cumulative_quarter" in found:
        return ("cumulative_quarter",)
    smaller = [word for word in found if word != "year"]
    is_choice = "/" in text or " va " in text or "," in text or " hoac " in text
    return tuple(found if is_choice else smaller[:1] or found)


def corner(grid: Grid, region: Region) -> str:
    return f"{letters(region.left)}{region.top}:{letters(region.right)}{region.last}"
