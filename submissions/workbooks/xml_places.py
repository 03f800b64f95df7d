"""Where the elements of an XML part stand in its bytes, to change it without writing it anew."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

_TAG = re.compile(rb"""<[^\s>/]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")


@dataclass(slots=True)
class Place:
    """An element: bytes `start` to `end`; its open tag ends at `inside`, its end tag begins at `close` (0: it
    has none). `prefix` is of its name, with the colon.
    """

    name: str
    prefix: bytes
    start: int
    inside: int
    end: int
    close: int = 0
    attributes: dict[str, str] = field(default_factory=dict)


def children_of(data: bytes, *, depth: int) -> list[Place]:
    """Every element so deep (0 is the root), in order. ValueError, ExpatError on what is no plain XML."""
    found: list[Place] = []
    stack: list[Place | None] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        place: Place | None = None
        if len(stack) == depth:
            at = parser.CurrentByteIndex
            opened = _TAG.match(data, at)
            if opened is None:
                raise ValueError("tag")
            prefix, colon, name = tag.rpartition(":")
            place = Place(name, (prefix + colon).encode(), at, opened.end(), opened.end(), 0, attributes)
            found.append(place)
        stack.append(place)

    def end(_tag: str) -> None:
        place = stack.pop()
        if place is not None and data[place.inside - 2 : place.inside] != b"/>":
            place.close = parser.CurrentByteIndex
            place.end = data.index(b">", place.close) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)
    return found
