"""Lists whose lines units add themselves: typed, read, added up, sealed, compared, carried over."""

import json
from dataclasses import replace

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from indicators.actions.publish_template import publish_template
from indicators.formulas import FormulaError, compile_plan
from indicators.layout import ListColumn, RowList, to_json
from indicators.models import TemplateVersion
from submissions.actions.move_round import move_round
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.save_typed import save_typed
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.drafts import sheet_of_draft
from submissions.lists import as_document, day_in, faults_in_list, from_document, lines_of, tidied
from submissions.models import Status, Submission
from submissions.revisions import sheet_of_revision
from tests.submissions.factories import AT, COST, GOOD, HIV, SENT, World, build_world, small_layout
from tests.support.kept_worlds import kept
from units.errors import BadContent
from units.models import Event, User

PROJECTS = RowList(
    "l1", "Dự án khởi công", "Mỗi dự án một dòng", is_required=True,
    columns=(
        ListColumn("name", "Tên dự án", is_required=True),
        ListColumn("money", "Vốn", "number", 1),
        ListColumn("day", "Khởi công", "date"),
    ),
)  # fmt: skip
TYPED = "Đường xã\t1.200,5\t5/7/2026\nTrường học\t34\t"
KEPT = "Đường xã\t1.200,5\t05/07/2026\nTrường học\t34,0\t"
SEALED = [{"name": "Đường xã", "money": "1200.5", "day": "2026-07-05"}, {"name": "Trường học", "money": "34"}]
TYPED_CELLS = {a: said for a, said in GOOD.items() if a not in (HIV, COST)} | {"t1/r5:c1": "0"}
FORMULAS = {"r4": 'SỐ_DÒNG("l1")', "r6": 'TỔNG_CỘT("l1:money")'}


@pytest.fixture
@kept
def world() -> World:
    return build_world(lists=(PROJECTS,), formulas=FORMULAS)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="units.backends.PasswordBackend")
    return client


def save(world: World, text: str = TYPED) -> list[str]:
    texts: dict[str, str | None] = {"list/l1": text}
    saved = save_draft(submission=world.again(), cells=TYPED_CELLS, texts=texts, by=world.cast.lan, at=AT)
    return [problem.code for problem in saved.problems if problem.severity == "error"]


def send(world: World) -> Submission:
    request_sign_off(submission=world.again(), by=world.cast.lan, at=AT)
    return sign_and_submit(submission=world.again(), by=world.cast.minh, at=SENT)


def test_lines_are_kept_in_one_way_of_writing() -> None:
    assert tidied(" Đường   xã \t1200,5\t5.7.2026\r\n\r\n \t \nTrường học\t34", PROJECTS) == KEPT
    assert as_document(KEPT, PROJECTS) == SEALED
    assert from_document(SEALED, PROJECTS) == KEPT


def test_what_cannot_be_read_stays_as_typed_and_is_told_line_by_line() -> None:
    text = "\tba\t31/2/2026\tthừa"
    assert tidied(text, PROJECTS) == "\tba\t31/2/2026 thừa"
    assert [(one.code, one.line, one.column.key) for one in faults_in_list(text, PROJECTS)] == [
        ("missing", 1, "name"),
        ("number", 1, "money"),
        ("date", 1, "day"),
    ]


@pytest.mark.parametrize("text", ["5/7/2026", "05-07-2026", "5.7.2026", "2026-07-05"])
def test_a_day_is_written_in_several_ways(text: str) -> None:
    day = day_in(text)
    assert day is not None
    assert day.isoformat() == "2026-07-05"


@pytest.mark.parametrize("text", ["31/2/2026", "5/7", "5/7/26", "²/7/2026", "2026", "", "1/1/9999"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_in(text) is None


@given(st.lists(st.lists(st.text(alphabet="ab1,./-\t\nĐ ", max_size=8), max_size=5), max_size=5))
def test_whatever_is_typed_is_kept_once_and_for_all(rows: list[list[str]]) -> None:
    kept = tidied("\n".join("\t".join(row) for row in rows), PROJECTS)
    assert tidied(kept, PROJECTS) == kept
    assert all(len(line) == 3 for line in lines_of(kept, PROJECTS))
    if not list(faults_in_list(kept, PROJECTS)):
        assert from_document(as_document(kept, PROJECTS), PROJECTS) == kept


@pytest.mark.django_db
def test_cells_add_the_list_up_exactly(world: World) -> None:
    assert save(world) == []
    report = send(world)
    assert report.sent is not None
    sealed = json.loads(report.sent.document)
    assert (sealed["cells"][HIV], sealed["cells"][COST]) == ("2", "1234.5")
    assert sealed["lists"] == {"list/l1": SEALED}
    assert sealed["texts"] == {}
    assert sheet_of_revision(report.sent).texts["list/l1"] == KEPT


@pytest.mark.django_db
def test_a_sum_over_a_number_that_cannot_be_read_is_no_number(world: World) -> None:
    assert save(world, "A\tba\t\nB\t2\t") == ["list_number"]
    page = signed_in(world.cast.lan).get(f"/bao-cao/{world.submission.assignment_id}/").content.decode()
    assert "“Dự án khởi công”, dòng 1, cột “Vốn”: “ba” không đọc được thành số" in page
    with pytest.raises(BadContent):
        request_sign_off(submission=world.again(), by=world.cast.lan, at=AT)
    assert "ba" in sheet_of_draft(world.again()).texts["list/l1"]


@pytest.mark.django_db
def test_a_required_list_without_lines_keeps_the_report_here(world: World) -> None:
    assert save(world, "") == ["empty_list"]
    report = nothing_to_report(submission=world.again(), by=world.cast.lan, at=AT)
    assert report.status == Status.AWAITING_SIGN_OFF


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["a\n" * 501, "a" * 501, "chuông \x07"])
def test_what_cannot_be_kept_is_refused(world: World, text: str) -> None:
    with pytest.raises(BadContent):
        save(world, text)
    assert world.again().draft.version == 0


@pytest.mark.django_db
def test_the_page_shows_lists_and_the_reviewer_sees_which_lines_are_new(world: World) -> None:
    lan = signed_in(world.cast.lan)
    address = f"/bao-cao/{world.submission.assignment_id}/"
    posted = {"seen_version": "0", "shown": "{}", "text:list/l1": TYPED}
    assert lan.post(f"{address}luu/", posted).status_code == 302
    assert sheet_of_draft(world.again()).texts == {"list/l1": KEPT}
    assert 'name="text:list/l1"' in lan.get(address).content.decode()
    save(world)
    report = send(world)
    return_for_changes(submission=report, by=world.cast.hoa, at=SENT, comments={}, reason="Thiếu.")
    save(world, TYPED.replace("Trường học", "Trạm y tế"))
    report = send(world)
    read = signed_in(world.cast.hoa).get(f"/duyet-so-lieu/{report.pk}/").content.decode()
    assert read.count('class="changed"><td class="is-number">') == 1
    assert "<li>Trường học · 34,0 · </li>" in read


@pytest.mark.django_db
def test_through_the_api_lines_have_names(world: World) -> None:
    lan = signed_in(world.cast.lan)
    path = f"/api/v1/assignments/{world.submission.assignment_id}/sheet"
    body = {"cells": TYPED_CELLS, "lists": {"list/l1": SEALED}}
    headers = {"If-Match": '"0"'}
    said = lan.put(path, json.dumps(body), "application/json", headers=headers).json()
    assert said["lists"] == {"list/l1": SEALED}
    assert (said["cells"][HIV], said["cells"][COST]) == ("2", "1234.5")
    assert "list/l1" not in said["texts"]
    for lists in ({"list/l9": []}, {"list/l1": [{"ten": "x"}]}):
        refused = lan.put(path, json.dumps({"lists": lists}), "application/json", headers={"If-Match": "*"})
        assert (refused.status_code, refused.json()["code"]) == (422, "not_saved")


@pytest.mark.django_db
def test_lines_follow_their_columns_into_a_new_version(world: World) -> None:
    save(world)
    old = sheet_of_draft(world.again()).layout
    name, _money, day = PROJECTS.columns
    columns = (day, ListColumn("who", "Chủ đầu tư"), name)
    plain = replace(old, lists=(replace(PROJECTS, columns=columns),), tables=small_layout().tables)
    version = TemplateVersion.objects.create(template=world.template, number=2, layout=to_json(plain))
    version = publish_template(version=version, by=world.cast.nga, at=AT)
    move_round(reporting_round=world.round, version=version, by=world.cast.nga, at=AT)
    assert sheet_of_draft(world.again()).texts["list/l1"] == "05/07/2026\t\tĐường xã\n\t\tTrường học"
    moved = json.loads(Event.objects.get(kind="submission.moved", subject_id=world.submission.pk).data)
    assert "Dự án khởi công: Vốn (1.200,5; 34,0)" in moved["lost"]


@pytest.mark.django_db
def test_two_people_in_one_list_are_asked(world: World) -> None:
    save(world)
    with pytest.raises(Exception, match="người khác sửa") as asked:
        save_typed(
            submission=world.again(), cells={}, texts={"list/l1": "Khác"}, by=world.cast.minh, at=AT,
            seen_version=0,
        )  # fmt: skip
    assert asked.value.code == "cell_conflict"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "formula", ['SỐ_DÒNG("l9")', 'TỔNG_CỘT("l1:name")', 'TỔNG_CỘT("l1")', "SỐ_DÒNG((1))"]
)
def test_a_formula_that_names_no_list_is_refused(formula: str) -> None:
    layout = replace(small_layout(), lists=(PROJECTS,), checks=())
    (table,) = layout.tables
    cells = tuple(
        replace(cell, kind="computed", formula=formula) if cell.row == "r4" else cell for cell in table.cells
    )
    with pytest.raises(FormulaError) as refused:
        compile_plan(replace(layout, tables=(replace(table, cells=cells),)))
    assert refused.value.code in ("no_such_list", "wants_list")
