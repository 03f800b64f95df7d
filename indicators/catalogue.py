"""How the catalogue says what adds up, and refuses what has no defined result: field, reason, what to do."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators.adding_up import Adding, OverTime, OverUnits, Part, Refusal, refusal_of, refusal_of_parts
from indicators.models import DataPoint, Indicator
from units.errors import BadContent


@dataclass(frozen=True, slots=True)
class Parts:
    """What a data point is counted from: the weight of a mean, the parts of a ratio."""

    weight: DataPoint | None = None
    numerator: DataPoint | None = None
    denominator: DataPoint | None = None


def adding_of(indicator: Indicator) -> Adding:
    return Adding(
        OverUnits(indicator.over_units),
        OverTime(indicator.over_time),
        indicator.carries_forward,
        indicator.multiplier,
        indicator.measure,
    )


def words_of(adding: Adding) -> dict[str, Any]:
    """The indicator's fields."""
    return {
        "over_units": adding.over_units.value,
        "over_time": adding.over_time.value,
        "carries_forward": adding.carries_forward,
        "multiplier": adding.multiplier,
        "measure": adding.measure,
    }


def parts_changed(parts: Parts) -> dict[str, DataPoint | None]:
    """The data point's fields."""
    return {"weight": parts.weight, "numerator": parts.numerator, "denominator": parts.denominator}


def check_adding(adding: Adding) -> None:
    """BadContent unless the kinds have a defined result together."""
    _refuse(refusal_of(adding))


def check_parts(over_units: OverUnits, parts: Parts, *, point: int | None) -> None:
    """BadContent unless the data point has all it is counted from. Reads the parts' indicators."""
    _refuse(
        refusal_of_parts(
            over_units,
            point=point,
            weight=_part(parts.weight),
            numerator=_part(parts.numerator),
            denominator=_part(parts.denominator),
        )
    )


def _part(point: DataPoint | None) -> Part | None:
    return None if point is None else Part(point.pk, OverUnits(point.indicator.over_units))


def _refuse(refusal: Refusal | None) -> None:
    if refusal is None:
        return
    labels = {
        "over_time": _("Cách tính qua các kỳ"),
        "carries_forward": _("Giữ số của kỳ trước"),
        "measure": _("Chia theo"),
        "multiplier": _("Hệ số nhân"),
        "weight": _("Quyền số"),
        "numerator": _("Tử số"),
        "denominator": _("Mẫu số"),
        "over_units": _("Cách tính qua các đơn vị"),
    }
    message = _("%(field)s: %(reason)s.") % {
        "field": labels[refusal.field],
        "reason": _(refusal.reason),
    }
    problem = {"field": refusal.field, "code": "no_defined_result", "message": message}
    raise BadContent(message, code="no_defined_result", problems=[problem])
