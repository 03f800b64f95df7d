"""Levels of lines by their printed numbering: I / 1 / 1.1 / a) / – . Pure text."""

import re
from collections.abc import Sequence

_STYLES = (
    ("dotted", re.compile(r"(\d{1,3}|[IVXL]+|[A-Z])(\.\d{1,3})+\.?")),
    ("arabic", re.compile(r"\(?\d{1,4}[.)]?")),
    ("roman", re.compile(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})[.)]?")),
    ("capital", re.compile(r"[A-HJ-UWYZĐ][.)]?")),
    ("small", re.compile(r"\(?[a-zđ][.)]?")),
    ("dash", re.compile(r"[-–—−]")),
    ("plus", re.compile(r"\+")),
    ("star", re.compile(r"[*•▪]")),
)
_PREFIX = re.compile(
    r"^((?:\d{1,3}|[IVXL]+|[A-Z])(?:\.\d{1,3})+\.?|\d{1,3}[.)]|[IVXL]+[.)]|[A-HJ-UWYZ][.)]|[a-zđ][.)]|[-–—+*•])\s+(?=\S)"
)


def style_of(number: str) -> str:
    """ "I" → "roman", "1." → "arabic", "1.1" → "dotted", "–" → "dash"; "" for no numbering."""
    text = number.strip()
    return next((name for name, pattern in _STYLES if pattern.fullmatch(text)), "")


def depth_of(number: str) -> int:
    """Parts of a dotted number: "1.1" has 2."""
    return len([part for part in number.strip(" .").split(".") if part])


def split_number(label: str) -> tuple[str, str]:
    """ "1.1. Khai khoáng" → ("1.1.", "Khai khoáng"), for forms that number inside the label."""
    match = _PREFIX.match(label)
    return (match[1], label[match.end() :].strip()) if match else ("", label)


class Levels:
    """Gives each line its level and the index of its parent, in reading order."""

    def __init__(self) -> None:
        self._stack: list[tuple[str, str, int]] = []  # style, number, index of the line

    def add(
        self, index: int, number: str, *, is_part: bool = False, is_total: bool = False
    ) -> tuple[int, int]:
        """(level, index of the parent or -1) of the next line."""
        style = style_of(number)
        if is_total:
            self._stack = []
            return 0, -1
        if not style:
            return self._unnumbered(index, is_part=is_part)
        if style == "dotted":
            self._close_dotted(number)
            kind = f"dotted{depth_of(number)}"
        else:
            kind = style
            self._close(kind)
        level = len(self._stack)
        parent = self._stack[-1][2] if self._stack else -1
        self._stack.append((kind, number.strip(" ."), index))
        return level, parent

    def add_moved_in(self, index: int, indent: int) -> tuple[int, int]:
        """Where no line has a number: under the last line that is less moved in."""
        while self._stack and int(self._stack[-1][1]) >= indent:
            self._stack.pop()
        level, parent = len(self._stack), self._stack[-1][2] if self._stack else -1
        self._stack.append(("indent", str(indent), index))
        return level, parent

    @property
    def is_in_part(self) -> bool:
        return bool(self._stack) and self._stack[-1][0] == "part"

    def _unnumbered(self, index: int, *, is_part: bool) -> tuple[int, int]:
        while self._stack and self._stack[-1][0] == "part":
            self._stack.pop()
        level, parent = len(self._stack), self._stack[-1][2] if self._stack else -1
        if is_part:
            self._stack.append(("part", "", index))
            return level, parent
        return level, parent

    def _close(self, kind: str) -> None:
        """Up to the open line of the same style, if there is one; a part without a number ends there."""
        kinds = [one[0] for one in self._stack]
        if kind in kinds:
            del self._stack[kinds.index(kind) :]
            return
        if kind in ("roman", "capital") and kind not in kinds:
            keep = [one for one in ("roman", "capital") if one in kinds]
            del self._stack[(kinds.index(keep[0]) + 1 if keep else 0) :]
        elif kind == "arabic":
            held = [at for at, one in enumerate(kinds) if one in ("roman", "capital")]
            del self._stack[(held[-1] + 1 if held else 0) :]
        elif self._stack and self._stack[-1][0] == "part" and kind not in ("dash", "plus", "star"):
            self._stack.pop()

    def _close_dotted(self, number: str) -> None:
        """Up to the line whose number this one goes on: 3.1 under 3."""
        parent = number.strip(" .").rpartition(".")[0]
        for at in range(len(self._stack) - 1, -1, -1):
            if self._stack[at][1] == parent:
                del self._stack[at + 1 :]
                return
        depth = f"dotted{depth_of(number)}"
        kinds = [one[0] for one in self._stack]
        if depth in kinds:
            del self._stack[kinds.index(depth) :]


def repeated_tail(numbers: Sequence[str]) -> int | None:
    """Index of a dotted number that lost its last zero: 3.9 is followed by 3.1, which was 3.10."""
    for at in range(1, len(numbers)):
        head, _dot, tail = numbers[at].rpartition(".")
        before_head, _dot, before = numbers[at - 1].rpartition(".")
        if head and head == before_head and (before, tail) == ("9", "1"):
            return at
    return None
