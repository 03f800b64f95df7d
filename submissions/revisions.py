"""The sealed document of a revision: canonical JSON text, its SHA-256, and back to a sheet."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from indicators.answers import plain
from indicators.forms import layout_asked
from indicators.layout import FormLayout
from indicators.models import TemplateVersion
from submissions.consolidating import below_from, sealed_words
from submissions.lists import as_document, from_document
from submissions.models import Revision, Submission
from submissions.sheet import NOTHING, Background, Enclosed, Sheet, sheet_from_plain


@dataclass(frozen=True, slots=True)
class Told:
    """By whom the figures were said, in words, and how (a `Revision.Told`), when somebody else typed them."""

    by: str = ""
    how: str = ""


NOT_TOLD = Told()


def document_of(sheet: Sheet, submission: Submission, *, told: Told = NOT_TOLD) -> str:
    """All that is said, as one text: the same sheet is always the same text."""
    assignment = submission.assignment
    learnt = {"told_by": told.by, "told_how": told.how} if told.how else {}
    return json.dumps(
        {
            "cells": {address: plain(answer) for address, answer in sheet.cells.items()},
            "texts": {at: text for at, text in sheet.texts.items() if at not in sheet.layout.list_at},
            "explanations": dict(sheet.explanations),
            "nothing_to_report": sheet.nothing_to_report,
            "template": assignment.round.template.code,
            "version": assignment.round.version.number,
            "period": assignment.round.period_code,
            "subject": assignment.subject_id,
            **_had_elsewhere(sheet),
            **_opened(sheet),
            **_enclosed(sheet),
            **_listed(sheet),
            **learnt,
            **({} if sheet.background.below is None else {"below": sealed_words(sheet.background.below)}),
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def _had_elsewhere(sheet: Sheet) -> dict[str, Any]:
    """Where the cells that were filled in from other forms came from; nothing where there are none."""
    reused = {
        address: {
            "form": one.form,
            "periods": [part.period for part in one.parts],
            "revisions": [part.revision for part in one.parts],
        }
        for address, one in sheet.background.reused.items()
    }
    return {"reused": reused} if reused else {}


def _opened(sheet: Sheet) -> dict[str, Any]:
    """The carried cells that were typed as opening figures; nothing where there are none."""
    typed = sorted(sheet.opened & sheet.cells.keys())
    return {"opened": typed} if typed else {}


def _enclosed(sheet: Sheet) -> dict[str, Any]:
    """The documents that come with it; nothing where there are none."""
    files = {address: [asdict(one) for one in found] for address, found in sheet.enclosures.items() if found}
    return {"enclosures": files} if files else {}


def _listed(sheet: Sheet) -> dict[str, Any]:
    """The lines of its lists by the keys of their columns; nothing where there are none."""
    lists = {
        address: as_document(sheet.texts[address], asked)
        for address, asked in sheet.layout.list_at.items()
        if sheet.texts.get(address)
    }
    return {"lists": lists} if lists else {}


def reused_in(revision: Revision) -> frozenset[str]:
    """The cells of a sealed document that were filled in from other forms."""
    return frozenset(json.loads(revision.document).get("reused", ()))


def digest_of(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def version_said(revision: Revision) -> TemplateVersion:
    """The version of the form in which a revision was said: the round may have gone on with another since.

    A query for each other version, remembered on the round's.
    """
    return _numbered(revision, json.loads(revision.document).get("version"))


def _numbered(revision: Revision, number: int | None) -> TemplateVersion:
    """None: what was loaded in bulk names no version; it was said in the round's."""
    current = revision.submission.assignment.round.version
    if number in (None, current.number):
        return current
    known: dict[int, TemplateVersion] = current.__dict__.setdefault("_others", {})
    if number not in known:
        others = TemplateVersion.objects.filter(template=current.template_id).defer("workbook")
        known[number] = others.get(number=number)
    return known[number]


def _lists_said(said: dict[str, Any], layout: FormLayout) -> dict[str, str]:
    asked = layout.list_at
    return {address: from_document(lines, asked[address]) for address, lines in said.get("lists", {}).items()}


def sheet_of_revision(revision: Revision) -> Sheet:
    """What was said, as a sheet of the form it was said in."""
    said: dict[str, Any] = json.loads(revision.document)
    version = _numbered(revision, said.get("version"))
    round_ = revision.submission.assignment.round
    read = sheet_from_plain(layout_asked(round_, version), said["cells"])
    below = said.get("below")
    return Sheet(
        layout=read.layout,
        background=NOTHING if below is None else Background(below=below_from(below, read.layout)),
        cells=read.cells,
        texts=said["texts"] | _lists_said(said, read.layout),
        explanations=said["explanations"],
        opened=frozenset(said.get("opened", ())),
        nothing_to_report=said["nothing_to_report"],
        enclosures={
            address: tuple(Enclosed(**one) for one in found)
            for address, found in said.get("enclosures", {}).items()
        },
    )


def sent_sheet(submission: Submission) -> Sheet:
    """What was sent last. The revision's own way back to the report is known: no query."""
    assert submission.sent is not None
    submission.sent.submission = submission
    return sheet_of_revision(submission.sent)
