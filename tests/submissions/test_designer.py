"""The designer: steps kept, undone and made again; forms put into service through its page; next versions."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from indicators.actions.answer_doubts import answer_doubts
from indicators.actions.begin_form import begin_version
from indicators.actions.design_form import design_form
from indicators.actions.publish_template import publish_template
from indicators.actions.redo_step import redo_step
from indicators.actions.undo_step import undo_step
from indicators.designing import Step
from indicators.drafts import design_of
from indicators.models import DraftStep, TemplateDraft
from tests.indicators.factories import AT, Asked
from tests.submissions.designing import page_of, step
from tests.submissions.test_publish_form import bring
from units.errors import Conflict, NotAllowed, NotWithinReach
from units.models import Event

pytestmark = pytest.mark.django_db


def test_steps_are_kept_undone_and_made_again_each_with_its_event(asked: Asked, forms: Path) -> None:
    nga = asked.cast.nga
    draft = bring(asked, forms, "4-BCH.xlsx", "4/BCH-2")
    first = design_form(
        draft=draft, step=Step("row.words", "t1/r01:", {"label": "Phụ nữ có thai"}), version=draft.version,
        by=nga, at=AT,
    ).draft  # fmt: skip
    same = design_form(
        draft=first, step=Step("row.words", "t1/r01:", {"label": "Phụ nữ có thai"}), version=first.version,
        by=nga, at=AT,
    ).draft  # fmt: skip
    assert same.version == first.version
    with pytest.raises(Conflict):
        design_form(draft=draft, step=Step("table.add"), version=draft.version, by=nga, at=AT)
    back = undo_step(draft=first, version=first.version, by=nga, at=AT)
    assert design_of(back).form.tables[0].rows[0].label == "Tổng số phụ nữ có thai"
    assert not design_of(back).is_redrawn
    again = redo_step(draft=back, version=back.version, by=nga, at=AT)
    assert design_of(TemplateDraft.objects.get()).form.tables[0].rows[0].label == "Phụ nữ có thai"
    assert redo_step(draft=again, version=again.version, by=nga, at=AT).version == again.version
    back = undo_step(draft=again, version=again.version, by=nga, at=AT)
    other = design_form(draft=back, step=Step("table.add"), version=back.version, by=nga, at=AT).draft
    assert redo_step(draft=other, version=other.version, by=nga, at=AT).version == other.version
    assert list(DraftStep.objects.values_list("number", "kind", "is_undone")) == [(1, "table.add", False)]
    kinds = Event.objects.filter(subject_id=draft.pk, kind__startswith="template.step").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "template.step_made", "template.step_undone", "template.step_redone", "template.step_undone",
        "template.step_made",
    ]  # fmt: skip


def test_what_was_read_is_not_asked_again_while_edits_stand_on_it(asked: Asked, forms: Path) -> None:
    nga = asked.cast.nga
    draft = bring(asked, forms, "II.06a-VPCP-KSTT.xlsx", "06a")
    draft = design_form(draft=draft, step=Step("table.add"), version=draft.version, by=nga, at=AT).draft
    answers = {"opening": ""}
    with pytest.raises(Conflict) as refused:
        answer_doubts(draft=draft, answers=answers, version=draft.version, by=nga, at=AT)
    assert refused.value.code == "designed"
    draft = undo_step(draft=draft, version=draft.version, by=nga, at=AT)
    draft = answer_doubts(draft=draft, answers={"t1": ""} | answers, version=draft.version, by=nga, at=AT)
    assert draft.steps.count() in (0, 1)


def test_only_officers_of_the_agency_design(asked: Asked, forms: Path) -> None:
    draft = bring(asked, forms, "4-BCH.xlsx", "4/BCH-2")
    for person in (asked.cast.hoa, asked.cast.long):
        with pytest.raises(NotWithinReach):
            design_form(draft=draft, step=Step("table.add"), version=draft.version, by=person, at=AT)
        with pytest.raises(NotWithinReach):
            undo_step(draft=draft, version=draft.version, by=person, at=AT)
        with pytest.raises((NotWithinReach, NotAllowed)):
            begin_version(template=asked.template, by=person, at=AT)


def test_the_page_makes_steps_and_chooses_what_is_new(asked: Asked, nga: Client, forms: Path) -> None:
    draft = bring(asked, forms, "II.06a-VPCP-KSTT.xlsx", "06a")
    page = nga.get(page_of(draft)).content.decode()
    assert "06a: biểu dùng được" in page
    answer = step(nga, draft, "row.add", "t1/r03:", where="after")
    assert answer.status_code == 302
    new = f"t1/r{draft.pk}x{draft.version}:"
    assert answer["Location"].endswith(f"?o={new.replace('/', '%2F').replace(':', '%3A')}")
    page = nga.get(answer["Location"]).content.decode()
    assert "06a: còn 1 chỗ cần sửa" in page
    assert "Dòng “chưa có chữ”: Dòng chưa có chữ." in page
    assert "Hoàn tác: thêm dòng" in page
    assert 'aria-current="true"' in page
    refused = step(nga, draft, "cells.set", "t1/r03:c4", kind="computed")
    assert refused.status_code == 422
    assert "Hãy viết công thức" in refused.content.decode()
    circle = step(nga, draft, "cells.set", "t1/r03:c4", kind="computed", formula="(3) - (5)")
    assert "Công thức tính vòng" in nga.get(circle["Location"]).content.decode()
    draft.refresh_from_db()
    late = nga.post(page_of(draft), {"step": "undo", "version": "1"})
    assert late.status_code == 409
    assert step(nga, draft, "undo").status_code == 302
    assert "06a: còn 1 chỗ cần sửa" in nga.get(page_of(draft)).content.decode()


def test_a_cell_is_bound_by_code_with_the_decimals_and_unit_of_the_catalogue(
    asked: Asked, nga: Client, forms: Path
) -> None:
    draft = bring(asked, forms, "4-BCH.xlsx", "4/BCH-2")
    publish_template(version=asked.version, by=asked.cast.nga, at=AT)
    page = nga.get(f"{page_of(draft)}?o=t1/r01:").content.decode()
    assert "BCH4.01 · Tổng số phụ nữ có thai" in page
    assert "đang hỏi ở 4/BCH" in page
    step(nga, draft, "cells.set", "t1/r01:", data_point="BCH4.01")
    draft.refresh_from_db()
    cell = design_of(draft).form.tables[0].cells[0]
    assert (cell.data_point, cell.decimals) == ("BCH4.01|total", 0)
    assert "(đã hỏi ở biểu 4/BCH" in nga.get(f"{page_of(draft)}?o=t1/r01:c1").content.decode()
    refused = step(nga, draft, "cells.set", "t1/r02:", data_point="KHONG.CO")
    assert refused.status_code == 422
    assert "Danh mục không có chỉ tiêu số “KHONG.CO”" in refused.content.decode()


def test_previews_are_the_form_as_it_is_now(asked: Asked, nga: Client, forms: Path) -> None:
    draft = bring(asked, forms, "4-BCH.xlsx", "4/BCH-2")
    own = nga.get(f"/bieu-mau/ban-nhap/{draft.pk}/xem/excel/")
    assert own.content == (forms / "4-BCH.xlsx").read_bytes()
    step(nga, draft, "row.words", "t1/r01:", label="=Phụ nữ")
    step(nga, draft, "cells.set", "t1/r02:c1", kind="blocked")
    for way in ("trang", "dien-thoai", "in", "khac"):
        page = nga.get(f"/bieu-mau/ban-nhap/{draft.pk}/xem/?nhu={way}")
        assert "=Phụ nữ" in page.content.decode()
        assert 'class="is-figure blocked"' in page.content.decode()
        assert page["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    drawn = openpyxl.load_workbook(BytesIO(nga.get(f"/bieu-mau/ban-nhap/{draft.pk}/xem/excel/").content))
    texts = [str(cell.value) for row in drawn.active for cell in row if cell.value is not None]
    assert "x" in texts
    assert any(text.endswith("=Phụ nữ") and not text.startswith("=") for text in texts)
