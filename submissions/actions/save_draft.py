"""Save what was entered so far: one cheap write, no event."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.answers import Answer, AnswerError, parse_plain, plain, words_of
from indicators.layout import FormLayout
from submissions.background import background_of
from submissions.drafts import SavedDraft, Typed, merge, sheet_of_draft, unknown_cell_words
from submissions.lists import LONGEST_CELL, MOST_LINES, lines_of, tidied
from submissions.locking import lock_to_save
from submissions.models import Submission
from submissions.permissions import check_may
from submissions.remapping import EXPLAINS
from submissions.rules import check
from submissions.sheet import Sheet, recomputed
from submissions.transitions import Action, check_same_form, check_step
from submissions.words import NOTE_LENGTH, SECTION_LENGTH, faults_in, tidy
from units.errors import BadContent
from units.models import User

MOST_BETWEEN = 3600
"""So many seconds of work one save may tell."""
Reader = Callable[[FormLayout, str, str], Typed]
"""(layout, address, text) → what to keep; AnswerError when it cannot be kept."""


def save_draft(
    *,
    submission: Submission,
    cells: Mapping[str, str | None],
    texts: Mapping[str, str | None] | None = None,
    explanations: Mapping[str, str | None] | None = None,
    by: User,
    at: datetime,
    seen_version: int | None = None,
) -> SavedDraft:
    """Save plain answers ("1234.5", "-", "…", "x"; None clears); cells not named stay as they are.

    What is said of computed and carried cells is not kept: a note tells where it differs from what they hold.
    `seen_version`: the version the person looked at; a cell changed since by somebody else is a Conflict.
    None: do not ask.
    """
    return save(
        submission=submission,
        cells=cells,
        texts=texts or {},
        explanations=explanations or {},
        by=by,
        at=at,
        seen_version=seen_version,
        read=_read_plain,
    )


def _read_plain(layout: FormLayout, address: str, text: str) -> Typed:
    return Typed(plain(parse_plain(text, decimals=layout.place_of[address][3].decimals)))


def save(
    *,
    submission: Submission,
    cells: Mapping[str, str | None],
    texts: Mapping[str, str | None],
    explanations: Mapping[str, str | None],
    by: User,
    at: datetime,
    seen_version: int | None,
    read: Reader,
    active_seconds: int = 0,
) -> SavedDraft:
    """The story of both ways of saving; `read` says what a cell's text means."""
    check_may(by, Action.EDIT, submission)
    background = background_of(submission)
    sheet = recomputed(sheet_of_draft(submission), background)
    wanted, words, said = _checked(sheet, cells, texts, explanations, read)
    with transaction.atomic():
        version = submission.assignment.round.version_id
        submission = lock_to_save(submission)
        check_step(submission, Action.EDIT)
        check_same_form(submission, version)
        draft = submission.draft
        worked = credible(active_seconds, since=draft.saved_at, at=at)
        if merge(draft, cells=wanted, texts=words, by=by, at=at, seen_version=seen_version):
            draft.nothing_to_report = draft.nothing_to_report and not wanted
            draft.active_seconds += worked
            draft.save(update_fields=_SAVED)
    kept = sheet_of_draft(submission)
    sheet = recomputed(replace(kept, cells={**kept.cells, **said}), background)
    return SavedDraft(draft, draft.saved_at or at, check(sheet), sheet)


_SAVED = ["cells", "texts", "nothing_to_report", "version", "saved_at", "saved_by", "active_seconds"]


def credible(seconds: int, *, since: datetime | None, at: datetime) -> int:
    """Nobody was at work longer than the clock went since the last save, nor than an hour between two."""
    passed = MOST_BETWEEN if since is None else max(0, int((at - since).total_seconds()))
    return max(0, min(seconds, passed, MOST_BETWEEN))


def _checked(
    sheet: Sheet,
    cells: Mapping[str, str | None],
    texts: Mapping[str, str | None],
    explanations: Mapping[str, str | None],
    read: Reader,
) -> tuple[dict[str, Typed], dict[str, Typed], dict[str, Answer]]:
    """What to keep of cells and words, and what is only said; or BadContent naming all that cannot be."""
    layout = sheet.layout
    if len(cells) + len(texts) + len(explanations) > 2 * (len(layout.place_of) + len(layout.for_words)) + 1:
        # Naming each of a million unknown cells would answer 10 MB with 50.
        raise BadContent(_("Yêu cầu có nhiều ô hơn biểu mẫu. Chưa lưu gì."), code="unknown_cell")
    problems: list[dict[str, Any]] = []
    found: dict[str, Typed] = {}
    for address, text in cells.items():
        try:
            found[address] = _cell(layout, address, text, read)
        except AnswerError as error:
            sentence, params = words_of(error)
            problems.append({"code": error.code, "cell": address, "message": _(sentence) % params})
        except BadContent as error:
            problems.append({"code": error.code, "cell": address, "message": error.message})
    words: dict[str, Typed] = {}
    for address, text in texts.items():
        if address not in layout.for_words:
            problems.append(_unknown(address))
        words[address] = Typed(_kept(layout, address, text or "") or None)
    for address, text in explanations.items():
        if address and address not in layout.place_of:
            problems.append(_unknown(address))
        words[EXPLAINS + address] = Typed(tidy(text or "") or None)
    problems += [
        {"code": "text_not_kept", "cell": address, "message": fault}
        for address, word in words.items()
        for fault in faults_of_words(layout, address, word.value or "")
    ]
    if problems:
        raise BadContent(
            _("Chưa lưu: có %(count)d giá trị không dùng được.") % {"count": len(problems)},
            code="not_saved",
            problems=problems,
        )
    for_typing = frozenset(sheet.typed)
    wanted = {address: typed for address, typed in found.items() if address in for_typing}
    return wanted, words, _said(layout, {a: typed for a, typed in found.items() if a not in wanted})


def _kept(layout: FormLayout, address: str, text: str) -> str:
    asked = layout.list_at.get(address)
    return tidy(text) if asked is None else tidied(text, asked)


def faults_of_words(layout: FormLayout, address: str, text: str) -> Iterator[str]:
    """Sentences on why a text cannot be kept there."""
    asked = layout.list_at.get(address)
    if asked is None:
        yield from faults_in(text, longest=SECTION_LENGTH if address in layout.section_at else NOTE_LENGTH)
        return
    lines = lines_of(text, asked)
    if len(lines) > MOST_LINES:
        yield _("Danh sách “%(title)s” có %(count)d dòng, nhiều nhất là %(most)d.") % {
            "title": asked.title, "count": len(lines), "most": MOST_LINES,
        }  # fmt: skip
        return
    for number, line in enumerate(lines, 1):
        for fault in (fault for cell in line for fault in faults_in(cell, longest=LONGEST_CELL)):
            yield _("Danh sách “%(title)s”, dòng %(line)d: %(fault)s") % {
                "title": asked.title, "line": number, "fault": fault,
            }  # fmt: skip
            return


def _said(layout: FormLayout, found: Mapping[str, Typed]) -> dict[str, Answer]:
    """Answers that were given for computed and carried cells."""
    return {
        address: parse_plain(typed.value, decimals=layout.place_of[address][3].decimals)
        for address, typed in found.items()
        if typed.value is not None
    }


def _cell(layout: FormLayout, address: str, text: str | None, read: Reader) -> Typed:
    place = layout.place_of.get(address)
    if place is None or place[3].kind == "blocked":
        raise BadContent(unknown_cell_words(layout, address), code="unknown_cell")
    return Typed(None) if text is None else read(layout, address, text)


def _unknown(address: str) -> dict[str, Any]:
    return {
        "code": "unknown_cell",
        "cell": address[:200],
        "message": _("Biểu này không có ô nhập “%(address)s”.") % {"address": address[:200]},
    }
