"""The document of a draft: cells and texts with the version and person of each one's last change."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NotRequired, TypedDict

from django.utils.translation import gettext as _

from indicators.answers import Answer, AnswerError, parse_answer, parse_plain, words_of
from indicators.forms import layout_asked
from indicators.layout import FormLayout
from submissions.enclosed import enclosed_in
from submissions.lists import from_document
from submissions.models import Draft, Submission
from submissions.remapping import EXPLAINS
from submissions.rules.problem import Problem
from submissions.sheet import Sheet, Unread
from units.errors import BadContent, Conflict
from units.models import User


class Entry(TypedDict):
    """`v` plain answer or text, None when cleared; `t` what was typed and cannot be read."""

    v: str | None
    t: NotRequired[str]
    n: int
    by: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A value to be kept: a plain answer or text (None clears), or typed text that cannot be read."""

    value: str | None
    unread: str = ""

    @property
    def shown(self) -> str | None:
        return self.unread or self.value


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What a save left behind; `problems` are of the whole `sheet` as it stands now."""

    draft: Draft
    saved_at: datetime
    problems: list[Problem]
    sheet: Sheet

    @property
    def version(self) -> int:
        return self.draft.version


def entries(document: str) -> dict[str, Entry]:
    """A draft's cells or texts: address → entry."""
    read: dict[str, Entry] = json.loads(document)
    return read


def layout_for(submission: Submission) -> FormLayout:
    """The form the report answers."""
    return layout_asked(submission.assignment.round)


def sheet_of_draft(submission: Submission) -> Sheet:
    """The draft as a sheet; what was typed and cannot be read is in `unread`."""
    draft = submission.draft
    layout = layout_for(submission)
    cells: dict[str, Answer] = {}
    unread: dict[str, Unread] = {}
    for address, entry in entries(draft.cells).items():
        if address in layout.absent:
            continue
        decimals = layout.place_of[address][3].decimals
        if entry.get("t"):
            unread[address] = _unread(entry["t"], decimals)
        elif entry["v"] is not None:
            cells[address] = parse_plain(entry["v"], decimals=decimals)
    words = {address: entry["v"] for address, entry in entries(draft.texts).items() if entry["v"]}
    return Sheet(
        layout=layout,
        cells=cells,
        texts={address: text for address, text in words.items() if not address.startswith(EXPLAINS)},
        unread=unread,
        explanations={
            address.removeprefix(EXPLAINS): text
            for address, text in words.items()
            if address.startswith(EXPLAINS)
        },
        nothing_to_report=draft.nothing_to_report,
        enclosures=enclosed_in(draft.files, layout),
    )


def plain_sheet(
    submission: Submission, cells: Mapping[str, str], *, explanations: Mapping[str, str]
) -> Sheet:
    """A sheet of plain answers that were sent in; BadContent names those that cannot be kept."""
    layout = layout_for(submission)
    answers: dict[str, Answer] = {}
    problems: list[dict[str, Any]] = []
    for address, text in list(cells.items())[: 2 * len(layout.place_of) + 1]:
        place = layout.place_of.get(address)
        if place is None or address in layout.absent:
            words = unknown_cell_words(layout, address)
            problems.append({"code": "unknown_cell", "cell": address[:200], "message": words})
            continue
        try:
            answers[address] = parse_plain(text, decimals=place[3].decimals)
        except AnswerError as error:
            sentence, params = words_of(error)
            problems.append({"code": error.code, "cell": address, "message": _(sentence) % params})
    if problems:
        message = _("Chưa lưu: có %(count)d giá trị không dùng được.") % {"count": len(problems)}
        raise BadContent(message, code="not_saved", problems=problems)
    return Sheet(layout, answers, explanations=explanations)


def unknown_cell_words(layout: FormLayout, address: str) -> str:
    """Why nothing can be said there: no such cell, or its line or column is not asked in the period."""
    if address not in layout.absent or address not in layout.place_of:
        return _("Biểu này không có ô nhập “%(address)s”.") % {"address": address[:200]}
    _table, row, column, _cell = layout.place_of[address]
    words = {"row": row.words, "column": column.words, "cell": layout.excel_cell(address)}
    if column.is_asked_in(layout.month):
        return _("Dòng “%(row)s” không có trong kỳ này nên không nhận số ở ô %(cell)s.") % words
    return _("Cột “%(column)s” không có trong kỳ này nên không nhận số ở ô %(cell)s.") % words


def lists_in_words(
    submission: Submission, lists: Mapping[str, Sequence[Mapping[str, str]]]
) -> dict[str, str]:
    """Lists that were sent in by the keys of their columns, as the texts they are kept as; BadContent names
    one the form does not have, or a column that its list does not have."""
    asked = layout_for(submission).list_at
    texts: dict[str, str] = {}
    for address, lines in lists.items():
        try:
            texts[address] = from_document(lines, asked[address])
        except KeyError as error:
            message = _("Biểu này không có danh sách hoặc cột “%(name)s”.") % {
                "name": str(error.args[0])[:200]
            }
            problem = {"code": "unknown_list", "cell": address[:200], "message": message}
            raise BadContent(message, code="not_saved", problems=[problem]) from error
    return texts


def _unread(text: str, decimals: int) -> Unread:
    try:
        parse_answer(text, decimals=decimals)
    except AnswerError as error:
        return Unread(text, error.code, error.params)
    return Unread(text, "not_a_number")


def merge(
    draft: Draft,
    *,
    cells: Mapping[str, Typed],
    texts: Mapping[str, Typed],
    by: User,
    at: datetime,
    seen_version: int | None,
) -> bool:
    """Put changes into the draft (not saved here) and say whether there were any.

    Conflict when one of them was changed to something else after `seen_version`; nothing is changed then.
    """
    if seen_version is not None and seen_version > draft.version:
        raise Conflict(_("Phiên bản bản nháp này chưa từng có. Hãy tải lại trang."), code="unknown_version")
    kept_cells, kept_texts = entries(draft.cells), entries(draft.texts)
    newer = {**_newer(kept_cells, cells, seen_version), **_newer(kept_texts, texts, seen_version)}
    if newer:
        raise _conflict(newer, {**cells, **texts}, draft.version)
    version = draft.version + 1
    changed = _put(kept_cells, cells, version, by) | _put(kept_texts, texts, version, by)
    if changed:
        draft.cells, draft.texts = _dumped(kept_cells), _dumped(kept_texts)
        draft.version, draft.saved_by, draft.saved_at = version, by, at
    return changed


def _shown(entry: Entry | None) -> str | None:
    return None if entry is None else entry.get("t") or entry["v"]


def _newer(
    kept: Mapping[str, Entry], wanted: Mapping[str, Typed], seen_version: int | None
) -> dict[str, Entry]:
    """What others changed after the version that was seen; a repeated save of the same is no conflict."""
    if seen_version is None:
        return {}
    return {
        address: kept[address]
        for address, typed in wanted.items()
        if address in kept and kept[address]["n"] > seen_version and _shown(kept[address]) != typed.shown
    }


def _put(kept: dict[str, Entry], wanted: Mapping[str, Typed], version: int, by: User) -> bool:
    changed = False
    for address, typed in wanted.items():
        if _shown(kept.get(address)) == typed.shown:
            continue
        entry: Entry = {"v": typed.value, "n": version, "by": by.pk}
        if typed.unread:
            entry["t"] = typed.unread
        kept[address] = entry
        changed = True
    return changed


def _conflict(newer: Mapping[str, Entry], wanted: Mapping[str, Typed], version: int) -> Conflict:
    names = dict(User.objects.filter(pk__in={e["by"] for e in newer.values()}).values_list("pk", "full_name"))
    cells: dict[str, Any] = {
        address: {
            "yours": wanted[address].shown,
            "theirs": _shown(entry),
            "by": names.get(entry["by"], ""),
        }
        for address, entry in newer.items()
    }
    return Conflict(
        _("Có %(count)d ô vừa được người khác sửa thành giá trị khác. Hãy chọn giá trị đúng cho từng ô.")
        % {"count": len(cells)},
        code="cell_conflict",
        details={"cells": cells, "version": version},
    )


def _dumped(document: Mapping[str, Entry]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
