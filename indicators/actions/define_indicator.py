"""A new entry of the catalogue, with its data points; mixes without a defined result are refused."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.adding_up import Adding
from indicators.catalogue import Parts, check_adding, check_parts, parts_changed, words_of
from indicators.models import Breakdown, DataPoint, Indicator
from indicators.permissions import check_may_define
from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import Unit, User

WITHOUT_PARTS: Mapping[str, Parts] = {Breakdown.TOTAL: Parts()}


def define_indicator(
    *,
    code: str,
    name: str,
    unit_of_measure: str,
    owner: Unit,
    by: User | None,
    at: datetime,
    adding: Adding | None = None,
    parts: Mapping[str, Parts] = WITHOUT_PARTS,
    decimals: int = 0,
    definition: str = "",
    direction: str = Indicator.Direction.NEITHER,
    is_ad_hoc: bool = False,
) -> Indicator:
    """The indicator. `parts`: for each breakdown key what its data point is counted from.

    BadContent names the field that has no defined result, or the code that is taken.
    """
    check_may_define(by, owner=owner.pk)
    adding = adding or Adding()
    check_adding(adding)
    with transaction.atomic():
        if Indicator.objects.filter(code=code).exists():
            message = _("Mã chỉ tiêu %(code)s đã có trong danh mục.") % {"code": code}
            raise BadContent(message, code="code_taken", problems=[{"field": "code", "message": message}])
        indicator = Indicator.objects.create(
            code=code,
            name=name,
            unit_of_measure=unit_of_measure,
            owner=owner,
            decimals=decimals,
            definition=definition,
            direction=direction,
            is_ad_hoc=is_ad_hoc,
            **words_of(adding),
        )
        for key, counted_from in parts.items():
            check_parts(adding.over_units, counted_from, point=None)
            breakdown, _made = Breakdown.objects.get_or_create(key=key)
            DataPoint.objects.create(indicator=indicator, breakdown=breakdown, **parts_changed(counted_from))
        event = record_event(
            kind="indicator.defined", by=by, at=at, subject=indicator, unit=owner,
            data={"code": code, **words_of(adding)},
        )  # fmt: skip
        indicator.since = event.pk
        indicator.save(update_fields=["since"])
    return indicator
