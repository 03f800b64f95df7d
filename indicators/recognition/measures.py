"""Units of measure: of the table, of a line, of a column, inside a label. Pure."""

import re

from indicators.recognition import phrases
from indicators.recognition.text import is_dots, plain, shown

COUNTED = frozenset(
    [
        "nguoi",
        "luot",
        "ca",
        "tre",
        "ho so",
        "truong hop",
        "vu",
        "cap",
        "co so",
        "ho",
        "cuoc",
        "don",
        "van ban",
        "xa",
        "don vi",
        "thon",
        "buoi",
        "con",
        "cai",
        "chiec",
        "giuong",
        "ban",
        "lan",
        "cong trinh",
        "du an",
        "doanh nghiep",
        "hoc sinh",
        "truong",
        "lop",
        "lao dong",
        "mo hinh",
        "hop tac xa",
        "giay phep",
        "thu tuc",
        "quyet dinh",
        "phien",
        "to chuc",
        "ca nhan",
        "co quan",
        "chuyen",
        "bo",
        "cay",
        "nha",
        "can",
        "khau",
        "nhan khau",
        "hoc vien",
        "mau",
        "lieu",
        "vu viec",
        "doi tuong",
        "mui",
        "mui tiem",
        "giao vien",
        "cuoc hop",
        "luot nguoi",
        "luot ho",
        "luot khach",
        "nguoi lao dong",
        "bien ban",
        "tin",
        "bai",
        "tin, bai",
        "phong",
        "trang trai",
        "to",
        "can bo",
        "hoi vien",
        "dang vien",
        "chi bo",
        "chi hoi",
        "suat",
        "xe",
        "tau",
        "giai",
        "dot",
        "ket luan",
        "vu an",
        "bi can",
    ]
)
"""Whole things: no decimals."""
AMOUNTS = frozenset(
    [
        "dong",
        "nghin dong",
        "trieu dong",
        "ty dong",
        "tr.d",
        "trd",
        "tr.dong",
        "d",
        "1000d",
        "1000 d",
        "1000 dong",
        "nghin d",
        "trieu d",
        "ty d",
        "ngd",
        "usd",
        "nghin usd",
        "1000 usd",
        "trieu usd",
        "ha",
        "nghin ha",
        "m",
        "m2",
        "m3",
        "km",
        "km2",
        "nghin m2",
        "nghin m3",
        "trieu m2",
        "kg",
        "gam",
        "ta",
        "ta/ha",
        "tan",
        "nghin tan",
        "1000 tan",
        "lit",
        "nghin lit",
        "trieu lit",
        "kwh",
        "nghin kwh",
        "trieu kwh",
        "mw",
        "%",
        "phan tram",
        "ty le %",
        "diem %",
        "diem phan tram",
        "tuoi",
        "diem",
        "thang",
        "ngay",
        "gio",
        "cm",
        "nghin nguoi",
        "nghin luot",
        "nghin cai",
        "1000 cai",
        "nghin chiec",
        "nghin san pham",
        "trieu cai",
        "trieu vien",
        "trieu bao",
        "trieu chiec",
        "trieu san pham",
    ]
)
_IN_LABEL = re.compile(
    r"[(\[]\s*(?:(?:đvt|đơn vị tính|đơn vị)\s*:\s*)?([^()\[\]]{1,24})\s*[)\]]\s*$", re.IGNORECASE
)
_COUNTING = re.compile(r"^(?:tong )?so (?:luong )?(?:cac )?((\w+)(?: \w+)?)")
_BY_LINE = re.compile(r"^(theo|xem) |^tung chi tieu")


def is_unit(text: str) -> bool:
    """A known unit of measure: "Triệu đồng", "cặp", "%"."""
    bare = _bare(text)
    if bare in COUNTED or bare in AMOUNTS:
        return True
    parts = [part.strip(" .") for part in bare.split("/")]
    return len(parts) == 2 and all(part in COUNTED or part in AMOUNTS for part in parts)


def _bare(text: str) -> str:
    """ "Tr. đồng" and "tr.đồng" are one, as are "1.000 đ" and "1000đ"."""
    bare = re.sub(r"(?<=\d)\.(?=\d)", "", plain(text).strip(" ."))
    return re.sub(r"\. ", ".", bare)


def is_counted(text: str) -> bool:
    """A unit of whole things: no decimals."""
    return plain(text).strip(" .") in COUNTED and plain(text) not in AMOUNTS


def unit_in(label: str) -> str:
    """ "Tổng số (cặp)" → "cặp"; "" when what stands in brackets is no unit ("(giá so sánh 2010)")."""
    match = _IN_LABEL.search(label)
    return shown(match[1]) if match and is_unit(match[1]) else ""


def counted_in(label: str) -> str:
    """What a label counts, as a likely unit: "Số lượt tiếp" → "lượt"; "" when it says no counted thing."""
    bare = shown(label)
    match = _COUNTING.match(plain(bare))
    if match is None:
        return ""
    end = next((match.end(group) for group in (1, 2) if match[group] in COUNTED), 0)
    return bare[match.start(1) : end].lower() if end else ""


def unit_of_line(text: str) -> str | None:
    """ "Đơn vị tính: Hồ sơ" → "Hồ sơ"; "" where each line has its own; None when the text is no such line."""
    bare = shown(text)
    match = phrases.UNIT_LINE.search(plain(bare))
    if match is None:
        return None
    said = bare[match.end() :].strip(" ()")
    if is_dots(said) or _BY_LINE.search(plain(said)):
        return ""
    return said
