"""A regime travels whole from one installation to another, is previewed there, and nothing is half done."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from indicators.actions.export_regime import export_regime
from indicators.actions.open_round import open_round
from indicators.models import (
    DataPoint,
    FirstSource,
    Indicator,
    Regime,
    Template,
    TemplateCell,
    TemplateVersion,
)
from indicators.regime_package.archive import PackageRefused, pack, to_json, unpack
from indicators.regime_package.content import read
from indicators.regime_package.plan import Choices
from submissions.actions.import_regime import check_regime, import_regime
from tests.cast import Cast, build_cast
from tests.indicators.factories import build_asked
from tests.submissions.factories import AT, build_world
from tests.support.databases import REPOSITORY
from units.errors import BadContent, NotAllowed, NotWithinReach
from units.models import Event, User

pytestmark = pytest.mark.django_db
BLANK = (REPOSITORY / "reporting" / "demo" / "forms" / "4-BCH.xlsx").read_bytes()


def elsewhere(build: Callable[[], Regime]) -> bytes:
    """The package of a regime of another installation: made, exported, and never been here."""
    with transaction.atomic():
        content = export_regime(regime=build(), by=None, at=AT)
        transaction.set_rollback(True)
    return content


def small() -> Regime:
    world = build_world()
    Indicator.objects.filter(code="T.r6").update(definition="Thu trừ chi", highest=10**9)
    return world.regime


def with_workbook() -> Regime:
    asked = build_asked()
    TemplateVersion.objects.update(workbook=BLANK)
    return asked.regime


def choices(cast: Cast, **more: Any) -> Choices:
    return Choices(cast.department.pk, **more)


def altered(content: bytes, name: str, change: Callable[[Any], None]) -> bytes:
    """The same package with another part, sealed anew."""
    manifest, parts = unpack(content)
    data = json.loads(parts[name])
    change(data)
    about = {key: manifest[key] for key in ("regime", "name", "owner")}
    return pack({**parts, name: to_json(data)}, about=about, at=AT)


def bring_in(content: bytes, cast: Cast, **more: Any) -> Any:
    return import_regime(content=content, choices=choices(cast, **more), by=cast.nga, at=AT)


# ---- there and back ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("build", [small, with_workbook])
def test_what_is_exported_here_and_imported_there_is_exported_there_the_same(
    build: Callable[[], Regime],
) -> None:
    content = elsewhere(build)
    cast = build_cast()
    plan = bring_in(content, cast)
    assert (plan.count("same") + plan.count("new"), plan.count("kept")) == (len(plan.lines), 0)
    regime = Regime.objects.get()
    assert regime.owner == cast.department
    exported = export_regime(regime=regime, by=cast.nga, at=AT)
    assert read(exported).forms[0].layout == read(content).forms[0].layout
    mine, theirs = unpack(exported)[1], unpack(content)[1]
    assert mine.keys() == theirs.keys()
    for name in mine.keys() - {"templates/001.json"}:
        assert mine[name] == theirs[name], name
    drafted, published = (json.loads(one["templates/001.json"]) for one in (mine, theirs))
    assert drafted == published | {"is_published": False}
    again = check_regime(content, choices(cast), by=cast.nga)
    assert again.changes_nothing
    assert {line.state for line in again.lines} == {"same"}


def test_forms_are_drafts_unless_they_shall_be_published_and_then_ask_at_once() -> None:
    content = elsewhere(small)
    cast = build_cast()
    with transaction.atomic():
        bring_in(content, cast)
        assert TemplateVersion.objects.get().published_at is None
        assert not TemplateCell.objects.exists()
        transaction.set_rollback(True)
    bring_in(content, cast, publishes=True, starts_on=date(2026, 7, 1))
    version = TemplateVersion.objects.get()
    assert (version.number, version.published_by) == (1, cast.nga)
    assert TemplateCell.objects.count() == 6
    assert FirstSource.objects.count() == 6
    assert Regime.objects.get().starts_on == date(2026, 7, 1)
    _round, duties = open_round(template=Template.objects.get(), period_code="2026-9M", by=None, at=AT)
    assert len(duties) == 3
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"regime.imported", "indicator.defined", "template.published"} <= kinds


def test_what_is_here_stays_or_takes_the_package_s_wording_as_the_person_says() -> None:
    content = elsewhere(small)
    cast = build_cast()
    bring_in(content, cast)
    Indicator.objects.filter(code="T.r1").update(name="Tên ở đây")
    kept = check_regime(content, choices(cast), by=cast.nga)
    assert [(line.sort, line.code) for line in kept.lines if line.state == "kept"] == [("indicator", "T.r1")]
    assert kept.changes_nothing
    bring_in(content, cast, updates=True)
    assert Indicator.objects.get(code="T.r1").name == "Tổng số người"


def test_another_layout_of_a_form_that_is_here_comes_in_as_its_next_version() -> None:
    content = elsewhere(small)
    cast = build_cast()
    bring_in(content, cast, publishes=True)

    def retitle(data: Any) -> None:
        data["layout"]["title"] = "BIỂU MỚI"

    plan = bring_in(altered(content, "templates/001.json", retitle), cast)
    assert [line.state for line in plan.lines if line.sort == "form"] == ["different"]
    numbers = TemplateVersion.objects.order_by("number").values_list("number", "published_at")
    assert [(number, at is not None) for number, at in numbers] == [(1, True), (2, False)]


# ---- what stands in the way -------------------------------------------------------------------------------


def problems(content: bytes, cast: Cast, **more: Any) -> str:
    plan = check_regime(content, choices(cast, **more), by=cast.nga)
    before = [model._default_manager.count() for model in (Regime, Indicator, Template, DataPoint, Event)]
    with pytest.raises(BadContent):
        bring_in(content, cast, **more)
    after = [model._default_manager.count() for model in (Regime, Indicator, Template, DataPoint, Event)]
    assert before == after
    return " ".join(f"{one.sort} {one.code}: {one.message}" for one in plan.problems)


@pytest.mark.parametrize(
    ("name", "words", "change"),
    [
        ("regime.json", "frequency", lambda data: data["regime"].update(frequency="x" * 31)),
        (
            "regime.json",
            "không có loại kỳ báo cáo",
            lambda data: data["regime"].update(frequency="sometimes"),
        ),
        ("regime.json", "sign_off", lambda data: data["regime"].update(sign_off="never")),
        ("regime.json", "regime_deadline_hour", lambda data: data["regime"].update(deadline_hour=99)),
        ("regime.json", "nhóm đơn vị mang mã VEN_BIEN", lambda data: data.update(group="VEN_BIEN")),
        (
            "catalogue.json",
            "Đơn vị tính",
            lambda data: data["indicators"]["T.r1"].update(unit_of_measure="foot"),
        ),
        ("catalogue.json", "gắn với chỉ tiêu T.r1|total", lambda data: data["indicators"].pop("T.r1")),
        ("catalogue.json", "số chữ số thập phân", lambda data: data["indicators"]["T.r6"].update(decimals=0)),
        (
            "templates/001.json",
            "gắn với chỉ tiêu NO|total",
            lambda data: data["layout"]["tables"][0]["cells"][0].update(data_point="NO|total"),
        ),
    ],
)
def test_what_cannot_be_here_is_told_and_nothing_is_half_done(
    name: str, words: str, change: Callable[[Any], Any]
) -> None:
    content = altered(elsewhere(small), name, change)
    cast = build_cast()
    said = problems(content, cast)
    if words not in said and words == "Đơn vị tính":
        assert "không có đơn vị tính" in said
    else:
        assert words in said or words.replace("_", " ") in said, said


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("regime.json", lambda data: data["regime"].pop("name")),
        ("regime.json", lambda data: data["regime"].update(name=["x"])),
        ("regime.json", lambda data: data["regime"].update(starts_on="không phải ngày")),
        ("regime.json", lambda data: data.update(first_sources=[1])),
        ("catalogue.json", lambda data: data.pop("measures")),
        ("catalogue.json", lambda data: data["indicators"]["T.r1"].update(decimals="0")),
        ("catalogue.json", lambda data: data["indicators"]["T.r1"].update(kind="evil")),
        ("catalogue.json", lambda data: data["indicators"]["T.r1"].update(points=[5])),
        ("catalogue.json", lambda data: data["indicators"]["T.r1"].update(name="a\x00b")),
        ("templates/001.json", lambda data: data["layout"].update(evil=1)),
        ("templates/001.json", lambda data: data["layout"]["tables"][0]["rows"][0].update(excel_row="x")),
        ("templates/001.json", lambda data: data.update(number=-1)),
        ("templates/001.json", lambda data: data.update(layout=[])),
    ],
)
def test_content_of_a_wrong_shape_is_refused_whole(name: str, change: Callable[[Any], Any]) -> None:
    content = altered(elsewhere(small), name, change)
    cast = build_cast()
    with pytest.raises(PackageRefused):
        check_regime(content, choices(cast), by=cast.nga)


def test_fields_that_no_list_names_are_not_taken_from_a_package() -> None:
    def grab(data: Any) -> None:
        data["regime"].update(owner_id=1, id=99, deadline_offset=7)
        data.update(owner=1)

    content = altered(elsewhere(small), "regime.json", grab)
    cast = build_cast()
    bring_in(content, cast)
    regime = Regime.objects.get()
    assert (regime.owner, regime.deadline_offset, regime.pk != 99) == (cast.department, 7, True)


def test_a_blank_workbook_that_is_none_is_refused() -> None:
    content = elsewhere(with_workbook)
    manifest, parts = unpack(content)
    about = {key: manifest[key] for key in ("regime", "name", "owner")}
    cast = build_cast()
    for bad in (b"not a workbook", BLANK[:500], b"PK\x03\x04"):
        broken = pack({**parts, "templates/001.xlsx": bad}, about=about, at=AT)
        with pytest.raises(PackageRefused, match="workbook"):
            check_regime(broken, choices(cast), by=cast.nga)


def test_a_regime_or_form_of_another_agency_is_not_taken_over() -> None:
    content = elsewhere(small)
    cast = build_cast()
    bring_in(content, cast)
    Regime.objects.update(owner=cast.foreign_department)
    assert "của cơ quan khác" in problems(content, cast, updates=True)


def test_who_may_not_define_imports_nothing() -> None:
    content = elsewhere(small)
    cast = build_cast()
    with pytest.raises(NotAllowed):
        import_regime(content=content, choices=choices(cast), by=cast.hoa, at=AT)
    with pytest.raises(NotWithinReach):
        import_regime(content=content, choices=Choices(cast.foreign_department.pk), by=cast.nga, at=AT)


# ---- pages ------------------------------------------------------------------------------------------------

PAGE = "/che-do/goi/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, content: bytes, **more: str) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile("goi.zip", content), **more})


def test_a_package_is_shown_first_and_written_when_it_is_confirmed() -> None:
    content = elsewhere(with_workbook)
    cast = build_cast()
    client = signed_in(cast.fresh("nga"))
    answer = upload(client, content, starts_on="01/01/2027", publishes="1")
    shown = answer.content.decode()
    for words in ("Gói BCH: Chăm sóc bà mẹ", "4/BCH", "BCH4.05", "Xác nhận nạp"):
        assert words in shown
    assert not Regime.objects.exists()
    done = client.post(f"{PAGE}xac-nhan/", {"token": answer.context["token"]})
    assert done.headers["Location"] == "/che-do/"
    regime = Regime.objects.get()
    assert regime.starts_on == date(2027, 1, 1)
    assert bytes(TemplateVersion.objects.get().workbook or b"") == BLANK
    listed = client.get("/che-do/").content.decode()
    assert f"/che-do/{regime.pk}/goi/" in listed
    file = client.get(f"/che-do/{regime.pk}/goi/")
    with zipfile.ZipFile(io.BytesIO(file.content)) as package:
        assert "templates/001.xlsx" in package.namelist()
    assert "Gói không có gì mới" in upload(client, file.content).content.decode()
    assert client.get("/che-do/999999/goi/").status_code == 404


def test_what_changed_since_the_preview_is_shown_anew_and_a_package_can_be_dropped() -> None:
    content = elsewhere(small)
    cast = build_cast()
    client = signed_in(cast.fresh("nga"))
    answer = upload(client, content)
    bring_in(content, cast)
    shown = client.post(f"{PAGE}xac-nhan/", {"token": answer.context["token"]}).content.decode()
    assert "đã thay đổi từ lúc xem trước" in shown
    answer = upload(client, content)
    assert client.post(f"{PAGE}xac-nhan/", {"drop": "1"}).status_code == 302
    assert client.post(f"{PAGE}xac-nhan/", {"token": "x"}).status_code == 409


def test_a_file_that_is_no_package_is_refused_on_the_page_with_its_reason() -> None:
    cast = build_cast()
    client = signed_in(cast.fresh("nga"))
    for content, words in ((b"", "rỗng"), (b"x", "không phải gói"), (BLANK, "không phải gói")):
        answer = upload(client, content)
        assert answer.status_code == 422
        assert words in answer.content.decode() or "tệp lạ" in answer.content.decode()
    assert upload(client, b"x", starts_on="31/02/2026").status_code == 422
    assert client.post(PAGE, {}).status_code == 422
