"""The whole demo in one transaction: units, people, catalogue, rounds with their history, totals."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from aggregates.actions.recompute_all import recompute_all
from indicators.actions.extend_deadline import extend_deadline
from indicators.actions.hand_over import hand_over
from indicators.actions.open_round import open_round
from indicators.calendars import calendar_named
from indicators.deadlines import working_days_after
from indicators.models import Assignment, ReportingRound, Template
from indicators.periods import CALENDAR_YEAR, Frequency, PeriodSpan, code_of, spans
from reporting.demo.bodies import NEW_BEGIN, Bodies, load_bodies
from reporting.demo.catalogue import FIRST_DAY, load_catalogue
from reporting.demo.ledger import write_reports
from reporting.demo.middle import load_consolidated
from reporting.demo.people import People, load_people
from reporting.demo.population import load_population
from reporting.demo.procedures.catalogue import FIRST_DAY as FIRST_QUARTER
from reporting.demo.procedures.catalogue import load_procedures
from reporting.demo.procedures.reports import Procedures
from reporting.demo.reports import Report, Setting, reports_of
from reporting.demo.sizes import Part, by_unit, parts_of
from reporting.demo.surveillance import load_surveillance, weekly_reports
from reporting.demo.urgent import urgent_reports
from submissions.actions.object_to_cells import object_to_cells
from submissions.models import Objection, Submission
from units.actions.rebuild_lineage import rebuild_lineage
from units.actions.record_event import record_event
from units.models import Event, Unit, User
from units.queries import terminals_of

EARLIEST = date(2026, 4, 1)
"""From this day three periods have ended since the province was made."""

Say = Callable[[str], object]


def is_loaded() -> bool:
    return Event.objects.filter(kind="demo.loaded").exists()


def load(*, now: datetime, say: Say) -> None:
    """Nothing when the demo is there already; all or nothing otherwise."""
    today = timezone.localdate(now)
    with transaction.atomic():
        say("Đơn vị trước và sau ngày 01/07/2025…")
        # The tree has been known since before the first report, so that any day can be looked back at.
        bodies = load_bodies(at=_local(date(2023, 12, 15)))
        rebuild_lineage(on=today)
        say("Người dùng, chỉ tiêu, chế độ, biểu mẫu…")
        people = load_people(bodies, at=now)
        template = load_catalogue(
            bodies, people, at=_local(date(2023, 12, 15)), years=range(2024, today.year + 2)
        )
        procedures = load_procedures(bodies, people, at=_local(date(2023, 12, 15)))
        weekly = load_surveillance(bodies, people, today=today, at=_local(date(2023, 12, 15)))
        setting = _setting(bodies, people, now=now)
        reports = _quarters(procedures, until=today - timedelta(days=1), setting=setting, say=say)
        reports += weekly_reports(weekly, today=today, setting=setting)
        reports += urgent_reports(bodies, people, now=now)
        ended = list(spans(CALENDAR_YEAR, Frequency.CUMULATIVE_QUARTER, FIRST_DAY, today - timedelta(days=1)))
        for age, span in reversed(list(enumerate(reversed(ended)))):
            say(f"Đợt báo cáo {code_of(span)}…")
            reports += _round(template, span, age=age, setting=setting)
        say(f"Ghi {len(reports)} báo cáo…")
        shards = dict(Unit.objects.values_list("pk", "shard"))
        count = write_reports(reports, shards=shards)
        with connection.cursor() as cursor:  # without statistics PostgreSQL takes the tables for empty
            cursor.execute("ANALYZE")
        _hand_over(bodies)
        load_population(bodies, people, year=today.year, at=_local(date(today.year, 1, 2)))
        load_consolidated(
            template, ended[-1], bodies, people,
            opened=_local(ended[-1].ends + timedelta(days=1)), at=_local(date(2023, 12, 15)),
        )  # fmt: skip
        _object(template, bodies, by=people.cast["lan"], now=now)
        _extend(template, bodies, days=3, by=people.cast["nga"], now=now)
        _extend(procedures, bodies, days=5, by=people.cast["phuc"], now=now)
        say(f"Tổng hợp {count} số liệu…")
        recompute_all(at=now)
        record_event(kind="demo.loaded", by=None, at=now, data={"reports": len(reports), "figures": count})


def _setting(bodies: Bodies, people: People, *, now: datetime) -> Setting:
    codes = {view.id: view.code for view in bodies.old_communes}
    codes_today = {view.id: view.code for view in bodies.communes}
    today = {
        old: [unit for unit in ends if unit in codes_today] for old, ends in terminals_of(list(codes)).items()
    }
    parts = parts_of(codes=codes, today=today, codes_today=codes_today)
    made_of: dict[int, list[Part]] = by_unit(parts, then=False) | by_unit(
        [part for part in parts if part.old not in codes_today], then=True
    )
    seeds = {unit: f"{code}-2025" for unit, code in codes_today.items()}
    seeds |= {unit: f"{code}-2024" for unit, code in codes.items() if unit not in codes_today}
    return Setting(parts=made_of, seeds=seeds, people=people, lans=bodies.lans.id, now=now)


def _round(template: Template, span: PeriodSpan, *, age: int, setting: Setting) -> list[Report]:
    round_, duties = _opened(template, span)
    return list(reports_of(round_, duties, setting=setting, age=age))


def _opened(template: Template, span: PeriodSpan) -> tuple[ReportingRound, list[Assignment]]:
    opened = _local(span.ends + timedelta(days=1))
    return open_round(template=template, period_code=code_of(span), by=None, at=opened)


def _quarters(template: Template, *, until: date, setting: Setting, say: Say) -> list[Report]:
    """Rounds of II.06a with their reports. They come first: what is asked last has the highest number."""
    reports: list[Report] = []
    procedures = Procedures(setting)
    ended = list(spans(calendar_named("nd09"), Frequency.QUARTER, FIRST_QUARTER, until))
    for span in ended:
        say(f"Đợt báo cáo {code_of(span)}…")
        round_, duties = _opened(template, span)
        reports += procedures.reports_of(round_, duties, is_newest=span == ended[-1])
    return reports


def _hand_over(bodies: Bodies) -> None:
    """On the day of the reorganisation the open duties of communes that ended went to their successors."""
    ended = [view.id for view in bodies.old_communes if view.ends is not None]
    missing = Assignment.objects.filter(responsible__in=ended, submission__sent__isnull=True)
    hand_over(assignments=missing, by=None, at=_local(NEW_BEGIN))


def _extend(template: Template, bodies: Bodies, *, days: int, by: User, now: datetime) -> None:
    """lan's newest duty is due some working days after the load, unless it is due later anyway."""
    newest = ReportingRound.objects.filter(template=template).order_by("-period__ends").first()
    until = working_days_after(timezone.localdate(now), days)
    late = Assignment.objects.filter(round=newest, responsible=bodies.lans.id, due_at__lt=until)
    hers = list(late.select_related("round__template__regime"))
    if hers:
        extend_deadline(
            assignments=hers,
            until=until,
            reason="Cán bộ phụ trách đi tập huấn",
            by=by,
            at=now,
        )


def _object(template: Template, bodies: Bodies, *, by: User, now: datetime) -> None:
    """lan says of a line of her newest report that she is asked it elsewhere too."""
    newest = ReportingRound.objects.filter(template=template).order_by("-period__ends").first()
    hers = Submission.objects.filter(assignment__round=newest, assignment__subject=bodies.lans.id)
    for submission in hers:
        object_to_cells(
            submission=submission,
            addresses=["t1/r17:c1"],
            kind=Objection.Kind.REPEATED,
            word="Xã đã báo cáo số giấy chứng sinh ở biểu 13a của ngành tư pháp",
            by=by,
            at=now,
        )


def _local(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8)))
