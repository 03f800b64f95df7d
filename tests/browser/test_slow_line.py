"""A slow line: what one types or chooses before the page's scripts are here counts as any other."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.people import FORM, NEWEST, TYPED, cell_of, type_answers, wait_alive, wait_saved
from tests.support.browser import sign_in
from tests.support.javascript import JavaScript
from tests.support.processes import Web

pytestmark = pytest.mark.how_it_looks


class Held:
    """Scripts of a page that have not arrived yet; `come()` lets them."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._page, self._pattern = page, pattern
        self._routes: list[Route] = []
        page.route(pattern, self._hold)

    def _hold(self, route: Route) -> None:
        self._routes.append(route)

    def come(self) -> None:
        for route in self._routes:
            route.continue_()
        self._page.unroute(self._pattern)


def _cell(page: Page, code: str) -> Locator:
    return page.locator(cell_of(page, code)).locator("input")


def _open_before_the_scripts(page: Page, site: Web) -> Held:
    sign_in(page, site=site, user="lan")
    line = page.locator("li.line", has_text=FORM).filter(has_text=NEWEST).first
    held = Held(page, "**/js/form.js")
    line.locator("a.button").first.click()
    return held


def test_what_was_typed_before_the_script_came_is_saved(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    lan = open_page(service_workers="block")
    held = _open_before_the_scripts(lan, demo_site)
    _cell(lan, "01").fill("1402")
    _cell(lan, "02").fill("7")
    _cell(lan, "03").focus()
    lan.keyboard.type("19")
    held.come()
    wait_alive(lan)
    expect(_cell(lan, "01")).to_have_value("1.402")
    lan.keyboard.type("8")
    lan.keyboard.press("Enter")
    wait_saved(lan)
    lan.reload()
    wait_alive(lan)
    assert [_cell(lan, code).input_value() for code in ("01", "02", "03")] == ["1.402", "7", "198"]


def test_what_was_typed_before_the_script_came_is_taken_back_step_by_step(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    lan = open_page(service_workers="block")
    held = _open_before_the_scripts(lan, demo_site)
    before = [_cell(lan, code).input_value() for code in ("04", "05")]
    _cell(lan, "04").fill("33")
    _cell(lan, "05").focus()
    lan.keyboard.type("44")
    held.come()
    wait_alive(lan)
    expect(_cell(lan, "05")).to_have_value("44")
    lan.keyboard.press("Control+z")
    lan.keyboard.press("Control+z")
    expect(_cell(lan, "05")).to_have_value(before[1])
    expect(_cell(lan, "04")).to_have_value(before[0])


def test_whom_one_chose_before_the_script_came_is_shown(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    nga = open_page()
    sign_in(nga, site=demo_site, user="nga")
    held = Held(nga, "**/htmx.min.js")
    nga.goto(f"{demo_site.url}/dot-bao-cao/dot-xuat/", wait_until="commit")
    nga.locator("#group").select_option(label="Cụm Đông Hưng")
    nga.locator("[name=luc]").fill("23:59")
    nga.locator("[name=lap-den]").fill("31/12/2099")
    held.come()
    expect(nga.locator("#chosen")).to_contain_text("Hỏi 10 đơn vị")
    expect(nga.locator("[name=han][value=luc]")).to_be_checked()
    expect(nga.locator("[name=lap]")).to_be_checked()


def test_a_word_on_a_warning_written_before_the_script_came_is_saved(
    demo_site: Web, open_page: Callable[..., Page]
) -> None:
    lan = open_page(service_workers="block")
    _open_before_the_scripts(lan, demo_site).come()
    wait_alive(lan)
    type_answers(lan, [*TYPED[:19], "301", "-"])
    expect(lan.locator("#problem-list li.warning")).to_contain_text("dòng 6.2")
    wait_saved(lan)
    held = Held(lan, "**/js/form.js")
    lan.goto(lan.url, wait_until="commit")
    lan.locator(".explain-panel input").first.fill("Có ca chuyển tuyến.")
    with lan.expect_response("**/luu/"):  # the page as it came says "saved" of what was there
        held.come()
    wait_saved(lan)
    lan.reload()
    expect(lan.locator("textarea.explain").first).to_have_value("Có ca chuyển tuyến.")


def test_a_line_break_that_a_field_cannot_show_is_not_taken_for_typing(javascript: JavaScript) -> None:
    page = javascript.page("reporting/static/js/form-early.js")
    said = page.evaluate(
        """() => [["input", "hai\\r\\ndòng"], ["textarea", "hai\\ndòng"]].map(([kind, came]) => {
          const field = document.createElement(kind);
          field.defaultValue = came;
          const before = window.subject.isTypedEarly(field);
          field.value += "!";
          return [before, window.subject.isTypedEarly(field)];
        })"""
    )
    assert said == [[False, True], [False, True]]
