"""What is worked out and may be needed again: as much as fits; what nobody asked for longest goes first."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import fields, is_dataclass
from itertools import islice
from threading import Lock
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd

V = TypeVar("V")
ROOM = 8_000_000
"""So many elements are remembered, as they are weighed, of some 35 bytes each."""
DEEP, LOOKED_AT = 3, 8
_UNKNOWN = object()


class Memory:
    """Several threads may use it at once. A value may grow a little after it was kept, not a lot."""

    def __init__(self, *, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._weight = 0
        self._keeping = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def weight(self) -> int:
        return self._weight

    def remember(self, key: Hashable, work_out: Callable[[], V]) -> V:
        """What was worked out before under a key, or is now."""
        found = self.recall(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = work_out()
            self.keep(key, found)
        return cast(V, found)

    def recall(self, key: Hashable, otherwise: Any = None) -> Any:
        """What is remembered under a key."""
        with self._keeping:
            if key not in self._kept:
                return otherwise
            self._kept.move_to_end(key)
            return self._kept[key][1]

    def keep(self, key: Hashable, value: object) -> None:
        """Remember this in the place of what was known under the key."""
        weight = 1 + weigh(value)
        with self._keeping:
            before = self._kept.pop(key, None)
            self._kept[key] = (weight, value)
            self._weight += weight - (before[0] if before else 0)
            while self._weight > self._room and len(self._kept) > 1:
                _key, (gone, _value) = self._kept.popitem(last=False)
                self._weight -= gone


def weigh(value: object, *, deep: int = DEEP) -> int:
    """About how many elements a value holds. Of long lists a few tell what each is like."""
    if isinstance(value, pd.DataFrame | np.ndarray):
        return int(value.size) // 8  # numbers without an object each
    if isinstance(value, dict):
        return _weigh_all(value.values(), deep)
    if isinstance(value, list | tuple | set | frozenset):
        return _weigh_all(value, deep)
    if deep and is_dataclass(value) and not isinstance(value, type):
        return sum(weigh(getattr(value, one.name), deep=deep - 1) for one in fields(value))
    if deep and hasattr(value, "__dict__") and type(value).__module__.startswith("aggregates."):
        return sum(weigh(one, deep=deep - 1) for one in vars(value).values())
    return 1


def _weigh_all(values: Collection[object], deep: int) -> int:
    listed = list(islice(values, 0, None, max(1, len(values) // LOOKED_AT))) if deep else []
    if not listed or isinstance(listed[0], int | str):
        return len(values)
    inside = sum(weigh(one, deep=deep - 1) for one in listed)
    return len(values) + inside * len(values) // len(listed)
