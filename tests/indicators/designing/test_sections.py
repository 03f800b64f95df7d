"""Sections of free text: put in, named, moved, taken out; told when a version differs in them."""

import pytest

from indicators.designing import (
    Design,
    Step,
    StepRefused,
    apply,
    differences,
    from_text,
    layout_of_design,
    to_text,
)
from indicators.layout import Enclosure, Section, from_json, to_json
from indicators.layout.checking import faults_of
from tests.indicators.designing.conftest import Start


def with_two(design: Design) -> Design:
    first = {"title": "Đánh giá chung", "hint": "Kết quả nổi bật", "required": "yes"}
    design = apply(design, Step("section.add", "", first), fresh="9a")
    return apply(design, Step("section.add", "", {"title": "Kiến nghị", "required": ""}), fresh="9b")


def test_sections_are_asked_below_the_tables_in_their_order(start: Start) -> None:
    design = with_two(start("4-BCH.xlsx"))
    general, wishes = design.form.sections
    assert general == Section("s9a", "Đánh giá chung", "Kết quả nổi bật", is_required=True)
    assert (wishes.address, wishes.is_required) == ("section/s9b", False)
    moved = apply(design, Step("section.move", "", {"key": "s9b", "by": "-1"}), fresh="9c")
    assert [one.key for one in moved.form.sections] == ["s9b", "s9a"]
    assert apply(moved, Step("section.move", "", {"key": "s9b", "by": "-1"}), fresh="9d") == moved
    gone = apply(moved, Step("section.delete", "", {"key": "s9a"}), fresh="9e")
    assert [one.title for one in gone.form.sections] == ["Kiến nghị"]


def test_what_is_said_of_a_section_is_changed_and_the_workbook_stays_the_agency_s(start: Start) -> None:
    design = with_two(start("4-BCH.xlsx"))
    said = {"key": "s9a", "title": "Nhận xét", "required": ""}
    changed = apply(design, Step("section.words", "", said), fresh="9c")
    assert changed.form.sections[0] == Section("s9a", "Nhận xét", "Kết quả nổi bật")
    assert not changed.is_redrawn


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        ("section.add", {"title": "  "}, "no_section_title"),
        ("section.add", {"title": "A", "required": "maybe"}, "no_such_choice"),
        ("section.add", {"title": "A" * 1001}, "too_long"),
        ("section.words", {"key": "s1", "title": "A"}, "no_such_place"),
        ("section.delete", {}, "no_such_place"),
    ],
)
def test_a_section_that_cannot_be_is_refused(
    start: Start, kind: str, values: dict[str, str], code: str
) -> None:
    with pytest.raises(StepRefused) as refused:
        apply(with_two(start("4-BCH.xlsx")), Step(kind, "", values), fresh="9c")
    assert refused.value.code == code


def test_twenty_sections_are_the_most(start: Start) -> None:
    design = start("4-BCH.xlsx")
    for number in range(20):
        design = apply(design, Step("section.add", "", {"title": f"Phần {number}"}), fresh=f"9x{number}")
    with pytest.raises(StepRefused):
        apply(design, Step("section.add", "", {"title": "Phần nữa"}), fresh="9y")


def test_sections_are_kept_as_text_and_in_the_published_form(start: Start) -> None:
    design = with_two(start("4-BCH.xlsx"))
    assert from_text(to_text(design)).form.sections == design.form.sections
    layout = layout_of_design(design, code="A")
    assert from_json(to_json(layout)).sections == design.form.sections
    assert layout.for_words[-2:] == ("section/s9a", "section/s9b")
    assert faults_of(layout) == []


def test_the_difference_of_two_versions_names_sections(start: Start) -> None:
    old = with_two(start("4-BCH.xlsx"))
    new = apply(old, Step("section.delete", "", {"key": "s9b"}), fresh="9c")
    new = apply(new, Step("section.words", "", {"key": "s9a", "title": "Nhận xét"}), fresh="9d")
    new = apply(new, Step("section.add", "", {"title": "Phương hướng"}), fresh="9e")
    told = differences(layout_of_design(old, code="A"), layout_of_design(new, code="A"))
    assert [(one.code, dict(one.params)) for one in told] == [
        ("section_gone", {"section": "Kiến nghị"}),
        ("section_words", {"old": "Đánh giá chung", "new": "Nhận xét"}),
        ("section_new", {"section": "Phương hướng"}),
    ]


def test_documents_are_asked_for_as_sections_are(start: Start) -> None:
    old = start("4-BCH.xlsx")
    said = {"title": "Danh sách có chữ ký", "hint": "Bản chụp", "required": "yes"}
    design = apply(old, Step("enclosure.add", "", said), fresh="9a")
    design = apply(design, Step("enclosure.add", "", {"title": "Ảnh", "required": ""}), fresh="9b")
    design = apply(design, Step("enclosure.move", "", {"key": "e9b", "by": "-1"}), fresh="9c")
    signed = Enclosure("e9a", "Danh sách có chữ ký", "Bản chụp", is_required=True)
    assert design.form.enclosures == (Enclosure("e9b", "Ảnh"), signed)
    assert not design.is_redrawn
    assert from_text(to_text(design)) == design
    layout = layout_of_design(design, code="A")
    assert from_json(to_json(layout)) == layout
    assert faults_of(layout) == []
    again = apply(design, Step("enclosure.words", "", {"key": "e9b", "title": "Ảnh chụp"}), fresh="9d")
    again = apply(again, Step("enclosure.delete", "", {"key": "e9a"}), fresh="9e")
    told = differences(layout, layout_of_design(again, code="A"))
    assert [(one.code, dict(one.params)) for one in told] == [
        ("enclosure_gone", {"enclosure": "Danh sách có chữ ký"}),
        ("enclosure_words", {"old": "Ảnh", "new": "Ảnh chụp"}),
    ]
    with pytest.raises(StepRefused) as refused:
        apply(design, Step("enclosure.add", "", {"title": " "}), fresh="9f")
    assert refused.value.code == "no_enclosure_title"
