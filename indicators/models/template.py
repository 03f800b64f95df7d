"""Forms: a template, its frozen versions, and what each cell binds to."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.catalogue import DataPoint
from indicators.models.regime import Regime
from units.models import User


class Edition(models.IntegerChoices):
    PLAN = 1, _("kế hoạch")
    ESTIMATE = 2, _("ước tính")
    PRELIMINARY = 3, _("sơ bộ")
    OFFICIAL = 4, _("chính thức")


def edition_of(cell: int, *, asked: int) -> int:
    """The edition of a cell's figure in a round of the edition `asked`: the round's, unless the form says
    another one itself (the plan, last month's estimate …).
    """
    return asked if cell == Edition.OFFICIAL else cell


class Template(models.Model):
    """A form (biểu mẫu) of a regime, known by its printed number.

    `consolidates`: the form whose accepted reports a middle level puts together in this one. Its cells are
    bound to nothing, so that nothing it says of the units below can count a second time (rule 3).
    """

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="templates")
    consolidates = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="consolidated_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consolidates__isnull=True) | ~Q(consolidates=F("pk")),
                name="template_consolidates_another",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def answered(self) -> "Template":
        """The form that units answer themselves, which this one puts together, over however many levels; else
        this one. A query a level."""
        return self if self.consolidates is None else self.consolidates.answered


class TemplateVersion(models.Model):
    """One edition of the form. A published version never changes (a trigger refuses it).

    `layout` is the JSON text of `indicators.layout.FormLayout`; `workbook` is the agency's own blank file.
    """

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    layout = models.TextField()
    workbook = models.BinaryField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_numbered_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="template_version_published_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"


class TemplateCell(models.Model):
    """What a cell of a published version binds to: written by `publish_template`, read by SQL.

    `period_role` says whose figure it is: "this" period of the round, or another; `scale` is a power of ten.
    `months`: bit m is set where it is asked in periods that end in month m; 0 is all, `NEVER` none.
    """

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="cells")
    address = models.CharField(max_length=120)
    data_point = models.ForeignKey(DataPoint, on_delete=models.PROTECT, related_name="template_cells")
    period_role = models.CharField(max_length=20, default="this")
    edition = models.SmallIntegerField(choices=Edition, default=Edition.OFFICIAL)
    scale = models.SmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "address"], name="template_cell_bound_once")
        ]

    def __str__(self) -> str:
        return self.address


NEVER = 1
"""`TemplateCell.months` where line and column are asked in no period together: the bit of no month."""


def asks_in(months: int, month: int) -> bool:
    """Whether a cell with these `months` is asked in a period that ends in that month."""
    return not months or bool(months & month_bit(month))


def month_bit(month: int) -> int:
    return 1 << month
