"""What saving a regime would give: its sentence, its next rounds, and what that does to open rounds."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.actions.define_regime import change_regime, define_regime
from indicators.coming_rounds import ComingRound, coming_rounds
from indicators.deadline_words import rule_sentence
from indicators.deadlines import rules_of
from indicators.models import Assignment, Regime, ReportingRound
from indicators.regime_definition import RegimeDefinition
from indicators.regime_words import regime_sentence
from units.models import User


@dataclass(slots=True)
class RegimePreview:
    sentence: str
    rounds: list[ComingRound]
    consequences: list[str] = field(default_factory=list)


def preview(regime: Regime, *, on: date) -> RegimePreview:
    """The sentence and the next rounds of a regime as it stands."""
    rules = [rule_sentence(scoped) for scoped in rules_of(regime)]
    return RegimePreview(regime_sentence(regime, rules), coming_rounds(regime, on=on))


def look_at(definition: RegimeDefinition, *, regime: Regime | None, by: User, at: datetime) -> RegimePreview:
    """What saving a definition would give: it is saved, looked at, and taken back."""
    with transaction.atomic():
        before = None if regime is None else Regime.objects.get(pk=regime.pk)
        if regime is None:
            made = define_regime(definition=definition, by=by, at=at)
        else:
            made = change_regime(regime=regime, definition=definition, by=by, at=at)
        found = preview(made, on=timezone.localdate(at))
        if before is not None:
            found.consequences = consequences(before, made)
        transaction.set_rollback(True)
    return found


def consequences(before: Regime, after: Regime) -> list[str]:
    """What a change does, and does not do, to rounds that are open."""
    open_rounds = ReportingRound.objects.filter(template__regime=before.pk, closed_at__isnull=True)
    count = open_rounds.count()
    if not count:
        return [_("Chế độ chưa có đợt nào đang mở; thay đổi có hiệu lực từ đợt mở tới.")]
    duties = Assignment.objects.filter(round__in=open_rounds, exempted_at__isnull=True).count()
    said = [
        ngettext(
            "%(count)d đợt đang mở (%(duties)d nhiệm vụ) không hỏi lại: vẫn hỏi các đơn vị cũ, hạn cũ. "
            "Đơn vị thêm hay bớt, hạn mới chỉ có từ đợt mở tới.",
            "%(count)d đợt đang mở (%(duties)d nhiệm vụ) không hỏi lại: vẫn hỏi các đơn vị cũ, hạn cũ. "
            "Đơn vị thêm hay bớt, hạn mới chỉ có từ đợt mở tới.",
            count,
        )
        % {"count": count, "duties": duties}
    ]
    if (before.sign_off, before.acceptance) != (after.sign_off, after.acceptance):
        said.append(
            _(
                "Cách ký và duyệt đổi ngay cho cả báo cáo đang mở. Báo cáo đang chờ ký vẫn phải ký, "
                "đang chờ duyệt vẫn phải có người duyệt."
            )
        )
    if after.ends_on is not None and after.ends_on != before.ends_on:
        words = _("Từ sau ngày %(day)s không mở đợt nào nữa; đợt đang mở vẫn nhận báo cáo cho đến khi khóa.")
        said.append(words % {"day": f"{after.ends_on:%d/%m/%Y}"})
    return said
