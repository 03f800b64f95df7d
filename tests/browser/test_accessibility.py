"""axe-core finds nothing serious or critical on the main pages, at a desk and on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import open_newest
from tests.support.browser import sign_in
from tests.support.processes import Web

pytestmark = pytest.mark.how_it_looks

AXE = Path(__file__).resolve().parent.parent / "support" / "axe" / "axe.min.js"
PAGES = {
    "lan": [
        "/",
        "/nap-nhieu-tep/",
        "/nap-hang-loat/",
        "/bao-cao/",
        "/tong-hop/",
        "/bieu-mau/",
        "/bieu-mau/1/",
        "/don-vi/",
        "/lich-nhac-han/",
        "/thong-bao/",
    ],
    "hoa": ["/", "/duyet-so-lieu/", "/dot-bao-cao/"],
    "dung": ["/tong-hop/"],
    "nga": [
        "/dot-bao-cao/",
        "/chi-tieu/",
        "/chi-tieu/1/cho-doc/",
        "/tong-hop/?shared=BCH4.01",
        "/che-do/",
        "/che-do/moi/",
        "/lich/",
        "/chi-tieu/ganh-nang/",
        "/chi-tieu/ra-soat/",
        "/bieu-mau/3/da-hoi/",
        "/bieu-mau/1/khong-can/",
    ],
    "tien": ["/"],
    "quan": [
        "/nguoi-dung/",
        "/nhat-ky/",
        "/jobs",
        "/don-vi/nhom/",
        "/don-vi/nap/",
        "/nguoi-dung/1/ban-giao/",
    ],
}
RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ` + nodes.slice(0, 3).map((n) => n.html).join(" | "));
}"""


def violations(page: Page) -> list[str]:
    """What axe calls serious or critical on the page as it stands."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN)
    return [f"{page.url} {violation}" for violation in found]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious_on_the_main_pages(
    demo_site: Web, open_page: Callable[..., Page], width: int, height: int
) -> None:
    stranger = open_page(width=width, height=height)
    stranger.goto(f"{demo_site.url}/dang-nhap/")
    found = violations(stranger)
    for user, addresses in PAGES.items():
        page = open_page(width=width, height=height)
        sign_in(page, site=demo_site, user=user)
        for address in addresses:
            page.goto(f"{demo_site.url}{address}")
            found += violations(page)
        page.close()
    assert found == []


def test_axe_finds_nothing_serious_while_working(demo_site: Web, open_page: Callable[..., Page]) -> None:
    lan = open_page()
    sign_in(lan, site=demo_site, user="lan")
    open_newest(lan)
    cells = lan.locator("td.is-figure input")
    cells.nth(10).fill("4")
    cells.nth(11).fill("9")
    cells.nth(11).press("Enter")
    expect(lan.locator("#cell-panel .cell-history")).to_be_visible()
    found = violations(lan)
    lan.get_by_role("button", name="Nạp Excel").click()
    found += violations(lan)

    hoa = open_page()
    sign_in(hoa, site=demo_site, user="hoa")
    hoa.goto(f"{demo_site.url}/duyet-so-lieu/?status=submitted")
    hoa.locator("tbody a").first.click()
    hoa.locator("td.is-figure button").first.click()
    found += violations(hoa)
    hoa.locator("body").press("Escape")
    hoa.get_by_role("link", name="Lịch sử", exact=True).click()
    found += violations(hoa)

    tien = open_page()
    sign_in(tien, site=demo_site, user="tien")
    tien.locator("details.person summary").click()
    found += violations(tien)
    assert found == []
