"""What counts: figures under one composite key of integers, in the order reads want, with no surrogate id.

Foreign keys are left out on purpose: the rows are written in bulk by `submissions.figures`, the keys come
from rows locked in the same transaction, and `reconcile_totals` recounts them nightly.
"""

from django.db import models
from django.db.models import Q

from indicators.models import Edition

BOUND = 10**14


class Scope(models.IntegerChoices):
    """Rule 3. OWN: the unit's answer to its duty; WHOLE: about all below it too; ADDED: the own part a middle
    level adds on its consolidated report, for which nobody was asked a duty of that form."""

    OWN = 1, "phần riêng"
    WHOLE = 2, "toàn bộ"
    ADDED = 3, "phần riêng thêm vào báo cáo tổng hợp"


class FigureKey(models.Model):
    """Key and value shared by the three tables. `amount` is scaled by 10^decimals of the indicator.

    `sign` is `indicators.answers.Sign` (0 number, 1 none, 2 missing, 3 not applicable).
    `since` is the number of the event that made it count (or, pending, be said).
    """

    period = models.IntegerField()
    data_point = models.IntegerField()
    shard = models.SmallIntegerField()
    unit = models.IntegerField()
    edition = models.SmallIntegerField(choices=Edition)
    amount = models.BigIntegerField(null=True)
    sign = models.SmallIntegerField(default=0)
    scope = models.SmallIntegerField(choices=Scope, default=Scope.OWN)
    revision = models.IntegerField()
    since = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.period}/{self.data_point}/{self.unit}/{self.edition}"


def _value_checks(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(amount__isnull=True) | Q(amount__gte=-BOUND, amount__lte=BOUND),
            name=f"{prefix}_amount_in_bounds",
        ),
        models.CheckConstraint(
            condition=Q(sign=0, amount__isnull=False) | Q(sign__gte=1, sign__lte=3, amount__isnull=True),
            name=f"{prefix}_amount_or_sign",
        ),
    ]


class Figure(FigureKey):
    """The accepted answer of a unit to a data point for a period and edition."""

    pk = models.CompositePrimaryKey("period", "data_point", "shard", "unit", "edition")

    class Meta:
        constraints = _value_checks("figure")
        indexes = [
            # Few figures speak for the whole: totals ask first whether any does.
            models.Index(fields=["period", "data_point"], condition=Q(scope=2), name="figure_of_the_whole"),
            # Few are "…" or "x": comparisons ask who did not answer a point.
            models.Index(fields=["period", "data_point"], condition=Q(sign__gte=2), name="figure_unanswered"),
        ]


class FigureHistory(FigureKey):
    """Figures that counted from event `since` until event `until`."""

    pk = models.CompositePrimaryKey("period", "data_point", "shard", "unit", "edition", "since")
    until = models.BigIntegerField()

    class Meta:
        constraints = _value_checks("figure_history")


class PendingFigure(FigureKey):
    """The latest submitted and not yet accepted; `is_blank` is a tombstone for a cell that was blanked."""

    pk = models.CompositePrimaryKey("period", "data_point", "shard", "unit", "edition")
    is_blank = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=-BOUND, amount__lte=BOUND),
                name="pending_amount_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(is_blank=True, amount__isnull=True)
                | Q(sign=0, amount__isnull=False)
                | Q(sign__gte=1, sign__lte=3, amount__isnull=True),
                name="pending_amount_or_sign",
            ),
        ]


class Displacement(models.Model):
    """A unit with figures or duties of a period that ends on `day`, though it had ended by then.

    So it is after a reorganisation recorded back-dated: on that day's tree the unit stands below `parent`,
    the lowest unit that holds all its successors of the day (rule 6). Written by the action that records or
    undoes the reorganisation; empty otherwise. `since` is the number of that event.
    """

    day = models.DateField()
    kind = models.CharField(max_length=20)
    unit = models.IntegerField()
    parent = models.IntegerField()
    since = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "unit"], name="displacement_stated_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} under {self.parent} on {self.day}"


class DisplacementHistory(models.Model):
    """Displacements that stood from event `since` until event `until`."""

    day = models.DateField()
    kind = models.CharField(max_length=20)
    unit = models.IntegerField()
    parent = models.IntegerField()
    since = models.BigIntegerField()
    until = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "unit", "until"], name="displacement_history_stated_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} under {self.parent} on {self.day}"


class DirtyMark(models.Model):
    """The total of `unit` for a period and data point must be recomputed. The job deletes first, then reads.

    Written in the transaction that moves figures; `unit` is the nearest unit at or above the subject that has
    others below it, by the regime's placement kind, on the period's last day.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.IntegerField()
    period = models.IntegerField()
    data_point = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["unit", "period", "data_point"], name="dirty_mark_target")]

    def __str__(self) -> str:
        return f"{self.unit} {self.period} {self.data_point}"
