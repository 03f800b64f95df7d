"""What a regime says, as its officer writes it; and what it may not say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.actions.set_deadline_rules import problems_of
from indicators.calendar_words import calendar_name
from indicators.calendars import calendar_named
from indicators.models import Calendar, Regime
from indicators.periods import Frequency, PeriodError, ScopedRule
from units.errors import BadContent
from units.kinds import KINDS
from units.models import Placement, Unit, UnitGroup
from units.vietnamese import clean_name, search_key

LONGEST_NAME, LONGEST_BASIS, LONGEST_NUMBER = 300, 300, 60
MOST_DAYS_BEFORE, MOST_DAYS_AFTER = 60, 366
YEARS_OF_REGIMES = range(2000, 2101)
KINDS_OF_REGIMES = (Regime.Kind.PERIODIC, Regime.Kind.TOPICAL)
"""Ad-hoc ones are asked on a page of their own."""


Problems = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RegimeDefinition:
    """All a regime says; `listed` and `exempt` are numbers of units. Fields are those of `Regime`."""

    code: str
    name: str
    owner: Unit
    calendar: Calendar
    frequency: str
    rules: Sequence[ScopedRule]
    starts_on: date
    kind: str = Regime.Kind.PERIODIC
    legal_basis: str = ""
    document_number: str = ""
    document_date: date | None = None
    subject_scope: str = Regime.SubjectScope.PROVINCE
    subject_kinds: frozenset[str] = frozenset()
    subject_group: UnitGroup | None = None
    listed: Sequence[int] = ()
    exempt: Sequence[int] = ()
    filled_by: Unit | None = None
    checked_by: Unit | None = None
    speaks_for_whole: bool = False
    placement_kind: str = Placement.Kind.ADMINISTRATIVE
    opens_days_before_end: int = 0
    closes_days_after: int | None = None
    sign_off: str = Regime.SignOff.BEFORE
    acceptance: str = Regime.Acceptance.PERSON
    lets_others_enter: bool = False
    ends_on: date | None = None

    @property
    def is_cumulative(self) -> bool:
        return self.frequency.startswith("cumulative")

    def fields(self) -> dict[str, Any]:
        """The columns of the regime's own row."""
        in_order = [kind for kind in KINDS if kind in self.subject_kinds]
        return {
            "name": self.name,
            "kind": self.kind,
            "legal_basis": self.legal_basis,
            "document_number": self.document_number,
            "document_date": self.document_date,
            "calendar": self.calendar,
            "frequency": self.frequency,
            "is_cumulative": self.is_cumulative,
            "subject_scope": self.subject_scope,
            "subject_kinds": ",".join(in_order),
            "subject_group": self.subject_group,
            "filled_by": self.filled_by,
            "checked_by": self.checked_by,
            "speaks_for_whole": self.speaks_for_whole,
            "placement_kind": self.placement_kind,
            "opens_days_before_end": self.opens_days_before_end,
            "closes_days_after": self.closes_days_after,
            "sign_off": self.sign_off,
            "acceptance": self.acceptance,
            "lets_others_enter": self.lets_others_enter,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
        }


def checked(said: RegimeDefinition, *, askable: frozenset[int]) -> RegimeDefinition:
    """The definition, tidied; BadContent with a problem a field. `askable`: units its owner may ask."""
    tidy = tidied(said)
    problems = problems_in(tidy, askable=askable)
    if problems:
        raise bad_regime(problems)
    return tidy


def tidied(said: RegimeDefinition) -> RegimeDefinition:
    return replace(
        said,
        code=clean_name(said.code).upper(),
        name=clean_name(said.name),
        legal_basis=clean_name(said.legal_basis),
        document_number=clean_name(said.document_number),
    )


def problems_in(said: RegimeDefinition, *, askable: frozenset[int]) -> Problems:
    """All that a tidied definition may not say, a problem a field ("rule-2": the second deadline rule)."""
    return [
        *_about_words(said),
        *_about_choices(said),
        *_about_when(said),
        *_about_rules(said),
        *_about_whom(said, askable),
    ]


def bad_regime(problems: Problems) -> BadContent:
    message = ngettext(
        "Chưa lưu: còn %(count)d chỗ cần sửa.", "Chưa lưu: còn %(count)d chỗ cần sửa.", len(problems)
    )
    return BadContent(message % {"count": len(problems)}, code="bad_regime", problems=problems)


def _problem(field: str, message: str) -> dict[str, Any]:
    return {"code": "bad_regime", "field": field, "message": message}


def _about_words(said: RegimeDefinition) -> Problems:
    found: Problems = []
    if not said.code or len(said.code) > 60 or not _is_code(said.code):
        words = _("Mã gồm A–Z, chữ số, dấu chấm, gạch, gạch chéo; tối đa 60 ký tự, không có dấu cách.")
        found.append(_problem("code", words))
    if said.code.startswith("DX-"):
        found.append(_problem("code", _("Mã bắt đầu bằng DX- dành cho yêu cầu đột xuất.")))
    if not search_key(said.name) or len(said.name) > LONGEST_NAME:
        found.append(
            _problem("name", _("Hãy ghi tên chế độ, tối đa %(most)d ký tự.") % {"most": LONGEST_NAME})
        )
    for field, text, most in (
        ("legal_basis", said.legal_basis, LONGEST_BASIS),
        ("document_number", said.document_number, LONGEST_NUMBER),
    ):
        if len(text) > most:
            found.append(_problem(field, _("Tối đa %(most)d ký tự.") % {"most": most}))
    return found


def _is_code(code: str) -> bool:
    return all(sign.isascii() and (sign.isalnum() or sign in ".-_/") for sign in code)


def _about_choices(said: RegimeDefinition) -> Problems:
    chosen = (
        ("kind", said.kind, KINDS_OF_REGIMES),
        ("subject_scope", said.subject_scope, Regime.SubjectScope.values),
        ("placement_kind", said.placement_kind, Placement.Kind.values),
        ("sign_off", said.sign_off, Regime.SignOff.values),
        ("acceptance", said.acceptance, Regime.Acceptance.values),
        ("frequency", said.frequency, [frequency.value for frequency in Frequency]),
    )
    return [_problem(field, _("Hãy chọn lại.")) for field, value, known in chosen if value not in known]


def _about_when(said: RegimeDefinition) -> Problems:
    found: Problems = []
    if said.ends_on is not None and said.ends_on < said.starts_on:
        found.append(_problem("ends_on", _("Ngày hết hiệu lực phải từ ngày bắt đầu trở đi.")))
    if not 0 <= said.opens_days_before_end <= MOST_DAYS_BEFORE:
        words = _("Số ngày mở trước phải từ 0 đến %(most)d.") % {"most": MOST_DAYS_BEFORE}
        found.append(_problem("opens_days_before_end", words))
    if said.closes_days_after is not None and not 0 <= said.closes_days_after <= MOST_DAYS_AFTER:
        words = _("Số ngày tự khóa phải từ 0 đến %(most)d.") % {"most": MOST_DAYS_AFTER}
        found.append(_problem("closes_days_after", words))
    if said.starts_on.year not in YEARS_OF_REGIMES:
        words = _("Năm phải từ %(first)d đến %(last)d.")
        years = {"first": YEARS_OF_REGIMES.start, "last": YEARS_OF_REGIMES.stop - 1}
        found.append(_problem("starts_on", words % years))
    return found


def _about_rules(said: RegimeDefinition) -> Problems:
    """Also whether the calendar has the periods: rules are looked at on real ones."""
    if not said.rules:
        return [_problem("rules", _("Hãy quy định ít nhất một hạn gửi."))]
    if said.frequency not in [frequency.value for frequency in Frequency]:
        return []
    try:
        faults = problems_of(
            said.rules,
            cut=calendar_named(said.calendar.code),
            frequency=Frequency(said.frequency),
            starts_on=said.starts_on,
        )
    except PeriodError:
        words = _("Lịch “%(calendar)s” không có kỳ này. Hãy chọn kỳ báo cáo hoặc lịch khác.")
        return [_problem("frequency", words % {"calendar": calendar_name(said.calendar)})]
    return [_problem(f"rule-{int(fault['row']) + 1}", str(fault["message"])) for fault in faults]


def _about_whom(said: RegimeDefinition, askable: frozenset[int]) -> Problems:
    found: Problems = []
    is_listed = said.subject_scope == Regime.SubjectScope.LISTED
    if is_listed and not said.listed:
        found.append(_problem("listed", _("Hãy ghi danh sách đơn vị phải báo cáo.")))
    if not is_listed and not said.subject_kinds:
        found.append(_problem("subject_kinds", _("Hãy chọn loại đơn vị phải báo cáo.")))
    outside = (set(said.listed) | set(said.exempt)) - askable
    if outside:
        words = _("Có %(count)d đơn vị ngoài phạm vi của cơ quan. Hãy chọn lại.") % {"count": len(outside)}
        found.append(_problem("listed" if is_listed else "exempt", words))
    allowed = askable | {said.owner.pk}
    for field, unit in (("filled_by", said.filled_by), ("checked_by", said.checked_by)):
        if unit is not None and unit.pk not in allowed:
            found.append(_problem(field, _("Đơn vị này ngoài phạm vi của cơ quan.")))
    return found
