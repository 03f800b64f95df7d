"""Vietnamese order, storage and search."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.actions.create_unit import create_unit
from units.browsing import UnitFilter, list_units
from units.models import Unit, UnitName
from units.queries import children_of
from units.vietnamese import SORT_KEY_LENGTH, clean_name, nfc, search_key, sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = "aàảãáạ"
VIETNAMESE = st.text(
    alphabet="aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrst"
    "uùủũúụưừửữứựvxyỳỷỹýỵ Đ-’0123456789",
    max_size=30,
)


def test_letters_follow_the_alphabet() -> None:
    assert "".join(sorted(LETTERS[9:] + LETTERS[:9], key=sort_key)) == LETTERS


def test_tones_follow_the_dictionary() -> None:
    assert "".join(sorted("ạáãảàa", key=sort_key)) == TONES


@pytest.mark.parametrize(
    "names",
    [
        ["Dạ Trạch", "Đa Lộc", "Đông Hưng", "Hưng Hà"],
        ["An Hòa", "An Hoà Tây", "Ân Thi"],
        ["Ba", "Bà Rịa", "Bạc Liêu", "Bắc Giang", "Bắc Ninh", "Bến Tre"],
        ["Quận 1", "Quận 2", "Quận 10", "Quận Tân Bình"],
        ["Phường 01", "Phường 2", "Phường 11"],
        ["Phan Rang", "Phan Rang - Tháp Chàm"],
    ],
)
def test_names_stand_in_vietnamese_order(names: list[str]) -> None:
    assert sorted(names[1:] + names[:1], key=sort_key) == names


def test_the_tone_of_a_syllable_counts_before_the_next_syllable() -> None:
    assert sorted(["Bà An", "Ba Vì"], key=sort_key) == ["Ba Vì", "Bà An"]


@given(VIETNAMESE)
def test_keys_do_not_depend_on_how_letters_were_composed(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert sort_key(decomposed) == sort_key(text)
    assert search_key(decomposed) == search_key(text)
    assert nfc(decomposed) == nfc(text)


@given(VIETNAMESE, VIETNAMESE)
def test_only_names_of_the_same_letters_share_a_key(one: str, other: str) -> None:
    """The tone belongs to its syllable: "Hòa" and "Hoà" are one name in two spellings."""
    if sort_key(one) == sort_key(other):
        assert letters_of(one) == letters_of(other)


def letters_of(text: str) -> str:
    marked = unicodedata.normalize("NFD", text.lower())
    toneless = "".join(sign for sign in marked if sign not in "\u0300\u0309\u0303\u0301\u0323")
    words = re.findall(r"\d+|[^\W\d_]+", nfc(toneless))
    return " ".join(word.lstrip("0") for word in words)


@given(st.text(max_size=300))
def test_any_text_has_keys_that_fit_and_need_no_collation(text: str) -> None:
    key = sort_key(text)
    assert len(key) <= SORT_KEY_LENGTH
    assert key == "" or (key.isascii() and key.isdigit())
    assert "%" not in search_key(text)
    assert clean_name(clean_name(text)) == clean_name(text)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_in_names_stand_by_value(one: int, other: int) -> None:
    assert (sort_key(f"Phường {one}") < sort_key(f"Phường {other}")) == (one < other)


def test_a_stored_name_has_no_invisible_signs() -> None:
    assert clean_name("  Thái\u00a0 Bình\u200b\u202e\x00 ") == "Thái Bình"


@pytest.mark.parametrize("typed", ["thai binh", "THÁI BÌNH", "Thái  Bình", "Thái Bình"])
def test_search_forgets_accents_and_case(typed: str) -> None:
    assert search_key(typed) == "thai binh"


# ---- as lists and searches show it, on both databases -----------------------------------------------------

ORDER = [
    "An Thi",
    "Ân Thi",
    "Ba",
    "Bà",
    "Bả",
    "Bã",
    "Bá",
    "Bạ",
    "Dạ Trạch",
    "Đa Lộc",
    "Đông Hưng",
    "Em",
    "Êm",
]
DECOMPOSED = unicodedata.normalize("NFD", "Đường Ế Ố")


@pytest.fixture
def province(db: None) -> Unit:
    own: dict[str, Any] = {"begins": date(2025, 7, 1), "by": None, "at": datetime(2026, 11, 20, tzinfo=UTC)}
    above = create_unit(code="33", name="Hưng Yên", kind="tinh", **own)
    for number, name in enumerate(reversed([*ORDER, DECOMPOSED])):
        create_unit(code=f"33{number:03d}", name=name, kind="xa", parent=above, **own)
    return above


def test_lists_and_the_database_itself_keep_vietnamese_order(province: Unit) -> None:
    day = date(2026, 11, 20)
    listed = [view.name for view in children_of(province.pk, on=day)]
    assert listed == [*ORDER[:-2], nfc(DECOMPOSED), *ORDER[-2:]]
    stored = UnitName.objects.filter(kind="xa").order_by("sort_key").values_list("name", flat=True)
    assert list(stored) == listed
    within = frozenset(Unit.objects.values_list("pk", flat=True))
    paged, count = list_units(UnitFilter(on=day, kind="xa"), within=within, offset=2, limit=6)
    assert ([view.name for view in paged], count) == (listed[2:8], len(listed))


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_name_typed_in_any_form_is_found_and_equal(
    province: Unit, form: Literal["NFC", "NFD", "NFKC", "NFKD"]
) -> None:
    typed = unicodedata.normalize(form, DECOMPOSED)
    within = frozenset(Unit.objects.values_list("pk", flat=True))
    found, count = list_units(UnitFilter(on=date(2026, 11, 20), q=typed), within=within)
    assert (count, [view.name for view in found]) == (1, [nfc(DECOMPOSED)])
