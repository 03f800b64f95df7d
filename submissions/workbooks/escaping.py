"""Texts that go out must not become formulas when a cell is edited or saved as CSV, and come back the same.

An apostrophe is put before `= + - @`, tab and CR at the start, and before apostrophes that already stand
before one of them, so that taking one away on the way in is exact. A lone sign (`-`, `…`, `x`) is an answer,
can never become a formula, and stays as it is.
"""

import re

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_EXCEL_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escape(text: str) -> str:
    """For a text cell that goes out."""
    return "'" + text if text != "-" and _RISKY.match(text) else text


def unescape(text: str) -> str:
    """For a text cell that comes in: the exact inverse of `escape`."""
    return text[1:] if _ESCAPED.match(text) else text


def writable(text: str) -> str:
    """For a library that writes the XML: no characters XML lacks, no `_x0041_` for Excel to decode."""
    return _EXCEL_CODE.sub("_x005F_", _NOT_XML.sub("\ufffd", text))


def xml_text(text: str) -> str:
    """Ready to stand between tags."""
    text = writable(text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
