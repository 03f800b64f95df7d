"""The page of an upload: the form with what the file says in it, old → new, to be corrected in place."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.cells_in_words import where as place_words
from submissions.actions.mark_workbook import cell_marks
from submissions.actions.read_workbook import WorkbookReading
from submissions.background import working_sheet
from submissions.models import Submission
from submissions.problem_groups import SHOWN, grouped
from submissions.rules import Problem
from submissions.views.form_facts import facts_of
from submissions.views.printed import Said, html_id, printed
from submissions.views.printed_beside import printed_enclosures, printed_lists, printed_sections
from submissions.views.report import heading
from submissions.views.report_saving import Changes
from submissions.workbook_messages import reading_problems
from units.models import User


def upload_page(
    request: HttpRequest,
    user: User,
    submission: Submission,
    reading: WorkbookReading,
    name: str,
    *,
    token: str,
    changes: Changes,
) -> HttpResponse:
    """`changes`: what was corrected in place so far."""
    assert reading.sheet is not None
    problems = reading.problems_in_words()
    groups = grouped([problem | {"id": _id(problem["address"])} for problem in problems])
    fixing = bool(token) and not reading.needs_confirmation
    count = {
        severity: sum(1 for p in problems if _severity(p) == severity) for severity in ("error", "warning")
    }
    context = heading(submission) | {
        "file_name": name,
        "token": token,
        "reading": reading,
        "sheet": reading.sheet,
        "layout": reading.layout,
        "tables": printed(reading.sheet, said=_said(reading, problems), before=working_sheet(submission)),
        "lists": printed_lists(reading.sheet, before=working_sheet(submission))
        if reading.layout.lists
        else [],
        "sections": printed_sections(reading.sheet),
        "enclosures": printed_enclosures(reading.sheet),
        "groups": groups,
        "errors": count["error"],
        "warnings": count["warning"],
        "unlisted": max(0, len(problems) - SHOWN),
        "explained": _explained(reading, problems, changes),
        "changed": len(reading.changes),
        "corrected": len(changes.cells) + len(changes.texts),
        "editable": fixing,
        "shown_json": json.dumps(reading.as_in_file, ensure_ascii=False),
        "facts": _facts(user, submission, reading) if fixing else None,
        "can_be_marked": reading.kind == "xlsx" and bool(cell_marks(reading)),
    }
    return render(request, "submissions/upload.html", context)


def _severity(problem: dict[str, Any]) -> str:
    return "error" if problem["severity"] == "error" else "warning"


def _id(address: str) -> str:
    return html_id(address) if address else ""


def _said(reading: WorkbookReading, problems: list[dict[str, Any]]) -> dict[str, list[Said]]:
    """Each cell's problems without the cell's name. That cells are empty is said once, in the list."""
    said: dict[str, list[Said]] = {}
    for problem in problems:
        address = problem["address"]
        if address in reading.layout.place_of and problem["code"] != "empty_cells":
            words = problem["message"].removeprefix(f"{_place(reading, address)}: ")
            said.setdefault(address, []).append(Said(words, problem["severity"]))
    return said


def _place(reading: WorkbookReading, address: str) -> str:
    return place_words(reading.layout, address) if address in reading.layout.place_of else ""


def _explained(
    reading: WorkbookReading, problems: list[dict[str, Any]], changes: Changes
) -> list[dict[str, str]]:
    """Warnings of the rules, each with room for a word on it, as on the form."""
    sheet = reading.sheet
    assert sheet is not None
    by_rules = _keys(reading.problems) - _keys(reading.of_file)
    return [
        problem | {"word": changes.explanations.get(problem["address"]) or _word(reading, problem["address"])}
        for problem in problems[:SHOWN]
        if problem["severity"] == "warning" and (problem["code"], problem["address"]) in by_rules
    ]


def _keys(problems: tuple[Problem, ...]) -> set[tuple[str, str]]:
    return {(problem.code, problem.address) for problem in problems}


def _word(reading: WorkbookReading, address: str) -> str:
    return reading.sheet.explanations.get(address, "") if reading.sheet else ""


def _facts(user: User, submission: Submission, reading: WorkbookReading) -> dict[str, Any]:
    """As of the form, but nothing is saved by itself, and the list stays as the server said it."""
    assert reading.sheet is not None
    found = [problem for problem in reading.problems if problem not in reading.of_file]
    facts = facts_of(user, submission, reading.sheet, found)
    unread = reading.sheet.unread
    kept = [p for p in reading_problems(reading.of_file, reading.layout) if p["address"] not in unread]
    told = [problem | {"of_file": True} for problem in kept if problem["address"]]
    return facts | {"save": "", "emptyWords": "", "problems": [*facts["problems"], *told]}
