"""What a regime will do: its next rounds, and what a change of it does to rounds that are open."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.actions.define_regime import change_regime, define_regime
from indicators.actions.open_due_rounds import editions_of, opens_on
from indicators.calendars import calendar_named
from indicators.deadline_words import due_words, rule_sentence
from indicators.deadlines import days_off, deadlines_of, rules_of
from indicators.models import Assignment, Edition, Regime, ReportingRound
from indicators.openings import Asking, asking
from indicators.periods import Frequency, PeriodSpan, code_of, label_of, spans
from indicators.regime_definition import RegimeDefinition
from indicators.regime_words import regime_sentence
from units.errors import BadContent
from units.models import User

NEXT = 3


@dataclass(frozen=True, slots=True)
class NextRound:
    """`problem`: why it could not open (no deadline for some units), instead of `asking`."""

    code: str
    name: str
    edition: str
    span: PeriodSpan
    opens: date
    asking: Asking | None
    due: list[str]
    problem: str


@dataclass(slots=True)
class RegimePreview:
    sentence: str
    rounds: list[NextRound]
    consequences: list[str] = field(default_factory=list)


def preview(regime: Regime, *, on: date) -> RegimePreview:
    """The sentence and the next rounds of a regime as it stands."""
    rules = [rule_sentence(scoped) for scoped in rules_of(regime)]
    return RegimePreview(regime_sentence(regime, rules), list(islice(_next(regime, on=on), NEXT)))


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


def _next(regime: Regime, *, on: date) -> "list[NextRound]":
    rules, days = rules_of(regime), days_off()
    cut, frequency = calendar_named(regime.calendar.code), Frequency(regime.frequency)
    last = on + timedelta(days=1200)
    if regime.ends_on is not None:
        last = min(last, regime.ends_on)
    first = max(on - timedelta(days=60), regime.starts_on)
    there = set(
        ReportingRound.objects.filter(template__regime=regime).values_list(
            "period__starts", "period__ends", "edition"
        )
    )
    found: list[NextRound] = []
    for span in spans(cut, frequency, first, last) if first <= last else ():
        for edition in editions_of(rules):
            opens = opens_on(regime, span, edition, rules, days)
            if (span.starts, span.ends, edition) not in there and (opens >= on or span.ends >= on):
                found.append(_round(regime, span, edition, opens))
        if len(found) >= NEXT:
            break
    return sorted(found, key=lambda one: one.opens)


def _round(regime: Regime, span: PeriodSpan, edition: int, opens: date) -> NextRound:
    msgid, params = label_of(span)
    asked, due, problem = None, [], ""
    try:
        asked = asking(regime, span, edition=edition, on=max(opens, timezone.localdate()))
        kinds = {view.kind for view in asked.subjects}
        deadlines = deadlines_of(regime, span, edition=edition)
        due = [due_words(deadlines.of(kind)) for kind in sorted(kinds)]
    except BadContent as error:
        problem = error.messages[0]
    edition_words = "" if edition == Edition.OFFICIAL else str(Edition(edition).label)
    return NextRound(
        code_of(span), _(msgid) % params, edition_words, span, opens, asked, list(dict.fromkeys(due)), problem
    )
