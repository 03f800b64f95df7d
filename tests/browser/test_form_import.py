"""An officer puts an official form into service from its Excel file: brought in, answered, published."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll
from tests.browser.test_accessibility import violations
from tests.indicators.recognition.offices.drawing import content_of
from tests.indicators.recognition.offices.forms import poor_households
from tests.support.browser import sign_in
from tests.support.processes import Web

OFFICES = Path(__file__).parents[1] / "indicators" / "recognition" / "offices" / "files"
pytestmark = pytest.mark.how_it_looks


def test_a_form_is_put_into_service(
    demo_site: Web, open_page: Callable[..., Page], shared_data: Path
) -> None:
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    nga.goto(f"{demo_site.url}/bieu-mau/")
    nga.get_by_role("link", name="Nhập biểu mẫu từ Excel").click()
    nga.locator("#file").set_input_files(shared_data / "forms" / "II.06a-VPCP-KSTT.xlsx")
    nga.locator("#code").fill("06a/SYT")
    found = violations(nga)
    nga.get_by_role("button", name="Đọc biểu").click()

    expect(nga.get_by_role("heading", level=1)).to_have_text("06a/SYT: còn 2 điều cần quyết định")
    expect(nga.locator("td.undecided")).to_have_count(12)
    nga.locator("thead .mark").first.click()
    expect(nga).to_have_url(re.compile("#q2$"))
    no_inline_styles(nga)
    found += violations(nga)
    nga.get_by_label(re.compile("Lấy từ cột \\(11\\)")).check()
    nga.get_by_label(re.compile("Có: \\(3\\) = \\(7\\)")).check()
    nga.get_by_role("button", name="Lưu các quyết định").first.click()
    expect(nga.get_by_role("heading", level=1)).to_have_text("06a/SYT: đã rõ mọi ô")
    expect(nga.locator("td.undecided")).to_have_count(0)
    expect(nga.locator("td.carried")).to_have_count(12)

    nga.get_by_role("link", name="Gắn chỉ tiêu và ban hành").click()
    nga.get_by_label(re.compile("mỗi cột là một chỉ tiêu")).check()
    nga.get_by_role("button", name="Xem các chỉ tiêu").click()
    found += violations(nga)
    nga.locator("#regime").select_option(index=1)
    nga.get_by_role("button", name="Ban hành").click()
    expect(nga.get_by_text("Đã ban hành biểu mẫu 06a/SYT.")).to_be_visible()
    expect(nga.get_by_text("Cột 3 = cột 7 + cột 11.")).to_be_visible()
    assert found == []


def test_the_questions_are_answered_on_a_phone(demo_site: Web, phone_page: Page, shared_data: Path) -> None:
    sign_in(phone_page, site=demo_site, user="nga")
    phone_page.goto(f"{demo_site.url}/bieu-mau/nhap/")
    phone_page.locator("#file").set_input_files(shared_data / "forms" / "4-BCH.xlsx")
    phone_page.locator("#code").fill("4/BCH-2")
    phone_page.get_by_role("button", name="Đọc biểu").click()
    expect(phone_page.locator("fieldset.question")).to_have_count(2)
    no_sideways_scroll(phone_page)
    assert violations(phone_page) == []


def test_forms_of_other_offices_are_read_as_they_are_printed(
    demo_site: Web, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    """Lines named by two columns, on a desk; an .xls on a phone."""
    merged = tmp_path / "7.5.xlsx"
    merged.write_bytes(content_of(poor_households()))
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    nga.goto(f"{demo_site.url}/bieu-mau/nhap/")
    nga.locator("#file").set_input_files(merged)
    nga.locator("#code").fill("7.5/SYT")
    nga.get_by_role("button", name="Đọc biểu").click()
    line = nga.locator("table").first.locator("tbody tr").nth(6)
    expect(line.locator("td, th").nth(0)).to_have_text("Hộ cận nghèo")
    expect(line.locator("td, th").nth(1)).to_have_text("Số hộ cuối năm")
    expect(nga.locator("fieldset.question")).to_have_count(3)

    phone = open_page(width=390, height=844)
    sign_in(phone, site=demo_site, user="nga")
    phone.goto(f"{demo_site.url}/bieu-mau/nhap/")
    phone.locator("#file").set_input_files(OFFICES / "schools.xls")
    phone.locator("#code").fill("02-TH/SYT")
    phone.get_by_role("button", name="Đọc biểu").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("02-TH/SYT: còn 4 điều cần quyết định")
    no_sideways_scroll(phone)
    assert violations(nga) + violations(phone) == []
