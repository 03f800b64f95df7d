"""Many workbooks at once in a real browser, at a desk and on a phone: sent in parts, followed, stopped."""

import base64
import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from playwright.sync_api import Page, Route, expect

from tests.browser.people import no_inline_styles, no_sideways_scroll, open_newest
from tests.browser.test_accessibility import violations
from tests.browser.test_uploads import DROP, file, handed_out
from tests.submissions.workbooks.making import with_cell
from tests.support.browser import expect_errors, screenshot, sign_in
from tests.support.processes import Processes, Web


def test_a_zip_and_a_drag_of_files_are_followed_to_the_end(
    demo_site: Web, demo_database_url: str, processes: Processes, open_page: Callable[..., Page]
) -> None:
    lan = open_page()
    sign_in(lan, site=demo_site, user="lan")
    report = open_newest(lan)
    content = with_cell(handed_out(lan), "E8", '<c r="E8" s="10"><v>402</v></c>')
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("xã Đông Hưng/biểu.xlsx", content)
        package.writestr("Thumbs.db", b"")
    page = f"{demo_site.url}/nap-hang-loat/"

    # Nobody works through it yet: it is stopped, and started again.
    lan.goto(page)
    expect(lan.get_by_role("main")).to_contain_text("Chưa nạp lượt nào.")
    files = [file("tệp của xã.zip", archive.getvalue()), file("cong-van.pdf", b"%PDF-1.7")]
    lan.locator("#files").set_input_files(files)
    expect(lan.locator("#chosen")).to_have_text("Đã chọn 2 tệp")
    lan.evaluate("document.getElementById('batch-form').dataset.partFiles = 1")

    # The line is cut after the first part; the second goes out with the next click.
    cut = list[Route]()

    def once(route: Route) -> None:
        is_second = b'name="phan"\r\n\r\n1' in (route.request.post_data_buffer or b"")
        if is_second and not cut:
            cut.append(route)
            route.abort()
        else:
            route.continue_()

    lan.route("**/nap-hang-loat/", once)
    expect_errors(lan, "Failed to load|ERR_FAILED|request failed")
    lan.get_by_role("button", name="Gửi các tệp").click()
    expect(lan.locator("#refused")).to_contain_text("Đường truyền bị ngắt.")
    lan.get_by_role("button", name="Gửi các tệp").click()
    lan.wait_for_url(re.compile(r"/nap-hang-loat/\d+/$"))
    expect(lan.locator("h1")).to_have_text("Đang xử lý: 0/2 tệp")
    lan.get_by_role("button", name="Dừng lại").click()
    expect(lan.locator("h1")).to_have_text("Đã dừng ở 0/2 tệp")
    lan.get_by_role("button", name="Chạy tiếp 2 tệp").click()
    worker = processes.start_worker(database_url=demo_database_url)
    expect(lan.locator("h1")).to_have_text("Đã xong: 1/2 tệp vào bản nháp", timeout=60_000)
    expect(lan.locator("tr", has_text="cong-van.pdf")).to_contain_text("Tệp này không phải bảng tính")
    found = violations(lan)
    no_inline_styles(lan)
    screenshot(lan, "batch-done")
    with lan.expect_download() as download:
        lan.get_by_role("link", name="Tải kết quả từng tệp").click()
    assert download.value.suggested_filename == "ket-qua-nap.xlsx"
    lan.goto(report)
    expect(lan.locator("td.is-figure input").first).to_have_value("402")

    # The same file dragged on a phone-wide page changes nothing a second time.
    phone = open_page(width=390, height=844)
    sign_in(phone, site=demo_site, user="lan")
    phone.goto(page)
    no_sideways_scroll(phone)
    given = ["#drop-zone", "lần nữa.xlsx", "application/octet-stream", base64.b64encode(content).decode()]
    phone.evaluate(DROP, given)
    expect(phone.locator("#chosen")).to_have_text("Đã chọn 1 tệp")
    phone.get_by_role("button", name="Gửi các tệp").click()
    expect(phone.locator("h1")).to_have_text("Đã xong: 1/1 tệp vào bản nháp", timeout=30_000)
    expect(phone.locator(".stat-line")).to_contain_text("1 giống bản nháp")
    no_sideways_scroll(phone)
    screenshot(phone, "batch-done-phone")
    found += violations(phone)
    assert found == []
    worker.stop()
