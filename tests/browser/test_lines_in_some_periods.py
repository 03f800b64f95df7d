"""A form with lines of half-years and years: brought in, published, filled for nine months and for six."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll, wait_alive, wait_saved
from tests.browser.test_accessibility import violations
from tests.indicators.recognition.offices.drawing import content_of
from tests.indicators.recognition.strangers.forms_d import poverty_by_quarter
from tests.support.browser import screenshot, sign_in
from tests.support.processes import Web

pytestmark = pytest.mark.how_it_looks
CODE = "02/GN-SYT"
ALWAYS, HALF_YEARS, YEARS = ("Tổng số hộ nghèo đầu kỳ", "Số hộ thoát nghèo", "Số hộ tái nghèo")


def brought_in(nga: Page, site: Web, file: Path) -> list[str]:
    nga.goto(f"{site.url}/bieu-mau/nhap/")
    nga.locator("#file").set_input_files(file)
    nga.locator("#code").fill(CODE)
    nga.get_by_role("button", name="Đọc biểu").click()
    expect(nga.get_by_role("heading", level=1)).to_have_text(f"{CODE}: còn 3 điều cần quyết định")
    questions = nga.locator("fieldset.question")
    questions.filter(has_text="Số tiền cho vay").get_by_label("tháng 6, 12").check()
    questions.filter(has_text="được tặng quà").get_by_label("Ở mọi kỳ").check()
    questions.filter(has_text="Triệu đồng").get_by_label("1 chữ số").check()
    nga.get_by_role("button", name="Lưu các quyết định").first.click()
    expect(nga.get_by_role("heading", level=1)).to_have_text(f"{CODE}: đã rõ mọi ô")
    expect(nga.get_by_text("(chỉ kỳ kết thúc trong tháng 6, 12)")).to_have_count(3)
    return violations(nga)


def one_more_line_shut(nga: Page) -> list[str]:
    """With the keyboard: gifts are asked at the year's end only."""
    nga.get_by_role("link", name="Soạn, sửa biểu").click()
    nga.wait_for_load_state()
    nga.locator("[data-place='t1/r12:']").first.click()
    choices = nga.locator("fieldset", has_text="Dòng có trong các kỳ")
    for month in range(1, 12):
        choices.get_by_label(f"tháng {month}", exact=False).first.uncheck()
    nga.get_by_role("button", name="Ghi kỳ có dòng").press("Enter")
    line = nga.locator("tbody tr", has_text="được tặng quà")
    expect(line).to_contain_text("chỉ kỳ kết thúc trong tháng 12")
    no_inline_styles(nga)
    found = violations(nga)
    nga.get_by_role("button", name="Hoàn tác").press("Enter")
    expect(line).not_to_contain_text("chỉ kỳ kết thúc")
    return found


def opened(nga: Page, site: Web, *periods: str) -> None:
    nga.get_by_role("link", name="Gắn chỉ tiêu và ban hành").click()
    nga.locator("#regime").select_option(index=1)
    nga.get_by_role("button", name="Ban hành").click()
    expect(nga.get_by_text(f"Đã ban hành biểu mẫu {CODE}.")).to_be_visible()
    opening = f"{site.url}/dot-bao-cao/mo/"
    nga.goto(opening)
    form = nga.locator("[name=bieu] option", has_text=CODE).get_attribute("value")
    for period in periods:
        nga.goto(f"{opening}?bieu={form}&ky={period}")
        nga.get_by_role("button", name="Mở đợt", exact=True).click()
        expect(nga.get_by_text("Đợt báo cáo đang mở").first).to_be_visible()


def report_of(lan: Page, site: Web, period: str) -> None:
    lan.goto(f"{site.url}/bao-cao/?ky={period}")
    lan.locator("tr, li", has_text="GIẢM NGHÈO").filter(has_text=period).first.get_by_role(
        "link"
    ).first.click()
    wait_alive(lan)


def test_lines_are_shut_in_one_period_and_open_in_the_other(
    demo_site: Web, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "giam-ngheo.xlsx"
    file.write_bytes(content_of(poverty_by_quarter()))
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    found = brought_in(nga, demo_site, file) + one_more_line_shut(nga)
    opened(nga, demo_site, "2026-6M", "2026-9M")

    lan = open_page()
    sign_in(lan, site=demo_site, user="lan")
    report_of(lan, demo_site, "9 tháng")
    line = lan.locator("table.official tbody tr")
    expect(lan.locator("td.absent")).to_have_count(6)
    expect(line.filter(has_text=HALF_YEARS)).to_contain_text("không có trong kỳ này")
    expect(lan.locator("td.is-figure input")).to_have_count(3)
    lan.locator("td.is-figure input").first.focus()
    for answer in ("41", "7", "2"):  # Enter goes over what is shut
        lan.keyboard.type(answer)
        lan.keyboard.press("Enter")
    wait_saved(lan)
    screenshot(lan, "lines-shut")
    expect(line.filter(has_text="được tặng quà").locator("input").first).to_have_value("2")
    found += violations(lan)
    with lan.expect_download() as got:
        lan.get_by_role("link", name="Tải Excel").click()
    sheet = load_workbook(BytesIO(got.value.path().read_bytes()))["GN xã"]
    assert [sheet[f"D{row}"].value for row in (10, 11, 12, 13, 18)] == [41, "x", "x", "x", 7]
    lan.get_by_role("button", name="Trình ký").click()
    expect(lan.get_by_text("Đã trình ký.")).to_be_visible()

    phone = open_page(width=390, height=844, is_mobile=True, has_touch=True)
    sign_in(phone, site=demo_site, user="lan")
    report_of(phone, demo_site, "6 tháng")
    no_sideways_scroll(phone)
    expect(phone.locator("td.absent")).to_have_count(3)
    six = phone.locator("table.official tbody tr")
    expect(six.filter(has_text=HALF_YEARS)).not_to_contain_text("không có trong kỳ này")
    expect(six.filter(has_text=YEARS)).to_contain_text("không có trong kỳ này")
    expect(six.filter(has_text=HALF_YEARS).locator("td.is-figure input")).to_be_visible()
    found += violations(phone)
    assert found == []
