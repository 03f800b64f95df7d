"""Nga defines a quarterly regime under NĐ 09: refused at a field, looked at, saved, its document added."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll
from tests.browser.test_accessibility import violations
from tests.support.browser import expect_errors, screenshot, sign_in
from tests.support.processes import Web

pytestmark = pytest.mark.how_it_looks
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"


def test_an_officer_creates_a_quarterly_regime_and_sees_its_next_three_rounds(
    demo_site: Web, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    nga.goto(f"{demo_site.url}/che-do/")
    nga.get_by_role("link", name="Lập chế độ báo cáo").click()
    found = violations(nga)
    nga.get_by_label("Tên chế độ").fill("Tình hình tiêm chủng mở rộng")
    nga.get_by_label("Lịch", exact=True).select_option(label="Chốt số liệu theo Nghị định 09/2019/NĐ-CP")
    nga.get_by_label("Kỳ báo cáo").select_option(label="hằng quý")
    expect_errors(nga, "422")
    nga.get_by_role("button", name="Xem trước").click()
    expect(nga.locator("#code-fault")).to_contain_text("Mã gồm A–Z")
    found += violations(nga)
    nga.get_by_label("Mã", exact=True).fill("TCMR-Q")

    nga.get_by_text("Danh sách đơn vị, đơn vị được miễn").click()
    nga.get_by_label("Thêm đơn vị được miễn").fill("tien lu")
    nga.get_by_role("option", name=re.compile("Tiên Lữ")).first.click()
    expect(nga.locator("#exempt")).to_have_value(re.compile("Tiên Lữ"))

    nga.get_by_role("button", name="Xem trước").click()
    expect(nga.locator(".lead-line")).to_contain_text(
        re.compile(
            "^Mọi xã, phường, đặc khu trên địa bàn tỉnh Hưng Yên .*trừ Xã Tiên Lữ.* lập báo cáo hằng quý"
        )
    )
    rows = nga.locator("table.coming tbody tr")
    expect(rows).to_have_count(3)
    for row in rows.all():
        expect(row).to_contain_text(
            re.compile(r"Quý \d năm \d{4}.*chốt ngày 14/(03|06|09|12)/\d{4}.*17:00", re.S)
        )
    rows.first.get_by_text("103 đơn vị").click()
    expect(rows.first.locator(".unit-names")).to_contain_text("Xã Hoàng Hoa Thám")
    expect(rows.first.locator(".unit-names")).not_to_contain_text("Tiên Lữ")
    found += violations(nga)
    no_inline_styles(nga)
    screenshot(nga, "regime-preview")
    nga.get_by_role("button", name="Lưu chế độ").click()
    expect(nga.get_by_text("Đã lưu chế độ Tình hình tiêm chủng mở rộng.")).to_be_visible()

    expect(nga.locator("table.coming tbody tr")).to_have_count(3)
    file = tmp_path / "Quyết định 12.pdf"
    file.write_bytes(PDF)
    nga.get_by_label("Tệp PDF").set_input_files(file)
    nga.get_by_role("button", name="Nạp văn bản").click()
    with nga.expect_download() as handed:
        nga.get_by_role("link", name="Quyết định 12.pdf").click()
    assert Path(handed.value.path()).read_bytes() == PDF
    expect(nga.get_by_text("Nạp văn bản của chế độ báo cáo")).to_be_visible()
    found += violations(nga)
    screenshot(nga, "regime")
    assert found == []


def test_a_regime_is_read_and_changed_on_a_phone(demo_site: Web, phone_page: Page) -> None:
    sign_in(phone_page, site=demo_site, user="nga")
    phone_page.goto(f"{demo_site.url}/che-do/")
    no_sideways_scroll(phone_page)
    phone_page.get_by_role("link", name="Báo cáo thống kê y tế").click()
    expect(phone_page.locator("table.coming tbody tr")).to_have_count(3)
    no_sideways_scroll(phone_page)
    phone_page.get_by_role("link", name="Sửa chế độ").click()
    no_sideways_scroll(phone_page)
    expect(phone_page.get_by_label("Kỳ báo cáo")).to_be_disabled()
    phone_page.get_by_label("không cần ký").check()
    phone_page.get_by_role("button", name="Xem trước").click()
    expect(phone_page.get_by_text("Ký: ký trước khi gửi → không cần ký")).to_be_visible()
    expect(phone_page.get_by_text(re.compile("đợt đang mở .* không hỏi lại"))).to_be_visible()
    no_sideways_scroll(phone_page)
    phone_page.get_by_role("button", name="Sửa lại").click()
    expect(phone_page.get_by_label("không cần ký")).to_be_checked()
    assert violations(phone_page) == []
