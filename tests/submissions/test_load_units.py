"""The real units of Hưng Yên and of the country, as the package states them."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from submissions.actions.load_conversion import load_conversion
from submissions.actions.load_units import load_units
from tests.units.conversion_tables import row, table
from units.actions.load_units import Loaded
from units.kinds import COMMUNES, DISTRICTS, PROVINCES
from units.loading.country import ALL, Country
from units.loading.reorganisation import plan_vietnam
from units.loading.vietnam import read_vietnam
from units.models import Event, Placement, Succession, Terminal, Unit, UnitCode, UnitName
from units.queries import children_of, describe_unit, find_unit, subtree_ids, terminals_of

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TABLE = "vn-units/conversion-2025-07-01.csv"
THEN, NOW = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def source() -> Country:
    return read_vietnam()


@pytest.fixture
def hung_yen(db: None, source: Country) -> Loaded:
    return load_units(plan=plan_vietnam(source, province="33"), by=None, at=AT)


def test_numbered_wards_keep_their_word(source: Country) -> None:
    """As in the conversion table, so that loading it over them tells no difference that cannot be seen."""
    names = {code: source.old_communes[code].name for code in ("31318", "31330", "19345")}
    assert names == {"31318": "Phường I", "31330": "Phường VII", "19345": "Phường 4"}


def test_hung_yen_has_104_communes_and_had_381_in_18_districts_of_two_provinces(hung_yen: Loaded) -> None:
    new = find_unit("33", on=NOW)
    assert Counter(view.kind for view in children_of(new.pk, on=NOW)) == {"xa": 93, "phuong": 11}
    old = [find_unit(code, on=THEN) for code in ("33", "34")]
    districts = [view for unit in old for view in children_of(unit.pk, on=THEN)]
    communes = [view for district in districts for view in children_of(district.id, on=THEN)]
    assert (len(districts), len(communes), hung_yen.units) == (18, 381, 2 + 18 + 381 + 1 + 104)
    assert {view.ends for view in [*districts, *communes]} == {THEN}
    assert subtree_ids(old[1].pk, on=NOW) == {old[1].pk}


def test_a_code_names_different_units_on_different_days(hung_yen: Loaded) -> None:
    before, after = (find_unit("12688", on=day) for day in (THEN, NOW))
    assert before != after
    assert describe_unit(before.pk).full_name == "Thị trấn Đông Hưng"
    assert describe_unit(after.pk).full_name == "Xã Đông Hưng"
    assert find_unit("33", on=THEN) != find_unit("33", on=NOW)


def test_shards_are_the_codes_of_the_provinces_of_birth(hung_yen: Loaded) -> None:
    assert set(Unit.objects.values_list("shard", flat=True)) == {33, 34}
    assert find_unit("34", on=THEN).shard == 34
    assert find_unit("12688", on=NOW).shard == 33


def test_old_provinces_and_communes_end_in_those_of_today(hung_yen: Loaded) -> None:
    province, thai_binh = find_unit("33", on=NOW), find_unit("34", on=THEN)
    assert terminals_of([thai_binh.pk, province.pk]) == {
        thai_binh.pk: {province.pk},
        province.pk: {province.pk},
    }
    parts = Succession.objects.filter(extent="part")
    for predecessor in set(parts.values_list("predecessor_id", flat=True)):
        assert parts.filter(predecessor_id=predecessor, is_default=True).count() == 1
        assert len(terminals_of([predecessor])[predecessor]) > 1


def test_loading_twice_changes_nothing(hung_yen: Loaded, source: Country) -> None:
    models = (Unit, UnitCode, UnitName, Placement, Succession, Terminal, Event)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    assert load_units(plan=plan_vietnam(source, province="33"), by=None, at=AT) == Loaded(0, 0)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


@pytest.mark.django_db
def test_the_whole_country_by_the_conversion_table_over_a_province_that_was_there(
    hung_yen: Loaded, source: Country, shared_data: Path
) -> None:
    """One load of the whole country a database: everything that is said of it is asserted here."""
    path = shared_data / TABLE
    unchanged = Succession.objects.filter(extent="whole").values_list("pk", flat=True)[:50]
    converted = load_conversion(content=path.read_bytes(), packaged=source, by=None, at=AT)
    _before_and_after()
    _identities()
    _steps_of_the_table(hung_yen)
    _places_and_names()
    assert Succession.objects.filter(pk__in=list(unchanged), until__isnull=False).count() == 0
    report = converted.report
    assert (report.adds_up, len(report.unplaced), report.silent) == (True, 1, 0)
    # Twice, by either source: nothing.
    events = Event.objects.count()
    again = load_conversion(content=path.read_bytes(), packaged=source, by=None, at=AT)
    assert (again.loaded, again.report) == (Loaded(0, 0), report)
    assert load_units(plan=plan_vietnam(source), by=None, at=AT) == Loaded(0, 0)
    assert Event.objects.count() == events


def _before_and_after() -> None:
    kinds = Counter(UnitName.objects.filter(valid_to__isnull=True).values_list("kind", flat=True))
    assert (sum(kinds[one] for one in COMMUNES), sum(kinds[one] for one in PROVINCES)) == (3321, 34)
    old = Counter(UnitName.objects.filter(valid_from__lt=NOW).values_list("kind", flat=True))
    counts = [sum(old[one] for one in level) for level in (COMMUNES, DISTRICTS, PROVINCES)]
    assert counts == [10_035, 696, 63]
    # Everything that ended is followed to what exists; a district to its province and nothing below it.
    assert not Terminal.objects.filter(unit__ends__isnull=False, terminal__ends__isnull=False).exists()
    assert terminals_of([find_unit("338", on=THEN).pk]) == {
        find_unit("338", on=THEN).pk: {find_unit("33", on=NOW).pk}
    }
    assert terminals_of([find_unit("755", on=THEN).pk]) == {
        find_unit("755", on=THEN).pk: {find_unit("26732", on=NOW).pk}
    }


def _identities() -> None:
    kept = Unit.objects.filter(begins__lt=NOW, ends__isnull=True)
    assert kept.count() == 132 + 11
    assert find_unit("01", on=NOW) == find_unit("01", on=THEN)
    # Line 13: Trúc Bạch went into Ba Đình, which has its code. Line 7779: Krông Na is Buôn Đôn now.
    assert find_unit("00004", on=THEN) != find_unit("00004", on=NOW)
    buon_don = find_unit("24235", on=NOW)
    assert buon_don == find_unit("24235", on=THEN)
    assert [describe_unit(buon_don.pk, on=day).name for day in (THEN, NOW)] == ["Krông Na", "Buôn Đôn"]
    # Line 7214: what remained of Canh Liên kept name and code, and is not what it was.
    assert find_unit("21997", on=THEN) != find_unit("21997", on=NOW)
    places = Counter(Placement.objects.filter(unit__in=kept).values_list("unit_id", flat=True))
    assert set(places.values()) == {2}


def _out_of(code: str) -> dict[str, tuple[str, bool, int | None, int | None]]:
    steps = Succession.objects.filter(predecessor=find_unit(code, on=THEN), until__isnull=True)
    return {
        describe_unit(step.successor_id).code: (
            step.extent,
            step.is_default,
            step.population_share,
            step.area_share,
        )
        for step in steps
    }


def _steps_of_the_table(loaded: Loaded) -> None:
    """Rows of several provinces, read by eye in the file."""
    assert _out_of("00112") == {  # lines 10, 76: Thụy Khuê
        "00004": ("part", False, 0, None), "00103": ("part", True, ALL, None),
    }  # fmt: skip
    # Lines 5759, 5767, 5768: Kỳ Lợi's land to Vũng Áng, its people to two others.
    assert {new: step[2:] for new, step in _out_of("18796").items()} == {
        "18754": (None, 0), "18823": (None, ALL), "18832": (None, 0),
    }  # fmt: skip
    assert _out_of("00556") == {  # lines 424 and 426, whose code is that of Cổ Bi
        "00541": ("part", False, 0, None), "00562": ("part", True, ALL, None),
    }  # fmt: skip
    assert _out_of("01651") == {"01648": ("whole", True, None, None)}  # line 912, written 01615
    assert _out_of("27691") == {"27694": ("whole", True, None, None)}  # line 9532, "Tiền Giang"
    assert _out_of("27007").keys() == {"27004", "27007"}  # lines 8905, 8907: what remained is a new unit
    assert find_unit("30781", on=NOW) == find_unit("30781", on=THEN)  # line 10652: giữ nguyên, "An Giang"


def _places_and_names() -> None:
    tan_an, con_co = find_unit("794", on=THEN), find_unit("471", on=THEN)
    above = dict(Placement.objects.filter(unit__in=[tan_an, con_co]).values_list("unit_id", "parent_id"))
    assert above == {tan_an.pk: find_unit("80", on=THEN).pk, con_co.pk: find_unit("45", on=THEN).pk}
    names = {"27046": "Phường 5", "03469": "Xã Can Hồ", "24496": "Xã Ea Kly", "22108": "Xã Xuân Quang 3"}
    assert {code: describe_unit(find_unit(code, on=THEN).pk).full_name for code in names} == names
    assert describe_unit(find_unit("10543", on=NOW).pk).full_name == "Phường Việt Hòa"


def test_the_table_replaces_what_the_package_said_and_keeps_it_as_known_before(
    hung_yen: Loaded, source: Country
) -> None:
    """In the order package, then table; a small table of a province that is there."""
    content = table(
        row("Xã Đông Hưng 12688", "Thị trấn Đông Hưng 12688", "Nhập một phần"),
        row("Xã Tiên Hưng 12694", "Thị trấn Đông Hưng 12688", "Nhập một phần diện tích, toàn bộ dân số"),
    )
    town = find_unit("12688", on=THEN)
    converted = load_conversion(content=content, packaged=source, province="33", by=None, at=AT)
    steps = Succession.objects.filter(predecessor=town).order_by("pk")
    event = Event.objects.get(kind="units.loaded", data__contains="conversion")
    assert [(step.extent, step.population_share, step.until) for step in steps] == [
        ("whole", None, event.pk), ("part", 0, None), ("part", ALL, None),
    ]  # fmt: skip
    assert {step.since for step in steps[1:]} == {event.pk}
    assert (converted.loaded.units, converted.loaded.successions, converted.loaded.replaced) == (0, 2, 1)
    ends = {find_unit(code, on=NOW).pk for code in ("12688", "12694")}
    assert terminals_of([town.pk]) == {town.pk: ends}


@pytest.mark.django_db
def test_the_table_alone_says_enough_for_a_country_of_its_own() -> None:
    content = table(
        row("Xã Đông Hưng 12688", "Thị trấn Đông Hưng 12688"), row("Xã Đông Hưng 12688", "Xã Liên Hoa 12700")
    )
    loaded = load_conversion(content=content, packaged=None, by=None, at=AT).loaded
    assert (loaded.units, loaded.successions) == (5, 3)
    assert load_conversion(content=content, packaged=None, by=None, at=AT).loaded == Loaded(0, 0)


@pytest.mark.django_db
def test_a_later_table_may_end_a_unit_that_had_been_kept() -> None:
    kept = row("Thị trấn Đông Hưng 12688", "Thị trấn Đông Hưng 12688", "Giữ nguyên")
    other = row("Xã Tiên Hưng 12694", "Xã Liên Hoa 12700"), row("Xã Tiên Hưng 12694", "Xã Đông La 12703")
    load_conversion(content=table(kept, *other), packaged=None, by=None, at=AT)
    merged = (
        row("Xã Đông Hưng 12688", "Thị trấn Đông Hưng 12688"),
        row("Xã Đông Hưng 12688", "Xã Liên Hoa 12700"),
    )
    load_conversion(content=table(*merged, other[1]), packaged=None, by=None, at=AT)
    town, new = (find_unit("12688", on=day) for day in (THEN, NOW))
    assert (town.ends, new.begins) == (THEN, NOW)
    assert terminals_of([town.pk]) == {town.pk: {new.pk}}


@pytest.mark.django_db
def test_the_command_prints_progress_the_report_and_that_nothing_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bang.csv"
    file.write_bytes(table(row("Xã Đông Hưng 12688", "Khu bãi bồi -"), row("Xã Liên Hoa 1", "Xã Liên Hoa 1")))
    call_command("load_units", "--conversion", str(file), "--province", "33")
    said = capsys.readouterr().out
    assert "Đang đọc bảng chuyển đổi" in said
    assert "Dòng 4: không có mã xã cũ (“Khu bãi bồi”, vào Đông Hưng 12688)" in said
    call_command("load_units", "--conversion", str(file), "--province", "33")
    assert "Không có gì thay đổi" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"PK\x03\x04 a workbook", b"\x00\xff\xfe random", b"", b"a,b\n1,2\n"])
def test_a_hostile_file_saves_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bang.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match="Chưa ghi gì"):
        call_command("load_units", "--conversion", str(file))
    with pytest.raises(CommandError, match="Không có tệp"):
        call_command("load_units", "--conversion", str(tmp_path / "khac.csv"))
    assert (Unit.objects.count(), Event.objects.count()) == (0, 0)


def test_hung_yen_keeps_no_commune_as_it_was(source: Country) -> None:
    plan = plan_vietnam(source, province="33")
    assert not [unit for unit in plan.units if unit.key.startswith("old:") and unit.ends is None]


@pytest.mark.django_db
def test_an_unknown_province_is_refused_by_name() -> None:
    with pytest.raises(CommandError, match="34"):
        call_command("load_units", "--source", "vietnam", "--province", "34")
