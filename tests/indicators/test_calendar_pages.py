"""The year of days off and the calendars, as people use them: look first, then change, then take it back."""

import re
from datetime import date, datetime

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from indicators.actions.change_days_off import change_days_off
from indicators.actions.open_round import open_round
from indicators.actions.seed_holidays import seed_holidays
from indicators.calendars import period_named
from indicators.days_off import Mark
from indicators.models import Assignment, Calendar, DaysOffChange, Holiday
from tests.indicators.factories import AT, Asked
from tests.reporting.reading_html import words_of_page

pytestmark = pytest.mark.django_db

STORM = {"tu": "12/10/2026", "den": "13/10/2026", "loai": "nghi", "ten": "Bão số 12"}


@pytest.fixture(autouse=True)
def _on_the_first_of_october() -> object:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def quan(asked: Asked) -> Client:
    return signed_in(asked, "quan")


def signed_in(asked: Asked, who: str) -> Client:
    client = Client()
    client.force_login(asked.cast.users[who])
    return client


def words_of(page: HttpResponse) -> str:
    """What a person reads, on one line."""
    return " ".join(words_of_page(page.content.decode()).split())


def digest_in(page: HttpResponse) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page.content.decode())
    assert found is not None
    return found[1]


def dues() -> set[datetime]:
    return {timezone.localtime(due) for due in Assignment.objects.values_list("due_at", flat=True)}


def test_everybody_sees_the_year_with_words_and_only_administrators_links(asked: Asked, quan: Client) -> None:
    seed_holidays(years=[2026], by=None, at=AT)
    page = signed_in(asked, "lan").get("/lich/?nam=2026").content.decode()
    assert page.count('class="month"') == 12
    assert 'title="Thứ 3 17/02/2026, nghỉ: Tết Nguyên Đán"' in page
    assert 'title="Thứ 7 22/08/2026, làm việc: Làm bù"' in page
    assert "data-day" not in page
    assert quan.get("/lich/?nam=2026").content.decode().count("data-day=") == 365
    assert quan.get("/lich/?nam=2028").content.decode().count("data-day=") == 366


def test_pages_take_at_most_twelve_queries(asked: Asked, quan: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    for day in range(1, 20):
        change_days_off(marks={date(2026, 3, day): Mark("Nghỉ")}, by=asked.cast.quan, at=AT)
    last = DaysOffChange.objects.latest("pk").pk
    addresses = [
        "/lich/?nam=2026&tu=2026-02-16", "/lich/ky/nd09/?nam=2026", "/lich/ky/year/", "/lich/lap-moi/",
        "/lich/ngay-nghi/?tu=12/10/2026&loai=nghi&ten=Bão", "/lich/ngay-nghi/?nap=2027",
        f"/lich/ngay-nghi/{last}/hoan-tac/", "/api/v1/calendars", "/api/v1/calendars/year/periods?year=2026",
        "/api/v1/holidays?year=2026",
    ]  # fmt: skip
    for address in addresses:
        with django_assert_max_num_queries(12):
            assert quan.get(address).status_code == 200


def test_a_change_is_looked_at_then_made_exactly_so_then_taken_back(asked: Asked, quan: Client) -> None:
    open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    [before] = dues()
    page = quan.get("/lich/ngay-nghi/", STORM)
    words = words_of(page)
    assert "Hạn gửi của 3 báo cáo sẽ chuyển." in words
    assert "4/BCH 9 tháng năm 2026 17:00 14/10/2026 17:00 16/10/2026 3" in words
    assert not Holiday.objects.exists()

    answer = quan.post("/lich/ngay-nghi/", STORM | {"digest": digest_in(page)}, follow=True)
    assert "Đã sửa 2 ngày. Hạn gửi của 3 báo cáo đã chuyển theo." in words_of(answer)
    assert (answer.redirect_chain[-1][0], Holiday.objects.count()) == ("/lich/?nam=2026", 2)
    assert dues() != {before}

    address = f"/lich/ngay-nghi/{DaysOffChange.objects.get().pk}/hoan-tac/"
    page = quan.get(address)
    assert "17:00 16/10/2026 17:00 14/10/2026" in words_of(page)
    answer = quan.post(address, {"digest": digest_in(page)}, follow=True)
    assert "đã hoàn tác, Đặng Minh Quân" in words_of(answer)
    assert (dues(), Holiday.objects.count()) == ({before}, 0)
    assert quan.get(address).status_code == 409


def test_what_changed_since_it_was_shown_is_shown_again_and_not_done(asked: Asked, quan: Client) -> None:
    open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    shown = digest_in(quan.get("/lich/ngay-nghi/", STORM))
    change_days_off(marks={date(2026, 10, 9): Mark("Nghỉ")}, by=asked.cast.quan, at=AT)
    answer = quan.post("/lich/ngay-nghi/", STORM | {"digest": shown})
    assert answer.status_code == 409
    assert "17:00 15/10/2026 17:00 19/10/2026" in words_of(answer)
    assert not Holiday.objects.filter(day=date(2026, 10, 12)).exists()
    assert quan.post("/lich/ngay-nghi/", STORM).status_code == 409  # shown nothing, done nothing


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"tu": ""}, "Hãy chọn ngày, ví dụ 16/02/2026."),
        ({"tu": "31/02/2026", "den": ""}, "Hãy chọn ngày, ví dụ 16/02/2026."),
        ({"den": "11/10/2026"}, "Ngày cuối phải từ ngày đầu trở đi."),
        ({"den": "11/10/2028"}, "Hãy chọn từ 1 đến 366 ngày."),
        ({"loai": "khac"}, "Hãy chọn nghỉ, làm việc hay ngày thường."),
        ({"ten": ""}, "Hãy ghi tên ngày nghỉ hoặc lý do làm bù, không quá 150 ký tự."),
        ({"ten": "a\x00b"}, "Tên có ký tự không in được. Hãy gõ lại."),
        ({"tu": "01/01/1900", "den": ""}, "Năm phải từ 2000 đến 2100."),
        ({"nap": "1850"}, "Năm phải từ 2000 đến 2100."),
    ],
)
def test_what_cannot_be_done_is_said_where_it_was_typed_and_nothing_is_lost(
    quan: Client, typed: dict[str, str], said: str
) -> None:
    answer = quan.get("/lich/ngay-nghi/", STORM | typed)
    assert answer.status_code == 422
    assert said in words_of(answer)
    kept = (STORM | typed)["ten"].replace("\x00", "")
    assert kept in answer.content.decode().replace("\x00", "")


def test_a_year_is_seeded_after_a_look_and_only_once(quan: Client) -> None:
    page = quan.get("/lich/ngay-nghi/?nap=2027")
    assert "Thứ 2 08/02/2027 ngày thường nghỉ: Mùng ba Tết Nguyên Đán" in words_of(page)
    quan.post("/lich/ngay-nghi/", {"nap": "2027", "digest": digest_in(page)})
    assert Holiday.objects.filter(day__year=2027).count() > 10
    again = quan.get("/lich/ngay-nghi/?nap=2027")
    assert again.status_code == 422
    assert "Lịch năm 2027 đã có đủ ngày nghỉ lễ công bố." in words_of(again)


def test_choosing_a_day_fills_in_what_it_is(quan: Client) -> None:
    seed_holidays(years=[2026], by=None, at=AT)
    page = quan.get("/lich/?nam=2026&tu=2026-08-22").content.decode()
    assert 'value="22/08/2026"' in page
    assert 'value="lam" checked' in page
    assert 'value="Làm bù"' in page


# ---- calendars -------------------------------------------------------------------------------------------

WORDS = {"name": "Chốt ngày 20", "code": "thang20", "named_after": "year", "first_day": "21"}


def rows_in(page: HttpResponse) -> dict[str, str]:
    """What a browser would send back of the rows of the form."""
    text = page.content.decode()
    sent = dict(
        re.findall(
            r'<input type="text" name="((?:year|half|quarter|month)\.[\w.]+)"[^>]*?value="([^"]*)"', text
        )
    )
    for name in list(sent):
        found = re.search(rf'<select name="{re.escape(name)}_year".*?</select>', text, re.DOTALL)
        assert found is not None
        chosen = re.search(r'value="(-?\d)" selected', found[0])
        sent[f"{name}_year"] = chosen[1] if chosen else "0"
    return sent


def test_an_officer_defines_a_calendar_filled_in_looked_at_and_kept(asked: Asked) -> None:
    nga = signed_in(asked, "nga")
    filled = nga.post("/lich/lap-moi/", WORDS | {"buoc": "dien"})
    rows = rows_in(filled)
    assert (rows["month.1.starts"], rows["month.1.starts_year"]) == ("21/12", "-1")

    looked_at = nga.post("/lich/lap-moi/", WORDS | rows | {"buoc": "xem", "nam": "2026"})
    assert "Quý 1 năm 2026 thang20:2026-Q1 21/12/2025 20/03/2026 31/03/2026" in words_of(looked_at)
    assert not Calendar.objects.filter(code="thang20").exists()

    kept = nga.post("/lich/lap-moi/", WORDS | rows | {"buoc": "luu"}, follow=True)
    assert kept.redirect_chain[-1][0] == "/lich/ky/thang20/"
    assert period_named("thang20:2026-Q1").ends == date(2026, 3, 20)
    assert Calendar.objects.get(code="thang20").owner == asked.cast.department

    edited = nga.get("/lich/ky/thang20/sua/")
    assert rows_in(edited) == rows
    rows["month.3.ends"] = "19/03"
    refused = nga.post("/lich/ky/thang20/sua/", WORDS | rows | {"buoc": "luu"})
    assert refused.status_code == 422
    assert "giữa tháng 3 (21/02 – 19/03) và tháng 4 (21/03 – 20/04)" in words_of(refused)
    assert rows_in(refused) == rows


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"month.2.starts": "abc"}, "Hãy ghi ngày và tháng, ví dụ 15/12."),
        ({"month.2.starts": "32/01"}, "Hãy ghi ngày và tháng, ví dụ 15/12."),
        ({"month.2.ends": ""}, "Hãy ghi cả ngày đầu và ngày cuối."),
        ({"named_after": "nd09"}, "Lịch này tự nó chốt số liệu sớm. Hãy chọn lịch khác."),
        ({"named_after": "lunar"}, "Không có lịch này."),
        ({"code": "Tháng 20"}, "Mã lịch gồm 2 đến 15 chữ thường không dấu"),
        ({"code": "nd09"}, "Mã lịch nd09 đã có."),
        ({"name": ""}, "Hãy ghi tên lịch, không quá 100 ký tự."),
        ({"ten_days": "1"}, "Kỳ 10 ngày chỉ nằm trọn trong tháng bắt đầu từ ngày 1"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_in_words_with_what_was_typed(
    asked: Asked, typed: dict[str, str], said: str
) -> None:
    nga, before = signed_in(asked, "nga"), Calendar.objects.count()
    rows = rows_in(nga.post("/lich/lap-moi/", WORDS | {"buoc": "dien"}))
    answer = nga.post("/lich/lap-moi/", WORDS | rows | typed | {"buoc": "luu"})
    assert answer.status_code in (409, 422)
    assert said in words_of(answer)
    assert rows_in(answer) == rows | {name: value for name, value in typed.items() if name in rows}
    assert Calendar.objects.count() == before


def test_a_calendar_in_use_says_why_it_is_not_edited(asked: Asked) -> None:
    nga = signed_in(asked, "nga")
    for code in ("nd09", "year"):
        assert nga.get(f"/lich/ky/{code}/sua/").status_code == 409
    assert nga.get("/lich/ky/khong-co/").status_code == 404
    assert nga.get("/lich/ky/khong-co/sua/").status_code == 404


def test_the_api_answers_what_the_pages_show(asked: Asked, quan: Client) -> None:
    seed_holidays(years=[2026], by=None, at=AT)
    listed = quan.get("/api/v1/calendars").json()
    assert [item["code"] for item in listed["items"]] == ["year", "nd09", "school"]
    nd09 = quan.get("/api/v1/calendars/nd09").json()
    assert (nd09["named_after"], nd09["is_built_in"], len(nd09["rows"])) == ("year", True, 19)
    assert nd09["rows"][0]["starts"] == {"year_offset": -1, "month": 12, "day": 15}
    periods = quan.get("/api/v1/calendars/nd09/periods?year=2026&kind=to_date").json()["items"]
    assert periods[8] == {
        "code": "nd09:2026-9M", "name": "9 tháng năm 2026", "kind": "to_date",
        "starts": "2025-12-15", "ends": "2026-09-14", "period_ends": "2026-09-30",
    }  # fmt: skip
    assert (
        quan.get("/api/v1/calendars/year/periods?year=2026").json()["count"]
        == 1 + 2 + 4 + 12 + 11 + 53 + 36 + 365
    )
    assert {"day": "2026-08-22", "name": "Làm bù", "is_working": True} in quan.get(
        "/api/v1/holidays?year=2026"
    ).json()["items"]
    for address, status in {
        "calendars/khac": 404, "calendars/khac/periods?year=2026": 404, "calendars/year/periods": 422,
        "calendars/year/periods?year=2026&kind=century": 422, "calendars/year/periods?year=99999": 422,
        "calendars/school/periods?year=2999": 200, "holidays?year=x": 422,
    }.items():  # fmt: skip
        assert quan.get(f"/api/v1/{address}").status_code == status, address
