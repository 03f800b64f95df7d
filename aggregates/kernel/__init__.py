"""Adding up and comparing. Pure: frames in, frames out; no ORM, no clock, no settings."""

from aggregates.kernel.bounds import LIMIT, KernelBoundError, checked, summed

__all__ = ["LIMIT", "KernelBoundError", "checked", "summed"]
