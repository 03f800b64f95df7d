"""Requests at fixed moments, whatever the server does: a slow answer does not put off the next request.

Each is measured from the moment it was due, so waiting in a queue counts (a generator that waits for answers
before it asks again would leave just that out).
"""

import http.client
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

THREADS = 64


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    body: bytes
    headers: dict[str, str]
    expected: int
    kind: str


@dataclass(slots=True)
class Outcome:
    """Milliseconds of each answer by kind, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[float]:
        return sorted(one for part in self.taken.values() for one in part)


def at_rate(port: int, requests: Sequence[Request], *, rate: float) -> Outcome:
    """Send them in order, `rate` a second."""
    due: queue.SimpleQueue[tuple[float, Request] | None] = queue.SimpleQueue()
    begun = time.perf_counter() + 0.2
    for number, request in enumerate(requests):
        due.put((begun + number / rate, request))

    def next_one() -> Iterator[tuple[float, Request]]:
        while (one := due.get()) is not None:
            wait = one[0] - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            yield one

    return _sent(port, next_one, lambda: due.put(None), THREADS)


def as_fast_as_it_goes(port: int, requests: Sequence[Request], *, people: int) -> tuple[Outcome, float]:
    """So many people, each asking again as soon as answered; and the answers a second."""
    left: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
    for request in requests:
        left.put(request)

    def next_one() -> Iterator[tuple[float, Request]]:
        while (one := left.get()) is not None:
            yield time.perf_counter(), one

    begun = time.perf_counter()
    outcome = _sent(port, next_one, lambda: left.put(None), people)
    return outcome, len(outcome.all) / (time.perf_counter() - begun)


def _sent(
    port: int,
    next_one: Callable[[], Iterator[tuple[float, Request]]],
    end: Callable[[], None],
    threads: int,
) -> Outcome:
    outcome, lock = Outcome(), threading.Lock()

    def person() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for due, request in next_one():
            try:
                connection.request(request.method, request.path, request.body, request.headers)
                answer = connection.getresponse()
                said = answer.read()
                fault = (
                    ""
                    if answer.status == request.expected
                    else f"{request.path} {answer.status} {said[:200]!r}"
                )
            except (OSError, http.client.HTTPException) as error:
                fault = f"{request.path} {error!r}"
                connection.close()
            spent = (time.perf_counter() - due) * 1000
            with lock:
                outcome.taken.setdefault(request.kind, []).append(spent)
                if fault:
                    outcome.faults.append(fault)
        connection.close()

    people = [threading.Thread(target=person) for _ in range(threads)]
    for _ in people:
        end()
    for one in people:
        one.start()
    for one in people:
        one.join()
    return outcome
