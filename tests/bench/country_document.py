"""`python -m tests.bench.country_document`: what the last run saw, into docs/performance.md and its chart."""

import json
import re
from pathlib import Path
from typing import Any

from tests.bench.country_table import promises_of

DOCUMENT = Path("docs/performance.md")
CHART = Path("docs/pictures/growth.svg")
MARKED = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->)", re.DOTALL)
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 300, 60, 250, 40
Series = list[tuple[str, list[float], str]]


def main() -> None:
    results = json.loads(Path("var/bench-country.json").read_text())
    CHART.write_text(chart(results["growth"]), encoding="utf-8")
    table = "\n".join(rows_of(results))
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(
        MARKED.sub(lambda found: f"{found[1]}\n{table}\n\n{found[2]}", text), encoding="utf-8"
    )


def rows_of(results: dict[str, Any]) -> list[str]:
    head = ["| | ours | bare | promised | |", "|---|---:|---:|---|---|"]
    body = [
        f"| {one.what} | {one.ours} | {one.bare} | {one.wanted} | {'holds' if one.kept else '**missed**'} |"
        for one in promises_of(results)
    ]
    return head + body + [""] + _facts(results)


def _facts(results: dict[str, Any]) -> list[str]:
    lines = []
    for name in ("country", "sqlite"):
        if name in results:
            one = results[name]
            totals = one["all_totals"]
            lines.append(
                f"- {name}: {one['figures']:,} figures of {one['units']:,} reporting units, loaded in "
                f"{one['load_seconds']} s with units and reports; {totals['totals']:,} totals of all months "
                f"in {totals['seconds']} s"
            )
    lines += [
        f"- as known on a day, from figures and history: {one['unit']} in {one['month']} in "
        f"{one['page'] / 1000:.1f} s ({one['first'] / 1000:.1f} s the first time)"
        for one in results.get("country", {}).get("known", [])
    ]
    if "reconciled" in results.get("country", {}):
        month = results["country"]["reconciled"]
        lines.append(
            f"- one month ({month['month']}) recounted by the kernel and compared: {month['seconds']} s"
        )
    return lines


def chart(growth: list[dict[str, Any]]) -> str:
    """Two panels over 1, 4, 16 times the units: a correction, and a month × all points with its baseline."""
    scales = [str(one["scale"]) for one in growth]
    whole = [one["month"][-1] for one in growth]
    left: Series = [("một lần đính chính (ms)", [one["correction"]["ours"] for one in growth], "#1d4ed8")]
    right: Series = [
        ("một tháng × 200 chỉ tiêu, ghi lại (ms)", [one["ours"] for one in whole], "#1d4ed8"),
        ("một câu GROUPING SETS (ms)", [one["bare"] for one in whole], "#6b7280"),
    ]
    body = _panel(left, scales, at=0) + _panel(right, scales, at=WIDTH // 2)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="Inter, sans-serif" font-size="12">\n'
        "<title>1, 4, 16 lần số đơn vị của cả nước</title>\n"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{body}</svg>\n'
    )


def _panel(series: Series, scales: list[str], *, at: int) -> str:
    most = max(value for _name, values, _colour in series for value in values) * 1.15
    step = (WIDTH // 2 - LEFT - 40) / max(1, len(scales) - 1)
    xs = [at + LEFT + step * place for place in range(len(scales))]
    lines = [f'<line x1="{at + LEFT}" y1="{BOTTOM}" x2="{xs[-1]:.0f}" y2="{BOTTOM}" stroke="#9ca3af"/>']
    lines += [
        f'<text x="{x:.0f}" y="{BOTTOM + 18}" text-anchor="middle">{scale} ×</text>'
        for x, scale in zip(xs, scales, strict=True)
    ]
    for row, (name, values, colour) in enumerate(series):
        heights = [BOTTOM - (BOTTOM - TOP - 30) * value / most for value in values]
        path = " ".join(f"{x:.0f},{y:.0f}" for x, y in zip(xs, heights, strict=True))
        lines.append(f'<text x="{at + LEFT}" y="{16 + 16 * row}" fill="{colour}">{name}</text>')
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y, value in zip(xs, heights, values, strict=True):
            lines.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>')
            place = f'x="{x:.0f}" y="{y - 8 + 24 * row:.0f}" text-anchor="middle"'
            lines.append(f'<text {place} fill="{colour}">{value:,.0f}</text>')
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
