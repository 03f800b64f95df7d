"""`manage.py import_template` and its action: a form becomes a draft, or is refused with a reason."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from indicators.drafts import recognised_draft
from indicators.models import TemplateDraft
from submissions.actions.import_template import import_template
from tests.indicators.factories import AT, Asked
from tests.indicators.recognition.making import workbook
from tests.submissions.workbooks.making import package_of, parts_of
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(shared_data: Path) -> Path:
    return shared_data / "forms" / "II.06a-VPCP-KSTT.xlsx"


def run(*words: Any) -> str:
    said = StringIO()
    call_command("import_template", *map(str, words), stdout=said)
    return said.getvalue()


def test_the_command_keeps_a_draft_and_says_what_was_recognised_and_what_is_to_be_decided(file: Path) -> None:
    said = run(file, "--code", "II.06a/VPCP/KSTT")
    assert "1 bảng, 13 dòng, 11 cột số liệu, 143 ô (12 ô chưa quyết định), 14 công thức" in said
    assert "(3) = (4) + (5) + (6)" in said
    assert "Cần người quyết định 2 điều:" in said
    assert "Cột (6) Từ kỳ trước lấy số của cột nào ở kỳ trước?" in said
    draft = TemplateDraft.objects.get()
    assert (draft.code, draft.name[:20], draft.owner) == ("II.06a/VPCP/KSTT", "TÌNH HÌNH, KẾT QUẢ G", None)
    assert bytes(draft.workbook) == file.read_bytes()
    assert Event.objects.filter(kind="template.imported", subject_id=draft.pk).count() == 1


def test_json_is_all_of_it_and_the_same_each_time(file: Path) -> None:
    first = run(file, "--code", "A/1", "--json")
    assert run(file, "--code", "A/1", "--json") == first
    data = json.loads(first)
    (form,) = data["forms"]
    assert form["counts"]["cells"] == 143
    assert form["tables"][0]["columns"][2]["formula"] == "(4) + (5) + (6)"
    assert form["formulas"][0] == {
        "table": "t1", "column": "c3", "number": "3", "printed": "(3)=(4)+(5)+(6)",
        "formula": "(4) + (5) + (6)", "rows": [f"r{n:02d}" for n in range(1, 13)],
    }  # fmt: skip
    assert [doubt["code"] for doubt in data["doubts"]] == ["opening", "balance"]
    assert data["doubts"][1]["choices"][0]["label"] == "Có: (3) = (7) + (11)"
    assert TemplateDraft.objects.count() == 1
    assert Event.objects.filter(kind="template.imported").count() == 1, "the same file twice is once"


def test_a_dry_run_writes_nothing(file: Path) -> None:
    assert "Cần người quyết định 2 điều:" in run(file, "--code", "A/1", "--dry-run")
    assert not TemplateDraft.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp rỗng"),
        (b"%PDF-1.7 ...", "không phải bảng tính"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old .xls", "bị hỏng"),
        (b"PK\x03\x04 broken", "Tệp Excel bị hỏng"),
        (workbook([["Kính gửi: Sở Y tế"]]), "Không nhận ra bảng nào"),
    ],
)
def test_what_is_no_form_is_refused_with_a_reason(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        run(path, "--code", "A/1")
    assert not TemplateDraft.objects.exists()


def test_hostile_files_are_refused_before_or_in_the_limited_process(file: Path, tmp_path: Path) -> None:
    parts = parts_of(file.read_bytes())
    sheet = next(name for name in parts if name.startswith("xl/worksheets/"))
    bomb = package_of(parts | {"xl/media/a.xml": b"0" * (40 * 1024 * 1024)})
    doctype = package_of(parts | {sheet: b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[sheet]})
    far = package_of(parts | {sheet: parts[sheet].replace(b'r="A10"', b'r="XFD1048576"')})
    path = tmp_path / "form.xlsx"
    for content in (bomb, doctype, far):
        path.write_bytes(content)
        with pytest.raises(CommandError):
            run(path, "--code", "A/1")
    assert not TemplateDraft.objects.exists()


def test_a_flood_of_cells_is_no_form() -> None:
    content = workbook([["STT", "Chỉ tiêu", "Số"], *([n, f"Dòng {n}", n] for n in range(4990))] * 2)
    with pytest.raises(BadContent) as refused:
        import_template(name="f.xlsx", content=content, code="A/1", owner=None, by=None, at=AT)
    assert refused.value.code in ("too_much", "far_cells")


@pytest.mark.parametrize("code", ["", "có dấu cách", "../../etc", "x" * 61, "<b>"])
def test_a_code_is_letters_digits_and_a_few_signs(file: Path, code: str) -> None:
    with pytest.raises(BadContent):
        import_template(name="f.xlsx", content=file.read_bytes(), code=code, owner=None, by=None, at=AT)


def take(asked: Asked, person: str, file: Path, code: str = "A/1") -> TemplateDraft:
    cast = asked.cast
    return import_template(
        name=file.name, content=file.read_bytes(), code=code, owner=cast.department,
        by=getattr(cast, person), at=AT,
    ).draft  # fmt: skip


def test_an_officer_of_the_agency_imports_and_others_do_not(asked: Asked, file: Path) -> None:
    draft = take(asked, "nga", file)
    assert (draft.owner, draft.imported_by) == (asked.cast.department, asked.cast.nga)
    with pytest.raises(NotAllowed):
        take(asked, "hoa", file, "A/2")
    with pytest.raises(NotWithinReach):
        take(asked, "long", file, "A/3")


def test_a_code_of_another_agency_s_template_is_only_its_own_officer_s(asked: Asked, file: Path) -> None:
    with pytest.raises((NotAllowed, NotWithinReach)):
        take(asked, "long", file, asked.template.code)
    assert take(asked, "nga", file, asked.template.code).owner == asked.cast.department


def test_another_file_keeps_the_answers_that_still_have_a_question(asked: Asked, file: Path) -> None:
    draft = take(asked, "nga", file)
    draft.answers = json.dumps({"opening": "c11"})
    draft.save()
    other = workbook([["STT", "Chỉ tiêu", "Số"], ["A", "B", 1], [1, "Một"]])
    again = import_template(
        name="khac.xlsx", content=other, code="A/1", owner=asked.cast.department, by=asked.cast.nga, at=AT
    )
    assert again.draft.pk == draft.pk
    assert again.draft.version == 2
    back = take(asked, "nga", file)
    opening = next(doubt for doubt in recognised_draft(back).doubts if doubt.code == "opening")
    assert opening.answers == ("c11",)


def test_a_draft_brought_in_for_nobody_is_not_taken_over_by_an_upload(asked: Asked, file: Path) -> None:
    run(file, "--code", "A/1")
    with pytest.raises(Conflict):
        take(asked, "nga", file)
