"""What the mail of a day says: one's own reports, those of units one asks, rounds that closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.calendars import period_named
from indicators.models import Assignment, ReportingRound
from indicators.periods import label_of
from indicators.queries import effective_due
from submissions.wording import moment_words, time_left
from units.models import User
from units.queries import UnitView, describe_units, in_order

ASKED, NEW, HOUR = "asked", "new", "hour-"
"""Kinds beside those of the daily reminder: somebody asked, a round is urgent, the hour of an urgent one."""
ABOVE, MISSED, CLOSED = "above", "missed", "closed"
"""In the daily mail too: a unit below is late; a round closed without one's unit; whom it missed."""
NAMED = 40
"""So many units of a round are named in a mail; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Due:
    """A duty to be reminded of, and why: before_3, before_1, due, late; above, missed, closed; asked; new;
    hour-14."""

    assignment: Assignment
    kind: str


def is_urgent(kind: str) -> bool:
    return kind == NEW or kind.startswith(HOUR)


def mail_of(user: User, duties: Sequence[Due], *, at: datetime, day: date, words: str) -> EmailMessage:
    names = describe_units(due.assignment.subject_id for due in duties)
    own = [due for due in duties if due.kind not in (ABOVE, MISSED, CLOSED)]
    body = [_("Kính gửi ông/bà %(name)s,") % {"name": user.full_name}]
    if own:
        is_new = all(due.kind == NEW for due in own)
        body += [
            _("Có yêu cầu báo cáo đột xuất cần gửi gấp:")
            if is_new
            else _("Các báo cáo sau của đơn vị chưa được gửi:"),
            "\n".join(_line(due, names[due.assignment.subject_id], at=at, day=day) for due in own),
        ]
    body += _sections(duties, names)
    if words:
        body.append(words)
    if own:
        body.append(_("Đề nghị ông/bà hoàn thành và gửi trên hệ thống Báo Cáo Số."))
    return EmailMessage(subject=_subject(duties), body="\n\n".join(body) + "\n", to=[user.email])


def _sections(duties: Sequence[Due], names: Mapping[int, UnitView]) -> list[str]:
    """What closed without one's unit, whom one's round missed, who is late with what one has asked."""
    said = {
        MISSED: _("Đợt báo cáo đã khóa mà đơn vị chưa gửi. Muốn gửi, đề nghị cơ quan yêu cầu mở lại đợt:"),
        CLOSED: _("Đợt báo cáo đã tự khóa; các đơn vị chưa gửi:"),
        ABOVE: _("Các đơn vị sau đã quá hạn gửi báo cáo cho cơ quan của ông/bà:"),
    }
    found = []
    for kind, heading in said.items():
        concerned = [due.assignment for due in duties if due.kind == kind]
        if concerned:
            found.append(heading + "\n" + "\n".join(_by_round(concerned, names, kind=kind)))
    return found


def _by_round(duties: Iterable[Assignment], names: Mapping[int, UnitView], *, kind: str) -> list[str]:
    rounds: dict[int, list[Assignment]] = {}
    for duty in duties:
        rounds.setdefault(duty.round_id, []).append(duty)
    lines = []
    for listed in rounds.values():
        round_ = listed[0].round
        units = in_order(names[duty.subject_id] for duty in listed)
        named = ", ".join(unit.full_name for unit in units[:NAMED])
        if len(units) > NAMED:
            named = _("%(names)s và %(more)d đơn vị khác") % {"names": named, "more": len(units) - NAMED}
        when = round_.closed_at if kind in (MISSED, CLOSED) else effective_due(listed[0])
        word = _("khóa %(at)s") if kind in (MISSED, CLOSED) else _("hạn %(at)s")
        lines.append(
            _("- %(form)s, %(when)s: %(count)d đơn vị: %(units)s")
            % {
                "form": form_words(round_),
                "when": word % {"at": moment_words(when or effective_due(listed[0]))},
                "count": len(units),
                "units": named,
            }
        )
    return lines


def form_words(round_: ReportingRound) -> str:
    """ "Hoạt động chăm sóc bà mẹ (4/BCH), 9 tháng năm 2026"."""
    label, params = label_of(period_named(round_.period_code))
    template = round_.template
    return f"{template.name} ({template.code}), {_(label) % params}"


def _subject(duties: Sequence[Due]) -> str:
    own = [due for due in duties if due.kind not in (ABOVE, MISSED, CLOSED)]
    if not own:
        units = len({due.assignment.subject_id for due in duties})
        return _("Báo Cáo Số: %(count)d đơn vị chưa gửi báo cáo") % {"count": units}
    if any(not is_urgent(due.kind) for due in own):
        return _("Báo Cáo Số: %(count)d báo cáo chưa gửi") % {"count": len(own)}
    first = min(own, key=lambda due: effective_due(due.assignment)).assignment
    return _("Báo cáo đột xuất, hạn %(due)s: %(form)s") % {
        "due": timezone.localtime(effective_due(first)).strftime("%H:%M %d/%m"),
        "form": first.round.template.name,
    }


def _line(reminded: Due, subject: UnitView, *, at: datetime, day: date) -> str:
    assignment = reminded.assignment
    due = timezone.localtime(effective_due(assignment))
    label, params = label_of(period_named(assignment.round.period_code))
    left = (due.date() - day).days
    if is_urgent(reminded.kind):
        when = time_left(due, at)
    elif left < 0:
        when = ngettext("quá hạn %(days)d ngày", "quá hạn %(days)d ngày", -left) % {"days": -left}
    elif left == 0:
        when = _("hết hạn hôm nay")
    else:
        when = ngettext("còn %(days)d ngày", "còn %(days)d ngày", left) % {"days": left}
    return _("- %(unit)s: %(form)s (%(code)s), %(period)s, hạn %(due)s (%(when)s)") % {
        "unit": subject.full_name,
        "form": assignment.round.template.name,
        "code": assignment.round.template.code,
        "period": _(label) % params,
        "due": due.strftime("%H:%M %d/%m/%Y"),
        "when": when,
    }
