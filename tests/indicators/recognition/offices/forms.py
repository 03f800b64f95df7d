"""Ten forms of ten offices. What each must be read as is in `truth.py`, written from these pages by hand."""

from openpyxl.worksheet.worksheet import Worksheet

from tests.indicators.recognition.offices.drawing import drawn

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def vaccination() -> Worksheet:
    """A health station: the title in row 9, no numbering row, spacer columns, months in a hidden column."""
    return drawn(
        {
            1: ["UBND XÃ ……………", None, None, None, None, None, STATE],
            2: ["TRẠM Y TẾ", None, None, None, None, None, MOTTO],
            3: [None, None, None, None, None, None, "---------------"],
            5: ["Số:      /BC-TYT", None, None, None, None, None, "……, ngày … tháng … năm 20…"],
            9: ["BÁO CÁO KẾT QUẢ TIÊM CHỦNG MỞ RỘNG"],
            10: ["Tháng …… năm 20……"],
            12: ["TT", "Loại vắc xin", None, "Số đối tượng", None, "Số trẻ được tiêm", None, None, None,
                 "Số mũi tiêm cộng dồn từ đầu năm", None, "Ghi chú"],
            13: [None, None, None, None, None, "Tổng số", "Trong đó: Nữ", None, "Ngoài địa bàn"],
            14: [1, "BCG"],
            15: [2, "Viêm gan B sơ sinh"],
            16: [None, "Trong đó: tiêm trong 24 giờ đầu"],
            17: [3, "DPT-VGB-Hib"],
            18: ["3.1", "Mũi 1"],
            19: ["3.2", "Mũi 2"],
            20: ["3.3", "Mũi 3"],
            21: [4, "Sởi - Rubella"],
            23: ["Nơi nhận:", None, None, None, None, None, "TRƯỞNG TRẠM"],
            24: ["- TTYT khu vực;", None, None, None, None, None, "(Ký, ghi rõ họ tên)"],
            25: ["- Lưu: VT."],
        },
        sheet="TCMR T10",
        merges="A1:D1 A2:D2 G1:L1 G2:L2 G3:L3 G5:L5 A9:L9 A10:L10 A12:A13 B12:B13 D12:D13 F12:I12 J12:J13"
        " L12:L13",
        bold=(2, 9, 12, 13),
        narrow="C E K",
        hidden_columns="H",
    )  # fmt: skip


def officials() -> Worksheet:
    """Sở Nội vụ: three levels of headers, numbers over words too, communes as lines, sums in cells."""
    numbers = list(range(1, 15))
    numbers_printed = [*numbers[:2], "3=4+5", *numbers[3:]]
    return drawn(
        {
            1: ["SỞ NỘI VỤ TỈNH …………", *[None] * 9, "Biểu số 02a"],
            2: [None, *[None] * 9, "(Kèm theo Công văn số 1234/SNV-TCBC ngày 05/9/2026 của Sở Nội vụ)"],
            4: ["THỐNG KÊ SỐ LƯỢNG, CHẤT LƯỢNG CÁN BỘ, CÔNG CHỨC CẤP XÃ"],
            5: ["(Tính đến ngày 31/12/20…)"],
            6: [*[None] * 12, "Đơn vị tính: Người"],
            7: ["STT", "Tên đơn vị", "Tổng số", "Giới tính", None, "Trình độ đào tạo", *[None] * 6,
                "Đảng viên", "Ghi chú"],
            8: [None, None, None, "Nam", "Nữ", "Chuyên môn", None, None, None, "Lý luận chính trị"],
            9: [None, None, None, None, None, "Thạc sĩ trở lên", "Đại học", "Cao đẳng", "Còn lại",
                "Cao cấp, cử nhân", "Trung cấp", "Sơ cấp, chưa qua đào tạo"],
            10: numbers_printed,
            11: [None, "TỔNG SỐ", *[f"=SUM({c}12:{c}15)" for c in "CDEFGHIJKLM"]],
            12: [1, "Phường Phố Hiến", "=D12+E12"],
            13: [2, "Xã Tân Hưng", "=D13+E13"],
            14: [3, "Xã Hoàng Hoa Thám", "=D14+E14"],
            15: [4, "Xã Tiên Lữ", "=D15+E15"],
            17: ["NGƯỜI LẬP BIỂU", *[None] * 8, "GIÁM ĐỐC"],
            18: ["(Ký, ghi rõ họ tên)", *[None] * 8, "(Ký tên, đóng dấu)"],
        },
        sheet="Biểu 02a",
        merges="K1:N1 K2:N2 A4:N4 A5:N5 M6:N6 A7:A9 B7:B9 C7:C9 D7:E7 D8:D9 E8:E9 F7:L7 F8:I8 J8:L8 M7:M9"
        " N7:N9",
        bold=(4, 7, 8, 9, 11),
    )  # fmt: skip


def revenue() -> Worksheet:
    """Tài chính: headings that carry sums, A / I / 1 / -, per cent of the plan as Excel's own per cent."""
    return drawn(
        {
            1: ["UBND XÃ …………", None, None, None, None, "Biểu số 93/CK-NSNN"],
            2: ["(Dùng cho ngân sách cấp xã)"],
            3: ["THỰC HIỆN THU NGÂN SÁCH NHÀ NƯỚC QUÝ … (6 THÁNG, NĂM) 20…"],
            4: ["(Kèm theo Thông tư số 343/2016/TT-BTC)"],
            6: [None, None, None, None, None, "ĐVT: triệu đồng"],
            7: ["STT", "Nội dung", "Dự toán năm", "Thực hiện quý/6 tháng/năm", "So sánh thực hiện với (%)"],
            8: [None, None, None, None, "Dự toán năm", "Cùng kỳ năm trước"],
            9: ["A", "B", 1, 2, "3=2/1", 4],
            10: [None, "TỔNG THU NSNN TRÊN ĐỊA BÀN", "=C11+C18", "=D11+D18", "=D10/C10"],
            11: ["A", "Thu cân đối ngân sách", "=C12+C17", "=D12+D17", "=D11/C11"],
            12: ["I", "Thu nội địa", "=SUM(C13:C16)", "=SUM(D13:D16)", "=D12/C12"],
            13: [1, "Thu từ khu vực ngoài quốc doanh", None, None, "=D13/C13"],
            14: [2, "Thuế sử dụng đất phi nông nghiệp", None, None, "=D14/C14"],
            15: [3, "Lệ phí trước bạ", None, None, "=D15/C15"],
            16: [4, "Phí, lệ phí", None, None, "=D16/C16"],
            17: ["II", "Thu viện trợ", None, None, "=D17/C17"],
            18: ["B", "Thu bổ sung từ ngân sách cấp trên", "=C19+C20", "=D19+D20", "=D18/C18"],
            19: [1, "Bổ sung cân đối", None, None, "=D19/C19"],
            20: [2, "Bổ sung có mục tiêu", None, None, "=D20/C20"],
            22: [None, None, None, "…………, ngày … tháng … năm …"],
            23: ["Kế toán", None, None, "TM. ỦY BAN NHÂN DÂN"],
            24: [None, None, None, "CHỦ TỊCH"],
        },
        sheet="CK 93",
        merges="A3:F3 A4:F4 A7:A8 B7:B8 C7:C8 D7:D8 E7:F7",
        bold=(3, 7, 8, 10, 11, 12, 18),
        formats={"C10:D20": "#,##0", "E10:F20": "0.0%"},
    )  # fmt: skip


def crops() -> Worksheet:
    """Thống kê xã: numbers inside the labels, Mã số, units in headers, a formula in the header."""
    return drawn(
        {
            1: ["Biểu số: 03/TKX-NN", None, "DIỆN TÍCH, NĂNG SUẤT, SẢN LƯỢNG", None,
                "Đơn vị báo cáo: UBND xã …"],
            2: ["Ban hành theo Quyết định số 05/2023/QĐ-TTg", None, "CÂY HÀNG NĂM", None,
                "Đơn vị nhận báo cáo:"],
            3: ["Ngày nhận báo cáo: Ngày 20/6", None, "Vụ …………… năm ……", None, "Thống kê cơ sở …"],
            5: ["Loại cây", "Mã số", "Diện tích gieo trồng (ha)", "Năng suất (tạ/ha)",
                "Sản lượng (tấn) (3=1*2/10)"],
            6: ["A", "B", 1, 2, 3],
            7: ["I. Cây lương thực có hạt", "01"],
            8: ["1. Lúa", "02"],
            9: ["- Lúa lai", "03"],
            10: ["- Lúa thuần", "04"],
            11: ["2. Ngô", "05"],
            12: ["II. Cây lấy củ", "06"],
            13: ["1. Khoai lang", "07"],
            14: ["2. Sắn", "08"],
            15: ["III. Rau, đậu, hoa", "09"],
            16: ["Trong đó: Rau các loại", "10"],
            18: ["Người lập biểu", None, None, "Ngày … tháng … năm …"],
            19: ["(Ký, họ tên)", None, None, "Thủ trưởng đơn vị"],
        },
        sheet="03",
        merges="A18:B18 A19:B19 D18:E18 D19:E19",
        bold=(1, 7, 12, 15),
    )  # fmt: skip


def poor_households() -> Worksheet:
    """Two tables on a sheet, each with its unit; labels merged over their lines."""
    return drawn(
        {
            1: ["ỦY BAN NHÂN DÂN XÃ ……", None, None, None, "Mẫu số 7.5"],
            3: ["TỔNG HỢP KẾT QUẢ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO NĂM ……"],
            5: ["I. DIỄN BIẾN HỘ NGHÈO"],
            6: [None, None, None, None, "Đơn vị tính: hộ"],
            7: ["Nhóm hộ", "Chỉ tiêu", "Tổng số", "Chia theo khu vực", None],
            8: [None, None, None, "Thành thị", "Nông thôn"],
            9: ["A", "B", "1=2+3", "2", "3"],
            10: ["Hộ nghèo", "Số hộ đầu năm"],
            11: [None, "Số hộ thoát nghèo"],
            12: [None, "Số hộ phát sinh"],
            13: [None, "Số hộ cuối năm"],
            14: ["Hộ cận nghèo", "Số hộ đầu năm"],
            15: [None, "Số hộ thoát cận nghèo"],
            16: [None, "Số hộ cuối năm"],
            19: ["II. KINH PHÍ HỖ TRỢ"],
            20: [None, None, None, None, "Đơn vị tính: triệu đồng"],
            21: ["STT", "Chính sách", "Dự toán giao", "Đã thực hiện", "Tỷ lệ (%)"],
            22: ["A", "B", 1, 2, "3=2/1*100"],
            23: [1, "Hỗ trợ tiền điện"],
            24: [2, "Hỗ trợ y tế"],
            25: [3, "Hỗ trợ giáo dục"],
            26: ["Cộng", None, "=SUM(C23:C25)", "=SUM(D23:D25)"],
            28: [None, None, None, "TM. UBND XÃ"],
        },
        sheet="7.5",
        merges="A3:E3 A7:A8 B7:B8 C7:C8 D7:E7 A10:A13 A14:A16 A26:B26",
        bold=(3, 5, 7, 8, 19, 21, 26),
    )  # fmt: skip


def population() -> Worksheet:
    """Chi cục Dân số: last year's columns hidden, numbering that jumps, percentages, an overflow of words."""
    return drawn(
        {
            1: ["Biểu 01-DSX", None, None, None, None, None, None, "Đơn vị gửi: Trạm y tế xã ……"],
            2: ["Áp dụng cho xã, phường", None, None, None, None, None, None, "Đơn vị nhận: Chi cục Dân số"],
            4: ["BÁO CÁO DÂN SỐ - KẾ HOẠCH HÓA GIA ĐÌNH"],
            5: ["Quý …… / 20……"],
            7: ["TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện quý trước", "Thực hiện cùng kỳ năm trước",
                "Kế hoạch năm", "Thực hiện trong quý", "Lũy kế từ đầu năm", "% lũy kế so với KH"],
            8: ["A", "B", "C", "1", "2", "4", "5", "6", "7=6/4"],
            9: ["I", "DÂN SỐ"],
            10: ["1", "Tổng số trẻ sinh ra sống", "Trẻ"],
            11: [None, "Trđ: - Trẻ em gái", "nt"],
            12: [None, "       - Con thứ 3 trở lên", "nt"],
            13: ["2", "Tổng số người chết", "Người"],
            14: ["3", "Tỷ số giới tính khi sinh", "Trẻ trai/100 trẻ gái"],
            15: ["II", "KẾ HOẠCH HÓA GIA ĐÌNH"],
            16: ["1", "Số người mới thực hiện biện pháp tránh thai", "Người"],
            17: ["1.1", "Đặt dụng cụ tử cung", "Người"],
            18: ["1.2", "Thuốc tiêm tránh thai", "Lượt"],
            20: [None, "Người lập báo cáo", None, None, None, None, None, "Trưởng trạm"],
        },
        sheet="DSX",
        merges="A4:I4 A5:I5",
        bold=(4, 7, 9, 15),
        hidden_columns="D E",
    )  # fmt: skip


def schools() -> Worksheet:
    """Giáo dục: a grade a column, sums across and x where nothing is asked, as a .xls file."""
    return drawn(
        {
            1: ["PHÒNG VĂN HÓA - XÃ HỘI", None, None, None, None, None, None, "Mẫu 02-TH"],
            2: ["TRƯỜNG TIỂU HỌC ………", None, None, None, None, None, None, "Năm học 20… - 20…"],
            4: ["BÁO CÁO SỐ LIỆU ĐẦU NĂM HỌC"],
            6: ["STT", "Nội dung", "ĐVT", "Tổng số", "Chia ra"],
            7: [None, None, None, None, "Lớp 1", "Lớp 2", "Lớp 3", "Lớp 4", "Lớp 5"],
            8: [1, "Số lớp", "Lớp", "=SUM(E8:I8)"],
            9: [2, "Tổng số học sinh", "Học sinh", "=SUM(E9:I9)"],
            10: [None, "Trong đó: - Nữ", "Học sinh", "=SUM(E10:I10)"],
            11: [None, "- Dân tộc thiểu số", "Học sinh", "=SUM(E11:I11)"],
            12: [None, "- Khuyết tật", "Học sinh", "=SUM(E12:I12)"],
            13: [3, "Học sinh tuyển mới", "Học sinh", "=E13", None, "x", "x", "x", "x"],
            14: [4, "Bình quân học sinh/lớp", "Học sinh", "=D9/D8", "=E9/E8", "=F9/F8", "=G9/G8", "=H9/H8",
                 "=I9/I8"],
            16: [None, "NGƯỜI LẬP", None, None, None, None, "HIỆU TRƯỞNG"],
        },
        sheet="TH",
        merges="A4:I4 A6:A7 B6:B7 C6:C7 D6:D7 E6:I6",
        bold=(4, 6, 7),
    )  # fmt: skip


def livestock() -> Worksheet:
    """Nông nghiệp: guarded quotients, a comparison with a difference, as an .ods file."""
    return drawn(
        {
            2: [None, "CHI CỤC CHĂN NUÔI VÀ THÚ Y"],
            3: [None, "Biểu số 05/CN"],
            4: [None, "TÌNH HÌNH CHĂN NUÔI THÁNG …… NĂM ……"],
            6: [None, "STT", "Vật nuôi", "Đơn vị", "Cùng kỳ năm trước", "Kỳ báo cáo", "So với cùng kỳ"],
            7: [None, None, None, None, None, None, "Tăng (+), giảm (-)", "Tỷ lệ %"],
            8: [None, "(A)", "(B)", "(C)", "(1)", "(2)", "(3)=(2)-(1)", "(4)=(2)/(1)"],
            9: [None, 1, "Tổng đàn trâu", "Con", None, None, "=F9-E9", '=IFERROR(F9/E9*100,"")'],
            10: [None, 2, "Tổng đàn bò", "Con", None, None, "=F10-E10", '=IFERROR(F10/E10*100,"")'],
            11: [None, None, "Tr.đó: Bò sữa", "Con", None, None, "=F11-E11", '=IFERROR(F11/E11*100,"")'],
            12: [None, 3, "Sản lượng thịt hơi xuất chuồng", "Tấn", None, None, "=F12-E12",
                 '=IFERROR(F12/E12*100,"")'],
            13: [None, 4, "Số xã có dịch", "Xã", None, None, "=F13-E13", '=IFERROR(F13/E13*100,"")'],
            15: [None, "* Ghi chú: Số con tính đến ngày 15 hằng tháng."],
            16: [None, None, "Lập biểu", None, None, "PHÓ CHI CỤC TRƯỞNG"],
        },
        sheet="Bieu 05",
        merges="B4:H4 B6:B7 C6:C7 D6:D7 E6:E7 F6:F7 G6:H6",
        bold=(4, 6, 7),
    )  # fmt: skip


def citizens_received() -> Worksheet:
    """Thanh tra: one line a unit under "MS", long equations, a note that states checks."""
    return drawn(
        {
            1: ["ĐƠN VỊ: ………………", *[None] * 8, "Biểu số: 01/TCD"],
            2: ["TỔNG HỢP KẾT QUẢ TIẾP CÔNG DÂN THƯỜNG XUYÊN, ĐỊNH KỲ VÀ ĐỘT XUẤT"],
            3: ["Số liệu tính từ ngày …/…/… đến ngày …/…/…"],
            4: ["(Kèm theo Thông tư số 02/2021/TT-TTCP)"],
            5: ["Đơn vị", "Tổng số lượt tiếp", "Tổng số người được tiếp", "Tổng số vụ việc",
                "Tiếp thường xuyên", None, None, "Tiếp định kỳ và đột xuất của Thủ trưởng", None, None],
            6: [None, None, None, None, "Số lượt tiếp", "Số người được tiếp", "Số vụ việc", "Số lượt tiếp",
                "Số người được tiếp", "Số vụ việc"],
            7: ["MS", "1=4+7", "2=5+8", "3=6+9", 4, 5, 6, 7, 8, 9],
            8: ["Xã A"],
            9: ["Xã B"],
            10: ["…"],
            11: ["Tổng", *[f"=SUM({c}8:{c}10)" for c in "BCDEFGHIJ"]],
            13: ["Lưu ý: Cột 5 lớn hơn hoặc bằng cột 4; cột 8 ≥ cột 7"],
        },
        sheet="TCD01",
        merges="A2:J2 A3:J3 A4:J4 A5:A6 B5:B6 C5:C6 D5:D6 E5:G5 H5:J5",
        bold=(2, 5, 6, 11),
    )  # fmt: skip


def roads() -> Worksheet:
    """Xây dựng: communes grouped under headings, no numbering row, three signatures, km."""
    return drawn(
        {
            1: ["SỞ XÂY DỰNG", None, None, None, None, None, "Phụ lục 3"],
            2: ["HIỆN TRẠNG ĐƯỜNG GIAO THÔNG NÔNG THÔN NĂM 20…"],
            3: ["(Đvt: km)"],
            5: ["TT", "Xã, phường", "Tổng chiều dài", "Trong đó", None, None, "Tỷ lệ cứng hóa (%)"],
            6: [None, None, None, "Bê tông nhựa", "Bê tông xi măng", "Cấp phối, đất"],
            7: [None, "Toàn tỉnh", "=C8+C11", "=D8+D11", "=E8+E11", "=F8+F11", "=(D7+E7)/C7*100"],
            8: ["I", "Khối phường", "=SUM(C9:C10)", "=SUM(D9:D10)", "=SUM(E9:E10)", "=SUM(F9:F10)",
                "=(D8+E8)/C8*100"],
            9: [1, "Phường Phố Hiến", "=SUM(D9:F9)", None, None, None, "=(D9+E9)/C9*100"],
            10: [2, "Phường Sơn Nam", "=SUM(D10:F10)", None, None, None, "=(D10+E10)/C10*100"],
            11: ["II", "Khối xã", "=SUM(C12:C13)", "=SUM(D12:D13)", "=SUM(E12:E13)", "=SUM(F12:F13)",
                 "=(D11+E11)/C11*100"],
            12: [1, "Xã Tân Hưng", "=SUM(D12:F12)", None, None, None, "=(D12+E12)/C12*100"],
            13: [2, "Xã Tiên Lữ", "=SUM(D13:F13)", None, None, None, "=(D13+E13)/C13*100"],
            15: ["Người lập", None, "Trưởng phòng", None, None, "KT. GIÁM ĐỐC"],
            16: [None, None, None, None, None, "PHÓ GIÁM ĐỐC"],
        },
        sheet="PL3",
        merges="A2:G2 A3:G3 A5:A6 B5:B6 C5:C6 D5:F5 G5:G6",
        bold=(2, 5, 6, 7, 8, 11),
    )  # fmt: skip
