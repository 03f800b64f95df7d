"""The numbering row of a table: A, B, C over words, 1, 2, 3 over figures, formulas as "3=4+5+6"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from indicators.recognition.grid import Grid
from indicators.recognition.phrases import names_lines

_LETTER = re.compile(r"[(\[]?([A-Za-z])[)\]]?\.?")
_NUMBER = re.compile(r"[(\[]?(?:c[oộ]t )?(\d{1,3}[a-z]?(?:\.\d{1,2})?)[)\]]?\.?", re.IGNORECASE)
_EQUATION = re.compile(r"[(\[]?(?:c[oộ]t )?(\d{1,3}[a-z]?(?:\.\d{1,2})?)[)\]]?\s*=\s*(\S.*)", re.IGNORECASE)
_BARE_EQUATION = re.compile(r"=\s*([(\[]?\d.*)")
LEAST = 3
"""So many marks make a numbering row; two do when nothing else stands in the row."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One printed column number. `equation` is what stands after "=", as printed; "" without."""

    number: str
    equation: str = ""

    @property
    def is_letter(self) -> bool:
        return self.number.isalpha()


def mark_of(text: str) -> Mark | None:
    """ "A", "(a)", "(3)", "3=4+5+6", "(3=4+5)", "(7)=(8)+(9)"; None for anything else."""
    text = _without_brackets_around(text)
    for pattern in (_LETTER, _NUMBER):
        if (match := pattern.fullmatch(text)) is not None:
            return Mark(match[1].upper() if match[1].isalpha() else match[1].lower())
    if (match := _EQUATION.fullmatch(text)) is not None:
        return Mark(match[1].lower(), match[2].strip())
    return None


def _without_brackets_around(text: str) -> str:
    """ "(3=4+5)" is "3=4+5"; the first bracket of "(7)=(8)+(9)" ends before its last one."""
    inside = text[1:-1]
    if text[:1] + text[-1:] not in ("()", "[]") or "=" not in inside:
        return text
    depth = 0
    for sign in inside:
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            return text
    return inside.strip()


def marks_in(grid: Grid, row: int) -> list[dict[int, Mark]]:
    """The numbering that stands in a row, by column; several when tables stand side by side; [] for none."""
    texts = grid.rows.get(row, {})
    marks = {column: mark for column, text in texts.items() if (mark := mark_of(text)) is not None}
    if len(marks) < 2 or (len(marks) < len(texts) and (len(marks) < LEAST or len(marks) < 0.8 * len(texts))):
        return []
    runs = [run for run in _runs(marks) if len(run) >= 2]
    if not runs or not all(_is_sequence(run) for run in runs):
        return []
    return [part for run in runs for part in _side_by_side(grid, row, run)]


def _side_by_side(grid: Grid, row: int, run: Mapping[int, Mark]) -> list[dict[int, Mark]]:
    """A, B, 1, 2, C, D, 3, 4: a second table that goes on with the numbers of the first begins at C.

    Known by letters over words in the middle of the figures ("STT", "Nội dung chi").
    """
    parts: list[dict[int, Mark]] = [{}]
    columns = sorted(run)
    for at, column in enumerate(columns):
        before = parts[-1].values()
        begins = (
            run[column].is_letter
            and any(not mark.is_letter for mark in before)
            and any(not run[after].is_letter for after in columns[at + 1 :])
            and any(names_lines(grid.covering(above, column)) for above in range(max(1, row - 3), row))
        )
        if begins:
            parts.append({})
        parts[-1][column] = run[column]
    return parts


def _runs(marks: Mapping[int, Mark]) -> list[dict[int, Mark]]:
    """Cut where the numbering begins again."""
    runs: list[dict[int, Mark]] = []
    for column, mark in sorted(marks.items()):
        before = list(runs[-1].values()) if runs else []
        again = bool(before) and (
            (mark.is_letter and any(not one.is_letter for one in before) and mark.number == "A")
            or (mark.is_letter and mark.number == "A")
            or (mark.number == "1" and any(one.number == "1" for one in before))
        )
        if not before or again:
            runs.append({})
        runs[-1][column] = mark
    return runs


def _is_sequence(run: Mapping[int, Mark]) -> bool:
    """Begins at A or 1 and mostly goes on by one; a gap or a repetition is asked about, not refused."""
    marks = list(run.values())
    if marks[0].number not in ("A", "1"):
        return False
    numbers = [whole_number(mark.number) for mark in marks if not mark.is_letter]
    if numbers and numbers[-1] > 2 * len(marks):
        return False
    steps = list(pairwise(marks))
    good = sum(is_next(before, after) for before, after in steps)
    return good >= 0.7 * len(steps)


def is_next(before: Mark, after: Mark) -> bool:
    """A → B, B → 1, 3 → 4, 3 → 3a, 3a → 3b, 3a → 4."""
    if before.is_letter:
        return after.number == "1" if not after.is_letter else ord(after.number) == ord(before.number) + 1
    if after.is_letter:
        return False
    first, second = whole_number(before.number), whole_number(after.number)
    return second == first + 1 or (second == first and after.number != before.number)


def whole_number(number: str) -> int:
    return int(re.match(r"\d+", number)[0])  # type: ignore[index]


def with_equations_below(grid: Grid, row: int, marks: Mapping[int, Mark]) -> tuple[dict[int, Mark], bool]:
    """The marks with what a row of equations right below them says ("=2+3" under 1); was there such a row."""
    texts = grid.rows.get(row, {})
    found = dict(marks)
    if not texts:
        return found, False
    for column, text in texts.items():
        bare = _BARE_EQUATION.fullmatch(text)
        mark = mark_of(text)
        equation = bare[1] if bare else mark.equation if mark and mark.equation else ""
        if not equation or column not in found or (mark and mark.number != found[column].number):
            return dict(marks), False
        found[column] = Mark(found[column].number, equation)
    return found, True


def typed_equations(grid: Grid, row: int, marks: Mapping[int, Mark]) -> dict[int, str]:
    """Cells of the row in which Excel took "=2+3" for a formula: column → "2+3"."""
    left, right = min(marks), max(marks)
    return {
        column: cell.formula[1:]
        for (at, column), cell in grid.cells.items()
        if at == row and left <= column <= right + 1 and re.fullmatch(r"=[\d+\-*/() ]+", cell.formula)
    }
