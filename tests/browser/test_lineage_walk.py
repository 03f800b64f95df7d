"""Hưng Yên's 2024 as its own trees and as today's, at province, old district and commune: dung's walk."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import no_sideways_scroll
from tests.support.browser import screenshot, sign_in
from tests.support.processes import Web


def amount_of(page: Page) -> int:
    """The chosen line's amount."""
    words = page.locator("tr.is-current td.number b").first.inner_text()
    return int(words.replace(".", ""))


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)], ids=["desktop", "phone"])
def test_a_year_before_the_reorganisation_is_answered_on_both_trees(
    demo_site: Web, open_page: Callable[..., Page], width: int, height: int
) -> None:
    page = open_page(width=width, height=height)
    sign_in(page, site=demo_site, user="dung")

    # Today's province: one sum, from the communes of then.
    page.goto(f"{demo_site.url}/tong-hop/?period=2024")
    expect(page.locator("h1")).to_have_text("Năm 2024 · Tỉnh Hưng Yên")
    today = amount_of(page)
    no_sideways_scroll(page)

    # At the time: it did not exist; its two predecessors, each with its own year.
    page.select_option("select[name=tree]", "then")
    expect(page.locator(".message.warning")).to_contain_text("Vào ngày 31/12/2024 chưa có Tỉnh Hưng Yên")
    sums = []
    for name in ("Hưng Yên", "Thái Bình"):
        page.goto(f"{demo_site.url}/tong-hop/?period=2024&tree=then")
        page.get_by_role("link", name=f"Tỉnh {name} (cũ)").click()
        expect(page.locator("h1")).to_have_text(f"Năm 2024 · Tỉnh {name}")
        sums.append(amount_of(page))
    assert sum(sums) == today

    # Down to the old district, and what stands on its ground today.
    page.get_by_role("link", name="Huyện Đông Hưng", exact=True).click()
    expect(page.locator("h1")).to_have_text("Năm 2024 · Huyện Đông Hưng")
    assert 0 < amount_of(page) < sums[1]
    page.get_by_role("link", name="Xem trên địa giới hiện nay").click()
    expect(page.locator(".message.warning")).to_contain_text("Huyện Đông Hưng đã kết thúc ngày 30/06/2025")
    rows = page.locator("section[aria-labelledby=became] tbody tr")
    expect(rows.filter(has_text="Phường Trà Lý")).to_contain_text("gồm cả địa bàn từ nơi khác")
    expect(rows.filter(has_text="Xã Đông Quan").first).to_contain_text("chỉ gồm địa bàn của đơn vị này")
    no_sideways_scroll(page)
    screenshot(page, f"{'desktop' if width > 1000 else 'phone'}-district-today")

    # From there into a commune of today: its 2024 comes from the communes it was made of.
    page.get_by_role("link", name="Xã Đông Hưng", exact=True).click()
    expect(page.locator("h1")).to_have_text("Năm 2024 · Xã Đông Hưng")
    assert amount_of(page) > 0
    page.get_by_role("link", name=re.compile("Số này lấy từ đâu")).click()
    old = page.locator("tbody tr", has_text="Thị trấn Đông Hưng")
    expect(old).to_contain_text("(cũ)")
    old.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text("Thị trấn Đông Hưng: bản gửi lần")

    # And the old commune itself, on today's tree.
    page.goto(f"{demo_site.url}/tong-hop/?period=2024&unit=12688&as_of=2024-12-31")
    expect(page.locator("h1")).to_have_text("Năm 2024 · Thị trấn Đông Hưng")
    page.get_by_role("link", name="Xem trên địa giới hiện nay").click()
    expect(page.locator("section[aria-labelledby=became] tbody tr").first).to_contain_text("Xã Đông Hưng")


@pytest.mark.how_it_looks
def test_the_answer_of_a_past_day_is_given_again(demo_site: Web, open_page: Callable[..., Page]) -> None:
    page = open_page(width=1366, height=768)
    sign_in(page, site=demo_site, user="dung")
    address = f"{demo_site.url}/tong-hop/?period=2024&unit=34&as_of=2024-12-31&tree=then"
    page.goto(address)
    now = amount_of(page)
    page.goto(f"{address}&known_on=2025-01-20")
    expect(page.locator(".message").first).to_contain_text("Số liệu như đã biết ngày 20/01/2025")
    assert 0 < amount_of(page) < now  # some reports were accepted later


@pytest.mark.how_it_looks
def test_a_past_day_is_typed_as_it_is_said(demo_site: Web, open_page: Callable[..., Page]) -> None:
    """With the keys alone; a day that cannot be read stays in its field, and the way out is said."""
    page = open_page(width=390, height=844)
    sign_in(page, site=demo_site, user="dung")
    page.goto(f"{demo_site.url}/tong-hop/?period=2024&unit=34&as_of=2024-12-31&tree=then")
    now = amount_of(page)
    field = page.get_by_label("Như đã biết ngày")
    field.press_sequentially("01/20/2025")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ngày “01/20/2025” chưa đọc được")
    expect(field).to_have_value("01/20/2025")
    assert amount_of(page) == now
    screenshot(page, "phone-day-unread")
    field.fill("20/01/2025")
    field.press("Enter")
    expect(page.locator(".message").first).to_contain_text("Số liệu như đã biết ngày 20/01/2025")
    expect(field).to_have_value("20/01/2025")
    assert amount_of(page) < now
    no_sideways_scroll(page)


@pytest.mark.how_it_looks
def test_the_sentence_is_what_one_sees_first_on_a_phone_too(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    page = open_page(width=390, height=844, reduced_motion="reduce")  # what would scroll does it at once
    sign_in(page, site=demo_site, user="dung")
    page.goto(f"{demo_site.url}/tong-hop/")
    expect(page.locator("tr.is-current")).to_have_count(1)
    expect(page.locator("h1")).to_be_in_viewport(ratio=1)
    expect(page.locator(".totals-sentence")).to_be_in_viewport(ratio=1)
    assert page.evaluate("window.scrollY") == 0
