"""While typing: nothing is lost, two people are told, Excel's ways work, no script is needed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import FORM, TYPED, cell_of, open_newest, type_answers, wait_alive, wait_saved
from tests.support.browser import expect_errors, sign_in
from tests.support.processes import Web


@pytest.fixture
def lan(demo_site: Web, desktop_page: Page) -> Page:
    sign_in(desktop_page, site=demo_site, user="lan")
    return desktop_page


def _cell(page: Page, code: str) -> Locator:
    return page.locator(cell_of(page, code)).locator("input")


@pytest.mark.how_it_looks
def test_what_was_typed_while_the_network_was_away_is_kept_and_sent_later(lan: Page) -> None:
    open_newest(lan)
    expect_errors(lan, "ERR_INTERNET_DISCONNECTED|Failed to load|request failed")
    lan.context.set_offline(True)
    _cell(lan, "01").fill("402")
    _cell(lan, "01").press("Enter")
    expect(lan.locator("#save-state")).to_contain_text("chưa gửi được, đang giữ trên máy này")
    lan.context.set_offline(False)
    wait_saved(lan)
    lan.reload()
    expect(_cell(lan, "01")).to_have_value("402")


@pytest.mark.how_it_looks
def test_what_was_not_sent_survives_a_closed_page(lan: Page) -> None:
    address = open_newest(lan)
    expect_errors(lan, "ERR_FAILED|Failed to load|request failed")
    lan.context.route("**/luu/", lambda route: route.abort())
    _cell(lan, "02").fill("1.234")
    _cell(lan, "02").press("Enter")
    expect(lan.locator("#save-state")).to_contain_text("đang giữ trên máy này")
    lan.on("dialog", lambda dialog: dialog.accept())
    lan.goto("about:blank")
    lan.context.unroute("**/luu/")
    lan.goto(address)
    expect(_cell(lan, "02")).to_have_value("1.234")
    wait_saved(lan)


def test_two_people_in_one_cell_see_both_values(
    lan: Page, demo_site: Web, open_page: Callable[..., Page]
) -> None:
    address = open_newest(lan)
    minh = open_page()
    sign_in(minh, site=demo_site, user="minh")
    minh.goto(address)
    wait_alive(minh)
    _cell(lan, "01").fill("402")
    _cell(lan, "01").press("Enter")
    wait_saved(lan)
    expect_errors(minh, "409")
    _cell(minh, "02").fill("7")
    _cell(minh, "01").fill("410")
    _cell(minh, "01").press("Enter")
    conflict = minh.locator(".conflict")
    expect(conflict).to_contain_text("402")
    expect(_cell(minh, "01")).to_have_value("410")
    conflict.get_by_role("button", name="Giữ số của tôi").click()
    wait_saved(minh)
    lan.reload()
    expect(_cell(lan, "01")).to_have_value("410")
    expect(_cell(lan, "02")).to_have_value("7")


@pytest.mark.how_it_looks
def test_a_block_is_pasted_as_the_spreadsheet_holds_it_and_taken_back_in_one_step(lan: Page) -> None:
    open_newest(lan)
    _cell(lan, "01").fill("9")
    _cell(lan, "01").focus()
    lan.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/html",
            '<table><tr><td x:num="1234">1.2K</td></tr><tr><td sdval="56">56,0</td></tr></table>');
          data.setData("text/plain", "1.2K\\n56,0");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(_cell(lan, "01")).to_have_value("1.234")
    expect(_cell(lan, "02")).to_have_value("56")
    lan.keyboard.press("Control+z")
    expect(_cell(lan, "01")).to_have_value("9")
    expect(_cell(lan, "02")).to_have_value("")


@pytest.mark.how_it_looks
def test_keys_of_an_input_method_do_not_leave_the_cell(lan: Page) -> None:
    open_newest(lan)
    _cell(lan, "01").focus()
    lan.evaluate(
        """() => document.activeElement.dispatchEvent(
             new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }))"""
    )
    expect(_cell(lan, "01")).to_be_focused()
    lan.keyboard.press("ArrowDown")
    expect(_cell(lan, "02")).to_be_focused()


@pytest.mark.how_it_looks
def test_the_form_saves_without_script(demo_site: Web, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, site=demo_site, user="lan")
    page.locator("li.line", has_text=FORM).filter(has_text="còn").first.locator("a.button").first.click()
    _cell(page, "11").fill("12")
    _cell(page, "12").fill("15")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_text("Đã lưu bản nháp.")).to_be_visible()
    expect(page.locator(cell_of(page, "12"))).to_contain_text("15 lớn hơn dòng 3.6 (12)")


def test_a_workbook_is_shown_before_it_is_saved(lan: Page, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    address = open_newest(lan)
    _cell(lan, "01").fill("400")
    _cell(lan, "01").press("Enter")
    wait_saved(lan)
    with lan.expect_download() as download:
        lan.get_by_role("link", name="Tải Excel").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    book = load_workbook(file)
    book.worksheets[0]["E8"], book.worksheets[0]["E9"] = 402, "1,5"
    book.save(file)

    lan.get_by_role("button", name="Nạp Excel").click()
    lan.locator("#upload-file").set_input_files(file)
    lan.get_by_role("button", name="Đọc tệp").click()
    expect(lan.locator(cell_of(lan, "01"))).to_contain_text("trước: 400")
    expect(_cell(lan, "02")).to_have_value("1,5")
    expect(lan.locator("#problems")).to_contain_text("E9")
    lan.goto(address)
    expect(_cell(lan, "01")).to_have_value("400")

    book.worksheets[0]["E9"] = 12
    book.save(file)
    lan.get_by_role("button", name="Nạp Excel").click()
    lan.locator("#upload-file").set_input_files(file)
    lan.get_by_role("button", name="Đọc tệp").click()
    lan.get_by_role("button", name="Lưu vào bản nháp").click()
    expect(_cell(lan, "01")).to_have_value("402")
    expect(_cell(lan, "02")).to_have_value("12")


@pytest.mark.how_it_looks
def test_a_file_that_is_no_workbook_is_refused_in_words(lan: Page, tmp_path: Path) -> None:
    open_newest(lan)
    file = tmp_path / "bao-cao.xlsx"
    file.write_bytes(b"this is not a workbook")
    expect_errors(lan, "422")
    lan.get_by_role("button", name="Nạp Excel").click()
    lan.locator("#upload-file").set_input_files(file)
    lan.get_by_role("button", name="Đọc tệp").click()
    expect(lan.locator(".message.error")).to_contain_text("không phải bảng tính")
    expect(lan.locator("main")).to_contain_text("Bản nháp không thay đổi")


@pytest.mark.how_it_looks
def test_a_warning_asks_for_a_word_and_the_head_reads_it(
    lan: Page, demo_site: Web, open_page: Callable[..., Page]
) -> None:
    address = open_newest(lan)
    type_answers(lan, [*TYPED[:19], "301", "-"])
    warning = lan.locator("#problem-list li.warning")
    expect(warning).to_contain_text("dòng 6.2")
    wait_saved(lan)
    lan.get_by_role("button", name="Trình ký").click()
    expect(lan.locator(".message.error")).to_be_visible()
    wait_alive(lan)
    at_cell, in_list = lan.locator("td .explain"), lan.locator("#problem-list .explain")
    expect_errors(lan, "ERR_INTERNET_DISCONNECTED|Failed to load|request failed")
    lan.context.set_offline(True)
    at_cell.locator("xpath=ancestor::td").locator("> input").focus()
    lan.keyboard.press("Tab")
    expect(at_cell).to_be_focused()
    lan.keyboard.type("Có sản phụ của kỳ trước chuyển sang")
    expect(in_list).to_have_value("Có sản phụ của kỳ trước chuyển sang")
    lan.keyboard.press("Enter")
    expect(_cell(lan, "21")).to_be_focused()
    expect(lan.locator("#save-state")).to_contain_text("đang giữ trên máy này")
    lan.context.set_offline(False)
    wait_saved(lan)
    lan.reload()
    wait_alive(lan)
    expect(at_cell).to_have_value("Có sản phụ của kỳ trước chuyển sang")
    in_list.fill("Có hai sản phụ của kỳ trước chuyển sang")
    in_list.press("Enter")
    expect(at_cell).to_have_value("Có hai sản phụ của kỳ trước chuyển sang")
    lan.get_by_role("button", name="Trình ký").click()
    expect(lan.get_by_text("Đã trình ký.")).to_be_visible()

    minh = open_page()
    sign_in(minh, site=demo_site, user="minh")
    minh.goto(address)
    expect(minh.locator(".side")).to_contain_text("Có hai sản phụ của kỳ trước chuyển sang")
    expect(minh.locator("td .said.word")).to_have_text("“Có hai sản phụ của kỳ trước chuyển sang”")
