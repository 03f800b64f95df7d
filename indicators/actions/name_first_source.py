"""Say whose answers count for data points that are asked twice and have no first source yet (rule 4)."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from indicators.models import DataPoint, FirstSource, Regime
from indicators.permissions import check_may_name_source
from units.actions.record_event import NewEvent, record_events
from units.errors import BadContent, Conflict
from units.models import User


def name_first_source(
    *, points: Collection[DataPoint], regime: Regime, by: User, at: datetime
) -> list[FirstSource]:
    """What is accepted from now on counts. BadContent when no point is named; Conflict where one has a first
    source: figures of the past are kept and added up by it, so that it stays.
    """
    if not points:
        raise BadContent(_("Chưa chọn ô nào."), code="no_cell_chosen")
    check_may_name_source(by, owners={point.indicator.owner_id for point in points})
    try:
        with transaction.atomic():
            made = FirstSource.objects.bulk_create(
                FirstSource(data_point=point, regime=regime)
                for point in sorted(points, key=lambda one: one.pk)
            )
            record_events(
                NewEvent(
                    "indicator.source_named", at=at, by=by, subject=point.indicator, unit=regime.owner_id,
                    data={"code": point.indicator.code, "regime": regime.code},
                )
                for point in points
            )  # fmt: skip
    except IntegrityError as error:
        message = _("Có ô đã có nguồn chính rồi. Nguồn chính đã có số thì không đổi: hãy dùng lại số đó.")
        raise Conflict(message, code="has_first_source") from error
    return made
