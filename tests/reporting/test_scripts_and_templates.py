"""Scripts and templates fit: what a script looks for is on some page, what a page tells a script is read."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.processes import REPOSITORY

ROOMS = ("units", "indicators", "submissions", "aggregates", "reporting")
SCRIPTS = {one.name: one.read_text(encoding="utf-8") for one in REPOSITORY.glob("reporting/static/js/*.js")}
ALL_SCRIPTS = "\n".join(SCRIPTS.values())


def texts(pattern: str) -> str:
    found: list[Path] = [one for room in ROOMS for one in (REPOSITORY / room).rglob(pattern)]
    return "\n".join(one.read_text(encoding="utf-8") for one in found)


PAGES = texts("templates/**/*.html") + texts("*.py")


def is_id(name: str) -> bool:
    """Written in a template, or by a script on an element it makes."""
    written = rf"""id=["']{name}["']|json_script:"{name}"|"id": "{name}"|\.id = "{name}\""""
    return re.search(written, PAGES + ALL_SCRIPTS) is not None


def is_data(name: str) -> bool:
    camel = re.sub("-([a-z])", lambda found: found[1].upper(), name)
    return f"data-{name}" in PAGES or re.search(rf"dataset\.{camel} \??\??= ", ALL_SCRIPTS) is not None


def is_named(name: str) -> bool:
    return re.search(rf"""["' ]{re.escape(name)}["' ]""", PAGES) is not None


def dashed(camel: str) -> str:
    return re.sub("[A-Z]", lambda found: f"-{found[0].lower()}", camel)


def asked_for(script: str) -> list[tuple[Callable[[str], bool], str]]:
    """What a script looks for: (whether it is somewhere, name)."""
    text = SCRIPTS[script]
    selectors = "\n".join(re.findall(r"(?:querySelector(?:All)?|closest|matches)\??\.?\(([^;]*)", text))
    ids = {*re.findall(r'getElementById\("([\w-]+)"\)', text), *re.findall(r"#([a-z][\w-]+)", selectors)}
    datas = {*re.findall(r"\[data-([\w-]+)", text), *map(dashed, re.findall(r"dataset\??\.(\w+)", text))}
    names = {*re.findall(r'\[name=\\?"?([\w-]+)', selectors), *re.findall(r"elements\.(\w+)", text)}
    datas.discard("without-network")  # the service worker writes it on a page it kept
    return [
        *((is_id, name) for name in sorted(ids)),
        *((is_data, name) for name in sorted(datas)),
        *((is_named, name) for name in sorted(names)),
    ]


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_what_a_script_looks_for_is_on_some_page(script: str) -> None:
    assert [name for is_there, name in asked_for(script) if not is_there(name)] == []


def test_what_is_looked_for_is_found_in_the_scripts_at_all() -> None:
    assert sum(len(asked_for(script)) for script in SCRIPTS) > 100
    assert not is_id("save-stat")
    assert not is_data("no-answers")
    assert not is_named("seen_versions")


def test_every_attribute_for_a_script_is_read_by_one() -> None:
    styles = "\n".join(
        one.read_text(encoding="utf-8") for one in REPOSITORY.glob("reporting/static/css/*.css")
    )
    written = set(re.findall(r"[\s}]data-([a-z][\w-]*)[\s=>{\"]", texts("templates/**/*.html")))
    assert len(written) > 30
    read = {
        name
        for name in written
        if f"data-{name}" in ALL_SCRIPTS
        or re.search(rf"\b{re.sub('-([a-z])', lambda found: found[1].upper(), name)}\b", ALL_SCRIPTS)
        or f"data-{name}" in styles
    }
    assert written - read == set()


def test_what_the_form_works_out_itself_are_problems_the_server_knows() -> None:
    """A code renamed on one side would be told twice."""
    listed = re.search(r"THE_PAGE_SAYS = new Set\(\[(.*?)\]\)", SCRIPTS["form.js"], re.DOTALL)
    assert listed is not None
    codes = set(re.findall(r'"(\w+)"', listed[1]))
    assert len(codes) > 5
    rules = texts("rules/*.py")
    assert [code for code in codes if f'"{code}"' not in rules] == []
