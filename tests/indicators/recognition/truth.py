"""What the four official forms say, written by hand from the printed forms and the regimes' own rules.

Never made from what the program answers. Lines: number, label, Mã số, unit, level, printed under (line number
counted from 1, 0 for none), "trong đó" of (likewise). Columns of figures: number, header from the outermost,
unit, period, edition, kind of the cells in lines of figures, formula. "?" is what a person must decide.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Truth:
    file: str
    sheet: str
    number: str
    title: str
    legal_basis: str
    period_line: str
    periods: tuple[str, ...]
    unit: str
    places: dict[str, str]
    words: dict[str, str]
    """Columns of words: number → kind."""
    columns: tuple[tuple[str, str, str, str, str, str, str], ...]
    rows: tuple[tuple[str, str, str, str, int, int, int], ...]
    first_row: int
    headings: frozenset[int] = frozenset()
    undecided_rows: frozenset[int] = frozenset()
    total: int = 0
    total_formula: str = ""
    checks: frozenset[str] = frozenset()
    """Formulas, and "line ≤ line" pairs of lines."""
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Code → the columns "(n)", lines "#n" or units it must be asked about."""


SIGNED = {"preparer_title": "Người lập biểu", "signer_title": "Thủ trưởng đơn vị"}

TTHC = Truth(
    file="II.06a-VPCP-KSTT.xlsx",
    sheet="II.06a",
    number="II.06a/VPCP/KSTT",
    title="TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT",
    legal_basis="Ban hành theo Thông tư số 01/2020/TT-VPCP",
    period_line="Kỳ báo cáo: Quý …… năm ……",
    periods=("quarter",),
    unit="Hồ sơ",
    places={"reporting_unit": "J1", "recipient": "J2", "received_on": "A3", "period": "E2", "dates": "E3",
            "place_and_date": "G24"},
    words={"1": "number", "2": "label"},
    columns=(
        ("3", "Số hồ sơ tiếp nhận|Tổng số", "Hồ sơ", "this", "official", "computed", "(4) + (5) + (6)"),
        ("4", "Số hồ sơ tiếp nhận|Trong kỳ|Trực tuyến", "Hồ sơ", "this", "official", "input", ""),
        ("5", "Số hồ sơ tiếp nhận|Trong kỳ|Trực tiếp, dịch vụ bưu chính",
         "Hồ sơ", "this", "official", "input", ""),
        ("6", "Số hồ sơ tiếp nhận|Từ kỳ trước", "Hồ sơ", "this", "official", "?", ""),
        ("7", "Số hồ sơ đã giải quyết|Tổng số", "Hồ sơ", "this", "official", "computed", "(8) + (9) + (10)"),
        ("8", "Số hồ sơ đã giải quyết|Trước hạn", "Hồ sơ", "this", "official", "input", ""),
        ("9", "Số hồ sơ đã giải quyết|Đúng hạn", "Hồ sơ", "this", "official", "input", ""),
        ("10", "Số hồ sơ đã giải quyết|Quá hạn", "Hồ sơ", "this", "official", "input", ""),
        ("11", "Số hồ sơ đang giải quyết|Tổng số", "Hồ sơ", "this", "official", "computed", "(12) + (13)"),
        ("12", "Số hồ sơ đang giải quyết|Trong hạn", "Hồ sơ", "this", "official", "input", ""),
        ("13", "Số hồ sơ đang giải quyết|Quá hạn", "Hồ sơ", "this", "official", "input", ""),
    ),
    rows=(
        ("1", "Hộ tịch", "", "", 0, 0, 0),
        ("2", "Chứng thực", "", "", 0, 0, 0),
        ("3", "Đất đai", "", "", 0, 0, 0),
        ("4", "Đăng ký kinh doanh", "", "", 0, 0, 0),
        ("5", "Xây dựng", "", "", 0, 0, 0),
        ("6", "Lao động, người có công", "", "", 0, 0, 0),
        ("7", "Bảo trợ xã hội", "", "", 0, 0, 0),
        ("8", "Nông nghiệp và môi trường", "", "", 0, 0, 0),
        ("9", "Văn hóa, thể thao", "", "", 0, 0, 0),
        ("10", "Giáo dục", "", "", 0, 0, 0),
        ("11", "Y tế", "", "", 0, 0, 0),
        ("12", "Thủy lợi", "", "", 0, 0, 0),
        ("", "TỔNG CỘNG", "", "", 0, 0, 0),
    ),
    first_row=10,
    total=13,
    total_formula="TỔNG([1]..[12])",
    doubts={"opening": ("(6)",), "balance": ("(3)",)},
)  # fmt: skip

CIVIL_STATUS = Truth(
    file="13a-BTP-HTQTCT-HT.xlsx",
    sheet="13a",
    number="13a/BTP/HTQTCT/HT",
    title="KẾT QUẢ ĐĂNG KÝ KHAI SINH, KHAI TỬ, KẾT HÔN TẠI ỦY BAN NHÂN DÂN CẤP XÃ",
    legal_basis="Ban hành theo Thông tư số 04/2016/TT-BTP",
    period_line="Kỳ báo cáo: 6 tháng/năm",
    periods=("half", "year"),
    unit="Trường hợp",
    places={"reporting_unit": "Q1", "recipient": "Q2", "received_on": "A3", "period": "I2", "dates": "I3",
            "place_and_date": "M13"},
    words={"A": "number", "B": "label"},
    columns=(
        ("1", "Đăng ký khai sinh|Tổng số", "Trường hợp", "this", "official", "input", ""),
        ("2", "Đăng ký khai sinh|Theo dân tộc|Kinh", "Trường hợp", "this", "official", "input", ""),
        ("3", "Đăng ký khai sinh|Theo dân tộc|Khác", "Trường hợp", "this", "official", "input", ""),
        ("4", "Đăng ký khai sinh|Theo giới tính|Nam", "Trường hợp", "this", "official", "input", ""),
        ("5", "Đăng ký khai sinh|Theo giới tính|Nữ", "Trường hợp", "this", "official", "input", ""),
        ("6", "Đăng ký khai sinh|Theo thời hạn|Đúng hạn", "Trường hợp", "this", "official", "input", ""),
        ("7", "Đăng ký khai sinh|Theo thời hạn|Quá hạn", "Trường hợp", "this", "official", "input", ""),
        ("8", "Đăng ký khai sinh|Theo thời hạn|Trđ: quá hạn, sinh trong năm",
         "Trường hợp", "this", "official", "input", ""),
        ("9", "Đăng ký khai sinh|Theo thời hạn|Trđ: quá hạn, trẻ dưới 5 tuổi",
         "Trường hợp", "this", "official", "input", ""),
        ("10", "Đăng ký khai sinh|Đăng ký lại", "Trường hợp", "this", "official", "input", ""),
        ("11", "Đăng ký khai tử|Tổng số", "Trường hợp", "this", "official", "input", ""),
        ("12", "Đăng ký khai tử|Theo độ tuổi|Dưới 1 tuổi", "Trường hợp", "this", "official", "input", ""),
        ("13", "Đăng ký khai tử|Theo độ tuổi|Từ 1 đến dưới 5 tuổi",
         "Trường hợp", "this", "official", "input", ""),
        ("14", "Đăng ký khai tử|Theo độ tuổi|Từ 5 tuổi trở lên",
         "Trường hợp", "this", "official", "input", ""),
        ("15", "Đăng ký khai tử|Theo thời hạn|Đúng hạn", "Trường hợp", "this", "official", "input", ""),
        ("16", "Đăng ký khai tử|Theo thời hạn|Quá hạn", "Trường hợp", "this", "official", "input", ""),
        ("17", "Đăng ký khai tử|Đăng ký lại", "Trường hợp", "this", "official", "input", ""),
        ("18", "Đăng ký kết hôn|Tổng số (cặp)", "cặp", "this", "official", "input", ""),
        ("19", "Đăng ký kết hôn|Trđ: kết hôn lần đầu (cặp)", "cặp", "this", "official", "input", ""),
        ("20", "Đăng ký kết hôn|Tuổi kết hôn trung bình lần đầu|Nam", "?", "this", "official", "input", ""),
        ("21", "Đăng ký kết hôn|Tuổi kết hôn trung bình lần đầu|Nữ", "?", "this", "official", "input", ""),
        ("22", "Đăng ký kết hôn|Đăng ký lại", "Trường hợp", "this", "official", "input", ""),
    ),
    rows=(
        ("1", "Đăng ký trong nước", "", "", 0, 0, 0),
        ("2", "Đăng ký có yếu tố nước ngoài", "", "", 0, 0, 0),
    ),
    first_row=10,
    checks=frozenset({"(8) ≤ (7)", "(9) ≤ (7)", "(19) ≤ (18)"}),
    doubts={
        "partition": ("(1) = (2) + (3)", "(1) = (4) + (5)", "(1) = (6) + (7)", "(11) = (12) + (13) + (14)",
                      "(11) = (15) + (16)"),
        "mean": ("(20)", "(21)"),
        "unit_of_mean": ("(20)", "(21)"),
        "frequency": ("",),
    },
)  # fmt: skip

MOTHERS = Truth(
    file="4-BCH.xlsx",
    sheet="Biểu 4-BCH",
    number="4/BCH",
    title="HOẠT ĐỘNG CHĂM SÓC BÀ MẸ",
    legal_basis="Ban hành theo Thông tư số 37/2019/TT-BYT",
    period_line="Báo cáo 3, 6, 9 và 12 tháng",
    periods=("cumulative_quarter",),
    unit="",
    places={"reporting_unit": "E1", "recipient": "E2", "received_on": "A3", "period": "C2", "dates": "C3",
            "place_and_date": "D30"},
    words={"A": "number", "B": "label", "C": "code", "D": "unit", "2": "note"},
    columns=(("1", "Số thực hiện trong kỳ", "", "this", "official", "input", ""),),
    rows=(
        ("1", "Tổng số phụ nữ có thai", "01", "Người", 0, 0, 0),
        ("", "Trđ: Vị thành niên", "02", "Người", 1, 1, 1),
        ("2", "Tổng số lượt khám thai", "03", "Lượt", 0, 0, 0),
        ("", "Trđ: Số lượt được xét nghiệm protein niệu", "04", "Lượt", 1, 3, 3),
        ("3", "Tổng số phụ nữ đẻ", "05", "Người", 0, 0, 0),
        ("3.1", "Trđ: Đẻ tuổi vị thành niên", "06", "Người", 1, 5, 5),
        ("3.2", "Số được khám thai ≥ 4 lần trong 3 thời kỳ", "07", "Người", 1, 5, 0),
        ("3.3", "Số được xét nghiệm viêm gan B khi mang thai", "08", "Người", 1, 5, 0),
        ("3.4", "Số được xét nghiệm giang mai khi mang thai", "09", "Người", 1, 5, 0),
        ("3.5", "Số được xét nghiệm HIV", "10", "Người", 1, 5, 0),
        ("3.6", "Số có kết quả HIV (+)", "11", "Người", 1, 5, 0),
        ("3.7", "Trđ: được điều trị ARV", "12", "Người", 1, 5, 0),
        ("3.8", "Số được xét nghiệm đường huyết khi mang thai", "13", "Người", 1, 5, 0),
        ("3.9", "Số đẻ can thiệp FX/GH", "14", "Người", 1, 5, 0),
        ("3.10", "Số mổ đẻ", "15", "Người", 1, 5, 0),
        ("4", "Số phụ nữ đẻ được cán bộ có kỹ năng đỡ", "16", "Người", 0, 0, 0),
        ("5", "Số trẻ đẻ ra được cấp giấy chứng sinh", "17", "Trẻ", 0, 0, 0),
        ("6", "Số bà mẹ và trẻ sơ sinh được chăm sóc sau sinh", "18", "Người", 0, 0, 0),
        ("6.1", "Trđ: chăm sóc tuần đầu", "19", "Người", 1, 18, 18),
        ("6.2", "Chăm sóc từ tuần 2 đến hết 6 tuần", "20", "Người", 1, 18, 0),
        ("7", "Số ca tử vong mẹ được thẩm định", "21", "Ca", 0, 0, 0),
    ),
    first_row=8,
    checks=frozenset({"2 ≤ 1", "4 ≤ 3", "6 ≤ 5", "19 ≤ 18"}),
    doubts={"whole_row": ("#12",), "children": ("#5", "#18")},
)  # fmt: skip

INDUSTRY = Truth(
    file="01-SCT-BCT-thang.xlsx",
    sheet="CN-TM tháng",
    number="01/SCT-BCT",
    title="TÌNH HÌNH SẢN XUẤT CÔNG NGHIỆP VÀ HOẠT ĐỘNG THƯƠNG MẠI",
    legal_basis="",
    period_line="Tháng …… năm ……",
    periods=("month",),
    unit="",
    places={"reporting_unit": "I1", "recipient": "I2", "received_on": "A3", "period": "D2", "dates": "D3",
            "place_and_date": "F26"},
    words={"A": "number", "B": "label", "C": "unit"},
    columns=(
        ("1", "Kế hoạch năm", "", "year", "plan", "?", ""),
        ("2", "Thực hiện tháng trước", "", "previous", "official", "?", ""),
        ("3", "Ước thực hiện tháng báo cáo", "", "this", "estimate", "input", ""),
        ("4", "Lũy kế từ đầu năm", "", "to_date", "?", "?", ""),
        ("5", "So sánh (%)|Tháng báo cáo so tháng trước",
         "%", "this", "official", "computed", "(3) / (2) × 100"),
        ("6", "So sánh (%)|Tháng báo cáo so cùng kỳ", "%", "this", "official", "?", ""),
        ("7", "So sánh (%)|Lũy kế so cùng kỳ", "%", "this", "official", "?", ""),
        ("8", "So sánh (%)|Lũy kế so kế hoạch năm", "%", "this", "official", "computed", "(4) / (1) × 100"),
    ),
    rows=(
        ("I", "SẢN XUẤT CÔNG NGHIỆP", "", "", 0, 0, 0),
        ("1", "Giá trị sản xuất công nghiệp (giá so sánh 2010)", "", "Tỷ đồng", 1, 1, 0),
        ("1.1", "Khai khoáng", "", "Tỷ đồng", 2, 2, 0),
        ("1.2", "Công nghiệp chế biến, chế tạo", "", "Tỷ đồng", 2, 2, 0),
        ("1.3", "Sản xuất và phân phối điện, khí đốt", "", "Tỷ đồng", 2, 2, 0),
        ("1.4", "Cung cấp nước, xử lý rác thải", "", "Tỷ đồng", 2, 2, 0),
        ("2", "Sản phẩm chủ yếu", "", "", 1, 1, 0),
        ("-", "Gạo xay xát", "", "Nghìn tấn", 2, 7, 0),
        ("-", "Sợi các loại", "", "Tấn", 2, 7, 0),
        ("-", "Quần áo may sẵn", "", "Nghìn cái", 2, 7, 0),
        ("-", "Điện thương phẩm", "", "Triệu kWh", 2, 7, 0),
        ("II", "THƯƠNG MẠI", "", "", 0, 0, 0),
        ("1", "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ", "", "Tỷ đồng", 1, 12, 0),
        ("2", "Kim ngạch xuất khẩu", "", "Triệu USD", 1, 12, 0),
        ("", "Trong đó: khu vực có vốn đầu tư nước ngoài", "", "Triệu USD", 2, 14, 14),
        ("3", "Kim ngạch nhập khẩu", "", "Triệu USD", 1, 12, 0),
    ),
    first_row=9,
    headings=frozenset({1, 12}),
    undecided_rows=frozenset({7}),
    checks=frozenset({"15 ≤ 14"}),
    doubts={
        "carried": ("(1)", "(4)"),
        "actual": ("(2)",),
        "edition": ("(4)",),
        "rate_by_header": (
            "(6) Tháng báo cáo so cùng kỳ = (3) / CÙNG_KỲ((3)) × 100",
            "(7) Lũy kế so cùng kỳ = (4) / CÙNG_KỲ((4)) × 100",
        ),
        "row_without_unit": ("#7",),
        "children": ("#2",),
        "decimals": ("Tỷ đồng", "Nghìn tấn", "Tấn", "Nghìn cái", "Triệu kWh", "Triệu USD"),
    },
)  # fmt: skip

ALL = (TTHC, CIVIL_STATUS, MOTHERS, INDUSTRY)
