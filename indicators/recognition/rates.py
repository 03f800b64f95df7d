"""Lines that are no amounts: a mean or a share is never added up, whatever unit of measure it has. Pure."""

import re

from indicators.recognition.found import FoundRow
from indicators.recognition.text import plain

_MEAN = re.compile(
    r"\b(binh quan|bq)\b|^\W*(so )?trung binh\b|"
    r"\b(tuoi|tuoi tho|gia|luong|thu nhap|diem|nhiet do) trung binh\b|"
    r"^\W*(nang suat|don gia|mat do)\b"
)
"""Not "hộ có mức sống trung bình", nor "dân số trung bình": those are counted and added."""
_SHARE = re.compile(r"^\W*(trong do:? )?((ty|ti) (le|so|suat|trong)|toc do|chi so)\b|^\W*%")


def is_mean_line(row: FoundRow) -> bool:
    """ "Bình quân học sinh/lớp", "Tuổi thọ trung bình"."""
    return _MEAN.search(plain(row.label)) is not None


def is_share_line(row: FoundRow) -> bool:
    """ "Tỷ lệ trẻ được tiêm đủ", "Tỷ số giới tính khi sinh", or measured in per cent."""
    return _SHARE.search(plain(row.label)) is not None or row.unit == "%"


def is_rate(row: FoundRow) -> bool:
    return is_mean_line(row) or is_share_line(row)
