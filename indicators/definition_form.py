"""The form of an indicator: what is typed becomes a definition, field by field, and the other way round."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from django.http import QueryDict
from django.utils.translation import gettext as _

from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.answers import AnswerError, format_scaled, parse_answer
from indicators.answers.words import words_of
from indicators.catalogue_reading import in_order
from indicators.definitions import (
    PARTITION,
    TOTAL,
    BrokenDown,
    Catalogue,
    Definition,
    Factor,
    Option,
    Point,
    ValueKind,
    code_and_key,
    combined,
    word_of,
)
from indicators.definitions.definition import SAME
from units.asking import day_from
from units.errors import BadContent
from units.vietnamese import search_key

ONE_BY_ONE = "riêng từng phân tổ"
"""Stands in the field of a part when the data points have different ones, set in a workbook."""
POINT_CHOICES = ("total", "each", "all", "kept")
_OPTION = re.compile(r"\s*(\d{1,3})\s*[=:.\-–]\s*(.*)", re.ASCII)
_FACTOR = re.compile(r"\s*(\d{1,13})\s*(?:/\s*(\d{1,13}))?\s*", re.ASCII)
_TEXTS = ("name", "name_en", "meaning", "legal_source", "weight", "numerator", "denominator", "predecessor")
_LONGEST = 8000


@dataclass
class DefinitionForm:
    """What is typed, by field; what is wrong, by field; the definition when it could be read."""

    typed: dict[str, str]
    dimensions: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    definition: Definition | None = None

    def refuse(self, name: str, reason: str) -> None:
        self.faults.setdefault(name, reason)

    def take(self, refused: BadContent) -> None:
        """Keep what an action refused, at its fields."""
        for problem in refused.problems:
            self.refuse(problem.get("field", ""), problem.get("reason") or problem["message"])


# ---- from a definition to the form ------------------------------------------------------------------------


def form_of(code: str, definition: Definition) -> DefinitionForm:
    adding = definition.adding
    typed = {
        "code": code,
        **{name: getattr(definition, name) for name in ("name", "name_en", "meaning", "legal_source")},
        "kind": definition.kind.value,
        "unit_of_measure": definition.unit_of_measure,
        "decimals": str(definition.decimals),
        **{name: _end(definition, name) for name in ("lowest", "highest")},
        "options": "\n".join(_option(one) for one in definition.options),
        "direction": definition.direction,
        "over_units": adding.over_units.value,
        "over_time": adding.over_time.value,
        "carries_forward": "1" if adding.carries_forward else "",
        "multiplier": "" if adding.multiplier == 1 else str(adding.multiplier),
        "measure": adding.measure,
        **{part: _part(code, definition, part) for part in ("weight", "numerator", "denominator")},
        "points": _choice_of_points(definition),
        "valid_from": _day(definition.valid_from),
        "valid_to": _day(definition.valid_to),
        "predecessor": definition.predecessor,
        "factor": "/".join(map(str, definition.factor)) if definition.predecessor else "",
    }
    return DefinitionForm(typed, dict(definition.breakdowns))


def _end(definition: Definition, name: str) -> str:
    end = getattr(definition, name)
    return "" if end is None else format_scaled(end, decimals=definition.decimals)


def _option(option: Option) -> str:
    return f"{option.number} = {option.name}" + (f" | {option.name_en}" if option.name_en else "")


def _part(code: str, definition: Definition, name: str) -> str:
    """The part all data points have: the same breakdown of an indicator (its code), or one data point."""
    words = {point.key: getattr(point, name) for point in definition.points}
    named = {code_and_key(word)[0] for word in words.values() if word}
    if not named:
        return ""
    for one in named:
        if len(named) == 1 and all(word == word_of(one, key) for key, word in words.items()):
            return one
    single = set(words.values())
    return single.pop() if len(single) == 1 else ONE_BY_ONE


def _choice_of_points(definition: Definition) -> str:
    if definition.keys == {TOTAL}:
        return "total"
    return "kept"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


# ---- from the form to a definition ------------------------------------------------------------------------


def read_form(given: QueryDict, *, catalogue: Catalogue, before: Definition | None = None) -> DefinitionForm:
    """The form as typed, with its definition unless something could not be read. `catalogue`: its lists,
    and the indicator that is continued."""
    typed = {name: given.get(name, "").replace("\x00", "").strip()[:_LONGEST] for name in _FIELDS}
    chosen = [code for code in given.getlist("dimension") if code in catalogue.dimensions]
    hows = {code: given.get(f"how.{code}", "") or PARTITION for code in chosen}
    form = DefinitionForm(typed, hows)
    definition = _Reader(form, given, catalogue, before).definition()
    form.definition = None if form.faults else definition
    return form


_FIELDS = (
    "code", "why", "kind", "unit_of_measure", "decimals", "lowest", "highest", "options", "direction",
    "over_units", "over_time", "carries_forward", "multiplier", "measure", "points", "valid_from", "valid_to",
    "factor", *_TEXTS,
)  # fmt: skip


@dataclass
class _Reader:
    form: DefinitionForm
    given: QueryDict
    catalogue: Catalogue
    before: Definition | None

    def definition(self) -> Definition:
        typed = self.form.typed
        decimals = self._number("decimals", default=0, highest=6)
        breakdowns = tuple(BrokenDown(code, how) for code, how in sorted(self.form.dimensions.items()))
        return Definition(
            **{name: typed[name] for name in ("name", "name_en", "meaning", "legal_source")},
            unit_of_measure=typed["unit_of_measure"],
            kind=ValueKind(self._one_of("kind", [kind.value for kind in ValueKind])),
            decimals=decimals,
            lowest=self._end("lowest", decimals),
            highest=self._end("highest", decimals),
            direction=self._one_of("direction", ["neither", "more", "less"]),
            adding=self._adding(),
            options=self._options(),
            breakdowns=breakdowns,
            points=self._points(),
            valid_from=self._date("valid_from"),
            valid_to=self._date("valid_to"),
            predecessor=picked_code(typed["predecessor"]),
            factor=self._factor(),
        )

    def _one_of(self, name: str, allowed: list[str]) -> str:
        """What was chosen; an answer that is none of the choices is as good as none."""
        return self.form.typed[name] if self.form.typed[name] in allowed else allowed[0]

    def _number(self, name: str, *, default: int, highest: int) -> int:
        text = self.form.typed[name]
        if not text:
            return default
        if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= highest:
            return int(text)
        self.form.refuse(name, _("hãy ghi một số nguyên từ 0 đến %(highest)d") % {"highest": highest})
        return default

    def _end(self, name: str, decimals: int) -> int | None:
        text = self.form.typed[name]
        if not text:
            return None
        try:
            answer = parse_answer(text, decimals=decimals)
        except AnswerError as error:
            msgid, params = words_of(error)
            self.form.refuse(name, _(msgid) % params)
            return None
        if answer is None or answer.scaled is None:
            self.form.refuse(name, _("hãy ghi một số, như 1.234,5, hoặc bỏ trống"))
            return None
        return answer.scaled

    def _date(self, name: str) -> date | None:
        day, unread = day_from(self.given, name)
        if unread or (day is not None and not 1900 <= day.year <= 2200):
            self.form.refuse(name, _("chưa đọc được ngày; hãy viết ngày/tháng/năm, ví dụ 01/01/2026"))
            return None
        return day

    def _adding(self) -> Adding:
        over_units = OverUnits(self._one_of("over_units", [kind.value for kind in OverUnits]))
        is_ratio = over_units is OverUnits.RECOMPUTED
        return Adding(
            over_units,
            OverTime(self._one_of("over_time", [kind.value for kind in OverTime])),
            bool(self.form.typed["carries_forward"]),
            self._number("multiplier", default=1, highest=1_000_000) if is_ratio else 1,
            self._one_of("measure", ["", "population", "area"]),
        )

    def _options(self) -> tuple[Option, ...]:
        if self.form.typed["kind"] != ValueKind.CHOICE.value:
            return ()
        found = []
        for line in self.form.typed["options"].splitlines():
            match = _OPTION.fullmatch(line)
            if match:
                name, _bar, name_en = match[2].partition("|")
                found.append(Option(int(match[1]), name.strip(), name_en.strip()))
            elif line.strip():
                words = _("dòng “%(line)s” chưa đúng; hãy viết như: 1 = Đạt")
                self.form.refuse("options", words % {"line": line.strip()[:40]})
        return tuple(found)

    # ---- data points --------------------------------------------------------------------------------------

    def _points(self) -> tuple[Point, ...]:
        parts = {name: self._part(name) for name in ("weight", "numerator", "denominator")}
        return tuple(
            in_order(
                Point(key, *(self._word(name, word, key) for name, word in parts.items()))
                for key in self._keys()
            )
        )

    def _keys(self) -> list[str]:
        chosen = self._one_of("points", list(POINT_CHOICES))
        if chosen == "kept":
            return sorted({key for key in self.given.getlist("point") if len(key) <= 300})
        categories = {code: [*self.catalogue.dimensions[code].categories] for code in self.form.dimensions}
        most = {"total": 0, "each": 1, "all": len(categories)}[chosen]
        keys = [TOTAL]
        for size in range(1, most + 1):
            for names in combinations(sorted(categories), size):
                keys += combined({name: categories[name] for name in names})
        return keys

    def _part(self, name: str) -> str:
        """The code, or "CODE|key", that is named; only parts the way of adding up uses are read."""
        over_units = self.form.typed["over_units"]
        uses = {"weighted_mean": ("weight",), "recomputed": ("numerator", "denominator")}
        return self.form.typed[name] if name in uses.get(over_units, ()) else ""

    def _word(self, name: str, typed: str, key: str) -> str:
        if typed == ONE_BY_ONE:
            before = self.before.point(key) if self.before else None
            return getattr(before, name) if before else ""
        typed = picked_code(typed)
        return typed if not typed or "|" in typed else word_of(typed, key)

    # ---- what it continues --------------------------------------------------------------------------------

    def _factor(self) -> Factor:
        text, before = self.form.typed["factor"], picked_code(self.form.typed["predecessor"])
        if text:
            match = _FACTOR.fullmatch(text.replace(".", ""))
            if match:
                return Factor(int(match[1]), int(match[2] or 1))
            self.form.refuse("factor", _("hãy ghi như 1/1000 hoặc 1000"))
            return SAME
        known = self.catalogue.indicators.get(before)
        if known is None:
            return SAME
        exact = self.catalogue.conversion(known.unit_of_measure, self.form.typed["unit_of_measure"])
        if exact is None:
            words = _("hai đơn vị tính không quy đổi được theo danh mục; hãy ghi hệ số")
            self.form.refuse("factor", words)
            return SAME
        return Factor(exact.numerator, exact.denominator)


def picked_code(text: str) -> str:
    """The code of what was typed or picked from the list: "HT.19 Số cuộc kết hôn" is HT.19."""
    return text.split(" ", 1)[0] if text else ""


def suggested_code(name: str, taken: Mapping[str, object]) -> str:
    """A code from the first letters of a name's words: "Số trẻ sinh ra" → STSR, STSR.2 when it is taken."""
    words = search_key(name).split()
    short = "".join(word if word.isdigit() else word[0].upper() for word in words)[:20] or "CT"
    number, code = 1, short
    while code in taken:
        number += 1
        code = f"{short}.{number}"
    return code
