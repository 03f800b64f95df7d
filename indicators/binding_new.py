"""New entries of the catalogue for what a form asks: definitions, units of measure, a dimension a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators.actions.define_indicator import define_indicator
from indicators.actions.keep_dimension import keep_dimension
from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.catalogue_reading import dimensions, measures
from indicators.definitions import (
    BrokenDown,
    Category,
    Definition,
    Dimension,
    Measured,
    Point,
    ValueKind,
    word_of,
)
from indicators.definitions.definition import OVERLAPPING, PARTITION
from indicators.list_forms import free_code
from indicators.lists import write_measures
from indicators.models import Indicator
from indicators.recognition import FoundForm, FoundTable
from indicators.recognition.subjects import TOTAL, Subject
from units.models import Unit, User


@dataclass(frozen=True, slots=True)
class Chosen:
    """For one subject: its name; the code of an entry there is already, or "" for a new one; over time."""

    name: str
    uses: str = ""
    over_time: str = "sum"


@dataclass
class Binder:
    """Writes what is new, in the transaction of its caller. `words`: address → data point."""

    form: FoundForm
    prefix: str
    owner: Unit
    by: User
    at: datetime

    def words(self, subjects: Sequence[Subject], chosen: Mapping[str, Chosen]) -> dict[str, str]:
        codes = self._codes(subjects, chosen)
        units = self._measures({subject.unit for subject in subjects})
        broken = {
            table.key: self._dimension(table) for table in self.form.tables if _is_broken(table, subjects)
        }
        for subject in sorted(subjects, key=lambda one: bool(one.weight)):
            if not chosen[subject.key].uses:
                self._define(subject, chosen[subject.key], codes, units, broken.get(subject.table, ""))
        return {
            address: word_of(codes[subject.key], _key(broken.get(subject.table, ""), row))
            for subject in subjects
            for address, row in subject.cells
        }

    def _codes(self, subjects: Sequence[Subject], chosen: Mapping[str, Chosen]) -> dict[str, str]:
        """Those that were chosen; new ones are numbered as the form asks them, past codes there are."""
        taken = set(
            Indicator.objects.filter(code__startswith=f"{self.prefix}.").values_list("code", flat=True)
        )
        first = 1
        while any(f"{self.prefix}.{first + at:02d}" in taken for at in range(len(subjects))):
            first += 1
        return {
            subject.key: chosen[subject.key].uses or f"{self.prefix}.{number:02d}"
            for number, subject in enumerate(subjects, first)
        }

    def _measures(self, names: set[str]) -> dict[str, str]:
        """Printed unit → code; what the list has not is added to it."""
        known = {measured.name.casefold(): code for code, measured in measures(with_ad_hoc=False).items()}
        fresh: dict[str, Measured] = {}
        for name in sorted(names):
            if name.casefold() not in known:
                code = free_code(name, {*known.values()})
                fresh[code] = Measured(f"{name[:1].lower()}{name[1:]}", code)
                known[name.casefold()] = code
        if fresh:
            write_measures(fresh)
        return {name: known[name.casefold()] for name in names}

    def _dimension(self, table: FoundTable) -> str:
        """The lines of the table as categories; an entry with just these categories is taken again."""
        label = next(column for column in table.columns if column.kind == "label")
        name = label.path[-1]
        categories = {row.key: Category(row.label) for row in table.rows if row.kind == "data"}
        known = dimensions()
        for code, one in known.items():
            if one.categories == categories:
                return code
        if any(one.name.casefold() == name.casefold() for one in known.values()):
            name = f"{name} ({self.form.number})"
        code = free_code(name, known)
        keep_dimension(code=code, dimension=Dimension(name, categories), by=self.by, at=self.at)
        return code

    def _define(
        self,
        subject: Subject,
        chosen: Chosen,
        codes: Mapping[str, str],
        units: Mapping[str, str],
        dimension: str,
    ) -> None:
        keys = sorted({_key(dimension, row) for _address, row in subject.cells})
        weight = codes.get(subject.weight, "")
        points = tuple(Point(key, weight=word_of(weight, key) if weight else "") for key in keys)
        how = PARTITION if TOTAL in keys else OVERLAPPING
        definition = Definition(
            name=chosen.name,
            unit_of_measure=units[subject.unit],
            legal_source=self.form.legal_basis,
            kind=_kind(subject),
            decimals=subject.decimals,
            adding=_adding(subject, chosen, has_weight=bool(weight)),
            breakdowns=(BrokenDown(dimension, how),) if dimension else (),
            points=points,
        )
        define_indicator(
            code=codes[subject.key], definition=definition, owner=self.owner, by=self.by, at=self.at
        )


def _is_broken(table: FoundTable, subjects: Sequence[Subject]) -> bool:
    return any(
        row != TOTAL for subject in subjects if subject.table == table.key for _address, row in subject.cells
    )


def _key(dimension: str, row: str) -> str:
    return TOTAL if row == TOTAL or not dimension else f"{dimension}={row}"


def _kind(subject: Subject) -> ValueKind:
    if subject.is_mean:
        return ValueKind.MEAN
    if subject.is_percentage or subject.unit == "%":
        return ValueKind.PERCENTAGE
    return ValueKind.AMOUNT if subject.decimals else ValueKind.COUNT


def _adding(subject: Subject, chosen: Chosen, *, has_weight: bool) -> Adding:
    """Means are weighted where a weight was answered; rates are not totalled."""
    if has_weight:
        return Adding(over_units=OverUnits.WEIGHTED_MEAN, over_time=OverTime.RECOMPUTED)
    if _kind(subject) in (ValueKind.MEAN, ValueKind.PERCENTAGE):
        return Adding(over_units=OverUnits.NONE, over_time=OverTime.NONE)
    return Adding(over_time=OverTime(chosen.over_time))
