"""What it adds up to: totals stored for units that have others below."""

from django.db import models
from django.db.models import Q

from aggregates.kernel.bounds import LIMIT
from indicators.models import Edition


class Total(models.Model):
    """The total of accepted figures of a unit and all below it, on the tree of the period's last day.

    `amount` is scaled by 10^decimals, NULL when nobody answered; `numerator` and `denominator` carry means
    and ratios. `reported`: duties with an accepted report; `answered`: those that answered this point with a
    number or "-"; `expected`: duties not exempt. `refreshed_at` is when it was computed.
    """

    pk = models.CompositePrimaryKey("period", "data_point", "shard", "unit", "edition")
    period = models.IntegerField()
    data_point = models.IntegerField()
    shard = models.SmallIntegerField()
    unit = models.IntegerField()
    edition = models.SmallIntegerField(choices=Edition)
    amount = models.BigIntegerField(null=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    reported = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    expected = models.IntegerField(default=0)
    refreshed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{column}__isnull": True})
                | Q(**{f"{column}__gte": -LIMIT, f"{column}__lte": LIMIT}),
                name=f"total_{column}_in_bounds",
            )
            for column in ("amount", "numerator", "denominator")
        ]

    def __str__(self) -> str:
        return f"{self.period}/{self.data_point}/{self.unit}"
