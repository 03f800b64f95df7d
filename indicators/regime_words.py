"""A regime in one sentence, as a decree would say it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from indicators.models import Regime
from indicators.periods import Frequency
from units.kinds import KINDS, kind_label
from units.queries import describe_units, in_order

FREQUENCIES = {
    Frequency.DAY: gettext_noop("hằng ngày"),
    Frequency.WEEK: gettext_noop("hằng tuần"),
    Frequency.TEN_DAYS: gettext_noop("10 ngày một lần"),
    Frequency.MONTH: gettext_noop("hằng tháng"),
    Frequency.QUARTER: gettext_noop("hằng quý"),
    Frequency.HALF: gettext_noop("6 tháng một lần"),
    Frequency.YEAR: gettext_noop("hằng năm"),
    Frequency.CUMULATIVE_MONTH: gettext_noop("hằng tháng, số lũy kế từ đầu năm"),
    Frequency.CUMULATIVE_QUARTER: gettext_noop("3, 6, 9 và 12 tháng, số lũy kế từ đầu năm"),
    Frequency.CUMULATIVE_HALF: gettext_noop("6 và 12 tháng, số lũy kế từ đầu năm"),
}
NAMED = 3


def regime_sentence(regime: Regime, deadlines: list[str]) -> str:
    """Who asks whom, how often, who fills, signs and accepts, by when, from when. Four queries."""
    parts = [
        _("%(owner)s hỏi %(whom)s %(often)s, theo lịch %(calendar)s")
        % {
            "owner": _named([regime.owner_id]),
            "whom": whom_words(regime),
            "often": frequency_words(regime.frequency),
            "calendar": regime.calendar.name[:1].lower() + regime.calendar.name[1:],
        },
        _fills(regime),
        _signs(regime),
        _by_when(deadlines),
        _from_when(regime),
    ]
    return "; ".join(part for part in parts if part) + "."


def frequency_words(frequency: str) -> str:
    known = {member.value: words for member, words in FREQUENCIES.items()}
    return _(known[frequency]) if frequency in known else frequency


def whom_words(regime: Regime) -> str:
    """ "mọi xã, phường trên địa bàn, trong nhóm “Ven biển”, trừ Xã A"."""
    named = list(regime.units.values_list("unit", "is_exempt"))
    exempt = [unit for unit, is_exempt in named if is_exempt]
    if regime.subject_scope == Regime.SubjectScope.LISTED:
        words = _named([unit for unit, is_exempt in named if not is_exempt])
    else:
        kinds = {kind.strip() for kind in regime.subject_kinds.split(",")}
        labels = ", ".join(kind_label(kind) for kind in KINDS if kind in kinds)
        within = (
            _("mọi %(kinds)s trực thuộc")
            if regime.subject_scope == Regime.SubjectScope.OWNER
            else _("mọi %(kinds)s trên địa bàn")
        )
        words = within % {"kinds": labels}
        if regime.subject_group is not None:
            words = _("%(words)s trong nhóm “%(group)s”") % {
                "words": words,
                "group": regime.subject_group.name,
            }
    return _("%(words)s, trừ %(units)s") % {"words": words, "units": _named(exempt)} if exempt else words


def _named(units: list[int]) -> str:
    views = in_order(describe_units(units[:200]).values())
    named = ", ".join(view.full_name for view in views[:NAMED])
    more = len(units) - NAMED
    return _("%(named)s và %(more)d đơn vị khác") % {"named": named, "more": more} if more > 0 else named


def _fills(regime: Regime) -> str:
    who = (
        _("mỗi đơn vị tự lập")
        if regime.filled_by_id is None
        else _("%(unit)s lập cho tất cả") % {"unit": _named([regime.filled_by_id])}
    )
    whole = _("số của mỗi đơn vị là toàn bộ địa bàn, gồm cả cấp dưới") if regime.speaks_for_whole else ""
    return ", ".join(part for part in (who, whole) if part)


def _signs(regime: Regime) -> str:
    signs = {
        Regime.SignOff.BEFORE.value: _("thủ trưởng ký rồi mới gửi"),
        Regime.SignOff.AFTER.value: _("gửi trước, thủ trưởng ký sau thì số liệu mới được duyệt"),
        Regime.SignOff.NONE.value: _("không cần ký"),
    }
    checks = _named([regime.checked_by_id or regime.owner_id])
    accepts = (
        _("số liệu được duyệt tự động")
        if regime.acceptance == Regime.Acceptance.AUTOMATIC
        else _("người duyệt số liệu của %(unit)s duyệt") % {"unit": checks}
    )
    others = _("cho phép nhập thay đơn vị bị cô lập") if regime.lets_others_enter else ""
    return ", ".join(part for part in (signs[regime.sign_off], accepts, others) if part)


def _by_when(deadlines: list[str]) -> str:
    return (
        _("hạn gửi: %(rules)s") % {"rules": "; ".join(deadlines)} if deadlines else _("chưa quy định hạn gửi")
    )


def _from_when(regime: Regime) -> str:
    words = {"from": f"{regime.starts_on:%d/%m/%Y}"}
    if regime.ends_on is None:
        return _("áp dụng từ ngày %(from)s") % words
    return _("áp dụng từ ngày %(from)s đến hết ngày %(to)s") % {**words, "to": f"{regime.ends_on:%d/%m/%Y}"}
