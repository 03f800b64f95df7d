"""Publish a version of a form: its cells are bound to data points, and it never changes again."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.forms import bound_cell, layout_of
from indicators.formulas import faults_of, plan_of, words_of
from indicators.formulas.lists import is_of_list
from indicators.layout import Cell, FormLayout
from indicators.models import DataPoint, Indicator, TemplateCell, TemplateVersion
from indicators.permissions import check_may_manage_regime
from indicators.queries import data_points_named
from indicators.repeat_choices import take_over_choices
from indicators.repeat_words import refusals
from indicators.repeats import repeats_in
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import User


def publish_template(*, version: TemplateVersion, by: User, at: datetime) -> TemplateVersion:
    """The version, published. Conflict when it is already; BadContent when a cell is bound to nothing, or
    asks again what is asked elsewhere while nobody has decided to `reuse_answers` or to `ask_again`.
    """
    check_may_manage_regime(by, version.template.regime)
    with transaction.atomic():
        version = TemplateVersion.objects.select_for_update().get(pk=version.pk)
        if version.published_at is not None:
            raise Conflict(_("Phiên bản này của biểu mẫu đã được ban hành."), code="already_published")
        cells = _cells(version, at=at)
        if version.template.consolidates_id is None:  # what is put together from below says nothing itself
            TemplateCell.objects.bulk_create(cells)
            _refuse_repeats(version, on=timezone.localdate(at))
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
    _refuse_faults(layout)
    places = [(address, cell) for address, *_place, cell in layout.places() if cell.kind != "blocked"]
    sources = {source.data_point for source in plan_of(layout).sources}
    elsewhere = {point for point in sources if not is_of_list(point)}
    points = _data_points({cell.data_point for _, cell in places} | elsewhere)
    _refuse_unbound(places, points, on=timezone.localdate(at))
    _refuse_unknown(elsewhere - points.keys())
    return [bound_cell(version, address, cell, points[cell.data_point]) for address, cell in places]


def _refuse_repeats(version: TemplateVersion, *, on: date) -> None:
    """What was decided of the version before holds on."""
    undecided = take_over_choices(version, repeats_in(version, on=on))
    if undecided:
        said = _("Biểu mẫu hỏi lại %(count)d ô đã hỏi ở nơi khác.") % {"count": len(undecided)}
        raise BadContent(said, code="asked_already", problems=refusals(undecided, on=on))


def _refuse_faults(layout: FormLayout) -> None:
    """A form is published with formulas and checks that all can be read, and stand on their own."""
    problems: list[dict[str, Any]] = []
    for fault in faults_of(layout):
        sentence, params = words_of(fault)
        is_cell = fault.at in layout.place_of
        named = _("Ô %(cell)s") if is_cell else _("Quy tắc kiểm tra %(cell)s")
        where = named % {"cell": layout.excel_cell(fault.at) if is_cell else fault.at}
        problems.append({"code": fault.code, "cell": fault.at, "message": f"{where}: {_(sentence) % params}"})
    problems += [_twice(key) for key, count in Counter(c.key for c in layout.checks).items() if count > 1]
    if problems:
        raise _formulas_refused(problems)


def _twice(key: str) -> dict[str, Any]:
    message = _("Hai quy tắc kiểm tra cùng khóa “%(key)s”.") % {"key": key}
    return {"code": "check_twice", "cell": key, "message": message}


def _formulas_refused(problems: list[dict[str, Any]]) -> BadContent:
    said = _("Biểu mẫu có công thức hoặc quy tắc kiểm tra chưa dùng được.")
    return BadContent(said, code="formulas", problems=problems)


def _refuse_unknown(words: set[str]) -> None:
    """Figures from elsewhere are of data points in the catalogue."""
    message = _("Công thức dùng chỉ tiêu %(point)s chưa có trong danh mục.")
    problems = [
        {"code": "unknown_data_point", "cell": "", "message": message % {"point": word}}
        for word in sorted(words)
    ]
    if problems:
        raise _formulas_refused(problems)


def _data_points(words: set[str]) -> dict[str, DataPoint]:
    rows = data_points_named(words).select_related("indicator", "breakdown")
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
