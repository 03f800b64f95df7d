"""Whose reports of a round a person may fill: the unit's own, or in for it."""

from collections.abc import Callable, Iterable
from functools import cache

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import ReportingRound
from indicators.queries import reachable_assignments
from submissions.models import Submission
from submissions.permissions import TREES, entering
from submissions.transitions import Action, may_step
from units.errors import NotAllowed
from units.models import User
from units.permissions import VERBS, units_where
from units.queries import describe_units, parents_on


def check_may_fill_many(user: User, round_: ReportingRound) -> list[Submission]:
    """`reports_to_fill`; NotAllowed for who may fill in for nobody here, whatever the status."""
    if not _may_fill(user, round_, _within(user, round_)):
        raise NotAllowed(_("Không có đơn vị nào trong đợt này mà anh/chị được nhập thay."))
    return reports_to_fill(user, round_)


def reports_to_fill(user: User, round_: ReportingRound) -> list[Submission]:
    """Reports of the round that the person may fill now: as the unit's own, or in for it. Four queries."""
    return [report for report, action in _with_drafts(user, round_) if may_step(report, action)]


def _with_drafts(user: User, round_: ReportingRound) -> list[tuple[Submission, Action]]:
    return _may_fill(user, round_, _within(user, round_).select_related("assignment", "draft"))


def _may_fill(
    user: User, round_: ReportingRound, reports: Iterable[Submission]
) -> list[tuple[Submission, Action]]:
    """Reports and what the person may do to them: edit as the unit's own, or fill in for it."""
    own = units_where(user, [role for role, verbs in VERBS.items() if "fill" in verbs])
    enters = entering(user, owner=round_.template.regime.owner_id, above=_ancestors_today())
    found = []
    for report in reports:
        report.assignment.round = round_
        filler, recipient = report.assignment.responsible_id, report.assignment.recipient_id
        if filler in own:
            found.append((report, Action.EDIT))
        elif enters(filler, recipient):
            found.append((report, Action.FILL_FOR))
    return found


def fills_for_many(user: User, round_: ReportingRound) -> bool:
    """Whether there is more than one such report. Without the drafts: a page asks it of a whole province."""
    return (
        sum(
            1 for report, action in _may_fill(user, round_, _within(user, round_)) if may_step(report, action)
        )
        > 1
    )


def none_open(round_: ReportingRound) -> str:
    """Why nobody can be filled in for now."""
    if not round_.template.regime.lets_others_enter:
        return _("Chế độ báo cáo này không cho nhập thay; từng đơn vị tự nhập báo cáo của mình.")
    return _("Không còn báo cáo nào ở bước nhập: đợt đã khóa, hoặc các đơn vị đã gửi.")


def _within(user: User, round_: ReportingRound) -> QuerySet[Submission]:
    duties = reachable_assignments(user).filter(round=round_).values("pk")
    return Submission.objects.filter(assignment__in=duties).select_related("assignment")


def _ancestors_today() -> Callable[[int], set[int]]:
    """Unit → all above it, of many units: the trees are read once, and only when asked for."""

    @cache
    def trees() -> list[dict[int, int]]:
        return [parents_on(timezone.localdate(), kind=kind) for kind in TREES]

    def above(unit: int) -> set[int]:
        found: set[int] = set()
        for parents in trees():
            at = parents.get(unit)
            while at is not None and at not in found:
                found.add(at)
                at = parents.get(at)
        return found

    return above


class Enterer:
    """`permissions.may_enter_for` of one person for many reports: trees and roles are looked up once."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._above = _ancestors_today()
        self._of_owner: dict[int, Callable[[int, int], bool]] = {}

    def may_enter(self, report: Submission) -> bool:
        assignment = report.assignment
        owner = assignment.round.template.regime.owner_id
        if owner not in self._of_owner:
            self._of_owner[owner] = entering(self._user, owner=owner, above=self._above)
        return self._of_owner[owner](assignment.responsible_id, assignment.recipient_id)


def codes_of(units: Iterable[int], round_: ReportingRound) -> dict[int, tuple[str, str]]:
    """Unit → (code, full name) on the last day of the round's period."""
    views = describe_units(units, on=round_.period.ends)
    return {unit: (view.code, view.full_name) for unit, view in views.items()}
