"""A unit of measure that nothing is measured in goes."""

from datetime import datetime

from django.db import transaction

from indicators.adding_up import Refusal
from indicators.catalogue_reading import measures
from indicators.catalogue_words import MEASURE_LABELS, refuse
from indicators.definitions.lists import MEASURE_USED
from indicators.lists import uses_of_measures
from indicators.models import UnitOfMeasure
from indicators.msgids import gettext_noop
from indicators.permissions import check_may_keep_lists
from units.actions.record_event import record_event
from units.models import User

MEASURE_BASE = gettext_noop("các đơn vị tính khác quy đổi theo nó")


def remove_measure(*, measure: UnitOfMeasure, by: User | None, at: datetime) -> None:
    """BadContent when an indicator is measured in it, or others convert by it."""
    check_may_keep_lists(by)
    with transaction.atomic():
        measure = UnitOfMeasure.objects.select_for_update().get(pk=measure.pk)
        used = uses_of_measures([measure.code]).get(measure.code, 0)
        others = [code for code, one in measures().items() if one.quantity == measure.code != code]
        reasons = [Refusal("code", MEASURE_USED, {"count": used})] if used else []
        refuse([*reasons, *([Refusal("code", MEASURE_BASE)] if others else [])], labels=MEASURE_LABELS)
        data = {"code": measure.code, "name": measure.name}
        record_event(kind="catalogue.measure_removed", by=by, at=at, subject=measure, data=data)
        measure.delete()
