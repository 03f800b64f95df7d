"""The form of a regime: what was typed, kept as typed, and the definition it means."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.actions.define_regime import frozen_fields, standing_of
from indicators.calendars import choosable_calendars
from indicators.deadlines import rules_of
from indicators.models import Calendar, Regime
from indicators.periods import CALENDAR_YEAR, ScopedRule
from indicators.regime_definition import RegimeDefinition, bad_regime, problems_in, tidied
from indicators.rule_rows import KNOWN, MOST_RULES, RuleRow, row_of, rules_in, typed_rows
from indicators.subjects import askable_units, standing
from units.asking import day_from
from units.errors import BadContent
from units.models import Placement, Unit, UnitGroup
from units.pasted_codes import read_codes
from units.queries import describe_units, in_order
from units.unit_field import fault_words, read_unit

CHOSEN = ("kind", "subject_scope", "placement_kind", "sign_off", "acceptance", "frequency")
WORDS = ("code", "name", "legal_basis", "document_number")
WRITTEN = (*WORDS, "filled_by", "checked_by", "listed", "exempt")
TICKED = ("speaks_for_whole", "lets_others_enter")
DATES = ("document_date", "starts_on", "ends_on")
_FIELDS = frozenset(
    [*CHOSEN, *WRITTEN, *TICKED, *DATES, "owner", "subject_kinds", "subject_group", "calendar", "standing"]
) | {"opens_days_before_end", "closes_days_after"}
_LONGEST = 100_000


@dataclass
class RegimeForm:
    """`given` as it came; what is wrong, by field. Of a regime that has rounds, some fields are frozen."""

    given: QueryDict
    owner: Unit
    at: datetime
    regime: Regime | None = None
    faults: dict[str, str] = field(default_factory=dict)

    @cached_property
    def frozen(self) -> tuple[str, ...]:
        return frozen_fields(self.regime) if self.regime is not None else ()

    @cached_property
    def today(self) -> date:
        return timezone.localdate(self.at)

    @cached_property
    def askable(self) -> frozenset[int]:
        return askable_units(self.owner, on=self.today)

    # ---- what a page shows --------------------------------------------------------------------------------

    @property
    def typed_rules(self) -> list[RuleRow]:
        return typed_rows(self.given)

    @property
    def rule_rows(self) -> list[RuleRow]:
        """The rules typed so far, and room for one more where one is asked for."""
        rows = self.typed_rules
        more = 1 if self.given.get("buoc") == "them" or not rows else 0
        return [*rows, *[RuleRow()] * more][:MOST_RULES]

    def said(self, name: str) -> str:
        return self.given.get(name, "").replace("\x00", "")[:_LONGEST]

    def fields(self) -> list[tuple[str, str]]:
        """(name, value) of all that was typed, for a page that carries it on; without what is no field."""
        own = [
            (name, self.said(name))
            for name in sorted(_FIELDS - {"subject_kinds"})
            if name in self.given and (name not in TICKED or self.said(name))
        ]
        kinds = [("subject_kinds", kind) for kind in sorted(self.kinds)]
        rows = [pair for number, row in enumerate(self.typed_rules, 1) for pair in row.fields(number)]
        return own + kinds + rows

    @property
    def kinds(self) -> frozenset[str]:
        return KNOWN.intersection(self.given.getlist("subject_kinds"))

    def digest(self) -> str:
        """What was looked at: saved is only what was looked at."""
        return hashlib.sha256(json.dumps(self.fields()).encode()).hexdigest()

    # ---- what it means ------------------------------------------------------------------------------------

    def definition(self) -> RegimeDefinition:
        """What was typed means; BadContent with all that is wrong, field by field in `faults`."""
        rules, unread = rules_in(self.typed_rules)
        self.faults |= unread
        said = tidied(self._read(rules))
        for problem in problems_in(said, askable=self.askable):
            name = str(problem["field"])
            # With a rule unread, the others would be counted wrongly; with a day unread, today stood for it.
            if not (unread and name.startswith("rule")) and not (
                name == "ends_on" and "starts_on" in self.faults
            ):
                self.faults.setdefault(name, str(problem["message"]))
        if self.faults:
            problems = [
                {"code": "bad_regime", "field": name, "message": words} for name, words in self.faults.items()
            ]
            raise bad_regime(problems)
        return said

    def _read(self, rules: list[ScopedRule]) -> RegimeDefinition:
        """What was typed; something usual, and a fault, for what cannot be read."""
        calendar = choosable_calendars().filter(code=self.value("calendar")).first()
        if calendar is None:
            self.faults["calendar"] = _("Hãy chọn lịch báo cáo.")
        starts_on = self._day("starts_on")
        if starts_on is None:
            self.faults.setdefault("starts_on", _("Hãy ghi ngày bắt đầu áp dụng."))
        return RegimeDefinition(
            owner=self.owner,
            calendar=calendar or Calendar.objects.get(code=CALENDAR_YEAR.code),
            rules=rules,
            starts_on=starts_on or self.today,
            ends_on=self._day("ends_on"),
            document_date=self._day("document_date"),
            subject_kinds=self.kinds,
            subject_group=self._group(),
            listed=self._units("listed"),
            exempt=self._units("exempt"),
            filled_by=self._unit("filled_by"),
            checked_by=self._unit("checked_by"),
            opens_days_before_end=self._days("opens_days_before_end") or 0,
            closes_days_after=self._days("closes_days_after"),
            speaks_for_whole=bool(self.value("speaks_for_whole")),
            lets_others_enter=bool(self.said("lets_others_enter")),
            **{
                name: self.value(name) for name in ("code", "name", "legal_basis", "document_number", *CHOSEN)
            },
        )

    def stand_on_what_is(self) -> None:
        """Take what others said meanwhile as known: what is looked at next is compared with it."""
        if self.regime is not None:
            self.given = self.given.copy()
            self.given["standing"] = standing_of(Regime.objects.get(pk=self.regime.pk))

    def refuse(self, error: BadContent) -> None:
        """Take over what an action said; what was said here about a field stays."""
        for problem in error.problems:
            self.faults.setdefault(str(problem.get("field", "")), str(problem["message"]))

    def value(self, name: str) -> str:
        """What was typed; of a frozen field, what the regime says."""
        if self.regime is None or name not in self.frozen:
            return self.said(name)
        if name == "calendar":
            return self.regime.calendar.code
        value = getattr(self.regime, name)
        return str(value) if not isinstance(value, bool) else "1" * value

    def _day(self, name: str) -> date | None:
        day, unread = day_from(self.given, name)
        if unread or (day is not None and not 1900 <= day.year <= 2200):
            self.faults[name] = _("Hãy ghi ngày/tháng/năm, ví dụ 01/01/2026.")
            return None
        return day

    def _days(self, name: str) -> int | None:
        text = self.said(name).strip()
        if text.isascii() and text.isdigit() and len(text) < 5:
            return int(text)
        if text:
            self.faults[name] = _("Hãy ghi số ngày, ví dụ 0.")
        return None

    def _group(self) -> UnitGroup | None:
        code = self.said("subject_group")
        if not code or self.said("subject_scope") == Regime.SubjectScope.LISTED:
            return None
        group = UnitGroup.objects.filter(code=code).first()
        if group is None:
            self.faults["subject_group"] = _("Không có nhóm đơn vị này. Hãy chọn lại.")
        return group

    def _units(self, name: str) -> list[int]:
        if name == "listed" and self.said("subject_scope") != Regime.SubjectScope.LISTED:
            return []
        read = read_codes(self.said(name), on=self.today, within=self.askable)
        if read.problems:
            self.faults[name] = " ".join(
                _("Dòng %(line)d: %(said)s") % {"line": line, "said": said}
                for line, said in read.problems[:5]
            )
        return read.units

    def _unit(self, name: str) -> Unit | None:
        text = self.said(name)
        if not text.strip():
            return None
        named = read_unit(text, on=self.today, within=self.askable | {self.owner.pk})
        if named.unit is None:
            self.faults[name] = fault_words(named, text)
            return None
        return Unit.objects.get(pk=named.unit)


def blank(owner: Unit, *, at: datetime) -> RegimeForm:
    """The form before anybody typed: monthly, five working days after the cut-off, signed first."""
    given = QueryDict(mutable=True)
    given.update(
        {
            "kind": Regime.Kind.PERIODIC.value,
            "subject_scope": Regime.SubjectScope.PROVINCE.value,
            "placement_kind": Placement.Kind.ADMINISTRATIVE.value,
            "calendar": "year",
            "frequency": "month",
            "sign_off": Regime.SignOff.BEFORE.value,
            "acceptance": Regime.Acceptance.PERSON.value,
            "starts_on": f"{timezone.localdate(at):%d/%m/%Y}",
        }
    )
    given.setlist("subject_kinds", ["xa", "phuong", "dac_khu"])
    for name, value in RuleRow(number="5").fields(1):
        given[name] = value
    return RegimeForm(given, owner, at)


def form_of(regime: Regime, *, at: datetime) -> RegimeForm:
    """The form filled in with a regime. Listed units that have ended stand as what they became."""
    today = timezone.localdate(at)
    named = list(regime.units.values_list("unit", "is_exempt"))
    kept = {is_exempt: [unit for unit, out in named if out is is_exempt] for is_exempt in (False, True)}
    given = QueryDict(mutable=True)
    given.update({name: str(getattr(regime, name)) for name in CHOSEN})
    given.update({name: getattr(regime, name) for name in WORDS})
    given.update({name: "1" for name in TICKED if getattr(regime, name)})
    given.update({name: f"{day:%d/%m/%Y}" for name in DATES if (day := getattr(regime, name))})
    given.update(
        {
            "calendar": regime.calendar.code,
            "subject_group": regime.subject_group.code if regime.subject_group else "",
            "opens_days_before_end": str(regime.opens_days_before_end),
            "closes_days_after": "" if regime.closes_days_after is None else str(regime.closes_days_after),
            "listed": _codes(standing(kept[False], on=today), on=today),
            "exempt": _codes(standing(kept[True], on=today), on=today),
            "filled_by": _picked(regime.filled_by_id, on=today),
            "checked_by": _picked(regime.checked_by_id, on=today),
            "standing": standing_of(regime),
        }
    )
    given.setlist("subject_kinds", [kind.strip() for kind in regime.subject_kinds.split(",") if kind.strip()])
    for number, scoped in enumerate(rules_of(regime), 1):
        for name, value in row_of(scoped).fields(number):
            given.appendlist(name, value)
    return RegimeForm(given, regime.owner, at, regime)


def _codes(units: list[int], *, on: date) -> str:
    views = in_order(describe_units(units, on=on).values()) if units else []
    return "".join(f"{view.code} {view.full_name}\n" for view in views)


def _picked(unit: int | None, *, on: date) -> str:
    """A unit as the picker writes it."""
    if unit is None:
        return ""
    view = describe_units([unit], on=on)[unit]
    return f"{view.full_name} ({view.code})"
