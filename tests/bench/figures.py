"""One measured speed: ours, its baseline and the promise it must keep."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Speed:
    """`seconds` is the median of the runs; the promise is either a factor over the baseline or a limit."""

    name: str
    seconds: float
    baseline: str = ""
    baseline_seconds: float | None = None
    at_least_times: float | None = None
    at_most_seconds: float | None = None

    @property
    def factor(self) -> float | None:
        return self.baseline_seconds / self.seconds if self.baseline_seconds is not None else None

    @property
    def is_kept(self) -> bool:
        fast_enough = self.at_most_seconds is None or self.seconds <= self.at_most_seconds
        ahead_enough = self.at_least_times is None or (self.factor or 0) >= self.at_least_times
        return fast_enough and ahead_enough

    def line(self) -> str:
        parts = [f"{'ok  ' if self.is_kept else 'SLOW'}  {self.name}: {_milliseconds(self.seconds)}"]
        if self.baseline_seconds is not None:
            parts.append(
                f"{self.baseline}: {_milliseconds(self.baseline_seconds)}, {self.factor:.1f} times as fast"
            )
        if self.at_least_times is not None:
            parts.append(f"promised: {self.at_least_times:g} times")
        if self.at_most_seconds is not None:
            parts.append(f"promised: at most {_milliseconds(self.at_most_seconds)}")
        return " · ".join(parts)


def median_seconds(act: Callable[[], object], *, runs: int, warm_up: int = 2) -> float:
    """Return the median time of `act()` in this process, after `warm_up` runs that do not count."""
    for _ in range(warm_up):
        act()
    times: list[float] = []
    for _ in range(runs):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 10 else f"{seconds:.1f} s"
