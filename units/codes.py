"""Codes of units: what they may be made of (QĐ 20/2020: at most 35 of A–Z, 0–9 and "."). Pure."""

import re
import unicodedata

OFFICIAL, AGENCY = "gso", "agency"
"""Schemes: official codes of areas, codes of agencies."""
_UNSEEN = " \t\r\n\u00a0\ufeff\u200b"
CODE = re.compile(r"[A-Z0-9][A-Z0-9.]{0,34}")


def typed_code(text: str) -> str:
    """Return what was typed without spaces and unseen signs around it, ASCII letters in capitals."""
    text = text.strip(_UNSEEN)
    return text.upper() if text.isascii() else text


def strange_signs(code: str) -> str:
    """Return the signs a code may not have, named: they often look like those it may ("А" of Cyrillic)."""
    strange = dict.fromkeys(sign for sign in code if not (sign.isascii() and (sign.isalnum() or sign == ".")))
    return ", ".join(f"“{sign}” ({_name(sign)})" for sign in list(strange)[:3])


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()
