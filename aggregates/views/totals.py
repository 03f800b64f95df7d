"""Tổng hợp: the sentence first, then the numbers, then the way down.

A code that no unit carries today is looked up as of the last day one did.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aggregates.derived import derivable
from aggregates.naming import last_day_of
from aggregates.overview import DRAWN_FROM, Overview, overview, title_of
from aggregates.timeline import is_daily, words_for
from aggregates.values import Value
from aggregates.views.workbook import workbook_of
from aggregates.wanted import Wanted, has_ended, want
from aggregates.ways_down import by_time, by_unit, chart
from aggregates.wording import note_of, shown_amount
from indicators.calendars import period_named
from indicators.models import Edition
from indicators.periods import code_of
from units.asking import day_from
from units.errors import NotWithinReach
from units.models import User
from units.queries import UnitView

KEYS = ("template", "period", "unit", "as_of", "tree", "basis", "edition", "cell", "known_on", "shared")


@require_GET
def totals(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    given, unread = _readable(request.GET)
    today = timezone.localdate()
    try:
        wanted = want(user, given, today=today)
    except NotWithinReach:
        then = None if given["as_of"] else last_day_of(given["unit"], before=today)
        if then is None:
            raise
        said = {**_asked(given), "as_of": then.isoformat(), "format": given["format"]}
        return redirect(f"{request.path}?{_query(said)}")
    if wanted is None or not wanted.book.lines:  # no round at all, or a form of words only
        return render(request, "aggregates/totals_none.html")
    page = overview(wanted, cell=given.get("cell", ""))
    if given.get("format") == "xlsx":
        return workbook_of(page)
    return render(request, "aggregates/totals.html", {**_context(page, given), "unread": unread})


def _readable(query: QueryDict) -> tuple[Mapping[str, str], str]:
    """(what is asked, the day that could not be read): such a day is said beside the figures of now, and all
    else that was asked stays; a file is never of another day than was asked for."""
    given = {name: query.get(name, "") for name in (*KEYS, "format")}
    _day, unread = day_from(query, "known_on")
    if unread and given.get("format") != "xlsx":
        return {**given, "known_on": ""}, unread
    return given, ""


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    return {key: given[key] for key in KEYS if given.get(key)}


def _context(page: Overview, given: Mapping[str, str]) -> dict[str, Any]:
    wanted = page.wanted
    asked = _asked(given)
    times = by_time(page)
    unit_links = _unit_links(page, asked)
    return {
        "page": page,
        "drawn_from": DRAWN_FROM,
        "has_ended": has_ended(wanted.unit, wanted.atlas.today),
        "chosen_note": next((row.note for row in page.rows if row.is_chosen), ""),
        "wanted": wanted,
        "title": title_of(wanted),
        "is_provisional": wanted.basis == "provisional",
        "is_daily": is_daily(wanted.book),
        "rows": [(row, _here(asked, cell=row.line.address)) for row in page.rows],
        "units": [(row, unit_links.get(row.unit.id, "")) for row in by_unit(page)],
        "times": times,
        "chart": chart(page, times),
        "year": wanted.asked.span.year,
        "last_year": wanted.asked.span.year - 1,
        "periods": _periods(wanted),
        "editions": [
            (edition_word(one), Edition(one).label, one == wanted.edition) for one in wanted.editions
        ],
        "how": sorted({row.how for row in page.rows if row.how}),
        "warnings": [(row.line, warning) for row in page.rows for warning in row.warnings],
        "chosen_row": next((row for row in page.rows if row.is_chosen), None),
        "templates": sorted({(one.template.code, one.template.name) for one in wanted.rounds}),
        "crumbs": _crumbs(wanted, asked),
        "links": {
            "now": _here(asked, tree="now"),
            "then": _here(asked, tree="then"),
            "accepted": _here(asked, basis=""),
            "provisional": _here(asked, basis="provisional"),
            "today": _here(asked, known_on=""),
            "excel": _here(asked, format="xlsx"),
        },
        "said": _said(wanted),
        "predecessor_links": [
            (unit, _here(asked, unit=unit.code, as_of=wanted.shown.period.ends.isoformat(), tree=""))
            for unit in page.predecessors
        ],
        "successors": _successors(page, asked),
        "sources": reverse("totals-sources") + "?" + _query(_exact(wanted, page.chosen.address)),
    }


def _periods(wanted: Wanted) -> list[tuple[str, str, bool]]:
    """Periods that were asked about, then the year's that are counted from them."""
    rounds = wanted.book.rounds.values()
    listed = [
        (one.period_code, words_for(period_named(one.period_code)), one.period_code == wanted.period_code)
        for one in rounds
    ]
    counted = derivable(wanted.book.spans, wanted.span.year)
    return listed + [(code_of(span), words_for(span) + " *", span == wanted.span) for span in counted]


def _exact(wanted: Wanted, address: str) -> dict[str, str]:
    """All keys said, so that the address shows the same tomorrow."""
    said = {
        "template": wanted.book.template.code,
        "period": wanted.period_code,
        "unit": wanted.unit.code,
        "cell": address,
        "tree": wanted.tree,
    }
    if wanted.as_of != wanted.atlas.today:
        said["as_of"] = wanted.as_of.isoformat()
    if wanted.shared:
        said["shared"] = wanted.shared
    if wanted.known is not None:
        said["known_on"] = wanted.known.day.isoformat()
    if wanted.basis != "accepted":
        said["basis"] = wanted.basis
    if wanted.edition != Edition.OFFICIAL:
        said["edition"] = edition_word(wanted.edition)
    return said


def edition_word(edition: int) -> str:
    """What an address calls an edition: "estimate"."""
    return Edition(edition).name.lower()


def _unit_links(page: Overview, asked: dict[str, str]) -> dict[int, str]:
    """A unit with others below opens its own page; one that reports opens its sources."""
    wanted = page.wanted
    day = page.reading.day_of(wanted.shown.period_id)
    links = {}
    for view in wanted.names.of(page.reading.children(wanted.shown.period_id)):
        as_of = {"as_of": day.isoformat()} if view.ends is not None else {}
        if wanted.atlas.is_inner(view.id, day):
            links[view.id] = _here(asked, unit=view.code, **as_of)
        elif not wanted.shared:  # leave to read figures opens no report
            query = _exact(wanted, page.chosen.address) | {"unit": view.code} | as_of
            links[view.id] = reverse("totals-sources") + "?" + _query(query)
    return links


def _successors(page: Overview, asked: dict[str, str]) -> list[dict[str, Any]]:
    """What a unit that has ended became, on today's tree."""
    wanted, line = page.wanted, page.chosen
    rule = page.reading.rule(line.data_point)
    rows = []
    for one in page.successors:
        value = one.values.get(line.data_point, Value())
        rows.append(
            {
                "unit": one.unit,
                "is_whole": one.extent == "whole",
                "amount": shown_amount(value.shown(rule), decimals=line.decimals),
                "note": note_of(value, wanted.names, measure=rule.measure),
                "href": _here(asked, unit=one.unit.code, as_of="", tree="now"),
            }
        )
    return rows


def _crumbs(wanted: Wanted, asked: dict[str, str]) -> list[tuple[str, str]]:
    day = wanted.unit.ends or wanted.atlas.today
    above = wanted.atlas.path_to(wanted.unit.id, min(day, wanted.atlas.today))[1:]
    return [
        (view.full_name, _here(asked, unit=view.code, as_of=_as_of(view, wanted)))
        for view in wanted.names.of(reversed(above))
    ]


def _as_of(view: UnitView, wanted: Wanted) -> str:
    """The day on which the code is this unit's; "" for today's."""
    return view.ends.isoformat() if view.ends is not None and has_ended(view, wanted.atlas.today) else ""


def _said(wanted: Wanted) -> list[tuple[str, str]]:
    said = []
    if wanted.shared:
        said.append((_("chỉ tiêu"), _("riêng chỉ tiêu %(code)s, số đã duyệt") % {"code": wanted.shared}))
    if wanted.tree == "then":
        said.append((_("địa giới"), _("theo địa giới tại thời điểm báo cáo")))
    if wanted.basis == "provisional":
        said.append((_("số liệu"), _("tạm tính: cả báo cáo đã gửi, chưa duyệt")))
    if wanted.edition != Edition.OFFICIAL:
        said.append((_("ấn bản"), _("số %(edition)s") % {"edition": Edition(wanted.edition).label}))
    if wanted.known is not None:
        day = wanted.known.day.strftime("%d/%m/%Y")
        said.append((_("ngày"), _("số liệu như đã biết ngày %(day)s") % {"day": day}))
    if wanted.derivation is not None:
        said.append((_("kỳ"), _("kỳ tính từ các kỳ đã báo cáo")))
    return said


def _here(asked: Mapping[str, str], **changed: str) -> str:
    return "?" + _query({**asked, **changed})


def _query(pairs: Mapping[str, str]) -> str:
    return urlencode({key: value for key, value in pairs.items() if value})
