"""Form II.06a while typing: computed cells follow, carried ones are there, checks are told at once."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import wait_alive, wait_saved
from tests.support.browser import sign_in
from tests.support.processes import Web


@pytest.fixture
def form(demo_site: Web, desktop_page: Page) -> Page:
    """lan's newest report of II.06a, not started."""
    sign_in(desktop_page, site=demo_site, user="lan")
    line = desktop_page.locator("li.line", has_text="II.06a").filter(has_text="chưa bắt đầu")
    line.locator("a.button").first.click()
    wait_alive(desktop_page)
    return desktop_page


def cell(page: Page, row: str, column: int) -> Locator:
    return page.locator(f"td[data-cell='t1/{row}:c{column}']")


def number(page: Page, row: str, column: int) -> int:
    return int((cell(page, row, column).locator(".figure").text_content() or "0").replace(".", ""))


def type_row(page: Page, row: str, figures: dict[int, str]) -> None:
    for column, figure in figures.items():
        cell(page, row, column).locator("input").fill(figure)
        cell(page, row, column).locator("input").press("Tab")


@pytest.mark.how_it_looks
def test_sums_follow_and_the_balance_is_told_as_one_types(form: Page) -> None:
    carried = number(form, "r01", 6)
    assert carried > 0
    expect(cell(form, "r01", 6).locator("input")).to_have_count(0)
    type_row(form, "r01", {4: "1.000", 5: "200", 8: "900", 9: "250", 10: "-", 12: "50"})
    expect(cell(form, "r01", 3)).to_contain_text(f"1.{200 + carried}")
    expect(cell(form, "r01", 7)).to_contain_text("1.150")
    expect(cell(form, "r01", 11).locator(".figure")).to_have_text("")  # column 13 is not answered yet
    type_row(form, "r01", {13: "0"})
    problem = form.locator("#problem-list li.error")
    if carried != 0:
        expect(problem).to_contain_text(f"1.{200 + carried} khác cột 7 + cột 11 (1.200)")
    wait_saved(form)
    said = problem.text_content()
    form.reload()
    wait_alive(form)
    expect(cell(form, "r01", 3)).to_contain_text(f"1.{200 + carried}")
    assert form.locator("#problem-list li.error").text_content() == said
    type_row(form, "r01", {12: str(50 + carried)})
    expect(form.locator("#problem-list li.error")).to_have_count(0)


@pytest.mark.how_it_looks
def test_what_cannot_be_read_leaves_its_sums_empty(form: Page) -> None:
    type_row(form, "r02", {8: "5", 9: "6", 10: "1"})
    expect(cell(form, "r02", 7).locator(".figure")).to_have_text("12")
    cell(form, "r02", 10).locator("input").fill("1,5")
    expect(cell(form, "r02", 7).locator(".figure")).to_have_text("")
    cell(form, "r02", 10).locator("input").fill("-")
    expect(cell(form, "r02", 7).locator(".figure")).to_have_text("11")
