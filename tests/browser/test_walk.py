"""The main job at a desk and on a phone: lan fills, minh signs, hoa checks, dung reads."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import (
    TYPED,
    cell_of,
    no_inline_styles,
    no_sideways_scroll,
    open_newest,
    sign_and_send,
    type_answers,
    wait_saved,
)
from tests.support.browser import screenshot, sign_in
from tests.support.processes import Processes, Web


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)], ids=["desktop", "phone"])
def test_a_number_travels_from_the_clerk_to_the_leader(
    demo_site: Web,
    demo_database_url: str,
    processes: Processes,
    open_page: Callable[..., Page],
    width: int,
    height: int,
) -> None:
    def person(user: str) -> Page:
        page = open_page(width=width, height=height)
        sign_in(page, site=demo_site, user=user)
        return page

    name = "desktop" if width > 1000 else "phone"
    processes.start_worker(database_url=demo_database_url)

    # lan sees her six reports, the overdue ones marked, and opens the newest of 4/BCH.
    lan = person("lan")
    expect(lan.locator("main > ul.lines > li.line")).to_have_count(6)
    expect(lan.locator("li.line.is-overdue")).to_have_count(2)
    expect(lan.locator("h1")).to_contain_text("quá hạn")
    no_sideways_scroll(lan)
    screenshot(lan, f"{name}-to-do")
    report = open_newest(lan)
    no_sideways_scroll(lan)
    no_inline_styles(lan)

    # She types; 3.7 greater than 3.6 is told at the cell; she corrects it.
    type_answers(lan, [*TYPED[:11], "15", *TYPED[12:]])
    wrong = lan.locator(cell_of(lan, "12"))
    expect(wrong).to_contain_text("15 lớn hơn dòng 3.6 (4)")
    expect(wrong.locator("input")).to_have_attribute("aria-invalid", "true")
    screenshot(lan, f"{name}-form")
    wrong.locator("input").fill("3")
    wrong.locator("input").press("Enter")
    expect(wrong).not_to_contain_text("lớn hơn")
    wait_saved(lan)

    # What she typed is there after a reload, as it was read.
    lan.reload()
    expect(lan.locator(cell_of(lan, "03")).locator("input")).to_have_value("1.234")
    lan.get_by_role("button", name="Trình ký").click()
    expect(lan.get_by_text("Đã trình ký.")).to_be_visible()

    # minh is asked before all that is not urgent, signs and sends.
    minh = person("minh")
    expect(minh.locator("h2.overline")).to_contain_text(["Đột xuất", "Chờ ký", "Quá hạn"])
    screenshot(minh, f"{name}-to-sign")
    sign_and_send(minh, report)

    # hoa returns it with a comment on a cell.
    hoa = person("hoa")
    hoa.goto(f"{demo_site.url}/duyet-so-lieu/?status=submitted")
    hoa.get_by_role("link", name="Xã Đông Hưng", exact=True).click()
    expect(hoa).to_have_url(re.compile(r"/duyet-so-lieu/\d+/$"))
    review = hoa.url
    no_sideways_scroll(hoa)
    hoa.locator(cell_of(hoa, "12")).get_by_role("button").click()
    hoa.keyboard.type("Sổ theo dõi ghi 4 người, đề nghị kiểm tra.")
    screenshot(hoa, f"{name}-review")
    hoa.locator("#return-form").get_by_role("button", name="Trả lại để sửa").click()
    expect(hoa.get_by_text("Đã trả lại báo cáo của Xã Đông Hưng để sửa.")).to_be_visible()
    assert re.search(r"/duyet-so-lieu/\d+/$", hoa.url), "the next one opens by itself"
    assert hoa.url != review

    # lan sees the comment at the cell, corrects, asks again; minh sends again.
    lan.goto(report)
    returned = lan.locator(cell_of(lan, "12"))
    expect(returned).to_contain_text("Sổ theo dõi ghi 4 người")
    returned.locator("input").fill("4")
    returned.locator("input").press("Enter")
    wait_saved(lan)
    lan.get_by_role("button", name="Trình ký").click()
    expect(lan.get_by_text("Đã trình ký.")).to_be_visible()
    sign_and_send(minh, report)

    # hoa sees what changed and accepts.
    hoa.goto(review)
    expect(hoa.locator("td.changed")).to_have_count(1)
    expect(hoa.locator("td.changed")).to_contain_text("trước: 3")
    hoa.locator("body").press("d")
    hoa.locator("#accept-dialog").get_by_role("button", name="Duyệt").click()
    expect(hoa.get_by_text("Đã duyệt số liệu của Xã Đông Hưng.")).to_be_visible()

    # Within seconds the total has moved for the leader, by the worker alone: one more unit counts.
    dung = person("dung")
    expect(dung).to_have_url(re.compile("/tong-hop/"))
    for _ in range(20):
        if "90/104" in dung.locator("main").inner_text():
            break
        dung.wait_for_timeout(500)
        dung.reload()
    expect(dung.locator("main")).to_contain_text("90/104")
    no_sideways_scroll(dung)
    expect(dung.locator("main")).to_contain_text("so với cùng kỳ năm 2025")
    screenshot(dung, f"{name}-totals")

    # From the total down to the commune, its sealed report, the cell of the workbook.
    dung.get_by_role("link", name="Số này lấy từ đâu").click()
    expect(dung.locator("main")).to_contain_text("trên 104 đơn vị phải báo cáo")
    no_sideways_scroll(dung)
    dung.get_by_role("link", name="Xã Đông Hưng", exact=True).click()
    expect(dung.locator("main")).to_contain_text("E12")
    expect(dung.locator("main")).to_contain_text("Xã Đông Hưng")
    no_sideways_scroll(dung)
    screenshot(dung, f"{name}-source")

    # The history says all of it in words.
    lan.goto(f"{report}lich-su/")
    for words in ("trình ký", "ký và gửi báo cáo", "trả lại để sửa", "duyệt số liệu"):
        expect(lan.locator("main")).to_contain_text(words)


def test_a_correction_is_asked_for_and_granted_while_the_old_figure_counts(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    lan = open_page()
    sign_in(lan, site=demo_site, user="lan")
    lan.goto(f"{demo_site.url}/bao-cao/?status=accepted&period=2025")
    lan.locator("tbody a").first.click()
    report = lan.url
    lan.get_by_role("button", name="Xin đính chính").click()
    lan.get_by_label("Lý do: số nào sai, vì sao").fill("Nhập nhầm dòng 3.9")
    lan.get_by_role("button", name="Gửi yêu cầu").click()
    expect(lan.get_by_text("Đã gửi yêu cầu đính chính.")).to_be_visible()

    hoa = open_page()
    sign_in(hoa, site=demo_site, user="hoa")
    hoa.get_by_role("link", name="Xã Đông Hưng", exact=True).first.click()
    expect(hoa.locator("main")).to_contain_text("Nhập nhầm dòng 3.9")
    hoa.get_by_role("button", name="Đồng ý đính chính").click()
    expect(hoa.get_by_text("Đã đồng ý cho Xã Đông Hưng đính chính.")).to_be_visible()

    lan.goto(report)
    expect(lan.locator("main")).to_contain_text("số đã duyệt vẫn được tính")
    expect(lan.locator("td.is-figure input").first).to_be_editable()


def test_the_officer_reminds_only_those_who_have_not_reported(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    expect(nga).to_have_url(re.compile("/dot-bao-cao/"))
    nga.locator("tbody a").first.click()
    expect(nga).to_have_url(re.compile(r"/dot-bao-cao/\d+/$"))
    nga.wait_for_load_state()  # what is counted is there: counting does not wait
    missing = nga.locator("tbody tr").count()
    assert 0 < missing < 40
    nga.get_by_role("button", name="Đôn đốc").click()
    expect(nga.locator(".message.success")).to_contain_text("thư đôn đốc")
