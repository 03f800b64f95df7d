"""Reads used by more than one screen: duties and rounds within a person's reach, when a duty is due."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from indicators.models import (
    Assignment,
    DataPoint,
    LoweredCheck,
    Regime,
    RepeatChoice,
    ReportingRound,
    TemplateVersion,
)
from indicators.subjects import subjects_of
from units.models import User
from units.reach import reachable_unit_ids

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


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


def reaches_regime(user: User, regime: Regime) -> bool:
    """Whether a person's units own, fill or check the regime, were asked by it, or would be asked today."""
    units = reachable_unit_ids(user)
    if units & {regime.owner_id, regime.filled_by_id, regime.checked_by_id}:
        return True
    duties = Assignment.objects.filter(_within(user, ""), round__template__regime=regime)
    if duties.exists():
        return True
    return any(view.id in units for view, _asker in subjects_of(regime, last_day=timezone.localdate()))


def latest_version(template_id: int) -> TemplateVersion | None:
    """The newest published version of a template, or None while there is none."""
    return (
        TemplateVersion.objects.filter(template=template_id, published_at__isnull=False)
        .order_by("-number")
        .first()
    )


def reusing_choices() -> QuerySet[RepeatChoice]:
    """Cells that are filled in from what is answered elsewhere, as it is decided now."""
    return RepeatChoice.objects.filter(way=RepeatChoice.Way.REUSE, replaced_at__isnull=True)


def beside_version(version_id: int) -> tuple[frozenset[str], frozenset[str]]:
    """What stands beside a version for now: keys of its checks that only warn, addresses of its cells that
    reuse what is answered elsewhere. One query."""
    lowered = LoweredCheck.objects.filter(version=version_id, raised_at__isnull=True)
    reused = reusing_choices().filter(version=version_id)
    rows = lowered.values_list(Value("lowered"), "check_key").union(
        reused.values_list(Value("reused"), "address"), all=True
    )
    found: dict[str, set[str]] = {"lowered": set(), "reused": set()}
    for what, key in rows:
        found[what].add(key)
    return frozenset(found["lowered"]), frozenset(found["reused"])


def reused_addresses(versions: Iterable[int]) -> dict[int, frozenset[str]]:
    """Version → addresses of its cells that reuse what is answered elsewhere. One query."""
    found: dict[int, set[str]] = {}
    rows = reusing_choices().filter(version__in=list(versions))
    for version, address in rows.values_list("version_id", "address"):
        found.setdefault(version, set()).add(address)
    return {version: frozenset(addresses) for version, addresses in found.items()}


def published_version(template_id: int, number: int) -> TemplateVersion | None:
    """A published version by its number; 0 is the newest."""
    if not number:
        return latest_version(template_id)
    published = TemplateVersion.objects.filter(template=template_id, published_at__isnull=False)
    return published.filter(number=number).first()


class Named(TypedDict):
    """What `data_points_named` adds to a data point."""

    name: str


def data_points_named(names: Iterable[str]) -> "QuerySet[WithAnnotations[DataPoint, Named]]":
    """The data points of these words ("INDICATOR|breakdown"), annotated with `name`."""
    wanted = set(names)
    codes = {name.partition("|")[0] for name in wanted}
    named = DataPoint.objects.filter(indicator__code__in=codes).annotate(
        name=Concat(F("indicator__code"), Value("|"), F("breakdown__key"))
    )
    return named.filter(name__in=wanted)
