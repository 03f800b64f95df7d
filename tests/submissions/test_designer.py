"""The designer: steps kept, undone and made again; forms put into service through its page; next versions."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from indicators.actions.answer_doubts import answer_doubts
from indicators.actions.begin_form import begin_form, begin_version
from indicators.actions.design_form import design_form
from indicators.actions.publish_template import publish_template
from indicators.actions.redo_step import redo_step
from indicators.actions.undo_step import undo_step
from indicators.designing import Step, problems_of
from indicators.drafts import design_of
from indicators.forms import layout_of
from indicators.models import DraftStep, Template, TemplateCell, TemplateDraft, TemplateVersion
from submissions.actions.open_rounds import open_round
from submissions.models import Submission
from tests.indicators.factories import AT, Asked, build_asked
from tests.submissions.test_publish_form import bring, publish
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Asked:
    return build_asked()


@pytest.fixture
def nga(asked: Asked) -> Client:
    client = Client()
    client.force_login(asked.cast.nga, backend="units.backends.PasswordBackend")
    return client


@pytest.fixture
def forms(shared_data: Path) -> Path:
    return shared_data / "forms"


def page_of(draft: TemplateDraft) -> str:
    return f"/bieu-mau/ban-nhap/{draft.pk}/soan/"


def step(client: Client, draft: TemplateDraft, verb: str, place: str = "", /, **values: str) -> Any:
    """As the page's own form sends it."""
    draft.refresh_from_db()
    said = {f"v:{name}": value for name, value in values.items()}
    return client.post(
        page_of(draft), {"step": verb, "place": place, "o": place, "version": str(draft.version), **said}
    )


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


@pytest.mark.parametrize(
    ("name", "row", "column", "way"),
    [
        ("4-BCH.xlsx", "r02", "c1", "rows"),
        ("II.06a-VPCP-KSTT.xlsx", "r02", "c4", "columns"),
        ("13a-BTP-HTQTCT-HT.xlsx", "r02", "c6", "columns"),
        ("01-SCT-BCT-thang.xlsx", "r05", "c3", "rows"),
    ],
)
def test_each_official_form_goes_into_service_through_the_page(
    asked: Asked, nga: Client, forms: Path, name: str, row: str, column: str, way: str
) -> None:
    """A word corrected, a cell blocked, a line added, one step undone; published; units get the workbook."""
    draft = bring(asked, forms, name, "BM/01")
    assert step(nga, draft, "row.words", f"t1/{row}:", label="Dòng đã sửa").status_code == 302
    step(nga, draft, "cells.set", f"t1/{row}:{column}", kind="blocked")
    while places := _named_by_problems(draft):  # what was counted from it is not asked either
        step(nga, draft, "cells.set", places[0], kind="blocked")
    added = step(nga, draft, "row.add", f"t1/{row}:", where="after")
    new = added["Location"].partition("?o=t1%2F")[2].removesuffix("%3A")
    step(nga, draft, "row.words", f"t1/{new}:", label="Dòng mới thêm", number="2a")
    step(nga, draft, "table.add")
    step(nga, draft, "undo")
    assert "BM/01: biểu dùng được" in nga.get(page_of(draft)).content.decode()
    address = f"/bieu-mau/ban-nhap/{draft.pk}/ban-hanh/"
    names = {
        f"name:{key}": f"{said} BM01"
        for key, said in _subjects(nga.get(f"{address}?way:t1={way}").content.decode())
    }
    draft.refresh_from_db()
    done = nga.post(
        address,
        {
            "regime": str(asked.regime.pk),
            "prefix": "BM",
            "way:t1": way,
            "version": str(draft.version),
            **names,
        },
        follow=True,
    )
    assert "Đã ban hành biểu mẫu BM/01." in done.content.decode()
    version = TemplateVersion.objects.get(template__code="BM/01")
    layout = layout_of(version)
    blocked = f"t1/{row}:{column}"
    assert layout.place_of[blocked][3].kind == "blocked"
    assert not TemplateCell.objects.filter(version=version, address=blocked).exists()
    assert TemplateCell.objects.filter(version=version, address__startswith=f"t1/{new}:").exists()
    opened = open_round(template=version.template, period_code="2026-9M", by=None, at=AT)
    duty = Submission.objects.filter(
        assignment__round=opened, assignment__responsible=asked.cast.dong_hung
    ).get()
    clerk = Client()
    clerk.force_login(asked.cast.lan, backend="units.backends.PasswordBackend")
    page = clerk.get(f"/bao-cao/{duty.assignment_id}/").content.decode()
    assert "Dòng đã sửa" in page
    assert "Dòng mới thêm" in page
    assert "is-figure blocked" in page
    got = clerk.get(f"/bao-cao/{duty.assignment_id}/excel/")
    sheet = openpyxl.load_workbook(BytesIO(got.content))[layout.sheet]
    place = layout.place_of[f"t1/{row}:{column}"]
    assert sheet[f"{place[2].excel_column}{place[1].excel_row}"].value == "x"


def _named_by_problems(draft: TemplateDraft) -> list[str]:
    draft.refresh_from_db()
    return [problem.place for problem in problems_of(design_of(draft), code=draft.code)]


def _subjects(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'name="name:([^"]+)" value="([^"]*)"', page)
    return [(unescape(key), unescape(value)) for key, value in found]


def test_the_next_version_says_what_it_changes_and_open_rounds_keep_theirs(
    asked: Asked, nga: Client, forms: Path
) -> None:
    publish_template(version=asked.version, by=asked.cast.nga, at=AT)
    opened = open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    begun = nga.post(f"/bieu-mau/{asked.template.pk}/phien-ban-moi/", follow=True)
    draft = TemplateDraft.objects.get()
    assert begun.redirect_chain[-1][0] == page_of(draft)
    nga.post(f"/bieu-mau/{asked.template.pk}/phien-ban-moi/")
    assert TemplateDraft.objects.count() == 1
    first, second, third = [row.key for row in design_of(draft).form.tables[0].rows][:3]
    step(nga, draft, "row.words", f"t1/{first}:", label="Tổng số thai phụ")
    step(nga, draft, "row.delete", f"t1/{second}:")
    step(nga, draft, "cells.set", f"t1/{third}:c1", kind="blocked")
    page = nga.get(f"/bieu-mau/ban-nhap/{draft.pk}/ban-hanh/").content.decode()
    assert "So với phiên bản 1 đang dùng" in page
    assert "thành “1 Tổng số thai phụ”." in page
    assert "Bỏ dòng" in page
    assert "Không hỏi nữa: dòng" in page
    assert "Mọi ô đã gắn chỉ tiêu." in page
    draft.refresh_from_db()
    done = nga.post(
        f"/bieu-mau/ban-nhap/{draft.pk}/ban-hanh/",
        {"regime": str(asked.regime.pk), "prefix": "BM", "way:t1": "rows", "version": str(draft.version)},
        follow=True,
    )  # fmt: skip
    assert "Đã ban hành biểu mẫu 4/BCH." in done.content.decode()
    newest = TemplateVersion.objects.get(template=asked.template, number=2)
    before = set(asked.template.versions.get(number=1).cells.values_list("address", "data_point"))
    after = set(newest.cells.values_list("address", "data_point"))
    assert after < before
    assert len(before - after) == 2
    opened.refresh_from_db()
    assert opened.version.number == 1
    assert bytes(newest.workbook or b"")


def test_a_form_begins_without_a_file(asked: Asked, nga: Client) -> None:
    page = nga.post("/bieu-mau/soan-moi/", {"code": "M/9", "title": "BÁO CÁO MỚI"}, follow=True)
    draft = TemplateDraft.objects.get()
    assert page.redirect_chain[-1][0] == page_of(draft)
    assert "M/9: còn 2 chỗ cần sửa" in page.content.decode()
    again = nga.post("/bieu-mau/soan-moi/", {"code": "M/9", "title": "KHÁC"})
    assert again.status_code == 422
    assert "đang được soạn" in again.content.decode()
    there = nga.post("/bieu-mau/soan-moi/", {"code": "4/BCH", "title": "KHÁC"})
    assert "Đã có biểu mẫu 4/BCH" in there.content.decode()
    step(nga, draft, "row.words", "t1/r1:", label="Số ca", unit="ca")
    assert "M/9: biểu dùng được" in nga.get(page_of(draft)).content.decode()
    draft.refresh_from_db()
    version = publish(asked, draft, "rows")
    assert [cell.address for cell in version.cells.all()] == ["t1/r1:c1"]


def test_a_form_with_problems_is_not_published(asked: Asked) -> None:
    draft = begin_form(code="M/9", title="BÁO CÁO", owner=asked.cast.department, by=asked.cast.nga, at=AT)
    with pytest.raises(BadContent) as refused:
        publish(asked, draft, "rows")
    assert refused.value.code == "problems"
    assert {problem["code"] for problem in refused.value.problems} == {"row_without_words", "no_unit"}
    assert not Template.objects.filter(code="M/9").exists()
