"""Promise 8 as a table: every page and API operation × person, for things that are theirs or somebody's.

Who may see a thing but may not do this to it gets 403; who may not see it gets 404; nobody signed in gets
the log-in page (pages) or 401 (API). Who may gets in, whatever the report's status then says.
"""

from dataclasses import dataclass, field

EVERYBODY = frozenset(
    ["lan", "minh", "son", "tien", "hoa", "nga", "binh", "dung", "quan", "thanh", "mai", "long"]
)
NOBODY: frozenset[str] = frozenset()
PROVINCE = EVERYBODY - {"mai", "long"}
# Who may know of the report of xã Đông Hưng: its people, the centre and the province above it, its recipient.
REACH = frozenset(["lan", "minh", "tien", "hoa", "nga", "binh", "dung", "quan", "thanh"])
# Its cells before anything was sent: the unit's own people, and who reads everything.
DRAFT_READERS = frozenset(["lan", "minh", "quan", "thanh"])
FILLERS = frozenset({"lan", "minh"})
LAN = frozenset({"lan"})
SIGNERS = frozenset({"minh"})
# Who may know who signs: the unit's own people, who leads the level that checks it, and who reads everything.
SIGNER_READERS = frozenset({"lan", "minh", "binh", "quan", "thanh"})
NAMERS = frozenset({"minh", "quan"})
REVIEWERS = frozenset({"hoa", "binh"})
ENTERERS = frozenset({"nga", "hoa", "binh", "tien"})
OFFICERS = frozenset({"nga"})
REMINDERS = frozenset({"hoa", "nga", "binh"})
RUNNERS = frozenset({"quan"})
OFFICERS = frozenset({"nga"})
DEFINERS = frozenset({"nga", "quan"})
READS_ALL = frozenset({"quan", "thanh"})
FOREIGN_REACH = READS_ALL | {"mai", "long"}
# The province's own people, and those of the department that collects for it.
TOTALS_READERS = READS_ALL | {"dung", "hoa", "nga", "binh"}


@dataclass(frozen=True)
class Row:
    """`path`: {own} is the duty of xã Đông Hưng, {report} its submission. `sees`: who may know of it."""

    method: str
    path: str
    may: frozenset[str]
    sees: frozenset[str] = EVERYBODY
    body: dict[str, object] = field(default_factory=dict)
    has_file: bool = False


WHY = {"reason": "Số liệu nhầm dòng."}
LETS_LAN_SIGN = {"person": "lan", "capacity": "KT", "valid_from": "2199-01-01", "valid_to": "2199-01-02"}

PAGES: dict[str, list[Row]] = {
    "home": [Row("GET", "/", EVERYBODY)],
    "notices": [Row("GET", "/thong-bao/", EVERYBODY)],
    "notices-seen": [Row("POST", "/thong-bao/da-xem/", EVERYBODY, body={"den": "1"})],
    "act-as": [Row("POST", "/vai-tro/", EVERYBODY, body={"role": "0"})],
    "calendar-feed": [Row("GET", "/lich-nhac-han/", EVERYBODY)],
    "calendar-make": [Row("POST", "/lich-nhac-han/tao/", EVERYBODY)],
    "calendar-revoke": [Row("POST", "/lich-nhac-han/thu-hoi/", EVERYBODY)],
    "report-list": [Row("GET", "/bao-cao/", EVERYBODY)],
    "report": [
        Row("GET", "/bao-cao/{own}/", REACH, REACH),
        Row("GET", "/bao-cao/{former}/", REACH, REACH),
        Row("GET", "/bao-cao/{foreign}/", READS_ALL | {"mai", "long"}, READS_ALL | {"mai", "long"}),
    ],
    "report-save": [
        Row("POST", "/bao-cao/{own}/luu/", FILLERS, REACH, {"cells": {}}),
        Row("POST", "/bao-cao/{former}/luu/", NOBODY, REACH, {"cells": {}}),
    ],
    "report-cell": [Row("GET", "/bao-cao/{own}/o/?o=t1/r1:c1", DRAFT_READERS, DRAFT_READERS)],
    "report-cell-history": [Row("GET", "/bao-cao/{own}/o/lich-su/?o=t1/r1:c1", DRAFT_READERS, DRAFT_READERS)],
    "report-compare": [Row("GET", "/bao-cao/{own}/so-sanh/", DRAFT_READERS, DRAFT_READERS)],
    "report-history": [Row("GET", "/bao-cao/{own}/lich-su/", REACH, REACH)],
    "report-workbook": [Row("GET", "/bao-cao/{own}/excel/", DRAFT_READERS, DRAFT_READERS)],
    "report-upload": [Row("POST", "/bao-cao/{own}/nap-excel/", FILLERS, REACH, has_file=True)],
    "report-upload-keep": [Row("POST", "/bao-cao/{own}/nap-excel/luu/", FILLERS, REACH)],
    "upload-many": [
        Row("GET", "/nap-nhieu-tep/", EVERYBODY),
        Row("POST", "/nap-nhieu-tep/", EVERYBODY),
    ],
    "upload-many-keep": [Row("POST", "/nap-nhieu-tep/luu/", EVERYBODY)],
    "batches": [Row("GET", "/nap-hang-loat/", EVERYBODY), Row("POST", "/nap-hang-loat/", EVERYBODY)],
    "batch": [Row("GET", "/nap-hang-loat/{batch}/", LAN, LAN)],
    "batch-list": [Row("GET", "/nap-hang-loat/{batch}/ket-qua/", LAN, LAN)],
    "batch-step": [
        Row("POST", "/nap-hang-loat/{batch}/dung/", LAN, LAN),
        Row("POST", "/nap-hang-loat/{batch}/tiep/", LAN, LAN),
    ],
    "report-upload-back": [Row("POST", "/bao-cao/{own}/nap-excel/tra-ve/", FILLERS, REACH)],
    "report-upload-undo": [
        Row("POST", "/bao-cao/{own}/nap-excel/hoan-tac/", FILLERS, REACH, {"upload": "1"})
    ],
    "report-original": [Row("GET", "/bao-cao/{own}/tep/{upload}/", DRAFT_READERS, DRAFT_READERS)],
    "report-marked": [Row("GET", "/bao-cao/{own}/tep/{upload}/danh-dau/", FILLERS, DRAFT_READERS)],
    "report-enclose": [Row("POST", "/bao-cao/{own}/kem/", FILLERS, REACH, has_file=True)],
    "report-enclosure": [Row("GET", "/bao-cao/{own}/kem/{enclosure}/", DRAFT_READERS, DRAFT_READERS)],
    "report-enclosure-step": [
        Row("POST", "/bao-cao/{own}/kem/{enclosure}/bo/", FILLERS, DRAFT_READERS),
        Row("POST", "/bao-cao/{own}/kem/{enclosure}/lay-lai/", FILLERS, DRAFT_READERS),
    ],
    "report-enter": [
        Row("GET", "/bao-cao/{own}/nhap-thay/", ENTERERS, REACH),
        Row("POST", "/bao-cao/{own}/nhap-thay/", ENTERERS, REACH),
        Row("POST", "/bao-cao/{former}/nhap-thay/", frozenset({"nga"}), REACH),
    ],
    "report-object": [
        Row("GET", "/bao-cao/{own}/khong-can/?o=t1/r1:c1", FILLERS, REACH),
        Row("POST", "/bao-cao/{own}/khong-can/?o=t1/r1:c1", FILLERS, REACH),
    ],
    "template-objections": [
        Row("GET", "/bieu-mau/{template}/khong-can/", OFFICERS, TOTALS_READERS),
        Row("POST", "/bieu-mau/{template}/khong-can/", OFFICERS, TOTALS_READERS, {"o": "t1/r1:c1"}),
    ],
    "report-step": [Row("POST", "/bao-cao/{own}/trinh-ky/", FILLERS, REACH)],
    "review-list": [Row("GET", "/duyet-so-lieu/", EVERYBODY)],
    "review": [Row("GET", "/duyet-so-lieu/{report}/", REACH, REACH)],
    "review-step": [Row("POST", "/duyet-so-lieu/{report}/duyet/", REVIEWERS, REACH)],
    "review-accept-many": [Row("POST", "/duyet-so-lieu/dot/{round}/duyet/", REVIEWERS, PROVINCE)],
    "rounds": [Row("GET", "/dot-bao-cao/", EVERYBODY)],
    "round": [Row("GET", "/dot-bao-cao/{round}/", PROVINCE, PROVINCE)],
    "round-remind": [Row("POST", "/dot-bao-cao/{round}/don-doc/", REMINDERS, PROVINCE)],
    "round-many": [
        Row("GET", "/dot-bao-cao/{round}/nhieu-don-vi/", FILLERS | ENTERERS | {"son"}, PROVINCE),
        Row(
            "POST",
            "/dot-bao-cao/{round}/nhieu-don-vi/",
            FILLERS | ENTERERS | {"son"},
            PROVINCE,
            has_file=True,
        ),
    ],
    "round-many-file": [
        Row("GET", "/dot-bao-cao/{round}/nhieu-don-vi/tep/", FILLERS | ENTERERS | {"son"}, PROVINCE)
    ],
    "round-many-save": [
        Row("POST", "/dot-bao-cao/{round}/nhieu-don-vi/luu/", FILLERS | ENTERERS | {"son"}, PROVINCE)
    ],
    "round-many-problems": [
        Row("POST", "/dot-bao-cao/{round}/nhieu-don-vi/can-sua/", FILLERS | ENTERERS | {"son"}, PROVINCE)
    ],
    "history-loads": [
        Row("GET", "/dot-bao-cao/lich-su/", OFFICERS | REVIEWERS | READS_ALL | {"long"}),
        Row("POST", "/dot-bao-cao/lich-su/", OFFICERS, has_file=True),
    ],
    "history-load": [
        Row(
            "GET",
            "/dot-bao-cao/lich-su/{history}/",
            OFFICERS | REVIEWERS | READS_ALL,
            OFFICERS | REVIEWERS | READS_ALL,
        )
    ],
    "history-step": [
        Row(
            "POST",
            "/dot-bao-cao/lich-su/{history}/duyet/",
            frozenset({"binh"}),
            OFFICERS | REVIEWERS | READS_ALL,
        ),
        Row("POST", "/dot-bao-cao/lich-su/{history}/bo/", OFFICERS, OFFICERS | REVIEWERS | READS_ALL),
    ],
    "round-live": [Row("GET", "/dot-bao-cao/{round}/truc-tiep/", PROVINCE, PROVINCE)],
    "round-new": [
        Row("GET", "/dot-bao-cao/mo/", OFFICERS),
        Row("POST", "/dot-bao-cao/mo/", OFFICERS),
    ],
    "round-step": [
        Row("POST", "/dot-bao-cao/{round}/viec/gia-han/", OFFICERS, PROVINCE),
        Row("POST", "/dot-bao-cao/{round}/viec/mien/", OFFICERS, PROVINCE),
        Row("POST", "/dot-bao-cao/{round}/viec/khoa/", OFFICERS, PROVINCE),
        Row("POST", "/dot-bao-cao/{round}/viec/phien-ban/", OFFICERS, PROVINCE),
        Row("POST", "/dot-bao-cao/{round}/viec/ngung-hoi-lai/", OFFICERS, PROVINCE),
    ],
    "ad-hoc": [
        Row("GET", "/dot-bao-cao/dot-xuat/", OFFICERS),
        Row("POST", "/dot-bao-cao/dot-xuat/", OFFICERS),
    ],
    "ad-hoc-units": [Row("POST", "/dot-bao-cao/dot-xuat/don-vi/", OFFICERS)],
    "askable-search": [Row("GET", "/che-do/tim-don-vi/?q=xa", OFFICERS)],
    "units": [Row("GET", "/don-vi/", EVERYBODY)],
    "unit-branch": [
        Row("GET", "/don-vi/{province}/cap-duoi/", READS_ALL | {"dung"}, READS_ALL | {"dung"}),
    ],
    "unit-map": [Row("GET", "/don-vi/ban-do/", EVERYBODY)],
    "boundaries": [
        Row("GET", "/don-vi/ranh-gioi/", RUNNERS),
        Row("POST", "/don-vi/ranh-gioi/", RUNNERS),
    ],
    "unit-search": [Row("GET", "/don-vi/tim/?q=00004", EVERYBODY)],
    "reorganisations": [Row("GET", "/don-vi/sap-xep/", READS_ALL)],
    "reorganisation": [Row("GET", "/don-vi/sap-xep/{reorganisation}/", READS_ALL)],
    "reorganisation-new": [
        Row("GET", "/don-vi/sap-xep/moi/", RUNNERS),
        Row("POST", "/don-vi/sap-xep/moi/", RUNNERS),
    ],
    "reorganisation-undo": [Row("POST", "/don-vi/sap-xep/{reorganisation}/hoan-tac/", RUNNERS)],
    "unit": [
        Row("GET", "/don-vi/{dong_hung}/", REACH, REACH),
        Row("GET", "/don-vi/{province}/", READS_ALL | {"dung"}, READS_ALL | {"dung"}),
        Row("GET", "/don-vi/{kien_an}/", READS_ALL | {"mai"}, READS_ALL | {"mai"}),
    ],
    "unit-one-person": [
        Row("POST", "/don-vi/{dong_hung}/mot-nguoi/", NAMERS, REACH),
        Row("POST", "/don-vi/{kien_an}/mot-nguoi/", RUNNERS | {"mai"}, READS_ALL | {"mai"}),
    ],
    "import-units": [
        Row("GET", "/don-vi/nap/", RUNNERS),
        Row("POST", "/don-vi/nap/", RUNNERS, has_file=True),
    ],
    "import-units-confirm": [Row("POST", "/don-vi/nap/xac-nhan/", RUNNERS)],
    "import-units-template": [Row("GET", "/don-vi/nap/mau/", RUNNERS)],
    "leave": [Row("GET", "/nguoi-dung/{lan}/ban-giao/", RUNNERS)],
    "leave-hand-over": [Row("POST", "/nguoi-dung/{lan}/ban-giao/lam/", RUNNERS, body={"nhan": "minh"})],
    "roles": [Row("GET", "/nguoi-dung/{lan}/vai-tro/", RUNNERS)],
    "role-end": [Row("POST", "/nguoi-dung/{lan}/vai-tro/ket-thuc/", RUNNERS, body={"vai": "0"})],
    "role-resume": [Row("POST", "/nguoi-dung/{lan}/vai-tro/{ended}/hoan-tac/", RUNNERS)],
    "leave-undo": [Row("POST", "/nguoi-dung/{lan}/ban-giao/{handover}/hoan-tac/", RUNNERS)],
    "signers": [
        Row("GET", "/don-vi/{dong_hung}/nguoi-ky/", SIGNER_READERS, SIGNER_READERS),
        Row("GET", "/don-vi/{kien_an}/nguoi-ky/", READS_ALL | {"mai"}, READS_ALL | {"mai"}),
    ],
    "signers-let": [Row("POST", "/don-vi/{dong_hung}/nguoi-ky/uy-quyen/", NAMERS, SIGNER_READERS)],
    "signers-revoke": [
        Row("POST", "/don-vi/{dong_hung}/nguoi-ky/{delegation}/thu-hoi/", NAMERS, SIGNER_READERS)
    ],
    "unit-groups": [
        Row("GET", "/don-vi/nhom/", EVERYBODY),
        Row("POST", "/don-vi/nhom/", RUNNERS),
    ],
    "unit-group": [Row("GET", "/don-vi/nhom/VEN_BIEN/", EVERYBODY)],
    "unit-group-step": [
        Row("POST", "/don-vi/nhom/VEN_BIEN/them/", RUNNERS),
        Row("POST", "/don-vi/nhom/VEN_BIEN/bo/", RUNNERS),
        Row("POST", "/don-vi/nhom/VEN_BIEN/doi-ten/", RUNNERS),
    ],
    "people": [Row("GET", "/nguoi-dung/", READS_ALL)],
    "events": [Row("GET", "/nhat-ky/", READS_ALL)],
    "templates": [Row("GET", "/bieu-mau/", EVERYBODY)],
    "template": [Row("GET", "/bieu-mau/{template}/", EVERYBODY)],
    "template-import": [
        Row("GET", "/bieu-mau/nhap/", OFFICERS),
        Row("POST", "/bieu-mau/nhap/", OFFICERS, has_file=True),
    ],
    "template-draft": [
        Row("GET", "/bieu-mau/ban-nhap/{draft}/", OFFICERS, OFFICERS),
        Row("POST", "/bieu-mau/ban-nhap/{draft}/", OFFICERS, OFFICERS),
    ],
    "template-begin": [
        Row("GET", "/bieu-mau/soan-moi/", OFFICERS),
        Row("POST", "/bieu-mau/soan-moi/", OFFICERS),
    ],
    "template-begin-next": [Row("POST", "/bieu-mau/{template}/phien-ban-moi/", OFFICERS, TOTALS_READERS)],
    "template-design": [
        Row("GET", "/bieu-mau/ban-nhap/{draft}/soan/", OFFICERS, OFFICERS),
        Row("POST", "/bieu-mau/ban-nhap/{draft}/soan/", OFFICERS, OFFICERS),
    ],
    "template-preview": [Row("GET", "/bieu-mau/ban-nhap/{draft}/xem/", OFFICERS, OFFICERS)],
    "template-preview-workbook": [Row("GET", "/bieu-mau/ban-nhap/{draft}/xem/excel/", OFFICERS, OFFICERS)],
    "template-publish": [
        Row("GET", "/bieu-mau/ban-nhap/{draft}/ban-hanh/", OFFICERS, OFFICERS),
        Row("POST", "/bieu-mau/ban-nhap/{draft}/ban-hanh/", OFFICERS, OFFICERS),
    ],
    "template-consolidate": [
        Row("GET", "/bieu-mau/{template}/tong-hop/", OFFICERS, TOTALS_READERS),
        Row("POST", "/bieu-mau/{template}/tong-hop/", OFFICERS, TOTALS_READERS),
    ],
    "template-check": [
        Row("POST", "/bieu-mau/{template}/quy-tac/", OFFICERS, TOTALS_READERS, {"key": "adds", **WHY}),
    ],
    "template-repeats": [
        Row("GET", "/bieu-mau/{template}/da-hoi/", EVERYBODY),
        Row("POST", "/bieu-mau/{template}/da-hoi/", OFFICERS, TOTALS_READERS, {"do": "reuse", "nv": "x"}),
    ],
    "template-first-source": [
        Row("POST", "/bieu-mau/{template}/da-hoi/nguon/", NOBODY, EVERYBODY, {"source": "own", "nv": "x"}),
    ],
    "catalogue": [Row("GET", "/chi-tieu/", EVERYBODY)],
    "catalogue-file": [Row("GET", "/chi-tieu/tep/", EVERYBODY)],
    "catalogue-import": [
        Row("GET", "/chi-tieu/nap/", OFFICERS),
        Row("POST", "/chi-tieu/nap/", OFFICERS, has_file=True),
    ],
    "catalogue-import-confirm": [Row("POST", "/chi-tieu/nap/xac-nhan/", OFFICERS)],
    "regime-reviews": [
        Row("GET", "/chi-tieu/ra-soat/", EVERYBODY),
        Row("POST", "/chi-tieu/ra-soat/?che_do={regime}", OFFICERS, TOTALS_READERS),
    ],
    "stewards": [Row("POST", "/chi-tieu/chu-tri/", RUNNERS)],
    "burden": [
        Row("GET", "/chi-tieu/ganh-nang/", EVERYBODY),
        Row("GET", "/chi-tieu/ganh-nang/?don_vi={dong_hung}", REACH, REACH),
    ],
    "indicator": [Row("GET", "/chi-tieu/{indicator}/", EVERYBODY)],
    "indicator-alike": [Row("GET", "/chi-tieu/giong/?q=nam", EVERYBODY)],
    "indicator-search": [Row("GET", "/chi-tieu/tim/?q=nam", EVERYBODY)],
    "indicator-new": [
        Row("GET", "/chi-tieu/moi/", OFFICERS),
        Row("POST", "/chi-tieu/moi/", OFFICERS),
    ],
    "indicator-change": [
        Row("GET", "/chi-tieu/{indicator}/sua/", OFFICERS),
        Row("POST", "/chi-tieu/{indicator}/sua/", OFFICERS),
        Row("GET", "/chi-tieu/{foreign_indicator}/sua/", NOBODY),
        Row("POST", "/chi-tieu/{foreign_indicator}/sua/", NOBODY),
    ],
    "indicator-remove": [
        Row("POST", "/chi-tieu/{indicator}/bo/", OFFICERS),
        Row("POST", "/chi-tieu/{foreign_indicator}/bo/", NOBODY),
    ],
    "indicator-put-back": [
        Row("POST", "/chi-tieu/{changed}/phien-ban/1/khoi-phuc/", OFFICERS),
        Row("POST", "/chi-tieu/{foreign_indicator}/phien-ban/1/khoi-phuc/", NOBODY),
    ],
    "indicator-reading": [
        Row("GET", "/chi-tieu/{indicator}/cho-doc/", OFFICERS),
        Row("POST", "/chi-tieu/{indicator}/cho-doc/", OFFICERS),
        Row("GET", "/chi-tieu/{foreign_indicator}/cho-doc/", NOBODY),
        Row("POST", "/chi-tieu/{foreign_indicator}/cho-doc/", NOBODY),
    ],
    "measures": [
        Row("GET", "/chi-tieu/don-vi-tinh/", EVERYBODY),
        Row("POST", "/chi-tieu/don-vi-tinh/", OFFICERS),
    ],
    "measure": [
        Row("GET", "/chi-tieu/don-vi-tinh/ty-dong/", EVERYBODY),
        Row("POST", "/chi-tieu/don-vi-tinh/ty-dong/", OFFICERS),
    ],
    "measure-remove": [Row("POST", "/chi-tieu/don-vi-tinh/ty-dong/bo/", OFFICERS)],
    "dimensions": [
        Row("GET", "/chi-tieu/phan-to/", EVERYBODY),
        Row("POST", "/chi-tieu/phan-to/", OFFICERS),
    ],
    "dimension": [
        Row("GET", "/chi-tieu/phan-to/gioi-tinh/", EVERYBODY),
        Row("POST", "/chi-tieu/phan-to/gioi-tinh/", OFFICERS),
    ],
    "dimension-remove": [Row("POST", "/chi-tieu/phan-to/gioi-tinh/bo/", OFFICERS)],
    "regimes": [Row("GET", "/che-do/", EVERYBODY)],
    "regime": [Row("GET", "/che-do/{regime}/", EVERYBODY)],
    "regime-new": [
        Row("GET", "/che-do/moi/", OFFICERS),
        Row("POST", "/che-do/moi/", OFFICERS),
    ],
    "regime-edit": [
        Row("GET", "/che-do/{regime}/sua/", OFFICERS, TOTALS_READERS),
        Row("POST", "/che-do/{regime}/sua/", OFFICERS, TOTALS_READERS),
        Row("GET", "/che-do/{foreign_regime}/sua/", NOBODY, READS_ALL | {"long"}),
    ],
    "regime-coming": [
        Row("GET", "/che-do/{regime}/sap-toi/", PROVINCE, PROVINCE),
        Row(
            "GET",
            "/che-do/{foreign_regime}/sap-toi/",
            READS_ALL | {"mai", "long"},
            READS_ALL | {"mai", "long"},
        ),
    ],
    "regime-document-add": [
        Row("POST", "/che-do/{regime}/van-ban/", OFFICERS, TOTALS_READERS, has_file=True),
        Row("POST", "/che-do/{foreign_regime}/van-ban/", NOBODY, READS_ALL | {"long"}, has_file=True),
    ],
    "regime-document": [
        Row("GET", "/che-do/{regime}/van-ban/{document}/", PROVINCE, PROVINCE),
        Row("GET", "/che-do/{foreign_regime}/van-ban/{document}/", NOBODY, NOBODY),
    ],
    "regime-file": [Row("GET", "/che-do/{regime}/goi/", OFFICERS)],
    "regime-import": [
        Row("GET", "/che-do/goi/", OFFICERS),
        Row("POST", "/che-do/goi/", OFFICERS, has_file=True),
    ],
    "regime-import-confirm": [Row("POST", "/che-do/goi/xac-nhan/", OFFICERS)],
    "calendars": [Row("GET", "/lich/", EVERYBODY)],
    "days-off-change": [
        Row("GET", "/lich/ngay-nghi/?nap=2030", RUNNERS),
        Row("POST", "/lich/ngay-nghi/", RUNNERS),
    ],
    "days-off-undo": [
        Row("GET", "/lich/ngay-nghi/{days_off}/hoan-tac/", RUNNERS),
        Row("POST", "/lich/ngay-nghi/{days_off}/hoan-tac/", RUNNERS),
    ],
    "calendar": [Row("GET", "/lich/ky/nd09/?nam=2026", EVERYBODY)],
    "calendar-new": [
        Row("GET", "/lich/lap-moi/", DEFINERS),
        Row("POST", "/lich/lap-moi/", DEFINERS),
    ],
    "calendar-edit": [
        Row("GET", "/lich/ky/thang20/sua/", DEFINERS),
        Row("POST", "/lich/ky/thang20/sua/", DEFINERS),
    ],
    "totals": [
        Row("GET", "/tong-hop/", EVERYBODY),
        Row("GET", "/tong-hop/?{asked}&unit={dong_hung_code}", REACH, REACH),
        Row("GET", "/tong-hop/?{asked}&unit=33", TOTALS_READERS, TOTALS_READERS),
    ],
    "correction-moves": [Row("GET", "/tong-hop/dinh-chinh/{report}/", REVIEWERS, REACH)],
    "consolidated": [Row("GET", "/tong-hop/bao-cao/{own}/", DRAFT_READERS, DRAFT_READERS)],
    "consolidated-take": [Row("POST", "/tong-hop/bao-cao/{own}/lay/", FILLERS, REACH)],
    "consolidated-own": [Row("POST", "/tong-hop/bao-cao/{own}/phan-rieng/", FILLERS, REACH)],
    "unit-lines": [Row("GET", "/tong-hop/bao-cao/{own}/theo-don-vi/", DRAFT_READERS, DRAFT_READERS)],
    "unit-lines-workbook": [
        Row("GET", "/tong-hop/bao-cao/{own}/theo-don-vi.xlsx", DRAFT_READERS, DRAFT_READERS)
    ],
    "totals-sources": [
        Row("GET", "/tong-hop/nguon/?{asked}&unit={dong_hung_code}&cell=t1/r1:c1", REACH, REACH)
    ],
    "totals-source": [Row("GET", "/tong-hop/nguon/{revision}/?o=t1/r1:c1", REACH, REACH)],
    "jobs": [Row("GET", "/jobs", READS_ALL)],
    "job-run": [Row("POST", "/jobs/clear_expired/run", RUNNERS)],
}
# The calendar is opened by its token alone (tests/submissions/test_calendar_feed.py).
PUBLIC_PAGES = frozenset({"login", "logout", "healthz", "set_language", "form-worker", "calendar-file"})
PUBLIC_OPERATIONS = frozenset({"GET /openapi.json", "GET /docs"})


def _verbs(duty: str, verbs: dict[str, tuple[frozenset[str], dict[str, object]]]) -> dict[str, list[Row]]:
    kind, _, thing = duty.partition("/")
    return {
        f"POST /{kind}/{{{kind[:-1]}_id}}/{verb}": [Row("POST", f"/{kind}/{thing}/{verb}", may, REACH, body)]
        for verb, (may, body) in verbs.items()
    }


API: dict[str, list[Row]] = {
    "GET /units": [Row("GET", "/units", EVERYBODY)],
    "GET /units/{code}": [
        Row("GET", "/units/{dong_hung_code}", REACH, REACH),
        Row("GET", "/units/33", READS_ALL | {"dung"}, READS_ALL | {"dung"}),
    ],
    "GET /units/{code}/history": [Row("GET", "/units/{dong_hung_code}/history", REACH, REACH)],
    "GET /unit-groups": [Row("GET", "/unit-groups", EVERYBODY)],
    "GET /unit-groups/{code}": [Row("GET", "/unit-groups/VEN_BIEN", EVERYBODY)],
    "GET /indicators": [Row("GET", "/indicators", EVERYBODY)],
    "GET /indicators/{code}": [Row("GET", "/indicators/T.r1", EVERYBODY)],
    "GET /indicators/{code}/versions": [Row("GET", "/indicators/T.r1/versions", EVERYBODY)],
    "GET /templates": [Row("GET", "/templates", EVERYBODY)],
    "GET /templates/{code}/versions/{number}": [Row("GET", "/templates/T/01/versions/1", EVERYBODY)],
    "GET /calendars": [Row("GET", "/calendars", EVERYBODY)],
    "GET /calendars/{code}": [Row("GET", "/calendars/nd09", EVERYBODY)],
    "GET /calendars/{code}/periods": [Row("GET", "/calendars/nd09/periods?year=2026", EVERYBODY)],
    "GET /holidays": [Row("GET", "/holidays?year=2026", EVERYBODY)],
    "GET /rounds": [Row("GET", "/rounds", EVERYBODY)],
    "GET /rounds/{round_id}/coverage": [Row("GET", "/rounds/{round}/coverage", PROVINCE, PROVINCE)],
    "GET /assignments": [Row("GET", "/assignments", EVERYBODY)],
    "GET /assignments/{assignment_id}": [
        Row("GET", "/assignments/{own}", REACH, REACH),
        Row("GET", "/assignments/{former}", REACH, REACH),
        Row("GET", "/assignments/{foreign}", READS_ALL | {"mai", "long"}, READS_ALL | {"mai", "long"}),
    ],
    "GET /assignments/{assignment_id}/sheet": [
        Row("GET", "/assignments/{own}/sheet", DRAFT_READERS, DRAFT_READERS)
    ],
    "PUT /assignments/{assignment_id}/sheet": [
        Row("PUT", "/assignments/{own}/sheet", FILLERS, REACH, {"cells": {"t1/r1:c1": "3"}}),
        Row("PUT", "/assignments/{former}/sheet", NOBODY, REACH, {"cells": {"t1/r1:c1": "3"}}),
    ],
    "GET /assignments/{assignment_id}/workbook": [
        Row("GET", "/assignments/{own}/workbook", DRAFT_READERS, DRAFT_READERS)
    ],
    "GET /assignments/{assignment_id}/uploads": [Row("GET", "/assignments/{own}/uploads", REACH, REACH)],
    "GET /assignments/{assignment_id}/uploads/{upload_id}": [
        Row("GET", "/assignments/{own}/uploads/{upload}", DRAFT_READERS, DRAFT_READERS)
    ],
    "GET /assignments/{assignment_id}/enclosures": [
        Row("GET", "/assignments/{own}/enclosures", DRAFT_READERS, DRAFT_READERS)
    ],
    "POST /assignments/{assignment_id}/enclosures": [
        Row("POST", "/assignments/{own}/enclosures", FILLERS, REACH, {"key": "e1"}, has_file=True)
    ],
    "POST /assignments/{assignment_id}/enter-for/enclosures": [
        Row("POST", "/assignments/{own}/enter-for/enclosures", ENTERERS, REACH, {"key": "e1"}, has_file=True)
    ],
    "GET /assignments/{assignment_id}/enclosures/{enclosure_id}": [
        Row("GET", "/assignments/{own}/enclosures/{enclosure}", DRAFT_READERS, DRAFT_READERS)
    ],
    "DELETE /assignments/{assignment_id}/enclosures/{enclosure_id}": [
        Row("DELETE", "/assignments/{own}/enclosures/{enclosure}", FILLERS, DRAFT_READERS)
    ],
    "POST /assignments/{assignment_id}/enclosures/{enclosure_id}/put-back": [
        Row("POST", "/assignments/{own}/enclosures/{enclosure}/put-back", FILLERS, DRAFT_READERS)
    ],
    "POST /assignments/{assignment_id}/workbook": [
        Row("POST", "/assignments/{own}/workbook", FILLERS, REACH, has_file=True)
    ],
    **_verbs(
        "assignments/{own}",
        {
            "request-sign-off": (FILLERS, {}),
            "send-back": (SIGNERS, WHY),
            "sign-and-submit": (SIGNERS, {}),
            "sign": (SIGNERS, {}),
            "enter-for": (ENTERERS, {"cells": {"t1/r1:c1": "3"}, "told_by": "Ông Sơn", "told_how": "phone"}),
            "report-itself": (FILLERS, {}),
            "withdraw": (FILLERS, {}),
            "nothing-to-report": (FILLERS, {}),
        },
    ),
    "GET /batches": [Row("GET", "/batches", EVERYBODY)],
    "POST /batches": [Row("POST", "/batches", EVERYBODY, has_file=True)],
    "GET /batches/{batch_id}": [Row("GET", "/batches/{batch}", LAN, LAN)],
    "GET /batches/{batch_id}/files": [Row("GET", "/batches/{batch}/files", LAN, LAN)],
    "POST /batches/{batch_id}/stop": [Row("POST", "/batches/{batch}/stop", LAN, LAN)],
    "POST /batches/{batch_id}/resume": [Row("POST", "/batches/{batch}/resume", LAN, LAN)],
    "GET /units/{code}/one-person": [Row("GET", "/units/{dong_hung_code}/one-person", REACH, REACH)],
    "PUT /units/{code}/one-person": [
        Row("PUT", "/units/{dong_hung_code}/one-person", NAMERS, REACH, {"allowed": True})
    ],
    "GET /units/{code}/signers": [
        Row("GET", "/units/{dong_hung_code}/signers", SIGNER_READERS, SIGNER_READERS)
    ],
    "GET /units/{code}/delegations": [
        Row("GET", "/units/{dong_hung_code}/delegations", SIGNER_READERS, SIGNER_READERS)
    ],
    "POST /units/{code}/delegations": [
        Row("POST", "/units/{dong_hung_code}/delegations", NAMERS, SIGNER_READERS, LETS_LAN_SIGN)
    ],
    "POST /delegations/{delegation_id}/revoke": [
        Row("POST", "/delegations/{delegation}/revoke", NAMERS, SIGNER_READERS)
    ],
    "GET /handovers": [Row("GET", "/handovers", RUNNERS)],
    "GET /handovers/preview": [Row("GET", "/handovers/preview?leaver=lan&successor=son", RUNNERS)],
    "POST /handovers": [
        Row("POST", "/handovers", RUNNERS, body={"leaver": "lan", "successor": "son", "roles": [1]})
    ],
    "GET /roles": [Row("GET", "/roles?person=lan", RUNNERS)],
    "GET /roles/{role_id}/ending": [Row("GET", "/roles/{membership}/ending", RUNNERS)],
    "POST /roles/{role_id}/end": [
        Row("POST", "/roles/{membership}/end", RUNNERS, body={"first_day_without": "2199-01-01"})
    ],
    "GET /ended-roles": [Row("GET", "/ended-roles", RUNNERS)],
    "POST /ended-roles/{ended_id}/undo": [Row("POST", "/ended-roles/{ended}/undo", RUNNERS)],
    "POST /handovers/{handover_id}/undo": [Row("POST", "/handovers/{handover}/undo", RUNNERS)],
    "GET /submissions/{submission_id}": [Row("GET", "/submissions/{report}", REACH, REACH)],
    **_verbs(
        "submissions/{report}",
        {
            "accept": (REVIEWERS, {}),
            "return": (REVIEWERS, WHY),
            "request-correction": (FILLERS, WHY),
            "grant-correction": (REVIEWERS, {}),
            "refuse-correction": (REVIEWERS, WHY),
        },
    ),
    "GET /totals": [
        Row("GET", "/totals?{asked}&unit={dong_hung_code}", REACH, REACH),
        Row("GET", "/totals?{asked}&unit=33", TOTALS_READERS, TOTALS_READERS),
    ],
    "GET /totals/sources": [
        Row(
            "GET",
            "/totals/sources?{asked}&unit={dong_hung_code}&cell=t1/r1:c1",
            REACH,
            REACH,
        )
    ],
    "GET /comparisons": [Row("GET", "/comparisons?{asked}&unit={dong_hung_code}", REACH, REACH)],
    "GET /ranks": [Row("GET", "/ranks?{asked}&unit=33&cell=t1/r1:c1", TOTALS_READERS, TOTALS_READERS)],
    "GET /jobs": [Row("GET", "/jobs", READS_ALL)],
    "POST /jobs/{name}/run": [Row("POST", "/jobs/clear_expired/run", RUNNERS)],
}
