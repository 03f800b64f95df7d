"""A file of units is checked whole and written whole; every fault is told by row and column."""

from datetime import date
from typing import Any

import pytest

from tests.cast import AT, NEW, Cast, build_cast
from tests.units.workbook_parts import csv, xlsx
from units.actions.import_tree import TreeSource, check_tree, import_tree
from units.codes import AGENCY, OFFICIAL
from units.errors import BadContent, NotAllowed
from units.models import Event, Placement, Terminal, Unit, UnitCode
from units.queries import ancestors_of, children_of, describe_unit, find_unit

pytestmark = pytest.mark.django_db
HEAD = "mã,tên,loại hình,mã cấp trên,quan hệ,từ ngày,đến ngày"
SCHOOLS = csv(
    HEAD,
    "H33.09.01,Trường THPT Tiên Lữ,trường trung học phổ thông,H33.09,hành chính,01/09/2025,",
    "H33.09,Sở Giáo dục và Đào tạo,Sở,33,hành chính,01/07/2025,",
    "H33.09.01,Trường THPT Tiên Lữ,truong_thpt,12361,địa bàn,01/09/2025,",
)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def source(content: bytes, **given: Any) -> TreeSource:
    return TreeSource(content, "don-vi.csv", **given)


def told(content: bytes, **given: Any) -> list[str]:
    """What is wrong with the file, in words; nothing was written."""
    before = Unit.objects.count()
    with pytest.raises(BadContent) as refused:
        import_tree(source=source(content, **given), by=None, at=AT)
    assert Unit.objects.count() == before
    return [problem["message"] for problem in refused.value.problems]


def row(code: str = "H33.20", name: str = "Sở Mới", kind: str = "sở", *rest: str) -> str:
    return ",".join([code, name, kind, *(rest or ("33", "hành chính", "01/07/2025", ""))])


# ---- what is written -------------------------------------------------------------------------------------


def test_a_tree_comes_in_with_parents_of_the_file_and_of_the_database(cast: Cast) -> None:
    done = import_tree(source=source(SCHOOLS), by=cast.quan, at=AT)
    assert (len(done.plan.units), len(done.plan.places), done.plan.existing) == (2, 3, 0)
    school = find_unit("H33.09.01", on=date(2025, 9, 1), scheme=AGENCY)
    department = find_unit("H33.09", on=NEW, scheme=AGENCY)
    assert ancestors_of(school.pk, on=date(2025, 9, 1)) == [department.pk, cast.province.pk]
    assert ancestors_of(school.pk, on=date(2025, 9, 1), kind="located_in") == [cast.tien_lu.pk]
    assert describe_unit(school.pk).name == "Trường THPT Tiên Lữ"
    assert (school.begins, school.ends, school.shard) == (date(2025, 9, 1), None, cast.province.shard)
    assert Terminal.objects.filter(unit=school, terminal=school).exists()
    event = Event.objects.get(kind="units.imported")
    assert set(Placement.objects.filter(unit=school).values_list("since", flat=True)) == {event.pk}
    assert event.actor == cast.quan


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    import_tree(source=source(SCHOOLS), by=cast.quan, at=AT)
    before = (
        Unit.objects.count(),
        UnitCode.objects.count(),
        Placement.objects.count(),
        Event.objects.count(),
    )
    done = import_tree(source=source(SCHOOLS), by=cast.quan, at=AT)
    assert done.plan.changes_nothing
    assert done.plan.existing == 2
    after = (Unit.objects.count(), UnitCode.objects.count(), Placement.objects.count(), Event.objects.count())
    assert after == before


def test_excel_csv_semicolons_and_english_headings_say_the_same(cast: Cast) -> None:
    table = [
        ["Parent code", "Unit name", "Valid from", "Type", "Code", "Relation"],
        ["33", "Sở Mới", date(2025, 7, 1), "SỞ", "h33.20", "administrative"],
    ]
    import_tree(source=source(xlsx(table)), by=None, at=AT)
    same = "Mã;Tên;Loại hình;Cấp trên;Quan hệ;Từ ngày\nH33.20;Sở Mới;Sở;33;Hành chính;2025-07-01".encode(
        "utf-8-sig"
    )
    assert import_tree(source=source(same), by=None, at=AT).plan.changes_nothing


def test_titles_above_the_headings_are_passed_over(cast: Cast) -> None:
    checked = check_tree(source(csv("DANH SÁCH ĐƠN VỊ", "", HEAD, row())))
    assert [unit.row for unit in checked.plan.units] == [4]


def test_a_name_is_stored_without_the_word_of_its_kind_and_composed(cast: Cast) -> None:
    decomposed = "Xa\u0303  Tân Hưng"
    import_tree(source=source(csv(HEAD, row("12999", decomposed, "xã")), scheme=OFFICIAL), by=None, at=AT)
    view = describe_unit(find_unit("12999", on=NEW).pk)
    assert (view.name, view.full_name) == ("Tân Hưng", "Xã Tân Hưng")


def test_official_codes_and_an_agency_s_own_are_two_schemes(cast: Cast) -> None:
    import_tree(source=source(csv(HEAD, row("12688", "Sở Mới"))), by=None, at=AT)
    assert find_unit("12688", on=NEW) == cast.dong_hung
    assert describe_unit(find_unit("12688", on=NEW, scheme=AGENCY).pk).name == "Sở Mới"


def test_a_day_for_the_whole_file_stands_where_a_row_names_none(cast: Cast) -> None:
    content = csv("mã,tên,loại hình", "A01,Hội Chữ thập đỏ,hội quần chúng")
    assert told(content) == [
        "Dòng 2, cột “từ ngày”: chưa có ngày. Hãy ghi ngày, hoặc chọn một ngày bắt đầu chung khi nạp tệp."
    ]
    import_tree(source=source(content, default_start=NEW), by=None, at=AT)
    assert find_unit("A01", on=NEW, scheme=AGENCY).begins == NEW


def test_a_unit_that_moved_within_the_file_is_one_unit(cast: Cast) -> None:
    content = csv(
        HEAD,
        row("H33.21", "Ban A", "ban", "H33.08", "hành chính", "01/07/2025", "31/12/2025"),
        row("H33.21", "Ban A", "ban", "33", "hành chính", "01/01/2026", ""),
    )
    done = import_tree(source=source(content), by=None, at=AT)
    assert len(done.plan.units) == 1
    unit = find_unit("H33.21", on=NEW, scheme=AGENCY)
    assert (unit.begins, unit.ends) == (NEW, None)
    assert ancestors_of(unit.pk, on=date(2025, 12, 31))[0] == cast.department.pk
    assert ancestors_of(unit.pk, on=date(2026, 1, 1))[0] == cast.province.pk


def test_a_code_that_rested_is_another_unit_s(cast: Cast) -> None:
    content = csv(
        HEAD,
        row("H33.21", "Ban A", "ban", "", "", "01/01/2020", "31/12/2020"),
        row("H33.21", "Ban B", "ban", "", "", "01/01/2022", ""),
    )
    assert len(import_tree(source=source(content), by=None, at=AT).plan.units) == 2


def test_a_unit_that_exists_gets_a_relation_of_another_kind(cast: Cast) -> None:
    content = csv(HEAD, row("12361", "Tiên Lữ", "xã", "H33.08.01", "ngành dọc", "01/01/2026", ""))
    done = import_tree(source=source(content, scheme=OFFICIAL), by=None, at=AT)
    assert (done.moving, done.plan.existing, len(done.plan.units)) == ([cast.tien_lu.pk], 1, 0)
    below = children_of(cast.health_centre.pk, on=date(2026, 1, 1), kind="vertical")
    assert [view.name for view in below] == ["Đông Hưng", "Tiên Lữ"]


def test_only_the_administrator_imports(cast: Cast) -> None:
    for person in (cast.dung, cast.thanh, cast.nga):
        with pytest.raises(NotAllowed):
            import_tree(source=source(SCHOOLS), by=person, at=AT)
