"""Macros are neither run nor kept: what is kept of a file has none."""

import re

from submissions.workbooks.kinds import FileKind, opened
from submissions.workbooks.package import read_part
from submissions.workbooks.rewriting import rewritten

_PROJECT = re.compile(r"(^|/)(vbaProject[^/]*|vbaData\.xml)$", re.IGNORECASE)
_OWN_RELATIONS = re.compile(r"_rels/vbaProject", re.IGNORECASE)
_SHEETS = ("xl/macrosheets/", "xl/dialogsheets/")
_OPEN_DOCUMENT = ("basic/", "scripts/")
_IN_OLE = "_VBA_PROJECT".encode("utf-16-le")
_ENABLED = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MENTION = re.compile(
    rb"<(?:\w+:)?(?:Relationship|Override|Default)\s[^>]*?vba(?:Project|Data)[^>]*?/>", re.I
)


def without_macros(content: bytes) -> tuple[FileKind, bytes | None]:
    """The kind and the bytes to keep: the same where there are no macros. None: they cannot be taken out.

    Of an .xlsm the VBA parts go, with what names them; every other part stays byte by byte. Refused as
    `opened`; what was read has passed that.
    """
    kind, package = opened(content)
    if package is None:
        has_macros = kind is FileKind.XLS and _IN_OLE in content
        return kind, None if has_macros else content
    with package:
        names = package.namelist()
        if any(name.lower().startswith((*_SHEETS, *_OPEN_DOCUMENT)) for name in names):
            return kind, None
        macros = frozenset(name for name in names if _PROJECT.search(name))
        types = package.read("[Content_Types].xml") if kind is FileKind.XLSX else b""
        if not macros and _ENABLED not in types:
            return kind, content
        gone = macros | {name for name in names if _OWN_RELATIONS.search(name)}
        changed = {
            entry.filename: _MENTION.sub(b"", read_part(content, entry)).replace(_ENABLED, _PLAIN)
            for entry in package.infolist()
            if entry.filename == "[Content_Types].xml" or entry.filename.endswith(".rels")
        }
        return kind, rewritten(package, changed, without=gone)
