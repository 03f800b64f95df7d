"""Repeated cells in words."""

from datetime import date

from django.utils.translation import gettext as _

from indicators.asked_once import How
from indicators.repeats import Place, Repeat
from units.queries import describe_units


def refusals(repeats: list[Repeat], *, on: date) -> list[dict[str, str]]:
    """A problem for each undecided cell: both places, both owners. Two queries."""
    owners = owner_names(repeats, on=on)
    sentence = _(
        "%(here)s hỏi “%(indicator)s” mà %(there)s đã hỏi cùng đơn vị, %(how)s. "
        "Hãy chọn dùng lại số đã có, hoặc vẫn hỏi và ghi lý do."
    )
    return [
        {
            "code": "asked_already",
            "cell": repeat.cell.address,
            "message": sentence
            % {
                "here": place_words(repeat.cell, owners),
                "there": place_words(repeat.other, owners),
                "indicator": repeat.point.indicator.name,
                "how": how_words(repeat),
            },
        }
        for repeat in repeats
    ]


def owner_names(repeats: list[Repeat], *, on: date) -> dict[int, str]:
    places = [place for repeat in repeats for place in (repeat.cell, repeat.other)]
    views = describe_units({place.regime.owner_id for place in places}, on=on)
    return {unit: view.full_name for unit, view in views.items()}


def place_words(place: Place, owners: dict[int, str]) -> str:
    return _("biểu %(form)s dòng “%(row)s” cột %(column)s (chế độ %(regime)s, %(owner)s)") % {
        "form": place.version.template.code,
        "row": place.row,
        "column": place.column,
        "regime": place.regime.code,
        "owner": owners.get(place.regime.owner_id, ""),
    }


def how_words(repeat: Repeat) -> str:
    """ "cộng từ các kỳ ngắn hơn, 4/4 kỳ trong năm"."""
    words = {
        How.SAME: _("cùng ngày"),
        How.SUM: _("cộng từ các kỳ ngắn hơn"),
        How.LAST: _("lấy số cuối kỳ"),
        How.FIRST: _("lấy số đầu kỳ"),
    }
    named = ", ".join(str(words[how]) for how in repeat.hows)
    return _("%(how)s, %(count)d/%(all)d kỳ trong năm") % {
        "how": named,
        "count": len(repeat.days),
        "all": repeat.of_periods,
    }
