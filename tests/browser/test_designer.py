"""An officer corrects an official form on the form itself, with the keyboard; a clerk gets what she made."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll
from tests.browser.test_accessibility import violations
from tests.support.browser import sign_in
from tests.support.processes import Web

pytestmark = pytest.mark.how_it_looks
CODE = "06a/SYT"


def brought(page: Page, site: Web, shared_data: Path) -> None:
    """II.06a from its Excel file, decided, open in the designer."""
    page.goto(f"{site.url}/bieu-mau/nhap/")
    page.locator("#file").set_input_files(shared_data / "forms" / "II.06a-VPCP-KSTT.xlsx")
    page.locator("#code").fill(CODE)
    page.get_by_role("button", name="Đọc biểu").click()
    page.get_by_label(re.compile("Lấy từ cột \\(11\\)")).check()
    page.get_by_label(re.compile("Có: \\(3\\) = \\(7\\)")).check()
    page.get_by_role("button", name="Lưu các quyết định").first.click()
    page.get_by_role("link", name="Soạn, sửa biểu").click()
    expect(page.locator("#designer")).to_be_visible()
    page.wait_for_load_state()  # keys are heard by the page's script
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{CODE}: biểu dùng được")


def stand_on(page: Page, place: str) -> None:
    page.locator(f"[data-place='{place}']").first.focus()


def test_a_form_is_corrected_by_keyboard_and_published_and_the_clerk_sees_it(
    demo_site: Web, open_page: Callable[..., Page], shared_data: Path
) -> None:
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    brought(nga, demo_site, shared_data)
    title = nga.get_by_role("heading", level=1)

    # A word is corrected: F2 goes into the panel, its button saves, focus is back on the form.
    stand_on(nga, "t1/r03:")
    nga.keyboard.press("F2")
    expect(nga.locator("#chosen h2")).to_have_text("Dòng “3 Đất đai”")
    nga.locator("#p-label").fill("Đất đai, đo đạc")
    nga.locator("#chosen").get_by_role("button", name="Ghi", exact=True).press("Enter")
    expect(nga.locator("table.designed")).to_contain_text("Đất đai, đo đạc")
    expect(nga.locator("#undo")).to_have_text("Hoàn tác: sửa chữ của dòng")

    # A line below it, named; arrows walk from there.
    stand_on(nga, "t1/r03:")
    nga.keyboard.press("Alt+Enter")
    expect(title).to_have_text(f"{CODE}: còn 1 chỗ cần sửa")
    nga.keyboard.press("F2")
    nga.locator("#p-number").fill("3a")
    nga.locator("#p-label").fill("Kiểm lâm")
    nga.locator("#p-label").press("Tab")
    nga.locator("#chosen").get_by_role("button", name="Ghi", exact=True).press("Enter")
    expect(title).to_have_text(f"{CODE}: biểu dùng được")
    stand_on(nga, "t1/r03:c5")
    nga.keyboard.press("ArrowDown")
    nga.keyboard.press("ArrowDown")
    nga.keyboard.press("ArrowLeft")
    assert nga.evaluate("document.activeElement.dataset.place") == "t1/r04:c4"

    # Blocked with Delete: the formula that counts it is a problem one can jump to, and mend.
    nga.keyboard.press("Delete")
    expect(title).to_have_text(f"{CODE}: còn 1 chỗ cần sửa")
    expect(nga.locator("td.blocked")).to_have_count(1)
    nga.locator("#problems a").click()
    expect(nga.locator("#chosen h2")).to_have_text("Ô ở dòng “4 Đăng ký kinh doanh”, cột (3)")
    nga.locator("#c-formula").fill("(5) + (6)")
    nga.locator("#chosen").get_by_role("button", name="Ghi ô").click()
    expect(title).to_have_text(f"{CODE}: biểu dùng được")

    # Undone and made again with keys; it is all there after a reload.
    nga.keyboard.press("Control+z")
    expect(title).to_have_text(f"{CODE}: còn 1 chỗ cần sửa")
    nga.reload()
    expect(nga.locator("#redo")).to_have_text("Làm lại: sửa ô")
    stand_on(nga, "t1/r03:")
    nga.keyboard.press("Control+y")
    expect(title).to_have_text(f"{CODE}: biểu dùng được")
    found = violations(nga)
    no_inline_styles(nga)

    # As the clerk will see it, on a phone, and on paper.
    for way, kind in (("trang", "trang"), ("điện thoại", "dien-thoai"), ("bản in", "in")):
        nga.get_by_role("link", name=way, exact=True).click()
        expect(nga.locator(f".preview.{kind}")).to_be_visible()
        frame = nga.frame_locator(".preview iframe")
        expect(frame.locator("table.official")).to_contain_text("Kiểm lâm")
        expect(frame.locator("td.blocked")).to_have_count(1)
        box = nga.locator(".preview iframe").bounding_box()
        assert box is not None
        assert (box["width"] == 390) == (kind == "dien-thoai")
    with nga.expect_download() as got:
        nga.get_by_role("link", name="Excel", exact=True).click()
    assert got.value.suggested_filename == "06a-SYT.xlsx"

    nga.get_by_role("link", name="Gắn chỉ tiêu và ban hành").click()
    nga.get_by_label(re.compile("mỗi cột là một chỉ tiêu")).check()
    nga.get_by_role("button", name="Xem các chỉ tiêu").click()
    nga.locator("#regime").select_option(index=1)
    nga.get_by_role("button", name="Ban hành").click()
    expect(nga.get_by_text(f"Đã ban hành biểu mẫu {CODE}.")).to_be_visible()
    assert found == []

    opening = f"{demo_site.url}/dot-bao-cao/mo/"
    nga.goto(opening)
    form = nga.locator("[name=bieu] option", has_text=CODE).get_attribute("value")
    nga.goto(f"{opening}?bieu={form}")
    period = nga.locator("[name=ky] option").nth(1).get_attribute("value")
    nga.goto(f"{opening}?bieu={form}&ky={period}")
    nga.get_by_role("button", name="Mở đợt", exact=True).click()
    expect(nga.get_by_text(re.compile("Đợt báo cáo đang mở"))).to_be_visible()

    lan = open_page()
    sign_in(lan, site=demo_site, user="lan")
    lan.locator("li.line", has_text=CODE).first.locator("a.button").first.click()
    line = lan.locator("tbody tr", has_text="Kiểm lâm")
    expect(line.locator("input")).to_have_count(8)
    blocked = lan.locator("tbody tr", has_text="Đăng ký kinh doanh").locator("td.blocked")
    expect(blocked).to_have_count(1)


def test_the_designer_fits_a_phone(demo_site: Web, phone_page: Page, shared_data: Path) -> None:
    sign_in(phone_page, site=demo_site, user="nga")
    brought(phone_page, demo_site, shared_data)
    phone_page.locator("[data-place='t1/r03:c4']").click()
    expect(phone_page.locator("#c-kind")).to_be_visible()
    no_sideways_scroll(phone_page)
    assert violations(phone_page) == []
