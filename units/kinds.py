"""Kinds of units and how a full name is written with them. Pure.

Levels are data: nothing here says what stands under what.
"""

from types import MappingProxyType

# code → (label, word written before the name, or "" when the name has it already)
KINDS = MappingProxyType(
    {
        "tinh": ("tỉnh", "Tỉnh"),
        "thanh_pho": ("thành phố trực thuộc trung ương", "Thành phố"),
        "thanh_pho_tt": ("thành phố thuộc tỉnh", "Thành phố"),
        "huyen": ("huyện", "Huyện"),
        "quan": ("quận", "Quận"),
        "thi_xa": ("thị xã", "Thị xã"),
        "xa": ("xã", "Xã"),
        "phuong": ("phường", "Phường"),
        "thi_tran": ("thị trấn", "Thị trấn"),
        "dac_khu": ("đặc khu", "Đặc khu"),
        "so": ("sở", ""),
        "trung_tam_y_te": ("trung tâm y tế", ""),
        "khac": ("đơn vị khác", ""),
    }
)
COMMUNES = frozenset({"xa", "phuong", "thi_tran", "dac_khu"})
DISTRICTS = frozenset({"huyen", "quan", "thi_xa", "thanh_pho_tt"})
PROVINCES = frozenset({"tinh", "thanh_pho"})


def kind_label(kind: str) -> str:
    return KINDS.get(kind, (kind, ""))[0]


def full_name(name: str, kind: str) -> str:
    """Return "Xã Đông Hưng" for ("Đông Hưng", "xa"); names of departments stay as they are."""
    word = KINDS.get(kind, ("", ""))[1]
    return f"{word} {name}" if word else name
