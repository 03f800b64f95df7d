"""A unit of measure, new or changed. Once an indicator is measured in it, its conversion stays."""

from datetime import datetime
from fractions import Fraction

from django.db import transaction

from indicators.catalogue_reading import measures
from indicators.catalogue_words import MEASURE_LABELS, refuse
from indicators.definitions import Catalogue, Measured, refusals_of_measure
from indicators.lists import owners_of_uses, uses_of_measures, write_measures
from indicators.models import UnitOfMeasure
from indicators.permissions import check_may_change_list, check_may_keep_lists
from units.actions.record_event import record_event
from units.models import User
from units.vietnamese import clean_name


def keep_measure(*, code: str, measured: Measured, by: User | None, at: datetime) -> UnitOfMeasure:
    """The unit of measure. BadContent names the fields that cannot be so; NotAllowed, when it is in use
    by agencies the person does not work for.

    A name that so far only stood in ad-hoc requests is taken into the list under the code it has.
    """
    check_may_keep_lists(by)
    measured = cleaned_measure(measured)
    with transaction.atomic():
        unlisted = UnitOfMeasure.objects.select_for_update().filter(is_ad_hoc=True)
        ad_hoc = {name.casefold(): code for code, name in unlisted.values_list("code", "name")}
        list(UnitOfMeasure.objects.select_for_update().filter(code=code))
        known = measures()
        if code not in known and measured.name.casefold() in ad_hoc:
            asked_as, code = code, ad_hoc[measured.name.casefold()]
            measured = measured._replace(quantity=code) if measured.quantity == asked_as else measured
        before, is_new = known.get(code), code not in known or code in ad_hoc.values()
        if before == measured and not is_new:
            return UnitOfMeasure.objects.get(code=code)
        if not is_new:
            check_may_change_list(by, owners=owners_of_uses(measure=code))
        used = uses_of_measures([code]).get(code, 0)
        refuse(
            refusals_of_measure(code, measured, Catalogue(known), before=before, used=used),
            labels=MEASURE_LABELS,
        )
        write_measures({code: measured})
        kept = UnitOfMeasure.objects.get(code=code)
        kind = "catalogue.measure_added" if is_new else "catalogue.measure_changed"
        record_event(kind=kind, by=by, at=at, subject=kept, data={"code": code, **measured._asdict()})
    return kept


def cleaned_measure(measured: Measured) -> Measured:
    above, below = measured.numerator, measured.denominator
    if above > 0 and below > 0:
        ratio = Fraction(above, below)
        above, below = ratio.numerator, ratio.denominator
    return Measured(clean_name(measured.name), measured.quantity, above, below, clean_name(measured.name_en))
