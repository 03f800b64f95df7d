"""Made-up answers, the same on every machine: of a unit, a data point and a month."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
ONE_IN = 400
"""So seldom is each of the three signs."""
MISSING_ONE_IN = 64
"""So seldom a report is missing."""


@dataclass(frozen=True, slots=True)
class Answers:
    """`amount` is 0 where `sign` is not; both in the order of the units of each data point."""

    amount: Ints
    sign: Ints


def answers(seed: int, *, month: int, points: Ints, units: Ints) -> Answers:
    """One answer for each point × unit. `units` are numbers that mean the same on every machine."""
    size = _mixed(seed, units)[None, :] % np.uint64(900) + np.uint64(100)
    noise = _mixed(seed + month, units[None, :] * 1000 + points[:, None])
    amount = (size * (noise % np.uint64(400) + np.uint64(800)) // np.uint64(1000)).astype(np.int64)
    drawn = (noise >> np.uint64(32)) % np.uint64(ONE_IN)
    sign = np.where(drawn < 3, drawn + np.uint64(1), np.uint64(0)).astype(np.int64)
    return Answers(np.where(sign == 0, amount, 0).ravel(), sign.ravel())


def reported(seed: int, *, month: int, form: int, units: Ints) -> npt.NDArray[np.bool_]:
    """Which units have sent this form this month."""
    drawn = _mixed(seed + month * 31 + form, units) % np.uint64(MISSING_ONE_IN)
    sent: npt.NDArray[np.bool_] = drawn != 0
    return sent


def _mixed(seed: int, values: Ints) -> npt.NDArray[np.uint64]:
    """splitmix64: neighbours come out far apart. Wraps on purpose."""
    with np.errstate(over="ignore"):
        mixed = values.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
        for shift, factor in zip((30, 27), _MIX, strict=True):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * factor
        return mixed ^ (mixed >> np.uint64(31))
