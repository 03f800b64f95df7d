"""Small conversion tables for tests, under the headings of the official one."""

import csv
import io

HEADINGS = [
    ["Đơn vị hành chính từ ngày 01/7/2025", "", "", "Đơn vị hành chính trước ngày 01/7/2025", *[""] * 5],
    ["Tỉnh, thành phố", "Tên Xã mới", "Mã Xã mới", "Tên Xã cũ", "Mã Xã cũ", "Ghi chú", "Quận/huyện",
     "Tỉnh cũ", ""],
]  # fmt: skip
PROVINCE, DISTRICT, OLD_PROVINCE = "Tỉnh Hưng Yên (33)", "Huyện Đông Hưng (338)", "Tỉnh Thái Bình (34)"


def row(
    new: str,
    old: str,
    note: str = "Nhập toàn bộ",
    *,
    province: str = PROVINCE,
    district: str = DISTRICT,
    old_province: str = OLD_PROVINCE,
) -> list[str]:
    """`new` and `old` are "Xã Đông Hưng 12688"; the last word is the code ("-" for none)."""
    (new_name, new_code), (old_name, old_code) = (one.rsplit(" ", 1) for one in (new, old))
    old_code = "" if old_code == "-" else old_code
    return [province, new_name, new_code, old_name, old_code, note, district, old_province, ""]


def table(*rows: list[str], delimiter: str = ",", encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    """The physical line of the first row given is 4: two headings and the province's own line before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline)
    writer.writerows([*HEADINGS, ["HƯNG YÊN", *[""] * 8], *rows])
    return text.getvalue().encode(encoding)
