"""A middle level's day: take from below, add an own part on a phone, sign, compare signed with now; and the
level above it, which puts together what was sealed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import violations
from tests.support.browser import sign_in
from tests.support.processes import Web

pytestmark = pytest.mark.how_it_looks


def test_a_centre_puts_its_communes_together_and_its_director_signs(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    tien = open_page(width=390, height=844)
    sign_in(tien, site=demo_site, user="tien")
    tien.get_by_role("link", name="Tổng hợp hoạt động chăm sóc bà mẹ").first.click()
    address = tien.url
    tien.get_by_role("link", name="Tổng hợp từ cấp dưới, phần riêng").click()
    together = tien.url
    tien.get_by_role("button", name="Lấy số từ cấp dưới").click()
    expect(tien.get_by_text("Số đã lấy bằng số hiện nay của cấp dưới")).to_be_visible()
    tien.get_by_label("Phần riêng: Tổng số phụ nữ có thai", exact=True).fill("12")
    tien.get_by_label("Lý do phần riêng: Tổng số phụ nữ có thai", exact=True).fill("Khám tại trung tâm")
    tien.get_by_role("button", name="Lưu phần riêng").click()
    expect(tien.get_by_text("Đã lưu phần riêng")).to_be_visible()
    assert violations(tien) == []
    tien.get_by_role("link", name="Mở báo cáo để trình ký").click()
    tien.get_by_role("button", name="Trình ký").click()

    thu = open_page()
    sign_in(thu, site=demo_site, user="thu")
    thu.goto(address)
    thu.get_by_role("button", name="Ký và gửi").first.click()
    thu.locator("dialog[open] button[type=submit]").click()
    thu.goto(together)
    expect(thu.get_by_role("columnheader", name="Đã ký gửi")).to_be_visible()
    expect(thu.get_by_text("(Khám tại trung tâm)")).to_be_visible()
    thu.get_by_role("link", name="Xem mỗi đơn vị một dòng").click()
    expect(thu.get_by_text("Bản đã ký gửi")).to_be_visible()
    expect(thu.get_by_role("rowheader", name="Tổng cộng (đã ký gửi)").first).to_be_visible()
    assert violations(thu) == []

    hoa = open_page()
    sign_in(hoa, site=demo_site, user="hoa")
    hoa.get_by_role("link", name="Trung tâm Y tế khu vực Đông Hưng").first.click()
    hoa.get_by_role("button", name="Duyệt").first.click()
    hoa.locator("#accept-dialog").get_by_role("button", name="Duyệt").click()
    expect(hoa.get_by_text("Đã duyệt số liệu của")).to_be_visible()
    _the_department_puts_it_together(demo_site, open_page)


def _the_department_puts_it_together(demo_site: Web, open_page: Callable[..., Page]) -> None:
    ha = open_page(width=390, height=844)
    sign_in(ha, site=demo_site, user="ha")
    ha.get_by_role("link", name="Tổng hợp chăm sóc bà mẹ toàn tỉnh").first.click()
    address = ha.url
    ha.get_by_role("link", name="Tổng hợp từ cấp dưới, phần riêng").click()
    together = ha.url
    ha.get_by_role("button", name="Lấy số từ cấp dưới").click()
    expect(ha.get_by_text("1/1 báo cáo cấp dưới đã duyệt")).to_be_visible()
    assert violations(ha) == []
    ha.get_by_role("link", name="Mở báo cáo để trình ký").click()
    ha.get_by_role("button", name="Trình ký").click()
    binh = open_page()
    sign_in(binh, site=demo_site, user="binh")
    binh.goto(address)
    binh.get_by_role("button", name="Ký và gửi").first.click()
    binh.locator("dialog[open] button[type=submit]").click()
    binh.goto(together)
    expect(binh.get_by_role("columnheader", name="Đã ký gửi")).to_be_visible()
