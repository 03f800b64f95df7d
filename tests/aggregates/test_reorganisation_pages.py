"""/don-vi/sap-xep/: from the form over the preview to the deed and back; refusals stand at their fields."""

import re
import threading
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aggregates.reorganisation_preview import Preview, confirm_reorganisation, preview_reorganisation
from submissions.models import Displacement
from tests.submissions.factories import AT, World, build_world
from tests.submissions.test_reorganise_units import DAY, PLANS, do, everything, merger, split
from units.errors import BadContent, Conflict
from units.models import Event, Membership, Reorganisation, Unit, UnitName
from units.queries import ancestors_of, find_unit
from units.reorganisations.plan import Kind, Plan

pytestmark = pytest.mark.django_db
NEW = "/don-vi/sap-xep/moi/"
BAD = "<script>alert(1)</script>"
MERGE = {
    "loai": "merge",
    "effective_on": "01/09/2026",
    "document": "Nghị quyết số 12/NQ-HĐND",
    "source.0": "Xã Tiên Lữ (12361)",
    "source.1": "hoang hoa tham",
    "part.0.name": "Tiên Lữ",
    "part.0.code": "12361",
    "part.0.kind": "phuong",
}


@pytest.fixture
def world() -> World:
    return build_world()


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.cast.fresh(name), backend="units.backends.PasswordBackend")
    return client


def words(answer: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))


def lines(answer: Any) -> list[str]:
    """The rows of its table, in words."""
    rows = re.findall(r"<tr.*?</tr>", answer.content.decode(), re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]


def digest(answer: Any) -> str:
    found = re.search(r'name="digest" value="(\w+)"', answer.content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("ahead", [-30, 0, 60])
def test_a_preview_changes_nothing_and_says_what_then_happens(world: World, name: str, ahead: int) -> None:
    plan = PLANS[name](world, AT.date() + timedelta(days=ahead))
    before = everything()
    preview = preview_reorganisation(plan=plan, by=world.cast.fresh("quan"), at=AT)
    assert everything() == before
    made = confirm_reorganisation(plan=plan, digest=preview.digest, by=world.cast.fresh("quan"), at=AT)
    _check(preview, made, world)


def _check(preview: Preview, made: Reorganisation, world: World) -> None:
    plan, eve = preview.plan, preview.plan.effective_on - timedelta(days=1)
    assert {unit.id for unit in preview.ended} == set(
        Unit.objects.filter(ends=eve).values_list("pk", flat=True)
    )
    for unit in preview.created:
        assert find_unit(unit.code, on=plan.effective_on, scheme=None).begins == plan.effective_on
    for role in preview.roles:
        assert role.ends_at is not None
        held = Membership.objects.filter(user__full_name=role.person, unit__names__name=role.ends_at.name)
        assert held.filter(valid_to=eve).exists() or role.goes_to is not None
    if plan.effective_on <= AT.date():
        said = {(duty.subject.id, duty.fills.code, duty.checks.code) for duty in preview.duties}
        now = {
            (a.subject_id, _code(a.responsible), _code(a.recipient))
            for a in world.round.assignments.filter(subject__in=[duty.subject.id for duty in preview.duties])
        }
        assert said == now


def _code(unit: Unit) -> str:
    return unit.codes.order_by("-valid_from")[0].code


def test_comparability_is_said_by_unit_and_why(world: World) -> None:
    cast = world.cast
    by = cast.fresh("quan")
    merged = preview_reorganisation(plan=merger(world), by=by, at=AT)
    # What was divided in 2025 between the two is whole again in the merged unit.
    assert [(row.unit.name, row.verdict) for row in merged.totals] == [
        ("Tiên Lữ", "comparable"), ("Hưng Yên", "comparable"),
    ]  # fmt: skip
    parted = preview_reorganisation(plan=split(world), by=by, at=AT)
    said = {row.unit.name: (row.verdict, [one.id for one in row.because]) for row in parted.totals}
    assert said["Đông Hưng"][0] == said["Đông La"][0] == "in_part"
    assert cast.dong_hung.pk in said["Đông La"][1]
    assert said["Hưng Yên"] == ("comparable", [])
    assert {row.measures for row in parted.totals} == {("dân số",), ()}


def test_who_loses_a_unit_is_compared_as_well(world: World) -> None:
    cast = world.cast
    plan = Plan(Kind.NEW_PARENT, DAY, (cast.tien_lu.pk,), parent=cast.hai_phong.pk)
    preview = preview_reorganisation(plan=plan, by=cast.fresh("quan"), at=AT)
    # What was divided in 2025 between Tiên Lữ and its neighbour lies in two provinces now.
    assert [(row.unit.name, row.verdict) for row in preview.totals] == [
        ("Tiên Lữ", "not_comparable"), ("Hải Phòng", "not_comparable"), ("Hưng Yên", "not_comparable"),
    ]  # fmt: skip


def test_the_list_calls_units_as_they_were_called_then_and_reads_no_more_for_many(world: World) -> None:
    quan, cast = signed_in(world, "quan"), world.cast
    do(world, Plan(Kind.NEW_PARENT, DAY, (cast.tien_lu.pk,), parent=cast.hai_phong.pk))
    quan.get("/don-vi/sap-xep/")
    with CaptureQueriesContext(connection) as few:
        quan.get("/don-vi/sap-xep/")
    for at, name in enumerate(("Tiên Hoa", "Tiên Mai"), 1):
        do(world, Plan(Kind.RENAME, DAY + timedelta(days=at), (cast.tien_lu.pk,), name=name))
    with CaptureQueriesContext(connection) as more:
        listed = quan.get("/don-vi/sap-xep/")
    assert len(more) == len(few) <= 12
    assert [line.split(" 0")[0] for line in lines(listed)[1:4]] == [
        "Xã Tiên Hoa đổi tên Tiên Mai", "Xã Tiên Lữ đổi tên Tiên Hoa",
        "Xã Tiên Lữ chuyển cấp trên Thành phố Hải Phòng",
    ]  # fmt: skip


def test_an_administrator_merges_in_the_page_and_undoes_it(world: World) -> None:
    quan = signed_in(world, "quan")
    before = everything()
    shown = quan.post(NEW, {**MERGE, "buoc": "xem"})
    assert shown.status_code == 200
    for said in (
        "Xã Hoàng Hoa Thám (12364) kết thúc", "Phường Tiên Lữ (12361) là đơn vị mới",
        "Phường Tiên Lữ → Tỉnh Hưng Yên (hành chính, từ 01/09/2026)",
        "Phạm Hồng Sơn, người lập báo cáo: Xã Tiên Lữ → Phường Tiên Lữ", "9 tháng/2026", "so sánh được",
        "không hoàn tác được nữa",
    ):  # fmt: skip
        assert said in words(shown), said
    assert everything() == before
    done = quan.post(NEW, {**MERGE, "buoc": "lam", "digest": digest(shown)}, follow=True)
    made = Reorganisation.objects.get()
    assert done.redirect_chain == [(f"/don-vi/sap-xep/{made.pk}/", 302)]
    assert "Hoàn tác" in words(done)
    assert "Phường Tiên Lữ" in words(quan.get("/don-vi/sap-xep/")).replace("phường", "Phường")
    assert "Sắp xếp đơn vị" in words(quan.get("/nhat-ky/?loai=reorganisation"))
    quan.post(f"/don-vi/sap-xep/{made.pk}/hoan-tac/")
    assert everything() == before
    assert "đã hoàn tác" in words(quan.get("/don-vi/sap-xep/"))
    again = quan.post(f"/don-vi/sap-xep/{made.pk}/hoan-tac/")
    assert again.status_code == 409


def test_departments_are_merged_in_the_page_on_the_day_of_their_provinces(world: World) -> None:
    """The parent that nobody named is the one of that day: the old province ended on its eve."""
    quan = signed_in(world, "quan")
    do(world, PLANS["provinces"](world, DAY))
    asked = {
        "loai": "merge", "effective_on": "01/09/2026", "source.0": "H33.08", "source.1": "H32.08",
        "part.0.name": "Sở Y tế tỉnh Hưng Hải", "part.0.code": "H33.08", "part.0.kind": "so",
    }  # fmt: skip
    shown = quan.post(NEW, {**asked, "buoc": "xem"})
    assert shown.status_code == 200, words(shown)
    quan.post(NEW, {**asked, "buoc": "lam", "digest": digest(shown)})
    made = find_unit("H33.08", on=DAY, scheme=None)
    assert ancestors_of(made.pk, on=DAY) == [find_unit("33", on=DAY).pk]


def test_the_second_click_does_nothing(world: World) -> None:
    quan = signed_in(world, "quan")
    seen = digest(quan.post(NEW, {**MERGE, "buoc": "xem"}))
    quan.post(NEW, {**MERGE, "buoc": "lam", "digest": seen})
    second = quan.post(NEW, {**MERGE, "buoc": "lam", "digest": seen})
    made = Reorganisation.objects.get()
    assert second.status_code == 302
    assert second["Location"] == f"/don-vi/sap-xep/{made.pk}/"
    quan.post(f"/don-vi/sap-xep/{made.pk}/hoan-tac/")
    third = quan.post(NEW, {**MERGE, "buoc": "lam", "digest": seen})  # undone meanwhile: a new decision
    assert third.status_code == 302
    assert Reorganisation.objects.filter(undone_at=None).count() == 1


def test_what_changed_since_the_preview_is_shown_again(world: World) -> None:
    quan = signed_in(world, "quan")
    seen = digest(quan.post(NEW, {**MERGE, "buoc": "xem"}))
    Membership.objects.filter(user=world.cast.son, role="head").delete()
    answer = quan.post(NEW, {**MERGE, "buoc": "lam", "digest": seen})
    assert answer.status_code == 409
    assert "Có thay đổi từ lúc xem trước" in words(answer)
    assert not Reorganisation.objects.exists()
    with pytest.raises(Conflict):
        confirm_reorganisation(plan=merger(world), digest=seen, by=world.cast.fresh("quan"), at=AT)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"effective_on": "31/02/2026"}, "chưa đọc được"),
        ({"effective_on": ""}, "Hãy ghi ngày hiệu lực"),
        ({"source.1": "xã Không Có"}, "Không có đơn vị nào tên hoặc mã “xã Không Có”"),
        ({"source.0": "dong"}, "đơn vị khớp với “dong”"),
        ({"source.1": ""}, "ít nhất hai đơn vị"),
        ({"part.0.code": "12688"}, "Mã 12688 là mã của Xã Đông Hưng"),
        ({"part.0.kind": ""}, "Hãy chọn loại hình"),
        ({"part.0.parent": "Tỉnh Thái Bình (34)"}, "Không có đơn vị nào"),
        ({"source.0": BAD, "part.0.name": BAD}, BAD),
    ],
)
def test_what_cannot_be_is_said_at_its_field(world: World, changed: dict[str, str], said: str) -> None:
    answer = signed_in(world, "quan").post(NEW, {**MERGE, **changed, "buoc": "xem"})
    assert answer.status_code == 422
    assert said in words(answer)
    assert BAD not in answer.content.decode()
    assert not Reorganisation.objects.exists()


def test_shares_are_written_as_people_write_them(world: World) -> None:
    asked = {
        "loai": "split", "effective_on": "1/9/2026", "source.0": "12688", "default": "2",
        "part.0.name": "Đông Hưng", "part.0.code": "12688", "part.0.kind": "xa",
        "part.0.population": "62,1234567 %", "part.0.area": "1.250",
        "part.2.name": "Đông La", "part.2.code": "12700", "part.2.kind": "xa",
        "part.2.population": "37 %", "part.2.area": "3.750,0",
    }  # fmt: skip
    answer = signed_in(world, "quan").post(NEW, {**asked, "buoc": "xem"})
    said = words(answer)
    assert "62,1234567" in said
    assert re.search(r"Đông La \(12700\)\s*37\s*75\s*nhận nhiệm vụ và vai trò", said)
    assert "0,8765433" in said, "what is not said to go anywhere"
    assert "25" in said
    assert "75" in said
    asked["part.2.population"] = "37,8765434 %"
    refused = signed_in(world, "quan").post(NEW, {**asked, "buoc": "xem"})
    assert refused.status_code == 422
    assert "quá 100 %" in words(refused)


def test_units_below_a_divided_one_go_where_they_are_sent(world: World) -> None:
    asked = {
        "loai": "split", "effective_on": "01/09/2026", "source.0": "Tỉnh Hưng Yên (33)",
        "part.0.name": "Hưng Yên", "part.0.code": "33", "part.0.kind": "tinh",
        "part.1.name": "Thái Bình", "part.1.code": "34", "part.1.kind": "tinh",
        f"below.{world.cast.dong_hung.pk}": "1",
    }  # fmt: skip
    quan = signed_in(world, "quan")
    shown = quan.post(NEW, {**asked, "buoc": "xem"})
    assert f'name="below.{world.cast.dong_hung.pk}"' in shown.content.decode()
    assert "Xã Đông Hưng → Tỉnh Thái Bình" in words(shown)
    quan.post(NEW, {**asked, "buoc": "lam", "digest": digest(shown)})
    assert ancestors_of(world.cast.dong_hung.pk, on=DAY) == [find_unit("34", on=DAY).pk]
    assert ancestors_of(world.cast.tien_lu.pk, on=DAY) == [find_unit("33", on=DAY).pk]


def test_auditors_see_the_list_and_change_nothing(world: World) -> None:
    made = do(world, merger(world))
    thanh = signed_in(world, "thanh")
    page = thanh.get("/don-vi/sap-xep/")
    assert page.status_code == 200
    assert NEW not in page.content.decode()
    assert "hoan-tac" not in thanh.get(f"/don-vi/sap-xep/{made.pk}/").content.decode()
    assert thanh.post(f"/don-vi/sap-xep/{made.pk}/hoan-tac/").status_code == 403
    assert thanh.get(NEW).status_code == 403


def test_hostile_names_are_text_in_list_preview_and_page(world: World) -> None:
    made = do(world, merger(world))
    UnitName.objects.update(name=BAD)
    quan = signed_in(world, "quan")
    asked = {"loai": "rename", "effective_on": "05/09/2026", "source.0": "12688", "name": BAD, "buoc": "xem"}
    for answer in (
        quan.get("/don-vi/sap-xep/"), quan.get(f"/don-vi/sap-xep/{made.pk}/"),
        quan.post(NEW, {**asked, "name": BAD + "2"}),
    ):  # fmt: skip
        assert answer.status_code == 200
        assert BAD not in answer.content.decode()
        assert BAD in words(answer)


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_at_once_one_is_first(world: World) -> None:
    plans = [merger(world), PLANS["move"](world, DAY), merger(world)]
    outcomes: list[Any] = []
    gate = threading.Barrier(len(plans))

    def run(plan: Any) -> None:
        try:
            gate.wait()
            outcomes.append(do(world, plan))
        except BadContent as refused:
            outcomes.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(plan,)) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["BadContent"] + ["Reorganisation"] * 2
    assert Event.objects.filter(kind="reorganisation.recorded").count() == 2
    assert Displacement.objects.count() == 2
