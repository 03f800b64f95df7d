"""What the form of an indicator shows beside what is typed: choices, words, what resembles it."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.catalogue_reading import dimensions, measures
from indicators.catalogue_words import (
    LABELS,
    OVER_TIME,
    OVER_UNITS,
    as_printed,
    choices_of,
    in_language,
    key_words,
)
from indicators.definition_form import DefinitionForm
from indicators.definitions import Catalogue, Definition
from indicators.models import Indicator, IndicatorBreakdown
from indicators.similar import Alike, find_alike
from units.queries import names_of

_CHOICES = ("kind", "direction", "measure")


def form_context(
    form: DefinitionForm,
    *,
    ticked: Collection[str] | None = None,
    indicator: Indicator | None = None,
    says: Definition | None = None,
    owners: Sequence[int] = (),
    before: int = 0,
) -> dict[str, Any]:
    """`indicator` and what it `says` when it is changed; `owners` when it is new, and what it continues.
    `ticked`: the data points of the form that was sent. At most nine queries."""
    own = [] if says is None else [says.unit_of_measure]  # also one that an ad-hoc request brought
    catalogue = Catalogue(measures(with_ad_hoc=False, besides=own), dimensions())
    return {
        "form": form,
        "typed": form.typed,
        "faults": form.faults,
        "labels": {name: str(label) for name, label in LABELS.items()},
        "fault_lines": [(name, _label(name), reason) for name, reason in form.faults.items()],
        "indicator": indicator,
        "before": before,
        "choices": {name: choices_of(name) for name in _CHOICES},
        "over_units": [(code, label, OVER_UNITS[code]) for code, label in choices_of("over_units")],
        "over_time": [(code, label, OVER_TIME[code]) for code, label in choices_of("over_time")],
        "measures": _measures(catalogue),
        "dimensions": _dimensions(catalogue, form),
        "hows": IndicatorBreakdown.How.choices,
        "kept_points": _kept(says, catalogue, ticked),
        "owners": _owners(owners),
        "alike": _alike(form, indicator),
    }


def _label(name: str) -> str:
    return str(LABELS.get(name) or _("Lý do lập thêm"))


def _measures(catalogue: Catalogue) -> list[tuple[str, list[tuple[str, str]]]]:
    """(the base unit's name, units) for the select: what converts stands together, the others first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, one in catalogue.measures.items():
        groups.setdefault(one.quantity, []).append((code, in_language(one.name, one.name_en)))
    alone = [units[0] for units in groups.values() if len(units) == 1]
    together = [(units[0][1], units) for units in groups.values() if len(units) > 1]
    return [("", sorted(alone, key=lambda unit: unit[1])), *sorted(together)]


def _dimensions(catalogue: Catalogue, form: DefinitionForm) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": in_language(one.name, one.name_en),
            "categories": [in_language(*category) for category in one.categories.values()],
            "is_chosen": code in form.dimensions,
            "how": form.dimensions.get(code, ""),
        }
        for code, one in catalogue.dimensions.items()
    ]


def _kept(
    says: Definition | None, catalogue: Catalogue, ticked: Collection[str] | None
) -> list[tuple[str, str, bool]]:
    """(key, words, is it ticked) of the data points there are."""
    if says is None:
        return []
    return [
        (point.key, key_words(point.key, catalogue), ticked is None or point.key in ticked)
        for point in as_printed(says.points, catalogue)
    ]


def _owners(owners: Sequence[int]) -> list[tuple[str, str]]:
    named = names_of(owners, on=timezone.localdate()) if owners else {}
    return [(str(pk), named.get(pk, "")) for pk in owners]


def _alike(form: DefinitionForm, indicator: Indicator | None) -> list[Alike]:
    if not form.faults:  # the page asks by itself, once it is there
        return []
    return find_alike(
        form.typed["name"],
        code="" if indicator else form.typed["code"],
        unit_of_measure=form.typed["unit_of_measure"],
        dimensions=[*form.dimensions],
        but_not=indicator.pk if indicator else None,
    )
