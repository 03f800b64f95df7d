"""How templates say periods, times and statuses."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from indicators.answers import format_scaled
from submissions.models import Status
from submissions.wording import (
    BADGES,
    NOT_STARTED,
    late_words,
    moment_words,
    period_words,
    sent_words,
    short_period_words,
)

register = template.Library()

register.filter("period_words", period_words)
register.filter("short_period_words", short_period_words)
register.filter("sent_words", sent_words)
register.filter("late_words", late_words)


@register.filter
def status_badge(status: str, started: bool = True) -> SafeString:
    """The sign and the words of a status."""
    sign, words, look = BADGES[Status(status)]
    mark = ""
    if status == Status.DRAFT and not started:
        (sign, words, look), mark = NOT_STARTED, mark_safe(" data-not-started")
    return format_html(
        '<span class="badge-line {}"{}><span aria-hidden="true">{}</span> {}</span>', look, mark, sign, words
    )


@register.filter
def whole(value: int) -> str:
    """“1.234” for 1234."""
    return format_scaled(value, decimals=0)


@register.filter
def moment(value: datetime | str | None) -> str:
    """“10:32 20/11/2026” in local time; nothing for nothing."""
    return "" if not isinstance(value, datetime) else moment_words(value)


@register.filter
def day(value: date | datetime | str | None) -> str:
    """“20/11/2026” in local time; nothing for nothing."""
    if isinstance(value, datetime):
        value = localtime(value)
    return "" if not isinstance(value, date) else value.strftime("%d/%m/%Y")
