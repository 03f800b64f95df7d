"""A workbook written again with some parts changed: every other part has the bytes it had."""

import zipfile
from collections.abc import Collection, Mapping
from io import BytesIO


def rewritten(
    package: zipfile.ZipFile, changed: Mapping[str, bytes], *, without: Collection[str] = ()
) -> bytes:
    """The package with parts `changed` or added, and some left out."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in package.infolist():
            if entry.filename not in without:
                copy = zipfile.ZipInfo(entry.filename, entry.date_time)
                copy.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(copy, changed.get(entry.filename) or package.read(entry))
        known = set(package.namelist())
        for name, data in changed.items():
            if name not in known:
                added = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                added.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(added, data)
    return target.getvalue()
