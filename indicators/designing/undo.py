"""Undo and redo of any step: what a step replaced in the text of the design."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Replaced:
    """From the character `at` on, `before` became `after`."""

    at: int
    before: str
    after: str


def replaced(old: str, new: str) -> Replaced:
    """The one stretch in which two texts differ."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    return Replaced(start, old[start : len(old) - end], new[start : len(new) - end])


def undone(text: str, step: Replaced) -> str:
    """The text as it was before; ValueError when it is not what the step left."""
    return _swapped(text, step.at, step.after, step.before)


def redone(text: str, step: Replaced) -> str:
    return _swapped(text, step.at, step.before, step.after)


def _swapped(text: str, at: int, there: str, instead: str) -> str:
    if text[at : at + len(there)] != there:
        raise ValueError("the text is not what the step left")
    return text[:at] + instead + text[at + len(there) :]


def _alike(one: str, other: str) -> int:
    """How many characters they begin alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # halves are compared, not characters: a form has many
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
