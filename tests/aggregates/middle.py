"""Middle levels on the small world of reports: the health centre and the department put form T/01 together.

The centre stands above xã Đông Hưng; all three communes send their reports to the department.
"""

from dataclasses import dataclass
from typing import Any

from aggregates.actions.take_from_below import take_from_below
from indicators.actions.consolidate_template import consolidate_template
from indicators.models import DeadlineRule, Regime, ReportingRound, Template
from submissions.actions.accept import accept
from submissions.actions.grant_correction import grant_correction
from submissions.actions.keep_own_parts import keep_own_parts
from submissions.actions.open_rounds import open_round
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import Submission
from tests.cast import NEW
from tests.submissions.factories import AT, GOOD, SENT, World
from units.actions.create_user import create_user
from units.actions.grant_membership import grant_membership
from units.actions.place_unit import place_unit
from units.models import Role, Unit, User


@dataclass
class Middle:
    """`centre`, `department`: their consolidated reports; `fills` and `signs`: unit → who does it there."""

    world: World
    template: Template
    round: ReportingRound
    centre: Submission
    department: Submission
    fills: dict[int, User]
    signs: dict[int, User]

    def seal(self, report: Submission, *, own: dict[str, tuple[str, str]] | None = None) -> Submission:
        """Take from below, add own parts, sign and send."""
        unit = report.assignment.responsible_id
        take_from_below(submission=report, by=self.fills[unit], at=SENT)
        if own:
            keep_own_parts(submission=report, parts=own, by=self.fills[unit], at=SENT)
        request_sign_off(submission=report, by=self.fills[unit], at=SENT)
        return sign_and_submit(submission=report, by=self.signs[unit], at=SENT)

    def report(self, unit: Unit, cells: dict[str, str] | None = None) -> Submission:
        """The accepted report of a commune; one that was accepted before is corrected."""
        report = self.world.report_of(unit)
        clerk, head = self.fills[unit.pk], self.signs[unit.pk]
        if report.accepted_id is not None:
            request_correction(submission=report, by=clerk, at=SENT, reason="Cộng nhầm")
            grant_correction(submission=report, by=self.world.cast.hoa, at=SENT)
        save_draft(submission=report, cells=cells or GOOD, by=clerk, at=AT)
        request_sign_off(submission=report, by=clerk, at=AT)
        return accept(
            submission=sign_and_submit(submission=report, by=head, at=SENT), by=self.world.cast.hoa, at=SENT
        )


def build_middle(world: World) -> Middle:
    cast = world.cast
    place_unit(
        unit=cast.health_centre, parent=cast.department, placement="administrative", from_=NEW, by=None, at=AT
    )
    template = consolidated_form(world, subject_scope="listed", checked_by=cast.department)
    for unit in (cast.health_centre, cast.department):
        template.regime.units.create(unit=unit)
    opened = open_round(template=template, period_code="2026-9M", by=None, at=AT)
    others = (cast.health_centre, cast.department, cast.hoang_hoa_tham)
    clerks = {unit.pk: person_at(unit, Role.CLERK) for unit in others}
    heads = {unit.pk: person_at(unit, Role.HEAD) for unit in others}
    fills = clerks | {cast.dong_hung.pk: cast.lan, cast.tien_lu.pk: cast.son}
    signs = heads | {cast.dong_hung.pk: cast.minh, cast.tien_lu.pk: cast.son}

    def of(unit: Unit) -> Submission:
        return Submission.objects.get(assignment__round=opened, assignment__subject=unit)

    return Middle(world, template, opened, of(cast.health_centre), of(cast.department), fills, signs)


def build_province(middle: Middle) -> Submission:
    """The province's report on what the centre and the department put together, which is not yet taken."""
    cast = middle.world.cast
    upper = consolidated_form(
        middle.world,
        of=middle.template,
        code="T.TH2",
        owner=cast.department,
        subject_scope="listed",
        placement_kind="administrative",
        checked_by=cast.department,
    )
    upper.regime.units.create(unit=cast.province)
    opened = open_round(template=upper, period_code="2026-9M", by=None, at=AT)
    middle.fills[cast.province.pk] = person_at(cast.province, Role.CLERK)
    middle.signs[cast.province.pk] = person_at(cast.province, Role.HEAD)
    return Submission.objects.get(assignment__round=opened)


def consolidated_form(world: World, *, of: Template | None = None, **regime: Any) -> Template:
    """`of`: the form that is put together, T/01 else."""
    source, form = world.regime, of or world.template
    settings: dict[str, Any] = {
        "code": "T.TH", "name": "Chế độ tổng hợp thử", "owner": world.cast.province,
        "calendar": source.calendar, "frequency": source.frequency, "is_cumulative": True,
        "starts_on": source.starts_on, "placement_kind": "vertical",
    }  # fmt: skip
    made = Regime.objects.create(**(settings | regime))
    officer = world.cast.nga if made.owner == world.cast.department else None
    officer = officer or person_at(world.cast.province, Role.OFFICER)
    DeadlineRule.objects.create(regime=made, offset=10)
    return consolidate_template(
        template=form, regime=made, code=f"{form.code}-TH", name="Tổng hợp thử", by=officer, at=AT
    )


def person_at(unit: Unit, *roles: Role) -> User:
    name = f"{roles[0].value}{unit.pk}"
    user = create_user(username=name, full_name="Người của đơn vị", password="demo-2026", by=None, at=AT)
    for role in roles:
        grant_membership(user=user, unit=unit, role=role, from_=NEW, by=None, at=AT)
    return user
