"""Saving what is typed on the form: by its script in the background, or by a plain POST without it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from submissions.actions.save_typed import save_typed
from submissions.drafts import SavedDraft, entries, layout_for
from submissions.messages import problems_as_dicts
from submissions.models import Submission
from submissions.queries import submission_for, submission_to_save
from submissions.remapping import EXPLAINS
from submissions.sheet import Sheet
from submissions.views.printed import standing_in
from submissions.wording import reached_words
from units.errors import BadContent, Conflict
from units.models import User


@dataclass(slots=True)
class Changes:
    """What a person changed, by address, as typed."""

    cells: dict[str, str | None] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)
    explanations: dict[str, str | None] = field(default_factory=dict)
    seen_version: int | None = None
    active_seconds: int = 0

    def without(self, addresses: Mapping[str, Any]) -> "Changes":
        keep = [
            {address: text for address, text in part.items() if address not in addresses}
            for part in (self.cells, self.texts, self.explanations)
        ]
        return Changes(keep[0], keep[1], keep[2], self.seen_version)

    def __contains__(self, address: str) -> bool:
        explained = address.removeprefix(EXPLAINS) if address.startswith(EXPLAINS) else None
        return address in self.cells or address in self.texts or explained in self.explanations

    def __bool__(self) -> bool:
        return bool(self.cells or self.texts or self.explanations)


@require_POST
def save(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    if request.content_type == "application/json":
        said = _object(request.body)
        _check_person(user, said.get("person"))
        return _saved_in_background(user, submission_to_save(user, assignment_id), _changes_in_json(said))
    save_form(request, submission_for(user, assignment_id))
    return redirect("report", assignment_id)


def save_form(request: HttpRequest, submission: Submission) -> None:
    """Save a plain POST of the form. Cells that somebody else changed meanwhile stay theirs, and are told."""
    user = request.user
    assert isinstance(user, User)
    changes = changes_in_form(request.POST)
    if not changes:
        return
    try:
        _save(user, submission, changes)
    except Conflict as conflict:
        cells: dict[str, dict[str, str]] = conflict.details.get("cells", {})
        if not cells:
            raise
        rest = changes.without(cells)
        if rest:
            _save(user, submission, rest)
        layout = layout_for(submission)
        for address, both in cells.items():
            messages.warning(
                request,
                _(
                    "Ô %(cell)s: anh/chị nhập “%(yours)s”, %(by)s đã lưu “%(theirs)s” trước. "
                    "Hãy nhập lại nếu cần."
                )
                % {"cell": layout.where(address), **{k: v or "" for k, v in both.items()}},
            )
    else:
        messages.success(request, _("Đã lưu bản nháp."))


def _save(user: User, submission: Submission, changes: Changes) -> SavedDraft:
    return save_typed(
        submission=submission,
        cells=changes.cells,
        texts=changes.texts,
        explanations=changes.explanations,
        by=user,
        at=timezone.now(),
        seen_version=changes.seen_version,
        active_seconds=changes.active_seconds,
    )


def _saved_in_background(user: User, submission: Submission, changes: Changes) -> JsonResponse:
    saved = _save(user, submission, changes)
    draft, sheet = saved.draft, saved.sheet
    theirs = {
        address: _standing(sheet, address)
        for document in (draft.cells, draft.texts)
        for address, entry in entries(document).items()
        if entry["n"] > (changes.seen_version or 0) and address not in changes
    }
    return JsonResponse(
        {
            "version": saved.version,
            "saved": reached_words(saved.saved_at, timezone.now()),
            "answered": sheet.answered,
            "problems": problems_as_dicts(saved.problems, sheet.layout),
            "theirs": theirs,
        }
    )


def _standing(sheet: Sheet, address: str) -> str:
    if address.startswith(EXPLAINS):
        return sheet.explanations.get(address.removeprefix(EXPLAINS), "")
    return standing_in(sheet, address)


def changes_in_form(posted: QueryDict) -> Changes:
    """The fields whose text differs from what the page had shown (`shown`)."""
    shown = _object(posted.get("shown") or "{}")
    changes = Changes(seen_version=version_of(posted.get("seen_version")))
    for name, text in posted.items():
        kind, _colon, address = name.partition(":")
        if kind == "explain":
            changes.explanations[address] = str(text)
        elif kind in {"cell", "text"} and str(text) != shown.get(address, ""):
            (changes.cells if kind == "cell" else changes.texts)[address] = str(text)
    return changes


def _check_person(user: User, said: object) -> None:
    """Whoever signed in on this machine meanwhile does not save what another typed. None: nobody is named."""
    if said is not None and said != user.pk:
        raise Conflict(
            _("Máy này đang đăng nhập bằng tài khoản khác. Số đã nhập vẫn giữ cho người nhập."),
            code="other_person",
        )


def _changes_in_json(said: dict[str, Any]) -> Changes:
    return Changes(
        _texts(said.get("cells")),
        _texts(said.get("texts")),
        _texts(said.get("explanations")),
        version_of(said.get("seen_version")),
        _seconds(said.get("active")),
    )


def _seconds(said: object) -> int:
    """How long somebody was at work; what cannot be read says nothing: no number is lost for it."""
    return min(said, 86_400) if type(said) is int and said > 0 else 0


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise _unreadable()
    return said


def _texts(said: object) -> dict[str, str | None]:
    if said is None:
        return {}
    if isinstance(said, dict) and all(isinstance(text, str) for text in said.values()):
        # An address that is no text is quoted in the refusal, and UTF-8 has no half surrogates.
        return {address.encode("utf-8", "replace").decode(): text for address, text in said.items()}
    raise _unreadable()


def version_of(said: object) -> int | None:
    """None when none is said; one that cannot be read must not pass as "do not ask"."""
    if said is None or said == "":
        return None
    text = str(said) if isinstance(said, int | str) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _unreadable()
    return int(text)


def _unreadable() -> BadContent:
    return BadContent(_("Nội dung gửi lên không đọc được. Hãy tải lại trang."))
