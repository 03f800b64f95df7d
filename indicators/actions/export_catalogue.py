"""The whole catalogue as one workbook, which can be imported as it is."""

from datetime import datetime

from django.utils import timezone

from indicators.catalogue_file.writing import catalogue_workbook
from indicators.catalogue_reading import whole_catalogue
from indicators.models import Indicator
from units.actions.record_event import record_event
from units.models import User
from units.queries import describe_units


def export_catalogue(*, by: User | None, at: datetime) -> bytes:
    """Ten queries, whatever the size."""
    catalogue = whole_catalogue()
    owned = dict(Indicator.objects.values_list("code", "owner_id"))
    views = describe_units(owned.values(), on=timezone.localdate(at))
    owners = {
        code: (views[owner].code, views[owner].full_name) for code, owner in owned.items() if owner in views
    }
    record_event(kind="catalogue.exported", by=by, at=at, data={"indicators": len(catalogue.indicators)})
    return catalogue_workbook(catalogue, owners)
