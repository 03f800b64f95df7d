"""Say by when a regime is reported: rules by level of the unit and by edition, in place of those before."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.calendars import calendar_named
from indicators.deadline_words import rule_sentence
from indicators.models import DeadlineRule, Regime
from indicators.periods import (
    MOST_DAYS,
    MOST_MONTHS,
    Calendar,
    Frequency,
    RuleFault,
    ScopedRule,
    faults_of,
    spans,
)
from indicators.permissions import check_may_manage_regime
from units.actions.record_event import record_event
from units.errors import BadContent
from units.kinds import kind_label
from units.models import User

_YEARS_LOOKED_AT = 8


def set_deadline_rules(
    *, regime: Regime, rules: Sequence[ScopedRule], by: User | None, at: datetime
) -> list[DeadlineRule]:
    """The rules in force from now on, for rounds to come; rounds that are open keep theirs.

    BadContent with a problem a rule (`row`, counted from 0): out of range, two rules for the same units and
    edition, or one that is never after the cut-off (NĐ 09/2019/NĐ-CP).
    """
    check_may_manage_regime(by, regime)
    if not rules:
        raise BadContent(_("Hãy quy định ít nhất một hạn gửi."), code="no_deadline_rule")
    cut = calendar_named(regime.calendar.code)
    problems = problems_of(rules, cut=cut, frequency=Frequency(regime.frequency), starts_on=regime.starts_on)
    if problems:
        first = problems[0]
        raise BadContent(str(first["message"]), code=str(first["code"]), problems=problems)
    with transaction.atomic():
        Regime.objects.select_for_update().get(pk=regime.pk)
        DeadlineRule.objects.filter(regime=regime, retired_at__isnull=True).update(retired_at=at)
        made = [_row(regime, scoped) for scoped in rules]
        DeadlineRule.objects.bulk_create(made)
        record_event(
            kind="regime.deadlines_set",
            by=by,
            at=at,
            subject=regime,
            unit=regime.owner_id,
            data={"code": regime.code, "rules": [rule_sentence(scoped) for scoped in rules]},
        )
    return made


def problems_of(
    rules: Sequence[ScopedRule], *, cut: Calendar, frequency: Frequency, starts_on: date
) -> list[dict[str, str | int]]:
    """What stands against the rules in the next years: code, `row`, message."""
    ends = starts_on.replace(year=starts_on.year + _YEARS_LOOKED_AT, day=1)
    asked = spans(cut, frequency, starts_on, ends)
    return [_problem(fault, rules) for fault in faults_of(rules, spans=asked)]


def _row(regime: Regime, scoped: ScopedRule) -> DeadlineRule:
    rule = scoped.rule
    return DeadlineRule(
        regime=regime,
        edition=scoped.edition,
        unit_kinds=",".join(sorted(scoped.kinds)),
        offset=rule.offset,
        count_in=rule.count_in.value,
        anchor=rule.anchor.value,
        fixed_day=rule.fixed_day,
        months_after=rule.months_after,
        at=rule.at,
        on_day_off=rule.on_day_off.value,
    )


def _problem(fault: RuleFault, rules: Sequence[ScopedRule]) -> dict[str, str | int]:
    messages = {
        "days_out_of_range": _("Số ngày phải từ 0 đến %(most)s.") % {"most": MOST_DAYS},
        "no_such_day": _("Ngày của tháng phải từ 1 đến 31."),
        "months_out_of_range": _("Số tháng phải từ 0 đến %(most)s.") % {"most": MOST_MONTHS},
        "same_scope": _("Hai quy định cùng nói về %(kind)s: “%(one)s” và “%(other)s”. Chỉ giữ một.")
        % {
            "kind": kind_label(fault.kind) if fault.kind else _("mọi đơn vị"),
            "one": rule_sentence(rules[fault.rows[0]]),
            "other": rule_sentence(rules[fault.rows[-1]]),
        },
        "before_cut_off": _(
            "Hạn “%(rule)s” không sau ngày chốt số liệu. Phải cách ít nhất 1 ngày làm việc"
            " (Nghị định 09/2019/NĐ-CP)."
        )
        % {"rule": rule_sentence(rules[fault.rows[-1]])},
    }
    return {"code": fault.code, "row": fault.rows[-1], "message": messages[fault.code]}
