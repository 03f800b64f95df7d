"""/don-vi/sap-xep/moi/: all that is wrong is told at once, each at its field, and what was typed stays."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.aggregates.test_reorganisation_pages import MERGE, NEW, digest, signed_in, words
from tests.submissions.factories import World, build_world
from tests.submissions.test_reorganise_units import DAY as SEPTEMBER
from units.models import Reorganisation
from units.queries import ancestors_of, find_unit

pytestmark = pytest.mark.django_db
SPLIT = {
    "loai": "split", "effective_on": "01/09/2026", "source.0": "12688", "default": "0",
    "part.0.name": "Đông Hưng", "part.0.code": "12688", "part.0.kind": "xa",
    "part.1.name": "Đông La", "part.1.code": "12700", "part.1.kind": "xa",
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def quan(world: World) -> Client:
    return signed_in(world, "quan")


def faults(answer: Any) -> dict[str, str]:
    """Field → what is said under it."""
    html = answer.content.decode()
    said = re.findall(r'<p class="field-error" id="([\w-]+)-fault">(.*?)</p>', html, re.DOTALL)
    return {field: unescape(words_) for field, words_ in said}


def ask(quan: Client, form: dict[str, str]) -> Any:
    answer = quan.post(NEW, {**form, "buoc": "xem"})
    assert answer.status_code == 422, words(answer)
    assert not Reorganisation.objects.exists()
    return answer


DAY, UNIT, KIND = "Hãy ghi ngày hiệu lực", "Hãy chọn đơn vị", "Hãy chọn loại hình"
EMPTY = {
    "merge": {
        "effective_on": DAY, "source-0": UNIT, "source-1": "ít nhất hai đơn vị",
        "part-0-name": "Hãy ghi tên", "part-0-code": "Hãy ghi mã", "part-0-kind": KIND,
    },
    "split": {
        "effective_on": DAY, "source-0": UNIT, "part-0-name": "ít nhất 2 đơn vị",
    },
    "rename": {
        "effective_on": DAY, "source-0": UNIT, "name": "Hãy ghi tên",
    },
    "change_kind": {
        "effective_on": DAY, "source-0": UNIT, "unit_kind": KIND,
    },
    "new_parent": {
        "effective_on": DAY, "source-0": UNIT, "parent": UNIT,
    },
    "close": {"effective_on": DAY, "source-0": UNIT},
}  # fmt: skip


@pytest.mark.parametrize("kind", EMPTY)
def test_an_empty_form_is_told_all_that_it_misses(quan: Client, kind: str) -> None:
    said = faults(ask(quan, {"loai": kind}))
    assert said.keys() == EMPTY[kind].keys()
    for field, fault in EMPTY[kind].items():
        assert fault in said[field]


def test_without_a_day_only_what_no_day_could_mend_is_told(quan: Client) -> None:
    answer = ask(quan, {
        **MERGE, "effective_on": "", "source.0": "xã Không Có", "source.1": "xã Thủ Sỹ",
        "part.0.code": "12 361", "part.0.kind": "", "document": "Nghị quyết số 12/NQ-HĐND",
    })  # fmt: skip
    said = faults(answer)
    assert said.keys() == {"effective_on", "source-0", "part-0-code", "part-0-kind"}
    assert "“xã Không Có”" in said["source-0"]
    for typed in ("xã Không Có", "xã Thủ Sỹ", "12 361", "Nghị quyết số 12/NQ-HĐND", "Tiên Lữ"):
        assert f'value="{typed}"' in answer.content.decode()


def test_what_no_unit_answers_to_hides_nothing_else(quan: Client) -> None:
    said = faults(ask(quan, {
        **MERGE, "effective_on": "31/02/2026", "source.1": "xã Không Có", "part.0.name": "x" * 201,
        "document": "y" * 301,
    }))  # fmt: skip
    assert said.keys() == {"effective_on", "source-1", "part-0-name", "document"}
    said = faults(ask(quan, {**MERGE, "source.1": "xã Không Có", "part.0.code": "12688", "part.0.kind": ""}))
    assert said.keys() == {"source-1", "part-0-code", "part-0-kind"}
    assert "Mã 12688 là mã của Xã Đông Hưng" in said["part-0-code"]


def test_a_long_document_is_refused_and_not_cut(quan: Client) -> None:
    long = "Nghị quyết " + "dài " * 80
    answer = ask(quan, {**MERGE, "document": long})
    assert "dài quá 300 ký tự" in faults(answer)["document"]
    assert long.strip() in answer.content.decode()


def test_a_fault_stands_in_the_row_where_it_was_typed(quan: Client) -> None:
    """Rows that were left empty are counted by the form and not by the plan."""
    said = faults(ask(quan, {**MERGE, "source.1": "", "source.2": "12361"}))
    assert said.keys() == {"source-2"}
    assert "đã được chọn ở dòng trên" in said["source-2"]
    gap = {**SPLIT, "part.1.name": "", "part.1.code": "", "part.1.kind": "", "part.2.name": "Đông La"}
    assert faults(ask(quan, gap)).keys() == {"part-2-code", "part-2-kind"}


def test_each_share_that_cannot_be_read_is_told(quan: Client) -> None:
    said = faults(ask(quan, {
        **SPLIT, "part.0.population": "33.3", "part.1.population": "nhiều", "part.0.area": "60 %",
        "part.1.area": "50 %",
    }))  # fmt: skip
    assert said.keys() == {"part-0-population", "part-1-population", "part-1-area"}
    assert "quá 100 %" in said["part-1-area"]


def test_a_part_of_which_only_a_share_is_written_is_not_passed_over(quan: Client) -> None:
    said = faults(ask(quan, {**SPLIT, "part.2.population": "10 %"}))
    assert said.keys() == {"part-2-name", "part-2-code", "part-2-kind"}


def test_a_part_is_a_new_unit_or_one_that_exists(quan: Client) -> None:
    said = faults(ask(quan, {**SPLIT, "part.1.unit": "12361"}))
    assert said.keys() == {"part-1-unit"}
    assert "Hãy chỉ giữ một" in said["part-1-unit"]


def test_days_and_shares_as_people_write_them(quan: Client) -> None:
    for day in ("1/9/2026", "2026-09-01", " 01/09/2026 "):
        written = {**SPLIT, "effective_on": day, "part.0.population": "33,3%", "part.1.population": "66,7 %"}
        shown = quan.post(NEW, {**written, "buoc": "xem"})
        assert shown.status_code == 200, words(shown)
        assert digest(shown)
        assert "từ ngày 01/09/2026" in words(shown)


def shown_choices(answer: Any) -> dict[str, str]:
    """All that the preview's form would send: hidden fields and what is chosen in its lists."""
    html = answer.content.decode()
    sent = {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html)
    }
    for name, options in re.findall(r'<select[^>]* name="(below[^"]+)">(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        assert chosen
        sent[name] = chosen[1]
    return sent


PROVINCE = {
    "loai": "split", "effective_on": "01/09/2026", "source.0": "Tỉnh Hưng Yên (33)", "default": "0",
    "part.0.name": "Hưng Yên", "part.0.code": "33", "part.0.kind": "tinh",
    "part.1.name": "Thái Bình", "part.1.code": "34", "part.1.kind": "tinh",
}  # fmt: skip


def test_what_a_preview_shows_is_confirmed_at_once(quan: Client, world: World) -> None:
    """Also with units below, of which nothing else was said."""
    shown = quan.post(NEW, {**PROVINCE, "buoc": "xem"})
    sent = shown_choices(shown)
    assert f"below.{world.cast.dong_hung.pk}" in sent
    done = quan.post(NEW, {**sent, "buoc": "lam"})
    assert done.status_code == 302, words(done)


def test_below_a_unit_that_lives_on_it_is_chosen_who_goes(quan: Client, world: World) -> None:
    form = {**PROVINCE, "lives_on": "1", "part.0.name": "Thái Bình", "part.0.code": "34"}
    form = {name: value for name, value in form.items() if not name.startswith("part.1")}
    sent = shown_choices(quan.post(NEW, {**form, "buoc": "xem"}))
    going, staying = f"below.{world.cast.dong_hung.pk}", f"below.{world.cast.tien_lu.pk}"
    assert sent[going] == sent[staying] == ""
    shown = quan.post(NEW, {**sent, going: "0", "buoc": "xem"})
    assert "Xã Đông Hưng → Tỉnh Thái Bình" in words(shown)
    assert "Xã Tiên Lữ →" not in words(shown)
    sent = shown_choices(shown)
    assert (sent[going], sent[staying]) == ("0", "")
    assert quan.post(NEW, {**sent, "buoc": "lam"}).status_code == 302
    assert ancestors_of(world.cast.dong_hung.pk, on=SEPTEMBER) == [find_unit("34", on=SEPTEMBER).pk]
    assert ancestors_of(world.cast.tien_lu.pk, on=SEPTEMBER) == [world.cast.province.pk]


WRITTEN = (
    "", "12688", "12361", "Tỉnh Hưng Yên (33)", "dong", "xã Không Có", "12370", "\x00", "Đông Hưng", "xa",
    "tinh", "33,3", "66,7 %", "-1", "0", "1", "999", "1/9/2026", "2026-09-01", "31/02/2026", "01/01/0001",
    "x" * 5000,
)  # fmt: skip
OF_A_PART = ("name", "code", "kind", "parent", "unit", "area")
PLACES = (
    "effective_on", "document", "name", "unit_kind", "parent", "receiver", "default", "lives_on", "below.1",
    *(f"source.{row}" for row in (0, 1, 2, 77)),
    *(f"part.{row}.{name}" for row in (0, 1, 2) for name in OF_A_PART),
)  # fmt: skip
TYPED = st.dictionaries(st.sampled_from(PLACES), st.sampled_from(WRITTEN), max_size=9)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(list(EMPTY)),
    form=TYPED,
    step=st.sampled_from(["xem", "lam"]),
)
def test_whatever_is_typed_is_answered(quan: Client, kind: str, form: dict[str, str], step: str) -> None:
    with transaction.atomic():
        answer = quan.post(NEW, {"effective_on": "01/09/2026", **form, "loai": kind, "buoc": step})
        assert answer.status_code in (200, 409, 422)
        if answer.status_code == 422:
            assert "Chưa xem trước được" in words(answer)
        transaction.set_rollback(True)
