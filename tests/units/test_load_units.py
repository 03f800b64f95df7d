"""The real units of Hưng Yên and of the country, as the package states them."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from units.actions.load_units import Loaded, load_units
from units.loading.country import Country
from units.loading.reorganisation import plan_vietnam
from units.loading.vietnam import read_vietnam
from units.models import Event, Placement, Succession, Terminal, Unit, UnitCode, UnitName
from units.queries import children_of, describe_unit, find_unit, subtree_ids, terminals_of

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
THEN, NOW = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def source() -> Country:
    return read_vietnam()


@pytest.fixture
def hung_yen(db: None, source: Country) -> Loaded:
    return load_units(plan=plan_vietnam(source, province="33"), by=None, at=AT)


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
    assert load_units(plan=plan_vietnam(source, province="33"), by=None, at=AT) == (0, 0)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


@pytest.mark.django_db
def test_the_whole_country_loads_and_the_province_before_it_changes_nothing(
    hung_yen: Loaded, source: Country
) -> None:
    load_units(plan=plan_vietnam(source), by=None, at=AT)
    kinds = Counter(UnitName.objects.filter(valid_to__isnull=True).values_list("kind", flat=True))
    assert kinds["xa"] + kinds["phuong"] + kinds["dac_khu"] == 3321
    assert kinds["tinh"] + kinds["thanh_pho"] == 34
    old = Counter(UnitName.objects.filter(valid_from__lt=NOW, valid_to=THEN).values_list("kind", flat=True))
    assert sum(old[kind] for kind in ("huyen", "quan", "thi_xa", "thanh_pho_tt")) == 696
    # The communes that are one old commune as a whole are that commune: 00004 is not among them.
    kept = Unit.objects.filter(begins__lt=NOW, ends__isnull=True)
    assert kept.count() == 132 + 11
    renamed = UnitName.objects.filter(unit__in=kept, valid_from=NOW).count()
    assert renamed == 12
    hanoi = find_unit("01", on=NOW)
    assert hanoi == find_unit("01", on=THEN)
    truc_bach, ba_dinh = find_unit("00004", on=THEN), find_unit("00004", on=NOW)
    assert truc_bach != ba_dinh
    # A kept commune has two places in time: its old district, then its province.
    places = Counter(Placement.objects.filter(unit__in=kept).values_list("unit_id", flat=True))
    assert set(places.values()) == {2}
    assert Terminal.objects.filter(unit__ends__isnull=False, terminal__ends__isnull=False).count() == 0


def test_hung_yen_keeps_no_commune_as_it_was(source: Country) -> None:
    plan = plan_vietnam(source, province="33")
    assert not [unit for unit in plan.units if unit.key.startswith("old:") and unit.ends is None]


@pytest.mark.django_db
def test_an_unknown_province_is_refused_by_name() -> None:
    with pytest.raises(CommandError, match="34"):
        call_command("load_units", "--source", "vietnam", "--province", "34")
