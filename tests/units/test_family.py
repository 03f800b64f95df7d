"""Lines of descent: the graph over generations, and a drawing in which nothing overlaps."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from itertools import combinations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import AT, LAST, OLD, Cast, build_cast
from units.actions.create_unit import create_unit
from units.actions.record_succession import record_succession
from units.family import Family, Step, family_of, percent
from units.family_drawing import WIDTH, draw, wrapped
from units.models import Succession
from units.queries import UnitView


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def names(family: Family, generation: int) -> list[str]:
    return [view.full_name for view in family.column(generation)]


def test_a_unit_has_its_forebears_left_and_its_heirs_right(cast: Cast) -> None:
    family = family_of(cast.thien_phien.pk)
    assert (names(family, -1), names(family, 0)) == ([], ["Xã Thiện Phiến"])
    assert names(family, 1) == ["Xã Hoàng Hoa Thám", "Xã Tiên Lữ"]
    family = family_of(cast.tien_lu.pk)
    assert names(family, -1) == ["Xã Thiện Phiến", "Xã Thủ Sỹ"]
    assert [step.words for _before, step, _after in family.rows] == ["một phần", "toàn bộ"]


def test_a_chain_of_two_reorganisations_is_followed(cast: Cast) -> None:
    later = LAST + timedelta(days=1)
    eldest = create_unit(
        code="12699",
        name="Cũ",
        kind="xa",
        begins=date(1990, 1, 1),
        ends=OLD - timedelta(days=1),
        by=None,
        at=AT,
    )
    record_succession(
        predecessor=eldest, successor=cast.thu_sy, on=OLD, extent="whole", is_default=True, by=None, at=AT
    )
    family = family_of(cast.tien_lu.pk)
    assert names(family, -2) == ["Xã Cũ"]
    assert [(step.on, after.full_name) for _b, step, after in family.rows] == [
        (OLD, "Xã Thủ Sỹ"), (later, "Xã Tiên Lữ"), (later, "Xã Tiên Lữ"),
    ]  # fmt: skip
    assert [day for _x, day in draw(family).days] == ["01/01/2004", "01/07/2025"]
    assert names(family_of(eldest.pk), 2) == ["Xã Tiên Lữ"]


def test_shares_are_said_where_they_are_known(cast: Cast) -> None:
    Succession.objects.filter(predecessor=cast.thien_phien, successor=cast.tien_lu).update(
        population_share=375_000_000, area_share=200_000_000
    )
    words = {step.words for step in family_of(cast.thien_phien.pk).steps}
    assert words == {"37,5% dân số, 20% diện tích", "một phần"}


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (10**9, "100%"), (333_333_333, "33,33%"), (5, "0%"), (123_450_000, "12,35%"), (10**8, "10%")],
)
def test_percents_are_rounded_half_up(share: int, text: str) -> None:
    assert percent(share) == text


def test_the_page_draws_what_it_says_in_the_table(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.fresh("dung"), backend="units.backends.PasswordBackend")
    page = client.get(f"/don-vi/{cast.thien_phien.pk}/").content.decode()
    assert page.count('class="arrow is-part"') == 2 + 1  # and one in the legend
    assert "một phần, nhận nhiệm vụ còn lại" in page
    for heir in (cast.tien_lu, cast.hoang_hoa_tham):
        assert f'<a href="/don-vi/{heir.pk}/" class="family-unit">' in page
    assert "style=" not in page


def test_relatives_out_of_reach_are_named_and_no_links(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.fresh("son"), backend="units.backends.PasswordBackend")
    page = client.get(f"/don-vi/{cast.thien_phien.pk}/").content.decode()
    assert "Xã Hoàng Hoa Thám" in page
    assert f'href="/don-vi/{cast.hoang_hoa_tham.pk}/"' not in page


def test_a_unit_is_shown_as_of_any_day(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.fresh("dung"), backend="units.backends.PasswordBackend")
    town = client.get(f"/don-vi/{cast.dong_hung_town.pk}/").content.decode()
    assert "đến hết 30/06/2025" in town
    assert 'value="30/06/2025"' in town
    before = client.get(f"/don-vi/{cast.dong_hung.pk}/?ngay=30/06/2025").content.decode()
    assert "Ngày 30/06/2025 không có đơn vị này" in before
    district = client.get(f"/don-vi/{cast.dong_hung_district.pk}/?ngay=1/1/2020").content.decode()
    assert "2 đơn vị cấp dưới trực tiếp ngày 01/01/2020" in district
    assert "Ngày “x” chưa đọc được" in client.get(f"/don-vi/{cast.dong_hung.pk}/?ngay=x").content.decode()


def test_a_page_of_a_unit_takes_at_most_twenty_eight_queries(
    cast: Cast, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    client = Client()
    client.force_login(cast.fresh("dung"), backend="units.backends.PasswordBackend")
    with django_assert_max_num_queries(28):
        client.get(f"/don-vi/{cast.province.pk}/")


def a_family(sizes: list[int], links: list[tuple[int, int]]) -> Family:
    """A family whose generations have so many units; the first column's is -n."""
    begins = date(2000, 1, 1)
    first = -(len(sizes) // 2)
    sizes = [*sizes]
    sizes[-first] = 1
    generation: dict[int, int] = {}
    for offset, size in enumerate(sizes):
        for _unit in range(size):
            generation[len(generation)] = first + offset
    units = {
        unit: UnitView(unit, str(unit), "Tên dài " * (unit % 6), "xa", f"{unit:05}", begins, None)
        for unit in generation
    }
    asked = next(unit for unit, number in generation.items() if number == 0)
    pairs = {(a % len(units), b % len(units)) for a, b in links}
    steps = [Step(a, b, begins, a % 2 == 0) for a, b in pairs if generation[a] < generation[b]]
    return Family(asked, generation, units, steps)


@given(
    st.lists(st.integers(1, 50), min_size=1, max_size=7),
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=80),
)
def test_no_two_boxes_overlap_and_all_stand_inside(sizes: list[int], links: list[tuple[int, int]]) -> None:
    drawing = draw(a_family(sizes, links))
    for one, other in combinations(drawing.boxes, 2):
        beside = one.x + WIDTH <= other.x or other.x + WIDTH <= one.x
        assert beside or one.y + one.height < other.y or other.y + other.height < one.y
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.x + WIDTH <= drawing.width
        assert box.y >= 0
        assert box.y + box.height <= drawing.height


@given(st.text(max_size=300))
def test_a_name_takes_two_lines_at_most(name: str) -> None:
    lines = wrapped(name)
    assert len(lines) <= 2
    assert all(len(line) <= 27 for line in lines)
