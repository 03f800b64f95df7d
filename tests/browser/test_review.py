"""A reviewer's morning in a real browser: the matrix, keys, and all without anything to ask in one action."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll
from tests.support.browser import screenshot, sign_in
from tests.support.processes import Web


@pytest.mark.how_it_looks
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)], ids=["desktop", "phone"])
def test_hoa_goes_through_what_waits_by_keys_and_accepts_the_rest_at_once(
    demo_site: Web, open_page: Callable[..., Page], width: int, height: int
) -> None:
    hoa = open_page(width=width, height=height)
    sign_in(hoa, site=demo_site, user="hoa")
    hoa.goto(f"{demo_site.url}/duyet-so-lieu/?status=submitted")
    rows = hoa.locator("tbody tr[data-open]")
    waiting = rows.count()
    assert waiting > 3
    no_sideways_scroll(hoa)

    # j goes down, Enter opens, j goes on to the next, d and Enter accept, and the next one is there.
    hoa.locator("body").press("j")
    hoa.locator("body").press("j")
    second = rows.nth(1).get_attribute("data-open")
    hoa.locator("body").press("Enter")
    hoa.wait_for_url(f"**{second}")
    no_sideways_scroll(hoa)
    no_inline_styles(hoa)
    hoa.locator("body").press("j")
    hoa.wait_for_url(lambda url: "/duyet-so-lieu/" in url and not url.endswith(str(second)))
    hoa.locator("body").press("d")
    hoa.keyboard.press("Enter")
    expect(hoa.get_by_text("Đã duyệt số liệu của")).to_be_visible()

    hoa.goto(f"{demo_site.url}/duyet-so-lieu/?status=submitted")
    expect(rows).to_have_count(waiting - 1)
    offered = hoa.locator("#accept-many input[name=report]").count()
    assert offered > 1
    hoa.get_by_role("button", name=f"Duyệt {offered} báo cáo không có gì phải hỏi").click()
    dialog = hoa.locator("#accept-many-dialog")
    expect(dialog).to_contain_text("Duyệt rồi thì không hủy được")
    dialog.get_by_role("button", name="Duyệt").click()
    expect(dialog.locator("[role=status]")).to_have_text(f"Đã duyệt {offered} báo cáo.")
    screenshot(hoa, f"{'desktop' if width > 1000 else 'phone'}-accepted-many")
    dialog.get_by_role("link", name="Xong").click()
    expect(rows).to_have_count(waiting - 1 - offered)


@pytest.mark.how_it_looks
def test_the_keys_go_on_to_the_next_page_and_back(demo_site: Web, open_page: Callable[..., Page]) -> None:
    thanh = open_page()
    sign_in(thanh, site=demo_site, user="thanh")
    thanh.goto(f"{demo_site.url}/duyet-so-lieu/")
    thanh.locator("select[name=round]").select_option(label="4/BCH · 3 tháng/2024")
    pages = thanh.locator("nav.pages")
    expect(pages).to_contain_text("1–200 trong 381 đơn vị")
    lit = thanh.locator("tr.is-current")
    body = thanh.locator("body")
    for _row in range(200):
        body.press("j")
    expect(lit).to_have_count(1)
    last = lit.inner_text()
    body.press("j")
    expect(pages).to_contain_text("201–381 trong 381 đơn vị")
    expect(lit).to_have_count(1)
    assert lit.inner_text() == thanh.locator("tbody tr").first.inner_text() != last
    body.press("k")
    expect(pages).to_contain_text("1–200 trong 381 đơn vị")
    assert lit.inner_text() == last
    body.press("Enter")
    expect(thanh).to_have_url(re.compile(r"/duyet-so-lieu/\d+/$"))
