"""Boundaries: read with distrust, dated, drawn; the files of the shared data as they are."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import LAST, NEW, PASSWORD, Cast, build_cast
from units.actions.create_user import create_user
from units.actions.grant_membership import grant_membership
from units.actions.load_boundaries import LoadedBoundaries, load_boundaries
from units.errors import BadContent, NotAllowed
from units.geojson import Outline, read_outlines
from units.map_drawing import HIGHEST, WIDTH, draw_map
from units.maps import map_of, map_of_provinces
from units.models import Boundary, Event, Role
from units.queries import find_unit

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SQUARE = [[[106.0, 20.5], [106.1, 20.5], [106.1, 20.6], [106.0, 20.6], [106.0, 20.5]]]
WIDER = [[[106.0, 20.5], [106.2, 20.5], [106.2, 20.6], [106.0, 20.6], [106.0, 20.5]]]


def a_file(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(code: Any, ring: Any = None, kind: str = "Polygon") -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": SQUARE if ring is None else ring}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def load(*features: Any, from_: date | None = None, by: Any = None) -> LoadedBoundaries:
    return load_boundaries(outlines=read_outlines(a_file(*features)), from_=from_, source="Sở", by=by, at=AT)


@pytest.mark.parametrize(("name", "count"), [("provinces", 34), ("hung-yen-communes", 104)])
def test_the_shared_files_are_read_and_drawn_small(shared_data: Path, name: str, count: int) -> None:
    outlines = read_outlines((shared_data / "geo" / f"{name}.geojson").read_bytes())
    assert len(outlines) == count
    sheet = draw_map({one.feature: one.polygons for one in outlines}, {})
    assert len(sheet.shapes) == count
    assert sum(len(shape.path) for shape in sheet.shapes.values()) < 60_000
    assert sheet.width <= WIDTH + 1
    assert sheet.height <= HIGHEST + 1


def wrong(**changed: Any) -> dict[str, Any]:
    return {**feature("12688"), **changed}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (None, "không phải là Feature"),
        (wrong(type="Point"), "không phải là Feature"),
        (wrong(properties=None), "thuộc tính code"),
        (feature(33), "thuộc tính code"),
        (feature(""), "thuộc tính code"),
        (feature("x" * 36), "thuộc tính code"),
        (wrong(geometry=None), "Polygon hoặc MultiPolygon"),
        (wrong(geometry={"type": "Point", "coordinates": [1, 2]}), "Polygon hoặc MultiPolygon"),
        (feature("1", []), "không có đường ranh giới"),
        (feature("1", {}), "chưa đúng dạng"),
        (feature("1", [SQUARE[0][:-1]]), "khép kín"),
        (feature("1", [SQUARE[0][:2]]), "khép kín"),
        (feature("1", [[[True, 1]] * 5]), "kinh độ, vĩ độ"),
        (feature("1", [[["1", "2"]] * 5]), "kinh độ, vĩ độ"),
        (feature("1", [[[20.5, 106.0]] * 5]), "ngoài phạm vi"),
        (feature("1", [[[10**400, 20]] * 5]), "ngoài phạm vi"),
        (feature("1", [[[586123.5, 2268123.1]] * 5]), "WGS 84"),
        (feature("1", [[[106.0, 20.0]] * 5]), "nhỏ hơn một mét"),
        (feature("12700"), "đã có ở đối tượng 1"),
    ],
)
def test_a_wrong_feature_refuses_the_file_and_is_named(bad: Any, words: str) -> None:
    with pytest.raises(BadContent) as refused:
        read_outlines(a_file(feature("12700"), bad))
    assert refused.value.problems[0]["feature"] == 2
    assert words in refused.value.problems[0]["message"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"type": "Feature"}', b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": []}', b"[" * 100_000,
        a_file(feature("1", [[[float("nan"), 1]] * 5])),
        b'{"type": "FeatureCollection", "features": [1e999]}',
        b"9" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_geojson_is_refused(content: bytes) -> None:
    with pytest.raises(BadContent):
        read_outlines(content)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["type", "code", "coordinates", "geometry", "properties"]), inner), max_leaves=20))  # fmt: skip # noqa: E501
def test_any_feature_is_read_or_refused(anything: Any) -> None:
    for content in (a_file(anything), a_file(feature("1", anything)), a_file(feature("1", [anything]))):
        try:
            read_outlines(content)
        except BadContent:
            continue


def test_boundaries_are_found_by_code_and_what_is_unknown_is_listed(cast: Cast) -> None:
    loaded = load(feature("12688"), feature("99999"), by=cast.quan)
    assert (loaded.new, [one.code for one in loaded.unknown]) == (1, ["99999"])
    boundary = Boundary.objects.get()
    assert (boundary.unit_id, boundary.valid_from, boundary.valid_to) == (cast.dong_hung.pk, NEW, None)
    assert Event.objects.filter(kind="units.boundaries_loaded", actor=cast.quan).count() == 1


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    load(feature("12688"), feature("33"))
    before = (list(Boundary.objects.order_by("pk").values()), Event.objects.count())
    assert load(feature("12688"), feature("33")) == (0, 0, 2, [])
    assert (list(Boundary.objects.order_by("pk").values()), Event.objects.count()) == before


def test_another_outline_holds_from_its_day_on(cast: Cast) -> None:
    load(feature("12688"))
    assert load(feature("12688", WIDER), from_=date(2026, 1, 1)).changed == 1
    assert load(feature("12688", WIDER), from_=date(2026, 1, 1)).same == 1
    lives = Boundary.objects.order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(lives) == [(NEW, date(2025, 12, 31)), (date(2026, 1, 1), None)]
    # A correction of the same day replaces.
    assert load(feature("12688"), from_=date(2026, 1, 1)).changed == 1
    assert Boundary.objects.count() == 2


def test_a_code_is_read_as_of_the_day_given(cast: Cast) -> None:
    load(feature("12688"), from_=LAST)
    boundary = Boundary.objects.get()
    assert (boundary.unit_id, boundary.valid_from, boundary.valid_to) == (cast.dong_hung_town.pk, LAST, LAST)


def test_an_earlier_outline_ends_before_a_later_one(cast: Cast) -> None:
    load(feature("12688"), from_=date(2026, 1, 1))
    load(feature("12688", WIDER), from_=date(2025, 8, 1))
    lives = Boundary.objects.order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(lives) == [(date(2025, 8, 1), date(2025, 12, 31)), (date(2026, 1, 1), None)]


def test_only_administrators_load(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        load(feature("12688"), by=cast.dung)


@pytest.mark.django_db
def test_the_command_says_what_it_did_and_what_is_wrong(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(a_file(feature("12688"), feature("99999")))
    call_command("load_boundaries", str(path), "--from", "2026-01-01", "--source", "Cục Đo đạc")
    said = capsys.readouterr().out
    assert "1 ranh giới mới, 0 thay đổi, 0 giữ nguyên, 1 không có đơn vị" in said
    assert "đối tượng 2: không có đơn vị mang mã 99999" in said
    assert Boundary.objects.get().source == "Cục Đo đạc"
    path.write_bytes(a_file(feature(12688)))
    with pytest.raises(CommandError, match="đối tượng 1"):
        call_command("load_boundaries", str(path))
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("load_boundaries", str(tmp_path / "none.geojson"))


def test_a_map_shows_who_lies_below_and_who_has_no_boundary(cast: Cast) -> None:
    assert map_of(cast.province.pk, on=NEW) is None
    load(feature("12688"), feature("12361", [[[x + 0.1, y] for x, y in SQUARE[0]]]), feature("33"))
    drawn = map_of(cast.province.pk, on=NEW)
    assert drawn is not None
    assert [view.full_name for view, _shape in drawn.drawn] == ["Xã Đông Hưng", "Xã Tiên Lữ"]
    assert [view.full_name for view in drawn.missing] == ["Xã Hoàng Hoa Thám"]
    provinces = map_of_provinces(on=NEW)
    assert provinces is not None
    assert [view.code for view, _shape in provinces.drawn] == ["33"]
    assert map_of_provinces(on=LAST) is None


@pytest.fixture
def client_of(cast: Cast) -> Callable[[str], Client]:
    def sign_in(person: str) -> Client:
        client = Client()
        client.force_login(cast.fresh(person), backend="units.backends.PasswordBackend")
        return client

    return sign_in


def test_only_units_within_reach_are_links_on_a_map(cast: Cast, client_of: Callable[[str], Client]) -> None:
    load(feature("33"), feature("31", [[[x + 0.5, y] for x, y in SQUARE[0]]]))
    page = client_of("dung").get("/don-vi/ban-do/").content.decode()
    assert f'<a href="/don-vi/{cast.province.pk}/" class="map-unit"' in page
    assert "Thành phố Hải Phòng" in page
    assert f'href="/don-vi/{cast.hai_phong.pk}/"' not in page
    assert "ngoài phạm vi" in page
    assert "style=" not in page


def test_administrators_load_a_file_in_the_page(cast: Cast, client_of: Callable[[str], Client]) -> None:
    client = client_of("quan")

    def send(content: bytes, **more: str) -> Any:
        return client.post("/don-vi/ranh-gioi/", {"file": SimpleUploadedFile("a.geojson", content), **more})

    assert send(a_file(feature("12688")), nguon="Cục Đo đạc").status_code == 302
    page = client.get("/don-vi/ranh-gioi/").content.decode()
    assert "1 ranh giới mới, 0 thay đổi, 0 giữ nguyên." in page
    assert "Cục Đo đạc" in page
    assert "không có đơn vị mang mã này" in send(a_file(feature("99999"))).content.decode()
    refused = send(a_file(feature("12688", WIDER), feature("1", [[[20.5, 106.0]] * 5])))
    assert refused.status_code == 422
    assert "ngoài phạm vi" in refused.content.decode()
    assert Boundary.objects.count() == 1
    assert send(a_file(feature("12688")), tu="31/02/2026").status_code == 422
    assert client.post("/don-vi/ranh-gioi/", {}).status_code == 422


@pytest.mark.django_db
def test_a_page_with_a_map_is_small(shared_data: Path) -> None:
    call_command("load_units", "--source", "vietnam", "--province", "33")
    for name in ("provinces", "hung-yen-communes"):
        call_command("load_boundaries", str(shared_data / "geo" / f"{name}.geojson"))
    assert Boundary.objects.count() == 1 + 104
    province = find_unit("33", on=NEW)
    dung = create_user(username="dung", full_name="Dũng", password=PASSWORD, by=None, at=AT)
    grant_membership(user=dung, unit=province, role=Role.LEADER, from_=NEW, by=None, at=AT)
    client = Client()
    client.force_login(dung, backend="units.backends.PasswordBackend")
    page = client.get(f"/don-vi/{province.pk}/").content
    assert page.count(b'class="map-unit"') == 104
    assert len(page) < 150_000


ring = st.lists(st.tuples(st.floats(100, 110), st.floats(8, 24)), min_size=3, max_size=30).map(
    lambda points: [list(point) for point in [*points, points[0]]]
)


@given(
    st.dictionaries(
        st.integers(0, 9), st.lists(st.lists(ring, min_size=1, max_size=3), min_size=1, max_size=3)
    )
)
def test_any_outlines_are_drawn_inside_the_sheet(outlines: dict[int, Any]) -> None:
    sheet = draw_map(outlines, {})
    assert sheet.shapes.keys() == outlines.keys()
    assert 0 < sheet.width <= WIDTH + 1
    assert 0 < sheet.height <= HIGHEST + 24
    for shape in sheet.shapes.values():
        assert shape.path.startswith("M")
        assert shape.path.endswith("z")


def test_neighbours_share_their_border_on_the_sheet() -> None:
    left = [[[[0.0, 0.0], [1.0, 0.0], [1.00001, 0.5], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]]
    right = [[[[1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0], [1.00001, 0.5], [1.0, 0.0]]]]
    sheet = draw_map({1: left, 2: right}, {1: "A", 2: "B"})
    assert sheet.shapes[1].path == "M12 700l688 0l0-688l-688 0z"
    assert sheet.shapes[2].path == "M700 700l688 0l0-688l-688 0z"
    assert sheet.shapes[1].has_room


def test_an_outline_is_always_the_same_text() -> None:
    first, second = (
        Outline(1, "1", read_outlines(a_file(feature("1", given)))[0].polygons)
        for given in (SQUARE, [[[x + 1e-7, y] for x, y in SQUARE[0]]])
    )
    assert first.geometry == second.geometry
