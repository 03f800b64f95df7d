"""Another wording of an indicator; the one before is kept with its dates.

Totals may change with it: call the action of `submissions`, which knows what has figures, and marks.
"""

from datetime import datetime

from django.db import transaction

from indicators.adding_up import Refusal
from indicators.catalogue_reading import catalogue_around, definition_of
from indicators.catalogue_words import refuse
from indicators.catalogue_writing import Entry, write
from indicators.definition_cleaning import cleaned
from indicators.definitions import Catalogue, Definition, Held, broken_users, refusals, refusals_of_change
from indicators.definitions.refusals import USED_SO
from indicators.models import Indicator
from indicators.permissions import check_may_define
from indicators.uses import HeldOf, held_in_forms
from units.models import User


def change_indicator(
    *,
    indicator: Indicator,
    definition: Definition,
    by: User | None,
    at: datetime,
    held: HeldOf = held_in_forms,
) -> Indicator:
    """The indicator, saying what `definition` says; nothing happens when it says so already.

    `held`: what has figures or is asked, and so may not change. BadContent names the fields.
    """
    check_may_define(by, owner=indicator.owner_id)
    definition = cleaned(definition)
    with transaction.atomic():
        indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
        before = definition_of(indicator)
        if before == definition:
            return indicator
        catalogue = catalogue_around({indicator.code: definition}, lock=True)
        refuse(
            [
                *refusals(indicator.code, definition, catalogue),
                *refusals_of_change(before, definition, held([indicator]).get(indicator.pk, Held())),
                *refusals_of_users({indicator.code: definition}, catalogue).get(indicator.code, []),
            ]
        )
        entry = Entry(indicator.code, indicator.owner_id, before, definition)
        return write([entry], by=by, at=at)[indicator.code]


def refusals_of_users(after: dict[str, Definition], catalogue: Catalogue) -> dict[str, list[Refusal]]:
    """Code → why others, which count from it, forbid the change."""
    then = Catalogue(catalogue.measures, catalogue.dimensions, {**catalogue.indicators, **after})
    return {
        code: [Refusal("over_units", USED_SO, {"codes": ", ".join(users)})]
        for code, users in broken_users({*after}, then).items()
    }
