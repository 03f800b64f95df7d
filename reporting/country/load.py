"""The whole country: units, forms, reports of every month, and totals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from time import perf_counter
from zlib import crc32

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from indicators.models import Assignment
from indicators.periods import CALENDAR_YEAR, Frequency, PeriodSpan, spans
from reporting.country.catalogue import load_catalogue
from reporting.country.reports import Communes, Setting, write_month
from reporting.country.tree import ASKER_CODE, ROOT_CODE, plan_country
from submissions.actions.load_units import load_units
from submissions.bulk import continue_identities
from submissions.models import Draft, Figure, Revision, Submission
from units.actions.create_user import create_user
from units.actions.grant_membership import grant_membership
from units.actions.record_event import record_event
from units.kinds import COMMUNES
from units.loading.vietnam import read_vietnam
from units.models import Event, Role, Unit, UnitName, User
from units.queries import find_unit

Say = Callable[[str], object]
OFFICER, LEADER = "cuc-thong-ke", "lanh-dao-ca-nuoc"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`months` months up to and with the month of `until`; `provinces` by today's codes (None: all)."""

    months: int
    points: int
    until: date
    provinces: list[str] | None = None
    scale: int = 1
    seed: int = 2026


@dataclass(slots=True)
class Loaded:
    """What was written. Seconds are those of the figures alone; sizes are bytes with indexes."""

    figures: int = 0
    seconds: float = 0.0
    size: int = 0
    units: int = 0
    months: int = 0

    @property
    def rate(self) -> float:
        return self.figures / self.seconds if self.seconds else 0.0

    @property
    def bytes_a_figure(self) -> float:
        return self.size / self.figures if self.figures else 0.0


class NotEmpty(Exception):
    """The database holds reports already; the message says how many."""


def load_country(wanted: Wanted, *, anyway: bool = False, at: datetime, say: Say) -> Loaded:
    """NotEmpty when there are reports (unless `anyway`) or the country is there already.

    A month is one transaction; totals are not computed here.
    """
    _refuse_to_mix(anyway=anyway)
    months = _months(wanted)
    since = months[0].starts
    say(f"Đơn vị từ ngày {since:%d/%m/%Y}…")
    with transaction.atomic():
        plan = plan_country(read_vietnam(), since=since, provinces=wanted.provinces, scale=wanted.scale)
        load_units(plan=plan, by=None, at=at)
        setting = _setting(wanted, since=since, at=at)
    communes = _communes()
    loaded = Loaded(units=len(communes.unit), months=len(months))
    before = figures_size()
    for span in months:
        started = perf_counter()
        with transaction.atomic():
            count = write_month(span, communes, setting=setting)
        loaded.figures += count
        loaded.seconds += perf_counter() - started
        say(f"Tháng {span.ends:%m/%Y}: {count} số liệu")
    continue_identities(Assignment, Submission, Revision, Draft)
    _analyse()
    loaded.size = figures_size() - before
    return loaded


def _refuse_to_mix(*, anyway: bool) -> None:
    if Event.objects.filter(kind="country.loaded").exists():
        raise NotEmpty("cả nước đã được nạp")
    duties = Assignment.objects.count()
    if duties and not anyway:
        raise NotEmpty(f"đã có {duties} nhiệm vụ báo cáo")


def _months(wanted: Wanted) -> list[PeriodSpan]:
    last = wanted.until.replace(day=28)
    begun = wanted.until.year * 12 + wanted.until.month - wanted.months
    first = date(begun // 12, begun % 12 + 1, 1)
    found = spans(CALENDAR_YEAR, Frequency.MONTH, first, last + timedelta(days=3))
    return [span for span in found if (span.starts.year, span.starts.month) <= (last.year, last.month)]


def _setting(wanted: Wanted, *, since: date, at: datetime) -> Setting:
    asker, root = (find_unit(code, on=since) for code in (ASKER_CODE, ROOT_CODE))
    officer = _user(OFFICER, "Cục Thống kê", asker, Role.OFFICER, since=since, at=at)
    _user(LEADER, "Lãnh đạo cả nước", root, Role.LEADER, since=since, at=at)
    made_at = timezone.make_aware(datetime.combine(since, time(8)))
    forms = load_catalogue(points=wanted.points, asker=asker, officer=officer, since=since, at=made_at)
    event = record_event(
        kind="country.loaded",
        by=None,
        at=at,
        data={"months": wanted.months, "points": wanted.points, "scale": wanted.scale, "seed": wanted.seed},
    )
    return Setting(forms, asker.pk, officer.pk, event.pk, wanted.seed)


def _user(name: str, words: str, unit: Unit, role: str, *, since: date, at: datetime) -> User:
    """Without a password: nobody signs in as them until one is set."""
    user = create_user(username=name, full_name=words, by=None, at=at)
    grant_membership(user=user, unit=unit, role=role, from_=since, by=None, at=at)
    return user


def _communes() -> Communes:
    """By (shard, unit), the order of the figures' key. A number is of the first code and its day."""
    rows = UnitName.objects.filter(kind__in=COMMUNES, unit__codes__scheme="gso").order_by(
        "unit__shard", "unit", "unit__codes__valid_from"
    )
    found: dict[int, tuple[int, int, int, int, int]] = {}
    for unit, shard, begins, ends, code in rows.values_list(
        "unit", "unit__shard", "unit__begins", "unit__ends", "unit__codes__code"
    ):
        number = crc32(f"{code} {begins}".encode())
        found.setdefault(unit, (unit, shard, number, begins.toordinal(), (ends or date.max).toordinal()))
    return Communes(*np.array(list(found.values()), dtype=np.int64).T)


def figures_size() -> int:
    """Bytes of the figures' table with its indexes; of the whole file on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size(%s)", [Figure._meta.db_table])
            return int(cursor.fetchone()[0])
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def _analyse() -> None:
    """Statistics for the planner; on PostgreSQL the vacuum also notes which pages everybody may see."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
