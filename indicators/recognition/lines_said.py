"""What a line's label says about the periods that ask it: "(chỉ báo cáo kỳ năm)". Pure.

`months` as in `asked_when`.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from indicators.recognition.asked_when import FINER, Said, months_in
from indicators.recognition.measures import unit_in
from indicators.recognition.text import plain, shown

_VERB = r"(?:(?:dinh ky |duoc |phai |can )?(?:bao cao|b/c|bc|thu thap|cung cap|ap dung|tong hop|gui so lieu))"
_LOOSE = r"(?:ghi|nhap|hoi|lay|tinh|dien)"
"""Verbs that speak of what is counted at least as often as of when."""
_BRACKETED = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_BEHIND = re.compile(rf"\w[^()]*?\b(chi (?:tieu nay (?:chi )?)?{_VERB}\b.*)$")
_BEHIND_LOOSELY = re.compile(rf"\w{{3}}[^()]*[-–—*,;] *({_VERB} (?:vao|ky|trong ky|cho ky|dinh ky)\b.*)$")
_WHOLLY = re.compile(rf"^(?:phan (?:[ivx]+|[a-d]|\d)\b\s*[:.)-]?\s*)?((?:cac )?chi (?:tieu )?.*{_VERB}\b.*)$")
_SAYS = re.compile(rf"^(?:chi |(?:cac )?chi tieu (?:nay )?(?:chi )?|so lieu )*{_VERB}\b")
_SAYS_LOOSELY = re.compile(rf"^chi {_LOOSE}\b")
_ONLY = re.compile(rf"^(?:cac )?chi (?:tieu nay (?:chi )?)?{_VERB}\b")
_BARE = re.compile(
    r"^(?:ky |trong |vao |cuoi )*(?:(?:6|sau|9|chin) thang|ca nam|ky nam|cuoi nam|quy (?:iv|4))\b"
)
_PERIOD_WORD = re.compile(
    r"chi|cac|tieu|nay|bao|cao|bc|so|lieu|thu|thap|cung|cap|ap|dung|tong|hop|gui|dinh|ky|duoc|phai|can|ghi|"
    r"nhap|hoi|lay|tinh|dien|cho|vao|trong|o|va|hoac|moi|hang|tung|theo|cua|doi|voi|den|tai|thoi|diem|cuoi|"
    r"dau|ca|nam|thang|quy|sau|chin|mot|lan|i|ii|iii|iv|[1-9]|1[0-2]|ket|thuc|khi|het|lap|rieng"
)
_NUMBERED = r"(?:iv|i{1,3}|[1-4])\b"
_TO_QUARTERS = re.compile(
    rf"\b(?:hang|ky|moi|tung|theo|cac|cuoi|bao cao) quy\b(?! {_NUMBERED})(?=\s*(?:[,.;)\]]|va\b|hoac\b|$))"
)
_FUND = re.compile(r"quỹ|quy định|quy chế", re.IGNORECASE)
"""Without accents they would be quarters."""
_EVERY_QUARTER = (3, 6, 9, 12)


def months_said(text: str) -> tuple[int, ...]:
    """As `months_in`; "hàng quý" is every quarter."""
    found = {*months_in(text), *(_EVERY_QUARTER if _TO_QUARTERS.search(text) else ())}
    return tuple(sorted(found))


def is_of_periods_only(text: str) -> bool:
    """Nothing is said but the period: "chi bao cao ky nam", and not "bao cao ket qua cua nam"."""
    words = re.findall(r"[^\s,;.:/()&+-]+", text.replace("b/c", "bc"))
    return all(_PERIOD_WORD.fullmatch(word) for word in words)


def said_of_label(label: str, frequencies: Collection[str]) -> Said | None:
    """What a label says about its periods; None for a line of every period."""
    text = plain(_FUND.sub(" ", shown(label)))
    inside = [match[1].strip() for match in _BRACKETED.finditer(text)]
    outside = _BRACKETED.sub(" ", text).strip()
    said = _said_wholly(outside) or next((one for one in map(_said, inside) if one is not None), None)
    if said is not None and inside and "bao cao" in outside:  # of reports that are counted
        return replace(said, is_certain=False)
    if said is not None:
        return said
    if (behind := _BEHIND.search(outside)) is not None and (said := _said(behind[1])) is not None:
        return said
    loosely = _BEHIND_LOOSELY.search(outside)
    if loosely is not None and (months := months_said(loosely[1])):
        return Said(months, is_certain=False)
    is_finer = not FINER.isdisjoint(frequencies) or len(frequencies) > 1
    for part in inside if is_finer and not unit_in(label) else ():
        months = months_said(part)
        if months and _BARE.search(part) and is_of_periods_only(part):
            return Said(months, is_certain=False)
    return None


def says_nothing_else(label: str) -> bool:
    """The line is there to say when what stands below it is asked."""
    return _said_wholly(plain(_FUND.sub(" ", shown(label)))) is not None


def _said_wholly(text: str) -> Said | None:
    """ "Các chỉ tiêu báo cáo năm", "Phần B: chỉ báo cáo kỳ năm": the line says nothing else."""
    match = _WHOLLY.match(text)
    months = months_said(text) if match is not None and is_of_periods_only(match[1]) else ()
    return Said(months, is_certain=True) if months else None


def _said(part: str) -> Said | None:
    months = months_said(part)
    if _SAYS.search(part) or (months and _SAYS_LOOSELY.search(part)):
        if months:
            return Said(months, is_of_periods_only(part))
        return Said((), is_certain=False) if _ONLY.search(part) else None
    return None


def label_without_periods(label: str) -> str:
    """The label less the brackets that say when it is asked: what stands before may be its unit."""
    at = label.rfind("(")
    match = _BRACKETED.search(plain(label), at) if at > 0 and len(plain(label)) == len(label) else None
    return label[:at].rstrip() if match is not None and _said(match[1].strip()) is not None else label
