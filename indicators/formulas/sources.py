"""Figures that formulas and carried cells read beside the form: of which period, in which edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from indicators.formulas.nodes import Elsewhere
from indicators.layout import Cell
from indicators.layout.form import EditionWord, PeriodRole

SourcePeriod: TypeAlias = (
    PeriodRole | Literal["to_date_before", "to_date_earlier", "in_year", "to_date_last_year"]
)
"""Beside the periods a cell has: from the start of the year to the period before this one, to the one before
that; 1 where the period before is of the same year, else 0; to date in the same period last year."""
SourceEdition: TypeAlias = EditionWord | Literal["known"]
"""`known`: the best there is, official before preliminary before estimate."""

KNOWN: tuple[EditionWord, ...] = ("official", "preliminary", "estimate")
_SAME_LAST_YEAR: Mapping[PeriodRole, SourcePeriod] = {
    "this": "same_last_year",
    "to_date": "to_date_last_year",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A figure that counts already, of the unit that reports."""

    data_point: str
    period: SourcePeriod
    edition: SourceEdition

    @property
    def editions(self) -> tuple[EditionWord, ...]:
        """The editions in which it is looked for, the best first."""
        return KNOWN if self.edition == "known" else (self.edition,)


def own_source(cell: Cell) -> Source:
    """The figure that a carried cell without a formula shows."""
    return Source(cell.data_point, cell.period, cell.edition)


def of_another_period(cell: Cell, node: Elsewhere) -> Source | None:
    """What a call such as `CÙNG_KỲ((3))` reads; None where the cell is of another period already.

    Of what the form asks as an estimate another period is known better by now; an edition that is named is
    taken at its word.
    """
    period: SourcePeriod | None = node.period or cell.period
    if node.period and cell.period != "this":
        period = _SAME_LAST_YEAR.get(cell.period) if node.period == "same_last_year" else None
    if period is None:
        return None
    edition: SourceEdition = node.edition or cell.edition
    if node.period and not node.edition and edition in ("estimate", "preliminary"):
        edition = "known"
    return Source(cell.data_point, period, edition)
