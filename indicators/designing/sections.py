"""Steps about sections of free text, which stand below the tables."""

from collections.abc import Mapping
from dataclasses import replace

from indicators.designing.design import Design, Place, StepRefused
from indicators.designing.kept import number_in, texts_in
from indicators.layout import Section

MOST = 20


def add_section(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """`title`, `hint` (what to write) and `required` ("yes" or ""), below the others."""
    if len(design.form.sections) >= MOST:
        raise StepRefused("too_many_sections", most=str(MOST))
    return _with(design, (*design.form.sections, _said(Section(f"s{fresh}", ""), values)))


def section_words(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    at, section = _named(design, values)
    sections = list(design.form.sections)
    sections[at] = _said(section, values)
    return _with(design, sections)


def move_section(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """`by` -1 up, 1 down; at the end it stays."""
    at, section = _named(design, values)
    others = [one for one in design.form.sections if one is not section]
    to = min(max(0, at + number_in(values, "by", -1, 1)), len(others))
    return _with(design, (*others[:to], section, *others[to:]))


def delete_section(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    _at, section = _named(design, values)
    return _with(design, [one for one in design.form.sections if one is not section])


def _named(design: Design, values: Mapping[str, str]) -> tuple[int, Section]:
    for at, section in enumerate(design.form.sections):
        if section.key == values.get("key"):
            return at, section
    raise StepRefused("no_such_place")


def _said(section: Section, values: Mapping[str, str]) -> Section:
    said = texts_in(values, "title", "hint")
    title = said.get("title", section.title)
    if not title:
        raise StepRefused("no_section_title")
    required = {"yes": True, "": False}.get(values.get("required", "yes" if section.is_required else ""))
    if required is None:
        raise StepRefused("no_such_choice")
    return replace(section, title=title, hint=said.get("hint", section.hint), is_required=required)


def _with(design: Design, sections: "tuple[Section, ...] | list[Section]") -> Design:
    return replace(design, form=replace(design.form, sections=tuple(sections)))
