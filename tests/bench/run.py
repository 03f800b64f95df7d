"""Run every `bench_*.py` beside this file; exit 1 when a promise is not kept.

Each has `measure(databases) -> Iterable[Speed]`, called once for each kind of database with `default` on
a fresh copy of the demo; or `measure()`, called once.
"""

import importlib
import inspect
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Speed
from tests.support.databases import BothDatabases, use

KINDS = ("sqlite", "postgresql")


def run_all() -> int:
    """Return the exit code: 0 when something was measured and every promise was kept."""
    kept: list[bool] = []
    for speed in _speeds(sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))):
        print(speed.line(), flush=True)
        kept.append(speed.is_kept)
    return 0 if kept and all(kept) else 1


def _speeds(names: list[str]) -> Iterator[Speed]:
    with tempfile.TemporaryDirectory(prefix="bcs-bench-") as folder:
        both = BothDatabases(folder=Path(folder))
        try:
            for name in names:
                measure = importlib.import_module(f"tests.bench.{name}").measure
                if not inspect.signature(measure).parameters:
                    yield from measure()
                    continue
                for kind in KINDS:
                    databases = both.of(kind)
                    use(databases.demo_copy())
                    yield from measure(databases)
        finally:
            both.stop()
