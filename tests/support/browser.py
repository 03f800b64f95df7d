"""Debian's Chromium driven by Playwright, with every page watched for errors."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.support.processes import Web

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SCREENSHOTS = REPOSITORY / "var" / "screenshots"
PASSWORD = "demo-2026"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Playwright's init scripts run before the page's own and are not subject to its policy.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ""}`);
});
"""


class Watch:
    """What went wrong on one page, and what a test expects to go wrong."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._add(f"page error: {error}"))
        page.on("response", self._response)
        page.on("requestfailed", self._request_failed)

    def expect(self, pattern: str) -> None:
        self._expected.append(re.compile(pattern))

    def _add(self, fault: str) -> None:
        if not any(pattern.search(fault) for pattern in self._expected):
            self.faults.append(fault)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._add(f"console: {message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self._add(f"answer {response.status}: {response.request.method} {response.url}")

    def _request_failed(self, request: Request) -> None:
        # A page that was left, or an answer that became a download, is "aborted" and no fault.
        if request.failure != "net::ERR_ABORTED":
            self._add(f"request failed: {request.method} {request.url} {request.failure}")


WATCHES: dict[Page, Watch] = {}


class Browser:
    """One Chromium with a fresh profile; `with Browser() as browser:`."""

    def __enter__(self) -> Self:
        self._playwright = sync_playwright().start()
        self._chromium = self._playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Exception):
            self._chromium.close()
        self._playwright.stop()

    def persistent(self, profile: Path) -> BrowserContext:
        """Another Chromium, on a profile that outlives it: what it kept is there for the next one."""
        return self._playwright.chromium.launch_persistent_context(
            profile,
            executable_path=find_chromium(),
            args=FLAGS,
            viewport={"width": 1366, "height": 768},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )

    @contextmanager
    def watched_pages(self) -> Iterator[Callable[..., Page]]:
        """Yield `open_page(width=…, height=…, **context options)`; fail at the end on any fault seen."""
        opened: list[Page] = []

        def open_page(*, width: int = 1366, height: int = 768, **options: Any) -> Page:
            context = self._chromium.new_context(
                viewport={"width": width, "height": height},
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
                accept_downloads=True,
                **options,
            )
            context.add_init_script(REPORT_VIOLATIONS)
            context.set_default_timeout(15_000)
            page = context.new_page()
            WATCHES[page] = Watch(page)
            opened.append(page)
            return page

        try:
            yield open_page
        finally:
            for page in opened:
                page.context.close()
            faults = [fault for page in opened for fault in WATCHES.pop(page).faults]
        if faults:
            pytest.fail("the browser saw:\n" + "\n".join(faults))


def find_chromium() -> str:
    for name in ("chromium", "chromium-browser"):
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError("Chromium is missing on PATH: apt-get install chromium")


def expect_errors(page: Page, pattern: str) -> None:
    """Let faults of this page that match `pattern` pass from now on: they are the point of the test."""
    WATCHES[page].expect(pattern)


def sign_in(page: Page, *, site: Web, user: str) -> None:
    """Sign in through the log-in page as one of the demo's people."""
    page.goto(f"{site.url}/")
    page.locator("input[name=username]").fill(user)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.locator("input[name=password]").wait_for(state="detached")


def screenshot(page: Page, name: str) -> None:
    """Write var/screenshots/<name>.png when SCREENSHOTS=1."""
    if os.environ.get("SCREENSHOTS") == "1":
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
