"""Drafts: nothing typed is lost, two people merge, a cell changed by another is told with both values."""

import pytest

from submissions.actions.save_draft import save_draft
from submissions.actions.save_typed import save_typed
from submissions.drafts import sheet_of_draft
from submissions.models import Status
from submissions.queries import sheet_for
from tests.submissions.factories import ARV, AT, COST, GOOD, HIV, MEN, NOTE, TOTAL, World, bring_to
from units.errors import BadContent, Conflict, NotWithinReach
from units.models import Event

pytestmark = pytest.mark.django_db


def shown(world: World) -> dict[str, str]:
    from indicators.answers import plain

    return {address: plain(answer) for address, answer in sheet_of_draft(world.again()).cells.items()}


def test_cells_not_named_stay_and_none_clears(world: World) -> None:
    save_draft(submission=world.submission, cells={HIV: "12", ARV: "…"}, by=world.cast.lan, at=AT)
    saved = save_draft(submission=world.submission, cells={HIV: None}, by=world.cast.lan, at=AT)
    assert shown(world) == {ARV: "…"}
    assert saved.version == 2


def test_saving_is_no_event(world: World) -> None:
    before = Event.objects.count()
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    assert Event.objects.count() == before


def test_changes_to_different_cells_merge(world: World) -> None:
    save_draft(submission=world.submission, cells={HIV: "12"}, by=world.cast.lan, at=AT, seen_version=0)
    save_draft(submission=world.submission, cells={ARV: "3"}, by=world.cast.minh, at=AT, seen_version=0)
    assert shown(world) == {HIV: "12", ARV: "3"}


def test_the_second_at_the_same_cell_is_told_both_values_and_nothing_is_saved(world: World) -> None:
    save_draft(submission=world.submission, cells={HIV: "12"}, by=world.cast.lan, at=AT, seen_version=0)
    with pytest.raises(Conflict) as refused:
        save_draft(
            submission=world.submission,
            cells={HIV: "13", ARV: "1"},
            by=world.cast.minh,
            at=AT,
            seen_version=0,
        )
    assert refused.value.code == "cell_conflict"
    assert refused.value.details["cells"] == {HIV: {"yours": "13", "theirs": "12", "by": "Nguyễn Thị Lan"}}
    assert shown(world) == {HIV: "12"}


def test_the_same_save_again_is_no_conflict_and_no_new_version(world: World) -> None:
    first = save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT, seen_version=0)
    again = save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT, seen_version=0)
    assert again.version == first.version == 1


def test_typed_text_is_read_the_vietnamese_way(world: World) -> None:
    saved = save_typed(
        submission=world.submission, cells={COST: "1.234,5", HIV: " 1.200 "}, by=world.cast.lan, at=AT
    )
    assert shown(world) == {COST: "1234.5", HIV: "1200"}
    assert [problem.code for problem in saved.problems] == ["empty_cells"]


def test_what_cannot_be_read_is_kept_as_typed_and_told(world: World) -> None:
    saved = save_typed(submission=world.submission, cells={HIV: "mười hai"}, by=world.cast.lan, at=AT)
    unread = sheet_of_draft(world.again()).unread[HIV]
    assert unread.text == "mười hai"
    assert saved.problems[0].code == "unreadable"
    save_typed(submission=world.submission, cells={HIV: "12"}, by=world.cast.lan, at=AT)
    assert not sheet_of_draft(world.again()).unread


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        ({"t9/r1:c1": "1"}, {}),
        ({NOTE: "1"}, {}),
        ({HIV: "1.234,5"}, {}),
        ({HIV: "1.5"}, {}),
        ({HIV: "1000000000000000"}, {}),
        ({HIV: ""}, {}),
        ({}, {NOTE: "a\x00b"}),
        ({}, {NOTE: "x" * 1001}),
        ({}, {HIV: "not a note"}),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(
    world: World, cells: dict[str, str | None], texts: dict[str, str | None]
) -> None:
    with pytest.raises(BadContent) as refused:
        save_draft(
            submission=world.submission, cells={MEN: "1", **cells}, texts=texts, by=world.cast.lan, at=AT
        )
    assert refused.value.problems[0]["message"]
    assert shown(world) == {}


@pytest.mark.parametrize("text", ["a\x00", "1\x0b2", "9" * 101, "\ud800"])
def test_hidden_characters_and_floods_are_refused_even_as_typed(world: World, text: str) -> None:
    with pytest.raises(BadContent):
        save_typed(submission=world.submission, cells={HIV: text}, by=world.cast.lan, at=AT)


def test_notes_and_words_on_warnings_are_kept(world: World) -> None:
    save_draft(
        submission=world.submission,
        cells={},
        texts={NOTE: "Số của trạm"},
        explanations={ARV: "Có ca từ năm trước"},
        by=world.cast.lan,
        at=AT,
    )
    sheet = sheet_of_draft(world.again())
    assert sheet.texts == {NOTE: "Số của trạm"}
    assert sheet.explanations == {ARV: "Có ca từ năm trước"}


def test_a_recipient_sees_no_cell_before_the_first_sending_and_what_was_sent_after(world: World) -> None:
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    with pytest.raises(NotWithinReach):
        sheet_for(world.cast.hoa, world.again())
    report = bring_to(world, Status.RETURNED)
    save_draft(submission=report, cells={TOTAL: "99"}, by=world.cast.lan, at=AT)
    assert sheet_for(world.cast.hoa, world.again()).cells[TOTAL].scaled == 30
    assert sheet_for(world.cast.lan, world.again()).cells[TOTAL].scaled == 99
