"""What is asked: indicators, breakdowns, and the data points they make."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models import Measure, Unit


def _adding_up_checks() -> list[models.BaseConstraint]:
    """The mixes that have no defined result (indicators.adding_up): the database refuses them too."""
    added, extremes = ("sum", "mean", "weighted_mean"), ("min", "max")
    refused = {
        "indicator_extreme_of_added": Q(over_units__in=added, over_time__in=extremes),
        "indicator_added_extreme": Q(over_units__in=extremes, over_time__in=added),
        "indicator_least_of_greatest": Q(over_units="min", over_time="max")
        | Q(over_units="max", over_time="min"),
        "indicator_ratio_added_over_time": Q(over_units="recomputed", over_time__in=added + extremes),
        "indicator_recomputed_without_parts": Q(
            over_units__in=("sum", "min", "max", "none"), over_time="recomputed"
        ),
        "indicator_carries_no_stock": Q(carries_forward=True) & ~Q(over_time="last"),
        "indicator_apportions_no_sum": ~Q(measure="") & ~Q(over_units="sum"),
        "indicator_multiplies_no_ratio": ~Q(multiplier=1) & ~Q(over_units="recomputed"),
        "indicator_multiplier_not_positive": Q(multiplier__lt=1),
    }
    return [models.CheckConstraint(condition=~wrong, name=name) for name, wrong in refused.items()]


class Indicator(models.Model):
    """A catalogue entry (chỉ tiêu báo cáo). `decimals` and the unit of measure freeze at the first figure.

    `over_units` and `over_time` are how it adds up (rule 1); `carries_forward`: a stock without a figure
    keeps its last one. `multiplier`: of a recomputed ratio (100 for per cent). `measure`: by what a figure
    of a divided unit is apportioned (rule 6); blank: never. `is_ad_hoc`: a line of one ad-hoc request, which
    the catalogue does not list.
    """

    class Direction(models.TextChoices):
        MORE = "more", _("càng nhiều càng tốt")
        LESS = "less", _("càng ít càng tốt")
        NEITHER = "neither", _("không có chiều")

    class OverUnits(models.TextChoices):
        SUM = "sum", _("cộng")
        MEAN = "mean", _("bình quân các đơn vị có số liệu")
        WEIGHTED_MEAN = "weighted_mean", _("bình quân gia quyền")
        MIN = "min", _("nhỏ nhất")
        MAX = "max", _("lớn nhất")
        RECOMPUTED = "recomputed", _("tính lại từ các thành phần")
        NONE = "none", _("không cộng")

    class OverTime(models.TextChoices):
        SUM = "sum", _("cộng (phát sinh)")
        FIRST = "first", _("lấy đầu kỳ")
        LAST = "last", _("lấy cuối kỳ (tồn)")
        MEAN = "mean", _("bình quân các kỳ")
        MIN = "min", _("nhỏ nhất")
        MAX = "max", _("lớn nhất")
        RECOMPUTED = "recomputed", _("tính lại từ các thành phần")
        NONE = "none", _("không cộng")

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    definition = models.TextField(blank=True)
    unit_of_measure = models.CharField(max_length=60)
    decimals = models.SmallIntegerField(default=0)
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.NEITHER)
    over_units = models.CharField(max_length=15, choices=OverUnits, default=OverUnits.SUM)
    over_time = models.CharField(max_length=15, choices=OverTime, default=OverTime.SUM)
    carries_forward = models.BooleanField(default=False)
    multiplier = models.IntegerField(default=1)
    measure = models.CharField(max_length=10, choices=Measure, blank=True)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    is_ad_hoc = models.BooleanField(default=False)
    since = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decimals__gte=0, decimals__lte=6), name="indicator_decimals_0_to_6"
            ),
            *_adding_up_checks(),
        ]

    def __str__(self) -> str:
        return self.code


class Breakdown(models.Model):
    """A canonical set of dimension = category, sorted, joined by ";", or the sentinel "total"."""

    TOTAL = "total"

    key = models.CharField(max_length=300, unique=True)

    def __str__(self) -> str:
        return self.key


class DataPoint(models.Model):
    """Indicator × breakdown: the identity of a number, stable across templates and versions.

    `weight`: of a weighted mean. `numerator` and `denominator`: of a ratio recomputed from its parts.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="data_points")
    breakdown = models.ForeignKey(Breakdown, on_delete=models.PROTECT, related_name="data_points")
    weight = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    numerator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    denominator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "breakdown"], name="data_point_stated_once"),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
                name="data_point_ratio_has_both_parts",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{part}__isnull": True}) | ~Q(**{part: F("id")}),
                    name=f"data_point_{part}_is_another",
                )
                for part in ("weight", "numerator", "denominator")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.breakdown_id}"
