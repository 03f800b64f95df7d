"""Vietnamese text: one spelling in storage, the order of the dictionary, search without accents. Pure.

Order of letters: a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y; of tones: ngang, huyền, hỏi,
ngã, sắc, nặng (a à ả ã á ạ), syllable by syllable: "Từ điển tiếng Việt" (Hoàng Phê, Viện Ngôn ngữ học),
and the same tone order in Unicode CLDR's collation for `vi`.
"""

import re
import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Two digits a letter: keys are made of digits alone, so every database collation orders them alike.
_CODE = {letter: f"{number:02d}" for number, letter in enumerate(_LETTERS, start=20)}
_NUMBER, _OTHER = "10", "99"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: they make other letters, not tones
_MARKS = re.compile(r"[\u0300-\u036f]")
_WORDS = re.compile(r"\d+|[^\W\d_]+")
SORT_KEY_LENGTH = 400


def nfc(text: str) -> str:
    """Return `text` with composed letters (NFC): "e" + two marks becomes "ế"."""
    return unicodedata.normalize("NFC", text)


def clean_name(text: str) -> str:
    """Return a name as it is stored: composed, no control or invisible signs, single spaces."""
    visible = "".join(
        " " if sign.isspace() else sign
        for sign in nfc(text)
        if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return " ".join(visible.split())


def search_key(text: str) -> str:
    """Return lower-case words without accents, one space between: "Thái  Bình" → "thai binh"."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "d").lower()))
    return " ".join(_WORDS.findall(plain))


def sort_key(text: str) -> str:
    """Return digits that order names the Vietnamese way; numbers inside order by value (2 before 10)."""
    words = _WORDS.findall(nfc(text).lower())
    return "".join(_number(word) if word.isdigit() else _syllable(word) for word in words)[:SORT_KEY_LENGTH]


def _number(digits: str) -> str:
    shortest = digits.lstrip("0") or "0"
    return f"{_NUMBER}{min(len(shortest), 99):02d}" + "".join(f"0{unicodedata.digit(d, 0)}" for d in shortest)


def _syllable(word: str) -> str:
    tone, codes = 0, []
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[mark] for mark in parts[1:] if mark in _TONES), tone)
        shaped = unicodedata.normalize("NFC", parts[0] + "".join(m for m in parts[1:] if m in _SHAPES))
        codes.append(_CODE.get(shaped) or _CODE.get(parts[0], _OTHER))
    # The tone closes the syllable, below every letter: "ba", "bà" come before "ban".
    return "".join(codes) + f"0{tone}"
