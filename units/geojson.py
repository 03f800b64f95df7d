"""GeoJSON (RFC 7946) of boundaries, read with distrust: what it says is right, or nothing of it is used."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from units.errors import BadContent

MOST_BYTES = 20 * 1024 * 1024
MOST_FEATURES = 12_000
MOST_POINTS = 400_000
DECIMALS = 5  # of a degree: about one metre
_MOST_PROBLEMS = 50

Ring = list[list[float]]
Polygons = list[list[Ring]]


@dataclass(frozen=True, slots=True)
class Outline:
    """One feature: its number in the file (from 1), the unit's code, polygons of rings of [lng, lat]."""

    feature: int
    code: str
    polygons: Polygons

    @property
    def geometry(self) -> str:
        """The outline as GeoJSON text; always the same text for the same outline."""
        return json.dumps({"type": "MultiPolygon", "coordinates": self.polygons}, separators=(",", ":"))


class _Wrong(Exception):
    """What is wrong with one feature, in words."""


def read_outlines(content: bytes) -> list[Outline]:
    """Return every outline of a FeatureCollection whose features are polygons with `properties.code`.

    Raises BadContent with one problem for each feature that is wrong (the first 50)."""
    features = _features(content)
    outlines: list[Outline] = []
    problems: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    points = 0
    for number, feature in enumerate(features, 1):
        code = ""
        try:
            code = _code(feature)
            if code in seen:
                raise _Wrong(_("mã này đã có ở đối tượng %(n)d của tệp") % {"n": seen[code]})
            seen[code] = number
            outline = Outline(number, code, _polygons(feature.get("geometry")))
        except _Wrong as wrong:
            problems.append({"code": "wrong_feature", "feature": number, "unit": code, "message": str(wrong)})
            if len(problems) == _MOST_PROBLEMS:
                break
            continue
        points += sum(len(ring) for polygon in outline.polygons for ring in polygon)
        if points > MOST_POINTS:
            _refuse(_("Tệp có hơn %(n)d điểm. Hãy đơn giản hóa ranh giới rồi nạp lại.") % {"n": MOST_POINTS})
        outlines.append(outline)
    if problems:
        message = _("Tệp có đối tượng chưa đúng, chưa ranh giới nào được nạp. Hãy sửa rồi nạp lại.")
        raise BadContent(message, problems=problems)
    return outlines


def _features(content: bytes) -> list[Any]:
    if len(content) > MOST_BYTES:
        _refuse(_("Tệp lớn hơn %(n)d MB. Hãy đơn giản hóa ranh giới rồi nạp lại.") % {"n": MOST_BYTES >> 20})
    try:
        read = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        _refuse(_("Tệp không đọc được như GeoJSON. Hãy chọn tệp .geojson mã hóa UTF-8."))
    if not isinstance(read, dict) or read.get("type") != "FeatureCollection":
        _refuse(_("Tệp không phải là FeatureCollection của GeoJSON."))
    features = read.get("features")
    if not isinstance(features, list) or not features:
        _refuse(_("Tệp không có đối tượng nào."))
    if len(features) > MOST_FEATURES:
        _refuse(_("Tệp có hơn %(n)d đối tượng. Hãy chia tệp rồi nạp lần lượt.") % {"n": MOST_FEATURES})
    return features


def _refuse(message: str) -> NoReturn:
    raise BadContent(message)


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _code(feature: Any) -> str:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Wrong(_("không phải là Feature"))
    properties = feature.get("properties")
    code = properties.get("code") if isinstance(properties, dict) else None
    if not isinstance(code, str) or not code.strip() or len(code) > 35 or not code.isascii():
        raise _Wrong(_('thuộc tính code phải là mã đơn vị viết dạng chữ, ví dụ "01"'))
    return code.strip().upper().replace("\x00", "")


def _polygons(geometry: Any) -> Polygons:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Wrong(_("hình phải là Polygon hoặc MultiPolygon"))
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    found = [[_ring(ring) for ring in _list(polygon)] for polygon in _list(polygons)]
    if not found or not all(found):
        raise _Wrong(_("hình không có đường ranh giới nào"))
    return found


def _ring(given: Any) -> Ring:
    points = list(_points(given))
    if len(points) < 4 or points[0] != points[-1]:
        raise _Wrong(_("mỗi đường ranh giới phải khép kín và có từ 4 điểm"))
    kept = [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]
    if len(kept) < 4:
        raise _Wrong(_("đường ranh giới nhỏ hơn một mét"))
    return kept


def _points(given: Any) -> Iterator[list[float]]:
    for point in _list(given):
        pair = _list(point)[:2]
        if len(pair) < 2 or not all(type(number) in (int, float) for number in pair):
            raise _Wrong(_("mỗi điểm phải là [kinh độ, vĩ độ]"))
        longitude, latitude = pair
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90) or math.isnan(longitude + latitude):
            raise _Wrong(_("tọa độ ngoài phạm vi: phải là [kinh độ, vĩ độ] tính bằng độ, hệ WGS 84"))
        # + 0.0: no minus before a zero, so that the same place is the same text.
        yield [round(float(longitude), DECIMALS) + 0.0, round(float(latitude), DECIMALS) + 0.0]


def _list(given: Any) -> list[Any]:
    if not isinstance(given, list):
        raise _Wrong(_("tọa độ chưa đúng dạng của GeoJSON"))
    return given
