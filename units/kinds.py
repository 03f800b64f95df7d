"""Kinds of units and how a full name is written with them.

Levels are data: nothing here says what stands under what.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from units.vietnamese import search_key

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
        "thon": (gettext_noop("thôn"), "Thôn"),
        "ap": (gettext_noop("ấp"), "Ấp"),
        "to_dan_pho": (gettext_noop("tổ dân phố"), "Tổ dân phố"),
        "khu_pho": (gettext_noop("khu phố"), "Khu phố"),
        # Government: names of these say what they are.
        "bo": (gettext_noop("bộ, cơ quan ngang bộ"), ""),
        "co_quan_trung_uong": (gettext_noop("cơ quan trung ương khác"), ""),
        "uy_ban_nhan_dan": (gettext_noop("ủy ban nhân dân"), ""),
        "hoi_dong_nhan_dan": (gettext_noop("hội đồng nhân dân"), ""),
        "so": (gettext_noop("sở"), ""),
        "van_phong": (gettext_noop("văn phòng"), ""),
        "phong": (gettext_noop("phòng"), ""),
        "ban": (gettext_noop("ban"), ""),
        "cuc": (gettext_noop("cục"), ""),
        "vu": (gettext_noop("vụ"), ""),
        "chi_cuc": (gettext_noop("chi cục"), ""),
        "trung_tam": (gettext_noop("trung tâm"), ""),
        # Vertical branches.
        "thue": (gettext_noop("cơ quan thuế"), ""),
        "hai_quan": (gettext_noop("cơ quan hải quan"), ""),
        "kho_bac": (gettext_noop("kho bạc nhà nước"), ""),
        "thong_ke": (gettext_noop("cơ quan thống kê"), ""),
        "bao_hiem_xa_hoi": (gettext_noop("bảo hiểm xã hội"), ""),
        "ngan_hang_nha_nuoc": (gettext_noop("ngân hàng nhà nước"), ""),
        "cong_an": (gettext_noop("công an"), ""),
        "quan_su": (gettext_noop("cơ quan quân sự"), ""),
        "toa_an": (gettext_noop("tòa án nhân dân"), ""),
        "vien_kiem_sat": (gettext_noop("viện kiểm sát nhân dân"), ""),
        "thi_hanh_an": (gettext_noop("thi hành án dân sự"), ""),
        # Health, schools, other public bodies.
        "trung_tam_y_te": (gettext_noop("trung tâm y tế"), ""),
        "benh_vien": (gettext_noop("bệnh viện"), ""),
        "tram_y_te": (gettext_noop("trạm y tế"), ""),
        "truong_mam_non": (gettext_noop("trường mầm non"), ""),
        "truong_tieu_hoc": (gettext_noop("trường tiểu học"), ""),
        "truong_thcs": (gettext_noop("trường trung học cơ sở"), ""),
        "truong_thpt": (gettext_noop("trường trung học phổ thông"), ""),
        "truong_lien_cap": (gettext_noop("trường phổ thông có nhiều cấp học"), ""),
        "truong_nghe": (gettext_noop("cơ sở giáo dục nghề nghiệp"), ""),
        "giao_duc_thuong_xuyen": (gettext_noop("cơ sở giáo dục thường xuyên"), ""),
        "truong_dai_hoc": (gettext_noop("cơ sở giáo dục đại học"), ""),
        "don_vi_su_nghiep": (gettext_noop("đơn vị sự nghiệp công lập khác"), ""),
        # Party, Front, organisations, enterprises.
        "co_quan_dang": (gettext_noop("cơ quan, tổ chức Đảng"), ""),
        "mat_tran": (gettext_noop("Mặt trận Tổ quốc"), ""),
        "doan_the": (gettext_noop("tổ chức chính trị – xã hội"), ""),
        "hoi": (gettext_noop("hội quần chúng"), ""),
        "doanh_nghiep": (gettext_noop("doanh nghiệp"), ""),
        "hop_tac_xa": (gettext_noop("hợp tác xã"), ""),
        "khac": (gettext_noop("đơn vị khác"), ""),
    }
)
COMMUNES = frozenset({"xa", "phuong", "thi_tran", "dac_khu"})
DISTRICTS = frozenset({"huyen", "quan", "thi_xa", "thanh_pho_tt"})
PROVINCES = frozenset({"tinh", "thanh_pho"})
# What people write for a kind, besides its label and its code; without accents.
_ALSO = {
    "thanh pho": "thanh_pho",
    "tp": "thanh_pho",
    "thanh pho thuoc thanh pho truc thuoc trung uong": "thanh_pho_tt",
    "tx": "thi_xa",
    "tt": "thi_tran",
    "ubnd": "uy_ban_nhan_dan",
    "hdnd": "hoi_dong_nhan_dan",
    "truong thcs": "truong_thcs",
    "thcs": "truong_thcs",
    "truong thpt": "truong_thpt",
    "thpt": "truong_thpt",
    "khac": "khac",
}


def kind_label(kind: str) -> str:
    return _(KINDS.get(kind, (kind, ""))[0])


def kind_named(text: str) -> str:
    """Return the kind that a label of any language of the pages, a code or a usual short form means ("Xã",
    "commune", "trung_tam_y_te"), or ""."""
    return kind_words().get(search_key(text), "")


@cache
def kind_words() -> Mapping[str, str]:
    """What may be written for a kind, as search keys → kinds. A template handed out in English names English
    kinds."""
    words: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words |= {search_key(kind_label(code)): code for code in KINDS}
    # Vietnamese comes last, so that it wins.
    words |= {search_key(label): code for code, (label, _word) in KINDS.items()}
    return MappingProxyType(words | {search_key(code): code for code in KINDS} | _ALSO)


def code_digits(kind: str) -> int:
    """Return how many digits the official code of such a unit has (QĐ 19/2025, QĐ 124/2004); 0: no rule."""
    levels = ((PROVINCES, 2), (DISTRICTS, 3), (COMMUNES, 5))
    return next((digits for kinds, digits in levels if kind in kinds), 0)


def name_without_word(name: str, kind: str) -> str:
    """Return "Đông Hưng" for "xã Đông Hưng", as names are stored; "Phường 3" keeps its word."""
    word = KINDS.get(kind, ("", ""))[1]
    rest = name[len(word) + 1 :]
    has_word = bool(word) and name.lower().startswith(f"{word.lower()} ")
    if not has_word or not rest:
        return name
    return f"{word} {rest}" if rest.isdigit() else rest


def full_name(name: str, kind: str) -> str:
    """Return "Xã Đông Hưng" for ("Đông Hưng", "xa"); names of departments stay as they are."""
    word = KINDS.get(kind, ("", ""))[1]
    # "Quận 10", "Phường 3" have the word already: a number is no name.
    return f"{word} {name}" if word and not name.startswith(f"{word} ") else name
