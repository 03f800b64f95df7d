"""The workbook that is handed out, in the language of the page, and comes back filled."""

import io

import pytest
from django.utils import translation
from openpyxl import load_workbook

from tests.cast import build_cast
from units.actions.import_tree import TreeSource, check_tree
from units.kinds import KINDS, kind_label, kind_named
from units.tree_template import tree_template


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_template_comes_back_with_its_own_examples_and_each_kind_it_lists(language: str) -> None:
    build_cast()
    with translation.override(language):
        book = load_workbook(io.BytesIO(tree_template()))
    sheet, guide = book.worksheets
    told = [[cell or "" for cell in line] for line in guide.iter_rows(values_only=True)]
    headings = [cell.value for cell in sheet[1]]
    first = told.index(headings) + 1
    for example in told[first : first + 3]:
        sheet.append(example)
    relation = example[4]
    listed = [line[0] for line in told[-len(KINDS) :]]
    for number, kind in enumerate(listed):
        sheet.append([f"M.{number}", f"Đơn vị số {number}", kind, "33", relation, "01/07/2025", ""])
    filled = io.BytesIO()
    book.save(filled)
    # Read by somebody whose page is in Vietnamese, or by the command.
    checked = check_tree(TreeSource(filled.getvalue()))
    assert checked.plan.problems == []
    assert [unit.kind for unit in checked.plan.units if unit.code.startswith("M.")] == list(KINDS)


def test_every_label_of_a_kind_means_that_kind_in_both_languages() -> None:
    for language in ("vi", "en"):
        with translation.override(language):
            named = {kind: kind_named(kind_label(kind).upper()) for kind in KINDS}
        assert named == {kind: kind for kind in KINDS}
    assert kind_named("Health center") == ""
