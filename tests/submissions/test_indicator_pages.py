"""An indicator is written, refused at its fields, changed, put back and taken away on its pages."""

from typing import Any

import pytest
from django.test import Client

from indicators.catalogue_reading import definition_of
from indicators.definitions import BrokenDown, Factor, Option, Point
from indicators.models import Category, Dimension, Indicator
from submissions.models import Status
from tests.submissions.factories import World, bring_to, build_world
from tests.support.kept_worlds import kept
from units.models import Event

pytestmark = pytest.mark.django_db
NEW = "/chi-tieu/moi/"


@pytest.fixture
@kept
def world() -> World:
    sex = Dimension.objects.create(code="gioi-tinh", name="Giới tính")
    for position, (code, name) in enumerate([("nam", "Nam"), ("nu", "Nữ")]):
        Category.objects.create(dimension=sex, code=code, name=name, position=position)
    return build_world()


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.cast.fresh("nga"))
    return client


def given(**more: Any) -> dict[str, Any]:
    plain = {
        "name": "Trẻ sinh ra", "kind": "count", "unit_of_measure": "tre", "decimals": "0",
        "over_units": "sum", "over_time": "sum", "direction": "neither", "points": "each",
    }  # fmt: skip
    return plain | more


def faults(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422
    found: dict[str, str] = answer.context["faults"]
    return found


def test_an_indicator_is_written_whole(client: Client) -> None:
    answer = client.post(
        NEW,
        given(
            meaning="Trẻ sinh ra còn sống.\nKể cả tại nhà.", legal_source="TT 37/2019", lowest="0",
            highest="1.234", dimension=["gioi-tinh"], valid_from="01/01/2026", name_en="Births",
        ) | {"how.gioi-tinh": "partition"},
    )  # fmt: skip
    made = Indicator.objects.get(code="TSR")
    assert answer.headers["Location"] == f"/chi-tieu/{made.pk}/"
    said = definition_of(made)
    assert (said.lowest, said.highest, said.breakdowns) == (0, 1234, (BrokenDown("gioi-tinh"),))
    assert [point.key for point in said.points] == ["total", "gioi-tinh=nam", "gioi-tinh=nu"]
    assert "Kể cả tại nhà." in said.meaning


@pytest.mark.parametrize(
    ("fields", "more"),
    [
        (["unit_of_measure"], {"unit_of_measure": ""}),
        (["name"], {"name": ""}),
        (["lowest"], {"lowest": "1e5"}),
        (["highest"], {"highest": "x"}),
        (["highest"], {"lowest": "5", "highest": "4"}),
        (["valid_from"], {"valid_from": "31/02/2026"}),
        (["valid_to"], {"valid_from": "02/01/2026", "valid_to": "01/01/2026"}),
        (["over_units"], {"kind": "percentage", "over_units": "sum"}),
        (["over_time"], {"over_time": "max"}),
        (["weight"], {"over_units": "weighted_mean", "over_time": "none"}),
        (["weight"], {"over_units": "weighted_mean", "over_time": "none", "weight": "KHONG.CO"}),
        (["options"], {"kind": "choice", "over_units": "none", "over_time": "none", "options": "Đạt"}),
        (["options"], {"kind": "choice", "over_units": "none", "over_time": "none", "options": "1 = Đạt"}),
        (["code"], {"code": "T.r1"}),
        (["code"], {"code": "4/BCH"}),
        (["predecessor"], {"predecessor": "KHONG.CO", "factor": "1"}),
        (["factor"], {"predecessor": "T.r6"}),
        (["factor"], {"predecessor": "T.r6", "factor": "một nửa"}),
        (["why"], {"name": "nam", "unit_of_measure": "nguoi"}),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, fields: list[str], more: dict[str, str]
) -> None:
    count = Indicator.objects.count()
    answer = client.post(NEW, given(meaning="Giữ lại chữ này", **more))
    assert [*faults(answer)] == fields
    assert "Giữ lại chữ này" in answer.content.decode()
    assert Indicator.objects.count() == count


def test_asking_again_needs_a_reason_that_stands_in_the_log(client: Client) -> None:
    again = given(name="nam", unit_of_measure="nguoi", points="total")
    assert "T.r2" in faults(client.post(NEW, again))["why"]
    assert client.post(NEW, again | {"why": "Chỉ tính người trên 15 tuổi"}).status_code == 302
    event = Event.objects.get(kind="indicator.defined")
    assert "trên 15 tuổi" in event.data


def test_a_mean_is_weighed_by_the_same_breakdown_of_its_weight(client: Client) -> None:
    client.post(NEW, given(code="SINH", dimension=["gioi-tinh"]))
    mean = given(
        code="TUOI", name="Tuổi bình quân", unit_of_measure="tuoi", kind="mean", decimals="1",
        over_units="weighted_mean", over_time="recomputed", weight="SINH Trẻ sinh ra",
        dimension=["gioi-tinh"],
    )  # fmt: skip
    assert client.post(NEW, mean).status_code == 302
    said = definition_of(Indicator.objects.get(code="TUOI"))
    assert [point.weight for point in said.points] == [
        "SINH|total", "SINH|gioi-tinh=nam", "SINH|gioi-tinh=nu",
    ]  # fmt: skip
    form = client.get(f"/chi-tieu/{Indicator.objects.get(code='TUOI').pk}/sua/").context["typed"]
    assert (form["weight"], form["points"]) == ("SINH", "kept")


def test_parts_set_one_by_one_survive_an_edit_of_something_else(client: Client) -> None:
    client.post(NEW, given(code="SINH", dimension=["gioi-tinh"]))
    indicator = Indicator.objects.create(
        code="TUOI", name="Tuổi", unit_of_measure_id="tuoi", owner=Indicator.objects.get(code="SINH").owner
    )
    from dataclasses import replace

    from indicators.actions.change_indicator import change_indicator
    from indicators.adding_up import Adding, OverTime, OverUnits
    from tests.submissions.factories import AT

    says = replace(
        definition_of(indicator),
        adding=Adding(OverUnits.WEIGHTED_MEAN, OverTime.NONE),
        breakdowns=(BrokenDown("gioi-tinh"),),
        points=(Point(weight="SINH|total"), Point("gioi-tinh=nu", "SINH|total")),
    )
    change_indicator(indicator=indicator, definition=replace(says, points=(
        Point(weight="SINH|total"), Point("gioi-tinh=nu", "SINH|gioi-tinh=nam"),
    )), by=None, at=AT)  # fmt: skip
    address = f"/chi-tieu/{indicator.pk}/sua/"
    typed = client.get(address).context["typed"]
    assert typed["weight"] == "riêng từng phân tổ"
    posted = {name: value for name, value in typed.items() if value}
    answer = client.post(
        address, posted | {"name": "Tuổi mẹ", "dimension": ["gioi-tinh"], "point": ["total", "gioi-tinh=nu"]}
    )
    assert answer.status_code == 302, answer.context["faults"]
    kept = definition_of(Indicator.objects.get(code="TUOI"))
    assert kept.name == "Tuổi mẹ"
    assert [point.weight for point in kept.points] == ["SINH|total", "SINH|gioi-tinh=nam"]


def test_a_choice_has_its_options(client: Client) -> None:
    client.post(
        NEW, given(name="Mức độ", kind="choice", unit_of_measure="khong", over_units="none",
                   over_time="last", options="1 = Đạt | Met\n2: Không đạt\n"),
    )  # fmt: skip
    said = definition_of(Indicator.objects.get(code="MD"))
    assert said.options == (Option(1, "Đạt", "Met"), Option(2, "Không đạt"))


def test_a_change_can_be_undone_and_an_older_wording_used_again(client: Client, world: World) -> None:
    indicator = Indicator.objects.get(code="T.r1")
    before = definition_of(indicator)
    address = f"/chi-tieu/{indicator.pk}/"
    typed = {name: value for name, value in client.get(address + "sua/").context["typed"].items() if value}
    answer = client.post(address + "sua/", typed | {"name": "Tổng số lượt người"})
    assert answer.headers["Location"] == address + "?vua_sua=1"
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "Hoàn tác lần sửa vừa rồi" in shown
    assert "Tổng số lượt người</td>" in shown
    assert client.post(address + "phien-ban/1/khoi-phuc/").status_code == 302
    assert definition_of(Indicator.objects.get(code="T.r1")) == before
    assert indicator.versions.count() == 3
    assert client.post(address + "phien-ban/9/khoi-phuc/").status_code == 404


def test_the_unit_of_what_has_figures_is_refused_at_the_field(client: Client, world: World) -> None:
    bring_to(world, Status.ACCEPTED)
    indicator = Indicator.objects.get(code="T.r6")
    typed = client.get(f"/chi-tieu/{indicator.pk}/sua/").context["typed"]
    posted = {name: value for name, value in typed.items() if value} | {"unit_of_measure": "ty-dong"}
    assert "đã có số liệu" in faults(client.post(f"/chi-tieu/{indicator.pk}/sua/", posted))["unit_of_measure"]
    successor = client.get(f"{NEW}?thay={indicator.pk}").context["typed"]
    posted = {name: value for name, value in successor.items() if value}
    posted |= {"unit_of_measure": "ty-dong", "decimals": "4", "code": "T.r6.ty", "point": "total"}
    assert client.post(NEW, posted).status_code == 302
    assert definition_of(Indicator.objects.get(code="T.r6.ty")).factor == Factor(1, 1000)


def test_what_nothing_uses_can_be_taken_away_again(client: Client, world: World) -> None:
    client.post(NEW, given(code="NHAM"))
    made = Indicator.objects.get(code="NHAM")
    assert "Bỏ chỉ tiêu này" in client.get(f"/chi-tieu/{made.pk}/").content.decode()
    assert client.post(f"/chi-tieu/{made.pk}/bo/").status_code == 302
    assert not Indicator.objects.filter(code="NHAM").exists()
    assert "Trẻ sinh ra" in Event.objects.get(kind="indicator.removed").data
    used = Indicator.objects.get(code="T.r1")
    assert client.post(f"/chi-tieu/{used.pk}/bo/").status_code == 409


def test_fields_nobody_offers_change_nothing(client: Client, world: World) -> None:
    client.post(NEW, given(code="SINH", owner=str(world.cast.foreign_department.pk), since="9", pk="1"))
    made = Indicator.objects.get(code="SINH")
    assert made.owner == world.cast.department
    assert made.since > 9
