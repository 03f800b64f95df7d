"""What cannot come in with a package of a regime is told, and nothing is half done."""

from collections.abc import Callable
from typing import Any

import pytest

from indicators.models import (
    DataPoint,
    Indicator,
    Regime,
    Template,
)
from indicators.regime_package.archive import PackageRefused, pack, unpack
from indicators.regime_package.plan import Choices
from submissions.actions.import_regime import check_regime, import_regime
from tests.cast import Cast, build_cast
from tests.submissions.factories import AT
from tests.submissions.test_import_regime import (
    BLANK,
    altered,
    bring_in,
    choices,
    elsewhere,
    other_cut,
    small,
    with_workbook,
)
from units.errors import BadContent, NotAllowed, NotWithinReach
from units.models import Event

pytestmark = pytest.mark.django_db


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
        ("regime.json", "chốt số liệu vào những ngày khác", lambda data: other_cut(data["calendar"])),
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
