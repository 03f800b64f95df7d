"""Units: identity for life; code, name, kind, place in the tree and line of descent are dated."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """Who reports and is reported about. Its number is its identity; everything people call it by is dated.

    `begins` and `ends` are whole days, both included; an open end is NULL, here and everywhere.
    `shard` is fixed when the unit is created, for distribution of figures only; never shown, never geography.
    """

    shard = models.SmallIntegerField(default=0)
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")), name="unit_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"unit {self.pk}"


class UnitCode(models.Model):
    """A code of a scheme names one unit on a date: 3,316 codes of 2025 had belonged to another before."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="codes")
    scheme = models.CharField(max_length=20, default="gso")
    code = models.CharField(max_length=35)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code", "valid_from"], name="unit_code_names_one_unit"),
            models.UniqueConstraint(
                fields=["scheme", "code"], condition=Q(valid_to__isnull=True), name="unit_code_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_code_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class UnitName(models.Model):
    """Name and kind of a unit, dated. `sort_key` orders the Vietnamese way; `search_key` has no accents."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    sort_key = models.CharField(max_length=400, db_index=True)
    search_key = models.CharField(max_length=200, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unit_has_one_name_on_a_day"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="unit_has_one_open_name"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_name_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """A unit under a parent, from – to, of one kind; one parent a kind on a date.

    `since` and `until` are event numbers: what the system knew when (promise 4).
    """

    class Kind(models.TextChoices):
        ADMINISTRATIVE = "administrative", _("hành chính")
        VERTICAL = "vertical", _("ngành dọc")
        LOCATED_IN = "located_in", _("địa bàn")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements_below")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ADMINISTRATIVE)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    since = models.BigIntegerField(default=0)
    until = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "valid_from"],
                condition=Q(until__isnull=True),
                name="unit_has_one_parent_a_kind",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(valid_to__isnull=True, until__isnull=True),
                name="unit_has_one_open_parent_a_kind",
            ),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="unit_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="placement_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["parent", "kind"], name="placement_below")]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id}"


ALL = 1_000_000_000
"""A share of the whole: shares are counted in billionths."""


class Measure(models.TextChoices):
    """By what a figure of a divided unit may be apportioned."""

    POPULATION = "population", _("dân số")
    AREA = "area", _("diện tích")


def _shares_in_bounds(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": ALL}),
            name=f"{prefix}_{field}_in_bounds",
        )
        for field in ("population_share", "area_share")
    ]


class Succession(models.Model):
    """Predecessor → successor on a date, whole or part. `effective_on` is the successor's first day.

    Shares say how much of the predecessor went there, by measure, in billionths; NULL is not known. A whole
    succession has all of it by every measure, whatever its shares say.
    """

    class Extent(models.TextChoices):
        WHOLE = "whole", _("toàn bộ")
        PART = "part", _("một phần")

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions_in")
    effective_on = models.DateField()
    extent = models.CharField(max_length=10, choices=Extent)
    is_default = models.BooleanField(default=False)
    population_share = models.BigIntegerField(null=True, blank=True)
    area_share = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    since = models.BigIntegerField(default=0)
    until = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                condition=Q(until__isnull=True),
                name="succession_stated_once",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="unit_does_not_succeed_itself"
            ),
            *_shares_in_bounds("succession"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Terminal(models.Model):
    """The lineage table: where a unit's descent ends today. Derived from `Succession` by `rebuild_lineage`.

    A unit that still exists is its own terminal. A figure of `unit` counts wholly for an asked unit
    when all its terminals lie inside that unit (rule 6). Shares, in billionths, are what of the unit ended
    there by each measure, along all ways of descent; NULL where a step on the way is not known.

    A unit may give a part away and live on: its figures of days before that have rows of their own, and
    `before` says which day (the earliest one after the figure's last day counts). NULL: all other figures.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="terminals")
    terminal = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="descends_from")
    before = models.DateField(null=True)
    population_share = models.BigIntegerField(null=True)
    area_share = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "terminal"], condition=Q(before__isnull=True), name="terminal_stated_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "terminal", "before"], name="terminal_stated_once_before"
            ),
            *_shares_in_bounds("terminal"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} ends in {self.terminal_id}"


class TreeVersion(models.Model):
    """One row whose value is new after each change of units, names, codes, placements, descent or lineage.

    Triggers write it (units/guards.py), whoever changes the tables; `units.queries.tree_version` reads it.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    value = models.CharField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="tree_version_is_one_row")]

    def __str__(self) -> str:
        return self.value
