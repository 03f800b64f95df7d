"""/bieu-mau/nhap/ and the draft's page: brought in, drawn with marks, doubts answered, all or nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.actions.answer_doubts import answer_doubts
from indicators.drafts import answers_of, recognised_draft
from indicators.models import TemplateDraft
from tests.indicators.factories import AT, Asked
from units.errors import BadContent, Conflict
from units.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(shared_data: Path) -> bytes:
    return (shared_data / "forms" / "01-SCT-BCT-thang.xlsx").read_bytes()


def bring(client: Client, content: bytes, **fields: Any) -> Any:
    file = SimpleUploadedFile("bieu.xlsx", content)
    return client.post("/bieu-mau/nhap/", {"file": file, "code": "01/SCT-BCT"} | fields, follow=True)


@pytest.fixture
def draft(nga: Client, content: bytes) -> TemplateDraft:
    bring(nga, content)
    return TemplateDraft.objects.get()


def test_a_form_is_brought_in_and_drawn_with_its_questions(nga: Client, content: bytes) -> None:
    page = bring(nga, content).content.decode()
    assert "01/SCT-BCT: còn 7 điều cần quyết định" in page
    assert "TÌNH HÌNH SẢN XUẤT CÔNG NGHIỆP VÀ HOẠT ĐỘNG THƯƠNG MẠI" in page
    assert page.count('class="is-figure undecided"') == 73
    assert '<a class="mark" href="#q3">3</a>' in page
    assert "Số của các cột này tự điền" in page
    assert "01/SCT-BCT</a>" in nga.get("/bieu-mau/").content.decode()


def test_what_cannot_be_read_is_said_where_it_was_chosen(nga: Client) -> None:
    answer = bring(nga, b"%PDF-1.7")
    assert answer.status_code == 422
    assert "không phải bảng tính" in answer.content.decode()
    assert bring(nga, b"x", code="có dấu cách").status_code == 422
    assert nga.post("/bieu-mau/nhap/", {"code": "A/1"}).status_code == 422
    assert not TemplateDraft.objects.exists()


def test_answers_decide_cells_and_are_kept_with_an_event(nga: Client, draft: TemplateDraft) -> None:
    given = {"a:carried:t1": "carried", "a:row_without_unit:t1": "heading", "version": "1"}
    page = nga.post(f"/bieu-mau/ban-nhap/{draft.pk}/", given, follow=True).content.decode()
    assert "còn 5 điều cần quyết định" in page
    draft.refresh_from_db()
    assert answers_of(draft) == {"carried:t1": "carried", "row_without_unit:t1": "heading"}
    (form,) = recognised_draft(draft).forms
    kinds = {cell.kind for cell in form.tables[0].cells if cell.column == "c1"}
    assert kinds == {"carried"}
    assert Event.objects.filter(kind="template.doubts_answered", subject_id=draft.pk).count() == 1


def test_one_place_is_answered_apart_and_an_answer_is_taken_back(asked: Asked, draft: TemplateDraft) -> None:
    by = asked.cast.nga
    answers = {"carried:t1": "carried", "carried:t1@t1/:c4": "input"}
    draft = answer_doubts(draft=draft, answers=answers, version=1, by=by, at=AT)
    cells = recognised_draft(draft).forms[0].tables[0].cells
    assert {cell.kind for cell in cells if cell.column == "c4" and cell.row == "r02"} == {"input"}
    draft = answer_doubts(draft=draft, answers={"carried:t1": ""}, version=2, by=by, at=AT)
    doubt = next(doubt for doubt in recognised_draft(draft).doubts if doubt.code == "carried")
    assert doubt.answers == ("", "input")


def test_an_answer_that_is_no_choice_and_one_that_comes_late_are_refused(
    asked: Asked, draft: TemplateDraft, nga: Client
) -> None:
    by = asked.cast.nga
    with pytest.raises(BadContent):
        answer_doubts(draft=draft, answers={"carried:t1": "maybe"}, version=1, by=by, at=AT)
    answer_doubts(draft=draft, answers={"carried:t1": "input"}, version=1, by=by, at=AT)
    with pytest.raises(Conflict):
        answer_doubts(draft=draft, answers={"carried:t1": "carried"}, version=1, by=by, at=AT)
    late = nga.post(f"/bieu-mau/ban-nhap/{draft.pk}/", {"a:carried:t1": "carried", "version": "1"})
    assert late.status_code == 409
    assert "vừa được người khác sửa" in late.content.decode()


def test_saving_nothing_new_changes_nothing(asked: Asked, draft: TemplateDraft) -> None:
    same = answer_doubts(draft=draft, answers={"unknown": "x"}, version=1, by=asked.cast.nga, at=AT)
    assert same.version == 1
    assert not Event.objects.filter(kind="template.doubts_answered").exists()
