"""A clerk's workbooks in a real browser: corrected in place, kept, marked, undone; several at once."""

import base64
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.people import cell_of, no_inline_styles, no_sideways_scroll, open_newest, wait_alive
from tests.browser.test_accessibility import violations
from tests.submissions.workbooks.making import with_cell
from tests.support.browser import screenshot, sign_in
from tests.support.processes import Web

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DROP = """
([selector, name, type, text]) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true });
  document.querySelector(selector).dispatchEvent(drop);
}
"""


def handed_out(page: Page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải Excel").click()
    return Path(download.value.path()).read_bytes()


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": XLSX, "buffer": content}


@pytest.mark.how_it_looks
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)], ids=["desktop", "phone"])
def test_mistakes_are_corrected_in_place_and_the_file_comes_back_marked(
    demo_site: Web, open_page: Callable[..., Page], width: int, height: int
) -> None:
    name = "desktop" if width > 1000 else "phone"
    lan = open_page(width=width, height=height)
    sign_in(lan, site=demo_site, user="lan")
    report = open_newest(lan)
    content = handed_out(lan)
    for reference, xml in (
        ("E8", '<c r="E8" s="10"><v>1234</v></c>'),
        ("E9", '<c r="E9" t="inlineStr"><is><t>mười hai</t></is></c>'),
        ("E18", '<c r="E18" s="10"><v>4</v></c>'),
        ("E19", '<c r="E19" s="10"><v>5</v></c>'),
        ("E20", '<c r="E20"><f>E19*2</f></c>'),
    ):
        content = with_cell(content, reference, xml)

    # She uploads; the form opens with what the file says, and every problem at once.
    lan.get_by_role("button", name="Nạp Excel").click()
    lan.locator("#upload-file").set_input_files(file("Biểu của Lan.xlsx", content))
    lan.get_by_role("button", name="Đọc tệp").click()
    wait_alive(lan)
    expect(lan.locator("h1")).to_contain_text("Chưa lưu gì")
    expect(lan.locator("#problems")).to_contain_text("công thức chưa có kết quả lưu trong tệp")
    expect(lan.locator("#problems")).to_contain_text("5 lớn hơn dòng 3.6 (4)")
    expect(lan.locator(cell_of(lan, "02"))).to_contain_text("Chưa đọc được số")
    expect(lan.get_by_role("button", name="Lưu vào bản nháp")).to_have_count(0)
    no_sideways_scroll(lan)
    no_inline_styles(lan)
    assert violations(lan) == []
    screenshot(lan, f"{name}-upload")

    # She types over what is wrong; told at the cell at once, and by the server when she asks.
    for code, typed in (("02", "12"), ("12", "3"), ("13", "10")):
        lan.locator(cell_of(lan, code)).locator("input").fill(typed)
        lan.locator(cell_of(lan, code)).locator("input").press("Enter")
    expect(lan.locator(cell_of(lan, "12"))).not_to_contain_text("lớn hơn")
    lan.get_by_role("button", name="Kiểm tra lại").click()
    expect(lan.locator(".lead-line")).to_contain_text("đã sửa 3 ô tại đây")
    expect(lan.locator("#problems")).not_to_contain_text("lớn hơn")
    expect(lan.locator(cell_of(lan, "12")).locator("input")).to_have_value("3")
    lan.get_by_role("button", name="Lưu vào bản nháp").click()

    # Kept: the report has the numbers, the file can be had again, as it came and with its cells marked.
    expect(lan.get_by_text("Đã lưu 5 ô từ tệp vào bản nháp.")).to_be_visible()
    assert lan.url == report
    wait_alive(lan)
    expect(lan.locator(cell_of(lan, "01")).locator("input")).to_have_value("1.234")
    with lan.expect_download() as download:
        lan.get_by_role("link", name="Tải tệp gốc").click()
    assert Path(download.value.path()).read_bytes() == content
    assert download.value.suggested_filename == "Biểu của Lan.xlsx"
    with lan.expect_download() as download:
        lan.get_by_role("link", name="Tải tệp đã đánh dấu ô").click()
    sheet = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))["Biểu 4-BCH"]
    assert sheet["E19"].comment.text.startswith("5 lớn hơn dòng 3.6 (4)")
    assert sheet["E19"].fill.fgColor.rgb == "FFFFC7CE"
    no_sideways_scroll(lan)

    # And undone in one step.
    lan.get_by_role("button", name="Hoàn tác tệp này").click()
    expect(lan.get_by_text("5 ô trở lại như trước khi nạp")).to_be_visible()
    wait_alive(lan)
    expect(lan.locator(cell_of(lan, "01")).locator("input")).to_have_value("")


def test_files_are_dropped_or_chosen_and_find_their_reports(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    lan = open_page(width=1366, height=768)
    sign_in(lan, site=demo_site, user="lan")
    report = open_newest(lan)
    content = with_cell(handed_out(lan), "E8", '<c r="E8" s="10"><v>77</v></c>')
    lan.goto(f"{demo_site.url}/")
    lan.get_by_role("link", name="Nạp nhiều tệp Excel").click()
    packed = base64.b64encode(content).decode()
    lan.wait_for_load_state()
    lan.evaluate(DROP, ["#drop-zone", "của tôi.xlsx", XLSX, packed])
    expect(lan.locator("#chosen")).to_have_text("của tôi.xlsx")
    lan.locator("#files").set_input_files([file("một.xlsx", content), file("hai.xlsx", b"hello")])
    expect(lan.locator("#chosen")).to_have_text("một.xlsx, hai.xlsx")
    lan.locator("#files").focus()
    lan.keyboard.press("Tab")
    lan.keyboard.press("Enter")
    expect(lan.locator(".table-box tbody tr")).to_have_count(2)
    expect(lan.locator(".table-box tbody tr").nth(1)).to_contain_text("không phải bảng tính")
    no_sideways_scroll(lan)
    no_inline_styles(lan)
    assert violations(lan) == []
    screenshot(lan, "desktop-many-files")
    lan.get_by_role("checkbox", name="Lưu một.xlsx").check()
    lan.get_by_role("button", name="Lưu các tệp đã chọn").click()
    expect(lan.get_by_text("Đã lưu 1 tệp vào bản nháp.")).to_be_visible()
    lan.goto(report)
    wait_alive(lan)
    expect(lan.locator(cell_of(lan, "01")).locator("input")).to_have_value("77")
