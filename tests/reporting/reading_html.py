"""What stands in a page that a strict Content-Security-Policy would refuse, or that somebody smuggled in."""

from html.parser import HTMLParser

LINKS = frozenset(
    {"href", "src", "action", "formaction", "data", "poster", "xlink:href", "hx-get", "hx-post"}
)
SAFE_STARTS = ("/", "?", "#", "http://testserver/", "data:image/svg")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and not given.get("src") and given.get("type") != "application/json":
            self.faults.append("a script inside the page")
        if tag in {"style", "iframe", "object", "embed", "base"}:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.faults.append(f'{tag} {name}="{value}"')
            if name in LINKS and value and not _is_ours(value):
                self.faults.append(f"{tag} {name} goes to {value[:60]}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _is_ours(address: str) -> bool:
    start = address.strip().split("?")[0]
    return (address.startswith(SAFE_STARTS) and not address.startswith("//")) or ":" not in start


def faults_in_page(content: str) -> list[str]:
    """Scripts, styles and handlers inside the page, and links that leave the house."""
    reader = _Reader()
    reader.feed(content)
    return reader.faults


def words_of_page(content: str) -> str:
    """What a person reads, entities resolved."""
    reader = _Reader()
    reader.feed(content)
    return " ".join(reader.text)
