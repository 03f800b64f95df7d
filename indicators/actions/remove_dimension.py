"""A dimension that no indicator is broken down by goes, with its categories."""

from datetime import datetime

from django.db import transaction

from indicators.adding_up import Refusal
from indicators.catalogue_words import DIMENSION_LABELS, refuse
from indicators.models import Dimension
from indicators.msgids import gettext_noop
from indicators.permissions import check_may_keep_lists
from units.actions.record_event import record_event
from units.models import User

DIMENSION_USED = gettext_noop("đang có %(count)d chỉ tiêu dùng phân tổ này")


def remove_dimension(*, dimension: Dimension, by: User | None, at: datetime) -> None:
    """BadContent when an indicator is broken down by it."""
    check_may_keep_lists(by)
    with transaction.atomic():
        dimension = Dimension.objects.select_for_update().get(pk=dimension.pk)
        used = dimension.indicators.count()
        refuse([Refusal("code", DIMENSION_USED, {"count": used})] if used else [], labels=DIMENSION_LABELS)
        data = {"code": dimension.code, "name": dimension.name}
        record_event(kind="catalogue.dimension_removed", by=by, at=at, subject=dimension, data=data)
        dimension.categories.all().delete()
        dimension.delete()
