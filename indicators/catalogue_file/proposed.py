"""What a file proposes: its rows laid over the catalogue there is. Only what can be read is judged here."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.catalogue_file.reading import CatalogueFile
from indicators.catalogue_file.sheets import (
    BROKEN_DOWN,
    DIMENSIONS,
    INDICATORS,
    MEASURES,
    OPTIONS,
    POINTS,
)
from indicators.catalogue_file.values import FileProblem, Reader, choice_words
from indicators.definition_cleaning import cleaned
from indicators.definitions import (
    BrokenDown,
    Catalogue,
    Category,
    Definition,
    Dimension,
    Measured,
    Option,
    Point,
    ValueKind,
    code_and_key,
)

_BLANK = Definition("", "")
_TEXTS = ("name", "name_en", "meaning", "legal_source")
_LISTS = (OPTIONS, BROKEN_DOWN, POINTS)
_CHOICES = ("kind", "direction", "over_units", "over_time", "measure", "how")


@dataclass
class Proposed:
    """The entries of a file by code, with the row each comes from; and what could not be read.

    `lists`: (sheet, code) → first row, for what is wrong in the sheets that hold an indicator's lists.
    """

    measures: dict[str, Measured] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    indicators: dict[str, Definition] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)


def propose(file: CatalogueFile, known: Catalogue) -> Proposed:
    return _Laying(file, known, Proposed()).proposed()


@dataclass
class _Laying:
    file: CatalogueFile
    known: Catalogue
    found: Proposed
    words: dict[str, dict[str, str]] = field(
        default_factory=lambda: {name: choice_words(name) for name in _CHOICES}
    )

    def proposed(self) -> Proposed:
        self._measures()
        self._dimensions()
        self._indicators()
        return self.found

    def _rows(self, sheet: str) -> Iterator[Reader]:
        there = self.file.sheets.get(sheet)
        for row in there.rows if there else ():
            yield Reader(sheet, row, self.found.problems, there.serial_base if there else 1900)

    def _once(self, reader: Reader, column: str, *, sheet: str) -> str:
        """The code of a row that stands for one thing; "" when it has none or had a row before."""
        code = reader.text(column).strip()
        if not code:
            reader.refuse(column, _("chưa có mã"))
        elif (before := self.found.rows.get((sheet, code))) is not None:
            reader.refuse(column, _("mã “%(code)s” đã ở dòng %(row)d") % {"code": code[:60], "row": before})
        else:
            self.found.rows[sheet, code] = reader.row.number
            return code
        return ""

    # ---- lists --------------------------------------------------------------------------------------------

    def _measures(self) -> None:
        for reader in self._rows(MEASURES):
            code = self._once(reader, "code", sheet=MEASURES)
            if not code:
                continue
            above, below = (reader.number(part, default=1) for part in ("above", "below"))
            quantity = reader.text("quantity") or code
            said = Measured(reader.text("name"), quantity, above, below, reader.text("name_en"))
            if reader.has_failed:
                self.found.failed.add(code)
            else:
                self.found.measures[code] = said

    def _dimensions(self) -> None:
        names: dict[str, tuple[str, str]] = {}
        categories: dict[str, dict[str, Category]] = defaultdict(dict)
        for reader in self._rows(DIMENSIONS):
            dimension, code = reader.text("dimension"), reader.text("category")
            said = (reader.text("dimension_name"), reader.text("dimension_name_en"))
            if not dimension or not code:
                reader.refuse("category" if dimension else "dimension", _("chưa có mã"))
                continue
            self.found.rows.setdefault((DIMENSIONS, dimension), reader.row.number)
            if names.setdefault(dimension, said) != said:
                reader.refuse("dimension_name", _("tên phân tổ khác với dòng trên của cùng phân tổ"))
            if code in categories[dimension]:
                reader.refuse("category", _("mã nhóm “%(code)s” được nêu hai lần") % {"code": code[:60]})
            categories[dimension][code] = Category(reader.text("name"), reader.text("name_en"))
        for code, (name, name_en) in names.items():
            self.found.dimensions[code] = Dimension(name, categories[code], name_en)

    # ---- indicators ---------------------------------------------------------------------------------------

    def _indicators(self) -> None:
        lists = {sheet: self._by_indicator(sheet) for sheet in _LISTS}
        for reader in self._rows(INDICATORS):
            code = self._once(reader, "code", sheet=INDICATORS)
            if not code:
                continue
            definition = self._definition(reader, self.known.indicators.get(code, _BLANK))
            self.found.owners[code] = reader.text("owner")
            if reader.has_failed:
                self.found.failed.add(code)
            self.found.indicators[code] = definition
        for rows in lists.values():
            for code in rows.keys() - self.found.indicators.keys():
                if code in self.known.indicators:
                    self.found.indicators[code] = self.known.indicators[code]
                else:
                    rows[code][0].refuse("indicator", _("tệp và danh mục không có chỉ tiêu mang mã này"))
        for code, definition in self.found.indicators.items():
            self.found.indicators[code] = cleaned(self._with_lists(code, definition, lists))

    def _by_indicator(self, sheet: str) -> dict[str, list[Reader]]:
        found: dict[str, list[Reader]] = defaultdict(list)
        for reader in self._rows(sheet):
            code = reader.text("indicator")
            if code:
                found[code].append(reader)
                self.found.rows.setdefault((sheet, code), reader.row.number)
            else:
                reader.refuse("indicator", _("chưa có mã chỉ tiêu"))
        return found

    def _definition(self, reader: Reader, before: Definition) -> Definition:
        """The definition of a row; columns the file does not have stay as they were."""
        columns = self.file.sheets[INDICATORS].columns
        said: dict[str, Any] = {name: reader.text(name) for name in _TEXTS if name in columns}
        if "unit_of_measure" in columns:
            said["unit_of_measure"] = self._measure_named(reader.text("unit_of_measure"))
        if "kind" in columns:
            said["kind"] = ValueKind(reader.choice("kind", self.words["kind"], default="count"))
        if "direction" in columns:
            said["direction"] = reader.choice("direction", self.words["direction"], default="neither")
        if "decimals" in columns:
            said["decimals"] = reader.number("decimals", default=0)
        decimals = said.get("decimals", before.decimals)
        said |= {
            name: reader.scaled(name, decimals=decimals) for name in ("lowest", "highest") if name in columns
        }
        said |= {name: reader.day(name) for name in ("valid_from", "valid_to") if name in columns}
        if "predecessor" in columns:
            said["predecessor"] = reader.text("predecessor")
        if "factor" in columns:
            said["factor"] = reader.factor("factor")
        return replace(before, adding=self._adding(reader, before.adding, columns), **said)

    def _adding(self, reader: Reader, before: Adding, columns: frozenset[str]) -> Adding:
        said: dict[str, Any] = {}
        if "over_units" in columns:
            said["over_units"] = OverUnits(
                reader.choice("over_units", self.words["over_units"], default="sum")
            )
        if "over_time" in columns:
            said["over_time"] = OverTime(reader.choice("over_time", self.words["over_time"], default="sum"))
        if "carries_forward" in columns:
            said["carries_forward"] = reader.yes("carries_forward")
        if "multiplier" in columns:
            said["multiplier"] = reader.number("multiplier", default=1)
        if "measure" in columns:
            said["measure"] = reader.choice("measure", self.words["measure"], default="")
        return replace(before, **said)

    def _measure_named(self, text: str) -> str:
        """The code of a unit of measure that was named by code or name."""
        known = {**self.known.measures, **self.found.measures}
        if text in known:
            return text
        named = {one.name.casefold(): code for code, one in known.items()}
        return named.get(text.casefold(), text)

    def _with_lists(
        self, code: str, definition: Definition, lists: Mapping[str, Mapping[str, list[Reader]]]
    ) -> Definition:
        in_file = (INDICATORS, code) in self.found.rows
        options, broken_down, points = (lists[sheet].get(code, []) for sheet in _LISTS)
        if options or (in_file and OPTIONS in self.file.sheets):
            definition = replace(definition, options=tuple(map(_option, options)))
        if broken_down or (in_file and BROKEN_DOWN in self.file.sheets):
            definition = replace(definition, breakdowns=tuple(map(self._broken_down, broken_down)))
        if points:
            definition = replace(definition, points=tuple(map(_point, points)))
        if any(reader.has_failed for reader in (*options, *broken_down, *points)):
            self.found.failed.add(code)
        return definition

    def _broken_down(self, reader: Reader) -> BrokenDown:
        how = reader.choice("how", self.words["how"], default="partition")
        return BrokenDown(reader.text("dimension"), how)


def _option(reader: Reader) -> Option:
    return Option(reader.number("number", default=-1), reader.text("name"), reader.text("name_en"))


def _point(reader: Reader) -> Point:
    words = [reader.text(part) for part in ("weight", "numerator", "denominator")]
    return Point(reader.text("key") or code_and_key("")[1], *words)
