"""Outlines on the ground as paths of a drawing. Pure.

Points are put on a grid of half a pixel; neighbours' common points fall together, so no gaps open between.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Polygons: TypeAlias = list[list[list[list[float]]]]
WIDTH, HIGHEST, _MARGIN = 1400, 1500, 12  # of the grid; shown at half of it
_LETTER, _LINE = 17, 40  # room a label takes on the grid


@dataclass(frozen=True, slots=True)
class Shape:
    """`path` for an SVG path (evenodd); a label at x, y when the shape has room for its name."""

    path: str
    x: int
    y: int
    has_room: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    width: int
    height: int
    shapes: dict[int, Shape]


def draw_map(outlines: Mapping[int, Polygons], names: Mapping[int, str]) -> Sheet:
    """Draw all outlines on one sheet: plate carrée, true to scale at the middle latitude, north up."""
    points = [point for polygons in outlines.values() for ring in _rings(polygons) for point in ring]
    if not points:
        return Sheet(WIDTH, WIDTH, {})
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = max(0.01, math.cos(math.radians((south + north) / 2)))
    wide, high = max((east - west) * narrow, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * _MARGIN) / wide, (HIGHEST - 2 * _MARGIN) / high)

    def at(point: list[float]) -> tuple[int, int]:
        return (
            _MARGIN + round((point[0] - west) * narrow * scale),
            _MARGIN + round((north - point[1]) * scale),
        )

    shapes: dict[int, Shape] = {}
    for unit, polygons in outlines.items():
        shapes[unit] = _shape(
            [[at(point) for point in ring] for ring in _rings(polygons)], names.get(unit, "")
        )
    return Sheet(2 * _MARGIN + round(wide * scale), 2 * _MARGIN + round(high * scale), shapes)


def _rings(polygons: Polygons) -> Iterable[list[list[float]]]:
    return (ring for polygon in polygons for ring in polygon)


def _shape(rings: list[list[tuple[int, int]]], name: str) -> Shape:
    rings = [_plain(ring) for ring in rings]
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    # Islands too small to be seen are left out, unless there is nothing else.
    seen = [ring for ring in rings if len(ring) > 2 and abs(_area(ring)) >= 2] or [largest]
    x, y = _centre(largest)
    wide = max(point[0] for point in largest) - min(point[0] for point in largest)
    high = max(point[1] for point in largest) - min(point[1] for point in largest)
    room = len(name) * _LETTER < wide and high > _LINE * 1.5
    return Shape("".join(map(_path, seen)), x, y, room)


def _plain(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ring without points that say nothing: the same again, or amid a straight line."""
    kept: list[tuple[int, int]] = []
    for point in ring:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _turn(kept[-2], kept[-1], point) == 0:
            kept.pop()
        kept.append(point)
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _area(ring: list[tuple[int, int]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _centre(ring: list[tuple[int, int]]) -> tuple[int, int]:
    area = _area(ring)
    if not area:
        return ring[0]
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)]
    x = sum((a[0] + b[0]) * cross for a, b, cross in pairs) / (6 * area)
    y = sum((a[1] + b[1]) * cross for a, b, cross in pairs) / (6 * area)
    return round(x), round(y)


def _path(ring: list[tuple[int, int]]) -> str:
    first, *rest = ring
    steps = [f"M{first[0]} {first[1]}"]
    before = first
    for point in rest:
        x, y = point[0] - before[0], point[1] - before[1]
        steps.append(f"l{x} {y}" if y >= 0 else f"l{x}{y}")
        before = point
    return "".join(steps) + "z"
