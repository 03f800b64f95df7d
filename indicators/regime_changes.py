"""What changed in a regime, in words: for the look before saving, and for its history."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from indicators.calendar_words import calendar_name
from indicators.models import Calendar, Regime
from indicators.regime_words import frequency_words
from units.event_words import event_words
from units.kinds import KINDS, kind_label
from units.models import Event, Placement, UnitGroup
from units.queries import describe_units, in_order

SHOWN = 50
_NAMED = 5
_LABELS = {
    "code": gettext_noop("mã"),
    "name": gettext_noop("tên"),
    "kind": gettext_noop("loại"),
    "legal_basis": gettext_noop("căn cứ"),
    "document_number": gettext_noop("số, ký hiệu văn bản"),
    "document_date": gettext_noop("ngày ban hành"),
    "calendar_id": gettext_noop("lịch"),
    "frequency": gettext_noop("kỳ báo cáo"),
    "subject_scope": gettext_noop("phạm vi hỏi"),
    "subject_kinds": gettext_noop("loại đơn vị"),
    "subject_group_id": gettext_noop("nhóm đơn vị"),
    "filled_by_id": gettext_noop("đơn vị lập"),
    "checked_by_id": gettext_noop("nơi nhận"),
    "speaks_for_whole": gettext_noop("số liệu gồm cả cấp dưới"),
    "placement_kind": gettext_noop("cấp trên, cấp dưới"),
    "opens_days_before_end": gettext_noop("mở trước ngày cuối kỳ"),
    "closes_days_after": gettext_noop("tự khóa sau hạn gửi"),
    "sign_off": gettext_noop("ký"),
    "acceptance": gettext_noop("duyệt"),
    "lets_others_enter": gettext_noop("nhập thay đơn vị bị cô lập"),
    "starts_on": gettext_noop("áp dụng từ ngày"),
    "ends_on": gettext_noop("áp dụng đến hết ngày"),
    "listed": gettext_noop("danh sách đơn vị"),
    "exempt": gettext_noop("đơn vị được miễn"),
}
_CHOICES: Mapping[str, Mapping[str, Any]] = {
    "kind": dict(Regime.Kind.choices),
    "subject_scope": dict(Regime.SubjectScope.choices),
    "placement_kind": dict(Placement.Kind.choices),
    "sign_off": dict(Regime.SignOff.choices),
    "acceptance": dict(Regime.Acceptance.choices),
}
_DATES = ("document_date", "starts_on", "ends_on")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a regime: when, by whom ("" is the system), what in words, and the lines that say more."""

    at: datetime
    by: str
    what: str
    lines: list[str]


def change_lines(changed: Mapping[str, Sequence[Any]]) -> list[str]:
    """ "ký: ký trước khi gửi → không cần ký", a line a field. `changed`: field → [before, after]."""
    return [
        _("%(label)s: %(change)s") % {"label": _(label), "change": _change(field, *changed[field])}
        for field, label in _LABELS.items()
        if field in changed
    ]


def rule_change_lines(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The deadline rules as sentences, where they say something else."""
    if list(before) == list(after):
        return []
    change = {"before": "; ".join(before) or _("chưa có"), "after": "; ".join(after)}
    return [_("hạn gửi: %(before)s → %(after)s") % change]


def history_of(regime: Regime) -> list[Happening]:
    """What happened to a regime, the latest first."""
    found = Event.objects.filter(subject_type="regime", subject_id=regime.pk).select_related("actor")
    return [
        Happening(
            at=event.at,
            by=event.actor.full_name if event.actor else "",
            what=event_words(event.kind),
            lines=_lines(json.loads(event.data)),
        )
        for event in found.order_by("-pk")[:SHOWN]
    ]


def _lines(data: Mapping[str, Any]) -> list[str]:
    if "changed" in data:
        return change_lines(data["changed"])
    if "rules" in data:
        return [str(rule) for rule in data["rules"]]
    return [str(data["name"])] if data.get("name") else []


def _change(field: str, before: Any, after: Any) -> str:
    if field in ("listed", "exempt"):
        return _units_change(before, after)
    return f"{_said(field, before)} → {_said(field, after)}"


def _units_change(before: Sequence[int], after: Sequence[int]) -> str:
    parts = []
    if added := [unit for unit in after if unit not in before]:
        parts.append(_("thêm %(units)s") % {"units": _named(added)})
    if gone := [unit for unit in before if unit not in after]:
        parts.append(_("bớt %(units)s") % {"units": _named(gone)})
    return ", ".join(parts)


def _named(units: Sequence[int]) -> str:
    views = in_order(describe_units(units).values())
    named = ", ".join(view.full_name for view in views[:_NAMED])
    more = len(views) - _NAMED
    return _("%(named)s và %(more)d đơn vị khác") % {"named": named, "more": more} if more > 0 else named


def _said(field: str, value: Any) -> str:
    """A value in words. Dates come as such or as text of the log."""
    if value in (None, ""):
        return _("để trống")
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    if field in _DATES:
        return f"{value if isinstance(value, date) else date.fromisoformat(value):%d/%m/%Y}"
    if field in ("filled_by_id", "checked_by_id"):
        return _named([value])
    if field == "calendar_id":
        kept = Calendar.objects.filter(pk=value).first()
        return calendar_name(kept) if kept else str(value)
    if field == "subject_group_id":
        group = UnitGroup.objects.filter(pk=value).first()
        return group.name if group else str(value)
    return _plain(field, value)


def _plain(field: str, value: Any) -> str:
    if field == "frequency":
        return frequency_words(str(value))
    if field == "subject_kinds":
        return ", ".join(kind_label(kind) for kind in str(value).split(",") if kind in KINDS)
    if field in ("opens_days_before_end", "closes_days_after"):
        return _("%(count)s ngày") % {"count": value}
    return str(value)
