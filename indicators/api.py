"""What is asked, in which form, by when: read-only. Duties and coverage are in `submissions`."""

import json
from datetime import date
from typing import Annotated, Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from indicators.answering import asked_of, find_indicator, in_full, listed, versions_of
from indicators.calendars import period_named
from indicators.finding import found, lines_of
from indicators.models import ReportingRound, Template, TemplateVersion
from indicators.periods import PeriodError
from indicators.queries import reachable_assignments, reachable_rounds
from indicators.schemas import (
    IndicatorDetailOut,
    IndicatorList,
    IndicatorVersionList,
    RoundList,
    TemplateList,
    TemplateVersionOut,
)
from units.api_auth import check_scope, user_of
from units.errors import BadContent, NotWithinReach
from units.paging import Limit, Offset

router = Router(tags=["indicators"])
Text = Annotated[str, Query(max_length=200)]


@router.get("/indicators", response=IndicatorList, summary="The catalogue of indicators")
def list_indicators(
    request: HttpRequest,
    q: Text = "",
    owner: Text = "",
    kind: Text = "",
    unit_of_measure: Text = "",
    in_force_on: date | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """`q`: words of a name, accents or not, or a code. `owner`: the code of an agency today."""
    check_scope(request, "read")
    asked = asked_of(q=q, owner=owner, kind=kind, unit_of_measure=unit_of_measure, in_force_on=in_force_on)
    ids = found(asked)
    page = lines_of(ids[offset : offset + limit])
    return {"items": listed(line.indicator for line in page), "count": len(ids)}


@router.get("/indicators/{code}", response=IndicatorDetailOut, summary="One indicator, whole")
def get_indicator(request: HttpRequest, code: str) -> dict[str, Any]:
    check_scope(request, "read")
    return in_full(find_indicator(code))


@router.get(
    "/indicators/{code}/versions",
    response=IndicatorVersionList,
    summary="What an indicator said, since when",
)
def list_indicator_versions(
    request: HttpRequest, code: str, limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    check_scope(request, "read")
    kept = versions_of(find_indicator(code))
    return {"items": kept[offset : offset + limit], "count": len(kept)}


@router.get("/templates", response=TemplateList, summary="Forms with their newest published version")
def list_templates(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    check_scope(request, "read")
    newest = TemplateVersion.objects.filter(template=OuterRef("pk"), published_at__isnull=False)
    found = (
        Template.objects.select_related("regime")
        .annotate(newest=Subquery(newest.order_by("-number").values("number")[:1]))
        .order_by("code")
    )
    items = [
        {
            "code": template.code,
            "name": template.name,
            "regime": template.regime.code,
            "frequency": template.regime.frequency,
            "version": template.newest,
        }
        for template in found[offset : offset + limit]
    ]
    return {"items": items, "count": found.count()}


@router.get(
    "/templates/{path:code}/versions/{int:number}",
    response=TemplateVersionOut,
    summary="A published version of a form, with its layout",
)
def get_template_version(request: HttpRequest, code: str, number: int) -> dict[str, Any]:
    check_scope(request, "read")
    version = (
        TemplateVersion.objects.select_related("template")
        .defer("workbook")
        .filter(template__code=code, number=number, published_at__isnull=False)
        .first()
    )
    if version is None:
        raise NotWithinReach(_("Không có phiên bản biểu mẫu này."))
    return {
        "code": version.template.code,
        "name": version.template.name,
        "version": version.number,
        "published_at": version.published_at,
        "layout": json.loads(version.layout),
    }


@router.get("/rounds", response=RoundList, summary="Rounds within reach, the latest period first")
def list_rounds(
    request: HttpRequest,
    template: Text = "",
    period: Text = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    check_scope(request, "read")
    user = user_of(request)
    duties = (
        reachable_assignments(user)
        .filter(round=OuterRef("pk"))
        .order_by()
        .values("round")
        .annotate(number=Count("pk"))
    )
    found = (
        _asked(reachable_rounds(user), template=template, period=period)
        .select_related("template", "version", "period")
        .defer("version__workbook")
        .annotate(duties=Coalesce(Subquery(duties.values("number")), 0))
        .order_by("-period__ends", "-period__starts", "template__code", "pk")
    )
    return {"items": [_round(row) for row in found[offset : offset + limit]], "count": found.count()}


def _asked(rounds: QuerySet[ReportingRound], *, template: str, period: str) -> QuerySet[ReportingRound]:
    if template:
        rounds = rounds.filter(template__code=template)
    if not period:
        return rounds
    try:
        span = period_named(period)
    except PeriodError as error:
        raise BadContent(
            _("Không có kỳ báo cáo mang mã “%(code)s”.") % {"code": period}, code=error.code
        ) from error
    return rounds.filter(
        period__calendar__code=span.calendar, period__starts=span.starts, period__ends=span.ends
    )


def _round(row: ReportingRound) -> dict[str, Any]:
    return {
        "id": row.pk,
        "template": row.template.code,
        "version": row.version.number,
        "period": row.period_code,
        "starts": row.period.starts,
        "ends": row.period.ends,
        "opened_at": row.opened_at,
        "due_at": row.due_at,
        "closed_at": row.closed_at,
        "duties": row.duties,  # type: ignore[attr-defined]
    }
