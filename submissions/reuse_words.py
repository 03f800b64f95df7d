"""Cells had from other forms in words: where from, what is missing and whose turn it is, corrections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.answers import format_answer
from submissions.background import background_of
from submissions.models import Submission
from submissions.revisions import reused_in, sheet_of_revision
from submissions.sheet import Part, Reused, Sheet
from submissions.wording import short_period_words
from units.queries import describe_units

NAMED = 12
"""So many cells are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class PartLine:
    """A period of the other form: its report (number of the duty) and what it waits for."""

    period: str
    duty: int | None
    waits: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Cells that come from the same periods of the same form."""

    form: str
    how: str
    cells: str
    parts: tuple[PartLine, ...]

    @property
    def is_missing(self) -> bool:
        return any(part.waits for part in self.parts)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A cell whose source was corrected: what it was, what it is now, as written."""

    address: str
    cell: str
    form: str
    before: str
    now: str


def source_lines(sheet: Sheet) -> list[SourceLine]:
    """Where the reused cells of a sheet come from. Two queries where something is missing."""
    groups: dict[tuple[str, str, tuple[Part, ...]], list[str]] = {}
    for address in sheet.layout.place_of:
        if one := sheet.background.reused.get(address):
            cells = groups.setdefault((one.form, one.how, one.parts), [])
            cells.append(sheet.layout.excel_cell(address))
    names = _names(part for _form, _how, parts in groups for part in parts if part.state != "accepted")
    return [
        SourceLine(form, _how_words(how), _cells(cells), tuple(_part(part, names) for part in parts))
        for (form, how, parts), cells in groups.items()
    ]


def refilled(sheet: Sheet) -> list[Corrected]:
    """Cells that were filled in anew since the draft was last saved."""
    return [
        _corrected(sheet, address, one, format_answer(one.before), format_answer(one.answer))
        for address, one in sheet.background.reused.items()
        if one.before is not None
    ]


def corrected_since(submission: Submission) -> list[Corrected]:
    """Cells of what was sent last whose source says something else by now. No query where none is reused."""
    if submission.sent is None:
        return []
    submission.sent.submission = submission
    addresses = reused_in(submission.sent)
    if not addresses:
        return []
    said, now = sheet_of_revision(submission.sent), background_of(submission).reused
    return [
        _corrected(said, address, one, format_answer(said.cells.get(address)), format_answer(one.answer))
        for address, one in now.items()
        if address in addresses and one.answer is not None and one.answer != said.cells.get(address)
    ]


def source_words(reused: Reused) -> str:
    """ "M/01, Tháng 7/2026 – Tháng 9/2026"."""
    periods = [short_period_words(part.period) for part in reused.parts]
    named = periods[0] if len(periods) == 1 else f"{periods[0]} – {periods[-1]}"
    return f"{reused.form}, {named}"


# ---- parts ------------------------------------------------------------------------------------------------


def _names(parts: Iterable[Part]) -> Mapping[int, str]:
    units = {part.who for part in parts if part.who is not None}
    return {unit: view.full_name for unit, view in describe_units(units).items()} if units else {}


def _part(part: Part, names: Mapping[int, str]) -> PartLine:
    who = names.get(part.who or 0, "")
    waits = {
        "accepted": "",
        "sent": _("đã gửi, chờ %(who)s duyệt"),
        "waiting": _("%(who)s chưa gửi"),
        "not_open": _("%(who)s chưa mở đợt báo cáo"),
    }[part.state]
    return PartLine(short_period_words(part.period), part.duty, waits % {"who": who} if waits else "")


def _how_words(how: str) -> str:
    return {
        "sum": _("cộng lại"),
        "below": _("tổng hợp từ cấp dưới"),
        "last": _("số cuối kỳ"),
        "first": _("số đầu kỳ"),
    }.get(how, "")


def _cells(cells: list[str]) -> str:
    named = ", ".join(cells[:NAMED])
    more = len(cells) - NAMED
    return _("%(cells)s và %(more)d ô khác") % {"cells": named, "more": more} if more > 0 else named


def _corrected(sheet: Sheet, address: str, one: Reused, before: str, now: str) -> Corrected:
    return Corrected(address, sheet.layout.excel_cell(address), source_words(one), before, now)
