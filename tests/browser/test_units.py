"""The tree opened by keyboard, a line of descent followed, a map walked, in a real browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import violations
from tests.support.browser import screenshot, sign_in
from tests.support.databases import Databases
from tests.support.processes import KeptSites, Web

pytestmark = pytest.mark.how_it_looks


@pytest.fixture
def site(kept_sites: KeptSites, databases: Databases, shared_data: Path) -> Iterator[Web]:
    """The demo province with its boundaries."""
    files = [shared_data / "geo" / f"{name}.geojson" for name in ("provinces", "hung-yen-communes")]
    url = databases.demo_copy(*(("load_boundaries", str(path)) for path in files), name="demo")
    with kept_sites.on(url) as site:
        yield site
    databases.drop(url)


def test_levels_open_by_keyboard_and_descent_is_followed(site: Web, open_page: Callable[..., Page]) -> None:
    dung = open_page()
    sign_in(dung, site=site, user="dung")
    dung.goto(f"{site.url}/don-vi/?ngay=30/06/2025")
    thai_binh = dung.get_by_role("button", name="Cấp dưới của Tỉnh Thái Bình")
    expect(thai_binh).to_have_attribute("aria-expanded", "false")
    thai_binh.focus()
    dung.keyboard.press("ArrowRight")
    district = dung.get_by_role("button", name="Cấp dưới của Huyện Đông Hưng")
    expect(district).to_be_visible()
    expect(thai_binh).to_have_attribute("aria-expanded", "true")
    expect(dung).to_have_url(re.compile(r"mo=\d+"))
    district.focus()
    dung.keyboard.press(" ")
    expect(dung.get_by_role("link", name="Thị trấn Đông Hưng")).to_be_visible()
    found = violations(dung)
    # What is open is in the address: the same page opens so for a colleague, and without a script.
    dung.reload()
    expect(dung.get_by_role("link", name="Thị trấn Đông Hưng")).to_be_visible()
    dung.get_by_role("button", name="Cấp dưới của Huyện Đông Hưng").focus()
    dung.keyboard.press("ArrowLeft")
    expect(dung.get_by_role("link", name="Thị trấn Đông Hưng")).to_be_hidden()
    dung.keyboard.press("ArrowLeft")
    expect(dung.get_by_role("button", name="Cấp dưới của Tỉnh Thái Bình")).to_be_focused()

    dung.goto(f"{site.url}/don-vi/?q=12688&chi-ngay=1&ngay=30/06/2025")
    dung.get_by_role("link", name="Thị trấn Đông Hưng").click()
    drawing = dung.locator("svg.family-drawing")
    expect(drawing.locator(".is-asked")).to_contain_text("Thị trấn Đông Hưng")
    screenshot(dung, "descent")
    found += violations(dung)
    drawing.get_by_role("link", name=re.compile("^Xã Đông Hưng")).click()
    expect(dung.get_by_role("heading", level=1)).to_have_text("Xã Đông Hưng")
    expect(dung.locator("svg.family-drawing a")).to_have_count(6)
    assert found == []


def test_a_map_leads_to_a_commune(site: Web, open_page: Callable[..., Page]) -> None:
    dung = open_page()
    sign_in(dung, site=site, user="dung")
    dung.goto(f"{site.url}/don-vi/ban-do/")
    dung.locator("a.map-unit").first.focus()
    dung.keyboard.press("Enter")
    expect(dung.get_by_role("heading", level=1)).to_have_text("Tỉnh Hưng Yên")
    expect(dung.locator("a.map-unit")).to_have_count(104)
    dung.wait_for_load_state()  # the list is lit by the page's script
    screenshot(dung, "map")
    assert violations(dung) == []
    unit = dung.locator("a.map-unit").filter(has_text="Xã Đông Hưng (12688)")
    unit.focus()
    expect(dung.locator("tr.is-lit")).to_contain_text("Xã Đông Hưng")
    dung.keyboard.press("Enter")
    expect(dung.get_by_role("heading", level=1)).to_have_text("Xã Đông Hưng")


def test_the_tree_works_without_a_script_and_on_a_phone(site: Web, open_page: Callable[..., Page]) -> None:
    phone = open_page(width=390, height=844, java_script_enabled=False)
    sign_in(phone, site=site, user="dung")
    phone.goto(f"{site.url}/don-vi/")
    phone.locator("a.opener").first.click()
    expect(phone.get_by_role("link", name="Xã Đông Hưng", exact=True)).to_be_visible()
    expect(phone).to_have_url(re.compile(r"mo=\d+"))
