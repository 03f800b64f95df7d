"""Where the descent of units ends: chains of succession followed to units that exist. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable


def terminals(
    *, units: Iterable[int], alive: Collection[int], successions: Iterable[tuple[int, int]]
) -> dict[int, frozenset[int]]:
    """Return unit → its terminals, from (predecessor, successor) pairs.

    A unit that exists is its own terminal, even when a part of it went elsewhere. One that ended without
    successors is its own terminal too: nobody answers for it today, and nothing may claim it. Circles
    (a record's mistake) end where they began.
    """
    onward: dict[int, list[int]] = defaultdict(list)
    for predecessor, successor in successions:
        onward[predecessor].append(successor)
    living = set(alive)
    found: dict[int, frozenset[int]] = {}
    for unit in units:
        ends: set[int] = set()
        seen, waiting = {unit}, [unit]
        while waiting:
            current = waiting.pop()
            if current in living or not onward[current]:
                ends.add(current)
                continue
            fresh = [successor for successor in onward[current] if successor not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        found[unit] = frozenset(ends or {unit})
    return found
