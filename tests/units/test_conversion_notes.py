"""What the notes of the conversion table mean, however they are typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.loading.conversion.notes import Meaning, read_note

KNOWN = {
    "Nhập toàn bộ": Meaning("whole"),
    "Nhập toàn bộ diện tích và dân số": Meaning("whole"),
    "Nhập một phần": Meaning("part"),
    "Nhập một phần diện tích": Meaning("part", None, "some"),
    "Nhâp một phần diện tích": Meaning("part", None, "some"),
    "Nhập một phần dân số": Meaning("part", "some", None),
    "Nhập toàn bộ diện tích": Meaning("part", None, "all"),
    "Nhập một phần diện tích, toàn bộ dân số": Meaning("part", "all", "some"),
    "Nhập toàn bộ diện tích, một phần dân số": Meaning("part", "some", "all"),
    "Nhập một phần diện tích, dân số": Meaning("part", "some", "some"),
    "Phần còn lại sau khi tách một phần vào xã Canh Vinh": Meaning("part"),
    "Giữ nguyên": Meaning("unchanged"),
    "Đổi tên": Meaning("renamed"),
    "Đổi loại hình": Meaning("kind_changed"),
    "Đổi tên từ một phần Phường 15": Meaning("part"),
    "Đổi tên, đổi loại hình từ một phần thị trấn Lai Uyên": Meaning("part"),
    "Sắp xếp toàn bộ huyện Cồn Cỏ thành đặc khu Cồn Cỏ": Meaning("district"),
    "Sắp xếp toàn bộ xã Thổ Châu thành đặc khu Thổ Châu": Meaning("kind_changed"),
}


@pytest.mark.parametrize("note", KNOWN)
def test_each_note_of_the_official_table_is_understood(note: str) -> None:
    assert read_note(note) == KNOWN[note]


@given(
    note=st.sampled_from(sorted(KNOWN)),
    form=st.sampled_from(["NFC", "NFD"]),
    change=st.sampled_from([str.upper, str.lower, str.title]),
    gap=st.sampled_from([" ", "  ", "\n", "\u00a0", "\t"]),
    end=st.sampled_from(["", ".", " ;", "\n"]),
)
def test_case_composition_spaces_and_signs_change_nothing(
    note: str, form: str, change: object, gap: str, end: str
) -> None:
    typed = change(note).replace(" ", gap) + end  # type: ignore[operator]
    assert read_note(unicodedata.normalize(form, typed)) == KNOWN[note]  # type: ignore[arg-type]


@pytest.mark.parametrize("note", ["", "xem ghi chú", "Nhập", "thành lập mới", "1"])
def test_other_words_mean_nothing(note: str) -> None:
    assert read_note(note) is None


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    read_note(text)
