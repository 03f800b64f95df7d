"""What a duty's workbook says of itself: unit, period, round, and the keys its marks are signed with."""

import hmac

from django.conf import settings

from submissions.models import Submission
from submissions.workbooks.marks import Marks
from submissions.workbooks.recognising import Expected
from units.queries import describe_unit

_PURPOSE = b"submissions.workbooks.marks"


def mark_keys() -> list[bytes]:
    """The signing key first, then those of former secrets: files handed out before a change stay good."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hmac.digest(_bytes(secret), _PURPOSE, "sha256") for secret in secrets]


def _bytes(secret: str | bytes) -> bytes:
    return secret if isinstance(secret, bytes) else secret.encode()


def expected_of(submission: Submission) -> Expected:
    """What a workbook for this report must be of: form, unit (as named on the last day), period."""
    assignment = submission.assignment
    asked = assignment.round
    subject = describe_unit(assignment.subject_id, on=asked.period.ends)
    marks = Marks(
        template=asked.template.code,
        version=asked.version.number,
        unit=subject.id,
        unit_name=subject.full_name,
        period=asked.period_code,
        round=asked.pk,
    )
    return Expected(marks, asked.period.starts, asked.period.ends, subject.name)
