"""Publish a version of a form: its cells are bound to data points, and it never changes again."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.forms import layout_of
from indicators.layout import Cell
from indicators.models import DataPoint, Edition, Indicator, TemplateCell, TemplateVersion
from indicators.permissions import check_may_manage_regime
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import User


def publish_template(*, version: TemplateVersion, by: User, at: datetime) -> TemplateVersion:
    """The version, published. Conflict when it is already; BadContent when a cell is bound to nothing."""
    check_may_manage_regime(by, version.template.regime)
    with transaction.atomic():
        version = TemplateVersion.objects.select_for_update().get(pk=version.pk)
        if version.published_at is not None:
            raise Conflict(_("Phiên bản này của biểu mẫu đã được ban hành."), code="already_published")
        TemplateCell.objects.bulk_create(_cells(version, at=at))
        version.published_at, version.published_by = at, by
        version.save(update_fields=["published_at", "published_by"])
        record_event(
            kind="template.published",
            by=by,
            at=at,
            subject=version,
            unit=version.template.regime.owner_id,
            data={"template": version.template.code, "version": version.number},
        )
    return version


def _cells(version: TemplateVersion, *, at: datetime) -> list[TemplateCell]:
    layout = layout_of(version)
    places = [(address, cell) for address, _table, _row, _column, cell in layout.places()]
    points = _data_points({cell.data_point for _, cell in places})
    _refuse_unbound(places, points, on=timezone.localdate(at))
    return [
        TemplateCell(
            version=version,
            address=address,
            data_point=points[cell.data_point],
            period_role=cell.period,
            edition=Edition[cell.edition.upper()],
            scale=cell.scale,
        )
        for address, cell in places
    ]


def _data_points(words: set[str]) -> dict[str, DataPoint]:
    indicators = {word.partition("|")[0] for word in words}
    rows = DataPoint.objects.filter(indicator__code__in=indicators).select_related("indicator", "breakdown")
    return {f"{row.indicator.code}|{row.breakdown.key}": row for row in rows}


def _refuse_unbound(places: list[tuple[str, Cell]], points: dict[str, DataPoint], *, on: date) -> None:
    problems = []
    for address, cell in places:
        point = points.get(cell.data_point)
        if point is None:
            message = _("Ô %(address)s gắn với chỉ tiêu %(point)s chưa có trong danh mục.")
        elif point.indicator.decimals != cell.decimals:
            message = _("Ô %(address)s: số chữ số thập phân khác với chỉ tiêu %(point)s trong danh mục.")
        elif point.indicator.kind == Indicator.ValueKind.TEXT:
            message = _("Ô %(address)s: chỉ tiêu %(point)s trả lời bằng chữ, không gắn với ô số được.")
        elif point.indicator.valid_to is not None and point.indicator.valid_to < on:
            message = _("Ô %(address)s: chỉ tiêu %(point)s đã hết hiệu lực.")
        else:
            continue
        words = message % {"address": address, "point": cell.data_point}
        problems.append({"code": "cell_not_bound", "cell": address, "message": words})
    if problems:
        raise BadContent(
            _("Biểu mẫu có ô chưa gắn đúng với danh mục chỉ tiêu."), code="cell_not_bound", problems=problems
        )
