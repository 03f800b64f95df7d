"""What is asked: indicators, how they add up, and the data points they make."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.definitions import ADDS_UP_SO, WHOLE
from indicators.models.breakdown import Breakdown, Dimension
from indicators.models.measure import LARGEST, UnitOfMeasure
from units.models import Measure, Unit

BOUND = 10**14


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
        **{
            f"indicator_{kind.value}_adds_up_otherwise": Q(kind=kind.value)
            & (~Q(over_units__in=sorted(over_units)) | ~Q(over_time__in=sorted(over_time)))
            for kind, (over_units, over_time, _reason) in ADDS_UP_SO.items()
        },
    }
    return [models.CheckConstraint(condition=~wrong, name=name) for name, wrong in refused.items()]


def _value_checks() -> list[models.BaseConstraint]:
    whole = sorted(kind.value for kind in WHOLE)
    in_bounds = [
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": -BOUND, f"{end}__lte": BOUND})
        for end in ("lowest", "highest")
    ]
    held = {
        "indicator_decimals_0_to_6": Q(decimals__gte=0, decimals__lte=6),
        "indicator_decimals_of_a_number": ~Q(kind__in=whole) | Q(decimals=0),
        "indicator_range_of_a_number": ~Q(kind__in=whole) | Q(lowest__isnull=True, highest__isnull=True),
        "indicator_range_in_order": Q(lowest__isnull=True)
        | Q(highest__isnull=True)
        | Q(highest__gte=F("lowest")),
        "indicator_range_in_bounds": in_bounds[0] & in_bounds[1],
        "indicator_dates_in_order": Q(valid_from__isnull=True)
        | Q(valid_to__isnull=True)
        | Q(valid_to__gte=F("valid_from")),
        "indicator_code_names_one": ~Q(code__contains="|")
        & (~Q(code__contains="/") | Q(is_ad_hoc=True))
        & ~Q(code=""),
        "indicator_succeeds_another": Q(predecessor__isnull=True) | ~Q(predecessor=F("id")),
        "indicator_factor_of_a_successor": Q(predecessor__isnull=False)
        | Q(factor_numerator=1, factor_denominator=1),
        "indicator_factor_positive": Q(
            factor_numerator__gte=1,
            factor_numerator__lte=LARGEST,
            factor_denominator__gte=1,
            factor_denominator__lte=LARGEST,
        ),
    }
    return [models.CheckConstraint(condition=right, name=name) for name, right in held.items()]


class Indicator(models.Model):
    """A catalogue entry (chỉ tiêu báo cáo). `decimals` and the unit of measure freeze at the first figure.

    `over_units` and `over_time` are how it adds up (rule 1); `carries_forward`: a stock without a figure
    keeps its last one. `multiplier`: of a recomputed ratio (100 for per cent). `measure`: by what a figure
    of a divided unit is apportioned (rule 6); blank: never. `lowest` and `highest` are scaled by
    10^decimals. A value of the predecessor × factor is a value of this one. In force from – to, both days
    included, open is NULL. `since`: the event that gave it the wording it has (`IndicatorVersion`).
    `is_ad_hoc`: a line of one ad-hoc request, which the catalogue does not list.
    """

    class ValueKind(models.TextChoices):
        COUNT = "count", _("số đếm")
        AMOUNT = "amount", _("số lượng, giá trị")
        PERCENTAGE = "percentage", _("tỷ lệ phần trăm")
        MEAN = "mean", _("số bình quân")
        INDEX = "index", _("chỉ số tổng hợp")
        YES_NO = "yes_no", _("có/không")
        CHOICE = "choice", _("chọn trong danh sách")
        TEXT = "text", _("chữ")

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
    legal_source = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=12, choices=ValueKind, default=ValueKind.COUNT)
    unit_of_measure = models.ForeignKey(
        UnitOfMeasure, on_delete=models.PROTECT, to_field="code", related_name="indicators"
    )
    decimals = models.SmallIntegerField(default=0)
    lowest = models.BigIntegerField(null=True, blank=True)
    highest = models.BigIntegerField(null=True, blank=True)
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.NEITHER)
    over_units = models.CharField(max_length=15, choices=OverUnits, default=OverUnits.SUM)
    over_time = models.CharField(max_length=15, choices=OverTime, default=OverTime.SUM)
    carries_forward = models.BooleanField(default=False)
    multiplier = models.IntegerField(default=1)
    measure = models.CharField(max_length=10, choices=Measure, blank=True)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    is_ad_hoc = models.BooleanField(default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    factor_numerator = models.BigIntegerField(default=1)
    factor_denominator = models.BigIntegerField(default=1)
    since = models.BigIntegerField(default=0)

    class Meta:
        constraints = [*_value_checks(), *_adding_up_checks()]

    def __str__(self) -> str:
        return self.code


class IndicatorOption(models.Model):
    """One answer of a choice: the number that is stored as its figure, and what it means."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="options")
    number = models.SmallIntegerField()
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_option_numbered_once"),
            models.UniqueConstraint(fields=["indicator", "name"], name="indicator_option_named_once"),
            models.CheckConstraint(
                condition=Q(number__gte=0, number__lte=999), name="indicator_option_number_0_to_999"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class IndicatorBreakdown(models.Model):
    """A dimension by which an indicator may be broken down: a partition, or parts that may overlap."""

    class How(models.TextChoices):
        PARTITION = "partition", _("cộng lại bằng tổng")
        OVERLAPPING = "overlapping", _("có thể trùng nhau")

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="breakdowns")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="indicators")
    how = models.CharField(max_length=12, choices=How, default=How.PARTITION)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "dimension"], name="indicator_broken_down_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} by {self.dimension_id}"


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
