"""Our ES modules run in Chromium: a small server for the repository's static files, and tables of cases."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Page

from tests.support.processes import REPOSITORY

EMPTY_PAGE = (
    b'<!doctype html><html lang="vi"><meta charset="utf-8"><link rel="icon" href="data:,"><body></body>'
)
RUN_CASES = """
async ([call, cases]) => {
  const answers = [];
  for (const parameters of cases) {
    try {
      answers.push({ value: await window.subject[call](...parameters) });
    } catch (error) {
      answers.push({ error: String(error.message ?? error) });
    }
  }
  return answers;
}
"""


class Files(SimpleHTTPRequestHandler):
    """The repository's files as they are, and an empty page at `/`."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
    }

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(EMPTY_PAGE)))
        self.end_headers()
        self.wfile.write(EMPTY_PAGE)

    def translate_path(self, path: str) -> str:
        """Find `/static/…` (as pages name it) in the static folder of whichever app has it."""
        if path.startswith("/static/"):
            for folder in REPOSITORY.glob("*/static"):
                found = folder / path.removeprefix("/static/").split("?")[0]
                if found.exists():
                    return str(found)
        return super().translate_path(path)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what is missing shows as a fault of the page."""


class JavaScript:
    """`with JavaScript(open_page=…) as javascript: javascript.run(module=…, call=…, cases=…)`."""

    def __init__(self, *, open_page: Callable[..., Page]) -> None:
        self._open_page = open_page

    def __enter__(self) -> Self:
        handler = partial(Files, directory=str(REPOSITORY))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def page(self, module: str | Path) -> Page:
        """Return an empty page with the module (a path from the repository's root) as `window.subject`."""
        if not (REPOSITORY / module).is_file():
            raise FileNotFoundError(module)
        page = self._open_page()
        page.goto(f"http://127.0.0.1:{self._server.server_port}/")
        page.evaluate("async (path) => { window.subject = await import(path); }", f"/{module}")
        return page

    def run(self, *, module: str | Path, call: str, cases: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
        """Call the exported function once for each list of arguments.

        Returns one `{"value": …}` or `{"error": "message"}` for each.
        """
        answers: list[dict[str, Any]] = self.page(module).evaluate(
            RUN_CASES, [call, [list(c) for c in cases]]
        )
        return answers
