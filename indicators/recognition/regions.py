"""Where the tables of a sheet stand: their header rows, numbering row and lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.recognition import phrases
from indicators.recognition.grid import Grid
from indicators.recognition.numbering import Mark, marks_in, with_equations_below
from indicators.recognition.outline import style_of
from indicators.recognition.phrases import names_lines
from indicators.recognition.text import is_figure, plain


@dataclass(frozen=True)
class Region:
    """1-based rows and columns. `numbering` is 0 where the table has no numbering row; lines may be none."""

    top: int
    bottom: int
    left: int
    right: int
    numbering: int = 0
    marks: Mapping[int, Mark] = field(default_factory=dict)
    first: int = 0
    last: int = 0

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= max(self.last, self.bottom, self.numbering) and (
            self.left <= column <= self.right
        )


AROUND = (
    phrases.FORM_NUMBER, phrases.LEGAL_BASIS, phrases.RECEIVED_ON, phrases.REPORTING_UNIT, phrases.RECIPIENT,
    phrases.UNIT_LINE, phrases.DATES, phrases.MOTTO,
)  # fmt: skip
SIGNATURES = (phrases.PREPARER, phrases.SIGNER)
"""They may be words of a line too: "Chủ tịch" in a form about officials, "Phó giáo sư"."""
FOOT = (phrases.PLACE_AND_DATE, phrases.SIGN_HERE)


def is_around(text: str) -> bool:
    """A line of the header block above a table, or of the foot below it."""
    bare = plain(text)
    return any(pattern.search(bare) for pattern in AROUND)


def is_foot(text: str) -> bool:
    bare = plain(text)
    return any(pattern.search(bare) for pattern in FOOT)


def is_signature(text: str) -> bool:
    bare = plain(text)
    return any(pattern.search(bare) for pattern in SIGNATURES)


def regions_of(grid: Grid) -> list[Region]:
    """The tables of a sheet from top to bottom, then from left to right."""
    found = _numbered(grid)
    found += [one for one in _unnumbered(grid, found) if not any(_overlap(one, other) for other in found)]
    found.sort(key=lambda region: (region.top, region.left))
    return [_with_lines(grid, region, found) for region in found]


def _overlap(one: Region, other: Region) -> bool:
    rows = one.top <= max(other.bottom, other.numbering) and other.top <= one.bottom
    return rows and one.left <= other.right and other.left <= one.right


def _numbered(grid: Grid) -> list[Region]:
    found: list[Region] = []
    for row in grid.rows:
        if any(row <= region.first for region in found if region.numbering):
            continue
        runs = marks_in(grid, row)
        for at, run in enumerate(runs):
            left = min(run)
            right = min(runs[at + 1]) - 1 if at + 1 < len(runs) else max(run)
            top = header_top(grid, row, left, right)
            if top == row or any(repeats_header(grid, one, row) for one in found):
                continue
            marks, is_taken = with_equations_below(grid, row + 1, run)
            bound = min(runs[at + 1]) - 1 if at + 1 < len(runs) else grid.last_column
            left, right = _sides(grid, top, row - 1, left, max(run), bound, is_first=at == 0)
            found.append(Region(top, row - 1, left, right, row, marks, row + 1 + is_taken))
    return found


def _sides(
    grid: Grid, top: int, bottom: int, left: int, right: int, bound: int, *, is_first: bool
) -> tuple[int, int]:
    """Wider by columns beside the numbered ones that have a header of their own ("Ghi chú", "STT")."""

    def has_header(column: int) -> bool:
        return any(grid.covering(row, column) for row in range(top, bottom + 1))

    right = max(right, max(grid.span(bottom, column).right for column in range(left, right + 1)))
    while right < bound and (
        has_header(right + 1) or (right + 2 <= bound and _is_note(grid, top, bottom, right + 2))
    ):
        right += 1
    while is_first and left > 1 and has_header(left - 1):
        left -= 1
    return left, right


def _is_note(grid: Grid, top: int, bottom: int, column: int) -> bool:
    texts = (plain(grid.covering(row, column)) for row in range(top, bottom + 1))
    return any(phrases.NOTE_HEADERS.search(text) for text in texts)


def header_top(grid: Grid, below: int, left: int, right: int) -> int:
    """The first header row above row `below`; `below` itself when there is no header."""
    top = below
    while top > 1 and _is_header_row(grid, top - 1, left, right):
        top -= 1
    return top


def _is_header_row(grid: Grid, row: int, left: int, right: int) -> bool:
    columns = range(left, right + 1)
    spans = {grid.span(row, column) for column in columns if grid.covering(row, column)}
    texts = [grid.text(span.top, span.left) for span in spans]
    if not spans or marks_in(grid, row):
        return False
    own = [span for span in spans if span.top == row]
    if own and all(is_around(grid.text(span.top, span.left)) for span in own):
        return False
    if len(own) == 1 and phrases.PERIOD_LINE.search(plain(grid.text(own[0].top, own[0].left))):
        return False
    if any(is_around(text) and not phrases.UNIT_LINE.search(plain(text)) for text in texts):
        return False
    if len(spans) == 1:
        (span,) = spans
        covers = span.right - span.left + 1
        return span.left > left and (covers > 1 or row + 1 == right)
    return not any(span.left < left and span.right > right for span in spans)


def _unnumbered(grid: Grid, numbered: Sequence[Region]) -> list[Region]:
    found: list[Region] = []
    for row, texts in grid.rows.items():
        if any(region.top <= row <= region.numbering for region in numbered):
            continue
        if any(region.top <= row <= region.bottom for region in found) or len(texts) < 3:
            continue
        if not any(names_lines(text) for text in texts.values()):
            continue
        if any(is_around(text) for text in texts.values()) or any(
            region.numbering < row and _continues(grid, row, region)
            for region in numbered
            if region.numbering
        ):
            continue
        if any(repeats_header(grid, region, row) for region in (*numbered, *found)):
            continue
        found += [_by_words(grid, row, part) for part in _apart(texts)]
    return found


def repeats_header(grid: Grid, region: Region, row: int) -> bool:
    """The header printed again where a page ends: the same words in the same columns, right below a line."""
    texts = grid.rows.get(row, {})
    heads = [*range(region.top, region.bottom + 1), region.numbering]
    same = next((at for at in heads if len(texts) > 1 and grid.rows.get(at, {}) == texts), 0)
    first = row - (same - region.top)
    return bool(same) and row > region.first and len(grid.rows.get(first - 1, {})) > 1


def _apart(texts: Mapping[int, str]) -> list[dict[int, str]]:
    """Two tables side by side: the second begins at another "STT", or at the words of the first again."""
    parts: list[dict[int, str]] = [{}]
    for column, text in texts.items():
        bare = plain(text)
        held = [plain(one) for one in parts[-1].values()]
        is_number = bare in phrases.NUMBER_HEADERS
        again = is_number and any(one in phrases.NUMBER_HEADERS for one in held)
        if again or (len(held) > 1 and bare == held[0] and names_lines(text)):
            parts.append({})
        parts[-1][column] = text
    return parts if all(len(part) > 1 for part in parts) else [dict(texts)]


def _continues(grid: Grid, row: int, region: Region) -> bool:
    """Words such as "Nội dung khác" in a line of a numbered table are no header: it has a line number."""
    return not any(plain(text) in phrases.NUMBER_HEADERS for text in grid.rows[row].values())


def _by_words(grid: Grid, row: int, texts: Mapping[int, str]) -> Region:
    """A header known by "STT" or "Chỉ tiêu" alone: it ends where the merges of that cell end."""
    key = next(column for column, text in texts.items() if names_lines(text))
    bottom = max(grid.span(row, key).bottom, row)
    left, right = min(texts), max(grid.span(row, column).right for column in texts)
    keys = [column for column, text in texts.items() if names_lines(text)]
    while bottom == grid.span(row, key).bottom or bottom < row + 4:
        below = grid.rows.get(bottom + 1, {})
        inside = {column: text for column, text in below.items() if left <= column <= right}
        if not inside or any(column in inside for column in keys) or len(inside) < 2:
            break
        bottom += 1
        right = max(right, *(grid.span(bottom, column).right for column in inside))
    top = header_top(grid, row, left, right)
    return Region(top, bottom, left, right, first=bottom + 1)


def _with_lines(grid: Grid, region: Region, found: Sequence[Region]) -> Region:
    """The region with its first and last line."""
    below = [
        other.top
        for other in found
        if other.top > region.bottom and other.left <= region.right and region.left <= other.right
    ]
    end = min(below, default=grid.last_row + 1) - 1
    last, blank = region.first - 1, False
    for row in range(region.first, end + 1):
        texts = {c: t for c, t in grid.rows.get(row, {}).items() if region.left <= c <= region.right}
        covered = any(grid.covering(row, column) for column in range(region.left, region.right + 1))
        if not texts and not covered and not _has_formula(grid, row, region):
            blank = True
            continue
        if _is_foot(grid, row, texts, region, blank) or _is_caption(grid, row, texts, region, below, blank):
            break
        if blank and not _goes_on(grid, row, texts, replace(region, last=last)):
            break
        last, blank = row, False
    return replace(region, last=last)


def _is_foot(grid: Grid, row: int, texts: Mapping[int, str], region: Region, blank: bool) -> bool:
    """Who signs, and where and when. Words of an office holder are a line of the table when it is numbered
    or holds figures, or stands right below another line with nothing beside it.
    """
    if any(is_foot(text) for text in texts.values()):
        return True
    if not any(is_signature(text) for text in texts.values()):
        return False
    if _is_numbered(texts, region) or _has_formula(grid, row, region):
        return False
    return blank or len(texts) > 1 or min(texts) > region.left + 1


def _is_numbered(texts: Mapping[int, str], region: Region) -> bool:
    number, *others = (text for _column, text in sorted(texts.items()))
    return bool(others) and min(texts) == region.left and (bool(style_of(number)) or is_figure(others[-1]))


def _has_formula(grid: Grid, row: int, region: Region) -> bool:
    return any(grid.cell(row, column).formula for column in range(region.left, region.right + 1))


def _is_caption(
    grid: Grid, row: int, texts: Mapping[int, str], region: Region, below: Sequence[int], blank: bool
) -> bool:
    """Lines between two tables that belong to the second: nothing of a line of the first stands in them.

    Right below a line (`blank`: an empty row is between), words under "Chỉ tiêu" are another line.
    """
    if any(is_around(text) for text in texts.values()) and not _is_numbered(texts, region):
        return True
    if not below or len(texts) != 1 or phrases.TOTAL.search(plain(next(iter(texts.values())))):
        return False
    if min(below) - row > 6 or any(len(grid.rows.get(at, {})) > 1 for at in range(row, min(below))):
        return False
    ((column, text),) = texts.items()
    is_headline = blank or grid.cell(row, column).is_bold or phrases.CAPTION.search(plain(text)) is not None
    return grid.span(row, column).right > region.left + 2 or (
        is_headline and not grid.covering(row, region.left)
    )


def _goes_on(grid: Grid, row: int, texts: Mapping[int, str], region: Region) -> bool:
    """After an empty row: is this still a line of the table?"""
    first = next(iter(texts.values()), "")
    if any(phrases.NOTES.search(plain(text)) for text in texts.values()):
        return False
    if len(texts) > 1 and not _is_numbered(texts, region) and not _has_formula(grid, row, region):
        used = {c for (at, c), cell in grid.cells.items() if region.first <= at <= region.last and cell.text}
        return all(column in used or is_figure(text) for column, text in texts.items())
    return len(texts) > 1 or phrases.TOTAL.search(plain(first)) is not None
