"""A storm at 14:00, asked for by 17:00: nga asks, lan answers, the totals run, who is cut off phones in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll, wait_alive
from tests.browser.test_accessibility import violations
from tests.support.browser import expect_errors, screenshot, sign_in
from tests.support.processes import Processes, Web

LINES = (("Nhà tốc mái", "nhà"), ("Lúa ngập", "ha"), ("Người phải sơ tán", "người"))
KEEP_WHAT_IS_TOLD = """() => {
  const line = document.getElementById("busy");
  const keep = () => localStorage.setItem("told", line.textContent);
  new MutationObserver(keep).observe(line, { childList: true });
}"""
"""A page that waits for its answer cannot be looked at: what it says is read afterwards."""
MOST_FIELDS, MOST_CLICKS = 12, 4
"""So much it may take an officer who has never done it, from the log-in to the request that is sent."""


@dataclass
class Hand:
    """Counts what a person types and clicks."""

    page: Page
    fields: int = 0
    clicks: int = 0

    def types(self, where: str, text: str) -> None:
        self.page.locator(where).fill(text)
        self.fields += 1

    def picks(self, where: str, label: str) -> None:
        self.page.locator(where).select_option(label=label)
        self.fields += 1

    def clicks_on(self, what: Locator) -> None:
        what.click()
        self.clicks += 1


def hour_later(hours: int) -> datetime:
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(hours=hours)


def ask(nga: Page) -> Hand:
    """From the page after the log-in to the round that is open."""
    hand = Hand(nga)
    hand.clicks_on(nga.get_by_role("link", name="Yêu cầu báo cáo đột xuất"))
    expect(nga.locator("#title")).to_be_focused()
    hand.types("#title", "Thiệt hại do bão số 5")
    for number, (label, unit) in enumerate(LINES, 1):
        hand.types(f"[name=line-{number}-label]", label)
        hand.types(f"[name=line-{number}-unit]", unit)
    hand.picks("#group", "Cụm Đông Hưng")
    expect(nga.locator("#chosen")).to_contain_text("Hỏi 10 đơn vị")
    due = hour_later(3)
    if due.date() == hour_later(0).date():  # late in the evening "in 3 hours" stays, as it stands there
        hand.types("[name=luc]", f"{due:%H:%M}")
        expect(nga.locator("[name=han][value=luc]")).to_be_checked()
    hand.types("[name=lap-den]", f"{hour_later(72):%d/%m/%Y}")
    expect(nga.locator("[name=lap]")).to_be_checked()
    hand.clicks_on(nga.get_by_role("button", name="Gửi yêu cầu ngay"))
    expect(nga.locator(".message.success")).to_contain_text(re.compile(r"Đã gửi yêu cầu DX-002/\d{4} đến 10"))
    return hand


def test_a_storm_is_asked_for_answered_and_added_up_within_minutes(
    demo_site: Web, demo_database_url: str, processes: Processes, open_page: Callable[..., Page]
) -> None:
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    hand = ask(nga)
    assert (hand.fields <= MOST_FIELDS, hand.clicks <= MOST_CLICKS) == (True, True), hand
    round_ = nga.url
    expect(nga.locator(".stat-line")).to_contain_text(f"hỏi lại mỗi ngày đến hết {hour_later(72):%d/%m/%Y}")
    expect(nga.locator("#live")).to_contain_text("0/10 đơn vị đã gửi")
    screenshot(nga, "storm-asked")
    found = violations(nga)

    # Within two hours who has not sent is reminded, once an hour.
    slot = hour_later(2).replace(minute=0, second=0, microsecond=0).isoformat()
    mailed = reminded(processes, demo_database_url, slot)
    assert {"lan@demo.example", "minh@demo.example"} < set(mailed)
    assert len(mailed) == len(set(mailed))
    assert reminded(processes, demo_database_url, slot) == []

    # lan finds it first on her page, on the phone, types and sends; nobody has to sign.
    lan = open_page(width=390, height=844, is_mobile=True, has_touch=True)
    sign_in(lan, site=demo_site, user="lan")
    expect(lan.locator("h2.overline").first).to_have_text("Đột xuất, cần gửi gấp")
    lan.locator("li.line a.button").first.click()
    wait_alive(lan)
    expect(lan.locator(".official-head")).to_contain_text("Báo cáo ngày")
    asked = zip(lan.locator("td.is-figure input").all(), ("12", "30", "-"), LINES, strict=True)
    for cell, amount, (label, unit) in asked:
        expect(cell).to_have_accessible_name(re.compile(rf"{label} \({unit}\)"))  # no room for the column
        cell.fill(amount)
        cell.press("Enter")
    no_sideways_scroll(lan)
    lan.get_by_role("button", name="Gửi báo cáo").first.click()
    expect(lan.get_by_text("Đã gửi báo cáo.")).to_be_visible()
    screenshot(lan, "storm-answered-phone")

    # Without a click nga sees it come in.
    live = nga.locator("#live")
    expect(live).to_contain_text("1/10 đơn vị đã gửi", timeout=15_000)
    expect(live.locator("tbody tr").nth(0).locator("b")).to_have_text("12")
    expect(live).to_contain_text("Xã Đông Hưng")
    live.get_by_role("link", name="Tải lại danh sách").click()
    expect(nga.locator("nav.tabs [aria-current]")).to_contain_text("chưa gửi 9")
    expect(live.get_by_role("link", name="Tải lại danh sách")).to_have_count(0)

    found += enter_for_a_unit_that_is_cut_off(nga)
    expect(nga).to_have_url(re.compile(re.escape(round_)))
    expect(nga.locator("#live tbody tr").nth(0).locator("b")).to_have_text("19")
    expect(nga.locator(".live-latest")).to_contain_text("nhập thay")

    # The totals say nothing of last year.
    nga.get_by_role("link", name="tổng hợp tạm tính").click()
    expect(nga.locator(".totals-sentence")).to_contain_text("Toàn tỉnh có 19 nhà tốc mái")
    expect(nga.locator("main")).not_to_contain_text("cùng kỳ")
    found += violations(nga)
    assert found == []


def enter_for_a_unit_that_is_cut_off(nga: Page) -> list[str]:
    """Somebody phones in what happened in a commune without power; who and how is asked for."""
    nga.reload()
    nga.locator("tbody tr", has_text="Xã Đông Quan").get_by_role("link", name="Nhập thay").click()
    expect(nga.locator("#told_by")).to_be_focused()
    nga.wait_for_load_state()
    for cell, amount in zip(nga.locator("td.is-figure input").all(), ("7", "140", "25"), strict=True):
        cell.fill(amount)
    expect_errors(nga, "422")
    nga.get_by_role("button", name="Gửi số liệu nhập thay").click()
    expect(nga.locator("#told_by-fault")).to_be_visible()
    expect(nga.locator("#told_how-fault")).to_be_visible()
    expect(nga.locator("td.is-figure input").first).to_have_value("7")
    no_inline_styles(nga)
    found = violations(nga)
    nga.locator("#told_by").fill("Ông Sơn, Phó Chủ tịch, 0912 345 678")
    nga.locator("#told_how").select_option(label="điện thoại")
    screenshot(nga, "storm-entered-for")
    nga.get_by_role("button", name="Gửi số liệu nhập thay").click()
    expect(nga.locator(".message.success")).to_contain_text("Đã gửi số liệu nhập thay Xã Đông Quan.")
    return found


def reminded(processes: Processes, database_url: str, slot: str) -> list[str]:
    done = processes.manage(
        "run_job", "send_hourly_reminders", "--slot", slot, database_url=database_url, check=False
    )
    return sorted(re.findall(r"^To: (\S+)", done.stdout, re.MULTILINE))


@pytest.mark.how_it_looks
def test_the_pages_of_a_storm_fit_a_phone(demo_site: Web, phone_page: Page) -> None:
    sign_in(phone_page, site=demo_site, user="nga")
    ask(phone_page)
    no_sideways_scroll(phone_page)
    expect(phone_page.locator("#live")).to_contain_text("0/10 đơn vị đã gửi")
    live = phone_page.locator("#live .table-box")
    assert live.evaluate("box => box.scrollWidth <= box.clientWidth"), "the running totals are cut"
    found = violations(phone_page)
    phone_page.get_by_role("link", name="Nhập thay").first.click()
    no_sideways_scroll(phone_page)
    expect(phone_page.locator("#told_how")).to_be_in_viewport()
    phone_page.go_back()
    phone_page.get_by_role("button", name="Ngừng hỏi lại").click()
    expect(phone_page.get_by_role("main")).to_contain_text("Từ ngày mai không hỏi nữa")
    no_sideways_scroll(phone_page)
    phone_page.get_by_role("button", name="Ngừng hỏi lại").click()
    expect(phone_page.locator(".message.success")).to_contain_text("Đã ngừng hỏi lại")
    expect(phone_page.locator(".stat-line")).not_to_contain_text("hỏi lại mỗi ngày")
    assert found == []


@pytest.mark.how_it_looks
def test_opening_a_round_that_takes_long_says_how_long(demo_site: Web, desktop_page: Page) -> None:
    page, held = desktop_page, list[Route]()

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            held.append(route)  # a slow server
        else:
            route.continue_()

    sign_in(page, site=demo_site, user="nga")
    page.goto(f"{demo_site.url}/dot-bao-cao/mo/")
    if page.locator("[name=bieu] option").count():
        page.locator("[name=bieu]").select_option(label="02/DS Dân số và phát triển")
    page.locator("[name=ky]").select_option(index=1)
    page.locator("form.filters [name='an-ban']").select_option(label="số ước tính")
    expect(page.get_by_role("main")).to_contain_text("Hỏi 104 đơn vị")
    page.evaluate(KEEP_WHAT_IS_TOLD)
    page.route("**/dot-bao-cao/mo/**", hold)
    page.get_by_role("button", name="Mở đợt", exact=True).click(no_wait_after=True)
    page.wait_for_timeout(3500)
    held[0].continue_()
    expect(page.locator(".message.success")).to_contain_text("Đợt báo cáo đang mở, hỏi 104 đơn vị.")
    assert re.fullmatch(r"Đang xử lý, đã \d+ giây…", page.evaluate("localStorage.getItem('told')"))
