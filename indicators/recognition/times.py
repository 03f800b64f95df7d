"""Which period and edition a column's header names: plan, last period, this one, to date … Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.recognition.asked_when import STATED
from indicators.recognition.text import plain

_SAME = re.compile(r"\bcung ky\b|\bck\b")
_TO_DATE = re.compile(r"\bluy ke\b|\blk\b|\bcong don\b|\btu dau nam\b|\bdau nam den\b")
_PREVIOUS = re.compile(r"\b(thang|quy|ky|tuan|ngay) (lien )?(truoc|lien ke|truoc do)\b")
_LAST_YEAR = re.compile(r"\bnam (lien )?truoc\b|\bnam ngoai\b")
_YEAR = re.compile(
    r"\b(ke hoach|kh|chi tieu|muc tieu|du toan)( (?!thang|quy|ky|nam|dau|cuoi)[a-z]+){0,3} nam\b|\bca nam\b"
)
_WHOLE_YEAR = re.compile(r"\bca nam\b")
_PLAN = re.compile(r"\b(ke hoach|kh|chi tieu (duoc )?giao|du toan|muc tieu)\b")
_PLAN_OF_PART = re.compile(r"\b(ke hoach|kh) (thang|quy|ky|6 thang)\b")
_ESTIMATE = re.compile(r"\buoc\b")
_PRELIMINARY = re.compile(r"\bso bo\b")
_OPENING = re.compile(
    r"\b(tu|con|ton|du|chuyen|mang)\b.*\b(thang|quy|ky|nam) truoc\b|\b(ton|so du|so) dau ky\b|\bdau ky\b"
)
_CLOSING = re.compile(
    r"\b(ton|du|con lai) cuoi ky\b|\bcuoi ky\b|\bchuyen (sang )?(ky|thang|quy|nam) sau\b|"
    r"\bdang (giai quyet|xu ly|thuc hien)\b|\bcon (lai|ton)\b"
)
_DATED = re.compile(
    r"\b(thang|quy|nam) (\d{1,2}/)?\d{1,4}\b|\bquy (i|ii|iii|iv)\b|\b\d{1,2} thang (dau|cuoi)\b"
)
_NEXT = re.compile(r"\b(thang|quy|ky|nam) (sau|toi|tiep theo)\b")
_COMPARED = re.compile(
    r"\bso (sanh|voi)\b|\bso (cung ky|thang|ke hoach|kh|quy|nam|ky)\b|"
    r"\b(tang|giam)\b.*%|%.*\b(tang|giam)\b|/ ?(kh|ke hoach)\b"
)
_SHARE = re.compile(r"\b(ty|ti) (le|trong|so|suat)\b|%|\bphan tram\b|\bchi so\b|\btoc do\b")
_MEAN = re.compile(r"\b(trung binh|binh quan|bq|tb|nang suat|don gia|mat do)\b")
"""Yields, prices and densities are means too: of an amount by area, by piece."""


@dataclass(frozen=True, slots=True)
class Time:
    """`period` and `edition` are words of the layout, "" where the header leaves them open (`is_open`)."""

    period: str = "this"
    edition: str = "official"
    is_opening: bool = False
    is_open: bool = False


def time_of(path: Sequence[str]) -> Time:
    """What the header texts, from the outermost to the column's own, say of time."""
    text = _joined(path)
    own = STATED.sub("", plain(path[-1])) if path else ""
    edition = _edition(text, own)
    if _OPENING.search(text):
        return Time("this", edition, is_opening=True)
    to_date, same = bool(_TO_DATE.search(text)), bool(_SAME.search(text))
    to_last_year = to_date and _LAST_YEAR.search(text) is not None
    if _NEXT.search(text) or (to_date and same) or to_last_year or (edition == "plan" and same):
        return Time("", edition, is_open=True)
    if edition == "plan":
        return _time_of_plan(text)
    if same:
        return Time("same_last_year", edition)
    if to_date:
        return Time("to_date", edition)
    if edition == "estimate" and _WHOLE_YEAR.search(text):
        return Time("year", edition)
    if _PREVIOUS.search(text):
        return Time("previous", edition)
    if _LAST_YEAR.search(text) or _DATED.search(text):
        return Time("", edition, is_open=True)
    return Time("this", edition)


def _joined(path: Sequence[str]) -> str:
    """Not by "/": "… / Kế hoạch" would be a share of the plan."""
    return " | ".join(STATED.sub("", plain(part)) for part in path)


def _edition(text: str, own: str) -> str:
    if _PLAN.search(text) and not _SHARE.search(text) and not _ESTIMATE.search(own):
        return "plan"
    if _ESTIMATE.search(text):
        return "estimate"
    return "preliminary" if _PRELIMINARY.search(text) else "official"


def _time_of_plan(text: str) -> Time:
    if _YEAR.search(text):
        return Time("year", "plan")
    if _PLAN_OF_PART.search(text):
        return Time("this", "plan")
    return Time("", "plan", is_open=True)


def is_comparison(path: Sequence[str]) -> bool:
    """ "So sánh (%)", "Tỷ lệ", "% so với cùng kỳ": worked out from other columns."""
    text = _joined(path)
    return bool(_COMPARED.search(text) or _SHARE.search(text)) and (
        "%" in text or bool(_COMPARED.search(text)) or bool(_SHARE.search(plain(path[-1])))
    )


def is_percentage(path: Sequence[str]) -> bool:
    return any("%" in part or "phan tram" in plain(part) for part in path)


def is_growth(path: Sequence[str]) -> bool:
    """A difference in per cent rather than an index: "Tăng, giảm (%)", "Tốc độ tăng"."""
    return re.search(r"\b(tang|giam)\b", " ".join(plain(part) for part in path)) is not None


def is_mean(text: str) -> bool:
    return _MEAN.search(plain(text)) is not None


def is_closing(path: Sequence[str]) -> bool:
    """A state at the end of the period: what the next period opens with. "Còn lại" alone is all others."""
    own = plain(path[-1]) if path else ""
    return own != "con lai" and _CLOSING.search(_joined(path)) is not None
