"""Totals, what they are made of, and how they changed. Load, read, answer."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

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


@router.get("/totals", response=TotalList, summary="Totals of a unit for a form and period")
def totals(
    request: HttpRequest,
    template: Text = "",
    period: Text = "",
    unit: Text = "",
    tree: Text = "now",
    basis: Text = "accepted",
    edition: Text = "official",
    as_of: Text = "",
    cell: Text = "",
    limit: Limit = 200,
    offset: Offset = 0,
) -> dict[str, Any]:
    """`tree`: "now" (today's units), "then" (of the period's last day) or "now,then" for both."""
    check_scope(request, "read")
    items: list[dict[str, Any]] = []
    apart: list[dict[str, Any]] = []
    for one in tree.split(","):
        given = {
            "template": template, "period": period, "unit": unit, "tree": one.strip(), "basis": basis,
            "edition": edition, "as_of": as_of,
        }  # fmt: skip
        wanted = _want(request, given)
        if cell:
            _line(wanted, cell)
        own, predecessors = totals_of(wanted, cell=cell)
        items += own
        apart += predecessors
    return {"items": items[offset : offset + limit], "count": len(items), "predecessors": apart}


@router.get("/totals/sources", response=SourceList, summary="What one total is made of")
def totals_sources(
    request: HttpRequest,
    cell: Text,
    template: Text = "",
    period: Text = "",
    unit: Text = "",
    tree: Text = "now",
    edition: Text = "official",
    as_of: Text = "",
    limit: Limit = 200,
    offset: Offset = 0,
) -> dict[str, Any]:
    check_scope(request, "read")
    given = {
        "template": template, "period": period, "unit": unit, "tree": tree, "edition": edition,
        "as_of": as_of,
    }  # fmt: skip
    wanted = _want(request, given)
    found = sources_of(wanted, _line(wanted, cell))
    return {
        "total": total_out(wanted, wanted.unit, found.line, found.value, tree=wanted.tree),
        "items": [source_out(source) for source in found.sources[offset : offset + limit]],
        "count": len(found.sources),
        "missing": [UnitOut.of(view) for view in found.missing],
        "without_answer": [UnitOut.of(view) for view in found.without_answer],
    }


@router.get("/comparisons", response=ComparisonList, summary="Changes of a unit's totals")
def comparisons(
    request: HttpRequest,
    template: Text = "",
    period: Text = "",
    unit: Text = "",
    tree: Text = "now",
    basis: Text = "accepted",
    edition: Text = "official",
    as_of: Text = "",
    limit: Limit = 200,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Against the same period last year and the previous one (of cumulative periods: the last quarter against
    the one before it, by difference), over units complete in both."""
    check_scope(request, "read")
    given = {
        "template": template, "period": period, "unit": unit, "tree": tree, "basis": basis,
        "edition": edition, "as_of": as_of,
    }  # fmt: skip
    wanted = _want(request, given)
    if not wanted.book.lines:
        return {"items": [], "count": 0}
    page = overview(wanted)
    asked = page.wanted.asked
    last_year = code_of(asked.last_year) if asked.last_year else ""
    before = page.before_code if is_cumulative(page.wanted.book) else code_of(asked.before)
    return {
        "items": [
            comparison_out(page, row, last_year=last_year, before=before)
            for row in page.rows[offset : offset + limit]
        ],
        "count": len(page.rows),
    }


@router.get("/ranks", response=RankList, summary="Units below one, in order of a cell's value")
def ranks(
    request: HttpRequest,
    cell: Text,
    template: Text = "",
    period: Text = "",
    unit: Text = "",
    tree: Text = "now",
    basis: Text = "accepted",
    as_of: Text = "",
    limit: Limit = 200,
    offset: Offset = 0,
) -> dict[str, Any]:
    check_scope(request, "read")
    given = {
        "template": template, "period": period, "unit": unit, "tree": tree, "basis": basis, "as_of": as_of,
    }  # fmt: skip
    wanted = _want(request, given)
    _line(wanted, cell)
    page = overview(wanted, cell=cell)
    rows = by_unit(page)
    last_year = code_of(wanted.asked.last_year) if wanted.asked.last_year else ""
    items = [
        {
            "rank": int(row.rank) if row.rank else None,
            "unit": UnitOut.of(row.unit),
            "amount": plain_amount(row.value.amount, decimals=page.chosen.decimals),
            "same_period_last_year": change_out(
                change_of(page, row.unit.id),
                against=last_year,
                words=page.last_year_words,
                decimals=page.chosen.decimals,
            ),
        }
        for row in rows[offset : offset + limit]
    ]
    return {"cell": cell, "period": wanted.shown.period_code, "items": items, "count": len(rows)}


def _want(request: HttpRequest, given: Mapping[str, str]) -> Wanted:
    wanted = want(user_of(request), given, today=timezone.localdate())
    if wanted is None:
        raise NotWithinReach(_("Chưa có đợt báo cáo nào trong phạm vi của anh/chị."))
    return wanted


def _line(wanted: Wanted, cell: str) -> Line:
    line = wanted.book.line(cell)
    if line is None:
        raise BadContent(_("Biểu mẫu không có ô “%(cell)s”.") % {"cell": cell})
    return line
