"""What a line or a cell may be bound to in the designer: entries alike, and where each is asked already."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.definitions import code_and_key, word_of
from indicators.designer_page import Chosen
from indicators.models import Indicator, TemplateCell
from indicators.queries import data_points_named
from indicators.recognition.subjects import TOTAL
from indicators.similar import Alike, find_alike
from units.errors import wrong_field

MOST = 5


@dataclass(frozen=True, slots=True)
class Bound:
    """A data point in words; `elsewhere`: codes of other forms that ask it."""

    point: str
    words: str
    elsewhere: tuple[str, ...]


def binding_choices(chosen: Chosen, *, asked: str) -> list[Alike]:
    """Entries like what was typed, or like the line's own words. At most four queries."""
    if chosen.what not in ("row", "cell") or not chosen.cells:
        return []
    assert chosen.row is not None
    return find_alike(asked or chosen.row.label, code=asked)[:MOST]


def point_words_of(points: Collection[str], *, form: str) -> list[Bound]:
    """In the order given; a point that is no more in the catalogue by its code. Two queries."""
    rows = {row.name: row for row in data_points_named(points).select_related("indicator")}
    asked: dict[int, list[str]] = {}
    elsewhere = TemplateCell.objects.filter(data_point__in=[row.pk for row in rows.values()])
    for point, code in (
        elsewhere.exclude(version__template__code=form)
        .order_by("version__template__code")
        .values_list("data_point", "version__template__code")
        .distinct()
    ):
        asked.setdefault(point, []).append(code)
    return [
        Bound(
            point.removesuffix(f"|{TOTAL}"),
            rows[point].indicator.name if point in rows else _("không có trong danh mục"),
            tuple(asked.get(rows[point].pk, ())) if point in rows else (),
        )
        for point in points
    ]


def bound_values(typed: str) -> dict[str, str]:
    """What a step says of cells bound to "BCH4.05" or "BCH4.05|gioi=nu": data point, decimals, unit.

    BadContent when the catalogue has none such.
    """
    word = typed.strip()
    code, key = code_and_key(word) if "|" in word else (word, TOTAL)
    row = data_points_named([word_of(code, key)]).select_related("indicator__unit_of_measure").first()
    if row is None or row.indicator.kind == Indicator.ValueKind.TEXT:
        raise wrong_field(
            "data_point",
            _(
                "Danh mục không có chỉ tiêu số “%(code)s”. "
                "Hãy tìm theo tên, hoặc để trống để lập mới khi ban hành."
            )
            % {"code": word[:120]},
        )
    return {
        "data_point": word_of(code, key),
        "decimals": str(row.indicator.decimals),
        "unit": row.indicator.unit_of_measure.name,
    }
