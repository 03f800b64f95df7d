"""Change how an indicator adds up. Totals change with it: call the action of `submissions`, which marks."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.adding_up import PART_NOT_SUMMED, Adding, OverUnits
from indicators.catalogue import Parts, adding_of, check_adding, check_parts, parts_changed, words_of
from indicators.models import DataPoint, Indicator
from indicators.permissions import check_may_define
from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import User


def change_adding_up(
    *,
    indicator: Indicator,
    adding: Adding,
    by: User | None,
    at: datetime,
    parts: Mapping[int, Parts] | None = None,
) -> Indicator:
    """The indicator, adding up as said. `parts`: of its data points by number; the others keep theirs.

    BadContent names the field that has no defined result.
    """
    check_may_define(by, owner=indicator.owner_id)
    check_adding(adding)
    with transaction.atomic():
        indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
        before = words_of(adding_of(indicator))
        _check_is_no_part(indicator, adding)
        for point in _points(indicator):
            said = (parts or {}).get(point.pk) or Parts(point.weight, point.numerator, point.denominator)
            check_parts(adding.over_units, said, point=point.pk)
            DataPoint.objects.filter(pk=point.pk).update(**parts_changed(said))
        event = record_event(
            kind="indicator.adding_up_changed", by=by, at=at, subject=indicator, unit=indicator.owner_id,
            data={"code": indicator.code, "before": before, "after": words_of(adding)},
        )  # fmt: skip
        for field, value in (words_of(adding) | {"since": event.pk}).items():
            setattr(indicator, field, value)
        indicator.save(update_fields=[*words_of(adding), "since"])
    return indicator


def _points(indicator: Indicator) -> list[DataPoint]:
    rows = DataPoint.objects.filter(indicator=indicator).order_by("pk")
    return list(rows.select_related("weight__indicator", "numerator__indicator", "denominator__indicator"))


def _check_is_no_part(indicator: Indicator, adding: Adding) -> None:
    """Others weigh or divide by it: it must stay a sum."""
    if adding.over_units is OverUnits.SUM:
        return
    used = DataPoint.objects.filter(
        Q(weight__indicator=indicator)
        | Q(numerator__indicator=indicator)
        | Q(denominator__indicator=indicator)
    )
    others = sorted(set(used.exclude(indicator=indicator).values_list("indicator__code", flat=True)))
    if others:
        message = _("Cách tính qua các đơn vị: %(reason)s. Đang được dùng ở chỉ tiêu %(codes)s.") % {
            "reason": _(PART_NOT_SUMMED),
            "codes": ", ".join(others),
        }
        problem = {"field": "over_units", "code": "no_defined_result", "message": message}
        raise BadContent(message, code="no_defined_result", problems=[problem])
