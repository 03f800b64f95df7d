"""A new entry of the catalogue, with its data points; what has no defined result is refused by field."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.catalogue_reading import catalogue_around
from indicators.catalogue_words import refuse
from indicators.catalogue_writing import Entry, code_taken, write
from indicators.definition_cleaning import cleaned
from indicators.definitions import Definition, refusals
from indicators.models import Indicator
from indicators.permissions import check_may_define
from indicators.similar import Alike, find_alike
from units.errors import wrong_field
from units.models import Unit, User
from units.vietnamese import clean_name


def define_indicator(
    *,
    code: str,
    definition: Definition,
    owner: Unit,
    by: User | None,
    at: datetime,
    why: str = "",
    is_ad_hoc: bool = False,
) -> Indicator:
    """The indicator. BadContent names the fields that cannot be so, or the code that is taken.

    `why`: the reason for asking again what is in the catalogue already; a person must give one, and it
    stands in the log. `is_ad_hoc`: a line of an ad-hoc request, which may ask again whatever it needs.
    """
    check_may_define(by, owner=owner.pk)
    code, definition, why = code.strip(), cleaned(definition), clean_name(why)[:300]
    with transaction.atomic():
        catalogue = catalogue_around({code: definition}, lock=True)
        if code in catalogue.indicators:
            raise code_taken(code)
        refuse(refusals(code, definition, catalogue))
        if by is not None and not (is_ad_hoc or why or definition.predecessor):
            _refuse_again(_asked_already(definition))
        return write([Entry(code, owner.pk, None, definition, why, is_ad_hoc)], by=by, at=at)[code]


def _asked_already(definition: Definition) -> list[Alike]:
    alike = find_alike(
        definition.name,
        unit_of_measure=definition.unit_of_measure,
        dimensions=[one.dimension for one in definition.breakdowns],
    )
    return [one for one in alike if one.is_same]


def _refuse_again(asked: list[Alike]) -> None:
    if asked:
        said = _(
            "đã có chỉ tiêu cùng tên, đơn vị tính và phân tổ: %(codes)s. "
            "Hãy dùng lại, hoặc ghi lý do lập thêm"
        ) % {"codes": ", ".join(f"{one.code} ({one.owner})" for one in asked)}
        raise wrong_field("why", said, code="asked_already")
