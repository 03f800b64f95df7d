"""Who may do what with a report: the verbs of `units.permissions.VERBS`, held at the unit that fills it or at
the unit that checks it. When is another question: `transitions.py`.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Assignment, Regime, ReportingRound
from submissions.models import Delegation, HistoryLoad, Submission
from submissions.own_work import signs_own_in_vain, why_not_own
from submissions.signers import capacities_of, signers_of, why_not_signing
from submissions.transitions import BY_ANOTHER, PERMISSION_OF, Action, Permission, may_step
from units.errors import NotAllowed, NotWithinReach
from units.models import Placement, Role, User
from units.permissions import READS_EVERYTHING, VERBS, has_role, has_verb, may_manage_people, units_where
from units.queries import ancestors_of

ENTERING = frozenset({Role.CLERK.value, Role.HEAD.value, Role.REVIEWER.value, Role.OFFICER.value})
TREES = (Placement.Kind.ADMINISTRATIVE, Placement.Kind.VERTICAL)
"""By which a unit stands above another that it may enter for."""


def may(user: User, action: Action, submission: Submission) -> bool:
    """Whether the person's role allows the action on this report, in whatever status."""
    permission = PERMISSION_OF[action]
    if permission is Permission.ENTER:
        return may_enter_for(user, submission)
    assignment = submission.assignment
    unit = {
        Permission.REVIEW: assignment.recipient_id,
        Permission.DEFINE: assignment.round.template.regime.owner_id,
    }.get(permission, assignment.responsible_id)
    if permission is Permission.SIGN:
        return bool(capacities_of(user, unit)) and not _is_left_to_others(user, action, submission)
    return has_verb(user, permission.value, unit)


def _is_left_to_others(user: User, action: Action, submission: Submission) -> bool:
    return action in BY_ANOTHER and signs_own_in_vain(user, submission)


def may_enter_for(user: User, submission: Submission) -> bool:
    """`entering` for one report. At most a query a level."""
    assignment = submission.assignment

    def above(unit: int) -> set[int]:
        return {one for kind in TREES for one in ancestors_of(unit, on=timezone.localdate(), kind=kind)}

    enters = entering(user, owner=assignment.round.template.regime.owner_id, above=above)
    return enters(assignment.responsible_id, assignment.recipient_id)


def entering(
    user: User, *, owner: int, above: Callable[[int], AbstractSet[int]]
) -> Callable[[int, int], bool]:
    """(unit that fills, recipient) → whether the person may type what the unit, cut off, phoned in: the
    officer of the regime, who checks the report, and who works at a unit above the one that fills.
    """
    if has_verb(user, "define", owner):
        return lambda _filler, _recipient: True
    checking = units_reviewed_by(user)
    mine = units_where(user, ENTERING)

    def may_enter(filler: int, recipient: int) -> bool:
        others = mine - {filler}
        return recipient in checking or (bool(others) and not others.isdisjoint(above(filler)))

    return may_enter


def check_may(user: User | None, action: Action, submission: Submission) -> None:
    """NotAllowed unless the role allows it; None is the system, which accepts where the regime says so."""
    allowed = _system_may(action, submission) if user is None else may(user, action, submission)
    if not allowed:
        raise NotAllowed(_why_not(user, action, submission))


def check_not_own(user: User, action: Action, submission: Submission) -> None:
    """Once more on the locked report: somebody may have asked for the signature anew meanwhile."""
    if _is_left_to_others(user, action, submission):
        raise NotAllowed(why_not_own(user, submission.assignment.responsible_id))


def check_may_sign_as(user: User, capacity: str, submission: Submission) -> None:
    """NotAllowed in a capacity other than those given to whoever signs in the head's place."""
    given = capacities_of(user, submission.assignment.responsible_id)
    if capacity not in given:
        raise NotAllowed(
            _("Anh/chị được ủy quyền ký với tư cách %(given)s. Hãy chọn tư cách này khi ký.")
            % {"given": "., ".join(given)}
        )


def _system_may(action: Action, submission: Submission) -> bool:
    regime = submission.assignment.round.template.regime
    return action is Action.ACCEPT and regime.acceptance == Regime.Acceptance.AUTOMATIC


def _why_not(user: User | None, action: Action, submission: Submission) -> str:
    unit, permission = submission.assignment.responsible_id, PERMISSION_OF[action]
    if user is not None and capacities_of(user, unit) and _is_left_to_others(user, action, submission):
        return why_not_own(user, unit)
    if user is None or permission is not Permission.SIGN or not has_role(user, list(Role), unit):
        return _words(permission)
    return f"{_words(permission)} {why_not_signing(user, unit)}"


def _words(permission: Permission) -> str:
    match permission:
        case Permission.FILL:
            return _("Chỉ người lập báo cáo hoặc thủ trưởng của đơn vị báo cáo được làm việc này.")
        case Permission.SIGN:
            return _(
                "Chỉ thủ trưởng của đơn vị báo cáo hoặc người được ủy quyền được ký gửi, trả lại người lập."
            )
        case Permission.REVIEW:
            return _("Chỉ người duyệt số liệu của đơn vị nhận báo cáo được làm việc này.")
        case Permission.DEFINE:
            return _("Chỉ công chức phụ trách chế độ báo cáo được làm việc này.")
        case Permission.ENTER:
            return _(
                "Chỉ công chức phụ trách chế độ, đơn vị nhận báo cáo hoặc đơn vị cấp trên được nhập thay."
            )


def may_edit(user: User, submission: Submission) -> bool:
    """Whether this person may type into the cells now."""
    return may(user, Action.EDIT, submission) and may_step(submission, Action.EDIT)


def actions_open_to(user: User, submission: Submission) -> list[Action]:
    """What this person can do with the report now: which buttons are there."""
    return [action for action in Action if may_step(submission, action) and may(user, action, submission)]


def may_review(user: User, round_: ReportingRound) -> bool:
    """Whether the person checks reports of the round. One query."""
    return round_.assignments.filter(recipient__in=units_reviewed_by(user)).exists()


def units_reviewed_by(user: User) -> frozenset[int]:
    """The units whose incoming reports the person checks."""
    return units_where(user, [role for role, verbs in VERBS.items() if "review" in verbs])


def check_may_review(user: User, round_: ReportingRound) -> None:
    if not may_review(user, round_):
        raise NotAllowed(_words(Permission.REVIEW))


def may_remind(user: User, recipient_id: int) -> bool:
    return has_verb(user, "remind", recipient_id) or has_verb(user, "review", recipient_id)


def check_may_remind(user: User, recipient_id: int) -> None:
    if not may_remind(user, recipient_id):
        raise NotAllowed(_("Chỉ đơn vị nhận báo cáo được đôn đốc."))


def may_see_draft(user: User, submission: Submission) -> bool:
    """Whether cells not yet sent are this person's to see: its unit's own people, and who reads all."""
    return has_role(user, list(Role), submission.assignment.responsible_id) or has_role(
        user, READS_EVERYTHING
    )


def may_see_cells(user: User, submission: Submission) -> bool:
    """Others see what was sent, from the first sending."""
    return submission.sent_id is not None or may_see_draft(user, submission)


def check_may_see_cells(user: User, submission: Submission) -> None:
    if not may_see_cells(user, submission):
        raise NotWithinReach(_("Đơn vị chưa gửi báo cáo này."))


def may_see_history(user: User, regime: Regime) -> bool:
    """Who defines, reviews or signs at the agency that asks, and who reads everything."""
    held = ("define", "review", "sign")
    return any(has_verb(user, verb, regime.owner_id) for verb in held) or has_role(user, READS_EVERYTHING)


def may_approve_history(user: User, load: HistoryLoad) -> bool:
    """A second officer of the agency, or its head."""
    owner = load.template.regime.owner_id
    if has_verb(user, "sign", owner):
        return True
    return load.loaded_by_id != user.pk and has_verb(user, "define", owner)


def check_may_approve_history(user: User, load: HistoryLoad) -> None:
    if not may_approve_history(user, load):
        raise NotAllowed(
            _("Số liệu lịch sử do người thứ hai phụ trách chế độ, hoặc lãnh đạo cơ quan chủ trì, duyệt.")
        )


def may_let_sign(user: User, unit: int) -> bool:
    """Whether the person says who signs for the unit: its head, an administrator; while nobody of the unit
    can sign, who leads the level above that checks its reports."""
    if has_verb(user, "sign", unit) or may_manage_people(user):
        return True
    return leads_above(user, unit) and not signers_of(unit)


def check_may_let_sign(user: User, unit: int) -> None:
    if may_let_sign(user, unit):
        return
    if leads_above(user, unit):
        raise NotAllowed(
            _("Đơn vị đang có người ký được; việc ủy quyền do thủ trưởng của đơn vị hoặc quản trị làm.")
        )
    raise NotAllowed(
        _(
            "Chỉ thủ trưởng của đơn vị hoặc quản trị được ủy quyền ký; khi không ai của đơn vị ký được, "
            "lãnh đạo cấp trên nhận báo cáo chỉ định."
        )
    )


def leads_above(user: User, unit: int) -> bool:
    """Whether the person signs at a unit that checks reports of this one. At most one query."""
    led = units_where(user, [role for role, verbs in VERBS.items() if "sign" in verbs]) - {unit}
    return bool(led) and Assignment.objects.filter(responsible=unit, recipient__in=led).exists()


def check_may_see_signers(user: User, unit: int) -> None:
    """NotWithinReach but for the unit's own people, who leads the level above, and who reads everything."""
    if has_role(user, list(Role), unit) or has_role(user, READS_EVERYTHING) or leads_above(user, unit):
        return
    raise NotWithinReach(_("Không có đơn vị này trong phạm vi của anh/chị."))


def may_revoke(user: User, delegation: Delegation) -> bool:
    """Whoever may say who signs; and a superior what he or she has given."""
    return delegation.made_by_id == user.pk or may_let_sign(user, delegation.unit_id)


def check_may_revoke(user: User, delegation: Delegation) -> None:
    if not may_revoke(user, delegation):
        raise NotAllowed(_("Chỉ thủ trưởng của đơn vị, quản trị hoặc người đã ủy quyền được thu hồi."))
