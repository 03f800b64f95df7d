"""`make bench-country`: the promises at the size of the country, each beside its bare baseline in one run.

Loads the country into a PostgreSQL of its own, then 1, 4 and 16 times its units for two months, then one
province into SQLite. Writes what it saw to var/bench-country.json; exit 1 when a promise is missed.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reporting.settings.test")

SERVER = {
    "shared_buffers": "2GB",
    "effective_cache_size": "8GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "maintenance_work_mem": "256MB",
    "random_page_cost": "1.1",
}
UNTIL, THEN = "2026-10", "2025-06"
MONTHS_NOW = 16
"""From July 2025 to the last month."""
GROWTH = (1, 4, 16)
Result = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description="The promises at the size of the country.")
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--only", choices=["country", "growth", "sqlite"], action="append")
    options = parser.parse_args()
    import django

    django.setup()
    from tests.bench.country_table import judge

    chosen = options.only or ["country", "growth", "sqlite"]
    seen = Path("var") / "bench-country.json"
    # Parts that are not asked for stay as the last run saw them.
    results: Result = json.loads(seen.read_text()) if options.only and seen.exists() else {}
    results |= {"months": options.months, "points": options.points}
    if "country" in chosen:
        with _postgresql() as server:
            results["country"] = _country(server, months=options.months, points=options.points)
    if "growth" in chosen:
        with _postgresql() as server:
            results["growth"] = [_grown(server, scale, points=options.points) for scale in GROWTH]
    if "sqlite" in chosen:
        results["sqlite"] = _sqlite(months=options.months, points=options.points)
    seen.parent.mkdir(exist_ok=True)
    seen.write_text(json.dumps(results, indent=1, ensure_ascii=False))
    return 0 if judge({part: results[part] for part in results if part in chosen}) else 1


def _country(server: Any, *, months: int, points: int) -> Result:
    from tests.bench import country_measures as measure
    from tests.bench import country_pages as look

    with _database(server, "country"):
        result = _load(months=months, points=points)
        result["all_totals"] = measure.everything()
        result["correction"] = measure.corrections(UNTIL)
        shown = [UNTIL] if months <= MONTHS_NOW else [UNTIL, THEN]
        if THEN in shown:
            result["correction_then"] = measure.corrections(THEN)
        result["month"] = [measure.month(month, points=count) for month in shown for count in (20, points)]
        result["year"] = measure.year(UNTIL)
        result["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        result["pages"] = look.pages(UNTIL)
        result["many_pages"] = look.many_pages(shown)
        result["known"] = look.known(shown)
        result["reconciled"] = measure.reconciled(UNTIL)
    return result


def _grown(server: Any, scale: int, *, points: int) -> Result:
    from tests.bench import country_measures as measure
    from tests.bench import country_pages as look

    with _database(server, f"grown_{scale}"):
        result = _load(months=2, points=points, scale=scale)
        result["all_totals"] = measure.everything()
        result["correction"] = measure.corrections(UNTIL)
        result["month"] = [measure.month(UNTIL, points=count) for count in (20, points)]
        result["pages"] = look.pages(UNTIL)
    return result | {"scale": scale}


def _sqlite(*, months: int, points: int) -> Result:
    from tests.bench import country_measures as measure
    from tests.bench import country_pages as look
    from tests.support.databases import use

    with tempfile.TemporaryDirectory(prefix="bench-country-") as folder:
        use(f"sqlite:///{folder}/province.sqlite3")
        _migrate()
        result = _load(months=months, points=points, province=["33"])
        result["all_totals"] = measure.everything()
        result["correction"] = measure.corrections(UNTIL)
        result["month"] = [measure.month(UNTIL, points=count) for count in (20, points)]
        result["year"] = measure.year(UNTIL)
        result["pages"] = look.pages(UNTIL)
    return result


def _load(**options: Any) -> Result:
    from django.utils import timezone

    from reporting.country.load import Wanted, load_country
    from reporting.management.commands.load_country import _month

    wanted = Wanted(
        months=options["months"],
        points=options["points"],
        until=_month(UNTIL),
        provinces=options.get("province"),
        scale=options.get("scale", 1),
    )
    started = time.perf_counter()
    loaded = load_country(wanted, at=timezone.now(), say=lambda words: print(words, file=sys.stderr))
    return {
        "figures": loaded.figures,
        "units": loaded.units,
        "figures_a_second": round(loaded.rate),
        "bytes_a_figure": round(loaded.bytes_a_figure, 1),
        "load_seconds": round(time.perf_counter() - started, 1),
    }


@contextmanager
def _postgresql() -> Iterator[Any]:
    from tests.support.postgres import Postgres

    server = Postgres(**SERVER)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def _database(server: Any, name: str) -> Iterator[None]:
    from django.db import connections

    from tests.support.databases import use

    use(server.create_database(name))
    _migrate()
    yield
    connections["default"].close()
    server.drop_database(name)


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


if __name__ == "__main__":
    sys.exit(main())
