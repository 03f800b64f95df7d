"""What goes out as a workbook comes back as it was, whatever it says."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import gettext, override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from indicators.actions.export_catalogue import export_catalogue
from indicators.actions.import_catalogue import CatalogueSource, check_catalogue, import_catalogue
from indicators.catalogue_file.proposed import propose
from indicators.catalogue_file.reading import read_catalogue
from indicators.catalogue_file.sheets import SHEETS, meanings_of, titles
from indicators.catalogue_file.writing import catalogue_workbook
from indicators.catalogue_reading import whole_catalogue
from indicators.definition_cleaning import cleaned
from indicators.definitions import Catalogue, Definition
from indicators.lists import write_dimensions, write_measures
from indicators.models import (
    Breakdown,
    Category,
    DataPoint,
    Dimension,
    Indicator,
    IndicatorVersion,
    UnitOfMeasure,
)
from tests.cast import build_cast
from tests.indicators.definitions.made_up import CATALOGUE, DIMENSIONS, MEASURES, definitions
from units.actions.create_unit import create_unit
from units.vietnamese import search_key

AT = datetime(2026, 11, 20, 3, 32, tzinfo=UTC)
SUMMED = CATALOGUE.indicators["W"]


@given(definitions())
def test_an_entry_comes_back_from_the_workbook_with_its_lists(definition: Definition) -> None:
    written = Catalogue(MEASURES, DIMENSIONS, {"A": cleaned(definition), "W": SUMMED})
    content = catalogue_workbook(written, {"A": ("H33.08", "Sở Y tế"), "W": ("H33.08", "Sở Y tế")})
    read = propose(read_catalogue(content), Catalogue())
    assert read.problems == []
    assert read.indicators == written.indicators
    assert read.dimensions == written.dimensions
    assert read.measures == written.measures
    assert read.owners == {"A": "H33.08", "W": "H33.08"}


def _empty() -> None:
    """As before the first entry; units and their agencies stay."""
    Indicator.objects.update(predecessor=None)
    DataPoint.objects.update(weight=None, numerator=None, denominator=None)
    for model in (DataPoint, IndicatorVersion, Indicator, Breakdown, Category, Dimension, UnitOfMeasure):
        model._default_manager.all().delete()


def _sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


@pytest.mark.django_db
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(definitions(), min_size=1, max_size=3))
def test_a_catalogue_imported_into_an_empty_database_is_exported_the_same(made: list[Definition]) -> None:
    with transaction.atomic():
        owner = create_unit(
            code="H33.08", name="Sở Y tế", kind="so", begins=AT.date().replace(year=2025), by=None, at=AT,
            scheme="agency",
        )  # fmt: skip
        assert owner.pk
        write_measures(MEASURES)
        write_dimensions(DIMENSIONS)
        entries = {f"A{number}": cleaned(one) for number, one in enumerate(made)} | {"W": SUMMED}
        first = catalogue_workbook(
            Catalogue(MEASURES, DIMENSIONS, entries), dict.fromkeys(entries, ("H33.08", "Sở Y tế"))
        )
        _empty()
        import_catalogue(source=CatalogueSource(first), by=None, at=AT)
        known = whole_catalogue()
        assert (known.indicators, known.dimensions, known.measures) == (entries, DIMENSIONS, MEASURES)
        again = export_catalogue(by=None, at=AT)
        once_more = check_catalogue(CatalogueSource(again), by=None)
        assert once_more.plan.changes_nothing
        assert {line.state for line in once_more.plan.lines} == {"same"}
        _empty()
        import_catalogue(source=CatalogueSource(again), by=None, at=AT)
        assert _sheets(export_catalogue(by=None, at=AT)) == _sheets(again)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_no_cell_of_the_workbook_is_a_formula() -> None:
    cast = build_cast()
    risky = "=cmd|' /C calc'!A0"
    Indicator.objects.create(
        code="A", name=risky, name_en="+1", definition="@SUM(A1)", legal_source="-1", owner=cast.department,
        unit_of_measure_id="nguoi",
    )  # fmt: skip
    book = load_workbook(io.BytesIO(export_catalogue(by=cast.nga, at=AT)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if str(cell.value).startswith(("=", "+", "@", "\t"))]
    assert f"'{risky}" in [cell.value for cell in cells]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_headings_of_a_sheet_and_titles_are_told_apart_in_both_languages(language: str) -> None:
    with override(language):
        for key, sheet in SHEETS.items():
            headings = [search_key(gettext(words)) for words in sheet.columns.values()]
            assert len(set(headings)) == len(headings), (key, headings)
            assert [meanings_of(key)[heading] for heading in headings] == [*sheet.columns]
        named = [search_key(gettext(sheet.title)) for sheet in SHEETS.values()]
        assert [titles()[title] for title in named] == [*SHEETS]
        assert max(len(gettext(sheet.title)) for sheet in SHEETS.values()) <= 31


@settings(max_examples=10)
@given(definitions())
def test_a_workbook_written_in_english_is_read_in_vietnamese(definition: Definition) -> None:
    written = Catalogue(MEASURES, DIMENSIONS, {"A": cleaned(definition), "W": SUMMED})
    with override("en"):
        content = catalogue_workbook(written, {})
    assert propose(read_catalogue(content), Catalogue()).indicators == written.indicators
