"""A regime travels whole from one installation to another, is previewed there, and nothing is half done."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from indicators.actions.define_calendar import define_calendar, drawn_calendar
from indicators.actions.export_regime import export_regime
from indicators.actions.open_round import open_round
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.calendars import period_named
from indicators.models import (
    Calendar,
    DataPoint,
    DeadlineRule,
    FirstSource,
    Indicator,
    Regime,
    Template,
    TemplateCell,
    TemplateVersion,
)
from indicators.periods import CountIn, CutOff, DueRule, Kind, ScopedRule, YearDay
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
MONTHS_TO_THE_20TH = [
    CutOff(Kind.YEAR, 1, YearDay(-1, 12, 21), YearDay(0, 12, 20)),
    *(
        CutOff(
            Kind.MONTH,
            month,
            YearDay(-1, 12, 21) if month == 1 else YearDay(0, month - 1, 21),
            YearDay(0, month, 20),
        )
        for month in range(1, 13)
    ),
]
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


def _other_cut(calendar: dict[str, Any]) -> None:
    for row in calendar["rows"]:
        if row[:2] == ["year", 1]:
            row[2:] = [-1, 12, 15, 0, 12, 14]


def of_a_calendar_of_its_own() -> Regime:
    """Months cut on the 20th, due earlier for wards and for estimates."""
    world = build_world()
    define_calendar(
        drawn=drawn_calendar(code="thang20", rows=MONTHS_TO_THE_20TH, named_after="year"),
        name="Tháng đến ngày 20",
        owner=world.cast.department,
        by=None,
        at=AT,
    )
    regime = world.regime
    regime.calendar = Calendar.objects.get(code="thang20")
    regime.frequency, regime.is_cumulative = "month", False
    regime.kind, regime.document_number, regime.document_date = "topical", "15/TT-BYT", date(2026, 3, 2)
    regime.save()
    rules = [
        ScopedRule(DueRule(offset=5)),
        ScopedRule(DueRule(offset=2, count_in=CountIn.CALENDAR), frozenset({"phuong"})),
        ScopedRule(DueRule(fixed_day=25, months_after=0, at=time(11, 30)), edition=2),
    ]
    set_deadline_rules(regime=regime, rules=rules, by=None, at=AT)
    return regime


def test_a_calendar_and_deadlines_travel_with_the_regime() -> None:
    content = elsewhere(of_a_calendar_of_its_own)
    cast = build_cast()
    plan = bring_in(content, cast)
    assert [(line.code, line.state) for line in plan.lines if line.sort == "calendar"] == [("thang20", "new")]
    regime = Regime.objects.get()
    assert (regime.calendar.code, regime.calendar.owner) == ("thang20", cast.department)
    assert (regime.kind, regime.document_number) == ("topical", "15/TT-BYT")
    assert period_named("thang20:2026-03").starts == date(2026, 2, 21)
    rules = {
        (one.offset, one.unit_kinds, one.edition, one.fixed_day)
        for one in DeadlineRule.objects.filter(regime=regime)
    }
    assert rules == {(5, "", None, None), (2, "phuong", None, None), (0, "", 2, 25)}
    assert check_regime(content, choices(cast), by=cast.nga).changes_nothing


def test_other_deadlines_here_stay_or_follow_the_package_as_the_person_says() -> None:
    content = elsewhere(small)
    cast = build_cast()
    bring_in(content, cast)
    regime = Regime.objects.get()
    set_deadline_rules(regime=regime, rules=[ScopedRule(DueRule(offset=9))], by=cast.nga, at=AT)
    kept = check_regime(content, choices(cast), by=cast.nga)
    (line,) = [line for line in kept.lines if line.sort == "regime"]
    assert (line.state, kept.changes_nothing) == ("kept", True)
    assert line.changes[0][1].startswith("9 ngày làm việc")
    bring_in(content, cast, updates=True)
    in_force = DeadlineRule.objects.get(regime=regime, retired_at__isnull=True)
    assert in_force.offset != 9


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
        (
            "regime.json",
            "giá trị ngoài giới hạn (regime_opens_at_most",
            lambda data: data["regime"].update(opens_days_before_end=99_999),
        ),
        ("regime.json", "đột xuất", lambda data: data["regime"].update(kind="ad_hoc")),
        (
            "regime.json",
            "Hai quy định cùng nói về",
            lambda data: data.update(deadlines=[*data["deadlines"], *data["deadlines"]]),
        ),
        ("regime.json", "chốt số liệu vào những ngày khác", lambda data: _other_cut(data["calendar"])),
        (
            "regime.json",
            "Mã lịch gồm 2 đến 15",
            lambda data: data["calendar"].update(code="Không được"),
        ),
        ("regime.json", "nhóm đơn vị mang mã VEN_BIEN", lambda data: data.update(group="VEN_BIEN")),
        (
            "catalogue.json",
            "không có đơn vị tính",
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
    assert words in said, said


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("regime.json", lambda data: data["regime"].pop("name")),
        ("regime.json", lambda data: data["regime"].update(name=["x"])),
        ("regime.json", lambda data: data["regime"].update(starts_on="không phải ngày")),
        ("regime.json", lambda data: data.update(first_sources=[1])),
        ("regime.json", lambda data: data["calendar"].update(rows=[["month", 13, 0, 1, 1, 0, 1, 31]])),
        ("regime.json", lambda data: data["calendar"].update(natural=["fortnight"])),
        ("regime.json", lambda data: data["calendar"]["rows"].append(["month"])),
        ("regime.json", lambda data: data["deadlines"][0].update(at="25:99")),
        ("regime.json", lambda data: data["deadlines"][0].update(offset=True)),
        ("regime.json", lambda data: data["deadlines"][0].update(kinds=["Xã phường"])),
        ("regime.json", lambda data: data.update(deadlines={})),
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
        data["regime"].update(owner_id=1, id=99, opens_days_before_end=7)
        data.update(owner=1)

    content = altered(elsewhere(small), "regime.json", grab)
    cast = build_cast()
    bring_in(content, cast)
    regime = Regime.objects.get()
    assert (regime.owner, regime.opens_days_before_end, regime.pk != 99) == (cast.department, 7, True)


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
