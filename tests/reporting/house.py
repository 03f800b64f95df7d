"""A house that lives by itself: every slot of every job, each offered by two schedulers, time moved along."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import time_machine
from django.core import mail
from django.utils import timezone

from aggregates.models import Total
from indicators.actions.define_indicator import define_indicator
from indicators.actions.publish_template import publish_template
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.definitions import Definition
from indicators.layout import to_json
from indicators.layout.quick import QuickLine, line_address, quick_layout
from indicators.models import (
    Assignment,
    Breakdown,
    Calendar,
    DataPoint,
    Edition,
    FirstSource,
    Period,
    Regime,
    ReportingRound,
    Template,
    TemplateVersion,
)
from indicators.periods import DueRule, ScopedRule
from reporting.actions.run_job import run_job
from reporting.jobs.catalogue import BY_NAME, JOBS
from reporting.jobs.job import Job
from reporting.jobs.scheduler import trigger_of
from reporting.models import JobRun
from submissions.actions.accept import accept
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.sign_sent import sign_sent
from submissions.models import DirtyMark, Reminder
from units.actions.allow_one_person import allow_one_person
from units.actions.create_unit import create_unit
from units.actions.create_user import create_user
from units.actions.grant_membership import grant_membership
from units.models import Event, Membership, Role, Unit, User
from units.queries import describe_units, valid_on

BY_THE_MINUTE = ("refresh_totals", "seal_events")
"""Jobs that look for work so often that only the slots after something happened are offered."""
EVERY_MINUTE = (*BY_THE_MINUTE, "carry_on_batches")
"""No batch of files is given here."""
RECONCILE = "reconcile_totals"
"""It counts everything anew, so it is offered on the nights after totals have moved."""
PEOPLE_WORK_FROM = 10

Deeds = Mapping[date, Sequence[Callable[[], object]]]


def moment(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A time of the day in the country, aware."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def said(at: datetime) -> str:
    return timezone.localtime(at).strftime("%d/%m/%Y %H:%M")


# ---- time -------------------------------------------------------------------------------------------------


def live(first: date, last: date, *, deeds: Deeds) -> None:
    """All days from `first` to `last` by the jobs alone, and what people do at 10:00 on their days."""
    with time_machine.travel(moment(first), tick=False) as clock:
        life = _Life(clock)
        for number in range((last - first).days + 1):
            day = first + timedelta(number)
            slots = [*_slots_of(day), (moment(day, PEOPLE_WORK_FROM), deeds.get(day, ()))]
            for slot, what in sorted(slots, key=lambda one: one[0]):
                clock.move_to(slot)
                if isinstance(what, Job):
                    life.offer(what, slot)
                else:
                    life.do(what)


@dataclass
class _Life:
    clock: Any
    have_totals_moved: bool = False

    def offer(self, job: Job, slot: datetime) -> None:
        if job.name == RECONCILE and not self.have_totals_moved:
            return
        if _ran(job, slot):
            self.have_totals_moved = False if job.name == RECONCILE else self.have_totals_moved
            self._soon_after()

    def do(self, deeds: Sequence[Callable[[], object]]) -> None:
        for deed in deeds:
            deed()
        if deeds:
            self._soon_after()

    def _soon_after(self) -> None:
        for name in BY_THE_MINUTE:
            job, since = BY_NAME[name], timezone.now() + timedelta(seconds=1)
            slot = trigger_of(job).get_next_fire_time(None, since)
            self.clock.move_to(slot)
            if _ran(job, slot) and name == "refresh_totals":
                self.have_totals_moved = True


def _slots_of(day: date) -> Iterator[tuple[datetime, Job]]:
    """The slots of a day, as the scheduler's own triggers give them."""
    for job in JOBS:
        if job.name in EVERY_MINUTE:
            continue
        trigger = trigger_of(job)
        slot = trigger.get_next_fire_time(None, moment(day))
        while slot is not None and slot < moment(day + timedelta(1)):
            yield slot, job
            slot = trigger.get_next_fire_time(slot, slot + timedelta(seconds=1))


def _ran(job: Job, slot: datetime) -> bool:
    """Whether there was something to do; a second scheduler comes too late."""
    if run_job(name=job.name, slot=slot) is None:
        return False
    assert run_job(name=job.name, slot=slot) is None
    return True


# ---- units, people, regimes -------------------------------------------------------------------------------


@dataclass
class House:
    """Units and people by the names a test gives them."""

    at: datetime
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def unit(self, key: str, code: str, name: str, kind: str, under: str | None, begins: date) -> None:
        scheme = "agency" if kind == "so" else "gso"
        parent = self.units[under] if under else None
        self.units[key] = create_unit(
            code=code, name=name, kind=kind, scheme=scheme, parent=parent, begins=begins, by=None, at=self.at
        )

    def person(self, name: str, unit: str, *roles: Role) -> None:
        self.people[name] = user = create_user(
            username=name, full_name=name.title(), email=f"{name}@example.vn", by=None, at=self.at
        )
        for role in roles:
            grant_membership(
                user=user, unit=self.units[unit], role=role, from_=self.units[unit].begins,
                by=None, at=self.at,
            )  # fmt: skip

    def regime(
        self, code: str, *rules: ScopedRule, owner: str, officer: str, calendar: str, **settings: Any
    ) -> None:
        """A regime with one published form of one line, which is its own code."""
        owning, by = self.units[owner], self.people[officer]
        made = Regime.objects.create(
            code=code, name=code, owner=owning, calendar=Calendar.objects.get(code=calendar), **settings
        )
        set_deadline_rules(regime=made, rules=rules, by=by, at=self.at)
        indicator = define_indicator(
            code=f"{code}.1", definition=Definition(name=f"Số ca {code}", unit_of_measure="ca"),
            owner=owning, by=by, at=self.at,
        )  # fmt: skip
        FirstSource.objects.create(data_point=indicator.data_points.get(), regime=made)
        layout = quick_layout(
            [QuickLine("Số ca", "ca")], code=code, title=code, legal_basis="",
            points=[f"{indicator.code}|{Breakdown.TOTAL}"],
        )  # fmt: skip
        template = Template.objects.create(code=code, name=code, regime=made)
        version = TemplateVersion.objects.create(template=template, number=1, layout=to_json(layout))
        publish_template(version=version, by=by, at=self.at)

    # ---- what people do -----------------------------------------------------------------------------------

    def answers(self, form: str, period: str, subject: str, amount: str, **more: Any) -> Callable[[], None]:
        """Whoever fills about the subject today types the amount and sends it, signed where it must be."""

        def deed() -> None:
            duty = self.duty(form, period, subject, **more)
            report, now = duty.submission, timezone.now()
            sign_off = duty.round.template.regime.sign_off
            clerk, head = (_holder(duty.responsible_id, role) for role in (Role.CLERK, Role.HEAD))
            if clerk == head:  # alone at the unit, which lets one person do both
                allow_one_person(unit=duty.responsible, by=head, at=now)
            save_draft(submission=report, cells={line_address(1): amount}, by=clerk, at=now)
            if sign_off == Regime.SignOff.BEFORE:
                report = request_sign_off(submission=report, by=clerk, at=now)
            report = sign_and_submit(
                submission=report, by=head if sign_off == Regime.SignOff.BEFORE else clerk, at=now
            )
            if sign_off == Regime.SignOff.AFTER:
                sign_sent(submission=report, by=head, at=now)

        return deed

    def checks(self, form: str, period: str, *subjects: str) -> Callable[[], None]:
        """Whoever checks today accepts the reports about these subjects."""

        def deed() -> None:
            for subject in subjects:
                duty = self.duty(form, period, subject)
                reviewer = _holder(duty.recipient_id, Role.REVIEWER)
                accept(submission=duty.submission, by=reviewer, at=timezone.now())

        return deed

    def duty(self, form: str, period: str, subject: str, **more: Any) -> Assignment:
        return Assignment.objects.select_related("submission", "round__template__regime").get(
            round__template__code=form, round__period_code=period, subject=self.units[subject], **more
        )


def _holder(unit: int, role: Role) -> User:
    found = Membership.objects.filter(valid_on(timezone.localdate()), unit=unit, role=role)
    return found.select_related("user").get().user


# ---- what came of it --------------------------------------------------------------------------------------


def opened_rounds() -> dict[tuple[str, str], tuple[str, str, dict[str, str]]]:
    """(form, period and edition) → (from – to, opened, due → units that have it, in order)."""
    found = {}
    for one in ReportingRound.objects.select_related("template", "period").order_by("pk"):
        names = describe_units(one.assignments.values_list("subject_id", flat=True), on=one.period.ends)
        dues: dict[str, list[str]] = {}
        for duty in one.assignments.all():
            dues.setdefault(said(duty.due_at), []).append(names[duty.subject_id].full_name)
        period = f"{one.period.starts:%d/%m/%Y}–{one.period.ends:%d/%m/%Y}"
        edition = "" if one.edition == Edition.OFFICIAL else f" {one.get_edition_display()}"
        found[one.template.code, one.period_code + edition] = (
            period, said(one.opened_at), {due: ", ".join(sorted(units)) for due, units in dues.items()},
        )  # fmt: skip
    return found


def working_days(count: int, *kinds: str, **more: Any) -> ScopedRule:
    """So many working days after the cut-off, for units of some kinds."""
    return ScopedRule(DueRule(offset=count, **more), frozenset(kinds))


def on_the(day: int, *kinds: str, edition: int | None = None, **more: Any) -> ScopedRule:
    """On a day of a month, for units of some kinds."""
    return ScopedRule(DueRule(fixed_day=day, **more), frozenset(kinds), edition)


def totals() -> dict[tuple[str, str, str], tuple[int | None, int, int]]:
    """(form, last day, unit) → (amount, units that reported, units expected)."""
    forms = dict(DataPoint.objects.values_list("pk", "first_source__regime__code"))
    days = dict(Period.objects.values_list("pk", "ends"))
    found = {}
    for total in Total.objects.all():
        day = days[total.period]
        name = describe_units([total.unit], on=day)[total.unit].full_name
        edition = "" if total.edition == Edition.OFFICIAL else f" {Edition(total.edition).label}"
        found[forms[total.data_point], f"{day:%d/%m/%Y}{edition}", name] = (
            total.amount, total.reported, total.expected,
        )  # fmt: skip
    return found


def reminded(duty: Assignment) -> list[tuple[str, str]]:
    """The days and kinds of the mails about a duty to the unit that fills it."""
    mails = Reminder.objects.filter(assignment=duty, sent_at__isnull=False).exclude(kind="above")
    mails = mails.order_by("day")
    return [(f"{day:%d/%m}", kind) for day, kind in mails.values_list("day", "kind")]


def check_jobs(first: date, last: date) -> None:
    """Each daily job ran once on each day and all went well; nothing is left to do."""
    days = {first + timedelta(number) for number in range((last - first).days + 1)}
    for name in ("rebuild_lineage", "open_rounds", "send_reminders", "clear_expired"):
        slots = JobRun.objects.filter(job=name).values_list("slot", flat=True)
        assert sorted(timezone.localdate(slot) for slot in slots) == sorted(days)
    went_wrong = JobRun.objects.exclude(outcome=JobRun.Outcome.DONE, attempt=1)
    assert list(went_wrong.values_list("job", "slot", "summary")) == []
    assert JobRun.objects.filter(job=RECONCILE).exists()
    assert not DirtyMark.objects.exists()
    assert not Event.objects.filter(seal__isnull=True).exists()
    mails = Reminder.objects.values("user", "day").distinct().count()
    assert (mails, Reminder.objects.filter(sent_at__isnull=True).count()) == (len(mail.outbox), 0)
