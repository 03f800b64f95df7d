"""The document of a draft's enclosures (`Draft.files`): what came, and what was taken out again."""

import json
from collections.abc import Mapping
from typing import TypedDict

from indicators.layout import FormLayout
from submissions.sheet import Enclosed


class FileEntry(TypedDict):
    """`id` of the `Enclosure`; `gone`: taken out again, and not sent."""

    id: int
    file: str
    kind: str
    size: int
    sha256: str
    gone: bool


def file_entries(document: str) -> dict[str, list[FileEntry]]:
    """Address → its files, in the order in which they came."""
    read: dict[str, list[FileEntry]] = json.loads(document)
    return read


def enclosed_in(document: str, layout: FormLayout) -> dict[str, tuple[Enclosed, ...]]:
    """What goes out with the report: of what this form asks, without what was taken out again."""
    return _some(document, layout, gone=False)


def removed_from(document: str, layout: FormLayout) -> dict[str, tuple[Enclosed, ...]]:
    """What was taken out again and can be put back until the report is sent."""
    return _some(document, layout, gone=True)


def _some(document: str, layout: FormLayout, *, gone: bool) -> dict[str, tuple[Enclosed, ...]]:
    if document == "{}":
        return {}
    entries = file_entries(document)
    found = {
        address: tuple(_enclosed(entry) for entry in entries.get(address, ()) if entry["gone"] is gone)
        for address in layout.enclosure_at
    }
    return {address: files for address, files in found.items() if files}


def _enclosed(entry: FileEntry) -> Enclosed:
    return Enclosed(entry["id"], entry["file"], entry["kind"], entry["size"], entry["sha256"])


def dumped(entries: Mapping[str, list[FileEntry]]) -> str:
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
