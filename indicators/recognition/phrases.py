"""Words by which the parts of a form are known. Compared without accents and case (`plain`)."""

import re

NUMBER_HEADERS = frozenset({"stt", "tt", "so tt", "so thu tu", "s tt", "s.tt", "#", "no."})
CODE_HEADERS = frozenset({"ma so", "ma", "ma chi tieu", "ms"})
UNIT_HEADERS = frozenset({"don vi tinh", "dvt", "d.v.t", "don vi tinh (dvt)", "dv tinh"})
LABEL_HEADERS = re.compile(
    r"^(cac )?(ten )?(chi tieu|noi dung|linh vuc|danh muc|hang muc|dien giai|tieu chi|ten |don vi$|"
    r"dia phuong|dia ban|"
    r"nganh|nhom|loai |phan loai|san pham|xa, phuong|xa/phuong|xa|huyen|co quan|muc tieu|phan to)"
)
UNITS_AS_ROWS = re.compile(
    r"^(ten )?(cac )?(don vi|dia phuong|dia ban|xa|phuong|huyen|tinh|co quan|so, nganh|truong|co so y te|"
    r"benh vien)"
    r"(?! tinh)( |,|/|$)"
)
UNIT_NAME = re.compile(r"^(ubnd |tram y te )?(xa|phuong|dac khu|thi tran|huyen|thi xa) \w")
NOTE_HEADERS = re.compile(
    r"^(ghi chu|nhan xet|giai trinh|thuyet minh|nguyen nhan|giai phap|kien nghi|ly do|y kien)"
)

OF_WHICH = re.compile(r"^(-|–|\+|\*)?\s*(trong do|trd|tr\.? ?do|tr\.d|t\.d|trong do co|bao gom ca)\b\.?\s*:?")
TOTAL = re.compile(
    r"^(tong so|tong cong|tong|cong|cong chung|toan tinh|toan xa|toan huyen|toan quoc|ca nuoc)\s*:?$"
)
GRAND_TOTAL = re.compile(r"^(tong cong|cong|cong chung|tong cong chung)\s*:?$")
BY_GROUP = re.compile(r"^(chia |phan |chia ra )?theo |^chia ra|^phan loai")

FORM_NUMBER = re.compile(r"^(bieu(?: mau)? so|mau(?: bieu)? so|bieu|mau)\s*:?\s+(?=\S*\d)")
LEGAL_BASIS = re.compile(
    r"^\(?\s*(ban hanh|kem theo|thuc hien theo (thong tu|quyet dinh|nghi dinh|cong van))"
)
RECEIVED_ON = re.compile(r"^\(?ngay nhan (bao cao|bc)")
REPORTING_UNIT = re.compile(
    r"^(ten )?(don vi|co quan)( gui)? (bao cao|gui bao cao|gui|lap)\s*(:|…|\.|$)|^don vi bc"
)
RECIPIENT = re.compile(r"^(don vi|co quan|noi) nhan( bao cao| bc)?\s*(:|…|\.|$)")
UNIT_LINE = re.compile(r"^\(?\s*(don vi tinh|dvt|d\.v\.t|don vi)\s*:\s*")
DATES = re.compile(r"^\(?\s*tu ngay\b|tinh den ngay|tu .* den ngay")
PERIOD_LINE = re.compile(
    r"^\(?\s*(ky bao cao|ky|bao cao (thang|quy|nam|ky|\d)|(tuan|thang|quy|nam)\s*(thu\s*)?[\d….:_]|"
    r"quy\s+[ivx]+\b|\d+ thang|"
    r"so lieu (thang|quy|nam|\d)|(6|9|sau|chin) thang)"
)
MOTTO = re.compile(r"^(cong hoa xa hoi chu nghia|doc lap\s*[-–]|-{2,}|_{2,}|dang cong san)")
OFFICE = re.compile(r"^(ubnd|uy ban nhan dan|so |bo |phong |chi cuc|tram y te|truong |hdnd|ban )")
PLACE_AND_DATE = re.compile(r"ngay\s*[\d….\s/_]*\s*thang\s*[\d….\s/_]*\s*nam")
PREPARER = re.compile(r"^(nguoi lap|can bo lap|nguoi tong hop|ke toan|lap bieu)")
SIGNER = re.compile(
    r"^(thu truong|giam doc|chu tich|truong phong|hieu truong|kt\.|tl\.|tm\.|tuq\.|truong tram|dai dien|"
    r"lanh dao|"
    r"phu trach|nguoi kiem tra|nguoi duyet|pho )"
)
SIGN_HERE = re.compile(r"^\(?\s*(ky|ho ten|ho va ten)\b")
CAPTION = re.compile(r"^(bang|phan|muc|bieu)\s*(so\s*)?[\divx]+\s*[.:]|^[ivx]+\.\s|^\d\.\s")
COPIES = re.compile(r"^noi nhan\s*:?$")
"""To whom copies go: a list under the table that no line of it belongs to."""
NOTES = re.compile(
    r"^\(?\*+\)?|^(ghi chu|luu y|chu thich|chu y|nguon|giai thich|huong dan|cach ghi|cach tinh)\s*[:(.]?"
)

FREQUENCIES = (
    (re.compile(r"3, 6, 9 va 12 thang|3, 6, 9, 12 thang|luy ke quy"), "cumulative_quarter"),
    (re.compile(r"\bngay\b(?! \S*(thang|/))"), "day"),
    (re.compile(r"\btuan\b"), "week"),
    (re.compile(r"\bquy\b"), "quarter"),
    (re.compile(r"\b(6|sau) thang\b"), "half"),
    (re.compile(r"\b(9|chin) thang\b"), "nine_months"),
    (re.compile(r"(?<!\d )(?<!\d)\bthang\b(?! va)"), "month"),
    (re.compile(r"(?<!hang )(?<!lau )(?<!dau )(?<!\d )\bnam\b(?! (hoc|nguoi)|,? nu\b)"), "year"),
)
