"""What somebody filled in is signed by somebody else, unless the unit lets one person do both."""

from django.utils.translation import gettext as _

from submissions.drafts import entries
from submissions.models import Status, Submission
from submissions.signers import signers_known_to
from units.models import User
from units.one_person import lets_one_person

WAITING = frozenset({Status.AWAITING_SIGN_OFF, Status.SUBMITTED})


def is_own(user: User, submission: Submission) -> bool:
    """Whether a report that waits for a signature is this person's own work: she asked for the signature (or
    sent it, where the signature comes after), or every figure that was typed is hers. No query."""
    if submission.status not in WAITING:
        return False
    return submission.prepared_by_id == user.pk or _typed_by(submission) == {user.pk}


def _typed_by(submission: Submission) -> set[int]:
    cells = entries(submission.draft.cells).values()
    return {entry["by"] for entry in cells if entry["v"] is not None or entry.get("t")}


def signs_own_in_vain(user: User, submission: Submission) -> bool:
    """Whether the signature is refused because it is the person's own work. A query only where it is."""
    return is_own(user, submission) and not lets_one_person(submission.assignment.responsible_id)


def why_not_own(user: User, unit: int) -> str:
    """Sentences: why one's own work is not signed, who else can, how one person is let do both."""
    others = [one.words for one in signers_known_to(user, unit) if one.user.pk != user.pk]
    who = _("Người khác ký được hôm nay: %(people)s.") % {"people": ", ".join(others)}
    return " ".join(
        (
            _("Báo cáo này do chính anh/chị lập; đơn vị chưa cho một người vừa lập biểu vừa ký."),
            who if others else _("Hôm nay không ai khác của đơn vị ký được."),
            _("Để một người làm cả hai, thủ trưởng của đơn vị hoặc quản trị cho phép ở trang của đơn vị."),
        )
    )


def only_signer_words(user: User, unit: int) -> str:
    """What whoever fills in is told before, when nobody else of the unit could sign it; "" otherwise. Up to
    two queries."""
    signers = signers_known_to(user, unit)
    if [one.user.pk for one in signers] != [user.pk] or lets_one_person(unit):
        return ""
    return _(
        "Hôm nay chỉ anh/chị ký được, mà đơn vị chưa cho một người vừa lập biểu vừa ký. Hãy để người khác "
        "của đơn vị nhập và trình ký, hoặc cho phép ở trang của đơn vị."
    )
