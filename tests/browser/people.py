"""What people do on pages, said once for the walks."""

import re

from playwright.sync_api import Page, expect

NEWEST = re.compile("còn .* ngày")
FORM = "4/BCH"
# 21 answers of form 4/BCH for 9 months, as a clerk types them; 3.7 (the twelfth) is not greater than 3.6.
TYPED = "402 12 1.234 611 310 5 290 300 301 299 4 3 280 30 150 305 309 300 200 200 -".split()  # noqa: SIM905


def open_newest(page: Page) -> str:
    """From the to-do into the report on form 4/BCH that is due next; its address."""
    page.locator("li.line", has_text=FORM).filter(has_text=NEWEST).first.locator("a.button").first.click()
    wait_alive(page)
    return page.url


def wait_alive(page: Page) -> None:
    """The form's script runs: it shows the row of signs."""
    expect(page.locator("#signs")).to_be_visible()


def type_answers(page: Page, answers: list[str]) -> None:
    """Cell after cell with Enter, as in Excel."""
    page.locator("td.is-figure input").first.focus()
    for answer in answers:
        page.keyboard.type(answer)
        page.keyboard.press("Enter")
    page.locator("td.is-figure input").first.focus()


def cell_of(_page: Page, number: str) -> str:
    """A selector of the figure's cell in the line with a printed code (Mã số)."""
    return f'tr:has(td.is-code:text-is("{number}")) td.is-figure'


def wait_saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_contain_text("đã gửi về máy chủ lúc")


def sign_and_send(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Ký và gửi").first.click()
    page.locator("#sign-dialog").get_by_role("button", name="Ký và gửi").click()
    expect(page.get_by_text("Đã ký và gửi báo cáo.")).to_be_visible()


def no_sideways_scroll(page: Page) -> None:
    page.wait_for_load_state()  # its style sheets are there too
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def no_inline_styles(page: Page) -> None:
    page.wait_for_load_state()
    found = page.evaluate("document.querySelectorAll('[style], style').length")
    assert found == 0
