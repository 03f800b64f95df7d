"""`/bao-cao/<assignment>/`: the official form of one duty, to fill, to sign or to read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from indicators.cells_in_words import where as place_words
from indicators.queries import effective_due
from submissions.background import background_of_sent, working_sheet
from submissions.closing import closed_words
from submissions.conditions import is_unsigned, waits_for_signature
from submissions.consolidating import BELOW
from submissions.inherited import inherited
from submissions.messages import message_of
from submissions.models import Comment, Revision, Status, Submission
from submissions.objecting import said_of_form
from submissions.originals import can_be_handed_back, standing_upload
from submissions.own_work import is_own, only_signer_words, signs_own_in_vain, why_not_own
from submissions.permissions import actions_open_to, leads_above, may_see_cells, may_see_draft
from submissions.provenance import filled_for
from submissions.queries import comments_for, submission_for
from submissions.reuse_words import corrected_since, refilled, source_lines, source_words
from submissions.revisions import digest_of, document_of, reused_in, sent_sheet
from submissions.rules import Problem, check
from submissions.sheet import Sheet, as_said
from submissions.signers import capacities_of, signers_known_to
from submissions.transitions import Action
from submissions.views.form_facts import facts_of
from submissions.views.printed import PrintedTable, Said, html_id, printed, standing_in, where
from submissions.views.printed_beside import (
    printed_enclosures,
    printed_lists,
    printed_openings,
    printed_sections,
)
from submissions.wording import period_words, reached_words, saved_words, time_left
from units.models import Role, User
from units.permissions import has_role
from units.queries import describe_units

WORKING = frozenset({Status.DRAFT, Status.RETURNED, Status.CORRECTING})


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem or comment as the list beside the form shows it."""

    severity: str
    text: str
    where: str
    id: str
    by: str = ""
    at: datetime | None = None


@require_GET
def report(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    if not may_see_cells(user, submission):
        above = leads_above(user, submission.assignment.responsible_id)
        return render(request, "submissions/report_unsent.html", heading(submission) | {"leads_above": above})
    context = page_of(user, submission, now=timezone.now())
    answer = render(request, "submissions/report.html", context)
    if context["editable"]:
        answer.headers["Kept-For"] = str(user.pk)  # form-worker.js keeps it for work without a network
    return answer


def page_of(user: User, submission: Submission, *, now: datetime) -> dict[str, Any]:
    """What the page of a report shows to a person."""
    open_actions = actions_open_to(user, submission)
    sheet = shown_sheet(user, submission)
    working = may_see_draft(user, submission) and submission.status in WORKING | {Status.AWAITING_SIGN_OFF}
    problems = check(sheet) if working else []
    comments = list(comments_for(user, submission).filter(resolved_at__isnull=True))
    editable = Action.EDIT in open_actions
    return heading(submission) | {
        "layout": sheet.layout,
        "editable": editable,
        "working": working,
        "can": {action.value: True for action in open_actions},
        "tables": tables_of(sheet, problems=problems, comments=comments),
        "openings": printed_openings(sheet),
        "sections": printed_sections(sheet),
        "lists": printed_lists(sheet),
        "enclosures": printed_enclosures(sheet, files=submission.draft.files if editable else "{}"),
        "sheet": sheet,
        "errors": [remark for remark in remarks(problems, sheet) if remark.severity == "error"],
        "warnings": _warnings(problems, sheet),
        "comments": [comment_remark(comment, sheet) for comment in comments],
        "saved": _saved(submission, now, editable=editable) if working else "",
        "closed": closed_words(submission.assignment.round) if working else "",
        "left": time_left(effective_due(submission.assignment), now),
        "is_overdue": now > effective_due(submission.assignment) and submission.status in WORKING,
        "facts": facts_of(user, submission, sheet, problems) if editable else None,
        "objections": said_of_form(submission) if editable else [],
        "shown_json": json.dumps(shown_texts(sheet), ensure_ascii=False) if editable else "",
        "sent": None if working else submission.sent,
        "digest": digest_of(document_of(sheet, submission)) if working else "",
        **_signing(user, submission, working=working),
        "waits_for_signature": waits_for_signature(submission),
        "filled": filled_for(submission) if working and getattr(submission, "was_filled", True) else None,
        "was_entered": submission.sent is not None and submission.sent.was_told,
        **(_last_upload(submission) if editable else {}),
        **_had_elsewhere(submission, sheet, working=working),
        **_correction(submission),
        **(_correctable(sheet) if Action.REQUEST_CORRECTION in open_actions else {}),
    }


def _signing(user: User, submission: Submission, *, working: bool) -> dict[str, Any]:
    """While somebody has to sign, for the unit's own people: who can, in which capacities this person can."""
    unit = submission.assignment.responsible_id
    is_to_sign = (working and not is_unsigned(submission)) or waits_for_signature(submission)
    is_to_sign = is_to_sign or submission.status == Status.AWAITING_SIGN_OFF
    if not is_to_sign or not has_role(user, list(Role), unit):
        return {}
    signers, given = signers_known_to(user, unit), capacities_of(user, unit)
    own = ""
    if given and is_own(user, submission):
        own = why_not_own(user, unit) if signs_own_in_vain(user, submission) else ""
    elif given and submission.status in WORKING:
        own = only_signer_words(user, unit)
    return {
        "own_words": own,
        "signers": [one.words for one in signers],
        "nobody_signs": not signers,
        "capacities": [(value, words) for value, words in Revision.Capacity.choices if value in given],
    }


def _saved(submission: Submission, now: datetime, *, editable: bool) -> str:
    words = reached_words if editable else saved_words
    return words(submission.draft.saved_at, now)


def _last_upload(submission: Submission) -> dict[str, Any]:
    """The file that can be undone in one step. No query where none came in, else up to two."""
    upload = standing_upload(submission) if getattr(submission, "has_uploads", True) else None
    return {"upload": upload, "upload_is_markable": upload is not None and can_be_handed_back(upload)}


def _had_elsewhere(submission: Submission, sheet: Sheet, *, working: bool) -> dict[str, Any]:
    """Where reused cells come from, and those whose source was corrected: since the draft was saved, or since
    the report was sent."""
    return {
        "source_lines": source_lines(sheet),
        "refilled": refilled(sheet) if working else [],
        "corrected": [] if working else corrected_since(submission),
    }


def _correctable(sheet: Sheet) -> dict[str, Any]:
    """The cells whose new figures a request for correction may say, with what stands in them."""
    layout = sheet.layout
    cells = [
        (a, f"{layout.excel_cell(a)} · {where(layout, a)}: {standing_in(sheet, a)}") for a in sheet.typed
    ]
    return {"correctable": cells, "correction_rows": range(1, 1 + min(5, len(cells)))}


def heading(submission: Submission) -> dict[str, Any]:
    """What names the report on every page of it. Two queries; more where it came over."""
    assignment = submission.assignment
    units = describe_units([assignment.subject_id, assignment.recipient_id], on=assignment.round.period.ends)
    return {
        "submission": submission,
        "assignment": assignment,
        "template": assignment.round.template,
        "period": assignment.round.period,
        "period_name": period_words(assignment.round.period_code),
        "due": effective_due(assignment),
        "subject": units[assignment.subject_id].full_name,
        "place_name": units[assignment.subject_id].name,
        "recipient": units[assignment.recipient_id].full_name,
        "inherited": inherited(submission, units[assignment.subject_id]),
    }


def shown_sheet(user: User, submission: Submission) -> Sheet:
    """The draft while the unit's own people work on it; else what was sent."""
    in_work = submission.status in WORKING | {Status.AWAITING_SIGN_OFF}
    if submission.sent is None or (in_work and may_see_draft(user, submission)):
        return working_sheet(submission)
    return sent_with_sources(submission)


def sent_with_sources(submission: Submission) -> Sheet:
    """What was sent last; cells had from other forms know where from. No query where there are none."""
    assert submission.sent is not None
    sheet = sent_sheet(submission)
    if not reused_in(submission.sent):
        return sheet
    return as_said(sheet, background_of_sent(submission, submission.sent))


def tables_of(
    sheet: Sheet,
    *,
    problems: list[Problem],
    comments: list[Comment],
    before: Sheet | None = None,
    beside: Mapping[str, list[Said]] | None = None,
) -> list[PrintedTable]:
    """The form with what is said at its cells, `beside` first. That cells are empty is said once, in the
    list."""
    said = {address: list(words) for address, words in (beside or {}).items()}
    for problem in problems:
        if problem.address in sheet.layout.place_of and problem.code != "empty_cells":
            words = Said(_at_the_cell(problem, sheet), problem.severity)
            said.setdefault(problem.address, []).append(words)
    for address in {one.address for one in problems if one.severity == "warning"} & set(said):
        if word := sheet.explanations.get(address):
            said[address].append(Said(f"“{word}”", "word"))
    for address, one in sheet.background.reused.items():
        if one.how == BELOW:  # every cell is; said once above the form
            continue
        said.setdefault(address, []).append(Said(source_words(one), "source"))
    for comment in comments:
        if comment.address:
            words = Said(comment.text, "comment", comment.made_by.full_name)
            said.setdefault(comment.address, []).append(words)
    return printed(sheet, said=said, before=before)


def _at_the_cell(problem: Problem, sheet: Sheet) -> str:
    """The sentence without the name of the cell in which it stands."""
    place = place_words(sheet.layout, problem.address)
    return message_of(problem, sheet.layout).removeprefix(f"{place}: ")


def remarks(problems: list[Problem], sheet: Sheet) -> list[Remark]:
    return [
        Remark(
            problem.severity,
            message_of(problem, sheet.layout),
            where(sheet.layout, problem.address),
            html_id(problem.address) if problem.address else "",
        )
        for problem in problems
    ]


def _warnings(problems: list[Problem], sheet: Sheet) -> list[dict[str, Any]]:
    """Warnings with the word given on each."""
    return [
        {
            "remark": remarks([problem], sheet)[0],
            "address": problem.address,
            "word": sheet.explanations.get(problem.address, ""),
        }
        for problem in problems
        if problem.severity == "warning"
    ]


def comment_remark(comment: Comment, sheet: Sheet) -> Remark:
    return Remark(
        "comment",
        comment.text,
        where(sheet.layout, comment.address),
        html_id(comment.address) if comment.address else "",
        comment.made_by.full_name,
        comment.made_at,
    )


def shown_texts(sheet: Sheet) -> dict[str, str]:
    """What stands in every cell for typing and every note: what a plain POST is compared with."""
    return {address: standing_in(sheet, address) for address in [*sheet.typed, *sheet.layout.for_words]}


def _correction(submission: Submission) -> dict[str, Any]:
    """The latest request for correction of an accepted report: while it is open, or when it was refused."""
    latest = None
    if submission.status == Status.ACCEPTED:
        asked = submission.correction_requests.select_related("asked_by", "answered_by")
        latest = asked.order_by("-pk").first()
    return {
        "request_open": latest if latest and latest.granted is None else None,
        "refused": latest if latest and latest.granted is False else None,
    }
