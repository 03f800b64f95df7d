"""Why nothing more can be done with a report, in words that say what to do instead."""

from django.utils.translation import gettext as _

from indicators.models import ReportingRound
from submissions.models import Submission
from submissions.wording import moment_words
from units.queries import describe_unit


def shut_because(submission: Submission) -> str:
    """ "" while the duty is open. One query where the round is closed."""
    assignment = submission.assignment
    if assignment.exempted_at is not None:
        return _("Đơn vị đã được miễn báo cáo này.")
    return closed_words(assignment.round)


def closed_words(shown: ReportingRound) -> str:
    """ "" of an open round."""
    if shown.closed_at is None:
        return ""
    owner = describe_unit(shown.template.regime.owner_id).full_name
    words = _(
        "Đợt báo cáo đã khóa lúc %(at)s nên không gửi, sửa được nữa; số đã lưu vẫn còn. Hãy đề nghị "
        "%(owner)s mở lại đợt (và gia hạn nếu cần), rồi gửi tiếp."
    )
    return words % {"at": moment_words(shown.closed_at), "owner": owner}
