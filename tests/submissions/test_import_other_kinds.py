"""A form that comes as .xls or .ods: read under the same limits; what units get is drawn anew as .xlsx."""

import contextlib
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from indicators.designing import layout_of_design
from indicators.drafts import design_of, recognised_draft
from indicators.models import TemplateDraft
from submissions.actions.import_template import import_template
from submissions.workbooks.blank import blank_workbook
from submissions.workbooks.form_grids import read_form
from tests.cast import AT
from units.errors import BadContent

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parents[1] / "indicators" / "recognition" / "offices" / "files"


def brought_in(name: str, content: bytes) -> TemplateDraft:
    return import_template(name=name, content=content, code="A/1", owner=None, by=None, at=AT).draft


def decided(draft: TemplateDraft) -> TemplateDraft:
    """With every proposal, or the first choice, taken."""
    for _round in range(3):
        still = recognised_draft(draft).open_doubts
        given = {one.key: one.proposal or (one.choices[0].value if one.choices else "Người") for one in still}
        draft.answers = json.dumps({**json.loads(draft.answers), **given})
    return draft


@pytest.mark.parametrize("name", ["schools.xls", "livestock.ods"])
def test_what_units_get_is_drawn(name: str) -> None:
    draft = decided(brought_in(name, (FILES / name).read_bytes()))
    assert bytes(draft.workbook) == b""
    design = design_of(draft)
    assert design.is_redrawn
    layout = layout_of_design(design, code="A/1")
    sheet = openpyxl.load_workbook(io.BytesIO(blank_workbook(layout))).active
    assert sheet is not None
    first = layout.tables[0].rows[0]
    label = next(one for one in layout.tables[0].columns if one.kind == "label")
    assert sheet[f"{label.excel_column}{first.excel_row}"].value == first.label


def repacked(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for entry in before.infolist():
            data = before.read(entry)
            after.writestr(entry, data.replace(old, new) if entry.filename == part else data)
    return target.getvalue()


def test_a_hostile_ods_is_refused() -> None:
    content = (FILES / "livestock.ods").read_bytes()
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><office:document-content'
    far = b'table:number-columns-repeated="9"><text:p>x</text:p></table:table-cell>'
    for broken in (
        repacked(content, "content.xml", b"<office:document-content", laughs),
        repacked(content, "content.xml", b"</table:table>", b"</table:tab>"),
        content[: len(content) // 2],
    ):
        with pytest.raises(BadContent):
            brought_in("f.ods", broken)
    assert not TemplateDraft.objects.exists()
    many = (
        b'<table:table-row table:number-rows-repeated="99999"><table:table-cell '
        + far
        + b"</table:table-row>"
    )
    with pytest.raises(BadContent):
        brought_in("f.ods", repacked(content, "content.xml", b"</table:table>", many + b"</table:table>"))


@pytest.mark.parametrize("at", [0x100, 0x300, 0x600, 0x900, 0xC00, 0x1200])
def test_a_damaged_xls_is_read_or_refused(at: int) -> None:
    content = bytearray((FILES / "schools.xls").read_bytes())
    content[at : at + 64] = b"\xff" * 64
    found: list[bool] = []
    with contextlib.suppress(BadContent):
        found.append(bool(recognised_draft(brought_in("f.xls", bytes(content))).forms))
    assert found in ([], [True])
    assert TemplateDraft.objects.count() == len(found)


def test_hidden_lines_and_columns_of_an_ods_are_seen() -> None:
    content = (FILES / "livestock.ods").read_bytes()
    hidden = repacked(
        content, "content.xml", b"<table:table-row ", b'<table:table-row table:visibility="collapse" '
    )
    (grid,) = read_form(hidden)
    assert {6, 7, 8, 9} <= grid.hidden_rows
    assert not read_form(content)[0].hidden_rows
