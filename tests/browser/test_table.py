"""The form as a table: blocks in and out as in a spreadsheet, one step back, keys, signs."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll, wait_alive, wait_saved
from tests.browser.test_accessibility import violations
from tests.support.browser import screenshot, sign_in
from tests.support.javascript import JavaScript
from tests.support.processes import Web

pytestmark = pytest.mark.how_it_looks

PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
COPIED = """() => {
  const data = new DataTransfer();
  document.activeElement.dispatchEvent(
    new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
  return [data.getData("text/plain"), data.getData("text/html")];
}"""
EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>
<tr><td align=right x:num="1234">1.2K</td><td x:num>56</td></tr>
<tr><td align=right x:num="7">7,00</td><td>-</td></tr></table>"""
LIBREOFFICE = """<table><tr><td sdval="12345" sdnum="1033;0;#,##0">12,345</td>
<td sdval="8" sdnum="1033;">8</td></tr></table>"""


@pytest.fixture
def form(demo_site: Web, desktop_page: Page) -> Page:
    """lan's newest report of II.06a, not started: columns 4 5 typed, 6 carried, 7 computed, 8 9 10 typed."""
    sign_in(desktop_page, site=demo_site, user="lan")
    line = desktop_page.locator("li.line", has_text="II.06a").filter(has_text="chưa bắt đầu")
    line.locator("a.button").first.click()
    wait_alive(desktop_page)
    return desktop_page


def cell(page: Page, row: str, column: int) -> Locator:
    return page.locator(f"td[data-cell='t1/{row}:c{column}'] > input")


def paste(page: Page, at: Locator, *, html: str = "", text: str = "") -> None:
    at.focus()
    page.evaluate(PASTE, [html, text])


def test_blocks_come_from_excel_and_libreoffice_with_their_values_and_go_back_in_one_step(form: Page) -> None:
    cell(form, "r02", 4).fill("3")
    paste(form, cell(form, "r01", 4), html=EXCEL, text="1.2K\t56\n7,00\t-")
    expect(cell(form, "r01", 4)).to_have_value("1.234")
    expect(cell(form, "r01", 5)).to_have_value("56")
    expect(cell(form, "r02", 4)).to_have_value("7")
    expect(cell(form, "r02", 5)).to_have_value("-")
    expect(form.locator(".paste-note")).to_contain_text("Đã dán 4 ô.")
    form.keyboard.press("Control+z")
    expect(cell(form, "r01", 4)).to_have_value("")
    expect(cell(form, "r02", 4)).to_have_value("3")
    form.keyboard.press("Control+z")
    expect(cell(form, "r02", 4)).to_have_value("")

    paste(form, cell(form, "r03", 8), html=LIBREOFFICE)
    expect(cell(form, "r03", 8)).to_have_value("12.345")
    expect(cell(form, "r03", 9)).to_have_value("8")
    # Computed and carried cells of the block are passed over, what is beyond the form is told.
    paste(form, cell(form, "r04", 12), text="1\t2\t3")
    expect(form.locator(".paste-note")).to_contain_text("Đã dán 2 ô; 1 ô không có chỗ trong biểu")
    paste(form, cell(form, "r05", 5), text="1\t2\t3\t4")
    expect(cell(form, "r05", 8)).to_have_value("4")
    wait_saved(form)
    form.reload()
    expect(cell(form, "r03", 8)).to_have_value("12.345")
    no_inline_styles(form)


def test_a_block_whose_numbers_read_two_ways_is_asked_about_once(form: Page) -> None:
    paste(form, cell(form, "r01", 4), text="1,234\t5\n2,500\t6")
    note = form.locator(".paste-note")
    expect(note).to_contain_text("“1,234” là")
    expect(cell(form, "r01", 4)).to_have_value("")
    note.get_by_role("button", name="hàng nghìn: 1234").click()
    expect(cell(form, "r01", 4)).to_have_value("1.234")
    expect(cell(form, "r02", 4)).to_have_value("2.500")
    expect(cell(form, "r02", 5)).to_have_value("6")


def test_a_block_is_chosen_with_shift_copied_with_its_values_and_emptied(form: Page) -> None:
    paste(form, cell(form, "r01", 4), html=EXCEL)
    cell(form, "r01", 4).focus()
    form.keyboard.press("Shift+ArrowRight")
    form.keyboard.press("Shift+ArrowDown")
    expect(form.locator("td.chosen")).to_have_count(4)
    text, html = form.evaluate(COPIED)
    assert text == "1.234\t56\n7\t-"
    assert 'sdval="1234"' in html
    form.keyboard.press("Delete")
    expect(cell(form, "r02", 5)).to_have_value("")
    form.keyboard.press("Control+z")
    expect(cell(form, "r02", 5)).to_have_value("-")
    paste(form, cell(form, "r03", 4), html=html, text=text)
    expect(cell(form, "r03", 4)).to_have_value("1.234")
    expect(cell(form, "r04", 5)).to_have_value("-")


def test_keys_move_as_in_a_spreadsheet_and_an_input_method_keeps_its_own(form: Page) -> None:
    cell(form, "r01", 4).focus()
    moves = {
        "End": ("r01", 13),
        "Home": ("r01", 4),
        "ArrowRight": ("r01", 5),
        "Enter": ("r02", 5),
        "Shift+Enter": ("r01", 5),
        "Tab": ("r01", 8),
        "ArrowLeft": ("r01", 5),
        "Control+Home": ("r01", 4),
    }
    for key, (row, column) in moves.items():
        form.keyboard.press(key)
        expect(cell(form, row, column)).to_be_focused()
    for key in ("Enter", "ArrowDown", "End", "Home"):
        form.evaluate(
            """(key) => document.activeElement.dispatchEvent(
                 new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true }))""",
            key,
        )
        expect(cell(form, "r01", 4)).to_be_focused()


def test_nothing_occurred_in_a_row_or_in_all_that_is_empty_is_one_action(form: Page) -> None:
    cell(form, "r01", 4).fill("5")
    form.get_by_role("button", name="- cả dòng").click()
    expect(cell(form, "r01", 4)).to_have_value("5")
    expect(cell(form, "r01", 13)).to_have_value("-")
    expect(cell(form, "r02", 4)).to_have_value("")
    form.get_by_role("button", name="Ghi “-” vào mọi ô trống").click()
    expect(cell(form, "r07", 13)).to_have_value("-")
    expect(form.locator("#problem-list .gaps")).to_have_count(0)
    form.keyboard.press("Control+z")
    expect(cell(form, "r07", 13)).to_have_value("")
    expect(cell(form, "r01", 13)).to_have_value("-")


def test_a_problem_in_the_list_leads_to_its_cell(form: Page) -> None:
    cell(form, "r05", 9).fill("1,5")
    cell(form, "r05", 9).press("Tab")
    form.locator("#problem-list li.error a").first.click()
    expect(cell(form, "r05", 9)).to_be_focused()


@pytest.mark.parametrize(
    ("texts", "notation"),
    [
        ([["1.234", "5"]], "either"),
        ([["1,234"]], "either"),
        ([["1.234", "1,5"]], "ours"),
        ([["1,234", "1.5"]], "theirs"),
        ([["1.234.567"]], "ours"),
        ([["1,234,567"]], "theirs"),
        ([["1.234", "1,234"]], "either"),
        ([["12", "x", "…", ""]], "ours"),
        ([["3.7 Số được điều trị"]], "ours"),
    ],
)
def test_how_a_block_writes_its_numbers(
    javascript: JavaScript, texts: list[list[str]], notation: str
) -> None:
    block = {"texts": texts, "raw": [[False] * len(row) for row in texts]}
    module = "reporting/static/js/form-clipboard.js"
    assert javascript.run(module=module, call="notationOf", cases=[[block]]) == [{"value": notation}]


def test_on_a_phone_one_row_is_filled_at_a_time(demo_site: Web, phone_page: Page) -> None:
    sign_in(phone_page, site=demo_site, user="lan")
    line = phone_page.locator("li.line", has_text="II.06a").filter(has_text="chưa bắt đầu")
    line.locator("a.button").first.click()
    wait_alive(phone_page)
    no_sideways_scroll(phone_page)
    expect(cell(phone_page, "r01", 4)).to_be_visible()
    expect(cell(phone_page, "r02", 4)).to_be_hidden()
    assert cell(phone_page, "r01", 4).get_attribute("inputmode") == "decimal"
    cell(phone_page, "r01", 4).fill("1.000")
    cell(phone_page, "r01", 4).press("Enter")
    expect(cell(phone_page, "r01", 5)).to_be_focused()
    cell(phone_page, "r01", 5).fill("200")
    phone_page.get_by_role("button", name="Dòng sau").click()
    cell(phone_page, "r02", 8).fill("1,5")
    cell(phone_page, "r02", 8).press("Enter")
    assert violations(phone_page) == []
    no_sideways_scroll(phone_page)
    no_inline_styles(phone_page)
    screenshot(phone_page, "form-phone-row")
    phone_page.get_by_role("button", name="Dòng trước").click()
    phone_page.locator("#problem-list li.error a").first.click()
    expect(cell(phone_page, "r02", 8)).to_be_focused()
    wait_saved(phone_page)
    phone_page.get_by_role("button", name="Cả bảng").click()
    expect(cell(phone_page, "r01", 4)).to_have_value("1.000")
    expect(cell(phone_page, "r03", 4)).to_be_visible()
    no_sideways_scroll(phone_page)
