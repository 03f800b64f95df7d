"""Forms put into service through the designer's page; next versions; forms begun without a file."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from indicators.actions.begin_form import begin_form
from indicators.actions.publish_template import publish_template
from indicators.designing import problems_of
from indicators.drafts import design_of
from indicators.forms import layout_of
from indicators.models import Template, TemplateCell, TemplateDraft, TemplateVersion
from submissions.actions.open_rounds import open_round
from submissions.models import Submission
from tests.indicators.factories import AT, Asked
from tests.submissions.designing import page_of, step
from tests.submissions.test_publish_form import bring, publish
from units.errors import BadContent

pytestmark = pytest.mark.django_db


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
