"""Who may change what is asked: officers of the agency that owns the regime.

`check_may_x()` raises, `may_x()` answers.
"""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Regime, Template, TemplateDraft
from indicators.stewards import is_steward
from units.errors import NotAllowed, NotWithinReach
from units.models import Role, Unit, User
from units.permissions import VERBS, has_verb, memberships_of, units_where
from units.queries import ancestors_of, describe_units
from units.reach import reachable_unit_ids


def may_manage_regime(user: User | None, regime: Regime) -> bool:
    """Publish forms, open rounds, extend and exempt; the system (None) may."""
    return user is None or has_verb(user, "define", regime.owner_id)


def check_may_manage_regime(user: User | None, regime: Regime) -> None:
    """NotWithinReach or NotAllowed unless `may_manage_regime`."""
    if may_manage_regime(user, regime):
        return
    if user is not None and regime.owner_id not in reachable_unit_ids(user):
        raise NotWithinReach
    raise NotAllowed(_("Chỉ công chức phụ trách chế độ báo cáo của cơ quan ban hành mới làm được việc này."))


def managed_template(user: User, template_id: int) -> Template:
    """A form whose regime the person manages; NotWithinReach or NotAllowed else."""
    found = Template.objects.select_related("regime").filter(pk=template_id).first()
    if found is None:
        raise NotWithinReach(_("Không có biểu mẫu này."))
    check_may_manage_regime(user, found.regime)
    return found


def may_settle(user: User | None, regime: Regime) -> bool:
    """Decide what its forms ask twice: officers of its owner, and of the steward of the catalogue."""
    return may_manage_regime(user, regime) or (user is not None and is_steward(user))


def check_may_settle(user: User | None, regime: Regime) -> None:
    """NotWithinReach or NotAllowed unless `may_settle`."""
    if not may_settle(user, regime):
        check_may_manage_regime(user, regime)


def may_name_source(user: User | None, *, owners: Collection[int]) -> bool:
    """Say whose answers count where several regimes ask: officers of the steward, and of the agencies that
    own all the indicators; the system (None) may."""
    if user is None or is_steward(user):
        return True
    return bool(owners) and all(has_verb(user, "define", owner) for owner in owners)


def check_may_name_source(user: User | None, *, owners: Collection[int]) -> None:
    """NotAllowed unless `may_name_source`."""
    if not may_name_source(user, owners=owners):
        raise NotAllowed(
            _("Chỉ chủ trì danh mục, hoặc công chức của cơ quan chủ trì chỉ tiêu, mới định được nguồn chính.")
        )


def check_may_approve(user: User | None) -> None:
    """NotAllowed unless the person is an officer of the steward; the system (None) may."""
    if user is not None and not is_steward(user):
        raise NotAllowed(_("Chỉ chủ trì danh mục mới duyệt chế độ báo cáo trước khi dùng."))


def may_name_steward(user: User | None) -> bool:
    return user is None or has_verb(user, "manage_units")


def check_may_name_steward(user: User | None) -> None:
    """NotAllowed unless an administrator; the system (None) may."""
    if not may_name_steward(user):
        raise NotAllowed(_("Chỉ người quản trị mới chọn chủ trì danh mục."))


def may_review_regime(user: User | None, regime: Regime) -> bool:
    """Keep or suspend it in the yearly review: as `may_settle`, and officers of the units above its owner."""
    if may_settle(user, regime):
        return True
    above = ancestors_of(regime.owner_id, on=timezone.localdate())
    return any(has_verb(user, "define", unit) for unit in above) if user is not None else True


def check_may_review_regime(user: User | None, regime: Regime) -> None:
    """NotWithinReach or NotAllowed unless `may_review_regime`."""
    if may_review_regime(user, regime):
        return
    if user is not None and regime.owner_id not in reachable_unit_ids(user):
        raise NotWithinReach
    raise NotAllowed(
        _("Chỉ công chức phụ trách chế độ của cơ quan ban hành hoặc cơ quan cấp trên mới rà soát được.")
    )


def may_manage_calendar(user: User | None) -> bool:
    """Days off are kept by administrators; the system (None) may."""
    return user is None or has_verb(user, "manage_units")


def check_may_manage_calendar(user: User | None) -> None:
    """NotAllowed unless `may_manage_calendar`."""
    if not may_manage_calendar(user):
        raise NotAllowed(_("Chỉ người quản trị mới sửa được lịch nghỉ."))


def may_define_calendar(user: User | None, *, owner: int | None = None) -> bool:
    """Define a calendar as an officer of an agency (of any, where none is said), or as an administrator."""
    return user is None or has_verb(user, "define", owner) or has_verb(user, "manage_units")


def check_may_define_calendar(user: User | None, *, owner: int | None = None) -> None:
    """NotAllowed unless `may_define_calendar`."""
    if not may_define_calendar(user, owner=owner):
        raise NotAllowed(
            _("Chỉ quản trị và công chức phụ trách chế độ báo cáo của cơ quan lập lịch mới sửa được lịch.")
        )


def calendar_owner_for(user: User) -> Unit:
    """The agency a new calendar is of: where the person is an officer, else where an administrator."""
    held = memberships_of(user)
    ranked = [one for role in (Role.OFFICER, Role.ADMINISTRATOR) for one in held if one.role == role]
    if not ranked:
        raise NotAllowed(_("Chỉ quản trị và công chức phụ trách chế độ báo cáo mới lập được lịch."))
    return ranked[0].unit


def may_define(user: User | None, *, owner: int) -> bool:
    """Add to and change the catalogue of an agency; the system (None) may."""
    return user is None or has_verb(user, "define", owner)


def check_may_define(user: User | None, *, owner: int) -> None:
    """NotWithinReach or NotAllowed unless `may_define`."""
    if may_define(user, owner=owner):
        return
    if user is not None and owner not in reachable_unit_ids(user):
        raise NotWithinReach
    raise NotAllowed(_("Chỉ công chức phụ trách chế độ báo cáo của cơ quan chủ trì mới sửa được chỉ tiêu."))


def may_work_on(user: User | None, draft: TemplateDraft) -> bool:
    """Go on with a form that came in: officers of the agency it is for; the system (None) may."""
    return user is None or (draft.owner_id is not None and has_verb(user, "define", draft.owner_id))


def check_may_work_on(user: User | None, draft: TemplateDraft) -> None:
    """NotWithinReach unless `may_work_on`: nobody else sees a draft."""
    if not may_work_on(user, draft):
        raise NotWithinReach(_("Không có bản nhập này."))


def may_keep_lists(user: User | None) -> bool:
    """Add to the lists all agencies share (units of measure, breakdowns); the system (None) may."""
    return user is None or has_verb(user, "define")


def check_may_keep_lists(user: User | None) -> None:
    """NotAllowed unless `may_keep_lists`."""
    if not may_keep_lists(user):
        raise NotAllowed(_("Chỉ công chức phụ trách chế độ báo cáo mới sửa được danh mục dùng chung."))


def check_may_change_list(user: User | None, *, owners: Collection[int]) -> None:
    """NotAllowed when indicators of agencies the person does not work for use it."""
    others = [owner for owner in owners if not may_define(user, owner=owner)]
    if others:
        names = ", ".join(str(view) for view in describe_units(others).values())
        raise NotAllowed(
            _("Chỉ tiêu của cơ quan khác đang dùng (%(owners)s). Hãy đề nghị cơ quan đó sửa, hoặc lập mới.")
            % {"owners": names}
        )


def agencies_of(user: User) -> list[Unit]:
    """The agencies where a person is the officer of what is asked; NotAllowed when there is none."""
    held = units_where(user, [role for role, verbs in VERBS.items() if "define" in verbs])
    if not held:
        raise NotAllowed(_("Chỉ công chức phụ trách chế độ báo cáo mới làm được việc này."))
    return list(Unit.objects.filter(pk__in=held).order_by("pk"))
