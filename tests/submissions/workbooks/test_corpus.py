"""Whatever comes is read, or refused with a sentence; no other error, and no process stays behind."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.layout import FormLayout
from submissions.workbooks.back import read_workbook_file
from submissions.workbooks.contents import read_contents
from submissions.workbooks.pool import Pool
from submissions.workbooks.refused import Refused
from submissions.workbooks.unit_rows import MOST_SHEETS, read_many_units
from submissions.workbooks.words import SENTENCES
from tests.submissions.workbooks.conftest import EXPECTED, KEY
from tests.submissions.workbooks.corpus import OLE, flipped, odd, repacked, truncated, without_a_part

FILES = Path(__file__).parent / "files"
READ = "read"
STARTS = [b"", b"PK\x03\x04", b"PK\x05\x06", OLE, b"<", b"a;b\n"]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(processes=1)
    yield made
    children = made.process_ids
    made.close()
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def outcome(content: bytes, layout: FormLayout, pool: Pool) -> str:
    """ "read", or the code of a refusal for which there is a sentence; anything else is raised."""
    try:
        read_workbook_file(content, layout=layout, expected=EXPECTED, keys=[KEY], pool=pool)
    except Refused as refused:
        return _said(refused)
    return READ


def _said(refused: Refused) -> str:
    """The code, when there is a whole sentence for it."""
    assert SENTENCES[refused.code] % refused.params
    return refused.code


def outcomes(files: Iterable[tuple[str, bytes]], layout: FormLayout, pool: Pool) -> dict[str, str]:
    return {name: outcome(content, layout, pool) for name, content in files}


def test_a_file_cut_off_anywhere_is_refused(handed_out: bytes, layout: FormLayout, pool: Pool) -> None:
    found = outcomes(truncated(handed_out), layout, pool)
    assert READ not in found.values()
    assert found["cut at 0/50"] == "empty_file"


def test_old_and_open_formats_cut_off_anywhere_are_read_or_refused(layout: FormLayout, pool: Pool) -> None:
    for name in ("filled.ods", "filled.xls"):
        assert len(outcomes(truncated((FILES / name).read_bytes()), layout, pool)) == 50


def test_turned_over_bits_are_read_or_refused(handed_out: bytes, layout: FormLayout, pool: Pool) -> None:
    assert len(outcomes(flipped(handed_out, times=150), layout, pool)) == 150
    for name in ("filled.ods", "filled.xls"):
        assert len(outcomes(flipped((FILES / name).read_bytes(), times=60), layout, pool)) == 60


def test_turned_over_bits_under_right_checksums_are_read_or_refused(
    handed_out: bytes, layout: FormLayout, pool: Pool
) -> None:
    assert len(outcomes(repacked(handed_out, times=150), layout, pool)) == 150
    assert len(outcomes(repacked((FILES / "filled.ods").read_bytes(), times=60), layout, pool)) == 60


def test_missing_empty_and_foreign_parts_are_read_or_refused(
    handed_out: bytes, layout: FormLayout, pool: Pool
) -> None:
    found = outcomes(without_a_part(handed_out), layout, pool)
    assert found["without xl/workbook.xml"] == "not_workbook"
    assert found["without xl/worksheets/sheet1.xml"] == "broken"


def test_odd_files_are_read_or_refused_each_for_its_reason(
    handed_out: bytes, layout: FormLayout, pool: Pool
) -> None:
    found = outcomes(odd(handed_out).items(), layout, pool)
    expected = {
        "stored, not deflated": READ,
        "zip64": READ,
        "dates from 1904": READ,
        "cyclic defined names": READ,
        "a value in the last cell there is": "far_cells",
        "entities": "doctype",
        "XML in UTF-16": "encoding",
        "encrypted OLE": "password",
        "a name with a path": "names",
        "bzip2 inside": "broken",
        "a zip in a zip": "not_workbook",
        "HTML named .xls": "not_workbook",
        "CSV in TCVN3": "csv_encoding",
        "CSV that never closes": "csv_broken",
        "1,000 sheets": "bomb",
        "nothing": "empty_file",
    }
    assert {name: found[name] for name in expected} == expected


def test_as_a_workbook_of_many_units_they_are_read_or_refused_too(
    handed_out: bytes, layout: FormLayout, pool: Pool
) -> None:
    for content in odd(handed_out).values():
        try:
            contents = read_contents(
                content, wanted=["x"], rows=5000, columns=256, most_sheets=MOST_SHEETS, pool=pool
            )
            read_many_units(contents, layout=layout, keys=[KEY])
        except Refused as refused:
            _said(refused)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(start: bytes, rest: bytes, layout: FormLayout, pool: Pool) -> None:
    assert outcome(start + rest, layout, pool)


def test_after_all_of_it_an_honest_file_is_read(handed_out: bytes, layout: FormLayout, pool: Pool) -> None:
    assert outcome(handed_out, layout, pool) == READ
