"""Documents for tests, made by hand: the least that each kind is."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x02\x00\x03\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\xd9"
)
WORD_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def png(width: int = 2, height: int = 2) -> bytes:
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    pixels = zlib.compress(b"\x00" + b"\x00" * 2)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def package(parts: dict[str, str | bytes]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return content.getvalue()


def docx(more: dict[str, str | bytes] | None = None, *, types: str = WORD_TYPES) -> bytes:
    return package(
        {
            "[Content_Types].xml": f"<Types><Override ContentType='{types}'/></Types>",
            "word/document.xml": "<w/>",
        }
        | (more or {})
    )


def odt(
    kind: str = "application/vnd.oasis.opendocument.text", more: dict[str, str | bytes] | None = None
) -> bytes:
    return package({"mimetype": kind, "content.xml": "<c/>", "META-INF/manifest.xml": "<m/>"} | (more or {}))


def compound(*names: str, inside: tuple[str, ...] = ()) -> bytes:
    """An OLE file whose root holds the streams `names`; `inside` stand in a storage of the first one."""
    entries = [_entry("Root Entry", 5, child=1 if names else _NONE)]
    for at, name in enumerate(names, 1):
        entries.append(
            _entry(name, 1, right=at + 1 if at < len(names) else _NONE,
                   child=len(names) + 1 if inside and at == 1 else _NONE)
        )  # fmt: skip
    for at, name in enumerate(inside, len(names) + 1):
        entries.append(_entry(name, 1, right=at + 1 if at < len(names) + len(inside) else _NONE))
    directory = b"".join(entries).ljust(1024, b"\x00")
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[30:32] = (9).to_bytes(2, "little")
    for at, number in ((44, 1), (48, 1), (68, 0xFFFFFFFE), (76, 0)):
        head[at : at + 4] = number.to_bytes(4, "little")
    for at in range(1, 109):
        head[76 + 4 * at : 80 + 4 * at] = b"\xff\xff\xff\xff"
    table = [0xFFFFFFFD, 2, 0xFFFFFFFE, *[0xFFFFFFFF] * 125]
    return bytes(head) + b"".join(one.to_bytes(4, "little") for one in table) + directory


_NONE = 0xFFFFFFFF


def _entry(name: str, kind: int, *, right: int = _NONE, child: int = _NONE) -> bytes:
    encoded = (name + "\x00").encode("utf-16-le")
    made = bytearray(128)
    made[: len(encoded)] = encoded
    made[64:66] = len(encoded).to_bytes(2, "little")
    made[66] = kind
    for at, number in ((68, _NONE), (72, right), (76, child)):
        made[at : at + 4] = number.to_bytes(4, "little")
    return bytes(made)
