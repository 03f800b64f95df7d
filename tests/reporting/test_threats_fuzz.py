"""Hostile values in every parameter of every page and operation: never a 5xx, and errors in one shape.

From `threats.md`: SQL through filters and orders, dictionary keys as keywords, look-ups through relations,
numbers beyond 64 bits, NUL, half surrogates, floods; mass assignment.
"""

import inspect
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from reporting.api import api
from submissions.models import Status
from tests.indicators.recognition.making import kept_draft
from tests.reporting.hostile import (
    BODIES,
    BYTES,
    CONTENT_TYPES,
    TEXTS,
    VALUES,
    WORDS,
    ask,
    fault_of,
    looked_at,
    queries,
)
from tests.submissions.factories import AT, World, bring_to, build_world
from tests.support.kept_worlds import kept

pytestmark = pytest.mark.django_db
HUGE = (0, 2**31, 2**63, 10**30, int("9" * 400))
# Parameters read by a helper that several views share, not in the view's own module.
SHARED = {
    "totals": ["template", "period", "unit", "as_of", "tree", "basis", "edition", "cell", "format"],
    "totals-sources": ["template", "period", "unit", "as_of", "tree", "basis", "edition", "cell"],
    "login": ["next"],
    "units": ["ngay", "as_of"],
}
READS = re.compile(r"""(?:GET\.get\(|query\.get\(|request\.GET, |query, |GET\[|query\[)\s*["']([\w-]+)["']""")


def _pages(
    patterns: list[URLPattern | URLResolver] | None = None, before: str = ""
) -> Iterator[tuple[str, Any]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield path, pattern
        elif pattern.namespace != "api":
            yield from _pages(pattern.url_patterns, path)


PAGES = dict(_pages())


def _parameters(pattern: URLPattern) -> list[str]:
    """What the view's module reads from an address."""
    module = inspect.getmodule(pattern.callback)
    source = inspect.getsource(module) if module and not module.__name__.startswith("django.") else ""
    return [*dict.fromkeys([*READS.findall(source), *SHARED.get(pattern.name or "", [])])] or ["x"]


def _address(path: str, known: dict[str, object]) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(known.get(name[1], "trinh-ky")), path)


@pytest.fixture
@kept
def world() -> World:
    world = build_world()
    bring_to(world, Status.ACCEPTED)
    return world


@pytest.fixture
def known(world: World) -> dict[str, object]:
    return {
        "assignment_id": world.submission.assignment_id,
        "upload_id": 0,
        "enclosure_id": 1,
        "batch_id": 1,
        "delegation_id": 1,
        "handover_id": 1,
        "ended_id": 1,
        "submission_id": world.submission.pk,
        "round_id": world.round.pk,
        "template_id": world.template.pk,
        "draft_id": kept_draft(world.cast.department, by=None, at=AT).pk,
        "unit_id": world.cast.dong_hung.pk,
        "revision_id": world.again().accepted_id or 0,
        "code": "12688",
        "number": 1,
    }


def _signed_in(world: World, name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.cast.fresh(name), backend="units.backends.PasswordBackend")
    return client


@pytest.mark.parametrize("path", sorted(PAGES))
def test_no_parameter_of_a_page_breaks_it(
    world: World, known: dict[str, object], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = _signed_in(world, "quan")
    address = _address(path, known)
    names = _parameters(PAGES[path])
    read = looked_at(monkeypatch, lambda: ask(client, "GET", address))
    broken = [
        query[:120]
        for query in queries(names, read=names if "*" in read else read)
        if ask(client, "GET", f"{address}?{query}").status_code >= 500
    ]
    assert not broken


@pytest.mark.parametrize("path", sorted(path for path in PAGES if "<int:" in path))
def test_no_number_in_the_address_of_a_page_breaks_it(
    world: World, known: dict[str, object], path: str
) -> None:
    client = _signed_in(world, "quan")
    answers = {
        (method, number): ask(client, method, _address(path, dict.fromkeys(known, number)))
        for number in HUGE
        for method in ("GET", "POST")
    }
    assert not {key: a.status_code for key, a in answers.items() if a.status_code not in (404, 405)}


# ---- operations of the API ---------------------------------------------------------------------------------

OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in api.get_openapi_schema(path_prefix="").get("paths", {}).items()
    for method, operation in methods.items()
}


def _names(operation: Any, place: str) -> list[str]:
    return [p["name"] for p in operation.get("parameters", []) if p["in"] == place]


def _path(name: str, known: dict[str, object]) -> str:
    return "/api/v1" + name.split()[1].format(**{"name": "clear_expired"} | known)


def _refused(answers: Iterator[tuple[str, Any]]) -> list[str]:
    return [f"{what[:120]}: {fault}" for what, answer in answers if (fault := fault_of(answer))]


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_no_parameter_of_an_operation_breaks_it(
    world: World, known: dict[str, object], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, method, path = _signed_in(world, "quan"), name.split()[0], _path(name, known)
    names = _names(OPERATIONS[name], "query")
    read = looked_at(monkeypatch, lambda: ask(client, method, path))
    asked = queries(names or ["x"], read=() if not names and "*" not in read else None)
    assert not _refused((query, ask(client, method, f"{path}?{query}")) for query in asked)


@pytest.mark.parametrize("name", sorted(name for name in OPERATIONS if "{" in name))
def test_no_value_in_the_path_of_an_operation_breaks_it(
    world: World, known: dict[str, object], name: str
) -> None:
    client, method = _signed_in(world, "quan"), name.split()[0]
    given = [*map(str, HUGE), *(text for text in (*TEXTS, *WORDS) if 0 < len(text) < 100), "a/b"]
    values = [*(quote(value) for value in given), *BYTES]

    def answers() -> Iterator[tuple[str, Any]]:
        for parameter in re.findall(r"{(\w+)}", name):
            for value in values:
                path = _path(name, known | {parameter: value})
                yield path, ask(client, method, path)

    assert not _refused(answers())


@pytest.mark.parametrize("name", sorted(name for name in OPERATIONS if not name.startswith("GET")))
def test_no_header_of_an_operation_breaks_it(world: World, known: dict[str, object], name: str) -> None:
    client, method, path = _signed_in(world, "lan"), name.split()[0], _path(name, known)
    values = [
        "",
        "*",
        '"',
        'W/"1"',
        '"-1"',
        '"²"',
        '"' + "9" * 5000 + '"',
        "a\x00b",
        "\u00e9",
        "x" * 10_000,
        "٣",
    ]

    def answers() -> Iterator[tuple[str, Any]]:
        for header in ("If-Match", "Idempotency-Key", "Accept-Language", "X-CSRFToken"):
            for value in values:
                more = {"content_type": "application/json", "data": b'{"reason": "x", "cells": {}}'}
                yield f"{header}: {value}", ask(client, method, path, headers={header: value}, **more)

    assert not _refused(answers())


@pytest.mark.parametrize("name", sorted(name for name in OPERATIONS if not name.startswith("GET")))
def test_no_body_breaks_an_operation_or_moves_anything(
    world: World, known: dict[str, object], name: str
) -> None:
    method, path = name.split()[0], _path(name, known)
    clients = [_signed_in(world, person) for person in ("lan", "hoa")]

    def answers() -> Iterator[tuple[str, Any]]:
        for body, kind in _bodies(OPERATIONS[name]):
            for client in clients:
                more = {"content_type": kind, "headers": {"If-Match": "*", "Idempotency-Key": "k"}}
                yield f"{kind} {body[:80]!r}", ask(client, method, path, data=body, **more)

    assert not _refused(answers())


def _bodies(operation: Any) -> Iterator[tuple[bytes, str]]:
    for body in BODIES:
        yield body, "application/json"
    for kind in CONTENT_TYPES:
        yield b'{"reason": "x"}', kind
    for member in _members(operation):
        for value in VALUES:
            yield json.dumps({member: value}).encode(), "application/json"
    for key in ("\ud800", "\x00", "", "x" * 100_000, "__class__", "pk__gt"):
        yield json.dumps({key: 1}).encode(), "application/json"


def _members(operation: Any) -> list[str]:
    """Names of the body's members by the document itself."""
    said = json.dumps(operation.get("requestBody", {}))
    schemas = api.get_openapi_schema(path_prefix="")["components"]["schemas"]
    named = [schemas[name] for name in re.findall(r"#/components/schemas/(\w+)", said)]
    return [member for schema in named for member in schema["properties"]]
