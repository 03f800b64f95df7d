"""The log says what an event holds in words: no field names, no raw values."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from units.event_details import event_details, is_in_words

ROOMS = ("units", "indicators", "submissions", "aggregates", "reporting")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"late": True, "revision": 1}, "muộn; lần gửi 1"),
        ({"sha256": "b2923d503ec5f069925540ec"}, "mã niêm phong b2923d503ec5…"),
        ({"late": False, "via": "workbook", "signed_as": ""}, "bằng tệp Excel"),
        ({"signed_as": "head"}, "tư cách ký thủ trưởng"),
        ({"figures": 61960, "reports": 2836}, "số liệu 61.960; báo cáo 2.836"),
        ({"from": "2025-07-01", "until": None, "ids": [1, 2]}, "từ 01/07/2025"),
        ({"user": 1234, "role": "clerk"}, "người dùng số 1234; vai trò người lập báo cáo"),
        ({"kind": "so", "code": "SYT.33"}, "loại sở; mã SYT.33"),
        ({"kind": "repeated"}, "loại đã hỏi ở nơi khác"),
        ({"comments": {"": "Xem lại", "t1/r01:c1": "Kiểm tra"}}, "ghi chú Xem lại, t1/r01:c1: Kiểm tra"),
        ({"changed": {"x": ["2026-10-01", "2026-01-01"]}}, "thay đổi x: 01/10/2026, 01/01/2026"),
        ("2026", '"2026"'),
    ],
)  # fmt: skip
def test_an_event_is_said_in_words(data: object, said: str) -> None:
    with translation.override("vi"):
        assert event_details(json.dumps(data)) == said


def test_every_key_that_an_action_writes_has_words() -> None:
    written = {key for room in ROOMS for path in Path(room).rglob("*.py") for key in _keys_in(path)}
    assert len(written) > 50
    assert sorted(key for key in written if not is_in_words(key)) == []


def _keys_in(path: Path) -> Iterator[str]:
    """Literal keys of `data={...}` where an event is recorded."""
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call) and _name(call.func) in ("record_event", "NewEvent", "record"):
            for given in call.keywords:
                if given.arg == "data" and isinstance(given.value, ast.Dict):
                    for key in given.value.keys:
                        if isinstance(key, ast.Constant) and isinstance(key.value, str):
                            yield key.value


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
