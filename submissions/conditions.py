"""Where a step of the workflow is there at all: what the regime says of signatures, who entered what.

The words of `Where` are those of docs/workflow.md.
"""

import enum
from collections.abc import Callable, Mapping
from types import MappingProxyType

from indicators.models import Regime
from submissions.models import Revision, Signature, Status, Submission


class Where(enum.StrEnum):
    SIGNED_BEFORE = "where the signature comes before sending"
    SENT_UNSIGNED = "where the signature comes after sending, or none is asked"
    SIGNATURE_TO_COME = "where the signature comes after sending, until it is there"
    NO_SIGNATURE_TO_COME = "unless the signature is still to come"
    ENTERED_BY_OTHERS = "where what counts was entered by somebody else"
    TYPED = "unless it is put together from the reports below"
    MAY_BE_ENTERED = "where the regime lets others enter for a unit that is cut off"


def is_unsigned(submission: Submission) -> bool:
    """Whether the clerk sends without a signature: it comes after, or none is asked."""
    return _regime(submission).sign_off != Regime.SignOff.BEFORE


def signature_of(revision: Revision) -> Signature | None:
    """The signature that came after the sending, if there is one."""
    try:
        return revision.signature
    except Signature.DoesNotExist:
        return None


def waits_for_signature(submission: Submission) -> bool:
    """Whether the report was sent and its signature is still to come: what it says is provisional until then.

    What somebody else entered for a unit that is cut off waits for nobody; nor does what was signed before it
    was sent, when the regime said so.
    """
    sent = submission.sent
    return (
        _regime(submission).sign_off == Regime.SignOff.AFTER
        and submission.status == Status.SUBMITTED
        and sent is not None
        and not sent.was_told
        and not sent.signed_as
        and signature_of(sent) is None
    )


def was_entered_by_others(submission: Submission) -> bool:
    """Whether the figures that count were typed by somebody else, who was told them."""
    return submission.accepted is not None and submission.accepted.was_told


def _may_be_entered(submission: Submission) -> bool:
    template = submission.assignment.round.template
    return template.regime.lets_others_enter and template.consolidates_id is None


def _regime(submission: Submission) -> Regime:
    return submission.assignment.round.template.regime


HOLDS: Mapping[Where, Callable[[Submission], bool]] = MappingProxyType(
    {
        Where.SIGNED_BEFORE: lambda submission: not is_unsigned(submission),
        Where.SENT_UNSIGNED: is_unsigned,
        Where.SIGNATURE_TO_COME: waits_for_signature,
        Where.NO_SIGNATURE_TO_COME: lambda submission: not waits_for_signature(submission),
        Where.ENTERED_BY_OTHERS: was_entered_by_others,
        Where.TYPED: lambda submission: submission.assignment.round.template.consolidates_id is None,
        Where.MAY_BE_ENTERED: _may_be_entered,
    }
)
