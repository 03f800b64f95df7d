"""One workbook for the many units of a round: who may be filled in for, what it would change unit by unit."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from indicators.answers import Answer, format_answer, parse_plain, plain
from indicators.forms import layout_asked
from indicators.layout import FormLayout
from indicators.models import ReportingRound
from indicators.queries import reachable_assignments
from submissions.drafts import entries
from submissions.filling_in import reports_to_fill
from submissions.models import Submission
from submissions.permissions import may_see_draft
from submissions.rules import Problem, check
from submissions.sheet import Sheet
from submissions.unit_matching import UnitMatching, matching_of, names_of_units
from submissions.workbook_messages import reading_problems
from submissions.workbooks.back import BLOCKING
from submissions.workbooks.references import reference_of
from submissions.workbooks.unit_rows import ManyUnits, UnitRow, words_over
from units.models import User

SHOWN = 200
"""So many problems, and so many changes, stand on the page; the rest is in the file of problems."""
_NEEDS_OTHERS = frozenset({"empty_cells", "no_enclosure", "empty_list"})
"""Found in a sheet that is read without what it is compared with; said when the unit opens its report."""
_PRINTED = re.compile(r"\b([A-Z]{1,3}[1-9][0-9]{0,5}) \(")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to say of one row. `severity`: "error" when nothing of the unit is saved for it."""

    place: str
    unit: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that becomes another: its printed place, old and new as people write them."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """What is saved for one unit. `cells` are plain answers; `version` of the draft that was looked at."""

    submission: int
    unit: str
    place: str
    version: int
    cells: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """All of it, in the file's order. `same`: rows that say what the drafts say; `left_out`: rows of sums."""

    units: list[UnitPlan] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    same: int = 0
    rows: int = 0
    left_out: int = 0

    @property
    def errors(self) -> list[Told]:
        return [one for one in self.told if one.severity == "error"]

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def plan_from(content: bytes) -> Plan:
    said: dict[str, Any] = json.loads(content)
    units = [
        UnitPlan(**{**one, "changes": [Change(**change) for change in one["changes"]]})
        for one in said.pop("units")
    ]
    told = [Told(**one) for one in said.pop("told")]
    return Plan(units=units, told=told, **said)


def plan_of_file(user: User, round_: ReportingRound, read: ManyUnits) -> Plan:
    """Old → new, unit by unit, and everything that stands in the way of a unit."""
    layout = layout_asked(round_)
    reports = {report.assignment.subject_id: report for report in reports_to_fill(user, round_)}
    asked = set(reachable_assignments(user).filter(round=round_).values_list("subject", flat=True))
    matching = matching_of(asked)
    names = names_of_units(asked)
    plan = Plan(left_out=read.left_out)
    rows = [row for row in read.rows if row.cells or row.texts or row.unread or row.problems]
    plan.rows = len(rows)
    found = [(row, *unit_of_row(row, matching, names)) for row in rows]
    times = Counter(unit for _row, unit, _told in found if unit is not None)
    for row, unit, told in found:
        plan.told += told
        if unit is None:
            continue
        if times[unit] > 1:
            plan.told.append(
                error_of_row(row, names[unit], _("đơn vị xuất hiện ở nhiều dòng của tệp. Hãy để một dòng."))
            )
        elif unit not in reports:
            plan.told.append(error_of_row(row, names[unit], _not_open()))
        else:
            _plan_unit(plan, user, reports[unit], row, names[unit], layout, read.columns)
    return plan


def _not_open() -> str:
    return _(
        "báo cáo không còn ở bước nhập, hoặc anh/chị không được nhập thay đơn vị này. "
        "Báo cáo đã gửi thì xin trả lại, đã duyệt thì xin đính chính ở trang của báo cáo."
    )


def unit_of_row(
    row: UnitRow, matching: UnitMatching, names: Mapping[int, str]
) -> tuple[int | None, list[Told]]:
    match = matching.match(row.code, row.name)
    said = " ".join(part for part in (row.code, row.name) if part)[:200]
    if match.unit is None:
        if match.candidates:
            could = ", ".join(names[unit] for unit in match.candidates[:10])
            words = _("có thể là nhiều đơn vị: %(units)s. Hãy ghi mã đơn vị.") % {"units": could}
        else:
            words = _("không có đơn vị nào của đợt này có mã hoặc tên như vậy.")
        return None, [error_of_row(row, said, words)]
    if match.differs:
        words = _("mã là của %(unit)s nhưng tên ghi “%(name)s”. Đã lấy theo mã; hãy kiểm tra lại.") % {
            "unit": names[match.unit],
            "name": row.name[:100],
        }
        return match.unit, [Told(row.place, names[match.unit], "warning", words)]
    return match.unit, []


def error_of_row(row: UnitRow, unit: str, message: str) -> Told:
    return Told(row.place, unit, "error", message)


def _plan_unit(
    plan: Plan,
    user: User,
    report: Submission,
    row: UnitRow,
    unit: str,
    layout: FormLayout,
    columns: Mapping[str, int],
) -> None:
    """All of the unit's row, or nothing of it and why."""
    told = problems_of_row(row, unit, layout, columns)
    kept = entries(report.draft.cells)
    old = {address: entry.get("t") or entry["v"] for address, entry in kept.items()}
    new = {address: plain(answer) for address, answer in row.cells.items()}
    changed = {address: value for address, value in new.items() if old.get(address) != value}
    foreign = [a for a in changed if old.get(a) is not None and kept[a]["by"] != user.pk]
    if foreign and not may_see_draft(user, report):
        told.append(
            error_of_row(
                row,
                unit,
                _("đơn vị đã tự nhập %(count)d ô khác với tệp; không ghi đè.") % {"count": len(foreign)},
            )
        )
    plan.told += told
    if any(one.severity == "error" for one in told):
        return
    notes = entries(report.draft.texts)
    texts = {a: said for a, said in row.texts.items() if a not in notes or notes[a]["v"] != said}
    if not changed and not texts:
        plan.same += 1
        return
    changes = [
        Change(
            f"{_where(row, address, layout, columns)} {words_over(layout, address)}",
            _shown(old.get(address), row.cells[address]),
            format_answer(row.cells[address]),
        )
        for address in changed
    ]
    plan.units.append(UnitPlan(report.pk, unit, row.place, report.draft.version, changed, texts, changes))


def _shown(old: str | None, beside: Answer) -> str:
    if old is None:
        return ""
    try:
        return format_answer(parse_plain(old, decimals=beside.decimals))
    except ValueError:
        return old


def problems_of_row(row: UnitRow, unit: str, layout: FormLayout, columns: Mapping[str, int]) -> list[Told]:
    """Of the reading, then of the form's own rules; an unreadable cell or a lost line keeps the unit out."""
    sheet = Sheet(layout, row.cells, row.texts, row.unread)
    by_rules = [one for one in check(sheet) if one.code not in _NEEDS_OTHERS]
    unread = {problem.address for problem in row.problems if problem.severity == "error"}
    every = [
        *row.problems,
        *(one for one in by_rules if one.code != "unreadable" or one.address not in unread),
    ]
    if not every:
        return []
    real = {layout.excel_cell(a): _where(row, a, layout, columns) for a in layout.place_of}
    blocking = {id(problem) for problem in every if _keeps_out(problem)}
    return [
        Told(
            row.place,
            unit,
            "error" if id(problem) in blocking else "warning",
            _PRINTED.sub(lambda found: f"{real.get(found[1], found[1])} (", str(said["message"])),
        )
        for problem, said in zip(every, reading_problems(every, layout), strict=True)
    ]


def _keeps_out(problem: Problem) -> bool:
    return problem.code in BLOCKING or problem.code in {"unreadable", "excel_error", "truth", "date"}


def _where(row: UnitRow, address: str, layout: FormLayout, columns: Mapping[str, int]) -> str:
    """The cell of the uploaded file: "F12", or "Trang 3!E19" where each unit has a sheet."""
    if address in columns:
        return reference_of(int(row.place), columns[address])
    return row.where.get(address) or layout.excel_cell(address)


def grouped(told: Iterable[Told]) -> list[tuple[str, int]]:
    """The sentences said more than once, the most frequent first: what to mend once for many units."""
    kinds = Counter(_kind(one.message) for one in told)
    return [(words, count) for words, count in kinds.most_common(12) if count > 1]


def _kind(message: str) -> str:
    """The sentence without what is this one unit's: its cell, what was typed, the amounts compared."""
    place, found, said = message.partition("): ")
    if not found:
        return re.sub(r"“[^”]{1,120}”", "“…”", message)
    said = re.sub(r"“[^”]{1,120}”", "“…”", said)
    said = re.sub(r"^-?[\d.,]+(?= )|\(-?[\d.,]+\)", lambda one: "(…)" if one[0][0] == "(" else "…", said)
    return _PRINTED.sub("(", place) + found + said
