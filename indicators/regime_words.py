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
    """Who asks whom, how often, who fills, signs and accepts, by when, from when. Three queries."""
    listed, exempt = _named_units(regime)
    parties = [regime.owner_id, regime.filled_by_id, regime.checked_by_id]
    names = _Names([*listed, *exempt, *(unit for unit in parties if unit is not None)])
    calendar = regime.calendar.name[:1].lower() + regime.calendar.name[1:]
    parts = [
        _("%(owner)s hỏi %(whom)s %(often)s, theo lịch %(calendar)s")
        % {
            "owner": names.of([regime.owner_id]),
            "whom": _whom(regime, names, listed, exempt),
            "often": frequency_words(regime.frequency),
            "calendar": calendar,
        },
        _fills(regime, names),
        _signs(regime, names),
        _by_when(deadlines),
        _from_when(regime),
    ]
    return "; ".join(part for part in parts if part) + "."


def frequency_words(frequency: str) -> str:
    known = {member.value: words for member, words in FREQUENCIES.items()}
    return _(known[frequency]) if frequency in known else frequency


class _Names:
    """Units by name; described once."""

    def __init__(self, units: list[int]) -> None:
        self._views = describe_units(units)

    def of(self, units: list[int]) -> str:
        """ "Xã A, Xã B, Xã C và 5 đơn vị khác"."""
        views = in_order(self._views[unit] for unit in units if unit in self._views)
        named = ", ".join(view.full_name for view in views[:NAMED])
        more = len(views) - NAMED
        words = _("%(named)s và %(more)d đơn vị khác")
        return words % {"named": named, "more": more} if more > 0 else named


def _named_units(regime: Regime) -> tuple[list[int], list[int]]:
    """(listed, exempt)."""
    named = list(regime.units.values_list("unit", "is_exempt"))
    return [unit for unit, is_exempt in named if not is_exempt], [unit for unit, out in named if out]


def _whom(regime: Regime, names: _Names, listed: list[int], exempt: list[int]) -> str:
    """ "mọi xã, phường trên địa bàn, trong nhóm “Ven biển”, trừ Xã A"."""
    if regime.subject_scope == Regime.SubjectScope.LISTED:
        words = names.of(listed)
    else:
        words = whom_words(regime)
        if regime.subject_group is not None:
            words = _("%(words)s trong nhóm “%(group)s”") % {
                "words": words,
                "group": regime.subject_group.name,
            }
    return _("%(words)s, trừ %(units)s") % {"words": words, "units": names.of(exempt)} if exempt else words


def whom_words(regime: Regime) -> str:
    """ "mọi xã, phường trên địa bàn", without names of units. No query."""
    if regime.subject_scope == Regime.SubjectScope.LISTED:
        return _("các đơn vị theo danh sách")
    kinds = {kind.strip() for kind in regime.subject_kinds.split(",")}
    labels = ", ".join(kind_label(kind) for kind in KINDS if kind in kinds)
    within = (
        _("mọi %(kinds)s trực thuộc")
        if regime.subject_scope == Regime.SubjectScope.OWNER
        else _("mọi %(kinds)s trên địa bàn")
    )
    return within % {"kinds": labels}


def _fills(regime: Regime, names: _Names) -> str:
    who = (
        _("mỗi đơn vị tự lập")
        if regime.filled_by_id is None
        else _("%(unit)s lập cho tất cả") % {"unit": names.of([regime.filled_by_id])}
    )
    whole = _("số của mỗi đơn vị là toàn bộ địa bàn, gồm cả cấp dưới") if regime.speaks_for_whole else ""
    return ", ".join(part for part in (who, whole) if part)


def signing_words(regime: Regime) -> str:
    signs = {
        Regime.SignOff.BEFORE.value: _("thủ trưởng ký rồi mới gửi"),
        Regime.SignOff.AFTER.value: _("gửi trước, thủ trưởng ký sau thì số liệu mới được duyệt"),
        Regime.SignOff.NONE.value: _("không cần ký"),
    }
    return signs[regime.sign_off]


def _signs(regime: Regime, names: _Names) -> str:
    checks = names.of([regime.checked_by_id or regime.owner_id])
    accepts = (
        _("số liệu được duyệt tự động")
        if regime.acceptance == Regime.Acceptance.AUTOMATIC
        else _("người duyệt số liệu của %(unit)s duyệt") % {"unit": checks}
    )
    others = _("cho phép nhập thay đơn vị bị cô lập") if regime.lets_others_enter else ""
    return ", ".join(part for part in (signing_words(regime), accepts, others) if part)


def _by_when(deadlines: list[str]) -> str:
    return (
        _("hạn gửi: %(rules)s") % {"rules": "; ".join(deadlines)} if deadlines else _("chưa quy định hạn gửi")
    )


def _from_when(regime: Regime) -> str:
    words = {"from": f"{regime.starts_on:%d/%m/%Y}"}
    if regime.ends_on is None:
        return _("áp dụng từ ngày %(from)s") % words
    return _("áp dụng từ ngày %(from)s đến hết ngày %(to)s") % {**words, "to": f"{regime.ends_on:%d/%m/%Y}"}
