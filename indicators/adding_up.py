"""How an indicator adds up over units and over time (rule 1): the kinds. Pure: knows no Django."""

import enum


class OverUnits(enum.StrEnum):
    """Units come first, in each base period. The values are those of `Indicator.OverUnits`."""

    SUM = "sum"
    MEAN = "mean"
    WEIGHTED_MEAN = "weighted_mean"
    MIN = "min"
    MAX = "max"
    RECOMPUTED = "recomputed"
    NONE = "none"


class OverTime(enum.StrEnum):
    """Then time, from the totals of the base periods. The values are those of `Indicator.OverTime`."""

    SUM = "sum"
    FIRST = "first"
    LAST = "last"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"
    RECOMPUTED = "recomputed"
    NONE = "none"
