"""The check of texts finds what a reader of the English pages would miss."""

import pytest
from babel.messages.catalog import Message

from reporting.management.commands.update_messages import _fault


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        ("Đã lưu", "Saved", ""),
        ("Đã lưu", "", "not translated"),
        ("Hạn %(day)s", "Due %(day)s", ""),
        ("Hạn %(day)s", "Due %(date)s", "other placeholders"),
        ("Hạn %(day)s", "Due", "other placeholders"),
        (("%(n)d đơn vị", "%(n)d đơn vị"), ("one unit", "%(n)d units"), ""),
        (("%(n)d đơn vị", "%(n)d đơn vị"), ("one unit", ""), "not translated"),
    ],
)
def test_a_translation_is_complete_and_names_the_same_places(
    source: str | tuple[str, str], translation: str | tuple[str, str], fault: str
) -> None:
    assert _fault(Message(source, translation)) == fault


def test_a_guess_of_the_tool_is_no_translation() -> None:
    assert _fault(Message("Đã lưu", "Saved", flags={"fuzzy"})) == "fuzzy"
