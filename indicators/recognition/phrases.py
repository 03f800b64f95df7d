"""Words by which the parts of a form are known. Compared without accents and case (`plain`)."""

import re
from functools import lru_cache

from indicators.recognition.text import has_accents, plain, shown

NUMBER_HEADERS = frozenset({"stt", "tt", "so tt", "so thu tu", "s tt", "s.tt", "#", "no."})
CODE_HEADERS = frozenset({"ma so", "ma", "ma chi tieu", "ms"})
UNIT_HEADERS = frozenset({"don vi tinh", "dvt", "d.v.t", "don vi tinh (dvt)", "dv tinh"})
LABEL_HEADERS = re.compile(
    r"^(cac )?(ten )?(chi tieu|noi dung|linh vuc|danh muc|hang muc|dien giai|tieu chi|ten |don vi$|"
    r"dia phuong|dia ban|"
    r"nganh|nhom|loai |phan loai|san pham|xa, phuong|xa/phuong|xa|huyen|co quan|muc tieu|phan to)"
)
UNITS_AS_ROWS = re.compile(
    r"^(tên )?(các )?(đơn vị|địa phương|địa bàn|xã|phường|huyện|tỉnh|cơ quan|sở, ngành|trường|cơ sở y tế|"
    r"bệnh viện|bhxh|thôn|tổ dân phố|trạm y tế|trung tâm|hợp tác xã|chi cục|phòng, ban)"
    r"(?! tính)( |,|/|$)"
)
UNIT_NAME = re.compile(
    r"^(ubnd |trạm y tế |trường (mầm non|mẫu giáo|tiểu học|th|thcs|thpt|tiểu học và thcs) )?"
    r"((xã|phường|đặc khu|thị trấn|huyện|thị xã|thành phố|thôn|bản|ấp|tổ dân phố|khu phố) [\w\d]|"
    r"(trường|bhxh|bảo hiểm xã hội|bệnh viện|trung tâm y tế|trạm y tế|chi cục|hạt kiểm lâm|công an|"
    r"phòng giáo dục|phòng gd) \w+ \w)"
)
"""Both as `says` compares: with their accents where the text has any ("phương tiện" is no phường)."""
NOTE_HEADERS = re.compile(
    r"^(ghi chu|nhan xet|giai trinh|thuyet minh|nguyen nhan|giai phap|kien nghi|ly do|y kien)"
)

OF_WHICH = re.compile(r"^(-|–|\+|\*)?\s*(trong do|trd|tr\.? ?do|tr\.d|t\.d|trong do co|bao gom ca)\b\.?\s*:?")
TOTAL = re.compile(
    r"^(tong so|tong cong|tong|cong|cong chung|toan tinh|toan xa|toan huyen|toan quoc|ca nuoc)\s*:?$"
)
GRAND_TOTAL = re.compile(r"^(tong cong|cong|cong chung|tong cong chung)\s*:?$")
WORDS = re.compile(
    r"^(so,? ?(qd|quyet dinh|van ban|ky hieu|hieu|cccd|cmnd|dien thoai|giay phep|ngay)|"
    r"ngay\b(?! cong| giuong)|dia (chi|diem)|(ho (va )?)?ten\b|thoi (gian|diem|han)|chuc (vu|danh)|"
    r"trang thai|chu dau tu|(don vi|co quan) (thuc hien|chu tri|phoi hop)|"
    r"nguoi (thuc hien|phu trach|dai dien)|noi (dung|o)\b|hinh thuc)"
)
"""Headers over words beside the lines: a decision's number, a day, a name."""
BY_GROUP = re.compile(r"^(chia |phan |chia ra )?theo |^chia ra|^phan loai")

FORM_NUMBER = re.compile(r"^(bieu(?: mau)? so|mau(?: bieu)? so|bieu|mau)\s*:?\s+(?=\S*\d|[a-z]{1,4} \d)")
LEGAL_BASIS = re.compile(
    r"^\(?\s*(ban hanh (kem |theo|tai|boi)|kem theo|thuc hien theo (thong tu|quyet dinh|nghi dinh|cong van))"
)
RECEIVED_ON = re.compile(r"^\(?ngay nhan (bao cao|bc)")
REPORTING_UNIT = re.compile(
    r"^(ten )?(don vi|co quan)( gui)? (bao cao|gui bao cao|gui|lap)\s*(:|…|\.|$)|^don vi bc"
)
RECIPIENT = re.compile(r"^(don vi|co quan|noi) nhan( bao cao| bc)?\s*(:|…|\.|$)")
UNIT_LINE = re.compile(r"^\(?\s*(don vi tinh( [a-z]+){0,3}|dvt|d\.v\.t|don vi)\s*:\s*")
DATES = re.compile(r"^\(?\s*(so lieu )?(tinh |co )?((tu|den) ngay\b|tu .* den ngay)")
PERIOD_LINE = re.compile(
    r"^\(?\s*(ky bao cao|ky|bao cao (thang|quy|nam|ky|\d)|(tuan|thang|quy|nam)\s*(thu\s*)?[\d….:_]|"
    r"quy\s+[ivx]+\b|\d+ thang|"
    r"so lieu (thang|quy|nam|\d)|(6|9|sau|chin) thang)"
)
MOTTO = re.compile(r"^(cong hoa xa hoi chu nghia|doc lap\s*[-–]|-{2,}|_{2,}|dang cong san)")
OFFICE = re.compile(
    r"^(ubnd|uy ban nhan dan|so |bo |phong |chi cuc|cuc |tram |truong |hdnd|ban |bao hiem xa hoi|bhxh|"
    r"cong an|hoi (?!nghi|thao)|lien minh|lien doan|trung tam|benh vien|vien |kho bac|toa an|dang uy|"
    r"huyen uy|tinh uy|mat tran|uy ban mttq|doan thanh nien|cong ty|tong cong ty|ngan hang|don vi)"
)
PLACE_AND_DATE = re.compile(r"ngay\s*[\d….\s/_]*\s*thang\s*[\d….\s/_]*\s*nam")
PREPARER = re.compile(
    r"^(nguoi lap|(can bo|cong chuc) (lap|tong hop|thong ke)|nguoi (tong hop|bao cao)|ke toan|"
    r"lap (bieu|bang|bao cao))"
)
SIGNER = re.compile(
    r"^(thu truong|giam doc|tong giam doc|chu tich|truong (phong|ban|tram|cong an|khoa)|hieu truong|"
    r"(chi )?cuc truong|vien truong|chanh (van phong|thanh tra)|doi truong|chi huy truong|kt\.|tl\.|tm\.|"
    r"tuq\.|q\.|dai dien|lanh dao|phu trach|nguoi kiem tra|nguoi duyet|pho )"
)
SIGN_HERE = re.compile(r"^\(?\s*(ky|ho ten|ho va ten)\b")
CAPTION = re.compile(r"^(bang|phan|muc|bieu)\s*(so\s*)?[\divx]+\s*[.:]|^[ivx]+\.\s|^\d\.\s")
COPIES = re.compile(r"^noi nhan\s*:?$")
"""To whom copies go: a list under the table that no line of it belongs to."""
NOTES = re.compile(
    r"^\(?\*+\)?|^(ghi chu|luu y|chu thich|chu y|nguon|giai thich|huong dan|cach ghi|cach tinh)\s*[:(.]?"
)
STATEMENT = re.compile(r"^(cot|dong|ma so|\()\s*[(\[]?\d")
"""A check that stands right below the lines: "Cột (1) = (4) + (5)"."""

FREQUENCIES = (
    (re.compile(r"3, 6, 9 va 12 thang|3, 6, 9, 12 thang|luy ke quy"), "cumulative_quarter"),
    (re.compile(r"\bngay\b(?! \S*(thang|/))"), "day"),
    (re.compile(r"\btuan\b"), "week"),
    (re.compile(r"\bquy\b"), "quarter"),
    (re.compile(r"\b(6|sau) thang\b"), "half"),
    (re.compile(r"\b(9|chin) thang\b"), "nine_months"),
    (re.compile(r"(?<!\d )(?<!\d)(?<!theo )\bthang\b(?! va)"), "month"),
    (re.compile(r"(?<!hang )(?<!lau )(?<!dau )(?<!\d )\bnam\b(?! (hoc|nguoi)|,? nu\b)"), "year"),
)


def names_lines(text: str) -> bool:
    """A header over the words of lines: "STT", "Chỉ tiêu"."""
    bare = plain(text)
    return bare in NUMBER_HEADERS or (len(bare) < 40 and LABEL_HEADERS.search(bare) is not None)


def says(pattern: re.Pattern[str], text: str) -> bool:
    """A pattern written with accents, found in a text with the same; in one without any, without them."""
    if has_accents(text):
        return pattern.search(shown(text).casefold()) is not None
    return _bare(pattern).search(plain(text)) is not None


@lru_cache(maxsize=64)
def _bare(pattern: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(plain(pattern.pattern))
