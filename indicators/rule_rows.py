"""Deadline rules as rows of a form: for whom, a number and what it counts, the hour, what a day off does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.deadline_words import hour_words
from indicators.models import Edition
from indicators.periods import Anchor, CountIn, DueRule, OnDayOff, ScopedRule
from units.clock import read_clock
from units.kinds import KINDS

MOST_RULES = 8
_USUAL = "working.cut_off.after"
_WAYS = {
    _USUAL: gettext_lazy("ngày làm việc sau ngày chốt số liệu"),
    "calendar.cut_off.after": gettext_lazy("ngày (kể cả ngày nghỉ) sau ngày chốt số liệu"),
    "working.period_end.after": gettext_lazy("ngày làm việc sau ngày cuối kỳ"),
    "calendar.period_end.after": gettext_lazy("ngày (kể cả ngày nghỉ) sau ngày cuối kỳ"),
    "working.period_end.before": gettext_lazy("ngày làm việc trước ngày cuối kỳ"),
    "calendar.period_end.before": gettext_lazy("ngày (kể cả ngày nghỉ) trước ngày cuối kỳ"),
    "working.cut_off.before": gettext_lazy("ngày làm việc trước ngày chốt số liệu"),
    "calendar.cut_off.before": gettext_lazy("ngày (kể cả ngày nghỉ) trước ngày chốt số liệu"),
    "month.-1": gettext_lazy("là ngày của tháng trước tháng cuối kỳ"),
    "month.0": gettext_lazy("là ngày của tháng cuối kỳ"),
    "month.1": gettext_lazy("là ngày của tháng sau kỳ báo cáo"),
    "month.2": gettext_lazy("là ngày của tháng thứ 2 sau kỳ báo cáo"),
    "month.3": gettext_lazy("là ngày của tháng thứ 3 sau kỳ báo cáo"),
}
"""What the number of a row means. "month.N": a day of the month, N months after the period's last one."""
DAYS_OFF = {
    OnDayOff.NEXT.value: gettext_lazy("lùi sang ngày làm việc sau"),
    OnDayOff.PREVIOUS.value: gettext_lazy("đưa lên ngày làm việc trước"),
    OnDayOff.STAY.value: gettext_lazy("giữ nguyên"),
}
KNOWN = frozenset(KINDS)
PARTS = ("edition", "number", "way", "at", "moves")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row as typed; one that says neither a number nor for whom is no rule."""

    kinds: frozenset[str] = frozenset()
    edition: str = ""
    number: str = ""
    way: str = _USUAL
    at: str = "17:00"
    moves: str = OnDayOff.NEXT.value

    def fields(self, number: int) -> Iterator[tuple[str, str]]:
        """(name, value) of the fields that say this row again."""
        for kind in sorted(self.kinds):
            yield f"rule-{number}-kinds", kind
        for part in PARTS:
            yield f"rule-{number}-{part}", getattr(self, part)


def typed_rows(given: QueryDict) -> list[RuleRow]:
    """The rows that say something, in order, without the one that is to go ("buoc": "bo-2")."""
    rows, gone = [], given.get("buoc", "")
    for number in range(1, MOST_RULES + 1):
        said = {part: given.get(f"rule-{number}-{part}", "").strip()[:40] for part in PARTS}
        kinds = KNOWN.intersection(given.getlist(f"rule-{number}-kinds"))
        if (said["number"] or kinds or said["edition"]) and gone != f"bo-{number}":
            rows.append(RuleRow(kinds=kinds, **said))
    return rows


def row_of(scoped: ScopedRule) -> RuleRow:
    """The row that says a rule."""
    rule = scoped.rule
    if rule.fixed_day is not None:
        number, way = rule.fixed_day, f"month.{rule.months_after}"
    else:
        side = "after" if rule.offset >= 0 else "before"
        number, way = abs(rule.offset), f"{rule.count_in.value}.{rule.anchor.value}.{side}"
    edition = "" if scoped.edition is None else str(scoped.edition)
    return RuleRow(scoped.kinds, edition, str(number), way, hour_words(rule.at), rule.on_day_off.value)


def rules_in(rows: Iterable[RuleRow]) -> tuple[list[ScopedRule], dict[str, str]]:
    """The rules of rows, and what cannot be read, by the name of its field ("rule-2")."""
    rules, faults = [], {}
    for number, row in enumerate(rows, 1):
        read = _read(row)
        if isinstance(read, str):
            faults[f"rule-{number}"] = read
        else:
            rules.append(read)
    return rules, faults


def _read(row: RuleRow) -> ScopedRule | str:
    """The rule, or why there is none."""
    if not row.number:
        return _("Hãy ghi số ngày, hoặc bỏ quy định này.")
    if not (row.number.isascii() and row.number.isdigit() and len(row.number) < 5):
        return _("Hãy ghi số ngày bằng chữ số, ví dụ 5.")
    at = read_clock(row.at)
    if at is None:
        return _("Hãy ghi giờ, ví dụ 17:00.")
    if row.way not in dict(ways_with(row.way)) or row.moves not in DAYS_OFF:
        return _("Hãy chọn lại.")
    if row.edition and row.edition not in {str(value) for value in Edition.values}:
        return _("Hãy chọn lại.")
    edition = int(row.edition) if row.edition else None
    count, moves = int(row.number), OnDayOff(row.moves)
    if row.way.startswith("month."):
        months = int(row.way.partition(".")[2])
        return ScopedRule(
            DueRule(fixed_day=count, months_after=months, at=at, on_day_off=moves), row.kinds, edition
        )
    count_in, anchor, side = row.way.split(".")
    offset = count if side == "after" else -count
    rule = DueRule(offset, CountIn(count_in), Anchor(anchor), at=at, on_day_off=moves)
    return ScopedRule(rule, row.kinds, edition)


def ways_with(way: str) -> list[tuple[str, str]]:
    """(value, words) of what a number may mean; with the one a row says, however unusual."""
    ways = [(value, str(words)) for value, words in _WAYS.items()]
    head, _dot, months = way.partition(".")
    is_number = months.isascii() and months.removeprefix("-").isdigit() and len(months) < 4
    if way not in _WAYS and head == "month" and is_number:
        words = _("là ngày của tháng cách tháng cuối kỳ %(count)s tháng")
        ways.append((way, words % {"count": months}))
    return ways
