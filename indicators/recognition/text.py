"""Printed words compared as a person reads them: any case, any encoding of accents, any spaces."""

import re
import unicodedata
from functools import lru_cache

_FIGURE = re.compile(r"[-–+]?\d[\d.,\s]*%?")
_SIGNS = frozenset({"x", "-", "–", "…", "...", "///", "//", "/"})
_SPACES = re.compile(r"\s+")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co"}


@lru_cache(maxsize=8192)
def shown(text: str) -> str:
    """One line, NFC, single spaces: what is kept and shown."""
    normal = unicodedata.normalize("NFC", text)
    visible = "".join(
        sign for sign in normal if sign.isspace() or unicodedata.category(sign) not in _INVISIBLE
    )
    return _SPACES.sub(" ", visible).strip()


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Lower case without accents, signs kept: "Trđ:  Số lượt" → "trd: so luot"."""
    letters = unicodedata.normalize("NFD", shown(text).replace("đ", "d").replace("Đ", "d").casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign))


def has_accents(text: str) -> bool:
    return plain(text) != shown(text).casefold()


def is_figure(text: str) -> bool:
    """A number, a sign, or dots to write over: no word."""
    bare = plain(text)
    return bool(_FIGURE.fullmatch(bare)) or bare in _SIGNS or is_dots(text)


def lines_of(text: str) -> list[str]:
    """The lines of one cell, each as `shown`; empty ones left out."""
    return [line for line in (shown(part) for part in text.splitlines()) if line]


def is_upper(text: str) -> bool:
    """Written in capitals, as titles are."""
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) > 1 and sum(sign.isupper() for sign in letters) >= 0.9 * len(letters)


def is_dots(text: str) -> bool:
    """Nothing but a place to write: "……", "...", "___"."""
    return bool(text) and not text.strip(" .…_-–/()")
