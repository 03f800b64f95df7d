"""What importing a package would do here: what is new, the same, different, kept, and what forbids it."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.catalogue_file import plan as catalogue_plan
from indicators.catalogue_file.plan import Standing
from indicators.catalogue_file.proposed import Proposed
from indicators.catalogue_file.sheets import DIMENSIONS, INDICATORS, MEASURES
from indicators.deadline_words import rule_sentence
from indicators.definition_cleaning import cleaned
from indicators.definitions import Catalogue, Held, code_and_key
from indicators.definitions.kinds import ValueKind
from indicators.models import Regime, Template
from indicators.periods import Calendar, Frequency, ScopedRule
from indicators.regime_package.content import FormOf, RegimePackage
from indicators.regime_package.words import FIELDS

State = Literal["new", "same", "different", "kept"]
_OWNER = "@"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who imports decides: whose the regime becomes and from which day it asks; whether what
    is here already takes the package's wording; whether published forms are published here at once."""

    owner: int
    starts_on: date | None = None
    updates: bool = False
    publishes: bool = False


class Here(NamedTuple):
    """What this installation has under the codes of the package."""

    regime: Regime | None
    deadlines: Collection[ScopedRule]
    calendar: Calendar | None
    group: int | None
    first_sources: Mapping[str, str]
    forms: Mapping[str, tuple[str, FormOf | None]]
    """Template → (code of its regime, its newest version)."""


class Line(NamedTuple):
    """One thing of the package: of what sort, its code and name, and how it stands to what is here."""

    sort: str
    code: str
    name: str
    state: State
    changes: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


class Problem(NamedTuple):
    sort: str
    code: str
    message: str


@dataclass
class PackagePlan:
    package: RegimePackage
    choices: Choices
    catalogue: catalogue_plan.Plan
    known: Catalogue
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    forms: list[FormOf] = field(default_factory=list)
    first_sources: list[str] = field(default_factory=list)
    writes_regime: bool = False
    writes_deadlines: bool = False
    writes_calendar: bool = False

    def count(self, state: State) -> int:
        return sum(line.state == state for line in self.lines)

    @property
    def changes_nothing(self) -> bool:
        writes = self.writes_regime or self.writes_deadlines or self.writes_calendar
        return not (writes or self.forms or self.first_sources) and self.catalogue.changes_nothing

    @property
    def digest(self) -> str:
        """Changes when what would be written does."""
        said = [self.catalogue.digest, list(self.lines), self.first_sources, repr(self.choices)]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def make_plan(
    package: RegimePackage,
    choices: Choices,
    known: Catalogue,
    standing: Standing,
    here: Here,
    *,
    held: Callable[[Collection[str]], Mapping[str, Held]],
) -> PackagePlan:
    proposed, kept = _proposed(package, choices, known)
    standing = replace(standing, units={_OWNER: choices.owner})
    catalogue = catalogue_plan.make_plan(proposed, known, standing, held=held)
    planning = _Planning(PackagePlan(package, choices, catalogue, known), here, kept)
    return planning.plan()


def _proposed(
    package: RegimePackage, choices: Choices, known: Catalogue
) -> tuple[Proposed, list[tuple[str, str, str]]]:
    """The package's catalogue as a file would propose it; and (sort, code, name) of entries that stay."""
    found = Proposed()
    kept: list[tuple[str, str, str]] = []

    def stays(sort: str, code: str, there: Mapping[str, Any], one: Any) -> bool:
        is_kept = code in there and there[code] != one and not choices.updates
        if is_kept:
            kept.append((sort, code, there[code].name))
        return is_kept

    for code, measured in package.measures.items():
        if not stays("measure", code, known.measures, measured):
            found.measures[code] = measured
            found.rows[MEASURES, code] = 0
    for code, dimension in package.dimensions.items():
        if not stays("dimension", code, known.dimensions, dimension):
            found.dimensions[code] = dimension
            found.rows[DIMENSIONS, code] = 0
    for code, given in package.indicators.items():
        definition = cleaned(given)
        if not stays("indicator", code, known.indicators, definition):
            found.indicators[code] = definition
            found.rows[INDICATORS, code] = 0
            found.owners[code] = "" if code in known.indicators else _OWNER
    return found, kept


@dataclass
class _Planning:
    found: PackagePlan
    here: Here
    kept: list[tuple[str, str, str]]

    def plan(self) -> PackagePlan:
        self._calendar()
        self._regime()
        self._catalogue()
        self._first_sources()
        for form in self.found.package.forms:
            self._form(form)
        return self.found

    def _say(self, sort: str, code: str, message: str) -> None:
        self.found.problems.append(Problem(sort, code, message))

    def _calendar(self) -> None:
        calendar, there = self.found.package.calendar, self.here.calendar
        state: State = "same" if there is not None else "new"
        self.found.lines.append(Line("calendar", calendar.code, calendar.name, state))
        if there is None:
            self.found.writes_calendar = True
        elif not calendar.cuts_like(there):
            words = _("lịch mang mã này ở đây chốt số liệu vào những ngày khác; hãy đổi mã lịch ở nơi gửi")
            self._say("calendar", calendar.code, words)

    # ---- the regime ---------------------------------------------------------------------------------------

    def _regime(self) -> None:
        package, choices, there = self.found.package, self.found.choices, self.here.regime
        code, name = str(package.regime["code"]), str(package.regime["name"])
        for message in _faults_of_regime(package.regime):
            self._say("regime", code, message)
        if package.group and self.here.group is None:
            words = _("chưa có nhóm đơn vị mang mã %(group)s; hãy lập nhóm trước")
            self._say("regime", code, words % {"group": package.group[:40]})
        if there is None:
            self.found.writes_regime = self.found.writes_deadlines = True
            self.found.lines.append(Line("regime", code, name, "new", (), _left_behind(package)))
            return
        if there.owner_id != choices.owner:
            self._say("regime", code, _("chế độ báo cáo mang mã này là của cơ quan khác"))
        changes = tuple(
            (str(FIELDS.get(field_, field_)), str(getattr(there, field_)), str(value))
            for field_, value in package.regime.items()
            if field_ != "starts_on" and getattr(there, field_) != value
        )
        self.found.writes_regime = bool(changes) and choices.updates
        if set(self.here.deadlines) != set(package.deadlines):
            self.found.writes_deadlines = choices.updates
            changes += ((str(FIELDS["deadlines"]), _words(self.here.deadlines), _words(package.deadlines)),)
        state: State = "same" if not changes else "different" if choices.updates else "kept"
        self.found.lines.append(Line("regime", code, name, state, changes))

    # ---- the catalogue ------------------------------------------------------------------------------------

    def _catalogue(self) -> None:
        sorts = {MEASURES: "measure", DIMENSIONS: "dimension", INDICATORS: "indicator"}
        plan = self.found.catalogue
        self.found.problems += [
            Problem(sorts.get(one.sheet, "indicator"), "", one.message) for one in plan.problems
        ]
        self.found.lines += [
            Line(sorts[line.sheet], line.code, line.name, line.state, line.changes, line.note)
            for line in plan.lines
        ]
        words = _("khác với gói; giữ như đang có ở đây")
        self.found.lines += [Line(*entry, "kept", (), words) for entry in self.kept]

    def _first_sources(self) -> None:
        own = str(self.found.package.regime["code"])
        for word in self.found.package.first_sources:
            other = self.here.first_sources.get(word)
            if other is None:
                self.found.first_sources.append(word)
            elif other != own:
                words = _("nguồn đầu tiên ở đây là chế độ %(regime)s; giữ như đang có") % {"regime": other}
                self.found.lines.append(Line("first_source", word, "", "kept", (), words))

    # ---- forms --------------------------------------------------------------------------------------------

    def _form(self, form: FormOf) -> None:
        name, own = str(form.columns["name"]), str(self.found.package.regime["code"])
        for message in _faults_of_row(Template(**form.columns), but_not={"regime"}):
            self._say("form", form.code, message)
        regime, there = self.here.forms.get(form.code, (own, None))
        if regime != own:
            self._say("form", form.code, _("biểu mang mã này thuộc chế độ %(regime)s") % {"regime": regime})
        is_same = there is not None and there.form == form.form and there.workbook == form.workbook
        if not is_same:
            self._bound(form)
            self.found.forms.append(form)
        state: State = "same" if is_same else "different" if there is not None else "new"
        note = _("thêm phiên bản mới của biểu đang có") if state == "different" else ""
        self.found.lines.append(Line("form", form.code, name, state, (), note))

    def _bound(self, form: FormOf) -> None:
        """Every cell must find its indicator as it will be here, with the same decimals."""
        then = {**self.found.known.indicators, **self.found.catalogue.indicators}
        for address, _table, _row, _column, cell in form.form.places():
            if cell.kind == "blocked":
                continue
            code, key = code_and_key(cell.data_point)
            one = then.get(code)
            where = {"address": address, "point": cell.data_point[:120]}
            if one is None or key not in one.keys:
                self._say("form", form.code, _("ô %(address)s gắn với chỉ tiêu %(point)s chưa có") % where)
            elif one.decimals != cell.decimals or one.kind is ValueKind.TEXT:
                words = _(
                    "ô %(address)s: chỉ tiêu %(point)s ở đây có số chữ số thập phân hoặc loại giá trị khác"
                )
                self._say("form", form.code, words % where)


def _words(rules: Collection[ScopedRule]) -> str:
    return "; ".join(sorted(map(rule_sentence, rules)))


def _left_behind(package: RegimePackage) -> str:
    """What a package cannot say, because units are those of one installation."""
    if package.regime["subject_scope"] == Regime.SubjectScope.LISTED:
        return _("danh sách đơn vị không theo gói; hãy chọn đơn vị sau khi nạp")
    return ""


def _faults_of_regime(columns: Mapping[str, Any]) -> list[str]:
    given_here = {"owner", "calendar", "subject_group", "filled_by", "checked_by"}
    faults = _faults_of_row(Regime(**columns), but_not=given_here)
    if columns["kind"] == Regime.Kind.AD_HOC:
        faults.append(_("báo cáo đột xuất không đi theo gói"))
    if columns["frequency"] not in list(Frequency):
        faults.append(_("không có loại kỳ báo cáo “%(given)s”") % {"given": str(columns["frequency"])[:40]})
    return faults


def _faults_of_row(row: Regime | Template, *, but_not: set[str]) -> list[str]:
    """What the model and its constraints refuse, but for what this installation fills in."""
    found: list[str] = []
    try:
        row.clean_fields(exclude=but_not)
    except ValidationError as refused:
        found = [f"{name}: {' '.join(messages)}" for name, messages in refused.message_dict.items()]
    for constraint in type(row)._meta.constraints:
        try:
            constraint.validate(type(row), row, exclude=but_not | {"code"})
        except ValidationError:
            found.append(_("giá trị ngoài giới hạn (%(rule)s)") % {"rule": constraint.name})
    return found
