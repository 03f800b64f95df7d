"""Save what was typed on a page, in Vietnamese notation. What cannot be read is kept as typed, never lost."""

from collections.abc import Mapping
from datetime import datetime

from indicators.answers import AnswerError, parse_answer, plain
from indicators.layout import FormLayout
from submissions.actions.save_draft import save
from submissions.drafts import SavedDraft, Typed
from submissions.models import Submission
from submissions.words import TYPED_LENGTH, faults_in
from units.errors import BadContent
from units.models import User


def save_typed(
    *,
    submission: Submission,
    cells: Mapping[str, str | None],
    texts: Mapping[str, str | None] | None = None,
    explanations: Mapping[str, str | None] | None = None,
    by: User,
    at: datetime,
    seen_version: int | None = None,
    active_seconds: int = 0,
) -> SavedDraft:
    """As `save_draft`, of "1.234,5", "-", "…", "x"; an empty text clears. Unread text is a problem.

    `active_seconds`: how long somebody was at work on the form since the page's last save.
    """
    return save(
        submission=submission,
        cells=cells,
        texts=texts or {},
        explanations=explanations or {},
        by=by,
        at=at,
        seen_version=seen_version,
        read=_read_typed,
        active_seconds=active_seconds,
    )


def _read_typed(layout: FormLayout, address: str, text: str) -> Typed:
    for fault in faults_in(text, longest=TYPED_LENGTH):
        raise BadContent(fault, code="text_not_kept")
    try:
        answer = parse_answer(text, decimals=layout.place_of[address][3].decimals)
    except AnswerError:
        return Typed(None, unread=text)
    return Typed(None if answer is None else plain(answer))
