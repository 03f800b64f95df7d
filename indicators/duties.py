"""Duties that an officer changes together: whether one may, and the locked rows."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.models import Assignment
from indicators.permissions import check_may_manage_regime
from units.errors import BadContent
from units.models import User
from units.vietnamese import clean_name

LONGEST_REASON = 300


def check_may_change(assignments: Sequence[Assignment], by: User | None) -> None:
    """BadContent when there is none; NotAllowed or NotWithinReach as for their regimes."""
    if not assignments:
        raise BadContent(_("Chưa chọn đơn vị nào."), code="nobody_chosen")
    for regime in {row.round.template.regime for row in assignments}:
        check_may_manage_regime(by, regime)


def locked(assignments: Sequence[Assignment]) -> list[Assignment]:
    """The rows as they are now, locked, in the order of their numbers."""
    keys = [row.pk for row in assignments]
    return list(Assignment.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def given_reason(text: str, *, missing: str) -> str:
    """The reason, tidied; BadContent with the sentence `missing` when there is none."""
    reason = clean_name(text)
    if not reason:
        raise BadContent(missing, code="reason_missing")
    if len(reason) > LONGEST_REASON:
        words = _("Lý do dài quá %(most)d ký tự. Hãy viết ngắn lại.") % {"most": LONGEST_REASON}
        raise BadContent(words, code="reason_too_long")
    return reason
