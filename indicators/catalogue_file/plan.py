"""What importing a file would do: what is new, the same, different, and what is wrong, by sheet and row."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

from indicators.adding_up import Refusal
from indicators.catalogue_file.proposed import Proposed
from indicators.catalogue_file.sheets import (
    BROKEN_DOWN,
    DIMENSIONS,
    INDICATORS,
    MEASURES,
    OPTIONS,
    POINTS,
)
from indicators.catalogue_file.values import FileProblem
from indicators.catalogue_words import difference_words, reason_words
from indicators.definitions import (
    Catalogue,
    Definition,
    Dimension,
    Held,
    Measured,
    broken_users,
    refusals,
    refusals_of_change,
    refusals_of_dimension,
    refusals_of_measure,
    to_data,
)
from indicators.definitions.refusals import USED_SO

State = Literal["new", "same", "different"]
# Where a field of an indicator stands when it is not a column of the first sheet.
_PLACES = {
    "options": (OPTIONS, "name"),
    "breakdowns": (BROKEN_DOWN, "dimension"),
    "points": (POINTS, "key"),
    "weight": (POINTS, "weight"),
    "numerator": (POINTS, "numerator"),
    "denominator": (POINTS, "denominator"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a plan must know beside the catalogue: who owns which entry, who the owners of a file are, whose
    entries the person may change, what uses the lists.

    `owners`: indicator → unit. `units`: code of an agency → unit, None where no unit has it.
    """

    owners: Mapping[str, int]
    units: Mapping[str, int | None]
    may_define: Callable[[int], bool]
    uses_of_measures: Mapping[str, int]
    used_categories: Mapping[str, Collection[str]]
    users_of_measures: Mapping[str, Collection[int]]
    users_of_dimensions: Mapping[str, Collection[int]]


class Line(NamedTuple):
    """One thing of the file: its sheet, row, code, name; (label, before, after) of what differs."""

    sheet: str
    row: int
    code: str
    name: str
    state: State
    changes: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


@dataclass
class Plan:
    """`lines` in the order of the file. What is written: entries that are new or different."""

    lines: list[Line] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    measures: dict[str, Measured] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    indicators: dict[str, Definition] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)

    def count(self, state: State) -> int:
        return sum(line.state == state for line in self.lines)

    @property
    def changes_nothing(self) -> bool:
        return not (self.measures or self.dimensions or self.indicators)

    @property
    def digest(self) -> str:
        """Changes when what would be written does."""
        said = [
            sorted((code, *measured) for code, measured in self.measures.items()),
            [
                (code, one.name, one.name_en, [*one.categories.items()])
                for code, one in self.dimensions.items()
            ],
            [(code, to_data(one), self.owners[code]) for code, one in self.indicators.items()],
            [line[:5] for line in self.lines],
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def make_plan(
    proposed: Proposed,
    known: Catalogue,
    standing: Standing,
    *,
    held: Callable[[Collection[str]], Mapping[str, Held]],
) -> Plan:
    """`held`: of entries that exist and would change, what forbids it."""
    then = Catalogue(
        {**known.measures, **proposed.measures},
        {**known.dimensions, **proposed.dimensions},
        {**known.indicators, **proposed.indicators},
    )
    return _Planning(proposed, known, then, standing, held).plan()


@dataclass
class _Planning:
    proposed: Proposed
    known: Catalogue
    then: Catalogue
    standing: Standing
    held: Callable[[Collection[str]], Mapping[str, Held]]
    found: Plan = field(default_factory=Plan)

    def plan(self) -> Plan:
        self.found.problems = list(self.proposed.problems)
        self._measures()
        self._dimensions()
        self._indicators()
        order = {sheet: at for at, sheet in enumerate((INDICATORS, OPTIONS, BROKEN_DOWN, POINTS, DIMENSIONS))}
        self.found.problems.sort(key=lambda one: (order.get(one.sheet, 9), one.row))
        return self.found

    def _say(self, sheet: str, row: int, column: str, message: str) -> None:
        self.found.problems.append(FileProblem(sheet, row, column, message))

    # ---- units of measure, breakdowns ---------------------------------------------------------------------

    def _measures(self) -> None:
        for code, measured in self.proposed.measures.items():
            row = self.proposed.rows[MEASURES, code]
            before = self.known.measures.get(code)
            if before == measured:
                self.found.lines.append(Line(MEASURES, row, code, measured.name, "same"))
                continue
            used = self.standing.uses_of_measures.get(code, 0)
            for refusal in refusals_of_measure(code, measured, self.then, before=before, used=used):
                column = {"factor": "above"}.get(refusal.field, refusal.field)
                self._say(MEASURES, row, column, reason_words(refusal))
            if before is not None:
                self._refuse_others(MEASURES, row, self.standing.users_of_measures.get(code, ()))
            self.found.measures[code] = measured
            changes = () if before is None else _changes_of_measure(before, measured)
            state: State = "new" if before is None else "different"
            self.found.lines.append(Line(MEASURES, row, code, measured.name, state, changes))

    def _dimensions(self) -> None:
        for code, said in self.proposed.dimensions.items():
            row = self.proposed.rows[DIMENSIONS, code]
            before = self.known.dimensions.get(code)
            # A file names the categories it knows; others that are there stay, after them.
            kept = {} if before is None else before.categories
            categories = {**said.categories, **{one: kept[one] for one in kept if one not in said.categories}}
            after = Dimension(said.name, categories, said.name_en)
            if before == after and [*before.categories] == [*categories]:
                self.found.lines.append(Line(DIMENSIONS, row, code, said.name, "same"))
                continue
            used = self.standing.used_categories.get(code, ())
            for refusal in refusals_of_dimension(code, after, self.then, before=before, used=used):
                column = {"code": "dimension", "name": "dimension_name", "name_en": "dimension_name_en"}.get(
                    refusal.field, "name"
                )
                self._say(DIMENSIONS, row, column, reason_words(refusal))
            if before is not None and not _only_adds(before, after):
                self._refuse_others(DIMENSIONS, row, self.standing.users_of_dimensions.get(code, ()))
            self.found.dimensions[code] = after
            changes = () if before is None else _changes_of_dimension(before, after)
            state: State = "new" if before is None else "different"
            self.found.lines.append(Line(DIMENSIONS, row, code, said.name, state, changes))

    def _refuse_others(self, sheet: str, row: int, owners: Collection[int]) -> None:
        if not all(map(self.standing.may_define, owners)):
            self._say(sheet, row, "", _("chỉ tiêu của cơ quan khác đang dùng nên không sửa được"))

    # ---- indicators ---------------------------------------------------------------------------------------

    def _indicators(self) -> None:
        known, proposed = self.known.indicators, self.proposed.indicators
        changing = [code for code, one in proposed.items() if code in known and known[code] != one]
        held = self.held(changing) if changing else {}
        users = broken_users({*proposed}, self.then)
        for code, after in proposed.items():
            before = known.get(code)
            row = self.proposed.rows.get((INDICATORS, code), 0)
            owner = self._owner(code, row)
            if before == after:
                self.found.lines.append(Line(INDICATORS, row, code, after.name, "same"))
                continue
            for refusal in self._refusals(code, before, after, held.get(code, Held()), users.get(code, [])):
                self._place(code, refusal)
            if before is not None and owner is not None and not self.standing.may_define(owner):
                self._say(INDICATORS, row, "code", _("chỉ tiêu của cơ quan khác nên không sửa được"))
            if owner is not None:
                self.found.indicators[code], self.found.owners[code] = after, owner
            changes = () if before is None else tuple(difference_words(before, after, self.then))
            state: State = "new" if before is None else "different"
            note = "" if before is not None else self._alike(code, after)
            self.found.lines.append(Line(INDICATORS, row, code, after.name, state, changes, note))

    def _refusals(
        self, code: str, before: Definition | None, after: Definition, held: Held, users: Collection[str]
    ) -> Iterator[Refusal]:
        if code not in self.proposed.failed:  # what could not be read is said already
            yield from refusals(code, after, self.then)
        if before is not None:
            yield from refusals_of_change(before, after, held)
        if users:
            yield Refusal("over_units", USED_SO, {"codes": ", ".join(users)})

    def _place(self, code: str, refusal: Refusal) -> None:
        """Say what is wrong where it stands in the file."""
        sheet, column = _PLACES.get(refusal.field, (INDICATORS, refusal.field))
        row = self.proposed.rows.get((sheet, code)) or self.proposed.rows.get((INDICATORS, code), 0)
        sheet = sheet if (sheet, code) in self.proposed.rows else INDICATORS
        self._say(sheet, row, column, f"{code}: {reason_words(refusal)}")

    def _owner(self, code: str, row: int) -> int | None:
        """The unit that owns the entry; of a new one, the agency the file names, for which the person may
        define."""
        given, current = self.proposed.owners.get(code, ""), self.standing.owners.get(code)
        named = self.standing.units.get(given) if given else None
        if current is not None:
            if given and named != current:
                words = _("cơ quan chủ trì không đổi được bằng tệp; hãy ghi như đang có hoặc bỏ trống")
                self._say(INDICATORS, row, "owner", words)
            return current
        if named is None:
            words = _("không có cơ quan mang mã “%(code)s”") if given else _("chưa có mã cơ quan chủ trì")
            self._say(INDICATORS, row, "owner", words % {"code": given[:40]} if given else words)
            return None
        if not self.standing.may_define(named):
            self._say(INDICATORS, row, "owner", _("anh/chị không phụ trách chế độ báo cáo của cơ quan này"))
        return named

    def _alike(self, code: str, after: Definition) -> str:
        """The entries that ask the same already."""
        same = [
            other
            for other, one in self.known.indicators.items()
            if one.name.casefold() == after.name.casefold()
            and one.unit_of_measure == after.unit_of_measure
            and other != code
        ]
        return _("cùng tên và đơn vị tính với %(codes)s") % {"codes": ", ".join(same[:5])} if same else ""


def _only_adds(before: Dimension, after: Dimension) -> bool:
    names = (before.name, before.name_en) == (after.name, after.name_en)
    return names and before.categories.items() <= after.categories.items()


def _changes_of_measure(before: Measured, after: Measured) -> tuple[tuple[str, str, str], ...]:
    labels = {
        "name": _("Tên đơn vị tính"),
        "name_en": _("Tên tiếng Anh"),
        "quantity": _("Quy đổi theo đơn vị"),
        "numerator": _("Tử của hệ số"),
        "denominator": _("Mẫu của hệ số"),
    }
    old, new = before._asdict(), after._asdict()
    return tuple(
        (label, str(old[name]), str(new[name])) for name, label in labels.items() if old[name] != new[name]
    )


def _changes_of_dimension(before: Dimension, after: Dimension) -> tuple[tuple[str, str, str], ...]:
    def listed(one: Dimension) -> str:
        return "; ".join(" | ".join(filter(None, words)) for words in one.categories.values())

    pairs = [
        (_("Tên phân tổ"), before.name, after.name),
        (_("Tên phân tổ bằng tiếng Anh"), before.name_en, after.name_en),
        (_("Các nhóm"), listed(before), listed(after)),
    ]
    return tuple(pair for pair in pairs if pair[1] != pair[2])
