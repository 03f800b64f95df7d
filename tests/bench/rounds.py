"""A round of the whole country: 3,321 communes asked at once, and looked at before, on both databases.

Ours: the whole `open_round` (who is asked and who checks on that day, a deadline each, duties, reports and
drafts, marks at the totals that expect them, one event) and, for comparison, an ad-hoc request to as many.
Beside it the least any system could do: the same rows of duties, reports and drafts as bare bulk INSERTs.

Before it the look an officer takes first: the page of a new regime that would ask as many, posted as a
browser does, with its sentence and its next three rounds.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reporting.settings.test")

UNITS = 3321
WANTED_SECONDS = 5.0
TURNS = 5
UNTIL = date(2026, 10, 31)


def main() -> bool:
    """Print a table of medians. Say whether the promise is kept."""
    import django

    django.setup()
    print(f"\nOpening a round of {UNITS:,} units (wanted: under {WANTED_SECONDS:.0f} s)")
    print(
        f"{'':12} {'open_round':>11} {'slowest':>9} {'ad hoc':>9} {'preview':>9} {'slowest':>9} "
        f"{'bare SQL':>9} {'ratio':>6} {'n':>3}"
    )
    kept = True
    for kind in ("sqlite", "postgresql"):
        with _empty(kind):
            ours, ad_hoc, bare = _measure()
            looks = _previews()
        median, baseline = statistics.median(ours), statistics.median(bare)
        print(
            f"{kind:12} {median:10.2f}s {max(ours):8.2f}s {ad_hoc:8.2f}s "
            f"{statistics.median(looks):8.2f}s {max(looks):8.2f}s {baseline:8.2f}s "
            f"{median / baseline:6.1f} {len(ours):3}"
        )
        holds = max(*ours, *looks, ad_hoc) < WANTED_SECONDS
        print(f"{'':12} promise {'holds' if holds else 'DOES NOT HOLD'}")
        if not holds:
            print(f"  slower than the promised {WANTED_SECONDS:.0f} s", file=sys.stderr)
        kept = kept and holds
    return kept


@contextmanager
def _empty(kind: str) -> Iterator[None]:
    from tests.support.databases import PostgresqlDatabases, SqliteDatabases, use

    with tempfile.TemporaryDirectory(prefix="bench-rounds-") as folder:
        databases = SqliteDatabases(folder=Path(folder)) if kind == "sqlite" else PostgresqlDatabases()
        try:
            use(databases.own_copy())
            yield
        finally:
            databases.stop()


def _measure() -> tuple[list[float], float, list[float]]:
    """Seconds of opening, of an ad-hoc request, and of the bare rows, taking turns."""
    import submissions.actions.ask_ad_hoc  # noqa: F401 - a running process has it long since
    from indicators.models import Assignment, Template
    from submissions.actions.open_rounds import open_round

    _country()
    template = Template.objects.get()
    ours, bare = [], []
    for month in range(1, TURNS + 1):
        at = _at(date(2026, month, 28) + timedelta(7))

        def opening(month: int = month, at: datetime = at) -> None:
            open_round(template=template, period_code=f"2026-{month:02d}", by=None, at=at)

        ours.append(_seconds(opening))
        made = Assignment.objects.filter(round__period_code=f"2026-{month:02d}")
        if made.count() != UNITS:
            raise SystemExit(f"{made.count()} units were asked, not {UNITS}")
        bare.append(_bare(made))
    return ours, _seconds(_ad_hoc), bare


def _country() -> None:
    """The units of today under one root, one form of 21 cells, its officer, and the reports of one month."""
    from django.utils import timezone

    from reporting.country.load import Wanted, load_country

    wanted = Wanted(months=1, points=21, until=UNTIL)
    load_country(wanted, at=timezone.now(), say=lambda _words: None)


def _ad_hoc() -> None:
    from django.utils import timezone

    from indicators.ad_hoc import AdHoc
    from indicators.layout.quick import QuickLine
    from indicators.models import Assignment, Template
    from submissions.actions.ask_ad_hoc import ask_ad_hoc
    from units.models import User

    owner = Template.objects.get().regime.owner
    units = list(Assignment.objects.filter(round__period_code="2026-01").values_list("subject_id", flat=True))
    at = timezone.now()
    lines = (QuickLine("Nhà tốc mái", "nhà"), QuickLine("Lúa ngập", "ha", 1), QuickLine("Sơ tán", "người"))
    asked = AdHoc("Thiệt hại do bão", lines, owner, units, at + timedelta(hours=3))
    ask_ad_hoc(asked=asked, by=User.objects.get(username="cuc-thong-ke"), at=at)


def _previews() -> list[float]:
    """Seconds of the page that shows what a regime of the whole country would give, after the form."""
    from django.test import Client

    from units.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="cuc-thong-ke"), backend="units.backends.PasswordBackend")
    typed = {
        "code": "XEM", "name": "Xem trước", "kind": "periodic", "subject_scope": "province",
        "subject_kinds": ["xa", "phuong", "dac_khu"], "placement_kind": "administrative", "calendar": "nd09",
        "frequency": "quarter", "starts_on": "15/09/2026", "rule-1-number": "5",
        "rule-1-way": "working.cut_off.after", "rule-1-at": "17h", "rule-1-moves": "next",
        "rule-1-edition": "", "sign_off": "before", "acceptance": "person", "buoc": "xem",
    }  # fmt: skip

    client.get("/che-do/moi/")

    def looking() -> None:
        page = client.post("/che-do/moi/", typed).content.decode()
        if "3321 đơn vị" not in page and "3.321 đơn vị" not in page:
            raise SystemExit("the preview does not name 3,321 units")

    return [_seconds(looking) for _turn in range(TURNS)]


def _bare(made: Any) -> float:
    """The same rows again, under a round of their own that is rolled back."""
    from django.db import connection, transaction

    from indicators.models import Assignment
    from submissions.models import Draft, Submission

    model_rows = [
        (Assignment, list(made.order_by("pk").values())),
        (Submission, list(Submission.objects.filter(assignment__in=made).order_by("pk").values())),
        (Draft, list(Draft.objects.filter(submission__assignment__in=made).order_by("pk").values())),
    ]
    with transaction.atomic():
        Draft.objects.filter(submission__assignment__in=made).delete()
        Submission.objects.filter(assignment__in=made).delete()
        Assignment.objects.filter(pk__in=[row["id"] for row in model_rows[0][1]]).delete()
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            for model, rows in model_rows:
                _insert(cursor, model._meta.db_table, rows)
        spent = time.perf_counter() - begun
        transaction.set_rollback(True)
    return spent


def _insert(cursor: Any, table: str, rows: Sequence[dict[str, Any]]) -> None:
    names = list(rows[0])
    quoted = ", ".join(f'"{name}"' for name in names)
    marks = "(" + ", ".join(["%s"] * len(names)) + ")"
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        values = [row[name] for row in part for name in names]
        cursor.execute(f'INSERT INTO "{table}" ({quoted}) VALUES {", ".join([marks] * len(part))}', values)


def _at(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime(day.year, day.month, day.day, 14))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
