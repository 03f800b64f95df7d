"""Checks that a form states in words: "Cột 8 ≤ cột 7", "(1) = (2) + (3)", "Mã số 05 ≥ 06 + 07"."""

import re
from collections.abc import Collection

from indicators.recognition.equations import canonical
from indicators.recognition.found import FoundTable
from indicators.recognition.text import plain

_COMPARES = re.compile(
    r"<=|>=|[=≤≥<>]|không (?:được )?lớn hơn|nhỏ hơn hoặc bằng|lớn hơn hoặc bằng", re.IGNORECASE
)
_WORDS = (
    (re.compile(r"không (?:được )?lớn hơn|nhỏ hơn hoặc bằng|<=", re.IGNORECASE), "≤"),
    (re.compile(r"lớn hơn hoặc bằng|không (?:được )?nhỏ hơn|>=", re.IGNORECASE), "≥"),
)
_PLACE = re.compile(
    r"(cột|dòng|chỉ tiêu|mã số|mục|ms)?\s*(?:số\s+)?"
    r"[(\[]?((?:\d{1,3}(?:\.\d{1,3})*[a-z]?)|[IVX]+(?:\.\d+)*)[)\]]?",
    re.IGNORECASE,
)
_OPERATOR = re.compile(r"\s*([-+–*×x:/]|[=≤≥<>])\s*")


def states_check(text: str) -> bool:
    """Does a line of notes speak of a comparison of numbered places?"""
    return _COMPARES.search(text) is not None and re.search(r"\d", text) is not None


def statements(text: str) -> list[str]:
    """The single statements of a note: cut at ";" and full stops, the heading "Ghi chú:" left out."""
    text = re.sub(r"^\s*\(?\*+\)?\s*", "", text)
    bare = re.sub(
        r"^\s*\(?\*?\)?\s*(ghi chú|lưu ý|chú thích|chú ý|kiểm tra|điều kiện( kiểm tra)?|ràng buộc)\s*:\s*",
        "", text, flags=re.IGNORECASE,
    )  # fmt: skip
    parts = re.split(
        r";|(?<=\d)\.(?=\s|$)|(?<=[)\]])\.(?=\s|$)|,\s*(?=(?:cột|dòng|mã số)\b)", bare, flags=re.IGNORECASE
    )
    return [part.strip(" .-–*") for part in parts if states_check(part)]


def formula_of_note(statement: str, table: FoundTable) -> str | None:
    """The statement in the grammar, over columns or lines of one table; None when it is not understood."""
    text = statement.strip()
    for pattern, sign in _WORDS:
        text = pattern.sub(sign, text)
    columns = {column.number for column in table.columns if column.kind == "data" and column.number}
    lines = _line_names(table)
    kind = "columns" if re.match(r"\s*(cột|[(\[]?\d)", text, re.IGNORECASE) else "lines"
    written: list[str] = []
    at = 0
    while at < len(text):
        if written and text[at:].strip(" .)") == "0":
            return canonical(" ".join([*written, "0"]))
        place = _PLACE.match(text, at)
        if place is None:
            return None
        kind = _kind(place[1], kind)
        name = place[2]
        if name not in (columns if kind == "columns" else lines):
            return None
        written.append(f"({name})" if kind == "columns" else f"[{name}]")
        at = place.end()
        operator = _OPERATOR.match(text, at)
        if operator is None:
            return canonical(" ".join(written)) if not text[at:].strip(" .)") and _has_sign(written) else None
        written.append({"–": "-", "x": "×", "*": "×", ":": "/"}.get(operator[1], operator[1]))
        at = operator.end()
    return None


def _kind(word: str | None, before: str) -> str:
    if not word:
        return before
    return "columns" if plain(word) == "cot" else "lines"


def _has_sign(written: Collection[str]) -> bool:
    return any(part in ("=", "≤", "≥", "<", ">") for part in written)


def _line_names(table: FoundTable) -> set[str]:
    """Numbers and Mã số that name exactly one line."""
    names: dict[str, int] = {}
    for row in table.rows:
        for name in {row.number.strip(" ."), row.code} - {""}:
            names[name] = names.get(name, 0) + 1
    return {name for name, count in names.items() if count == 1}
