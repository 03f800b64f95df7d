"""A round is closed by hand: whom it missed is mailed and sees it at once, from the bar of any page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll, open_newest
from tests.support.browser import screenshot, sign_in
from tests.support.processes import Processes, Web

WHY = "Tỉnh đã đủ số liệu để điều chuyển"


def test_whom_a_closing_missed_is_mailed_and_finds_it_in_the_bar(
    demo_site: Web, demo_database_url: str, processes: Processes, open_page: Callable[..., Page]
) -> None:
    worker = processes.start_worker(database_url=demo_database_url)
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    nga.goto(f"{demo_site.url}/dot-bao-cao/")
    nga.get_by_role("link", name=re.compile("Rà soát vắc xin sởi")).first.click()
    nga.get_by_role("button", name="Khóa đợt").click()
    nga.locator("[name=reason]").fill(WHY)
    nga.get_by_role("button", name="Khóa đợt").last.click()
    expect(nga.get_by_text("Đã khóa đợt báo cáo.")).to_be_visible()
    worker.wait_for_output(r"To: lan@demo\.example", timeout=60)

    # lan is at another form, on her phone; the bar is there too.
    lan = open_page(width=390, height=844)
    sign_in(lan, site=demo_site, user="lan")
    open_newest(lan)
    flag = lan.locator("a.flag")
    expect(flag).to_have_accessible_name(re.compile(r"^\d+ thông báo mới$"))
    flag.click()
    newest = lan.locator(".notices li").first
    expect(newest).to_contain_text("Đợt báo cáo đã khóa mà đơn vị chưa gửi")
    expect(newest).to_contain_text(WHY)
    no_sideways_scroll(lan)
    no_inline_styles(lan)
    screenshot(lan, "told-of-closing")
    lan.get_by_role("button", name="Đã xem tất cả").click()
    expect(flag).to_have_accessible_name("Thông báo")
    newest.get_by_role("link").click()
    expect(lan.get_by_role("main")).to_contain_text("Đợt báo cáo đã khóa lúc")
    expect(flag).to_have_accessible_name("Thông báo")
