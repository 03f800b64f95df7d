"""Where a correction begins: the draft says what was accepted, then what the request would have instead.

It mostly says that already. Not where others typed for a unit that was cut off and had begun a draft of its
own, where history was loaded, and not in cells that were carried or had from another form when it was sent.
"""

import json
from datetime import datetime

from indicators.answers import plain
from indicators.layout import FormLayout
from submissions.consolidating import is_consolidated
from submissions.drafts import Typed, entries, layout_for, merge
from submissions.models import CorrectionRequest, Submission
from submissions.remapping import EXPLAINS, remap
from submissions.revisions import sheet_of_revision
from submissions.sheet import Sheet

Words = dict[str, str]


def begin_correction(submission: Submission, request: CorrectionRequest, *, at: datetime) -> int:
    """Write the draft of a locked report; how many cells of the request it says now. Computed cells are not
    kept: they follow. A report put together from those below has no cells of its own and stays as it is."""
    accepted, draft = submission.accepted, submission.draft
    assert accepted is not None  # by the constraint on accepted reports
    if is_consolidated(submission):
        return 0
    accepted.submission = submission
    layout = layout_for(submission)
    sheet = sheet_of_revision(accepted)
    cells, texts = _said(sheet, layout)
    merge(
        draft,
        cells=_instead(draft.cells, cells),
        texts=_instead(draft.texts, texts),
        by=accepted.prepared_by,
        at=at,
        seen_version=None,
    )
    draft.nothing_to_report = sheet.nothing_to_report
    asked = _asked(request, layout)
    if asked and merge(draft, cells=asked, texts={}, by=request.asked_by, at=at, seen_version=None):
        draft.nothing_to_report = False
    draft.save(update_fields=["cells", "texts", "nothing_to_report", "version", "saved_at", "saved_by"])
    return len(asked)


def _said(sheet: Sheet, layout: FormLayout) -> tuple[Words, Words]:
    """Cells and texts of what was accepted, at their addresses in the form the round asks now."""
    cells = {
        address: plain(answer)
        for address, answer in sheet.cells.items()
        if sheet.layout.place_of[address][3].kind in ("input", "carried")
    }
    texts = {**sheet.texts, **{EXPLAINS + address: word for address, word in sheet.explanations.items()}}
    if sheet.layout == layout:
        return cells, texts
    moved = remap(_as_entries(cells), _as_entries(texts), old=sheet.layout, new=layout)
    return _plainly(moved.cells), _plainly(moved.texts)


def _instead(kept: str, wanted: Words) -> dict[str, Typed]:
    """What is wanted, and nothing of what else was kept."""
    cleared = {address: Typed(None) for address in entries(kept) if address not in wanted}
    return cleared | {address: Typed(text) for address, text in wanted.items()}


def _asked(request: CorrectionRequest, layout: FormLayout) -> dict[str, Typed]:
    asked: Words = json.loads(request.cells)
    return {address: Typed(text) for address, text in asked.items() if address in layout.place_of}


def _as_entries(words: Words) -> dict[str, dict[str, str]]:
    return {address: {"v": text} for address, text in words.items()}


def _plainly(moved: dict[str, dict[str, str]]) -> Words:
    return {address: entry["v"] for address, entry in moved.items() if entry["v"]}
