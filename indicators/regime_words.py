"""A regime in one sentence, as a decree would say it."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from indicators.calendar_words import calendar_name
from indicators.models import Regime
from indicators.periods import Frequency
from indicators.subjects import parent_of
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
_CALENDARS = {
    "year": gettext_noop("theo năm dương lịch"),
    "nd09": gettext_noop("số liệu chốt theo Nghị định 09/2019/NĐ-CP"),
    "school": gettext_noop("theo năm học"),
}
NAMED = 3


def regime_sentence(regime: Regime, deadlines: Sequence[str]) -> str:
    """ "Mọi xã, phường trên địa bàn tỉnh Hưng Yên lập báo cáo hằng quý (số liệu chốt theo Nghị định
    09/2019/NĐ-CP), thủ trưởng ký rồi gửi Sở Y tế duyệt số liệu; hạn gửi: …; áp dụng từ ngày …".

    Names are today's. Four queries.
    """
    listed, exempt = _named_units(regime)
    recipient = regime.checked_by_id or regime.owner_id
    parent = parent_of(regime.owner_id, on=timezone.localdate())
    parties = [recipient, regime.owner_id, regime.filled_by_id, parent]
    names = _Names([*listed, *exempt, *(unit for unit in parties if unit is not None)])
    whom = _whom(regime, names, listed, exempt, "" if parent is None else names.of([parent]))
    return "; ".join(
        [
            ", ".join([_fills(regime, names, whom), _sends(regime, names.of([recipient]))]),
            _by_when(deadlines),
            *_closes(regime),
            _from_when(regime),
        ]
    )


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


def _whom(regime: Regime, names: _Names, listed: list[int], exempt: list[int], within: str) -> str:
    """ "mọi xã, phường trên địa bàn tỉnh Hưng Yên trong nhóm “Ven biển” (trừ Xã A)"."""
    if regime.subject_scope == Regime.SubjectScope.LISTED:
        words = names.of(listed)
    else:
        words = whom_words(regime)
        if regime.subject_scope == Regime.SubjectScope.PROVINCE:
            # "Tỉnh Hưng Yên" within a sentence: "tỉnh Hưng Yên".
            words += " " + (within[:1].lower() + within[1:] if within else _("cả nước"))
        else:
            words = f"{words} {names.of([regime.owner_id])}"
        if regime.subject_group is not None:
            group = regime.subject_group.name
            words = _("%(words)s trong nhóm “%(group)s”") % {"words": words, "group": group}
    return _("%(words)s (trừ %(units)s)") % {"words": words, "units": names.of(exempt)} if exempt else words


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


def _fills(regime: Regime, names: _Names, whom: str) -> str:
    """ "Mọi xã trên địa bàn … lập báo cáo hằng quý (theo năm dương lịch)"."""
    often = _("%(often)s (%(calendar)s)") % {
        "often": frequency_words(regime.frequency),
        "calendar": _calendar_words(regime),
    }
    if regime.filled_by_id is None:
        words = _("%(whom)s lập báo cáo %(often)s") % {"whom": whom, "often": often}
    else:
        filler = names.of([regime.filled_by_id])
        words = _("%(filler)s lập báo cáo %(often)s thay cho %(whom)s") % {
            "filler": filler, "often": often, "whom": whom,
        }  # fmt: skip
    words = words[:1].upper() + words[1:]
    return _("%(words)s, số liệu gồm cả cấp dưới") % {"words": words} if regime.speaks_for_whole else words


def _calendar_words(regime: Regime) -> str:
    code = regime.calendar.code
    if code in _CALENDARS:
        return _(_CALENDARS[code])
    return _("theo lịch “%(name)s”") % {"name": calendar_name(regime.calendar)}


def _sends(regime: Regime, recipient: str) -> str:
    """ "thủ trưởng ký rồi gửi Sở Y tế duyệt số liệu"."""
    by_hand = regime.acceptance == Regime.Acceptance.PERSON
    said = {
        (Regime.SignOff.BEFORE.value, True): _("thủ trưởng ký rồi gửi %(to)s duyệt số liệu"),
        (Regime.SignOff.BEFORE.value, False): _(
            "thủ trưởng ký rồi gửi %(to)s, số liệu được duyệt tự động khi gửi"
        ),
        (Regime.SignOff.AFTER.value, True): _(
            "gửi ngay cho %(to)s, thủ trưởng ký sau thì số liệu mới được duyệt"
        ),
        (Regime.SignOff.AFTER.value, False): _(
            "gửi ngay cho %(to)s, thủ trưởng ký sau thì số liệu được duyệt tự động"
        ),
        (Regime.SignOff.NONE.value, True): _("gửi %(to)s duyệt số liệu, không cần ký"),
        (Regime.SignOff.NONE.value, False): _("gửi %(to)s, không cần ký và số liệu được duyệt tự động"),
    }
    words = said[regime.sign_off, by_hand] % {"to": recipient}
    if regime.lets_others_enter:
        return _("%(words)s, đơn vị bị cô lập thì được nhập thay") % {"words": words}
    return words


def _by_when(deadlines: Sequence[str]) -> str:
    if not deadlines:
        return _("chưa quy định hạn gửi")
    return _("hạn gửi: %(rules)s") % {"rules": "; ".join(deadlines)}


def _closes(regime: Regime) -> list[str]:
    """ "đợt tự khóa 3 ngày sau hạn gửi", where it does."""
    if regime.closes_days_after is None:
        return []
    if not regime.closes_days_after:
        return [_("đến hạn gửi thì đợt tự khóa")]
    words = ngettext(
        "đợt tự khóa %(days)d ngày sau hạn gửi",
        "đợt tự khóa %(days)d ngày sau hạn gửi",
        regime.closes_days_after,
    )
    return [words % {"days": regime.closes_days_after}]


def _from_when(regime: Regime) -> str:
    words = {"from": f"{regime.starts_on:%d/%m/%Y}"}
    if regime.ends_on is None:
        return _("áp dụng từ ngày %(from)s.") % words
    return _("áp dụng từ ngày %(from)s đến hết ngày %(to)s.") % {
        **words, "to": f"{regime.ends_on:%d/%m/%Y}",
    }  # fmt: skip
