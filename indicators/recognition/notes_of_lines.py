"""What a note says of named lines or columns: "Dòng 5, 6 chỉ báo cáo kỳ năm", "Chỉ tiêu 1 bằng tổng các chỉ
tiêu 2, 3", "(*) là số ước tính". Pure text; who they are is told in `noted.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from indicators.recognition.lines_said import is_of_periods_only, months_said
from indicators.recognition.text import plain, shown

Says = Literal["months", "sum", "parts", "part_of", "edition", "period"]

_KIND = r"(?:cac\s+)?(?:dong|hang|chi tieu|muc|ma so|ms|stt|cot)(?:\s+(?:so thu tu|co ma so|co stt|so|thu))?"
_NAME = r"(?<![a-z])[(\[]?(?:\d{1,3}(?:\.\d{1,3})*[a-z]?|[ivx]+(?:\.\d+)*|[a-z])(?![a-z\d])[)\]]?"
_NAMES = rf"{_NAME}(?:\s*(?:,|va|hoac|den|[-–/+])\s*(?:{_KIND}\s*)?{_NAME})*"
_ABOUT = re.compile(
    rf"^(?:rieng\s+|doi voi\s+|so lieu\s+(?:cua\s+)?)*(?P<kind>{_KIND})\s*:?\s*(?P<names>{_NAMES})"
    rf"\s*(?:\([^()]*\))?\s*[:,–-]?\s*(?P<rest>\D.*)$"
)
_AT_LAST = re.compile(
    rf"^(?P<rest>.*?)\s*(?:doi voi|cho|them|gom|o|:)\s+(?P<kind>{_KIND})\s*:?\s*(?P<names>{_NAMES})$"
)
_STARRED = re.compile(
    r"^(?:(?:cac\s+)?(?:dong|chi tieu|cot|muc)\s+(?:co |danh )?dau\s*)?"
    r"\(?(?P<stars>\*+)\)?\s*:?\s*(?P<rest>\D.*)$"
)
_WHEN = re.compile(
    r"^(?:(?:cac )?chi tieu (?:nay )?|so lieu )?(?:thi |se |la |duoc |can |phai |chi )*"
    r"(?:bao cao|b/c|bc|thu thap|cung cap|ap dung|tong hop|gui|ghi|nhap|lay|hoi|so lieu|co trong|ky|dung cho|"
    r"danh cho)\b"
)
_UNLESS = re.compile(r"\s*(?:\(|,|\b(?:neu|khi|tru|va cac)\b).*$")
"""What follows a period and may change what is meant: "báo cáo kỳ năm (nếu có)"."""
_FILLING = re.compile(r"\b(?:thi|se|la|co|dung|danh|them|nay|cac|chi tieu)\b")
_OF = rf"(?:cua\s+)?(?:{_KIND}\s*:?\s*)?(?P<of>{_NAMES})$"
_SUM = re.compile(rf"^(?:la |bang |= ?|duoc tinh bang |tinh bang )*(?:tong|cong)(?: so| cong)?\s+{_OF}")
_PARTS = re.compile(rf"^(?:bao gom|gom(?: co)?)\s+{_OF}")
_PART = re.compile(
    r"^(?:la |co |phai )*(?:mot phan|trong do|nam trong|thuoc|da (?:tinh|gom|nam) trong|duoc tinh trong|"
    rf"khong (?:duoc )?(?:vuot qua|vuot|nhieu hon|cao hon))\s+{_OF}"
)
_EDITION = re.compile(
    r"^(?:la |ghi |lay |bao cao |dung |su dung |theo )*(?:so (?:lieu )?)?"
    r"(uoc(?: tinh| thuc hien)?|so bo|ke hoach)(?: cua ky(?: bao cao)?| ca ky| trong ky)?$"
)
_TO_DATE = re.compile(
    r"^(?:la |ghi |lay |tinh |bao cao |dung )*(?:so (?:lieu )?)?(?:luy ke|cong don)"
    r"(?: (?:ke )?tu dau nam)?(?: den (?:het |cuoi |thoi diem )*(?:ky|thang|quy)?(?: bao cao)?)?$"
)
_EDITIONS = {"uoc": "estimate", "so": "preliminary", "ke": "plan"}
_HEAD = re.compile(
    r"^\s*(?:\(?\*\)?\s*)?(?:ghi chú|lưu ý|chú thích|chú ý|giải thích|hướng dẫn|cách ghi)\s*[:.]\s*",
    re.IGNORECASE,
)
_END = re.compile(r";|\n|\.(?=\s+[^\d\s]|\s*$)|(?<=\s)[-–+•](?=\s*[A-ZĐÀ-Ỹ])")
_NEXT = re.compile(
    rf",\s*(?:con\s+)?(?={_KIND}\s*{_NAMES}\s*(?:chi|bao cao|la|bang|thu thap|khong|thi|ghi)\b)"
)


@dataclass(frozen=True, slots=True)
class Noted:
    """`kind`: whose names they are, "code" of lines by Mã số. `names` as in plain text, as they stand;
    ("1", "-", "4") is a range. `stars`: the mark that the lines or columns carry instead. `of`: names of the
    parts or of the whole; `word`: edition or period.
    """

    clause: str
    kind: Literal["row", "code", "column"]
    names: tuple[str, ...]
    stars: str
    says: Says
    months: tuple[int, ...] = ()
    is_certain: bool = True
    of: tuple[str, ...] = ()
    word: str = ""


def noted_in(note: str) -> Iterator[Noted]:
    """The clauses of a note that say something known of lines or columns."""
    text = shown(_HEAD.sub("", note))
    for sentence in _END.split(text):
        for clause in _clauses(sentence.strip(" .-–+•")):
            said = _noted(clause)
            if said is not None:
                yield said


def _clauses(sentence: str) -> Iterator[str]:
    """ "Dòng 5 báo cáo năm, dòng 6 báo cáo quý IV" is two; plain text has as many signs as the shown one."""
    bare, at = plain(sentence), 0
    for match in _NEXT.finditer(bare) if len(bare) == len(sentence) else ():
        yield sentence[at : match.start()]
        at = match.end()
    yield sentence[at:]


def _noted(clause: str) -> Noted | None:
    text = plain(clause)
    match = _STARRED.match(text) or _ABOUT.match(text)
    said = _predicate(clause, match) if match is not None else None
    if said is None and (match := _AT_LAST.match(text)) is not None and _WHEN.match(match["rest"]):
        said = _predicate(clause, match)
    return said


def _predicate(clause: str, match: "re.Match[str]") -> Noted | None:
    groups, rest = match.groupdict(), match["rest"].strip(" .,:;–-")
    names = _names(groups.get("names") or "")

    def noted(says: Says, **more: object) -> Noted:
        word = groups.get("kind") or ""
        kind = "column" if "cot" in word else "code" if re.search(r"\b(?:ma so|ms)\b", word) else "row"
        return Noted(clause, kind, names, groups.get("stars") or "", says, **more)  # type: ignore[arg-type]

    patterns: tuple[tuple[re.Pattern[str], Says], ...] = (
        (_SUM, "sum"),
        (_PARTS, "parts"),
        (_PART, "part_of"),
    )
    for pattern, says in patterns:
        if (found := pattern.match(rest)) is not None:
            return noted(says, of=_names(found["of"]))
    if (found := _EDITION.match(rest)) is not None:
        return noted("edition", word=_EDITIONS[found[1].split()[0]])
    if _TO_DATE.match(rest):
        return noted("period", word="to_date")
    months = months_said(rest)
    is_certain = is_of_periods_only(_FILLING.sub(" ", rest))
    if months and _WHEN.match(rest) and (is_certain or _is_unless(rest)):
        return noted("months", months=months, is_certain=is_certain)
    return None


def _is_unless(rest: str) -> bool:
    before = _FILLING.sub(" ", _UNLESS.sub("", rest))
    return bool(months_said(before)) and is_of_periods_only(before)


def _names(text: str) -> tuple[str, ...]:
    found = re.findall(rf"{_NAME}|\bden\b|(?<=[\d)\]a-z])\s*[-–]\s*(?=[(\[\da-z])", re.sub(_KIND, " ", text))
    return tuple("-" if one.strip() in ("den", "-", "–") else one.strip("()[] ") for one in found)
