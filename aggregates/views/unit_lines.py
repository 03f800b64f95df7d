"""`/tong-hop/bao-cao/<assignment>/theo-don-vi/`: a consolidated report one line a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aggregates.actions.hand_out_unit_lines import hand_out_unit_lines
from aggregates.unit_lines import Answers, FigureColumn, UnitLine, UnitLines, unit_lines
from aggregates.unit_lines_words import words_below
from aggregates.views.consolidating import consolidated_for
from indicators.answers import format_answer
from indicators.forms import layout_asked
from submissions.permissions import may_see_draft
from submissions.views.report import heading
from units.export import XLSX
from units.models import User
from units.queries import UnitView

A_PAGE = 200
A_SHEET = 12
"""Columns of figures that a printed sheet takes; the lines of one row of the form stay together."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a cell; `now` where another figure counts since."""

    text: str
    now: str = ""
    has_moved: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """So many columns as a sheet takes: `groups` are rows of the form with how many columns each. `own`: the
    unit's own part; `total`: as taken; `signed`: on the report sent last, where a draft is newer."""

    columns: list[FigureColumn]
    groups: list[tuple[FigureColumn, int]]
    lines: list[tuple[int, UnitLine, list[Shown]]]
    own: list[str]
    total: list[Shown]
    signed: list[str]
    now: list[str]

    @property
    def has_labels(self) -> bool:
        return any(column.column for column in self.columns)


@require_GET
def lines_page(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = consolidated_for(user, assignment_id)
    page = unit_lines(submission, with_draft=may_see_draft(user, submission))
    shown = Paginator(page.units, A_PAGE).get_page(request.GET.get("trang"))
    context = heading(submission) | {
        "layout": layout_asked(submission.assignment.round),
        "page": page,
        "shown": shown,
        "blocks": _blocks(page, shown, user=user),
        "has_own": bool(page.found.basis and page.found.basis.own),
        "words": words_below(page),
        "sent": submission.sent if page.is_signed else None,
    }
    return render(request, "aggregates/unit_lines.html", context)


@require_GET
def lines_workbook(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = consolidated_for(user, assignment_id)
    name, content = hand_out_unit_lines(submission=submission, by=user, at=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _blocks(page: UnitLines, shown: "Page[UnitView]", *, user: User) -> list[Block]:
    first = shown.start_index()
    lines = page.lines(list(shown.object_list), user=user)
    return [_block(page, columns, lines, first) for columns in sheets_of(page.columns)]


def sheets_of(columns: Sequence[FigureColumn]) -> list[list[FigureColumn]]:
    """Columns by printed sheet; columns of one row of the form are parted only where they fill a sheet."""
    sheets: list[list[FigureColumn]] = []
    for _row, of_row in groupby(columns, key=lambda column: (column.number, column.row)):
        row = list(of_row)
        if not sheets or len(sheets[-1]) + len(row) > A_SHEET:
            sheets.append([])
        for column in row:
            if len(sheets[-1]) == A_SHEET:
                sheets.append([])
            sheets[-1].append(column)
    return sheets


def _block(page: UnitLines, columns: list[FigureColumn], lines: list[UnitLine], first: int) -> Block:
    own = page.found.basis.own if page.found.basis else {}
    grouped = groupby(columns, key=lambda column: (column.number, column.row))
    groups = [list(of_row) for _row, of_row in grouped]
    basis = page.now if page.basis is None else page.basis
    return Block(
        columns=columns,
        groups=[(of_row[0], len(of_row)) for of_row in groups],
        lines=[
            (at, line, [_cell(line, column.address) for column in columns])
            for at, line in enumerate(lines, first)
        ],
        own=[format_answer(own[c.address].answer) if c.address in own else "" for c in columns],
        total=[
            Shown(format_answer(basis.get(c.address)), has_moved=c.address in page.moved) for c in columns
        ],
        signed=[] if page.signed is None or page.is_signed else _texts(page.signed, columns),
        now=_texts(page.now, columns),
    )


def _texts(answers: Answers, columns: list[FigureColumn]) -> list[str]:
    return [format_answer(answers.get(column.address)) for column in columns]


def _cell(line: UnitLine, address: str) -> Shown:
    said = format_answer(line.said.get(address)) if line.said else ""
    now = format_answer(line.now.get(address)) if line.now else ""
    if not line.has_moved or said == now:
        return Shown(said)
    return Shown(said, now, has_moved=True)
