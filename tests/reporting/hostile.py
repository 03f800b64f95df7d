"""What attackers and accidents put into addresses and bodies, and how a test sends it."""

from collections.abc import Callable, Collection, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.test import Client

# Each has broken a public system of this kind, or one of the libraries under this one.
TEXTS = (
    "0",
    "-1",
    "9223372036854775808",
    "9" * 5000,
    "1e400",
    "NaN",
    "²",
    "a\x00b",
    "' OR 1=1 --",
    "0001-01-01",
    "9999-12-31",
    "01/01/0001",
    "9999-9M",
    "0000",
    "0001-Q1",
    "2026-W54",
    "Đ" * 5_000,  # 30 kB in an address: seven times what the web server lets through
)
"""Texts for each parameter of an address, alone."""
QUOTED = {text: quote(text, safe="") for text in TEXTS}

WORDS = (
    "",
    "2147483648",
    "-9223372036854775809",
    "1" * 30,
    "Infinity",
    "٣",
    "\x00",
    "\ufffe\U0010ffff",
    "\u202e\u200b",
    "1; DROP TABLE units_unit",
    "1) UNION SELECT password FROM units_user --",
    "%",
    "%(x)s %s {0} {x.__class__} ${7*7} {{7*7}} {% debug %}",
    "user__password__startswith",
    "-assignment__responsible__memberships__user__password",
    "?",
    "../../../../etc/passwd",
    "<script>alert(1)</script>",
    "31/12/9999",
    "2026-02-30",
    "year:2026-9M",
)
"""Texts for all parameters of an address together."""

BYTES = ("%ED%A0%80", "%FF%FE", "%C0%80", "%")
"""Parameters that are no UTF-8: half a surrogate, odd bytes, an overlong NUL, a lone percent sign."""

LONE = "\ud800"
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**31, 2**63, 10**40, 1.5, float("nan"), float("inf"), "", "\x00", LONE, "Đ" * 100_000,
    "' OR 1=1 --", "9" * 5000, [], [[]], {}, [{"a": LONE}], {"$ne": None}, {"pk__gt": 0}, {"": ""},
    {LONE: LONE}, {"\x00": "1"}, {"t1/r1:c1": LONE}, {"t1/r1:c1": "\x00"}, {"t1/r1:c1": "1e999999999"},
    {"t1/r1:c1": "9" * 5000}, {"t1/r1:c1": {"v": "1"}}, {"explain:": "x"}, {"__proto__": {"a": "1"}},
    {"x" * 100_000: "1"},
)  # fmt: skip
"""Values for one member of a JSON body."""

BODIES = (
    b"", b"{", b"null", b"[]", b"1", b'"x"', b"NaN", b'{"a": 1, "a": 2}', b"\xff\xfe", b"\x00",
    b'{"a": "\xed\xa0\x80"}',
    b"[" * 100_000, b'{"cells":' * 50_000, b'{"cells": {"a": ' + b"9" * 5000 + b"}}", b"a=1&b=2", b"<a/>",
)  # fmt: skip
"""Whole bodies that are no JSON object, or one that hurts."""

CONTENT_TYPES = (
    "application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
    "multipart/form-data", "application/json; charset=utf-16", "application/json; charset=nonsense", "",
)  # fmt: skip


def queries(names: list[str], *, read: Collection[str] | None = None) -> Iterator[str]:
    """Hostile values alone in every parameter, in all of them, twice, as an array, as a look-up.

    `read`: the names that are looked at when none is given. No other can change what is done when it comes
    alone; where none is looked at, no value can, and what handles the whole address sees all at once.
    """
    values = [*QUOTED.values(), *(quote(word, safe="") for word in WORDS), *BYTES]
    alone = [name for name in names if read is None or name in read]
    if len(names) > 1:  # one is all of them
        for text in QUOTED.values():
            for name in alone:
                yield f"{name}={text}"
    if alone:
        for value in values:
            yield "&".join(f"{name}={value}" for name in names)
    else:
        for some in (values, values[::-1]):  # the first or the last of a name is taken
            yield "&".join(f"{name}={value}" for value in some for name in names)
    yield "&".join(f"{name}=1&{name}=2" for name in names)
    yield "&".join(f"{name}[]=1&{name}[a]=1&{name}__in=1&{name}__password=a" for name in names)
    yield "user__password__startswith=a&pk__gt=0&order_by=-password&sort=password"
    yield "x=1&" * 5000


def ask(client: Client, method: str, path: str, **more: Any) -> HttpResponse:
    """One request, undone afterwards. A failure inside is an answer (500), as it is for a real client."""
    client.raise_request_exception = False
    with transaction.atomic():
        answer: Any = client.generic(method, path, **more)
        if hasattr(answer, "streaming_content"):
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer  # type: ignore[no-any-return]


class Watched(QueryDict):
    """Parameters of an address that remember which of them were looked at; "*" when all were."""

    looked_at: set[str]

    def __init__(self, query: Any, **more: Any) -> None:
        self.looked_at = set()
        super().__init__(query, **more)

    def __getitem__(self, name: str) -> Any:
        self.looked_at.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.looked_at.add(str(name))
        return super().__contains__(name)

    def getlist(self, name: str, default: Any = None) -> Any:
        self.looked_at.add(name)
        return super().getlist(name, default)

    def __iter__(self) -> Any:
        self.looked_at.add("*")
        return super().__iter__()

    def keys(self) -> Any:
        self.looked_at.add("*")
        return super().keys()

    def items(self) -> Any:
        self.looked_at.add("*")
        return super().items()

    def copy(self) -> QueryDict:
        self.looked_at.add("*")
        return super().copy()

    def dict(self) -> Any:
        self.looked_at.add("*")
        return super().dict()


def looked_at(monkeypatch: pytest.MonkeyPatch, request: Callable[[], object]) -> set[str]:
    """The names of parameters that answering `request` looks for in its address."""
    seen: list[Watched] = []

    def watched(request: WSGIRequest) -> Watched:
        kept = request.__dict__
        if "watched" not in kept:
            kept["watched"] = Watched(request.META.get("QUERY_STRING", ""), encoding=request.encoding)
            seen.append(kept["watched"])
        return kept["watched"]  # type: ignore[no-any-return]

    with monkeypatch.context() as patch:
        patch.setattr(WSGIRequest, "GET", property(watched))
        request()
    return set().union(*(one.looked_at for one in seen))


def fault_of(answer: Any) -> str:
    """What is wrong with an API's answer to something hostile, "" when nothing is."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    if answer.status_code < 400:
        return ""
    if answer["Content-Type"] != "application/problem+json":
        return f"{answer.status_code} is no problem+json but {answer['Content-Type']}"
    said = answer.json()
    right = said["status"] == answer.status_code and said["type"] and said["title"] and said["code"]
    return "" if right else f"not as RFC 9457 says: {said}"
