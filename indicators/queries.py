"""Reads used by more than one screen: duties and rounds within a person's reach, when a duty is due."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from indicators.models import Assignment, Regime, ReportingRound, TemplateVersion
from units.models import User
from units.reach import reachable_unit_ids


def effective_due(assignment: Assignment) -> datetime:
    """When the duty is due, after an extension if there is one."""
    return assignment.extended_to or assignment.due_at


def with_due(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Annotated with `due`: what `effective_due` says, for filters and order."""
    return assignments.annotate(due=Coalesce("extended_to", "due_at"))


def _within(user: User, prefix: str) -> Q:
    units = reachable_unit_ids(user)
    return (
        Q(**{f"{prefix}responsible__in": units})
        | Q(**{f"{prefix}subject__in": units})
        | Q(**{f"{prefix}recipient__in": units})
    )


def _owned_regimes(user: User) -> QuerySet[Regime]:
    return Regime.objects.filter(owner__in=reachable_unit_ids(user))


def reachable_assignments(user: User) -> QuerySet[Assignment]:
    """Duties a person may see: filled by, about or checked by units within reach, or of regimes they own."""
    return Assignment.objects.filter(
        _within(user, "") | Q(round__template__regime__in=_owned_regimes(user).values("pk"))
    )


def reachable_rounds(user: User) -> QuerySet[ReportingRound]:
    """Rounds in which the person may see a duty, or of regimes their units own."""
    mine = Assignment.objects.filter(_within(user, ""))
    return ReportingRound.objects.filter(
        Q(pk__in=mine.values("round")) | Q(template__regime__in=_owned_regimes(user).values("pk"))
    )


def latest_version(template_id: int) -> TemplateVersion | None:
    """The newest published version of a template, or None while there is none."""
    return (
        TemplateVersion.objects.filter(template=template_id, published_at__isnull=False)
        .order_by("-number")
        .first()
    )
