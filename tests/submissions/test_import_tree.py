"""/don-vi/nap/ and the command: a file is looked at, then written; totals that move are marked."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from submissions.actions.import_tree import import_tree
from submissions.models import DirtyMark, Status
from tests.submissions.factories import AT, World, bring_to, build_world
from tests.units.test_import_tree import HEAD, SCHOOLS, row
from tests.units.workbook_parts import csv
from units.actions.import_tree import TreeSource
from units.codes import OFFICIAL
from units.models import Unit

pytestmark = pytest.mark.django_db
BAD = "<script>alert(1)</script>"


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return build_world()


@pytest.fixture
def at(world: World) -> Callable[[str], Client]:
    def signed_in(person: str) -> Client:
        client = Client()
        client.force_login(world.cast.fresh(person), backend="units.backends.PasswordBackend")
        return client

    return signed_in


def file(content: bytes, name: str = "don-vi.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def token_in(page: str) -> str:
    return page.split('name="token" value="')[1].split('"')[0]


def test_a_file_is_shown_and_then_written(world: World, at: Callable[[str], Client]) -> None:
    quan = at("quan")
    before = Unit.objects.count()
    page = quan.post(
        "/don-vi/nap/", {"file": file(SCHOOLS), "scheme": "agency", "start": ""}
    ).content.decode()
    assert "Tệp sẽ thêm 2 đơn vị" in page
    assert "Trường THPT Tiên Lữ" in page
    assert Unit.objects.count() == before
    done = quan.post("/don-vi/nap/xac-nhan/", {"token": token_in(page)}, follow=True).content.decode()
    assert "Đã nạp 2 đơn vị mới và 3 quan hệ cấp trên – cấp dưới." in done
    assert Unit.objects.count() == before + 2
    again = quan.post("/don-vi/nap/", {"file": file(SCHOOLS), "scheme": "agency"}).content.decode()
    assert "Tệp không có gì mới" in again


def test_faults_are_listed_and_nothing_is_put_aside(
    world: World, at: Callable[[str], Client], tmp_path: Path
) -> None:
    content = csv(HEAD, row("НЗЗ"), row("H33.30", "A", "gì"), *[row("")] * 300)
    answer = at("quan").post("/don-vi/nap/", {"file": file(content), "scheme": "agency"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tệp có 302 chỗ cần sửa" in page
    assert "Đang hiện 200 chỗ đầu tiên" in page
    assert "CYRILLIC CAPITAL LETTER EN" in page
    assert 'name="token"' not in page
    assert list(tmp_path.rglob("*.bin")) == []


def test_columns_that_are_not_read_are_named(world: World, at: Callable[[str], Client]) -> None:
    quan = at("quan")
    for content in (csv(HEAD + ",điện thoại", row() + ",0227"), csv(HEAD + ",điện thoại", row("") + ",0227")):
        page = quan.post("/don-vi/nap/", {"file": file(content), "scheme": "agency"}).content.decode()
        assert "Cột không dùng đến: điện thoại." in page


def test_a_refused_file_says_why(world: World, at: Callable[[str], Client]) -> None:
    quan = at("quan")
    for given, said in [
        ({"file": file(b"\x89PNG\r\n\x1a\n" + bytes(100), "x.png")}, "UTF-8"),
        ({"file": file(b"a,b\n1,2")}, "Không thấy dòng tiêu đề"),
        ({}, "Chưa chọn tệp nào"),
        ({"file": file(SCHOOLS), "start": "hôm nay"}, "Ngày “hôm nay” chưa đọc được"),
        ({"file": file(SCHOOLS), "scheme": "khac"}, "Chưa chọn tệp nào"),
    ]:
        answer = quan.post("/don-vi/nap/", given)
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_what_was_shown_is_one_person_s_and_one_file_s(world: World, at: Callable[[str], Client]) -> None:
    quan = at("quan")
    token = token_in(quan.post("/don-vi/nap/", {"file": file(SCHOOLS)}).content.decode())
    assert at("lan").post("/don-vi/nap/xac-nhan/", {"token": token}).status_code == 403
    assert quan.post("/don-vi/nap/xac-nhan/", {"token": "x"}).status_code == 409
    quan.post("/don-vi/nap/", {"file": file(csv(HEAD, row()))})
    assert quan.post("/don-vi/nap/xac-nhan/", {"token": token}).status_code == 409


def test_a_file_that_is_thrown_away_is_gone(
    world: World, at: Callable[[str], Client], tmp_path: Path
) -> None:
    quan = at("quan")
    token = token_in(quan.post("/don-vi/nap/", {"file": file(SCHOOLS)}).content.decode())
    assert len(list(tmp_path.rglob("*.bin"))) == 1
    quan.post("/don-vi/nap/xac-nhan/", {"drop": "1"})
    assert list(tmp_path.rglob("*.bin")) == []
    assert quan.post("/don-vi/nap/xac-nhan/", {"token": token}).status_code == 409


def test_what_has_changed_since_the_preview_is_told(world: World, at: Callable[[str], Client]) -> None:
    quan = at("quan")
    token = token_in(quan.post("/don-vi/nap/", {"file": file(csv(HEAD, row()))}).content.decode())
    other = csv(HEAD, row("H33.20", "Sở Khác"))
    import_tree(source=TreeSource(other), by=None, at=AT)
    answer = quan.post("/don-vi/nap/xac-nhan/", {"token": token})
    assert answer.status_code == 422
    assert "Mã H33.20 đã là mã của “Sở Khác”" in answer.content.decode()


def test_hostile_names_are_text_in_the_preview(world: World, at: Callable[[str], Client]) -> None:
    good = csv(HEAD, row("H33.20", BAD))
    wrong = csv(HEAD, row(BAD, BAD, BAD, BAD, BAD, BAD, BAD))
    for content in (good, wrong):
        page = at("quan").post("/don-vi/nap/", {"file": file(content, f"{BAD}.csv")}).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_the_template_is_handed_out(at: Callable[[str], Client]) -> None:
    answer = at("quan").get("/don-vi/nap/mau/")
    assert answer.content.startswith(b"PK")
    assert "mau-danh-sach-don-vi.xlsx" in answer["Content-Disposition"]


def test_a_relation_of_a_unit_with_figures_marks_the_totals_it_moves(world: World) -> None:
    cast, regime = world.cast, world.template.regime
    regime.placement_kind = "vertical"
    regime.save()
    bring_to(world, Status.ACCEPTED)
    DirtyMark.objects.all().delete()
    content = csv(HEAD, row("12688", "Đông Hưng", "xã", "H33.08.01", "địa bàn", "01/07/2025", ""))
    import_tree(source=TreeSource(content, scheme=OFFICIAL), by=None, at=AT)
    assert not DirtyMark.objects.exists()
    content = csv(HEAD, row("12361", "Tiên Lữ", "xã", "H33.08.01", "ngành dọc", "01/01/2026", ""))
    import_tree(source=TreeSource(content, scheme=OFFICIAL), by=None, at=AT)
    marked = set(DirtyMark.objects.values_list("unit", flat=True))
    assert cast.health_centre.pk in marked


# ---- the command -----------------------------------------------------------------------------------------


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_tree", str(path), *options, stdout=out)
    return out.getvalue()


def test_the_command_tries_first_and_writes_then(world: World, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(SCHOOLS)
    before = Unit.objects.count()
    assert run(path, "--dry-run") == "3 dòng: 2 đơn vị mới, 3 quan hệ mới, 0 đơn vị đã có sẵn. Chưa ghi gì.\n"
    assert Unit.objects.count() == before
    assert run(path) == "3 dòng: 2 đơn vị mới, 3 quan hệ mới, 0 đơn vị đã có sẵn.\n"
    assert run(path) == "3 dòng: 0 đơn vị mới, 0 quan hệ mới, 2 đơn vị đã có sẵn.\n"


def test_the_command_lists_what_is_wrong(world: World, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv("mã,tên,loại hình", "A1,Một,sở", "A2,,sở"))
    for options in ([], ["--dry-run"]):
        with pytest.raises(CommandError) as stopped:
            run(path, "--from", "01/07/2025", *options)
        assert "Dòng 3, cột “tên”: chưa có tên đơn vị." in str(stopped.value)
    path.write_bytes(csv("mã,tên,loại hình", "A1,Một,sở"))
    run(path, "--from", "01/07/2025")
    assert Unit.objects.get(codes__code="A1").begins == date(2025, 7, 1)


def test_the_command_names_a_file_it_cannot_read(world: World, tmp_path: Path) -> None:
    for path, options in [(tmp_path / "none.csv", []), (tmp_path, []), (tmp_path / "x", ["--from", "x"])]:
        with pytest.raises(CommandError):
            run(path, *options)
