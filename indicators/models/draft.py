"""Forms that came in and are not published yet: what was read, what was answered, what cells bind to."""

from django.db import models
from django.db.models import Q

from indicators.models.regime import Regime
from indicators.models.template import TemplateVersion
from units.models import Unit, User


class TemplateDraft(models.Model):
    """An agency's own workbook on its way to a template (docs/decisions/031). One a code.

    `grids` is what was read of it (JSON of `recognition.grid`), `answers` the choices made about doubts
    (JSON, key → value), `bindings` what lines and columns bind to (JSON). The form itself is worked out from
    these three when it is looked at. `owner` is the agency whose officers work on it; none when a command
    brought it in for nobody. `version` counts changes, so that two officers do not undo each other.
    """

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200)
    workbook = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    grids = models.TextField()
    answers = models.TextField(default="{}")
    bindings = models.TextField(default="{}")
    version = models.PositiveIntegerField(default=1)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published = models.OneToOneField(
        TemplateVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published__isnull=True) | Q(regime__isnull=False),
                name="template_draft_published_for_a_regime",
            ),
        ]

    def __str__(self) -> str:
        return self.code
