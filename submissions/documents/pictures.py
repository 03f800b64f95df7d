"""Pictures: whole ones, of a size that can be shown."""

from submissions.workbooks.refused import Refused

MOST_PIXELS = 100_000_000
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of a JPEG that say how large it is."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _END = 0xDA, b"\xff\xd9"


def check_png(content: bytes) -> None:
    """Refused: broken, too_large_picture."""
    at, is_first = 8, True
    while True:
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + length
        if len(kind) < 4 or end > len(content) or (kind == b"IHDR") is not is_first:
            raise Refused("broken")
        if is_first:
            _check_size(*(int.from_bytes(content[at + n : at + n + 4], "big") for n in (8, 12)))
        if kind == b"IEND":
            if end != len(content):
                raise Refused("broken")
            return
        at, is_first = end, False


def check_jpeg(content: bytes) -> None:
    """The same. Telephones put other things behind the picture: they are left alone."""
    at, has_size = 2, False
    while True:
        if content[at : at + 1] != b"\xff":
            raise Refused("broken")
        while content[at + 1 : at + 2] == b"\xff":
            at += 1
        marker = int.from_bytes(content[at + 1 : at + 2], "big")
        if marker in _ALONE:
            at += 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(content):
            raise Refused("broken")
        if marker in _SIZES:
            _check_size(
                *(int.from_bytes(content[at + n : at + n + 2], "big") for n in (7, 5)),
            )
            has_size = True
        if marker == _SCAN:
            if not has_size or content.find(_END, at) < 0:
                raise Refused("broken")
            return
        at += 2 + length


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise Refused("broken")
    if width * height > MOST_PIXELS:
        raise Refused("too_large_picture")
