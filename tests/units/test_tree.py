"""The tree of /don-vi/: opened levels alone are read, by any kind of placement, on any day, within reach."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from submissions.workbooks.escaping import escape, writable
from tests.cast import AT, LAST, NEW, Cast, build_cast
from tests.reporting.reading_html import faults_in_page
from units.actions.create_unit import create_unit
from units.actions.load_boundaries import load_boundaries
from units.actions.place_unit import place_unit
from units.export import harmless, workbook
from units.geojson import Outline
from units.models import Event, Unit, UnitName
from units.tree import LEVEL, TreeAsked, flat, open_tree, roots_of


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def client_of(cast: Cast) -> Callable[[str], Client]:
    def sign_in(person: str) -> Client:
        client = Client()
        client.force_login(cast.fresh(person), backend="units.backends.PasswordBackend")
        return client

    return sign_in


def everything() -> frozenset[int]:
    return frozenset(Unit.objects.values_list("pk", flat=True))


def names(ids: list[int]) -> list[str]:
    return list(UnitName.objects.filter(unit__in=ids).order_by("sort_key").values_list("name", flat=True))


def seen(page: str) -> list[tuple[int, str]]:
    """The rows of the tree as seen: level and name."""
    found = re.findall(r'class="level-(\d+)".*?class="to-unit"[^>]*>([^<]+)<', page, re.DOTALL)
    return [(int(level), name) for level, name in found]


def test_opened_units_stand_above_what_is_below_them(cast: Cast) -> None:
    asked = TreeAsked(LAST)
    roots = roots_of(everything(), asked)
    assert names(roots) == ["Hưng Yên", "Thái Bình"]
    opened = [cast.thai_binh.pk, cast.dong_hung_district.pk]
    rows = open_tree(roots, asked, within=everything(), opened=opened)
    assert [(row.level, row.unit.full_name, row.below) for row in flat(rows)] == [
        (1, "Tỉnh Hưng Yên", 2),
        (1, "Tỉnh Thái Bình", 2),
        (2, "Huyện Đông Hưng", 2),
        (3, "Thị trấn Đông Hưng", 0),
        (3, "Xã Đông La", 0),
        (2, "Sở Y tế tỉnh Thái Bình", 0),
    ]


def test_a_level_below_a_closed_one_is_not_read(cast: Cast) -> None:
    asked = TreeAsked(LAST)
    rows = open_tree(
        roots_of(everything(), asked), asked, within=everything(), opened=[cast.dong_hung_district.pk]
    )
    assert [row.level for row in flat(rows)] == [1, 1]


def test_each_kind_of_placement_has_its_tree(cast: Cast) -> None:
    place_unit(
        unit=cast.health_centre, parent=cast.dong_hung, placement="located_in", from_=NEW, by=None, at=AT
    )
    within = everything()
    assert names(roots_of(within, TreeAsked(NEW, "nganh-doc"))) == ["Sở Y tế tỉnh Hưng Yên"]
    assert names(roots_of(within, TreeAsked(NEW, "dia-ban"))) == ["Đông Hưng"]
    assert names(roots_of(within, TreeAsked(NEW, "hanh-chinh"))) == ["Hải Phòng", "Hưng Yên"]
    assert names(roots_of(within, TreeAsked(NEW))) == ["Hải Phòng", "Hưng Yên"]
    assert roots_of(within, TreeAsked(LAST, "dia-ban")) == []


def test_the_page_shows_what_the_address_opens(cast: Cast, client_of: Callable[[str], Client]) -> None:
    client = client_of("dung")
    assert seen(client.get("/don-vi/").content.decode()) == [(1, "Tỉnh Hưng Yên")]
    page = client.get(f"/don-vi/?mo={cast.province.pk}.{cast.department.pk}").content.decode()
    assert seen(page) == [
        (1, "Tỉnh Hưng Yên"),
        (2, "Xã Đông Hưng"),
        (2, "Xã Hoàng Hoa Thám"),
        (2, "Sở Y tế tỉnh Hưng Yên"),
        (3, "Trung tâm Y tế khu vực Đông Hưng"),
        (2, "Xã Tiên Lữ"),
    ]
    # Without a script an opener is a link to the same page, with it closed.
    assert f'href="?mo={cast.department.pk}#dv-{cast.province.pk}"' in page
    by_code = client.get(f"/don-vi/?mo={cast.province.pk}&xep=ma").content.decode()
    assert [name for _level, name in seen(by_code)][1:3] == ["Xã Tiên Lữ", "Xã Hoàng Hoa Thám"]


def test_a_row_opens_in_place(cast: Cast, client_of: Callable[[str], Client]) -> None:
    province, centre = cast.province.pk, cast.health_centre.pk
    page = client_of("dung").get(
        f"/don-vi/{cast.department.pk}/cap-duoi/?duong={province}-{cast.department.pk}"
    )
    rows = page.content.decode()
    assert seen(rows) == [(3, "Trung tâm Y tế khu vực Đông Hưng")]
    assert f'id="dv-{province}-{cast.department.pk}-{centre}"' in rows
    assert "<html" not in rows
    assert client_of("lan").get(f"/don-vi/{cast.province.pk}/cap-duoi/").status_code == 404
    assert (
        client_of("dung").get(f"/don-vi/{province}/cap-duoi/?duong=<script>&ngay=x&xep=x&theo=x").status_code
        == 200
    )


def test_a_tree_stays_inside_reach(cast: Cast, client_of: Callable[[str], Client]) -> None:
    others = f"{cast.hai_phong.pk}.{cast.province.pk}.999999999.0.x"
    assert seen(client_of("lan").get(f"/don-vi/?mo={others}").content.decode()) == [(1, "Xã Đông Hưng")]
    page = client_of("tien").get(f"/don-vi/?mo={cast.health_centre.pk}").content.decode()
    assert seen(page) == [(1, "Trung tâm Y tế khu vực Đông Hưng"), (2, "Xã Đông Hưng")]


@pytest.mark.parametrize("opened", [0, 1, 3])
def test_opening_more_units_of_a_level_takes_no_more_queries(
    cast: Cast,
    client_of: Callable[[str], Client],
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
    opened: int,
) -> None:
    units = [cast.old_hung_yen.pk, cast.thai_binh.pk, cast.dong_hung_district.pk][:opened]
    client = client_of("thanh")
    with django_assert_max_num_queries(15 + min(opened, 2)):
        client.get(f"/don-vi/?ngay=30/06/2025&mo={'.'.join(map(str, units))}")


def test_a_long_level_says_how_many_more_there_are(cast: Cast, client_of: Callable[[str], Client]) -> None:
    for number in range(LEVEL + 2):
        create_unit(
            code=f"9{number:04}", name=f"Xã số {number}", kind="xa", begins=NEW, parent=cast.hai_phong,
            by=None, at=AT,
        )  # fmt: skip
    page = client_of("thanh").get(f"/don-vi/{cast.hai_phong.pk}/cap-duoi/").content.decode()
    assert len(seen(page)) == LEVEL
    assert "Còn 4 đơn vị" in page
    rest = client_of("thanh").get(f"/don-vi/?trong={cast.hai_phong.pk}&trang=2").content.decode()
    assert len(seen(rest)) == 4


def table_of(content: bytes) -> list[list[object]]:
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_what_is_seen_is_handed_out_and_recorded(cast: Cast, client_of: Callable[[str], Client]) -> None:
    answer = client_of("dung").get(f"/don-vi/?mo={cast.department.pk}&trong={cast.province.pk}&dang=xlsx")
    table = table_of(answer.content)
    assert table[0][:4] == ["Bậc", "Đơn vị", "Mã", "Loại hình"]
    assert [row[1] for row in table[1:]] == [
        "Xã Đông Hưng", "Xã Hoàng Hoa Thám", "Sở Y tế tỉnh Hưng Yên",
        "Trung tâm Y tế khu vực Đông Hưng", "Xã Tiên Lữ",
    ]  # fmt: skip
    assert Event.objects.get(kind="units.exported").actor == cast.dung
    found = table_of(client_of("dung").get("/don-vi/?q=12688&dang=xlsx").content)
    assert [(row[0], row[1], row[-1]) for row in found[1:]] == [
        ("Xã Đông Hưng", "12688", None), ("Thị trấn Đông Hưng", "12688", "Xã Đông Hưng"),
    ]  # fmt: skip


def test_no_name_becomes_a_formula(cast: Cast, client_of: Callable[[str], Client]) -> None:
    UnitName.objects.filter(unit=cast.health_centre).update(name='=HYPERLINK("http://x")', kind="khac")
    answer = client_of("tien").get("/don-vi/?dang=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet["B2"].value == '\'=HYPERLINK("http://x")'
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


@given(st.text(max_size=40))
def test_the_escape_is_that_of_the_workbooks(text: str) -> None:
    assert harmless(text) == writable(escape(text))


def test_a_workbook_keeps_zeros() -> None:
    assert table_of(workbook([["Mã"], ["00004"]], title="Đơn vị"))[1] == ["00004"]


def test_searches_and_life_on_the_page(cast: Cast, client_of: Callable[[str], Client]) -> None:
    page = client_of("dung").get("/don-vi/?q=12688").content.decode()
    assert page.index("Xã Đông Hưng") < page.index("Thị trấn Đông Hưng")
    assert re.search(r"30/06/2025.*nay là.*Xã Đông Hưng", page, re.DOTALL)
    only = client_of("dung").get("/don-vi/?q=12688&chi-ngay=1").content.decode()
    assert "Thị trấn Đông Hưng" not in only


def test_administrators_find_their_tools_here(client_of: Callable[[str], Client]) -> None:
    assert "/don-vi/ranh-gioi/" in client_of("quan").get("/don-vi/").content.decode()
    assert "/don-vi/ranh-gioi/" not in client_of("dung").get("/don-vi/").content.decode()


def test_the_tree_of_tomorrow_may_be_looked_at(cast: Cast, client_of: Callable[[str], Client]) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    create_unit(
        code="33998", name="Mới", kind="xa", begins=tomorrow, parent=cast.province, by=None, at=timezone.now()
    )
    client, opened = client_of("quan"), f"mo={cast.province.pk}"
    assert "Xã Mới" not in client.get(f"/don-vi/?{opened}").content.decode()
    assert "Xã Mới" in client.get(f"/don-vi/?{opened}&ngay={tomorrow:%d/%m/%Y}").content.decode()


BAD = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}"


def test_hostile_names_are_text_in_trees_drawings_and_maps(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    square = [[[106.0, 20.5], [106.1, 20.5], [106.1, 20.6], [106.0, 20.5]]]
    outlines = [Outline(1, code, [square]) for code in ("33", "12688", "12361")]
    load_boundaries(outlines=outlines, source=BAD, by=None, at=AT)
    UnitName.objects.update(name=BAD, search_key="alert")
    client = client_of("quan")
    for address in (
        f"/don-vi/?mo={cast.province.pk}.{cast.department.pk}",
        f"/don-vi/{cast.province.pk}/cap-duoi/",
        f"/don-vi/{cast.province.pk}/",
        f"/don-vi/{cast.tien_lu.pk}/",
        "/don-vi/?q=alert",
        "/don-vi/tim/?q=alert",
        "/don-vi/ban-do/",
        "/don-vi/ranh-gioi/",
    ):
        page = client.get(address).content.decode()
        assert "&lt;script&gt;" in page, address
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
        assert "7*7" in page, address
        assert faults_in_page(page) == [], address
