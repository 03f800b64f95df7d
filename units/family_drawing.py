"""Where the boxes and arrows of a line of descent stand: forebears left, the unit, heirs right. Pure.

Numbers are pixels of the drawing's own size; the page may scale it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from units.family import Family, Step
from units.levels import level_of
from units.queries import UnitView

WIDTH, GAP, MARGIN, SPACE = 216, 132, 8, 12
_LINE, _PADDING, _HEAD = 17, 11, 26
_LETTERS = 27  # of a line of a name
MOST_BOXES = 24  # of one generation; the table beside the drawing has all


@dataclass(frozen=True, slots=True)
class Box:
    unit: UnitView
    x: int
    y: int
    height: int
    lines: tuple[str, ...]
    is_asked: bool

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def texts(self) -> list[tuple[int, str]]:
        return [(self.y + 20 + number * _LINE, line) for number, line in enumerate(self.lines)]

    @property
    def foot(self) -> int:
        return self.y + self.height - 9


@dataclass(frozen=True, slots=True)
class Arrow:
    step: Step
    path: str
    words: str
    words_x: int
    words_y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    boxes: list[Box]
    arrows: list[Arrow]
    days: list[tuple[int, str]]
    left_out: int


def draw(family: Family) -> Drawing:
    """Lay the family out in columns, each about the middle; nothing overlaps."""
    numbers = sorted(set(family.generation.values()))
    # What is left out of a long column is of the lower levels.
    columns = {
        number: sorted(family.column(number), key=lambda view: level_of(view.kind)) for number in numbers
    }
    left_out = sum(max(0, len(column) - MOST_BOXES) for column in columns.values())
    columns = {number: column[:MOST_BOXES] for number, column in columns.items()}
    heights = {number: _height(column) for number, column in columns.items()}
    tallest = max(heights.values())
    boxes: dict[int, Box] = {}
    # From the unit outwards: those who belong to the same stand together, so that few arrows cross.
    for number in sorted(numbers, key=abs):
        x = MARGIN + (number - numbers[0]) * (WIDTH + GAP)
        y = _HEAD + MARGIN + (tallest - heights[number]) // 2
        for view in _together(columns[number], family, boxes):
            boxes[view.id] = _box(view, x, y, is_asked=view.id == family.unit_id)
            y += boxes[view.id].height + SPACE
    days = _days(family, numbers[0])
    return Drawing(
        width=2 * MARGIN + len(numbers) * WIDTH + (len(numbers) - 1) * GAP,
        height=_HEAD + 2 * MARGIN + tallest,
        boxes=list(boxes.values()),
        arrows=_arrows(family, boxes, with_day={step.after for step in family.steps} if not days else set()),
        days=days,
        left_out=left_out,
    )


def wrapped(name: str) -> tuple[str, ...]:
    """Return a name in at most two lines; the rest of a longer one is left to its title."""
    lines = [""]
    for word in name.split():
        word = word if len(word) <= _LETTERS else word[: _LETTERS - 1] + "…"
        if len(lines[-1]) + len(word) + bool(lines[-1]) <= _LETTERS:
            lines[-1] = f"{lines[-1]} {word}".strip()
        else:
            lines.append(word)
    if len(lines) > 2:
        lines = [lines[0], lines[1][: _LETTERS - 1] + "…"]
    return tuple(lines)


def _box(view: UnitView, x: int, y: int, *, is_asked: bool) -> Box:
    lines = wrapped(view.full_name)
    return Box(view, x, y, _PADDING * 2 + _LINE * (len(lines) + 1) - 4, lines, is_asked)


def _height(column: Iterable[UnitView]) -> int:
    return sum(_box(view, 0, 0, is_asked=False).height + SPACE for view in column) - SPACE


def _together(column: list[UnitView], family: Family, placed: dict[int, Box]) -> list[UnitView]:
    """Order a column by where its relatives of the next column stand, then the higher level first, then the
    Vietnamese way."""
    beside: dict[int, list[int]] = defaultdict(list)
    for step in family.steps:
        for one, other in ((step.before, step.after), (step.after, step.before)):
            if other in placed:
                beside[one].append(placed[other].middle)

    def place(view: UnitView) -> tuple[float, int]:
        return sum(beside[view.id]) / len(beside[view.id]) if beside[view.id] else 0, level_of(view.kind)

    return sorted(column, key=place)


def _days(family: Family, first: int) -> list[tuple[int, str]]:
    """The day above each gap, where all arrows of each gap are of one day and none is longer than a gap;
    else nothing, and each arrow says its own."""
    days: dict[int, set[str]] = defaultdict(set)
    for step in family.steps:
        start, end = family.generation[step.before], family.generation[step.after]
        if end - start != 1:
            return []
        days[start].add(f"{step.on:%d/%m/%Y}")
    if any(len(found) > 1 for found in days.values()):
        return []
    middle = MARGIN + WIDTH + GAP // 2
    return [(middle + (start - first) * (WIDTH + GAP), found.pop()) for start, found in sorted(days.items())]


def _arrows(family: Family, boxes: dict[int, Box], *, with_day: set[int]) -> list[Arrow]:
    leaving: dict[int, list[Step]] = defaultdict(list)
    for step in family.steps:
        if step.before in boxes and step.after in boxes:
            leaving[step.before].append(step)
    arrows: list[Arrow] = []
    for before, steps in leaving.items():
        steps.sort(key=lambda step: boxes[step.after].y)
        for number, step in enumerate(steps, 1):
            box, goal = boxes[before], boxes[step.after]
            start, end = box.x + WIDTH, goal.x - 7
            y = box.y + box.height * number // (len(steps) + 1)
            bend = (end - start) // 2
            path = f"M{start} {y}C{start + bend} {y} {end - bend} {goal.middle} {end} {goal.middle}"
            forward = family.generation[before] >= 0 and len(steps) > 1
            # Words stand where arrows are apart: at the forebear's side, or at the heir's after a division.
            words_x, words_y = (end - 6, goal.middle - 5) if forward else (start + 5, y - 5)
            day = f"{step.on:%d/%m/%Y}" if step.after in with_day else ""
            words = " · ".join(filter(None, [day, *([] if step.is_whole else step.shares[:1])]))
            arrows.append(Arrow(step, path, words, words_x, words_y, "end" if forward else "start"))
    return arrows
