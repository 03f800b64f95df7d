"""More of them: finance, unions, accidents, land."""

from openpyxl.worksheet.worksheet import Worksheet

from tests.indicators.recognition.offices.drawing import drawn


def public_investment() -> Worksheet:
    """Giải ngân: a column of words, a total that names its lines."""
    return drawn(
        {
            1: ["BAN QUẢN LÝ DỰ ÁN"],
            2: ["BẢNG TỔNG HỢP TÌNH HÌNH GIẢI NGÂN VỐN ĐẦU TƯ CÔNG"],
            3: ["(Kèm theo Báo cáo số ……/BC-BQL ngày ……/……/20……)"],
            4: [*[None] * 8, "Đơn vị tính: Triệu đồng"],
            5: ["STT", "Danh mục dự án", "Số QĐ, ngày phê duyệt", "Tổng mức đầu tư",
                 "Lũy kế vốn đã bố trí đến hết năm trước", "Kế hoạch vốn năm 20…", None,
                 "Giải ngân đến ngày báo cáo", "Tỷ lệ giải ngân (%)"],
            6: [*[None] * 5, "Tổng số", "Trong đó: NSTW"],
            7: [1, 2, 3, 4, 5, 6, 7, 8, "9=8/6"],
            8: ["A", "DỰ ÁN CHUYỂN TIẾP", "", "=SUM(D9:D10)", "=SUM(E9:E10)", "=SUM(F9:F10)", "=SUM(G9:G10)",
                 "=SUM(H9:H10)", "=H8/F8"],
            9: [1, "Dự án thứ nhất"],
            10: [2, "Dự án thứ hai"],
            11: ["B", "DỰ ÁN KHỞI CÔNG MỚI", "", "=SUM(D12:D12)", "=SUM(E12:E12)", "=SUM(F12:F12)",
                 "=SUM(G12:G12)", "=SUM(H12:H12)", "=H11/F11"],
            12: [1, "…"],
            13: ["", "TỔNG CỘNG (A+B)", "", "=D8+D11", "=E8+E11", "=F8+F11", "=G8+G11", "=H8+H11",
                 "=H13/F13"],
            15: ["NGƯỜI LẬP BẢNG", *[None] * 5, "GIÁM ĐỐC BAN"],
        },
        merges="A2:I2 A3:I3 A5:A6 B5:B6 C5:C6 D5:D6 E5:E6 F5:G5 H5:H6 I5:I6",
        bold=(2, 5, 6, 8, 11, 13),
        formats={"I8:I13": "0.0%"},
        sheet="GN",
    )  # fmt: skip


def womens_union() -> Worksheet:
    """Phụ nữ: rates and differences without formulas."""
    return drawn(
        {
            1: ["HỘI LIÊN HIỆP PHỤ NỮ XÃ …"],
            2: ["BIỂU SỐ LIỆU CÔNG TÁC HỘI"],
            3: ["(Từ ngày 15/12/20… đến ngày 14/6/20…)"],
            5: ["TT", "NỘI DUNG", "Kết quả", None, "So với cùng kỳ năm trước"],
            6: [None, None, "Số lượng", "Tỷ lệ (%)", "Tăng", "Giảm"],
            7: ["I", "TỔ CHỨC HỘI"],
            8: ["1", "Tổng số hội viên"],
            9: ["", "Trong đó: hội viên nòng cốt"],
            10: ["", "          hội viên là người cao tuổi"],
            11: ["2", "Số chi hội"],
            12: ["II", "HOẠT ĐỘNG"],
            13: ["1", "Số lớp tập huấn (lớp)"],
            14: ["2", "Số người dự (lượt người)"],
            15: ["3", "Vốn vay ủy thác (tr. đồng)"],
            17: ["", "NGƯỜI TỔNG HỢP", None, "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH"],
        },
        merges="A2:F2 A3:F3 A5:A6 B5:B6 C5:D5 E5:F5 D17:F17",
        bold=(2, 5, 6, 7, 12),
        sheet="PN",
    )  # fmt: skip


def taxes_by_month() -> Worksheet:
    """Thuế: a column a month, added across and down."""
    return drawn(
        {
            1: ["CHI CỤC THUẾ KHU VỰC …"],
            2: ["TỔNG HỢP THU NGÂN SÁCH THEO THÁNG NĂM 20…"],
            3: [*[None] * 13, "ĐVT: tr.đ"],
            4: ["STT", "Khoản thu", "Tháng 1", "Tháng 2", "Tháng 3", "Tháng 4", "Tháng 5", "Tháng 6",
                 "Tháng 7", "Tháng 8", "Tháng 9", "Tháng 10", "Tháng 11", "Tháng 12", "Cả năm"],
            5: [1, "Thuế GTGT", *[None] * 12, "=SUM(C5:N5)"],
            6: [2, "Thuế TNCN", *[None] * 12, "=SUM(C6:N6)"],
            7: [3, "Lệ phí trước bạ", *[None] * 12, "=SUM(C7:N7)"],
            8: ["", "Tổng cộng", "=SUM(C5:C7)", "=SUM(D5:D7)", "=SUM(E5:E7)", "=SUM(F5:F7)", "=SUM(G5:G7)",
                 "=SUM(H5:H7)", "=SUM(I5:I7)", "=SUM(J5:J7)", "=SUM(K5:K7)", "=SUM(L5:L7)", "=SUM(M5:M7)",
                 "=SUM(N5:N7)", "=SUM(C8:N8)"],
            10: ["", "Người lập biểu", *[None] * 8, "CHI CỤC TRƯỞNG"],
        },
        merges="A2:O2",
        bold=(2, 4, 8),
        sheet="Thang",
    )  # fmt: skip


def work_accidents() -> Worksheet:
    """Tai nạn lao động: two tables without a gap, a sum printed in a label."""
    return drawn(
        {
            1: ["Đơn vị báo cáo: …………………"],
            2: ["Địa chỉ: …………………"],
            4: ["BÁO CÁO TỔNG HỢP TÌNH HÌNH TAI NẠN LAO ĐỘNG"],
            5: ["Kỳ báo cáo (6 tháng hoặc cả năm): …… năm ……"],
            6: ["I. Tình hình tai nạn lao động"],
            7: ["Tên chỉ tiêu thống kê", "Mã số", "Phân loại TNLĐ theo mức độ thương tật"],
            8: [None, None, "Số vụ (Vụ)", None, None, "Số người bị nạn (Người)"],
            9: [None, None, "Tổng số", "Số vụ có người chết", "Số vụ có từ 2 người bị nạn trở lên",
                 "Tổng số", "Số LĐ nữ", "Số người chết"],
            10: ["1", "2", "3", "4", "5", "6", "7", "8"],
            11: ["1. Tai nạn lao động"],
            12: ["1.1. Phân theo nguyên nhân"],
            13: ["a. Do người sử dụng lao động", "01"],
            14: ["- Không có thiết bị an toàn", "02"],
            15: ["- Không huấn luyện", "03"],
            16: ["b. Do người lao động", "04"],
            17: ["1.2. Phân theo yếu tố gây chấn thương", "05"],
            18: ["2. Tai nạn được hưởng trợ cấp", "06"],
            19: ["3. Tổng số (3=1+2)"],
            20: ["II. Thiệt hại do tai nạn lao động"],
            21: ["Tổng số ngày nghỉ vì tai nạn (ngày)", "Chi phí (1.000 đ)", *[None] * 3,
                 "Thiệt hại tài sản (1.000đ)"],
            22: [None, "Tổng số", "Y tế", "Trả lương", "Bồi thường, trợ cấp"],
            23: ["1", "2", "3", "4", "5", "6"],
            26: [*[None] * 4, "ĐẠI DIỆN NGƯỜI SỬ DỤNG LAO ĐỘNG"],
            27: [*[None] * 4, "(Ký, ghi rõ họ tên, đóng dấu)"],
        },
        merges="A4:H4 A5:H5 A6:H6 A7:A9 B7:B9 C7:H7 C8:E8 F8:H8 A20:H20 A21:A22 B21:E21 F21:F22 E26:H26 "
        "E27:H27",
        bold=(4, 6, 7, 11, 20),
        sheet="TNLD",
    )  # fmt: skip


def land() -> Worksheet:
    """Đất đai: Mã in letters, (6)+...+(8), what is measured said beside the unit."""
    return drawn(
        {
            1: ["Biểu 01/TKKK"],
            2: ["THỐNG KÊ, KIỂM KÊ DIỆN TÍCH ĐẤT ĐAI"],
            3: ["(Đến ngày 31/12/……)"],
            4: ["Đơn vị báo cáo:\nXã: ……\nTỉnh: ……"],
            5: [*[None] * 8, "Đơn vị tính diện tích: ha"],
            6: ["Thứ tự", "LOẠI ĐẤT", "Mã", "Tổng diện tích các loại đất trong đơn vị hành chính",
                 "Diện tích đất theo đối tượng sử dụng", *[None] * 3, "Diện tích đất chưa giao"],
            7: [*[None] * 4, "Tổng số", "Cá nhân trong nước (CNV)", "Tổ chức trong nước"],
            8: [*[None] * 6, "Tổ chức kinh tế (TKT)", "Cơ quan nhà nước (TCN)"],
            9: ["(1)", "(2)", "(3)", "(4)=(5)+(9)", "(5)=(6)+...+(8)", "(6)", "(7)", "(8)", "(9)"],
            10: ["", "Tổng diện tích đất của đơn vị hành chính (1+2+3)"],
            11: ["1", "Nhóm đất nông nghiệp", "NNP"],
            12: ["1.1", "Đất trồng cây hằng năm", "CHN"],
            13: ["1.1.1", "Đất trồng lúa", "LUA"],
            14: ["1.2", "Đất trồng cây lâu năm", "CLN"],
            15: ["2", "Nhóm đất phi nông nghiệp", "PNN"],
            16: ["2.1", "Đất ở", "OTC"],
            17: ["3", "Nhóm đất chưa sử dụng", "CSD"],
            19: ["Ngày  tháng  năm\nNgười lập biểu", *[None] * 5, "Ngày  tháng  năm\nCHỦ TỊCH UBND XÃ"],
        },
        merges="A2:I2 A3:I3 A6:A8 B6:B8 C6:C8 D6:D8 E6:H6 E7:E8 F7:F8 G7:H7 I6:I8 A19:C19 G19:I19",
        bold=(2, 6, 10, 11, 15, 17),
        sheet="01TKKK",
    )  # fmt: skip


def fire_protection() -> Worksheet:
    """Chữa cháy: dashes under a number, who signs right under the lines."""
    return drawn(
        {
            1: ["CÔNG AN XÃ …", *[None] * 3, "Mẫu PC 20"],
            2: ["THỐNG KÊ CÔNG TÁC PHÒNG CHÁY, CHỮA CHÁY"],
            3: ["Từ ngày…/…/20… đến ngày…/…/20…"],
            5: ["STT", "Nội dung thống kê", "Cơ sở thuộc diện quản lý", None, "Khu dân cư", "Tổng cộng"],
            6: [None, None, "Phụ lục III", "Phụ lục IV"],
            7: ["01", "Số cơ sở (cơ sở)", *[None] * 3, "=SUM(C7:E7)"],
            8: ["02", "Số lượt kiểm tra (lượt)", *[None] * 3, "=SUM(C8:E8)"],
            9: ["03", "Số biên bản xử phạt (biên bản)", *[None] * 3, "=SUM(C9:E9)"],
            10: ["", "Số tiền phạt (nghìn đồng)", *[None] * 3, "=SUM(C10:E10)"],
            11: ["04", "Số vụ cháy (vụ)", *[None] * 3, "=SUM(C11:E11)"],
            12: ["", "- Cháy lớn", *[None] * 3, "=SUM(C12:E12)"],
            13: ["", "- Cháy trung bình", *[None] * 3, "=SUM(C13:E13)"],
            15: ["CÁN BỘ THỐNG KÊ", None, None, "TRƯỞNG CÔNG AN XÃ"],
        },
        merges="A2:F2 A3:F3 A5:A6 B5:B6 C5:D5 E5:E6 F5:F6 D15:F15",
        bold=(2, 5, 6),
        sheet="PC20",
    )  # fmt: skip


def cooperatives() -> Worksheet:
    """Hợp tác xã: half-year and year in one form."""
    return drawn(
        {
            1: ["LIÊN MINH HỢP TÁC XÃ TỈNH"],
            2: ["MỘT SỐ CHỈ TIÊU VỀ KINH TẾ TẬP THỂ"],
            3: ["6 tháng/năm 20……"],
            5: ["TT", "Chỉ tiêu", "ĐVT", "Kỳ báo cáo 6 tháng năm 20…", None, "Kỳ báo cáo cả năm 20…"],
            6: [*[None] * 3, "Kế hoạch", "Thực hiện 6 tháng",
                 "Ước thực hiện cả năm\n(chỉ báo cáo kỳ 6 tháng)", "Thực hiện cả năm\n(chỉ báo cáo kỳ năm)"],
            7: ["I", "Hợp tác xã"],
            8: [1, "Tổng số hợp tác xã", "HTX"],
            9: ["", "Trong đó"],
            10: ["", "HTX thành lập mới", "HTX"],
            11: ["", "HTX giải thể", "HTX"],
            12: [2, "Doanh thu bình quân một HTX", "Tr.đ/năm"],
            13: ["II", "Tổ hợp tác"],
            14: [1, "Tổng số tổ hợp tác", "THT"],
            16: ["", "", None, None, "CHỦ TỊCH"],
        },
        merges="A2:G2 A3:G3 A5:A6 B5:B6 C5:C6 D5:E5 F5:G5",
        bold=(2, 5, 6, 7, 13),
        sheet="KTTT",
    )  # fmt: skip


def measuring() -> Worksheet:
    """Đo lường: small letters in the numbering row, headers not merged, a check below the total."""
    return drawn(
        {
            2: [None, "UBND TỈNH"],
            3: [None, "SỞ KHOA HỌC VÀ CÔNG NGHỆ"],
            5: [None, "Biểu 04: TỔNG HỢP HOẠT ĐỘNG ĐO LƯỜNG, CHẤT LƯỢNG QUÝ …/20…"],
            7: [None, "Stt", "Tên phương tiện đo", "Đơn vị tính", "Số lượng kiểm định", "", "", "Đạt",
                 "Không đạt"],
            8: [None, "", "", "", "Tổng số", "Ban đầu", "Định kỳ", "", ""],
            9: [None, "(a)", "(b)", "(c)", "(1)", "(2)", "(3)", "(4)", "(5)"],
            10: [None, "1", "Cân đồng hồ lò xo", "Cái", "=F10+G10"],
            11: [None, "2", "Cân phân tích", "Cái", "=F11+G11"],
            12: [None, "3", "Công tơ điện", "Cái", "=F12+G12"],
            13: [None, "4", "Đồng hồ nước", "Cái", "=F13+G13"],
            14: [None, "Cộng:", None, None, "=SUM(E10:E13)", "=SUM(F10:F13)", "=SUM(G10:G13)",
                 "=SUM(H10:H13)", "=SUM(I10:I13)"],
            15: [None, "Cột (1) = (4) + (5)."],
            17: [None, "Lập biểu", *[None] * 3, "GIÁM ĐỐC"],
        },
        merges="B5:I5 B14:D14",
        bold=(5, 7, 8, 14),
        sheet="DL",
    )  # fmt: skip


def lecturers() -> Worksheet:
    """Giảng viên: “Phó giáo sư” is a line, not one who signs."""
    return drawn(
        {
            1: ["TRƯỜNG ĐẠI HỌC ………"],
            2: ["THỐNG KÊ ĐỘI NGŨ GIẢNG VIÊN"],
            3: ["Năm học 20…-20…"],
            4: [*[None] * 4, "Đơn vị tính: người"],
            5: ["STT", "Trình độ, chức danh", "Tổng số", "Trong đó"],
            6: [*[None] * 3, "Nữ", "Dân tộc thiểu số"],
            7: ["A", "B", "(1)", "(2)", "(3)"],
            8: ["1", "Giáo sư"],
            9: ["2", "Phó giáo sư"],
            10: ["3", "Tiến sĩ"],
            11: ["4", "Thạc sĩ"],
            12: ["", "Cộng"],
            14: ["NGƯỜI LẬP BIỂU", None, None, "HIỆU TRƯỞNG"],
        },
        merges="A2:E2 A3:E3 A5:A6 B5:B6 C5:C6 D5:E5",
        bold=(2, 5, 6, 12),
        sheet="GV",
    )  # fmt: skip
