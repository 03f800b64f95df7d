"""Files that came in together, as they are or packed in a .zip: opened with distrust, one file at a time.

Nothing is written to disk and no name becomes a path. An archive inside an archive stays closed: what it is
told when it is read as a workbook is that it is none.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from submissions.workbooks.package import MAX_FILE, MAX_RATIO, SMALL_PART
from submissions.workbooks.refused import Refused

MOST_ENTRIES = 5_000
MOST_UNPACKED = 400 * 1024 * 1024
_NOBODYS = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")
"""What systems put beside people's files."""
_ENDINGS = (".zip", ".rar", ".7z", ".tar", ".gz")


@dataclass(frozen=True, slots=True)
class Packed:
    """One file, whole, or why it was not taken out."""

    name: str
    content: bytes
    refused: Refused | None = None


def is_archive(file: BinaryIO) -> bool:
    """A zip that is no workbook itself, by its content."""
    file.seek(0)
    if file.read(2) != b"PK":
        return False
    try:
        with zipfile.ZipFile(file) as package:
            names = {name.lower() for name in package.namelist()[: MOST_ENTRIES + 1]}
    except Exception:  # whatever a hostile directory raises; `packed_files` says what is wrong
        return True
    return "[content_types].xml" not in names and "mimetype" not in names


def packed_files(file: BinaryIO, *, size: int) -> Iterator[Packed | None]:
    """Each file of the archive of `size` bytes, in its own order; None for what is nobody's file.

    Refused as a whole before anything is unpacked: archive_broken, archive_bomb, archive_many.
    """
    try:
        package = zipfile.ZipFile(file)
        entries = package.infolist()
    except Exception as error:
        raise Refused("archive_broken") from error
    _check_directory(entries, size)
    for entry in entries:
        if entry.is_dir() or is_nobodys(entry.filename):
            yield None
        else:
            yield _unpacked(package, entry)


def is_nobodys(name: str) -> bool:
    parts = name.replace("\\", "/").lower().split("/")
    return any(part in _NOBODYS for part in parts) or parts[-1].startswith(("~$", "._", ".~lock"))


def is_named_archive(name: str) -> bool:
    return name.lower().endswith(_ENDINGS)


def _check_directory(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Refused("archive_many", maximum=MOST_ENTRIES)
    offsets = {entry.header_offset for entry in entries}
    overlaps = len(offsets) < len(entries) or sum(entry.compress_size for entry in entries) > size
    if overlaps or size > MOST_UNPACKED or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused("archive_bomb", maximum=MOST_UNPACKED // (1024 * 1024))


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Packed:
    name = _name_of(entry)
    if entry.flag_bits & 0x1:
        return Packed(name, b"", Refused("password"))
    if entry.file_size > MAX_FILE:
        return Packed(name, b"", Refused("too_big_file", maximum=MAX_FILE // (1024 * 1024)))
    if entry.file_size > SMALL_PART and entry.file_size > entry.compress_size * MAX_RATIO:
        return Packed(name, b"", Refused("bomb"))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Packed(name, b"", Refused("archive_packing"))
    try:
        with package.open(entry) as opened:
            content = opened.read(MAX_FILE + 1)
    except Exception:  # BadZipFile, zlib.error, EOFError, NotImplementedError …
        return Packed(name, b"", Refused("broken"))
    if len(content) != entry.file_size:
        return Packed(name, b"", Refused("broken"))
    if not content:
        return Packed(name, b"", Refused("empty_file"))
    return Packed(name, content)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Windows packs Vietnamese names in UTF-8 without saying so; read as cp437 they are soup."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename
