"""Rule 6: which units of another time count for a unit of today, and which stand or fall together.

A unit's terminals are the units in which its descent ends today (itself while it exists).
"""

from collections.abc import Collection, Iterable, Mapping

Terminals = Mapping[int, frozenset[int]]


def wholly_inside(units: Iterable[int], *, terminals: Terminals, inside: Collection[int]) -> frozenset[int]:
    """The units all of whose terminals lie inside, shares or not. A unit without terminals lies nowhere."""
    return frozenset(unit for unit in units if terminals.get(unit) and terminals[unit] <= frozenset(inside))


def partly_inside(units: Iterable[int], *, terminals: Terminals, inside: Collection[int]) -> frozenset[int]:
    """The units that share a terminal with the inside and have another outside: they cannot be counted."""
    held = frozenset(inside)
    return frozenset(
        unit for unit in units if (ends := terminals.get(unit)) and ends & held and not ends <= held
    )


def components(units: Iterable[int], *, terminals: Terminals) -> dict[int, int]:
    """Unit → its component, named by the smallest terminal: units whose descents meet belong together.

    An old commune split between two of today's ties both; a figure of it can be compared only with both.
    """
    above: dict[int, int] = {}

    def root(terminal: int) -> int:
        while above.setdefault(terminal, terminal) != terminal:
            above[terminal] = above[above[terminal]]
            terminal = above[terminal]
        return terminal

    listed = [unit for unit in units if terminals.get(unit)]
    for unit in listed:
        first, *others = sorted(terminals[unit])
        for other in others:
            low, high = sorted((root(first), root(other)))
            above[high] = low
    return {unit: root(min(terminals[unit])) for unit in listed}
