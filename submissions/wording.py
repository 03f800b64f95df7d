"""Periods, due times and statuses in the words pages use."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.calendars import period_named
from indicators.periods import PeriodError, label_of, short_label_of
from submissions.conditions import signature_of
from submissions.models import Revision, Status

# status → (sign, words, class of the badge). Colour only repeats what sign and words say.
BADGES = {
    Status.DRAFT: ("◐", gettext_lazy("đang nhập"), ""),
    Status.AWAITING_SIGN_OFF: ("✒", gettext_lazy("chờ ký"), "active"),
    Status.SUBMITTED: ("➤", gettext_lazy("đã gửi, chờ duyệt"), "active"),
    Status.RETURNED: ("✎", gettext_lazy("bị trả lại để sửa"), "warning"),
    Status.ACCEPTED: ("✓", gettext_lazy("đã duyệt số liệu"), "accepted"),
    Status.CORRECTING: ("✎", gettext_lazy("đang đính chính"), "warning"),
}
NOT_STARTED = ("○", gettext_lazy("chưa bắt đầu"), "")


def period_words(code: str) -> str:
    """“9 tháng năm 2026” for "2026-9M"; an ad-hoc round's own code as it is."""
    try:
        msgid, params = label_of(period_named(code))
    except PeriodError:
        return code
    return _(msgid) % params


def short_period_words(code: str) -> str:
    """“9 tháng/2026” for "2026-9M", for lists."""
    try:
        msgid, params = short_label_of(period_named(code))
    except PeriodError:
        return code
    return _(msgid) % params


def time_left(due: datetime, now: datetime) -> str:
    """“còn 1 ngày 06:30”, “còn 12 ngày”, “quá hạn 2 ngày”, “quá hạn 03:10”."""
    if now > due:
        late = now - due
        if late < timedelta(days=1):
            return _("quá hạn %(hours)s") % {"hours": _hours(late)}
        return ngettext("quá hạn %(days)s ngày", "quá hạn %(days)s ngày", late.days) % {"days": late.days}
    left = due - now
    if left < timedelta(days=1):
        return _("còn %(hours)s") % {"hours": _hours(left)}
    if left < timedelta(days=3):
        return ngettext("còn %(days)s ngày %(hours)s", "còn %(days)s ngày %(hours)s", left.days) % {
            "days": left.days,
            "hours": _hours(left),
        }
    return ngettext("còn %(days)s ngày", "còn %(days)s ngày", left.days) % {"days": left.days}


def sent_words(revision: Revision) -> str:
    """Who sent a revision when, and whether it is signed: before the sending, after it, or by nobody."""
    names = {
        "n": revision.number,
        "by": revision.signed_by.full_name,
        "at": moment_words(revision.sent_at),
    }
    if revision.was_told:
        return _("Bản gửi lần %(n)d: %(by)s nhập thay lúc %(at)s, theo lời %(who)s (%(how)s)") % {
            **names,
            "who": revision.told_by,
            "how": revision.get_told_how_display(),
        }
    if revision.signed_as and revision.is_by_one_person:
        return _("Bản gửi lần %(n)d: %(by)s vừa lập biểu vừa ký, gửi lúc %(at)s") % names
    if revision.signed_as:
        return _("Bản gửi lần %(n)d: %(by)s ký và gửi lúc %(at)s") % names
    signature = signature_of(revision)
    if signature is None:
        return _("Bản gửi lần %(n)d: %(by)s gửi lúc %(at)s") % names
    names |= {"signer": signature.signed_by.full_name, "signed": moment_words(signature.signed_at)}
    if revision.is_by_one_person:
        return _("Bản gửi lần %(n)d: %(by)s gửi lúc %(at)s, tự ký lúc %(signed)s") % names
    return _("Bản gửi lần %(n)d: %(by)s gửi lúc %(at)s; %(signer)s ký lúc %(signed)s") % names


def late_words(revision: Revision, due: datetime) -> str:
    """How what was sent is late: already when sign-off was asked for, or only when it was signed and sent."""
    if not revision.is_late:
        return ""
    if not revision.signed_as:
        return _("gửi muộn")
    if revision.prepared_at <= due:
        return _("ký gửi muộn, trình ký đúng hạn lúc %(at)s") % {"at": moment_words(revision.prepared_at)}
    return _("muộn từ khi trình ký lúc %(at)s") % {"at": moment_words(revision.prepared_at)}


def moment_words(value: datetime) -> str:
    """“10:32 20/11/2026” in local time."""
    return localtime(value).strftime("%H:%M %d/%m/%Y")


def saved_words(saved_at: datetime | None, now: datetime) -> str:
    """“đã lưu lúc 10:32”; with the day when that was not today."""
    return _when(saved_at, now, _("đã lưu lúc %(time)s"), _("đã lưu lúc %(time)s ngày %(day)s"))


def reached_words(saved_at: datetime | None, now: datetime) -> str:
    """The same as the person at the form is told it: “đã gửi về máy chủ lúc 10:32”."""
    other_day = _("đã gửi về máy chủ lúc %(time)s ngày %(day)s")
    return _when(saved_at, now, _("đã gửi về máy chủ lúc %(time)s"), other_day)


def _when(at: datetime | None, now: datetime, today: str, other_day: str) -> str:
    if at is None:
        return ""
    local = localtime(at)
    words = today if local.date() == localtime(now).date() else other_day
    return words % {"time": local.strftime("%H:%M"), "day": local.strftime("%d/%m/%Y")}


def _hours(span: timedelta) -> str:
    minutes = int(span.total_seconds()) % 86400 // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
