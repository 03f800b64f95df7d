"""Files with a line a unit, in the browser: an office's own history, and one file for many units."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll
from tests.browser.test_accessibility import violations
from tests.support.browser import expect_errors, sign_in
from tests.support.processes import Web

pytestmark = pytest.mark.how_it_looks
PAST = """STT,Mã đơn vị,Tên đơn vị,Tổng số phụ nữ có thai,Tổng số lượt khám thai
1,12688,Thị trấn Đông Hưng,140,530
2,,Xã Không Có,1,2
"""
NOW = """STT,Mã đơn vị,Tên đơn vị,Tổng số phụ nữ có thai,Tổng số lượt khám thai
1,,Xã Bắc Đông Hưng,379,1200
2,,Xã Tiên Hưng,abc,300
"""


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_history_is_loaded_by_one_and_approved_by_another(
    demo_site: Web, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    nga.goto(f"{demo_site.url}/dot-bao-cao/lich-su/")

    def load(path: Path) -> None:
        nga.locator("#template").select_option(label="4/BCH – Hoạt động chăm sóc bà mẹ")
        nga.locator("#period").fill("2022-9M")
        nga.locator("#file").set_input_files(path)
        nga.get_by_role("button", name="Đọc và nạp").click()

    # A file that says nothing is refused in place, not in silence.
    expect_errors(nga, r"422.*/dot-bao-cao/lich-su/")
    load(_file(tmp_path, "khong.csv", "Mã đơn vị,Cột lạ\n12688,5\n"))
    expect(nga.get_by_role("alert")).to_contain_text("không nhận ra cột số liệu nào")
    found = violations(nga)

    load(_file(tmp_path, "2022.csv", PAST))
    expect(nga.get_by_role("heading", level=1)).to_have_text("Hoạt động chăm sóc bà mẹ · 9 tháng năm 2022")
    expect(nga.locator("main")).to_contain_text("1 đơn vị, 2 ô")
    expect(nga.locator("main")).to_contain_text("Không có đơn vị nào của đợt này có mã hoặc tên như vậy.")
    no_inline_styles(nga)
    found += violations(nga)

    binh = open_page(width=390, height=844)
    sign_in(binh, site=demo_site, user="binh")
    binh.goto(nga.url)
    no_sideways_scroll(binh)
    found += violations(binh)
    binh.get_by_role("button", name="Duyệt số liệu lịch sử").click()
    expect(binh.locator("main")).to_contain_text("Vũ Thanh Bình duyệt lúc")
    assert found == []


def test_one_file_fills_in_many_units_and_leaves_what_they_typed(
    demo_site: Web, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    nga.goto(f"{demo_site.url}/che-do/1/sua/")
    nga.locator("input[name=lets_others_enter]").check()
    nga.get_by_role("button", name="Xem trước").click()
    nga.get_by_role("button", name="Lưu chế độ").click()
    nga.goto(f"{demo_site.url}/dot-bao-cao/")
    nga.get_by_role("link", name="4/BCH · 9 tháng năm 2026").click()
    nga.get_by_role("link", name="Một tệp cho nhiều đơn vị").click()
    nga.locator("input[type=file]").set_input_files(_file(tmp_path, "cong.csv", NOW))
    nga.get_by_role("button", name="Đọc và xem trước").click()
    expect(nga.get_by_role("heading", level=1)).to_contain_text("Tệp thay đổi số liệu của 1 đơn vị")
    expect(nga.locator("main")).to_contain_text("“abc” chưa đọc được")
    no_inline_styles(nga)
    found = violations(nga)
    nga.get_by_role("button", name="Lưu vào bản nháp của 1 đơn vị").click()
    expect(nga.locator("main")).to_contain_text("1 đơn vị")
    expect(nga.get_by_role("button", name="Lưu vào bản nháp")).to_have_count(0)
    assert found + violations(nga) == []
