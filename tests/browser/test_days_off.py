"""The year of days off walked by keys, a range chosen with Shift, a calendar filled in on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll
from tests.browser.test_accessibility import violations
from tests.support.browser import expect_errors, sign_in
from tests.support.processes import Web

pytestmark = pytest.mark.how_it_looks


def test_a_tet_is_marked_by_keys_and_shift_looked_at_and_taken_back(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    quan = open_page()
    sign_in(quan, site=demo_site, user="quan")
    quan.goto(f"{demo_site.url}/lich/?nam=2031&tu=2031-01-20")
    monday = quan.locator("[data-day='2031-01-20']")
    monday.focus()
    for key, day in (("ArrowRight", "21"), ("ArrowDown", "28"), ("ArrowUp", "21"), ("ArrowLeft", "20")):
        quan.keyboard.press(key)
        expect(quan.locator(f"[data-day='2031-01-{day}']")).to_be_focused()
    quan.keyboard.press("End")
    expect(quan.locator("[data-day='2031-12-31']")).to_be_focused()
    assert quan.locator("[data-day][tabindex='0']").count() == 1  # the year is one stop of the Tab key

    quan.locator("[data-day='2031-01-24']").click(modifiers=["Shift"])
    expect(quan).to_have_url(re.compile("tu=2031-01-20&den=2031-01-24"))
    expect(quan.locator("#den")).to_have_value("24/01/2031")
    quan.locator("#ten").fill("Tết Nguyên Đán")
    found = violations(quan)
    quan.get_by_role("button", name="Xem hạn nào chuyển").click()
    expect(quan.get_by_role("row").filter(has_text="22/01/2031")).to_contain_text("nghỉ: Tết Nguyên Đán")
    found += violations(quan)
    quan.get_by_role("button", name="Sửa lịch").click()
    expect(quan.locator("td.off")).to_have_count(5)
    quan.get_by_role("link", name="Hoàn tác").first.click()
    quan.get_by_role("button", name="Hoàn tác").click()
    expect(quan.locator("td.off")).to_have_count(0)
    assert found == []


def test_a_calendar_is_defined_on_a_phone(demo_site: Web, phone_page: Page) -> None:
    sign_in(phone_page, site=demo_site, user="nga")
    found = []
    for address in ("/lich/", "/lich/ky/nd09/", "/lich/lap-moi/"):
        phone_page.goto(f"{demo_site.url}{address}")
        no_sideways_scroll(phone_page)
        no_inline_styles(phone_page)
        found += violations(phone_page)
    phone_page.locator("#name").fill("Chốt ngày 20")
    phone_page.locator("#code").fill("thang20")
    phone_page.locator("[name=first_day]").fill("21")
    phone_page.get_by_role("button", name="Điền sẵn").click()
    phone_page.locator("#month-3-ends").fill("19/03")
    expect_errors(phone_page, "422")
    phone_page.get_by_role("button", name="Xem trước các kỳ").click()
    expect(phone_page.get_by_role("alert")).to_contain_text("giữa tháng 3 (21/02 – 19/03) và tháng 4")
    found += violations(phone_page)
    phone_page.locator("#month-3-ends").fill("20/03")
    phone_page.get_by_role("button", name="Xem trước các kỳ").click()
    expect(phone_page.get_by_role("cell", name="thang20:2026-Q1")).to_be_visible()
    no_sideways_scroll(phone_page)
    phone_page.get_by_role("button", name="Lưu lịch").click()
    expect(phone_page.get_by_role("heading", name="Chốt ngày 20")).to_be_visible()
    assert found == []
