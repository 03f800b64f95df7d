"""What an owner lets others read: totals of one indicator over what it asks; no report, no other line."""

from dataclasses import replace

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from aggregates.asked import Book, listed
from indicators.models import DataPoint, Indicator, ReportingRound, TemplateCell
from indicators.reading_grants import may_read_figures
from submissions.models import Submission
from units.errors import NotWithinReach
from units.models import User


def shared_with(user: User, code: str) -> Indicator:
    """The indicator, or NotWithinReach unless the person may read its figures."""
    found = Indicator.objects.filter(code=code.replace("\x00", "\ufffd")).first()
    if found is None or not may_read_figures(user, found):
        message = _("Anh/chị chưa được đọc số liệu của chỉ tiêu này. Hãy đề nghị cơ quan chủ trì.")
        raise NotWithinReach(message)
    return found


def rounds_sharing(indicator: Indicator) -> list[ReportingRound]:
    """Rounds of the owner's regimes whose form asks the indicator, by form, the latest first. Two queries."""
    asking = TemplateCell.objects.filter(version=OuterRef("version"), data_point__indicator=indicator)
    accepted = Submission.objects.filter(assignment__round=OuterRef("pk"), accepted__isnull=False)
    rounds = ReportingRound.objects.filter(Exists(asking), template__regime__owner=indicator.owner_id)
    return listed(rounds.annotate(has_accepted=Exists(accepted)))


def only_of(book: Book, indicator: Indicator) -> Book:
    """The form with the lines of the indicator alone."""
    points = set(DataPoint.objects.filter(indicator=indicator).values_list("pk", flat=True))
    return replace(book, lines=tuple(line for line in book.lines if line.data_point in points))
