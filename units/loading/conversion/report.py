"""What a conversion table said, row by row: every row is counted once, and nothing is dropped silently."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Remark(NamedTuple):
    """Something to know about the row that begins on a physical line (0: no row of the table)."""

    line: int
    code: str
    params: Mapping[str, str]


def remark(line: int, code: str, /, **params: str) -> Remark:
    return Remark(line, code, params)


@dataclass
class Report:
    """records = headings + provinces + communes; communes = all of `stated` + unplaced + duplicates.

    `stated` counts rows that were placed by what their note says; `unplaced`, `duplicates` list the others.
    `contradictions` say how rows that disagree were read, `differences` where the packaged data differs.
    """

    records: int = 0
    headings: int = 0
    provinces: int = 0
    communes: int = 0
    stated: Counter[str] = field(default_factory=Counter)
    unplaced: list[Remark] = field(default_factory=list)
    duplicates: list[Remark] = field(default_factory=list)
    contradictions: list[Remark] = field(default_factory=list)
    differences: list[Remark] = field(default_factory=list)
    silent: int = 0
    """Old communes of the packaged data of which the table does not speak."""

    @property
    def adds_up(self) -> bool:
        placed = sum(self.stated.values()) + len(self.unplaced) + len(self.duplicates)
        return placed == self.communes and self.records == self.headings + self.provinces + self.communes
