"""What a set of deadline rules may not say, as codes: words are the caller's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.periods.deadlines import DueRule, ScopedRule, deadline
from indicators.periods.spans import PeriodSpan, is_cut_off_early

MOST_DAYS = 400
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class RuleFault:
    """`rows`: which rules, counted from 0. Codes: days_out_of_range, no_such_day, months_out_of_range,
    same_scope (two rules for one kind and edition), before_cut_off (never after
    the cut-off, where NĐ 09/2019/NĐ-CP asks for a working day between them).
    """

    code: str
    rows: tuple[int, ...]
    kind: str = ""


def faults_of(rules: Sequence[ScopedRule], *, spans: Iterable[PeriodSpan]) -> list[RuleFault]:
    """What is wrong with the rules of a regime that asks for such periods; empty when nothing is."""
    asked = tuple(spans)
    found = [
        RuleFault(code, (row,)) for row, scoped in enumerate(rules) for code in _of_one(scoped.rule, asked)
    ]
    for row, scoped in enumerate(rules):
        for earlier, other in enumerate(rules[:row]):
            if scoped.edition == other.edition and (shared := _shared(scoped, other)) is not None:
                found.append(RuleFault("same_scope", (earlier, row), kind=shared))
    return found


def _of_one(rule: DueRule, spans: tuple[PeriodSpan, ...]) -> list[str]:
    if rule.fixed_day is None and abs(rule.offset) > MOST_DAYS:
        return ["days_out_of_range"]
    if rule.fixed_day is not None and not 1 <= rule.fixed_day <= 31:
        return ["no_such_day"]
    if rule.fixed_day is not None and abs(rule.months_after) > MOST_MONTHS:
        return ["months_out_of_range"]
    early = [
        is_cut_off_early(span) and deadline(span=span, rule=rule, days_off=()).planned <= span.ends
        for span in spans
    ]
    return ["before_cut_off"] if early and all(early) else []


def _shared(one: ScopedRule, other: ScopedRule) -> str | None:
    """A kind both name ("" when both are for all); None when each unit has one of them at most."""
    if not one.kinds and not other.kinds:
        return ""
    return min(one.kinds & other.kinds, default=None)
