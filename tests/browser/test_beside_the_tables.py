"""Words, lists and documents of a form: asked for by the officer, given by the clerk, read at review."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll, sign_and_send, wait_alive, wait_saved
from tests.browser.test_accessibility import violations
from tests.support.browser import sign_in
from tests.support.processes import Web

pytestmark = pytest.mark.how_it_looks
CODE, TITLE = "09/SYT", "Sự cố y tế trong kỳ"
SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const pasted = { clipboardData, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", pasted));
}"""
DROP = """(place, [name, bytes]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([Uint8Array.from(bytes)], name, { type: "application/pdf" }));
  place.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


def added(nga: Page, kind: str, add: str, title: str, *, hint: str = "", must: bool = False) -> None:
    """A section, list or document more, on the panel of the whole form, without the mouse."""
    nga.locator("summary", has_text=add).press("Enter")
    nga.locator(f"#s-title-{kind}-new").fill(title)
    nga.locator(f"#s-hint-{kind}-new").fill(hint)
    if must:
        nga.locator(f"#s-required-{kind}-new").select_option("yes")
    nga.get_by_role("button", name=add, exact=True).press("Enter")
    expect(nga.locator("details.section > summary", has_text=title)).to_be_visible()


def designed(nga: Page, site: Web) -> None:
    """A form of one line, with a section of words, a list of two columns and a document."""
    nga.goto(f"{site.url}/bieu-mau/soan-moi/")
    nga.locator("#code").fill(CODE)
    nga.locator("#title").fill(TITLE)
    nga.get_by_role("button", name="Bắt đầu soạn").press("Enter")
    expect(nga.locator("#designer")).to_be_visible()
    nga.wait_for_load_state()  # keys are heard by the page's script
    nga.locator("[data-place='t1/r1:']").first.focus()
    nga.keyboard.press("F2")
    nga.locator("#p-label").fill("Số sự cố y tế")
    nga.locator("#p-unit").fill("Vụ")
    nga.locator("#chosen").get_by_role("button", name="Ghi", exact=True).press("Enter")
    expect(nga.get_by_role("heading", level=1)).to_have_text(f"{CODE}: biểu dùng được")
    nga.locator("[data-place='']").first.click()
    added(nga, "section", "Thêm phần lời", "Đánh giá chung", hint="Nguyên nhân, cách xử trí", must=True)
    added(nga, "list", "Thêm danh sách", "Các sự cố", must=True)
    nga.locator("details.section > summary", has_text="Các sự cố").press("Enter")
    nga.locator("summary", has_text="Thêm cột").press("Enter")
    nga.get_by_label("Tên cột").last.fill("Số người bị hại")
    nga.get_by_label("Cột ghi").last.select_option("number")
    nga.get_by_role("button", name="Thêm cột", exact=True).press("Enter")
    expect(nga.locator(".draft-form .words-asked", has_text="Các sự cố")).to_contain_text("Số người bị hại")
    added(nga, "enclosure", "Thêm tài liệu", "Biên bản", must=True)
    expect(nga.get_by_role("heading", level=1)).to_have_text(f"{CODE}: biểu dùng được")


def put_into_service(nga: Page, site: Web) -> None:
    nga.get_by_role("link", name="Gắn chỉ tiêu và ban hành").click()
    nga.locator("#regime").select_option(index=1)
    nga.get_by_role("button", name="Ban hành").click()
    expect(nga.get_by_text(f"Đã ban hành biểu mẫu {CODE}.")).to_be_visible()
    opening = f"{site.url}/dot-bao-cao/mo/"
    nga.goto(opening)
    form = nga.locator("[name=bieu] option", has_text=CODE).get_attribute("value")
    nga.goto(f"{opening}?bieu={form}")
    period = nga.locator("[name=ky] option").nth(1).get_attribute("value")
    nga.goto(f"{opening}?bieu={form}&ky={period}")
    nga.get_by_role("button", name="Mở đợt", exact=True).click()
    expect(nga.get_by_text(re.compile("Đợt báo cáo đang mở"))).to_be_visible()


def typed_lines(lan: Page) -> Locator:
    """A line typed, two pasted from a spreadsheet below it, one moved up by key."""
    box = lan.locator(".row-list", has_text="Các sự cố")
    box.get_by_role("button", name="Thêm dòng").press("Enter")
    lines = box.locator("tbody tr")
    expect(lines).to_have_count(1)
    lines.nth(0).locator("input").nth(0).focus()
    lan.keyboard.type("Nhầm thuốc")
    lan.keyboard.press("Tab")
    lan.keyboard.type("1")
    lan.keyboard.press("Enter")
    expect(lines).to_have_count(2)
    lines.nth(1).locator("input").nth(0).focus()
    lan.evaluate(PASTE, "Ngã trong buồng bệnh\t2\nPhản vệ\tba\n")
    expect(lines).to_have_count(3)
    expect(lines.nth(2).locator("input").nth(1)).to_have_value("ba")
    lines.nth(2).locator("input").nth(1).fill("3")
    lines.nth(2).locator("input").nth(1).press("Alt+ArrowUp")
    expect(lines.nth(1).locator("input").nth(0)).to_have_value("Phản vệ")
    return box


def test_words_lists_and_documents_travel_from_the_designer_to_the_review(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    designed(nga, demo_site)
    found = violations(nga)
    no_inline_styles(nga)
    put_into_service(nga, demo_site)

    lan = open_page()
    sign_in(lan, site=demo_site, user="lan")
    lan.locator("li.line", has_text=TITLE).first.locator("a.button").first.click()
    wait_alive(lan)
    address = lan.url
    lan.locator("td.is-figure input").first.fill("3")
    typed_lines(lan)
    lan.get_by_label("Đánh giá chung").fill("Ba sự cố, không ai tử vong.\nĐã họp rút kinh nghiệm.")
    lan.get_by_label("Đánh giá chung").press("Tab")
    wait_saved(lan)

    # The document is missing: told, with the way to it; what is none is refused; then it is dropped.
    lan.get_by_role("button", name="Trình ký").click()
    expect(lan.locator("main")).to_contain_text("Chưa trình ký hay gửi được")
    wait_alive(lan)  # from here on the list is what the page's script keeps of what the server said
    expect(lan.locator("#problem-list")).to_contain_text("Chưa kèm tài liệu “Biên bản”")
    place = lan.locator(".enclosure", has_text="Biên bản")
    expect(place.locator("[data-plain]")).to_be_hidden()  # its script runs
    place.evaluate(DROP, ["bien-ban.pdf.exe", list(b"MZ\x90\x00")])
    expect(lan.locator("#enclosures [role=alert]")).to_contain_text("bien-ban.pdf.exe")
    place.evaluate(DROP, ["bien-ban.pdf", list(SCAN)])
    expect(place.get_by_role("link", name="bien-ban.pdf")).to_be_visible()
    expect(lan.locator("#problem-list")).not_to_contain_text("Chưa kèm tài liệu")
    found += violations(lan)
    lan.get_by_role("button", name="Trình ký").click()
    expect(lan.get_by_text("Đã trình ký.")).to_be_visible()

    minh = open_page(width=390, height=844, is_mobile=True, has_touch=True)
    sign_in(minh, site=demo_site, user="minh")
    minh.goto(address)
    no_sideways_scroll(minh)
    sign_and_send(minh, address)

    hoa = open_page()
    sign_in(hoa, site=demo_site, user="hoa")
    hoa.goto(address)
    hoa.get_by_role("link", name="Mở trang duyệt").click()
    lines = hoa.locator("table.list-lines tbody tr")
    expect(lines).to_have_text(
        [re.compile("Nhầm thuốc"), re.compile("Phản vệ"), re.compile("Ngã trong buồng")]
    )
    expect(hoa.locator(".words-said")).to_contain_text("Đã họp rút kinh nghiệm.")
    with hoa.expect_download() as got:
        hoa.get_by_role("link", name="bien-ban.pdf").click()
    assert got.value.path().read_bytes() == SCAN
    found += violations(hoa)
    assert found == []
