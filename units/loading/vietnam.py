"""The units of Vietnam before and after 2025-07-01, from the files of the package `vietnamadminunits` (MIT).

The package is data here: found through importlib.metadata, never imported. `data/dataset.db` has the tables
`admin_units_legacy` (old communes with district and province) and `admin_units` (communes since July 2025);
`data/converter_2025.json` says what became of what, under keys of provinces, districts and communes.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NamedTuple

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


class SourceMissing(Exception):
    """The package is not installed, or its files are not what they were."""


class Area(NamedTuple):
    """A province, district or commune of the source; `inside` is the key of the area it lies in."""

    key: str
    code: str
    name: str
    kind: str
    inside: str
    province: str


class Share(NamedTuple):
    """A part of an old commune that went to a new one."""

    old: str
    new: str
    is_default: bool


@dataclass(frozen=True)
class VietnamSource:
    """Areas by key; those of communes are "province_district_commune" (old) or "province_commune" (new)."""

    old_provinces: dict[str, Area]
    old_districts: dict[str, Area]
    old_communes: dict[str, Area]
    provinces: dict[str, Area]
    communes: dict[str, Area]
    merged_provinces: dict[str, list[str]]
    wholes: dict[str, list[str]]
    shares: list[Share]


def read_vietnam() -> VietnamSource:
    """Read the packaged files; SourceMissing says what is not there."""
    with closing(sqlite3.connect(f"file:{_file('data/dataset.db')}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        # admin_units_legacy has no order of its own: official codes give a stable one.
        old = list(database.execute("SELECT * FROM admin_units_legacy ORDER BY districtCode, wardCode"))
        new = list(database.execute("SELECT * FROM admin_units ORDER BY provinceCode, wardCode"))
    converter = json.loads(_file("data/converter_2025.json").read_text(encoding="utf-8"))
    return VietnamSource(
        old_provinces={row["provinceKey"]: _province(row) for row in old},
        old_districts={_district(row).key: _district(row) for row in old},
        # Five island districts had no communes.
        old_communes={_old_commune(row).key: _old_commune(row) for row in old if row["wardCode"]},
        provinces={row["provinceKey"]: _province(row) for row in new},
        communes={_commune(row).key: _commune(row) for row in new},
        merged_provinces=converter["DICT_PROVINCE"],
        wholes={
            f"{province}_{commune}": [key.removesuffix("_") for key in olds]
            for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
            for commune, olds in communes.items()
        },
        shares=list(_shares(converter["DICT_PROVINCE_WARD_DIVIDED"])),
    )


def _file(name: str) -> Path:
    try:
        path = Path(str(distribution(PACKAGE).locate_file(f"{PACKAGE}/{name}")))
    except PackageNotFoundError as error:
        raise SourceMissing(f"{PACKAGE} is not installed (requirements/data.txt)") from error
    if not path.is_file():
        raise SourceMissing(f"{PACKAGE} has no {name}")
    return path


def _shares(divided: dict[str, dict[str, list[dict[str, Any]]]]) -> Iterator[Share]:
    for province, communes in divided.items():
        for old, parts in communes.items():
            for part in parts:
                yield Share(old, f"{province}_{part['newWardKey']}", bool(part["isDefaultNewWard"]))


def _province(row: sqlite3.Row) -> Area:
    kind = "thanh_pho" if row["province"].startswith("Thành phố") else "tinh"
    key = row["provinceKey"]
    return Area(key, row["provinceCode"], row["provinceShort"], kind, "", key)


def _district(row: sqlite3.Row) -> Area:
    kind = "thanh_pho_tt" if row["districtType"] == "Thành phố" else _KINDS[row["districtType"]]
    province = row["provinceKey"]
    name = row["districtShort"]
    return Area(f"{province}_{row['districtKey']}", row["districtCode"], name, kind, province, province)


def _old_commune(row: sqlite3.Row) -> Area:
    district = f"{row['provinceKey']}_{row['districtKey']}"
    key, kind = f"{district}_{row['wardKey']}", _KINDS[row["wardType"]]
    return Area(key, row["wardCode"], row["wardShort"], kind, district, row["provinceKey"])


def _commune(row: sqlite3.Row) -> Area:
    province = row["provinceKey"]
    key, kind = f"{province}_{row['wardKey']}", _KINDS[row["wardType"]]
    return Area(key, row["wardCode"], row["wardShort"], kind, province, province)
