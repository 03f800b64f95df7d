"""What the ten forms say, written by hand while looking at them; never made from what the program answers.

A table: its columns of figures as (header, unit, what the cells of most lines are), its lines as
(number, words, level), and the cells that differ. A cell is "nhập", "x", "?" (for a person to decide) or
"= formula".
"""

from dataclasses import dataclass, field

TYPED, NONE, ASKED = "nhập", "x", "?"


@dataclass(frozen=True)
class Columns:
    header: str
    unit: str
    cell: str = TYPED
    period: str = "this"
    edition: str = "official"


@dataclass(frozen=True)
class Table:
    columns: tuple[Columns, ...]
    lines: tuple[tuple[str, str, int], ...]
    other: dict[str, str] = field(default_factory=dict)
    """ "A1" of Excel → what the cell is, where it is not as its column says."""
    title: str = ""
    no_figures: frozenset[int] = frozenset()
    """Lines without any place for figures, counted from 1."""


@dataclass(frozen=True)
class Truth:
    form: str
    number: str
    title: str
    periods: tuple[str, ...]
    tables: tuple[Table, ...]
    asked: dict[str, int]
    """Code of doubt → how many questions; whatever else is asked is one too many."""
    checks: frozenset[str] = frozenset()
    signer: str = ""
    file: str = "xlsx"


VACCINATION = Truth(
    form="vaccination",
    number="",
    title="BÁO CÁO KẾT QUẢ TIÊM CHỦNG MỞ RỘNG",
    periods=("month",),
    signer="TRƯỞNG TRẠM",
    tables=(
        Table(
            columns=(
                Columns("Số đối tượng", ""),
                Columns("Số trẻ được tiêm|Tổng số", ""),
                Columns("Số trẻ được tiêm|Trong đó: Nữ", ""),
                Columns("Số trẻ được tiêm|Ngoài địa bàn", ""),
                Columns("Số mũi tiêm cộng dồn từ đầu năm", "", ASKED, "to_date"),
            ),
            lines=(
                ("1", "BCG", 0), ("2", "Viêm gan B sơ sinh", 0), ("", "Trong đó: tiêm trong 24 giờ đầu", 1),
                ("3", "DPT-VGB-Hib", 0), ("3.1", "Mũi 1", 1), ("3.2", "Mũi 2", 1), ("3.3", "Mũi 3", 1),
                ("4", "Sởi - Rubella", 0),
            ),
        ),
    ),
    asked={"no_numbering": 1, "carried": 1, "children": 1, "unit": 3, "form_number": 1},
    checks=frozenset(
        {"(cg) ≤ (cf)", "D16 ≤ D15", "F16 ≤ F15", "G16 ≤ G15", "I16 ≤ I15", "J16 ≤ J15"}
    ),
)  # fmt: skip

_LEVELS = (
    Columns("Tổng số", "Người", "= (4) + (5)"),
    Columns("Giới tính|Nam", "Người"),
    Columns("Giới tính|Nữ", "Người"),
    Columns("Trình độ đào tạo|Chuyên môn|Thạc sĩ trở lên", "Người"),
    Columns("Trình độ đào tạo|Chuyên môn|Đại học", "Người"),
    Columns("Trình độ đào tạo|Chuyên môn|Cao đẳng", "Người"),
    Columns("Trình độ đào tạo|Chuyên môn|Còn lại", "Người"),
    Columns("Trình độ đào tạo|Lý luận chính trị|Cao cấp, cử nhân", "Người"),
    Columns("Trình độ đào tạo|Lý luận chính trị|Trung cấp", "Người"),
    Columns("Trình độ đào tạo|Lý luận chính trị|Sơ cấp, chưa qua đào tạo", "Người"),
    Columns("Đảng viên", "Người"),
)
OFFICIALS = Truth(
    form="officials",
    number="02a",
    title="THỐNG KÊ SỐ LƯỢNG, CHẤT LƯỢNG CÁN BỘ, CÔNG CHỨC CẤP XÃ",
    periods=(),
    signer="GIÁM ĐỐC",
    tables=(
        Table(
            columns=_LEVELS,
            lines=(
                ("", "TỔNG SỐ", 0), ("1", "Phường Phố Hiến", 0), ("2", "Xã Tân Hưng", 0),
                ("3", "Xã Hoàng Hoa Thám", 0), ("4", "Xã Tiên Lữ", 0),
            ),
            other={f"{c}11": "= TỔNG([1]..[4])" for c in "CDEFGHIJKLM"},
        ),
    ),
    asked={"shape": 1, "frequency": 1},
)  # fmt: skip

REVENUE = Truth(
    form="revenue",
    number="93/CK-NSNN",
    title="THỰC HIỆN THU NGÂN SÁCH NHÀ NƯỚC QUÝ … (6 THÁNG, NĂM) 20…",
    periods=("quarter", "half", "year"),
    signer="TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
    tables=(
        Table(
            columns=(
                Columns("Dự toán năm", "triệu đồng", ASKED, "year", "plan"),
                Columns("Thực hiện quý/6 tháng/năm", "triệu đồng"),
                Columns("So sánh thực hiện với (%)|Dự toán năm", "%", "= (2) / (1) × 100"),
                Columns("So sánh thực hiện với (%)|Cùng kỳ năm trước", "%", ASKED),
            ),
            lines=(
                ("", "TỔNG THU NSNN TRÊN ĐỊA BÀN", 0), ("A", "Thu cân đối ngân sách", 0),
                ("I", "Thu nội địa", 1),
                ("1", "Thu từ khu vực ngoài quốc doanh", 2), ("2", "Thuế sử dụng đất phi nông nghiệp", 2),
                ("3", "Lệ phí trước bạ", 2), ("4", "Phí, lệ phí", 2), ("II", "Thu viện trợ", 1),
                ("B", "Thu bổ sung từ ngân sách cấp trên", 0), ("1", "Bổ sung cân đối", 1),
                ("2", "Bổ sung có mục tiêu", 1),
            ),
            other={
                f"{c}{row}": said
                for c in "CD"
                for row, said in (
                    (10, "= [A] + [B]"), (11, "= [I] + [II]"), (12, "= TỔNG([r04]..[4])"),
                    (18, "= [r10] + [r11]"),
                )
            },
        ),
    ),
    asked={"carried": 1, "rate_by_header": 1, "frequency": 1},
)  # fmt: skip

CROPS = Truth(
    form="crops",
    number="03/TKX-NN",
    title="DIỆN TÍCH, NĂNG SUẤT, SẢN LƯỢNG CÂY HÀNG NĂM",
    periods=(),
    signer="Thủ trưởng đơn vị",
    tables=(
        Table(
            columns=(
                Columns("Diện tích gieo trồng (ha)", "ha"),
                Columns("Năng suất (tạ/ha)", "tạ/ha"),
                Columns("Sản lượng (tấn)", "tấn", "= (1) × (2) / 10"),
            ),
            lines=(
                ("I.", "Cây lương thực có hạt", 0), ("1.", "Lúa", 1), ("-", "Lúa lai", 2),
                ("-", "Lúa thuần", 2),
                ("2.", "Ngô", 1), ("II.", "Cây lấy củ", 0), ("1.", "Khoai lang", 1), ("2.", "Sắn", 1),
                ("III.", "Rau, đậu, hoa", 0), ("", "Trong đó: Rau các loại", 1),
            ),
            other={f"{c}{row}": ASKED for c in "CDE" for row in (7, 12, 15)},
        ),
    ),
    asked={"title_row": 1, "children": 1, "decimals": 1, "mean": 1, "frequency": 1},
    checks=frozenset({"C16 ≤ C15", "E16 ≤ E15"}),
)  # fmt: skip

POOR = Truth(
    form="poor_households",
    number="7.5",
    title="TỔNG HỢP KẾT QUẢ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO NĂM ……",
    periods=("year",),
    signer="TM. UBND XÃ",
    tables=(
        Table(
            title="I. DIỄN BIẾN HỘ NGHÈO",
            columns=(
                Columns("Tổng số", "hộ", "= (2) + (3)"),
                Columns("Chia theo khu vực|Thành thị", "hộ"),
                Columns("Chia theo khu vực|Nông thôn", "hộ"),
            ),
            lines=(
                ("", "Hộ nghèo – Số hộ đầu năm", 0), ("", "Hộ nghèo – Số hộ thoát nghèo", 0),
                ("", "Hộ nghèo – Số hộ phát sinh", 0), ("", "Hộ nghèo – Số hộ cuối năm", 0),
                ("", "Hộ cận nghèo – Số hộ đầu năm", 0), ("", "Hộ cận nghèo – Số hộ thoát cận nghèo", 0),
                ("", "Hộ cận nghèo – Số hộ cuối năm", 0),
            ),
        ),
        Table(
            title="II. KINH PHÍ HỖ TRỢ",
            columns=(
                Columns("Dự toán giao", "triệu đồng", ASKED, "?", "plan"),
                Columns("Đã thực hiện", "triệu đồng"),
                Columns("Tỷ lệ (%)", "%", "= (2) / (1) × 100"),
            ),
            lines=(
                ("1", "Hỗ trợ tiền điện", 0), ("2", "Hỗ trợ y tế", 0), ("3", "Hỗ trợ giáo dục", 0),
                ("", "Cộng", 0),
            ),
            other={"C26": "= TỔNG([1]..[3])", "D26": "= TỔNG([1]..[3])"},
        ),
    ),
    asked={"period": 1, "carried": 1, "decimals": 1},
)  # fmt: skip

POPULATION = Truth(
    form="population",
    number="01-DSX",
    title="BÁO CÁO DÂN SỐ - KẾ HOẠCH HÓA GIA ĐÌNH",
    periods=("quarter",),
    signer="Trưởng trạm",
    tables=(
        Table(
            columns=(
                Columns("Thực hiện quý trước", "*", ASKED, "previous"),
                Columns("Thực hiện cùng kỳ năm trước", "*", ASKED, "same_last_year"),
                Columns("Kế hoạch năm", "*", ASKED, "year", "plan"),
                Columns("Thực hiện trong quý", "*"),
                Columns("Lũy kế từ đầu năm", "*", ASKED, "to_date"),
                Columns("% lũy kế so với KH", "%", "= (6) / (4) × 100"),
            ),
            lines=(
                ("I", "DÂN SỐ", 0), ("1", "Tổng số trẻ sinh ra sống", 1), ("", "Trđ: - Trẻ em gái", 2),
                ("", "- Con thứ 3 trở lên", 2), ("2", "Tổng số người chết", 1),
                ("3", "Tỷ số giới tính khi sinh", 1), ("II", "KẾ HOẠCH HÓA GIA ĐÌNH", 0),
                ("1", "Số người mới thực hiện biện pháp tránh thai", 1), ("1.1", "Đặt dụng cụ tử cung", 2),
                ("1.2", "Thuốc tiêm tránh thai", 2),
            ),
            no_figures=frozenset({1, 7}),
        ),
    ),
    asked={"hidden_column": 1, "numbering_order": 1, "carried": 1, "children": 1, "decimals": 1},
    checks=frozenset({f"{c}11 ≤ {c}10" for c in "DEFGH"}),
)  # fmt: skip

_GRADES = "= (ce) + (cf) + (cg) + (ch) + (ci)"
SCHOOLS = Truth(
    form="schools",
    file="xls",
    number="02-TH",
    title="BÁO CÁO SỐ LIỆU ĐẦU NĂM HỌC",
    periods=(),
    signer="HIỆU TRƯỞNG",
    tables=(
        Table(
            columns=(
                Columns("Tổng số", "*", _GRADES),
                *(Columns(f"Chia ra|Lớp {grade}", "*") for grade in range(1, 6)),
            ),
            lines=(
                ("1", "Số lớp", 0), ("2", "Tổng số học sinh", 0), ("", "Trong đó: - Nữ", 1),
                ("", "- Dân tộc thiểu số", 1), ("", "- Khuyết tật", 1), ("3", "Học sinh tuyển mới", 0),
                ("4", "Bình quân học sinh/lớp", 0),
            ),
            other={
                "D13": "= (ce)",
                **{f"{c}13": NONE for c in "FGHI"},
                **{f"{c}14": "= [2] / [1]" for c in "DEFGHI"},
            },
        ),
    ),
    asked={"no_numbering": 1, "children": 1, "decimals": 1, "frequency": 1},
    checks=frozenset({f"{c}10 ≤ {c}9" for c in "DEFGHI"}),
)  # fmt: skip

LIVESTOCK = Truth(
    form="livestock",
    file="ods",
    number="05/CN",
    title="TÌNH HÌNH CHĂN NUÔI THÁNG …… NĂM ……",
    periods=("month",),
    signer="PHÓ CHI CỤC TRƯỞNG",
    tables=(
        Table(
            columns=(
                Columns("Cùng kỳ năm trước", "*", ASKED, "same_last_year"),
                Columns("Kỳ báo cáo", "*"),
                Columns("So với cùng kỳ|Tăng (+), giảm (-)", "*", "= (2) - (1)"),
                Columns("So với cùng kỳ|Tỷ lệ %", "%", "= (2) / (1) × 100"),
            ),
            lines=(
                ("1", "Tổng đàn trâu", 0), ("2", "Tổng đàn bò", 0), ("", "Tr.đó: Bò sữa", 1),
                ("3", "Sản lượng thịt hơi xuất chuồng", 0), ("4", "Số xã có dịch", 0),
            ),
        ),
    ),
    asked={"carried": 1, "decimals": 1},
    checks=frozenset({"E11 ≤ E10", "F11 ≤ F10"}),
)  # fmt: skip

CITIZENS = Truth(
    form="citizens_received",
    number="01/TCD",
    title="TỔNG HỢP KẾT QUẢ TIẾP CÔNG DÂN THƯỜNG XUYÊN, ĐỊNH KỲ VÀ ĐỘT XUẤT",
    periods=(),
    tables=(
        Table(
            columns=(
                Columns("Tổng số lượt tiếp", "", "= (4) + (7)"),
                Columns("Tổng số người được tiếp", "", "= (5) + (8)"),
                Columns("Tổng số vụ việc", "", "= (6) + (9)"),
                *(
                    Columns(f"{group}|{one}", "")
                    for group in ("Tiếp thường xuyên", "Tiếp định kỳ và đột xuất của Thủ trưởng")
                    for one in ("Số lượt tiếp", "Số người được tiếp", "Số vụ việc")
                ),
            ),
            lines=(("", "Xã A", 0), ("", "Xã B", 0), ("", "…", 0), ("", "Tổng", 0)),
            other={f"{c}{row}": ASKED for c in "BCDEFGHIJ" for row in (10,)}
            | {f"{c}11": "= TỔNG([r01]..[r03])" for c in "BCDEFGHIJ"},
        ),
    ),
    asked={"shape": 1, "open_row": 1, "unit": 3, "frequency": 1},
    checks=frozenset({"(5) ≥ (4)", "(8) ≥ (7)"}),
)  # fmt: skip

_HARD = "= ((cd) + (ce)) / (cc) × 100"
ROADS = Truth(
    form="roads",
    number="",
    title="HIỆN TRẠNG ĐƯỜNG GIAO THÔNG NÔNG THÔN NĂM 20…",
    periods=("year",),
    signer="KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
    tables=(
        Table(
            columns=(
                Columns("Tổng chiều dài", "km", "= (cd) + (ce) + (cf)"),
                Columns("Trong đó|Bê tông nhựa", "km"),
                Columns("Trong đó|Bê tông xi măng", "km"),
                Columns("Trong đó|Cấp phối, đất", "km"),
                Columns("Tỷ lệ cứng hóa (%)", "%", _HARD),
            ),
            lines=(
                ("", "Toàn tỉnh", 0), ("I", "Khối phường", 0), ("1", "Phường Phố Hiến", 1),
                ("2", "Phường Sơn Nam", 1),
                ("II", "Khối xã", 0), ("1", "Xã Tân Hưng", 1), ("2", "Xã Tiên Lữ", 1),
            ),
            other={
                f"{c}{row}": said
                for c in "CDEF"
                for row, said in ((7, "= [I] + [II]"), (8, "= [r03] + [r04]"), (11, "= [r06] + [r07]"))
            },
        ),
    ),
    asked={"no_numbering": 1, "shape": 1, "decimals": 1, "form_number": 1},
    checks=frozenset({"(cd) ≤ (cc)", "(ce) ≤ (cc)", "(cf) ≤ (cc)"}),
)  # fmt: skip

ALL = (
    VACCINATION, OFFICIALS, REVENUE, CROPS, POOR, POPULATION, SCHOOLS, LIVESTOCK, CITIZENS, ROADS,
)  # fmt: skip
