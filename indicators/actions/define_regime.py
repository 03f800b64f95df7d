"""A new regime, and a change of one: what it says from now on; rounds that are open are not asked anew."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.deadlines import rules_of
from indicators.models import Regime, RegimeUnit, ReportingRound
from indicators.permissions import check_may_define, check_may_manage_regime
from indicators.regime_definition import RegimeDefinition, checked
from indicators.subjects import askable_units
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict, wrong_field
from units.kinds import KINDS
from units.models import User

FROZEN = ("calendar", "frequency", "placement_kind", "speaks_for_whole", "code")
"""What stays once a round was opened: figures of the past are kept and added up by it."""


def define_regime(*, definition: RegimeDefinition, by: User, at: datetime) -> Regime:
    """The regime with its units and deadline rules; BadContent with a problem a field."""
    owner = definition.owner
    check_may_define(by, owner=owner.pk)
    said = checked(definition, askable=askable_units(owner, on=timezone.localdate(at)))
    with transaction.atomic():
        regime = _with_free_code(Regime(code=said.code, owner=owner, **said.fields()))
        _name_units(regime, said)
        set_deadline_rules(regime=regime, rules=said.rules, by=by, at=at)
        record_event(
            kind="regime.defined", by=by, at=at, subject=regime, unit=owner,
            data={"code": said.code, "name": said.name},
        )  # fmt: skip
    return regime


def change_regime(
    *, regime: Regime, definition: RegimeDefinition, by: User, at: datetime, seen: str | None = None
) -> Regime:
    """The regime as it is said now. Open rounds keep whom they asked and by when; signatures and acceptance
    follow at once. BadContent with a problem a field, also for what stays once a round was opened.

    `seen`: `standing_of` the regime the person changed; Conflict when it says something else by now.
    """
    check_may_manage_regime(by, regime)
    if regime.kind == Regime.Kind.AD_HOC:
        raise Conflict(_("Yêu cầu đột xuất không sửa được; hãy gửi yêu cầu mới."), code="ad_hoc_regime")
    said = checked(definition, askable=askable_units(regime.owner, on=timezone.localdate(at)))
    with transaction.atomic():
        regime = Regime.objects.select_for_update().get(pk=regime.pk)
        if seen is not None and seen != standing_of(regime):
            message = _("Chế độ vừa được người khác sửa. Hãy xem lại những gì sẽ đổi rồi mới lưu.")
            raise Conflict(message, code="changed_meanwhile")
        _check_frozen(regime, said)
        before = as_told(regime)
        for field, value in {"code": said.code, **said.fields()}.items():
            setattr(regime, field, value)
        _with_free_code(regime)
        RegimeUnit.objects.filter(regime=regime).delete()
        _name_units(regime, said)
        if set(_plain(said)) != set(_plain_rules(regime)):
            set_deadline_rules(regime=regime, rules=said.rules, by=by, at=at)
        changed = differing(before, as_told(regime))
        if changed:
            record_event(
                kind="regime.changed", by=by, at=at, subject=regime, unit=regime.owner_id,
                data={"code": regime.code, "changed": changed},
            )  # fmt: skip
    return regime


def standing_of(regime: Regime) -> str:
    """A word for all a regime says; another one after each change."""
    rules = [(str(rule), sorted(kinds), edition) for rule, kinds, edition in _plain_rules(regime)]
    said = json.dumps([as_told(regime), rules], default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def frozen_fields(regime: Regime) -> tuple[str, ...]:
    """What can no more be changed of a regime."""
    has_rounds = ReportingRound.objects.filter(template__regime=regime).exists()
    return FROZEN if has_rounds else ()


def _check_frozen(regime: Regime, said: RegimeDefinition) -> None:
    wanted = {**said.fields(), "code": said.code}
    differing = [name for name in frozen_fields(regime) if wanted[name] != getattr(regime, name)]
    if differing:
        message = _(
            "Chế độ đã có đợt báo cáo nên mục này không đổi được nữa: số liệu cũ được giữ và cộng theo nó. "
            "Cần khác đi thì lập chế độ mới."
        )
        problems = [{"code": "frozen", "field": name, "message": message} for name in differing]
        raise BadContent(message, code="frozen", problems=problems)


def _with_free_code(regime: Regime) -> Regime:
    """The row saved; BadContent at the code when another regime has it, also one of this very moment."""
    try:
        with transaction.atomic():
            regime.save()
    except IntegrityError as error:
        if not Regime.objects.filter(code=regime.code).exclude(pk=regime.pk).exists():
            raise
        message = _("Đã có chế độ mang mã %(code)s.") % {"code": regime.code}
        raise wrong_field("code", message, code="code_taken") from error
    return regime


def _name_units(regime: Regime, said: RegimeDefinition) -> None:
    listed = said.listed if said.subject_scope == Regime.SubjectScope.LISTED else ()
    named = dict.fromkeys(listed, False) | dict.fromkeys(said.exempt, True)
    RegimeUnit.objects.bulk_create(
        [RegimeUnit(regime=regime, unit_id=unit, is_exempt=is_exempt) for unit, is_exempt in named.items()],
        batch_size=1000,
    )


def _plain(said: RegimeDefinition) -> list[tuple[Any, ...]]:
    return [(scoped.rule, scoped.kinds, scoped.edition) for scoped in said.rules]


def _plain_rules(regime: Regime) -> list[tuple[Any, ...]]:
    return [(scoped.rule, scoped.kinds, scoped.edition) for scoped in rules_of(regime)]


_TOLD = (
    "code", "name", "kind", "legal_basis", "document_number", "document_date", "calendar_id", "frequency",
    "subject_scope", "subject_kinds", "subject_group_id", "filled_by_id", "checked_by_id", "speaks_for_whole",
    "placement_kind", "opens_days_before_end", "closes_days_after", "sign_off", "acceptance",
    "lets_others_enter", "starts_on", "ends_on",
)  # fmt: skip


def as_told(regime: Regime) -> dict[str, Any]:
    """What the log compares, but for the deadline rules, which have events of their own. Units by number."""
    named = RegimeUnit.objects.filter(regime=regime).order_by("unit").values_list("unit", "is_exempt")
    units = list(named)
    kinds = {kind.strip() for kind in regime.subject_kinds.split(",")}
    return {name: getattr(regime, name) for name in _TOLD} | {
        "subject_kinds": ",".join(kind for kind in KINDS if kind in kinds),
        "listed": [unit for unit, is_exempt in units if not is_exempt],
        "exempt": [unit for unit, is_exempt in units if is_exempt],
    }


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """field → [what it said, what it says], of the fields that say something else."""
    return {name: [before[name], value] for name, value in after.items() if before[name] != value}
