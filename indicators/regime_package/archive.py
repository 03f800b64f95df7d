"""The zip around a package: few entries under names of ours, each with its SHA-256 in the manifest. Pure.

Nothing is unpacked to a disk and no name becomes a path: entries are looked up by the names the manifest may
have, and what else is in the file is refused.
"""

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

FORMAT, VERSION = "bao-cao-so/regime", 1
MAX_FILE = 20 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_JSON = 8 * 1024 * 1024
MAX_ENTRIES = 200
MANIFEST = "manifest.json"
_NAMES = re.compile(r"regime\.json|catalogue\.json|templates/[0-9]{3}\.(?:json|xlsx)")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 16


class PackageRefused(Exception):
    """The whole file is refused: nothing of it was used. The codes have their sentences in `words`."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,  # a place before the file's beginning
)


def pack(parts: Mapping[str, bytes], *, about: Mapping[str, Any], at: datetime) -> bytes:
    """The zip of the parts, with a manifest that says what they are. The same parts make the same bytes."""
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": at.isoformat(timespec="seconds"),
        **about,
        "files": [
            {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(parts.items())
        ],
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in [(MANIFEST, to_json(manifest)), *sorted(parts.items())]:
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return written.getvalue()


def unpack(content: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """(manifest, parts by name). PackageRefused: empty, too_big, not_package, newer, bomb, names, missing,
    changed, broken."""
    if not content:
        raise PackageRefused("empty")
    if len(content) > MAX_FILE:
        raise PackageRefused("too_big", maximum=MAX_FILE >> 20)
    if not content.startswith(b"PK\x03\x04"):
        raise PackageRefused("not_package")
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except Exception as error:  # whatever a hostile directory raises
        raise PackageRefused("broken") from error
    with package:
        entries = _directory(package)
        manifest = _manifest(package, entries)
        listed = _listed(manifest)
        if entries.keys() - listed.keys() - {MANIFEST}:
            raise PackageRefused("names")
        if missing := sorted(listed.keys() - entries.keys()):
            raise PackageRefused("missing", name=missing[0])
        parts, left = {}, MAX_UNPACKED
        for name, digest in listed.items():
            parts[name] = _bytes(package, entries[name], most=left)
            left -= len(parts[name])
            if hashlib.sha256(parts[name]).hexdigest() != digest:
                raise PackageRefused("changed", name=name)
    return manifest, parts


def to_json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode()


def from_json(content: bytes) -> Any:
    """What JSON holds; PackageRefused "broken" when it is none, or one that hurts."""
    if len(content) > MAX_JSON:
        raise PackageRefused("bomb")
    try:
        return json.loads(content, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise PackageRefused("broken") from error


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _directory(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise PackageRefused("bomb")
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        if entry.filename in found or not (entry.filename == MANIFEST or _NAMES.fullmatch(entry.filename)):
            raise PackageRefused("names")
        if entry.flag_bits & 0x1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PackageRefused("broken")
        found[entry.filename] = entry
    return found


def _manifest(package: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> dict[str, Any]:
    if MANIFEST not in entries:
        raise PackageRefused("not_package")
    manifest = from_json(_bytes(package, entries[MANIFEST], most=MAX_JSON))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise PackageRefused("not_package")
    if manifest.get("version") != VERSION:
        raise PackageRefused("newer")
    return manifest


def _listed(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Name → SHA-256 of what the manifest says is there."""
    listed = manifest.get("files")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise PackageRefused("broken")
    found = {str(one.get("name")): str(one.get("sha256")) for one in listed}
    if len(found) != len(listed) or not all(map(_NAMES.fullmatch, found)):
        raise PackageRefused("names")
    return found


def _bytes(package: zipfile.ZipFile, entry: zipfile.ZipInfo, *, most: int) -> bytes:
    """The entry's bytes, never more than `most`, whatever its directory says."""
    pieces, length = [], 0
    try:
        with package.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                length += len(chunk)
                if length > most:
                    raise PackageRefused("bomb")
                pieces.append(chunk)
    except _UNREADABLE as error:
        raise PackageRefused("broken") from error
    return b"".join(pieces)
