"""How pages of totals say a moment."""

from datetime import datetime

from django import template
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def hour_and_day(value: datetime | None) -> str:
    """ "10:32 ngày 20/11" in local time."""
    if value is None:
        return ""
    local = localtime(value)
    return _("%(hour)s ngày %(day)s") % {"hour": local.strftime("%H:%M"), "day": local.strftime("%d/%m/%Y")}
