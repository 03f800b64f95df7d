"""A dimension of breakdown with its categories, new or changed. A category that data points name stays."""

from datetime import datetime
from typing import Any

from django.db import transaction

from indicators.catalogue_reading import dimensions
from indicators.catalogue_words import DIMENSION_LABELS, refuse
from indicators.definitions import Catalogue, refusals_of_dimension
from indicators.definitions import Category as CategoryOf
from indicators.definitions import Dimension as DimensionOf
from indicators.lists import owners_of_uses, used_categories, write_dimensions
from indicators.models import Dimension
from indicators.permissions import check_may_change_list, check_may_keep_lists
from units.actions.record_event import record_event
from units.models import User
from units.vietnamese import clean_name


def keep_dimension(*, code: str, dimension: DimensionOf, by: User | None, at: datetime) -> Dimension:
    """The dimension. BadContent names the fields that cannot be so; NotAllowed, when it is in use by
    agencies the person does not work for and more changes than categories that are added."""
    check_may_keep_lists(by)
    dimension = cleaned_dimension(dimension)
    with transaction.atomic():
        list(Dimension.objects.select_for_update().filter(code=code))
        known = dimensions()
        before = known.get(code)
        if before is not None and _same(before, dimension):
            return Dimension.objects.get(code=code)
        if before is not None and not _only_adds(before, dimension):
            check_may_change_list(by, owners=owners_of_uses(dimension=code))
        used = used_categories([code])[code]
        catalogue = Catalogue(dimensions=known)
        refuse(
            refusals_of_dimension(code, dimension, catalogue, before=before, used=used),
            labels=DIMENSION_LABELS,
        )
        write_dimensions({code: dimension})
        kept = Dimension.objects.get(code=code)
        kind = "catalogue.dimension_added" if before is None else "catalogue.dimension_changed"
        record_event(kind=kind, by=by, at=at, subject=kept, data=_said(code, dimension))
    return kept


def cleaned_dimension(dimension: DimensionOf) -> DimensionOf:
    categories = {
        code: CategoryOf(clean_name(words.name), clean_name(words.name_en))
        for code, words in dimension.categories.items()
    }
    return DimensionOf(clean_name(dimension.name), categories, clean_name(dimension.name_en))


def _same(before: DimensionOf, after: DimensionOf) -> bool:
    return before == after and [*before.categories] == [*after.categories]


def _only_adds(before: DimensionOf, after: DimensionOf) -> bool:
    names = (before.name, before.name_en) == (after.name, after.name_en)
    return names and before.categories.items() <= after.categories.items()


def _said(code: str, dimension: DimensionOf) -> dict[str, Any]:
    categories = ", ".join(f"{one} {words.name}" for one, words in dimension.categories.items())
    return {"code": code, "name": dimension.name, "categories": categories}
