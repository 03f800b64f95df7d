"""Kinds of units and how a full name is written with them.

Levels are data: nothing here says what stands under what.
"""

from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# code → (label, word written before the name, or "" when the name has it already)
KINDS = MappingProxyType(
    {
        "tinh": (gettext_noop("tỉnh"), "Tỉnh"),
        "thanh_pho": (gettext_noop("thành phố trực thuộc trung ương"), "Thành phố"),
        "thanh_pho_tt": (gettext_noop("thành phố thuộc tỉnh"), "Thành phố"),
        "huyen": (gettext_noop("huyện"), "Huyện"),
        "quan": (gettext_noop("quận"), "Quận"),
        "thi_xa": (gettext_noop("thị xã"), "Thị xã"),
        "xa": (gettext_noop("xã"), "Xã"),
        "phuong": (gettext_noop("phường"), "Phường"),
        "thi_tran": (gettext_noop("thị trấn"), "Thị trấn"),
        "dac_khu": (gettext_noop("đặc khu"), "Đặc khu"),
        "so": (gettext_noop("sở"), ""),
        "trung_tam_y_te": (gettext_noop("trung tâm y tế"), ""),
        "khac": (gettext_noop("đơn vị khác"), ""),
    }
)
COMMUNES = frozenset({"xa", "phuong", "thi_tran", "dac_khu"})
DISTRICTS = frozenset({"huyen", "quan", "thi_xa", "thanh_pho_tt"})
PROVINCES = frozenset({"tinh", "thanh_pho"})


def kind_label(kind: str) -> str:
    return _(KINDS.get(kind, (kind, ""))[0])


def full_name(name: str, kind: str) -> str:
    """Return "Xã Đông Hưng" for ("Đông Hưng", "xa"); names of departments stay as they are."""
    word = KINDS.get(kind, ("", ""))[1]
    # "Quận 10", "Phường 3" have the word already: a number is no name.
    return f"{word} {name}" if word and not name.startswith(f"{word} ") else name
