"""Totals, what they are made of, and how they changed. Load, read, answer."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from aggregates.answering import (
    change_out,
    comparison_out,
    source_out,
    total_out,
    totals_of,
)
from aggregates.asked import Line
from aggregates.overview import overview
from aggregates.schemas import ComparisonList, RankList, SourceList, TotalList
from aggregates.sources import sources_of
from aggregates.timeline import is_cumulative
from aggregates.wanted import Wanted, want
from aggregates.ways_down import by_unit, change_of
from aggregates.wording import plain_amount
from indicators.periods import code_of
from units.api_auth import check_scope, user_of
from units.errors import BadContent, NotWithinReach
from units.paging import Limit, Offset
from units.schemas import UnitOut

router = Router(tags=["aggregates"])
Text = Annotated[str, Query(max_length=200)]


class Asked(Schema):
    """What every operation here is asked about; what is left out is the latest, the highest, today's.

    `tree`: "now" (today's units) or "then" (of the period's last day; for a unit that has ended unless told
    otherwise). `as_of`: the day on which `unit` is a code. `known_on`: a day, for the answer as it was known
    at the end of it. `edition`: plan, estimate, preliminary, official; by default the official one, else the
    latest the period was asked in. `period` may be one nobody was asked about that follows from others
    (2026-Q3 = 9M − 6M). `shared`: the code of an indicator whose owner lets one read it; accepted totals of
    that indicator alone, without their sources.
    """

    template: str = Field("", max_length=200)
    period: str = Field("", max_length=200)
    unit: str = Field("", max_length=200)
    tree: str = Field("", max_length=200)
    basis: str = Field("accepted", max_length=200)
    edition: str = Field("", max_length=200)
    as_of: str = Field("", max_length=200)
    known_on: str = Field("", max_length=200)
    shared: str = Field("", max_length=200)


AskedAbout = Annotated[Asked, Query()]


@router.get("/totals", response=TotalList, summary="Totals of a unit for a form and period")
def totals(
    request: HttpRequest, asked: AskedAbout, cell: Text = "", limit: Limit = 200, offset: Offset = 0
) -> dict[str, Any]:
    """`tree` may be "now,then" for both."""
    check_scope(request, "read")
    items: list[dict[str, Any]] = []
    apart: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = []
    for tree in asked.tree.split(","):
        wanted = _want(request, asked, tree=tree.strip())
        if cell:
            _line(wanted, cell)
        own, predecessors, successors = totals_of(wanted, cell=cell)
        items += own
        apart += predecessors
        after += successors
    return {
        "items": items[offset : offset + limit],
        "count": len(items),
        "predecessors": apart,
        "successors": after,
    }


@router.get("/totals/sources", response=SourceList, summary="What one total is made of")
def totals_sources(
    request: HttpRequest, asked: AskedAbout, cell: Text, limit: Limit = 200, offset: Offset = 0
) -> dict[str, Any]:
    """Accepted answers only: what was merely sent has no place in the record yet."""
    check_scope(request, "read")
    wanted = _want(request, asked, basis="accepted")
    if wanted.shared:
        raise NotWithinReach(_("Quyền đọc số liệu không mở báo cáo của từng đơn vị."))
    found = sources_of(wanted, _line(wanted, cell), offset=offset, limit=limit)
    return {
        "total": total_out(wanted, wanted.unit, found.line, found.value, tree=wanted.tree, how=found.how),
        "items": [source_out(source) for source in found.sources],
        "count": found.count,
        "below": [
            total_out(wanted, one.unit, found.line, one.value, tree=wanted.tree) for one in found.below
        ],
        "missing": [UnitOut.of(view) for view in found.missing[offset : offset + limit]],
        "missing_count": len(found.missing),
        "without_answer": [UnitOut.of(view) for view in found.without_answer[offset : offset + limit]],
    }


@router.get("/comparisons", response=ComparisonList, summary="Changes of a unit's totals")
def comparisons(
    request: HttpRequest, asked: AskedAbout, limit: Limit = 200, offset: Offset = 0
) -> dict[str, Any]:
    """Against the same period last year and the previous one (of cumulative periods: the last quarter against
    the one before it, by difference), over units complete in both."""
    check_scope(request, "read")
    wanted = _want(request, asked)
    if not wanted.book.lines:
        return {"items": [], "count": 0}
    page = overview(wanted)
    beside = page.wanted.asked
    last_year = code_of(beside.last_year) if beside.last_year else ""
    before = page.before_code if is_cumulative(page.wanted.book) else code_of(beside.before)
    return {
        "items": [
            comparison_out(page, row, last_year=last_year, before=before)
            for row in page.rows[offset : offset + limit]
        ],
        "count": len(page.rows),
    }


@router.get("/ranks", response=RankList, summary="Units below one, in order of a cell's value")
def ranks(
    request: HttpRequest, asked: AskedAbout, cell: Text, limit: Limit = 200, offset: Offset = 0
) -> dict[str, Any]:
    check_scope(request, "read")
    wanted = _want(request, asked)
    _line(wanted, cell)
    page = overview(wanted, cell=cell)
    rows = by_unit(page)
    last_year = code_of(wanted.asked.last_year) if wanted.asked.last_year else ""
    items = [
        {
            "rank": int(row.rank) if row.rank else None,
            "unit": UnitOut.of(row.unit),
            "amount": plain_amount(row.scaled, decimals=page.chosen.decimals),
            "same_period_last_year": change_out(
                change_of(page, row.unit.id),
                against=last_year,
                words=page.last_year_words,
                decimals=page.chosen.decimals,
                in_points=page.chosen.is_percentage,
            ),
        }
        for row in rows[offset : offset + limit]
    ]
    return {"cell": cell, "period": wanted.period_code, "items": items, "count": len(rows)}


def _want(request: HttpRequest, asked: Asked, **given: str) -> Wanted:
    wanted = want(user_of(request), asked.dict() | given, today=timezone.localdate())
    if wanted is None:
        raise NotWithinReach(_("Chưa có đợt báo cáo nào trong phạm vi của anh/chị."))
    return wanted


def _line(wanted: Wanted, cell: str) -> Line:
    line = wanted.book.line(cell)
    if line is None:
        raise BadContent(_("Biểu mẫu không có ô “%(cell)s”.") % {"cell": cell})
    return line
