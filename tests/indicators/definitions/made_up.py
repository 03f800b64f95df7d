"""Definitions that Hypothesis makes up: any the catalogue accepts, in a small catalogue of their own."""

from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import strategies as st

from indicators.adding_up import Adding, OverTime, OverUnits, refusal_of
from indicators.definitions import (
    Catalogue,
    Category,
    Definition,
    Dimension,
    Measured,
    Option,
    Point,
    ValueKind,
    key_of,
    refusals,
)
from indicators.definitions.definition import BrokenDown
from indicators.definitions.kinds import WHOLE, refusal_of_kind

SEX = Dimension("Giới tính", {"nam": Category("Nam", "Men"), "nu": Category("Nữ", "Women")}, "Sex")
AREA = Dimension("Khu vực", {"tt": Category("Thành thị"), "nt": Category("Nông thôn")})
MEASURES = {
    "nguoi": Measured("người", "nguoi"),
    "nghin-nguoi": Measured("nghìn người", "nguoi", 1000),
    "phan-tram": Measured("%", "phan-tram"),
    "khong": Measured("không có đơn vị tính", "khong"),
}
DIMENSIONS = {"gioi-tinh": SEX, "khu-vuc": AREA}
KEYS = [
    "total",
    "gioi-tinh=nam",
    "gioi-tinh=nu",
    "khu-vuc=tt",
    key_of({"gioi-tinh": "nu", "khu-vuc": "nt"}),
]
SUMMED = Definition("Làm quyền số", "nguoi", breakdowns=(BrokenDown("gioi-tinh"),), points=tuple(
    Point(key) for key in KEYS[:3]
))  # fmt: skip
CATALOGUE = Catalogue(MEASURES, DIMENSIONS, {"W": SUMMED})

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs")),
    min_size=1,
    max_size=20,
)
risky = st.sampled_from(
    ["=1+1", "+84", "-5", "@tên", "'=x", "_x0041_", "a;b", "1,5", "0007", "Nữ", "TRUE", "1/2"]
)
names = words | risky
days = st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31))

ADDINGS = {
    kind: [
        adding
        for said in product(OverUnits, OverTime, [False, True], [1, 100], ["", "population"])
        if refusal_of(adding := Adding(*said)) is None and refusal_of_kind(kind, adding) is None
    ]
    for kind in ValueKind
}


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """One that `refusals` accepts under the code "A" in CATALOGUE."""
    kind = draw(st.sampled_from(ValueKind))
    adding = draw(st.sampled_from(ADDINGS[kind]))
    decimals = 0 if kind in WHOLE else draw(st.integers(0, 6))
    ends = sorted(draw(st.lists(st.integers(-(10**14), 10**14), min_size=2, max_size=2)))
    bounded = [None if kind in WHOLE or draw(st.booleans()) else end for end in ends]
    numbers = draw(st.lists(st.integers(0, 999), min_size=2, max_size=4, unique=True))
    options = [
        Option(number, f"{draw(names)} {number}", draw(st.just("") | names)) for number in sorted(numbers)
    ]
    first, last = draw(days), draw(days)
    first, last = (last, first) if first and last and last < first else (first, last)
    made = Definition(
        name=draw(names),
        unit_of_measure=draw(st.sampled_from(sorted(MEASURES))),
        name_en=draw(st.just("") | names),
        meaning=draw(st.just("") | names),
        legal_source=draw(st.just("") | names),
        kind=kind,
        decimals=decimals,
        lowest=bounded[0],
        highest=bounded[1],
        direction=draw(st.sampled_from(["more", "less", "neither"])),
        adding=adding,
        options=tuple(options) if kind is ValueKind.CHOICE else (),
        breakdowns=draw(_broken_down()),
        points=(),
        valid_from=first,
        valid_to=last,
    )
    return _with_points(draw, made)


@st.composite
def _broken_down(draw: st.DrawFn) -> tuple[BrokenDown, ...]:
    chosen = draw(st.lists(st.sampled_from(sorted(DIMENSIONS)), unique=True))
    return tuple(
        BrokenDown(one, draw(st.sampled_from(["partition", "overlapping"]))) for one in sorted(chosen)
    )


def _with_points(draw: st.DrawFn, made: Definition) -> Definition:
    declared = {one.dimension for one in made.breakdowns}
    possible = [
        key for key in KEYS if {pair.partition("=")[0] for pair in key.split(";")} <= {*declared, "total"}
    ]
    keys = draw(st.lists(st.sampled_from(possible), min_size=1, unique=True))
    word = st.sampled_from(["W|total", "W|gioi-tinh=nu"])
    points = []
    for key in sorted(keys, key=lambda key: (key != "total", key)):
        parts = draw(word), draw(word), draw(word)
        match made.adding.over_units:
            case OverUnits.WEIGHTED_MEAN:
                points.append(Point(key, parts[0]))
            case OverUnits.RECOMPUTED:
                points.append(Point(key, "", parts[1], parts[2]))
            case _:
                points.append(Point(key))
    finished = replace(made, points=tuple(points))
    assert refusals("A", finished, CATALOGUE) == []
    return finished
