"""Areas as the conversion table writes them: "Thành phố Hà Nội (01)", "phường Vĩnh Hải", "Xa Ea Kly"."""

import re
from functools import lru_cache
from typing import NamedTuple

from units.vietnamese import clean_name, search_key

_CODE = re.compile(r"^(?P<name>.*?)\s*\(\s*(?P<code>\d{1,5})\s*\)$")
_NUMBER = re.compile(r"\d+|[IVX]+")
# Kind words without accents, longest first, with their code as a province's, a district's, a commune's.
_PROVINCES = {"thanh pho": "thanh_pho", "tinh": "tinh"}
_DISTRICTS = {
    "thanh pho": "thanh_pho_tt",
    "thi xa": "thi_xa",
    "huyen": "huyen",
    "quan": "quan",
}
_COMMUNES = {"thi tran": "thi_tran", "dac khu": "dac_khu", "phuong": "phuong", "xa": "xa"}
_LEVELS = {2: _PROVINCES, 3: _DISTRICTS, 5: _COMMUNES}


class Named(NamedTuple):
    """`kind` is "" when no kind was written; `code` is "" when none stood in brackets."""

    kind: str
    name: str
    code: str = ""

    @property
    def fold(self) -> str:
        """Kind and name without accents and case: what two spellings of one unit have in common."""
        return f"{self.kind} {search_key(self.name)}"


@lru_cache(maxsize=1024)  # provinces, districts and notes repeat from row to row
def clean(text: str) -> str:
    """Return a cell in one line, composed, with the typewriter's apostrophe ("R’Măng" → "R'Măng")."""
    return clean_name(text).replace("’", "'").replace("‘", "'").replace("`", "'")


@lru_cache(maxsize=1024)
def read_named(text: str, *, digits: int) -> Named:
    """Read a name of the level whose codes have so many digits. "Phường 3" keeps its word, as a name."""
    found = _CODE.match(text)
    name, code = (found["name"], found["code"].zfill(digits)) if found else (text, "")
    words = name.split(" ")
    for word, kind in _LEVELS[digits].items():
        count = word.count(" ") + 1
        if len(words) > count and search_key(" ".join(words[:count])) == word:
            rest = " ".join(words[count:])
            if not _NUMBER.fullmatch(rest):
                return Named(kind, rest, code)
            return Named(kind, f"{' '.join(words[:count]).capitalize()} {rest}", code)
    return Named("", name, code)
