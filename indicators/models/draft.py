"""Forms that are not published yet: what was read, answered, designed, and what cells bind to."""

from django.db import models
from django.db.models import Q

from indicators.models.regime import Regime
from indicators.models.template import TemplateVersion
from units.models import Unit, User


class TemplateDraft(models.Model):
    """A form on its way to a version of a template (docs/decisions/031, 038). One a code at a time.

    `workbook` is the agency's own .xlsx (empty for an .xls or .ods: what units get is then drawn),
    `grids` what was read of the file (JSON of `recognition.grid`; empty where the form
    began without one), `answers` the choices made about doubts (JSON, key → value), `bindings` what lines and
    columns bind to (JSON). The form itself is worked out from these when it is looked at, until somebody
    edits it: then `design` is the form (text of `designing.to_text`). `owner` is the agency whose officers
    work on it; none when a command brought it in for nobody. `version` counts changes, so that two officers
    do not undo each other.
    """

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200)
    workbook = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    grids = models.TextField()
    answers = models.TextField(default="{}")
    bindings = models.TextField(default="{}")
    design = models.TextField(default="", blank=True)
    version = models.PositiveIntegerField(default=1)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published = models.OneToOneField(
        TemplateVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(published__isnull=True), name="template_draft_one_open_a_code"
            ),
            models.CheckConstraint(
                condition=Q(published__isnull=True) | Q(regime__isnull=False),
                name="template_draft_published_for_a_regime",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DraftStep(models.Model):
    """One step of the designer: from the character `at` of the design on, `before` became `after`.

    Steps that are not `is_undone` come first by number; those that are can be made again, until another
    step is made instead.
    """

    draft = models.ForeignKey(TemplateDraft, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    place = models.CharField(max_length=140)
    at = models.PositiveIntegerField()
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    is_undone = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_step_numbered_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.number} {self.kind}"
