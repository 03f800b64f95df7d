"""The promises at the size of the country as a table, and whether each was kept."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Result = dict[str, Any]


WAYS = {
    "page": "page",
    "fresh": "page right after a correction",
    "ahead": "page before its refresh",
    "api": "API",
}


class Promise(NamedTuple):
    what: str
    ours: str
    bare: str
    wanted: str
    kept: bool


def judge(results: Result) -> bool:
    """Print what was measured beside what was promised; say whether all was kept."""
    promises = list(promises_of(results))
    for one in promises:
        mark = "holds" if one.kept else "MISSED"
        print(f"{one.what:58} {one.ours:>14} {one.bare:>14} {one.wanted:>16}  {mark}")
    return all(one.kept for one in promises)


def promises_of(results: Result) -> Iterator[Promise]:
    for where, result in _parts(results):
        yield from _of(where, result)
    grown = results.get("growth", [])
    if grown:
        first, last = grown[0]["correction"]["ours"], grown[-1]["correction"]["ours"]
        yield Promise(
            "correction, 16 times the units against 1",
            f"{last} ms",
            f"{first} ms",
            "flat (≤ 2 ×)",
            last <= 2 * first,
        )


def _parts(results: Result) -> Iterator[tuple[str, Result]]:
    if "country" in results:
        yield "country", results["country"]
    for result in results.get("growth", []):
        yield f"{result['scale']} ×", result
    if "sqlite" in results:
        yield "SQLite province", results["sqlite"]


def _of(where: str, result: Result) -> Iterator[Promise]:
    rate, size = result["figures_a_second"], result["bytes_a_figure"]
    yield Promise(f"{where}: load, figures/s", f"{rate:,}", "", "≥ 90,000", rate >= 90_000)
    yield Promise(f"{where}: bytes a figure with indexes", f"{size}", "", "≤ 130", size <= 130)
    for name in ("correction", "correction_then"):
        if name in result:
            ours, bare = result[name]["ours"], result[name]["bare"]
            words = "a correction to the top" + (", old tree" if name.endswith("then") else "")
            yield Promise(f"{where}: {words}", f"{ours} ms", f"{bare} ms", "< 150 ms", ours < 150)
    for month in result.get("month", []):
        most = 3 if month["points"] <= 20 else 5
        yield _ratio(f"{where}: {month['month']} × {month['points']} points, stored", month, most)
    if "year" in result:
        yield _ratio(f"{where}: {result['year']['months']} months × all points", result["year"], 4)
    if "memory_mb" in result:
        memory = result["memory_mb"]
        yield Promise(f"{where}: memory", f"{memory} MB", "", "< 2,000 MB", memory < 2000)
    for page in result.get("pages", []):
        for way, said in WAYS.items():
            spent = page.get(way)
            if way == "ahead" and spent is None and "error" not in page:
                continue  # of pages that show what waits alone
            words = f"{spent} ms" if spent is not None else "no answer"
            yield Promise(
                f"{where}: {said} of {page['of']}",
                words,
                f"{page.get('bare', '')} ms",
                "< 50 ms",
                spent is not None and spent < 50,
            )
    if "many_pages" in result:
        many = result["many_pages"]
        for way, said in (("page", "the middle"), ("slowest", "the slowest")):
            what = f"{where}: {said} of {many['pages']} pages, seen again after all others"
            yield Promise(what, f"{many[way]} ms", "", "< 50 ms", many[way] < 50)


def _ratio(what: str, taken: Result, most: int) -> Promise:
    ours, bare = taken["ours"], taken["bare"]
    return Promise(what, f"{ours} ms", f"{bare} ms", f"≤ {most} × bare", ours <= most * bare)
