"""What exists is shown while an officer types a name; unused fields are put away; in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll
from tests.browser.test_accessibility import violations
from tests.support.browser import screenshot, sign_in
from tests.support.processes import Web

pytestmark = pytest.mark.how_it_looks


def test_an_officer_is_shown_what_exists_while_typing_and_undoes_a_change(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    nga.goto(f"{demo_site.url}/chi-tieu/moi/")
    beside = nga.locator("[data-alike]")
    expect(nga.locator("#f-weight")).to_be_hidden()
    nga.locator("#f-name").press_sequentially("so phu nu de")
    expect(beside).to_contain_text("BCH4.05 Phụ nữ đẻ")
    expect(beside).to_contain_text("dùng ở biểu 4/BCH")
    nga.locator("#f-name").fill("Phụ nữ đẻ")
    nga.locator("#f-unit_of_measure").select_option("nguoi")
    expect(beside.locator(".same")).to_contain_text("BCH4.05")
    nga.locator("#f-over_units").select_option("weighted_mean")
    expect(nga.locator("#f-weight")).to_be_visible()
    expect(nga.locator("[data-sentence]")).to_contain_text("bình quân gia quyền")
    nga.locator("#f-weight").press_sequentially("kham thai")
    expect(nga.locator("#known-indicators option[value='BCH4.03']")).to_have_count(1)
    nga.locator("#f-over_units").select_option("sum")
    expect(nga.locator("#f-weight")).to_be_hidden()
    found = violations(nga)
    screenshot(nga, "indicator-form")
    nga.set_viewport_size({"width": 390, "height": 844})
    no_sideways_scroll(nga)
    no_inline_styles(nga)
    nga.set_viewport_size({"width": 1366, "height": 768})

    nga.locator("#f-name").fill("Lượt tư vấn dinh dưỡng")
    nga.locator("#f-code").fill("TU.VAN")
    nga.get_by_role("button", name="Lập chỉ tiêu").click()
    nga.get_by_role("link", name="Sửa", exact=True).click()
    nga.locator("#f-name").fill("Lượt tư vấn")
    nga.get_by_role("button", name="Lưu phiên bản mới").click()
    expect(nga.get_by_role("heading", level=1)).to_have_text("Lượt tư vấn")
    found += violations(nga)
    nga.get_by_role("button", name="Hoàn tác lần sửa vừa rồi").click()
    expect(nga.get_by_role("heading", level=1)).to_have_text("Lượt tư vấn dinh dưỡng")
    assert found == []


def test_a_button_that_gives_a_file_does_not_count_seconds_for_ever(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    nga.clock.install()
    nga.goto(f"{demo_site.url}/chi-tieu/")
    expect(nga.locator("#busy")).to_be_hidden()
    with nga.expect_download() as given:
        nga.get_by_role("button", name="Tải danh sách này").click()
    assert given.value.suggested_filename.endswith(".xlsx")
    nga.clock.fast_forward(5000)
    expect(nga.locator("#busy")).to_be_hidden()
