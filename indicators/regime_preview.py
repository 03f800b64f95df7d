"""What saving a regime would give: its sentence, its next rounds, what changes, and what open rounds keep."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.actions.define_regime import as_told, change_regime, define_regime, differing
from indicators.closings import due_closings
from indicators.coming_rounds import (
    ComingRound,
    LateRounds,
    coming_rounds,
    has_published_form,
    late_rounds,
)
from indicators.deadline_words import rule_sentence
from indicators.deadlines import rules_of
from indicators.models import Assignment, Regime, ReportingRound
from indicators.regime_changes import change_lines, rule_change_lines
from indicators.regime_definition import RegimeDefinition
from indicators.regime_words import regime_sentence
from units.models import User


@dataclass(slots=True)
class RegimePreview:
    """`late`: rounds that would open at once, of periods that are over. `changes`: None of a new regime."""

    sentence: str
    rounds: list[ComingRound]
    late: LateRounds | None
    has_form: bool
    changes: list[str] | None = None
    consequences: list[str] = field(default_factory=list)


def look_at(definition: RegimeDefinition, *, regime: Regime | None, by: User, at: datetime) -> RegimePreview:
    """What saving a definition would give: it is saved, looked at, and taken back."""
    on = timezone.localdate(at)
    with transaction.atomic():
        if regime is None:
            found = preview(define_regime(definition=definition, by=by, at=at), on=on)
        else:
            before = Regime.objects.get(pk=regime.pk)
            told, rules = as_told(before), sentences_of(before)
            made = change_regime(regime=regime, definition=definition, by=by, at=at)
            found = preview(made, on=on)
            changed = differing(told, as_told(made))
            found.changes = change_lines(changed) + rule_change_lines(rules, sentences_of(made))
            found.consequences = consequences(before, made, at=at) if found.changes else []
        transaction.set_rollback(True)
    return found


def preview(regime: Regime, *, on: date) -> RegimePreview:
    """The sentence and the next rounds of a regime as it stands."""
    return RegimePreview(
        sentence=regime_sentence(regime, sentences_of(regime)),
        rounds=coming_rounds(regime, on=on),
        late=late_rounds(regime, on=on),
        has_form=has_published_form(regime),
    )


def sentences_of(regime: Regime) -> list[str]:
    """The deadline rules in force, in words."""
    return [rule_sentence(scoped) for scoped in rules_of(regime)]


def consequences(before: Regime, after: Regime, *, at: datetime) -> list[str]:
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
    if before.lets_others_enter != after.lets_others_enter:
        said.append(
            _("Các đợt đang mở cũng cho nhập thay đơn vị bị cô lập ngay từ bây giờ.")
            if after.lets_others_enter
            else _("Các đợt đang mở không cho nhập thay nữa; số đã nhập thay vẫn giữ.")
        )
    if before.closes_days_after != after.closes_days_after:
        said += _closing_words(after, at)
    if after.ends_on is not None and after.ends_on != before.ends_on:
        words = _("Kỳ kết thúc sau ngày %(day)s không mở đợt nữa; đợt đang mở vẫn nhận báo cáo đến khi khóa.")
        said.append(words % {"day": f"{after.ends_on:%d/%m/%Y}"})
    return said


def _closing_words(after: Regime, at: datetime) -> list[str]:
    """What becomes of open rounds when a regime says anew whether they close by themselves."""
    if after.closes_days_after is None:
        return [_("Các đợt đang mở không tự khóa nữa; khóa bằng tay khi cần.")]
    soon = len(due_closings(at=at, regime=after.pk))
    if not soon:
        return [_("Các đợt đang mở cũng tự khóa khi đến lúc.")]
    words = ngettext(
        "%(count)d đợt đang mở đã quá lúc đó nên tự khóa trong vòng một giờ sau khi lưu.",
        "%(count)d đợt đang mở đã quá lúc đó nên tự khóa trong vòng một giờ sau khi lưu.",
        soon,
    )
    return [words % {"count": soon}]
