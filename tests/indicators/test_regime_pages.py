"""/che-do/: an officer writes a regime, looks at it, saves it, changes it; refusals stand in their places."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from indicators.actions.open_round import open_round
from indicators.models import Calendar, DeadlineRule, Regime
from tests.indicators.factories import AT, Asked
from tests.reporting.reading_html import words_of_page

pytestmark = pytest.mark.django_db
NEW = "/che-do/moi/"
TYPED: dict[str, Any] = {
    "code": "tc-01", "name": "Tình hình tiêm chủng", "kind": "periodic", "legal_basis": "Về tiêm chủng",
    "document_number": "12/2026/QĐ-SYT", "document_date": "01/09/2026", "subject_scope": "province",
    "subject_kinds": ["xa", "phuong"], "placement_kind": "administrative", "calendar": "nd09",
    "frequency": "quarter", "starts_on": "15/09/2026", "ends_on": "", "opens_days_before_end": "",
    "rule-1-number": "5", "rule-1-way": "working.cut_off.after", "rule-1-at": "17h", "rule-1-moves": "next",
    "rule-1-edition": "", "sign_off": "before", "acceptance": "person", "buoc": "xem",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _on_the_first_of_october() -> object:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def nga(asked: Asked) -> Client:
    return signed_in(asked, "nga")


def signed_in(asked: Asked, who: str) -> Client:
    client = Client()
    client.force_login(asked.cast.fresh(who))
    return client


def words_of(page: HttpResponse) -> str:
    """What a person reads, on one line."""
    return " ".join(words_of_page(page.content.decode()).split())


def carried(page: HttpResponse) -> dict[str, Any]:
    """The hidden fields of a page, as its form sends them."""
    found: dict[str, Any] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="([\w.-]+)" value="([^"]*)">', page.content.decode()
    ):
        found.setdefault(name, []).append(value)
    return found


def saved(client: Client, address: str, typed: dict[str, Any]) -> HttpResponse:
    """Looked at, then saved from the preview, as a person does."""
    preview = client.post(address, typed | {"buoc": "xem"})
    assert preview.status_code == 200, words_of(preview)
    return client.post(address, carried(preview) | {"buoc": "luu"}, follow=True)


def test_what_was_looked_at_is_saved(nga: Client) -> None:
    page = words_of(nga.post(NEW, TYPED))
    for words in ("Mọi xã, phường trên địa bàn tỉnh Hưng Yên lập báo cáo hằng quý", "Quý 4 năm 2026",
                  "mở ngày 15/12/2026", "từ 15/09/2026, chốt ngày 14/12/2026", "17:00 21/12/2026", "3 đơn vị",
                  "Xã Hoàng Hoa Thám", "chỉ mở khi có biểu mẫu", "Chưa có gì được ghi."):  # fmt: skip
        assert words in page
    assert Regime.objects.count() == 1
    shown = words_of(saved(nga, NEW, TYPED))
    made = Regime.objects.get(code="TC-01")
    assert (made.document_number, made.subject_kinds, made.frequency) == (
        "12/2026/QĐ-SYT",
        "xa,phuong",
        "quarter",
    )
    for words in ("Đã lưu chế độ Tình hình tiêm chủng.", "12/2026/QĐ-SYT ngày 01/09/2026: Về tiêm chủng",
                  "Chưa có biểu mẫu.", "Không có đợt nào đang mở.", "Lập chế độ báo cáo"):  # fmt: skip
        assert words in shown


def test_saving_something_else_than_was_looked_at_shows_it_first(nga: Client) -> None:
    looked = carried(nga.post(NEW, TYPED))
    page = nga.post(NEW, looked | {"buoc": "luu", "rule-1-number": "9"})
    assert (page.status_code, Regime.objects.count()) == (200, 1)
    assert "17:00 25/12/2026" in words_of(page)
    assert nga.post(NEW, TYPED | {"buoc": "luu", "digest": "x"}).status_code == 200
    assert Regime.objects.count() == 1


def test_going_back_from_the_preview_loses_nothing(nga: Client) -> None:
    looked = carried(
        nga.post(NEW, TYPED | {"exempt": "12688", "sign_off": "after", "lets_others_enter": "1"})
    )
    page = nga.post(NEW, looked | {"buoc": "sua"}).content.decode()
    for kept in ('value="Tình hình tiêm chủng"', 'value="15/09/2026"', ">12688</textarea>", 'value="17h"',
                 'value="after" checked', 'name="lets_others_enter" value="1" checked'):  # fmt: skip
        assert kept in page, kept


def test_every_refusal_stands_at_its_field_all_at_once(nga: Client) -> None:
    bad = TYPED | {
        "code": "mã có dấu", "name": "", "starts_on": "31/02/2026", "document_date": "hôm qua",
        "calendar": "dx", "filled_by": "Xã Không Có", "exempt": "99999", "opens_days_before_end": "năm",
        "rule-1-number": "x", "rule-2-kinds": ["xa"], "subject_group": "KHONG_CO", "subject_kinds": [],
    }  # fmt: skip
    answer = nga.post(NEW, bad)
    assert (answer.status_code, Regime.objects.count()) == (422, 1)
    page, words = answer.content.decode(), words_of(answer)
    for said in ("Mã gồm A–Z", "Hãy ghi tên chế độ", "ví dụ 01/01/2026", "Hãy chọn lịch báo cáo", "Dòng 1",
                 "Hãy ghi số ngày, ví dụ 0.", "ví dụ 5.", "hoặc bỏ quy định này", "Không có nhóm đơn vị này",
                 "Hãy chọn loại đơn vị", "còn 12 chỗ cần sửa"):  # fmt: skip
        assert said in words, said
    for kept in ("mã có dấu", "31/02/2026", "hôm qua", "Xã Không Có", "99999", "năm"):
        assert kept in page
    assert page.count('class="field-error"') == 12


@pytest.mark.parametrize(
    "typed",
    [
        {"rule-1-way": "month.²"}, {"rule-1-way": "month.999"}, {"rule-1-way": "month.-"},
        {"rule-1-way": ""},
        {"rule-1-number": "45", "rule-1-way": "month.1"}, {"rule-1-number": "9999"}, {"rule-1-number": "٣"},
        {"rule-1-edition": "9"}, {"rule-1-edition": "²"}, {"rule-1-moves": "x"}, {"rule-1-at": "24:01"},
        {"starts_on": "31/12/9999"}, {"starts_on": "29/02/2100"}, {"ends_on": "01/01/0001"},
        {"opens_days_before_end": "²"}, {"opens_days_before_end": "99999999999"}, {"code": "A" * 61},
        {"name": "x" * 301}, {"subject_scope": "all"}, {"sign_off": ""}, {"frequency": "__class__"},
        {"listed": "\x00", "subject_scope": "listed"}, {"filled_by": "\x00x"}, {"code": "\x00"},
        {"exempt": "12688\n" * 2000 + "x"}, {"subject_group": "'; --"}, {"checked_by": "Kiến An"},
    ],
)  # fmt: skip
def test_nothing_typed_or_forged_breaks_the_page_or_is_kept(nga: Client, typed: dict[str, str]) -> None:
    answer = nga.post(NEW, TYPED | typed)
    assert (answer.status_code, Regime.objects.count()) == (422, 1)
    assert 'class="field-error"' in answer.content.decode()


def test_rules_are_added_and_taken_out_one_by_one(nga: Client) -> None:
    more = nga.post(NEW, TYPED | {"buoc": "them"}).content.decode()
    assert 'name="rule-2-number"' in more
    two = TYPED | {"rule-2-number": "9", "rule-2-kinds": ["xa"], "rule-2-way": "month.1", "rule-2-at": "8:00",
                   "rule-2-moves": "stay"}  # fmt: skip
    less = nga.post(NEW, two | {"buoc": "bo-1"}).content.decode()
    assert 'name="rule-2-number"' not in less
    assert 'name="rule-1-number" value="9"' in less
    assert saved(nga, NEW, two).status_code == 200
    assert DeadlineRule.objects.filter(regime__code="TC-01").count() == 2


def test_a_change_is_looked_at_with_what_it_does(nga: Client, asked: Asked) -> None:
    saved(nga, NEW, TYPED)
    address = f"/che-do/{Regime.objects.get(code='TC-01').pk}/sua/"
    typed = _typed_of(nga.get(address))
    assert nga.post(address, typed | {"buoc": "xem"}).status_code == 200
    assert "Không có gì khác" in words_of(nga.post(address, typed | {"buoc": "xem"}))
    page = words_of(nga.post(address, typed | {"buoc": "xem", "sign_off": "none"}))
    assert "Ký: ký trước khi gửi → không cần ký" in page
    assert "Chế độ chưa có đợt nào đang mở" in page
    shown = words_of(saved(nga, address, typed | {"sign_off": "none"}))
    assert "Nga: Sửa chế độ báo cáo" in shown.replace("Đỗ Thúy Nga", "Nga")
    assert Regime.objects.get(code="TC-01").sign_off == "none"


def test_what_somebody_else_changed_meanwhile_is_shown_and_then_replaced_knowingly(nga: Client) -> None:
    saved(nga, NEW, TYPED)
    address = f"/che-do/{Regime.objects.get(code='TC-01').pk}/sua/"
    typed = _typed_of(nga.get(address))
    mine = carried(nga.post(address, typed | {"buoc": "xem", "name": "Của tôi"}))
    saved(nga, address, typed | {"name": "Của người khác"})
    answer = nga.post(address, mine | {"buoc": "luu"})
    assert answer.status_code == 409
    assert "Tên: Của người khác → Của tôi" in words_of(answer)
    assert Regime.objects.get(code="TC-01").name == "Của người khác"
    nga.post(address, carried(answer) | {"buoc": "luu"})
    assert Regime.objects.get(code="TC-01").name == "Của tôi"


def _typed_of(page: HttpResponse) -> dict[str, Any]:
    """What the form of a saved regime holds: what was typed, and what it was seen to say."""
    found = re.search(r'name="standing" value="(\w+)"', page.content.decode())
    assert found is not None
    assert 'value="TC-01"' in page.content.decode()
    return TYPED | {"code": "TC-01", "standing": found[1], "rule-1-at": "17:00"}


def test_forged_fields_change_nothing_that_is_frozen(nga: Client, asked: Asked) -> None:

    open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    regime = asked.regime
    page = nga.get(f"/che-do/{regime.pk}/sua/")
    standing = re.search(r'name="standing" value="(\w+)"', page.content.decode())
    assert standing is not None
    saved(nga, f"/che-do/{regime.pk}/sua/", TYPED | {"standing": standing[1], "speaks_for_whole": "1",
          "owner": "1", "id": "99"})  # fmt: skip
    regime.refresh_from_db()
    kept = (regime.code, regime.calendar.code, regime.frequency, regime.speaks_for_whole, regime.owner_id)
    assert kept == ("BCH", "year", "cumulative_quarter", False, asked.cast.department.pk)
    assert regime.name == "Tình hình tiêm chủng"


def test_what_is_frozen_stays_on_the_page_though_a_browser_does_not_send_it(
    nga: Client, asked: Asked
) -> None:
    open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    sent = {name: value for name, value in TYPED.items() if name not in ("calendar", "frequency")}
    page = nga.post(f"/che-do/{asked.regime.pk}/sua/", sent | {"buoc": "them"}).content.decode()
    for chosen in ('value="cumulative_quarter" selected', 'value="year" selected', 'value="BCH"'):
        assert chosen in page


def test_the_list_says_owner_frequency_next_round_and_state(nga: Client, asked: Asked) -> None:
    saved(nga, NEW, TYPED)
    page = words_of(nga.get("/che-do/"))
    for words in ("Đang áp dụng 2", "Sở Y tế tỉnh Hưng Yên", "hằng quý", "9 tháng năm 2026, mở 01/10/2026",
                  "chưa mở được: thiếu biểu mẫu", "Nạp gói chế độ báo cáo",
                  "Lập chế độ báo cáo"):  # fmt: skip
        assert words in page, words
    Regime.objects.filter(code="TC-01").update(ends_on="2026-09-20")
    assert "Tình hình tiêm chủng" not in words_of(nga.get("/che-do/"))
    assert "Tình hình tiêm chủng" in words_of(nga.get("/che-do/?xem=het"))
    lan = words_of(signed_in(asked, "lan").get("/che-do/"))
    assert "Chăm sóc bà mẹ" in lan
    assert "Lập chế độ" not in lan
    assert "gói" not in lan


def test_more_regimes_cost_no_more_queries(nga: Client, asked: Asked, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(8):
        saved(nga, NEW, TYPED | {"code": f"TC-{number}"})
    with django_assert_max_num_queries(18):
        nga.get("/che-do/")


def test_who_is_asked_sees_the_rounds_and_others_only_what_the_regime_says(asked: Asked) -> None:
    address = f"/che-do/{asked.regime.pk}/"
    assert "104" not in words_of(signed_in(asked, "lan").get(address))
    assert "Xã Tiên Lữ" in words_of(signed_in(asked, "lan").get(address + "sap-toi/"))
    mai = signed_in(asked, "mai")
    page = words_of(mai.get(address))
    assert "trên địa bàn tỉnh Hưng Yên" in page
    for hidden in ("Ba đợt sắp tới", "Văn bản", "Lịch sử"):
        assert hidden not in page
    assert mai.get(address + "sap-toi/").status_code == 404


def test_the_page_says_that_state_secrets_have_no_place_here(nga: Client, asked: Asked) -> None:
    assert "Không dùng cho thông tin thuộc danh mục bí mật nhà nước." in words_of(nga.get(NEW))
    assert "không dùng cho bí mật nhà nước" in words_of(nga.get(f"/che-do/{asked.regime.pk}/"))


def test_the_inner_calendar_of_ad_hoc_requests_is_shown_nowhere(nga: Client) -> None:
    assert Calendar.objects.filter(code="dx").exists()
    assert "Báo cáo đột xuất" not in words_of(nga.get("/lich/"))
    assert nga.get("/lich/ky/dx/").status_code == 404
    assert 'value="dx"' not in nga.get(NEW).content.decode() + nga.get("/lich/lap-moi/").content.decode()
    answer = nga.get("/api/v1/calendars").json()
    assert "dx" not in [one["code"] for one in answer["items"]]
    assert answer["count"] == len(answer["items"])
    assert nga.get("/api/v1/calendars/dx").status_code == 404


def test_the_list_of_regimes_takes_at_most_twelve_queries(
    asked: Asked, django_assert_max_num_queries: Any
) -> None:
    nga, made = signed_in(asked, "nga"), saved(signed_in(asked, "nga"), NEW, TYPED)
    assert made.status_code == 200
    for number in range(5):
        Regime.objects.create(
            code=f"N{number}", name=f"Chế độ {number}", owner=asked.cast.department,
            calendar=asked.regime.calendar, frequency="month", starts_on=date(2026, 1, 1),
        )  # fmt: skip
    with django_assert_max_num_queries(12):
        page = nga.get("/che-do/")
    assert "Chế độ 4" in words_of(page)
