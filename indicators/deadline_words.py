"""Deadline rules in the words of a decree: "chậm nhất 17 giờ, 5 ngày làm việc sau ngày chốt số liệu"."""

from datetime import datetime, time

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from indicators.deadlines import DueBy
from indicators.models import Edition
from indicators.periods import Anchor, CountIn, DueRule, Moved, OnDayOff, ScopedRule
from units.kinds import kind_label

_EDITIONS = {
    Edition.PLAN: gettext_noop("số kế hoạch"),
    Edition.ESTIMATE: gettext_noop("số ước tính"),
    Edition.PRELIMINARY: gettext_noop("số sơ bộ"),
    Edition.OFFICIAL: gettext_noop("số chính thức"),
}
_MONTHS = {
    -1: gettext_noop("ngày %(day)s của tháng trước tháng cuối kỳ"),
    0: gettext_noop("ngày %(day)s của tháng cuối kỳ"),
    1: gettext_noop("ngày %(day)s của tháng sau kỳ báo cáo"),
}
_ENDS = {
    -1: gettext_noop("ngày cuối của tháng trước tháng cuối kỳ"),
    0: gettext_noop("ngày cuối của tháng cuối kỳ"),
    1: gettext_noop("ngày cuối của tháng sau kỳ báo cáo"),
}
_MOVED = {
    Moved.DAY_OFF: gettext_noop("ngày hạn là ngày nghỉ nên chuyển"),
    Moved.CUT_OFF: gettext_noop("chuyển để cách ngày chốt số liệu ít nhất 1 ngày làm việc"),
}


def rule_sentence(scoped: ScopedRule) -> str:
    """ "xã, phường, số ước tính: 5 ngày làm việc trước ngày cuối kỳ báo cáo, chậm nhất 17:00"."""
    whom = [kind_label(kind) for kind in sorted(scoped.kinds)]
    if scoped.edition is not None:
        whom.append(_(_EDITIONS[Edition(scoped.edition)]))
    words = rule_words(scoped.rule)
    return _("%(whom)s: %(words)s") % {"whom": ", ".join(whom), "words": words} if whom else words


def rule_words(rule: DueRule) -> str:
    """ "5 ngày làm việc sau ngày chốt số liệu, chậm nhất 17:00", and what is unusual about days off."""
    words = _("%(day)s, chậm nhất %(hour)s") % {"day": day_words(rule), "hour": hour_words(rule.at)}
    if rule.on_day_off is OnDayOff.STAY:
        return _("%(words)s, kể cả khi là ngày nghỉ") % {"words": words}
    if rule.on_day_off is OnDayOff.PREVIOUS:
        return _("%(words)s, gặp ngày nghỉ thì vào ngày làm việc liền trước") % {"words": words}
    return words


def day_words(rule: DueRule) -> str:
    """Which day, without the hour."""
    if rule.fixed_day is not None:
        return _fixed_words(rule.fixed_day, rule.months_after)
    anchor = _("ngày chốt số liệu") if rule.anchor is Anchor.CUT_OFF else _("ngày cuối kỳ báo cáo")
    if rule.offset == 0:
        return _("đúng %(anchor)s") % {"anchor": anchor}
    return (_("%(days)s sau %(anchor)s") if rule.offset > 0 else _("%(days)s trước %(anchor)s")) % {
        "days": _days(abs(rule.offset), rule.count_in),
        "anchor": anchor,
    }


def due_words(due: DueBy) -> str:
    """ "17:00 26/01/2026 (ngày hạn là ngày nghỉ nên chuyển)"."""
    words = time_words(due.at)
    reasons = "; ".join(_(_MOVED[reason]) for reason in due.moved)
    return f"{words} ({reasons})" if reasons else words


def time_words(at: datetime) -> str:
    return f"{localtime(at):%H:%M %d/%m/%Y}"


def hour_words(at: time) -> str:
    return f"{at:%H:%M}"


def _days(count: int, count_in: CountIn) -> str:
    if count_in is CountIn.WORKING:
        return ngettext("%(count)d ngày làm việc", "%(count)d ngày làm việc", count) % {"count": count}
    return ngettext("%(count)d ngày", "%(count)d ngày", count) % {"count": count}


def _fixed_words(day: int, months: int) -> str:
    if months in _MONTHS:
        return _(_ENDS[months] if day == 31 else _MONTHS[months]) % {"day": day}
    words = (
        _("ngày %(day)s của tháng thứ %(count)s sau kỳ báo cáo")
        if months > 0
        else _("ngày %(day)s của tháng thứ %(count)s trước tháng cuối kỳ")
    )
    return words % {"day": day, "count": abs(months)}
