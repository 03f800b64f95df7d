"""A reviewer's morning: the matrix of a round, questions, and accepting what nothing is to be asked about."""

import re

import pytest
from django.test import Client

from submissions.actions.accept import accept
from submissions.models import CorrectionRequest, Status, Submission
from tests.submissions.factories import AT, SENT, TOTAL, World, build_world
from tests.submissions.many import add_communes, cells, last_year, send
from tests.submissions.test_pages import queries_of, signed_in
from tests.support.kept_worlds import kept

pytestmark = pytest.mark.django_db
LIST = "/duyet-so-lieu/"


def address_of(world: World) -> str:
    return f"{LIST}dot/{world.round.pk}/duyet/"


def state_of(reports: list[Submission]) -> list[str]:
    return [Submission.objects.get(pk=report.pk).status for report in reports]


def posted(reports: list[Submission], number: int = 1) -> dict[str, list[str]]:
    return {"report": [f"{report.pk}:{number}" for report in reports]}


@kept
def build_ten() -> tuple[World, list[Submission]]:
    """Ten communes that had 100 people last year and have a few more now; the first has 1.000."""
    world = build_world()
    reports = add_communes(world, 10)
    last_year(world, reports, 100)
    return world, [send(world, one, cells(1000 if at == 0 else 100 + at)) for at, one in enumerate(reports)]


@pytest.fixture
def world_of_ten() -> tuple[World, list[Submission]]:
    return build_ten()


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    if "ten" in request.fixturenames:
        of_ten: World = request.getfixturevalue("world_of_ten")[0]
        return of_ten
    return build_world()


@pytest.fixture
def ten(world_of_ten: tuple[World, list[Submission]]) -> list[Submission]:
    return world_of_ten[1]


def test_the_matrix_and_a_report_take_as_many_queries_for_four_units_as_for_a_hundred(world: World) -> None:
    reports = add_communes(world, 4)
    for report in reports:
        send(world, report, cells(100))
    hoa = signed_in(world.cast.hoa)
    review = f"{LIST}{reports[0].pk}/"
    few = [queries_of(hoa, LIST), queries_of(hoa, review)]
    for report in add_communes(world, 97, code=80_000):
        send(world, report, cells(100))
    assert world.round.assignments.count() == 104
    assert [queries_of(hoa, LIST), queries_of(hoa, review)] == few
    assert few[0] <= 14
    assert few[1] <= 17


def test_what_stands_out_is_a_question_in_the_list_and_at_the_cell(
    world: World, ten: list[Submission]
) -> None:
    hoa = signed_in(world.cast.hoa)
    page = hoa.get(LIST).content.decode()
    assert page.count('<span class="badge-line warning">? ') == 1
    assert "Duyệt 9 báo cáo không có gì phải hỏi" in page
    assert '100 <span class="soft">▲ 900,0%</span>' in page
    review = hoa.get(f"{LIST}{ten[0].pk}/").content.decode()
    assert "Cùng kỳ 100, thay đổi +900%" in review
    assert review.count('class="is-figure input question"') == 3, "the total, men and women"
    assert "thay đổi +" not in hoa.get(f"{LIST}{ten[1].pk}/").content.decode()
    only = hoa.get(LIST, {"xem": "can-xem"}).content.decode()
    assert only.count("<tr data-open=") == 1
    assert 'Đang lọc: <span class="chip">có câu hỏi hoặc giải trình' in only


def names_in(page: str) -> list[str]:
    return re.findall(r"<tr data-open=[^>]*><th[^>]*><a[^>]*>([^<]*)<", page)


def test_the_matrix_comes_by_pages_in_vietnamese_order_and_counts_the_whole_round(
    world: World, ten: list[Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    hoa = signed_in(world.cast.hoa)
    whole = names_in(hoa.get(LIST).content.decode())
    monkeypatch.setattr("submissions.views.review_list.A_PAGE", 5)
    pages = [hoa.get(LIST, {"trang": str(number)}).content.decode() for number in (1, 2, 3)]
    assert [name for page in pages for name in names_in(page)] == whole
    assert [len(names_in(page)) for page in pages] == [5, 5, 3]
    assert all("<b>10</b> chờ duyệt" in page and "<b>1</b> có câu hỏi" in page for page in pages)
    assert "6–10 trong 13 đơn vị" in pages[1]
    assert 'rel="prev" href="?trang=1"' in pages[1]
    assert 'rel="next" href="?trang=3"' in pages[1]
    assert 'rel="next"' not in pages[2]


def test_a_page_far_beyond_the_last_is_the_last(world: World, ten: list[Submission]) -> None:
    page = signed_in(world.cast.hoa).get(LIST, {"trang": "99999999"}).content.decode()
    assert len(names_in(page)) == 13


def test_each_filter_is_said_and_taken_away_alone(world: World, ten: list[Submission]) -> None:
    asked = {"status": "submitted", "xem": "can-xem", "xep": "-doi", "trang": "1"}
    page = signed_in(world.cast.hoa).get(LIST, asked).content.decode()
    assert names_in(page) == ["Xã Thử 000"]
    chips = re.findall(r'<span class="chip">([^<]*) <a href="([^"]*)"', page)
    assert [words for words, _ in chips] == ["đã gửi, chờ duyệt", "có câu hỏi hoặc giải trình"]
    assert [query for _, query in chips] == ["?xem=can-xem&amp;xep=-doi", "?status=submitted&amp;xep=-doi"]
    assert 'name="xep" value="-doi"' in page


def test_where_many_wait_their_own_past_is_read_page_by_page_and_it_is_said(
    world: World, ten: list[Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    hoa = signed_in(world.cast.hoa)
    known = hoa.get(LIST).content.decode()
    assert "chỉ so với các đơn vị khác" not in known
    monkeypatch.setattr("submissions.review_matrix.DEEP", 3)
    monkeypatch.setattr("submissions.views.review_list.A_PAGE", 3)
    page = hoa.get(LIST, {"xep": "-cau-hoi"}).content.decode()
    assert "chỉ so với các đơn vị khác" in page
    assert names_in(page)[0] == "Xã Thử 000"
    assert page.count('<span class="badge-line warning">? ') == 1


@pytest.mark.parametrize(
    ("order", "first"),
    [("-doi", "Xã Thử 000"), ("doi", "Xã Thử 001"), ("-ten", "Xã Tiên Lữ"), ("x", "Xã Đông")],
)
def test_the_matrix_is_sorted_by_a_click_on_its_heading(
    world: World, ten: list[Submission], order: str, first: str
) -> None:
    page = signed_in(world.cast.hoa).get(LIST, {"xep": order}).content.decode()
    assert page.partition("<tbody>")[2].partition("</a>")[0].rpartition(">")[2].startswith(first)


def test_reports_without_anything_to_ask_are_accepted_in_one_action(
    world: World, ten: list[Submission]
) -> None:
    hoa = signed_in(world.cast.hoa)
    page = hoa.post(address_of(world), posted(ten[1:]), follow=True).content.decode()
    assert "Đã duyệt 9 báo cáo." in page
    assert state_of(ten) == ["submitted", *["accepted"] * 9]
    again = hoa.post(address_of(world), posted(ten[1:]), follow=True).content.decode()
    assert "Đã duyệt 0 báo cáo." in again
    assert "Xã Thử 001: Báo cáo đang ở trạng thái" in again


def test_a_few_at_a_time_are_answered_in_json_with_what_was_left_and_why(
    world: World, ten: list[Submission]
) -> None:
    send(world, ten[1], cells(105))  # sent anew after the list was opened
    accept(submission=ten[2], by=world.cast.binh, at=SENT)
    wrong = send(world, ten[3], {**cells(9), TOTAL: "9"})  # fewer than are treated: a warning
    hoa = signed_in(world.cast.hoa)
    body = {"report": [f"{ten[1].pk}:1", f"{ten[2].pk}:1", f"{ten[3].pk}:2", f"{ten[4].pk}:1", "999999:1"]}
    answer = hoa.post(address_of(world), body, headers={"accept": "application/json"})
    assert answer.json()["accepted"] == 1
    said = answer.json()["left"]
    assert [one.partition(":")[0] for one in said] == ["Xã Thử 001", "Xã Thử 002", "Xã Thử 003", "Báo cáo"]
    assert "lần 2" in said[0]
    assert "nay có cảnh báo" in said[2]
    assert state_of([ten[1], ten[2], wrong, ten[4]]) == ["submitted", "accepted", "submitted", "accepted"]


def test_what_was_explained_commented_or_entered_by_others_is_not_offered(
    world: World, ten: list[Submission]
) -> None:
    send(world, ten[1], cells(100), word="Đã kiểm tra")
    Submission.objects.get(pk=ten[2].pk).comments.create(text="Xem", made_by=world.cast.hoa, made_at=AT)
    page = signed_in(world.cast.hoa).get(LIST).content.decode()
    offered = page.partition('id="accept-many"')[2]
    assert f'value="{ten[1].pk}:2"' not in offered
    assert f'value="{ten[2].pk}:1"' not in offered
    assert f'value="{ten[3].pk}:1"' in offered


def test_all_pages_are_offered_at_once_and_what_needs_a_look_is_named(
    world: World, ten: list[Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("submissions.views.review_list.A_PAGE", 3)
    monkeypatch.setattr("submissions.review_offer.AT_ONCE", 5)
    hoa = signed_in(world.cast.hoa)
    for number in (1, 2):
        page = hoa.get(LIST, {"trang": number}).content.decode()
        assert "Duyệt 9 báo cáo không có gì phải hỏi" in page
        assert "Để lại 1 báo cáo cần xem riêng: Xã Thử 000</p>" in page
        sent, _template, rest = page.partition('id="accept-many"')[2].partition("<template>")
        assert (sent.count('name="report"'), rest.count('name="report"')) == (5, 4)
    assert "Duyệt 9 báo cáo" not in hoa.get(LIST, {"status": "accepted"}).content.decode()


def test_what_was_not_looked_at_whole_is_asked_of_its_own_past_before_it_is_accepted(
    world: World, ten: list[Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("submissions.review_matrix.DEEP", 3)
    for year in range(2018, 2025):
        last_year(world, ten[1:2], 100, period=f"{year}-9M")
    odd = send(world, ten[1], cells(400))
    body = {"report": [f"{odd.pk}:2", f"{ten[2].pk}:1"]}
    answer = signed_in(world.cast.hoa).post(address_of(world), body, headers={"accept": "application/json"})
    assert answer.json() == {
        "accepted": 1, "left": ["Xã Thử 001: có câu hỏi về số liệu, hãy xem riêng"],
    }  # fmt: skip
    assert state_of([odd, ten[2]]) == ["submitted", "accepted"]


@pytest.mark.parametrize("report", ["", "a:b", "1", "1:²", "-1:1", "9999999999:1", "1:1:1", "\x00:1"])
def test_a_list_that_cannot_be_read_is_refused_whole(world: World, report: str) -> None:
    ready = send(world, world.submission, cells(100))
    hoa = signed_in(world.cast.hoa)
    body = {"report": [f"{ready.pk}:1", report]}
    answer = hoa.post(address_of(world), body, headers={"accept": "application/json"})
    assert answer.status_code in (400, 422)
    assert state_of([ready]) == ["submitted"]


def test_reports_of_another_round_are_left(world: World, ten: list[Submission]) -> None:
    other = Submission.objects.filter(assignment__round__period_code="2025-9M").exclude(status="accepted")[0]
    answer = signed_in(world.cast.hoa).post(
        address_of(world), posted([other]), headers={"accept": "application/json"}
    )
    assert answer.json() == {"accepted": 0, "left": ["Báo cáo: không có trong đợt này"]}


def test_a_request_for_correction_stands_on_top_and_closed_or_foreign_ones_do_not(world: World) -> None:
    report = accept(submission=send(world, world.submission, cells(100)), by=world.cast.hoa, at=SENT)
    CorrectionRequest.objects.create(submission=report, reason="Nhầm", asked_by=world.cast.lan, asked_at=SENT)

    def asked(client: Client) -> int:
        return client.get(LIST).content.decode().count("Xin đính chính</h2>")

    assert asked(signed_in(world.cast.hoa)) == 1
    assert asked(signed_in(world.cast.tien)) == 0
    assert report.status == Status.ACCEPTED
    world.round.closed_at = SENT
    world.round.save(update_fields=["closed_at"])
    assert asked(signed_in(world.cast.hoa)) == 0


def test_of_many_that_wait_the_to_do_reads_a_dozen_and_counts_all(world: World) -> None:
    for report in add_communes(world, 14):
        send(world, report, cells(30))
    hoa = signed_in(world.cast.hoa)
    page = hoa.get("/").content.decode()
    assert "14 báo cáo chờ duyệt" in page
    assert len(re.findall(r'<li class="line" data-open="/duyet-so-lieu/', page)) == 12
    before = queries_of(hoa, "/")
    for report in add_communes(world, 1, code=91_000):
        send(world, report, cells(30))
    assert queries_of(hoa, "/") == before
