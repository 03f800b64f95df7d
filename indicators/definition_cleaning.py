"""Texts of a definition as they are stored: composed letters, no unseen signs, lists in one order."""

import unicodedata
from dataclasses import replace
from fractions import Fraction

from indicators.catalogue_reading import in_order
from indicators.definitions import Definition, Factor, Option, Point, code_and_key, word_of
from units.vietnamese import clean_name, nfc


def cleaned(definition: Definition) -> Definition:
    """The same definition as two people would write it."""
    return replace(
        definition,
        name=clean_name(definition.name),
        name_en=clean_name(definition.name_en),
        meaning=clean_text(definition.meaning),
        legal_source=clean_name(definition.legal_source),
        options=tuple(
            sorted(
                Option(number, clean_name(name), clean_name(name_en))
                for number, name, name_en in definition.options
            )
        ),
        breakdowns=tuple(sorted(definition.breakdowns)),
        points=tuple(in_order(_whole_words(point) for point in definition.points)),
        factor=_lowest_terms(definition.factor),
    )


def clean_text(text: str) -> str:
    """Lines of text: no unseen signs, no spaces at the ends, at most one empty line in a row."""
    kept = "".join(
        sign
        for sign in nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
        if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    lines = [" ".join(line.split()) for line in kept.split("\n")]
    while "\n\n\n" in (joined := "\n".join(lines)):
        lines = joined.replace("\n\n\n", "\n\n").split("\n")
    return "\n".join(lines).strip("\n")


def _whole_words(point: Point) -> Point:
    """ "CODE" is its total."""
    return Point(point.key, *(word and word_of(*code_and_key(word)) for word in point[1:]))


def _lowest_terms(factor: Factor) -> Factor:
    if min(factor) < 1:
        return factor
    ratio = Fraction(*factor)
    return Factor(ratio.numerator, ratio.denominator)
