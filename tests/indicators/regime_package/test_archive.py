"""The zip of a package is opened with distrust: names, sizes, digests; a layout must be one."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.layout import from_json, to_json
from indicators.layout.checking import faults_of
from indicators.regime_package.archive import (
    MAX_UNPACKED,
    PackageRefused,
    pack,
    unpack,
)
from indicators.regime_package.archive import from_json as read_json
from indicators.regime_package.words import refusal_words
from tests.indicators.factories import form_4bch

AT = datetime(2026, 11, 20, 3, 32, tzinfo=UTC)
PARTS = {"regime.json": b"{}", "catalogue.json": b"{}", "templates/001.json": b"[1]"}


def refused(content: bytes) -> str:
    with pytest.raises(PackageRefused) as caught:
        unpack(content)
    assert refusal_words(caught.value)
    return caught.value.code


def zipped(entries: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return written.getvalue()


def entries_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@given(st.binary(max_size=500), st.binary(max_size=500))
def test_what_is_packed_comes_out_as_it_was_and_packs_the_same(regime: bytes, catalogue: bytes) -> None:
    parts = {"regime.json": regime, "catalogue.json": catalogue}
    content = pack(parts, about={"regime": "A"}, at=AT)
    manifest, found = unpack(content)
    assert (manifest["regime"], found) == ("A", parts)
    assert pack(parts, about={"regime": "A"}, at=AT) == content


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_reason(content: bytes) -> None:
    assert refused(content) in {"empty", "not_package", "broken"}


@given(st.data())
def test_a_package_with_a_changed_byte_is_never_taken_for_another(data: st.DataObject) -> None:
    content = bytearray(pack(PARTS, about={}, at=AT))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    try:
        _manifest, found = unpack(bytes(content))
    except PackageRefused:
        return
    assert found == PARTS


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("names", {"../../etc/passwd": b"x"}),
        ("names", {"templates/1.json": b"x"}),
        ("names", {"templates/002.json": b"x"}),
        ("names", {"/regime.json": b"x"}),
        ("changed", {"regime.json": b"{ }"}),
        ("not_package", {"manifest.json": b'{"format": "other"}'}),
        ("newer", {"manifest.json": b'{"format": "bao-cao-so/regime", "version": 2}'}),
        ("broken", {"manifest.json": b"{"}),
        ("broken", {"manifest.json": b"[" * 100_000}),
        ("broken", {"manifest.json": b'{"format": "bao-cao-so/regime", "version": 1, "files": [1]}'}),
        ("broken", {"manifest.json": b"NaN"}),
    ],
)
def test_a_package_that_was_tampered_with_is_refused(code: str, change: dict[str, bytes]) -> None:
    assert refused(zipped({**entries_of(pack(PARTS, about={}, at=AT)), **change})) == code


def test_what_is_missing_too_many_or_too_large_is_refused() -> None:
    entries = entries_of(pack(PARTS, about={}, at=AT))
    assert refused(zipped({name: one for name, one in entries.items() if name != "regime.json"})) == "missing"
    assert refused(zipped({"regime.json": b"{}"})) == "not_package"
    large = {"regime.json": b"\x00" * (MAX_UNPACKED + 1)}
    assert refused(pack(large, about={}, at=AT)) == "bomb"
    many = {f"templates/{number:03}.json": b"" for number in range(300)}
    assert refused(pack(many, about={}, at=AT)) == "bomb"
    with pytest.raises(PackageRefused):
        read_json(b"1" * 10_000_000)


# ---- layouts ----------------------------------------------------------------------------------------------


def changed(**changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(to_json(form_4bch()))
    return data | changes


def test_the_layout_of_a_real_form_has_no_faults() -> None:
    assert faults_of(form_4bch()) == []


@pytest.mark.parametrize(
    ("place", "path", "value"),
    [
        ("title", ("title",), 5),
        ("title", ("title",), None),
        ("title", ("title",), "a\x00b"),
        ("tables.0.rows.2.excel_row", ("tables", 0, "rows", 2, "excel_row"), "9"),
        ("tables.0.rows.2.excel_row", ("tables", 0, "rows", 2, "excel_row"), 2_000_000),
        ("tables.0.rows.1.key", ("tables", 0, "rows", 1, "key"), "r01"),
        ("tables.0.rows.1.key", ("tables", 0, "rows", 1, "key"), "<script>"),
        ("tables.0.columns.0.kind", ("tables", 0, "columns", 0, "kind"), "evil"),
        ("tables.0.columns.0.excel_column", ("tables", 0, "columns", 0, "excel_column"), "1"),
        ("tables.0.cells.0.decimals", ("tables", 0, "cells", 0, "decimals"), True),
        ("tables.0.cells.0", ("tables", 0, "cells", 0, "decimals"), 9),
        ("tables.0.cells.0", ("tables", 0, "cells", 0, "row"), "nowhere"),
        ("tables.0.cells.1", ("tables", 0, "cells", 1, "row"), "r01"),
        ("checks.0", ("checks", 0, "whole"), "t9/r9:c9"),
    ],
)
def test_a_layout_that_is_none_is_told_by_its_place(place: str, path: tuple[Any, ...], value: Any) -> None:
    data = changed()
    inside: Any = data
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    assert place in faults_of(from_json(json.dumps(data)))


def test_a_layout_without_tables_or_with_far_too_many_cells_is_refused() -> None:
    form = form_4bch()
    assert faults_of(replace(form, tables=())) == ["tables"]
    rows = tuple(replace(form.tables[0].rows[0], key=f"r{number}") for number in range(9000))
    assert faults_of(replace(form, tables=(replace(form.tables[0], rows=rows),))) == ["tables"]
