"""A .zip of workbooks, opened with distrust: whatever its bytes, an answer, and no more than it may hold."""

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.originals import LONGEST_NAME, path_kept
from submissions.workbooks import archive
from submissions.workbooks.archive import Packed, is_archive, packed_files
from submissions.workbooks.package import MAX_FILE
from submissions.workbooks.refused import Refused
from tests.submissions.workbooks.making import package_of

NAMES = st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=20)
"""Python packs no name that begins with NUL; what others pack comes of the bytes that are turned over."""
FILES = st.dictionaries(NAMES, st.binary(max_size=200), max_size=5)


def files_of(content: bytes) -> list[Packed | None]:
    return list(packed_files(BytesIO(content), size=len(content)))


@given(files=FILES, places=st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), max_size=8))
def test_damaged_archives_give_whole_files_or_say_why(
    files: dict[str, bytes], places: list[tuple[int, int]]
) -> None:
    content = bytearray(
        package_of({name.encode("utf-8", "replace").decode(): d for name, d in files.items()})
    )
    for place, value in places:
        content[place % len(content)] = value
    is_archive(BytesIO(content))
    found: list[Packed | None] = []
    with suppress(Refused):
        found = files_of(bytes(content))
    for one in found:
        assert one is None or (one.refused is None) == bool(one.content)


@given(name=st.text(max_size=400))
def test_a_name_is_shown_without_ways_out_of_its_folder(name: str) -> None:
    shown = path_kept(name)
    assert 0 < len(shown) <= LONGEST_NAME
    assert not {"", ".", ".."} & set(shown.split("/"))
    assert "\\" not in shown
    assert "\x00" not in shown


def test_names_that_windows_packed_in_utf8_without_saying_so_are_read() -> None:
    content = package_of({"xã Đông Hưng.xlsx": b"x"})
    silent = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        silent[content.index(mark) + at] &= ~0x08 & 0xFF
    [one] = files_of(bytes(silent))
    assert one is not None
    assert one.name == "xã Đông Hưng.xlsx"


def test_entries_that_share_their_bytes_are_a_bomb() -> None:
    content = package_of({"a": b"x" * 1000, "b": b"x" * 1000})
    second = content.rindex(b"PK\x01\x02")
    sharing = content[: second + 42] + bytes(4) + content[second + 46 :]
    with pytest.raises(Refused, match="archive_bomb"):
        files_of(sharing)


def test_what_unpacks_to_too_much_or_to_too_many_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = package_of({"a": b"x" * 1000, "b": b"y" * 1000})
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1999)
    with pytest.raises(Refused, match="archive_bomb"):
        files_of(content)
    monkeypatch.setattr(archive, "MOST_ENTRIES", 1)
    with pytest.raises(Refused, match="archive_many"):
        files_of(content)


def test_a_size_that_lies_and_a_packing_of_another_kind_are_said_of_the_file_alone() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("a", b"x" * 50, zipfile.ZIP_LZMA)
        package.writestr("b", b"y" * 50, zipfile.ZIP_DEFLATED)
        package.writestr("c", bytes(MAX_FILE + 1), zipfile.ZIP_DEFLATED)
        package.writestr("d", b"z")
    content = bytearray(target.getvalue())
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[second + 24] = 60  # says 60 bytes, holds 50
    found = files_of(bytes(content))
    codes = [one.refused.code if one and one.refused else "" for one in found]
    assert codes == ["archive_packing", "broken", "too_big_file", ""]


def test_a_workbook_is_no_archive(handed_out: bytes) -> None:
    assert not is_archive(BytesIO(handed_out))
    assert is_archive(BytesIO(package_of({"a.xlsx": handed_out})))
    assert not is_archive(BytesIO(b"TT;1"))
