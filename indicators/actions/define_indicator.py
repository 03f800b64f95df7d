"""A new entry of the catalogue, with its data points; what has no defined result is refused by field."""

from datetime import datetime

from django.db import transaction

from indicators.catalogue_reading import catalogue_around
from indicators.catalogue_words import refuse
from indicators.catalogue_writing import Entry, write
from indicators.definition_cleaning import cleaned
from indicators.definitions import Definition, refusals
from indicators.models import Indicator
from indicators.permissions import check_may_define
from units.models import Unit, User


def define_indicator(
    *, code: str, definition: Definition, owner: Unit, by: User | None, at: datetime, why: str = ""
) -> Indicator:
    """The indicator. BadContent names the fields that cannot be so, or the code that is taken.

    `why`: the reason for asking again what is in the catalogue already; it stands in the log.
    """
    check_may_define(by, owner=owner.pk)
    code, definition = code.strip(), cleaned(definition)
    with transaction.atomic():
        refuse(refusals(code, definition, catalogue_around({code: definition}, lock=True)))
        return write([Entry(code, owner.pk, None, definition, why)], by=by, at=at)[code]
