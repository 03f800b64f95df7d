"""A draft is never lost: the line is cut, the session ends, the machine is shared, the browser is killed."""

import os
import random
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import cell_of, open_newest, wait_alive, wait_saved
from tests.support.browser import PASSWORD, Browser, expect_errors, sign_in
from tests.support.processes import Web

NO_LINE = "ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load|request failed|Failed to fetch"
KILLS = 20


def _cell(page: Page, code: str) -> Locator:
    return page.locator(cell_of(page, code)).locator("input")


def _type(page: Page, code: str, text: str) -> None:
    _cell(page, code).focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def _state(page: Page) -> Locator:
    return page.locator("#save-state")


def wait_kept(page: Page) -> None:
    """The page, and what it is made of, would open again without a network."""
    expect(page.locator("#report-form[data-kept]")).to_have_count(1)


@pytest.fixture
def lan(demo_site: Web, desktop_page: Page) -> Page:
    sign_in(desktop_page, site=demo_site, user="lan")
    return desktop_page


@pytest.mark.how_it_looks
def test_with_the_line_cut_the_form_opens_checks_and_keeps_and_sends_once_there_is_a_network(
    lan: Page,
) -> None:
    address = open_newest(lan)
    _type(lan, "01", "1")
    wait_saved(lan)
    wait_kept(lan)
    expect_errors(lan, NO_LINE)
    lan.context.set_offline(True)
    _type(lan, "11", "12")
    _type(lan, "12", "15")
    expect(_state(lan)).to_contain_text("đang giữ trên máy này")
    expect(lan.locator("#problem-list")).to_contain_text("15 lớn hơn dòng 3.6 (12)")

    lan.on("dialog", lambda dialog: dialog.accept())
    lan.goto("about:blank")
    lan.goto(address)
    wait_alive(lan)
    expect(_cell(lan, "01")).to_have_value("1")  # sent after the page that is kept was made
    expect(_cell(lan, "12")).to_have_value("15")
    expect(lan.locator("#problem-list")).to_contain_text("15 lớn hơn dòng 3.6 (12)")
    _type(lan, "12", "11")
    expect(lan.locator("#problem-list")).not_to_contain_text("lớn hơn dòng 3.6")
    lan.context.set_offline(False)
    wait_saved(lan)
    lan.goto(address)
    expect(_cell(lan, "11")).to_have_value("12")
    expect(_cell(lan, "12")).to_have_value("11")


@pytest.mark.how_it_looks
def test_when_the_session_ended_one_signs_in_on_the_form_and_goes_on(lan: Page) -> None:
    open_newest(lan)
    lan.context.clear_cookies(name="sessionid")
    _type(lan, "01", "402")
    expect(_state(lan)).to_contain_text("đã hết phiên làm việc")
    _type(lan, "02", "12")  # nothing is locked
    lan.get_by_role("button", name="Đăng nhập lại").click()
    dialog = lan.locator("#session-dialog")
    dialog.get_by_label("Mật khẩu").fill("not-mine")
    dialog.get_by_role("button", name="Đăng nhập").click()
    expect(dialog).to_contain_text("Mật khẩu chưa đúng")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập").click()
    expect(dialog).to_be_hidden()
    wait_saved(lan)
    lan.reload()
    expect(_cell(lan, "01")).to_have_value("402")
    expect(_cell(lan, "02")).to_have_value("12")


@pytest.mark.how_it_looks
def test_a_shared_machine_shows_nobody_what_another_typed(lan: Page, demo_site: Web) -> None:
    address = open_newest(lan)
    wait_kept(lan)
    expect_errors(lan, NO_LINE)
    lan.context.route("**/luu/", lambda route: route.abort())
    _type(lan, "01", "777")
    expect(_state(lan)).to_contain_text("đang giữ trên máy này")
    lan.on("dialog", lambda dialog: dialog.accept())
    _sign_out(lan)
    assert _forms_kept(lan) == []
    lan.context.unroute("**/luu/")

    sign_in(lan, site=demo_site, user="minh")
    lan.goto(address)
    wait_alive(lan)
    expect(_cell(lan, "01")).to_have_value("")
    assert "777" not in _records(lan)
    _type(lan, "02", "5")
    wait_saved(lan)
    _sign_out(lan)

    sign_in(lan, site=demo_site, user="lan")
    lan.goto(address)
    expect(_cell(lan, "01")).to_have_value("777")
    expect(_cell(lan, "02")).to_have_value("5")
    wait_saved(lan)


@pytest.mark.how_it_looks
def test_a_form_left_open_gives_way_to_whoever_signs_in_next(lan: Page, demo_site: Web) -> None:
    open_newest(lan)
    expect_errors(lan, NO_LINE)
    lan.context.route("**/luu/", lambda route: route.abort())
    lan.on("dialog", lambda dialog: dialog.accept())
    _type(lan, "01", "777")
    lan.context.clear_cookies(name="sessionid")
    other = lan.context.new_page()
    sign_in(other, site=demo_site, user="minh")
    expect(_cell(lan, "01")).to_have_value("")


@pytest.mark.how_it_looks
def test_what_one_typed_offline_is_not_put_over_what_another_saved_since(
    lan: Page, demo_site: Web, open_page: Callable[..., Page]
) -> None:
    address = open_newest(lan)
    wait_kept(lan)
    expect_errors(lan, NO_LINE + "|409")
    lan.context.set_offline(True)
    _type(lan, "01", "402")
    _type(lan, "02", "7")
    expect(_state(lan)).to_contain_text("đang giữ trên máy này")
    minh = open_page()
    sign_in(minh, site=demo_site, user="minh")
    minh.goto(address)
    wait_alive(minh)
    _type(minh, "01", "410")
    _type(minh, "03", "9")
    wait_saved(minh)
    lan.on("dialog", lambda dialog: dialog.accept())
    lan.goto("about:blank")
    lan.context.set_offline(False)
    lan.goto(address)
    conflict = lan.locator(".conflict")
    expect(conflict).to_contain_text("410")
    expect(_cell(lan, "01")).to_have_value("402")
    expect(_cell(lan, "03")).to_have_value("9")
    lan.get_by_role("button", name="Trình ký").click()
    expect(_cell(lan, "01")).to_be_focused()
    conflict.get_by_role("button", name="Lấy số đó").click()
    wait_saved(minh)
    minh.reload()
    expect(_cell(minh, "01")).to_have_value("410")
    expect(_cell(minh, "02")).to_have_value("7")


@pytest.mark.how_it_looks
def test_nothing_the_page_called_kept_is_lost_when_the_browser_is_killed(
    browser: Browser, demo_site: Web, tmp_path: Path
) -> None:
    """Twenty times, at random moments while typing, without a network from the opening on.

    A key whose record is on the disk (the page then says “đã lưu trên máy này”) is there afterwards.
    """
    moments = random.Random(20)
    kept: dict[str, str] = {}
    with _profile(browser, tmp_path) as page:
        sign_in(page, site=demo_site, user="lan")
        address = open_newest(page)
        wait_kept(page)
        fields = page.locator("td.is-figure input").all()[:5]
        names = [str(field.get_attribute("name")) for field in fields]
    for kill in range(KILLS):
        name = names[kill % 5]
        with _profile(browser, tmp_path) as page:
            page.context.set_offline(True)
            page.goto(address)
            wait_alive(page)
            for before, text in kept.items():
                # It may hold more than was told: keys on their way when the browser died.
                expect(page.locator(f"[name='{before}']")).to_have_value(_begins_with(text))
            page.locator(f"[name='{name}']").fill("")
            kept |= _type_until_killed(page, name, tmp_path, after=moments.uniform(0.1, 0.6))
    assert len(kept) == 5
    assert max(len(text) for text in kept.values()) > 3


def _type_until_killed(page: Page, name: str, profile: Path, *, after: float) -> dict[str, str]:
    """Type digits until Chromium is dead; what the page told was kept, by field."""
    told: dict[str, str] = {}
    page.expose_function("_told", lambda records: told.update(dict(records)))
    page.evaluate("document.getElementById('report-form').addEventListener('kept', (e) => _told(e.detail))")
    page.locator(f"[name='{name}']").focus()
    page.keyboard.type("1")
    while not told.get(name):
        page.wait_for_timeout(5)
    chromium = int(os.readlink(profile / "profile" / "SingletonLock").rsplit("-", 1)[1])
    killer = threading.Timer(after, os.kill, (chromium, signal.SIGKILL))
    killer.start()
    with pytest.raises(BrowserError):
        page.locator(f"[name='{name}']").press_sequentially("2345678901234567890" * 3, delay=20)
    killer.join()
    return told


def _begins_with(text: str) -> re.Pattern[str]:
    return re.compile("^" + r"\.?".join(text.replace(".", "")))


@contextmanager
def _profile(browser: Browser, folder: Path) -> Iterator[Page]:
    """A page of a Chromium whose profile is in the folder, and stays there."""
    context = browser.persistent(folder / "profile")
    try:
        yield context.pages[0]
    finally:
        context.close()


def _sign_out(page: Page) -> None:
    page.locator("details.person summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible()


def _forms_kept(page: Page) -> list[str]:
    """Caches of forms, once the page that was left has let go of its own."""
    names: list[str] = []
    for _time in range(50):
        names = [name for name in page.evaluate("caches.keys()") if name != "form-assets"]
        if not names:
            break
        page.wait_for_timeout(100)
    return names


def _records(page: Page) -> str:
    """Everything this browser keeps of drafts, as a page of ours reads it."""
    said: str = page.evaluate(
        """async () => {
          const open = indexedDB.open("bao-cao-so");
          await new Promise((done) => { open.onsuccess = done; });
          const all = open.result.transaction("cells").objectStore("cells").getAll();
          await new Promise((done) => { all.onsuccess = done; });
          return all.result.map((row) => row.name + new TextDecoder("latin1").decode(row.said)).join(" ");
        }"""
    )
    assert said
    return said
