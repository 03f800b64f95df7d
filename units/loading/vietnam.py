"""The units of Vietnam before and after 2025-07-01, from the files of the package `vietnamadminunits` (MIT).

The package is data here: found through importlib.metadata, never imported. `data/dataset.db` has the tables
`admin_units_legacy` (old communes with district and province) and `admin_units` (communes since July 2025);
`data/converter_2025.json` says what became of what, under keys of provinces, districts and communes.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from units.loading.country import Area, Country, Step

PACKAGE = "vietnamadminunits"
_KINDS = {
    "Tỉnh": "tinh",
    "Huyện": "huyen",
    "Quận": "quan",
    "Thị xã": "thi_xa",
    "Xã": "xa",
    "Phường": "phuong",
    "Thị trấn": "thi_tran",
    "Đặc khu": "dac_khu",
}
_ROMAN = re.compile(r"[IVX]+")
_KIND_BEHIND = re.compile(rf" \((?:{'|'.join(_KINDS)}|Thành phố)\)$")  # "Yên Viên (Thị trấn)"


class SourceMissing(Exception):
    """The package is not installed, or its files are not what they were."""


def read_vietnam() -> Country:
    """Read the packaged files; SourceMissing says what is not there."""
    with closing(sqlite3.connect(f"file:{_file('data/dataset.db')}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        # admin_units_legacy has no order of its own: official codes give a stable one.
        old = list(database.execute("SELECT * FROM admin_units_legacy ORDER BY districtCode, wardCode"))
        new = list(database.execute("SELECT * FROM admin_units ORDER BY provinceCode, wardCode"))
    converter = json.loads(_file("data/converter_2025.json").read_text(encoding="utf-8"))
    before, after = _codes_before(old), _codes_after(new)
    return Country(
        old_provinces={row["provinceCode"]: _province(row) for row in old},
        old_districts={row["districtCode"]: _district(row) for row in old},
        # Five island districts had no communes.
        old_communes={row["wardCode"]: _old_commune(row) for row in old if row["wardCode"]},
        provinces={row["provinceCode"]: _province(row) for row in new},
        communes={row["wardCode"]: _commune(row) for row in new},
        merged_provinces={
            after[key]: [before[old_key] for old_key in olds]
            for key, olds in converter["DICT_PROVINCE"].items()
        },
        steps=[
            *_wholes(converter["DICT_PROVINCE_WARD_NO_DIVIDED"], before, after),
            *_parts(converter["DICT_PROVINCE_WARD_DIVIDED"], before, after),
        ],
    )


def _file(name: str) -> Path:
    try:
        path = Path(str(distribution(PACKAGE).locate_file(f"{PACKAGE}/{name}")))
    except PackageNotFoundError as error:
        raise SourceMissing(f"{PACKAGE} is not installed (requirements/data.txt)") from error
    if not path.is_file():
        raise SourceMissing(f"{PACKAGE} has no {name}")
    return path


def _codes_before(rows: list[sqlite3.Row]) -> dict[str, str]:
    """Return the converter's keys of provinces, districts and communes → codes."""
    codes: dict[str, str] = {}
    for row in rows:
        province, district = row["provinceKey"], f"{row['provinceKey']}_{row['districtKey']}"
        codes |= {province: row["provinceCode"], district: row["districtCode"]}
        if row["wardCode"]:
            codes[f"{district}_{row['wardKey']}"] = row["wardCode"]
    return codes


def _codes_after(rows: list[sqlite3.Row]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in rows:
        codes[row["provinceKey"]] = row["provinceCode"]
        codes[f"{row['provinceKey']}_{row['wardKey']}"] = row["wardCode"]
    return codes


def _wholes(
    undivided: dict[str, dict[str, list[str]]], before: dict[str, str], after: dict[str, str]
) -> Iterator[Step]:
    for province, communes in undivided.items():
        for commune, olds in communes.items():
            for old in olds:
                yield Step(before[old.removesuffix("_")], after[f"{province}_{commune}"], True, True)


def _parts(
    divided: dict[str, dict[str, list[dict[str, Any]]]], before: dict[str, str], after: dict[str, str]
) -> Iterator[Step]:
    for province, communes in divided.items():
        for old, parts in communes.items():
            for part in parts:
                new = after[f"{province}_{part['newWardKey']}"]
                yield Step(before[old], new, len(parts) == 1, bool(part["isDefaultNewWard"]))


def _province(row: sqlite3.Row) -> Area:
    kind = "thanh_pho" if row["province"].startswith("Thành phố") else "tinh"
    return Area(row["provinceCode"], _name(row["provinceShort"]), kind, "", row["provinceCode"])


def _district(row: sqlite3.Row) -> Area:
    kind = "thanh_pho_tt" if row["districtType"] == "Thành phố" else _KINDS[row["districtType"]]
    return Area(
        row["districtCode"], _name(row["districtShort"]), kind, row["provinceCode"], row["provinceCode"]
    )


def _old_commune(row: sqlite3.Row) -> Area:
    kind = _KINDS[row["wardType"]]
    name = _name(row["wardShort"])
    if _ROMAN.fullmatch(name):  # a number alone is no name: "Phường IV", as the package says "Phường 4"
        name = f"{row['wardType']} {name}"
    return Area(row["wardCode"], name, kind, row["districtCode"], row["provinceCode"])


def _commune(row: sqlite3.Row) -> Area:
    kind = _KINDS[row["wardType"]]
    return Area(row["wardCode"], _name(row["wardShort"]), kind, row["provinceCode"], row["provinceCode"])


def _name(text: str) -> str:
    """Return a name without the kind that the package adds to tell two of one district apart."""
    return _KIND_BEHIND.sub("", text)
