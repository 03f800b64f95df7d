"""reporting/static/vendor/ is what assets/vendor.mjs made, and needs nobody outside."""

import hashlib
import re
from pathlib import Path

from playwright.sync_api import Page

from tests.support.javascript import JavaScript

VENDOR = Path("reporting/static/vendor")


def test_every_vendored_file_has_its_sum(repository: Path) -> None:
    vendor = repository / VENDOR
    lines = (vendor / "SHA256SUMS").read_text().splitlines()
    promised = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {path.relative_to(vendor).as_posix(): path for path in vendor.rglob("*") if path.is_file()}
    del files["SHA256SUMS"]
    assert promised == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_the_versions_are_those_of_the_lock(repository: Path) -> None:
    lock = (repository / "assets/package-lock.json").read_text()
    for line in (repository / VENDOR / "VERSIONS").read_text().splitlines():
        name, version, _ = line.split()
        assert re.search(rf'"node_modules/{re.escape(name)}": {{\s+"version": "{re.escape(version)}"', lock)


def test_the_styles_name_no_address(repository: Path) -> None:
    for sheet in (repository / VENDOR).rglob("*.css"):
        addresses = re.findall(r"url\(([^)]*)\)", sheet.read_text())
        assert [a for a in addresses if not re.match(r"""["']?(data:|\./)""", a)] == [], sheet.name


def test_the_typeface_has_figures_of_one_width_and_every_vietnamese_letter(javascript: JavaScript) -> None:
    page: Page = javascript.page(VENDOR / "idb/idb.js")
    page.add_style_tag(url="/static/vendor/inter/inter.css")
    widths = page.evaluate(
        """async () => {
          const load = (text) => document.fonts.load("20px 'Inter Variable'", text);
          await Promise.all(["1", "ĩ", "ặ"].map(load));
          const probe = document.createElement("span");
          document.body.append(probe);
          probe.style.fontFamily = "'Inter Variable'";
          probe.style.fontVariantNumeric = "tabular-nums";
          return ["1111111111", "8888888888"].map((text) => {
            probe.textContent = text;
            return probe.getBoundingClientRect().width;
          });
        }"""
    )
    assert widths[0] == widths[1]
    loaded = page.evaluate("[...document.fonts].filter((face) => face.status === 'loaded').length")
    assert loaded == 3


def test_the_chart_library_draws_a_line(javascript: JavaScript) -> None:
    page = javascript.page(VENDOR / "echarts/echarts.js")
    drawn = page.evaluate(
        """() => {
          const place = document.createElement("div");
          place.style.width = "300px";
          place.style.height = "200px";
          document.body.append(place);
          const chart = window.subject.init(place);
          chart.setOption({
            animation: false,
            xAxis: { type: "category", data: ["Q1", "Q2"] },
            yAxis: {},
            tooltip: { renderMode: "richText" },
            series: [{ type: "line", data: [1, 2] }, { type: "bar", data: [2, 1] }],
          });
          return place.querySelectorAll("canvas").length;
        }"""
    )
    assert drawn == 1
