"""Say of cells of one's form that they are asked elsewhere or not needed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.duties import given_reason
from submissions.drafts import layout_for
from submissions.locking import lock
from submissions.models import Objection, Submission
from submissions.permissions import check_may
from submissions.transitions import Action
from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import User


def object_to_cells(
    *, submission: Submission, addresses: Collection[str], kind: str, word: str, by: User, at: datetime
) -> list[Objection]:
    """In whatever status the report is. What is open already keeps its word; BadContent without a word, or
    of what is no cell for typing."""
    check_may(by, Action.EDIT, submission)
    word = given_reason(word, missing=_("Hãy ghi một lời: đã hỏi ở biểu nào, hoặc vì sao không cần."))
    if kind not in Objection.Kind.values:
        raise BadContent(_("Hãy chọn: đã hỏi ở nơi khác, hay không cần hỏi."), code="unknown_kind")
    layout = layout_for(submission)
    typed = {address for address, (*_place, cell) in layout.place_of.items() if cell.kind == "input"}
    wanted = list(dict.fromkeys(address for address in addresses if address in typed))
    if not wanted:
        raise BadContent(_("Biểu này không có ô nhập như vậy."), code="unknown_cell")
    with transaction.atomic():
        submission = lock(submission)
        open_ones = Objection.objects.filter(submission=submission, answered_at__isnull=True)
        said = set(open_ones.values_list("address", flat=True))
        made = Objection.objects.bulk_create(
            Objection(submission=submission, address=address, kind=kind, word=word, said_at=at, said_by=by)
            for address in wanted
            if address not in said
        )
        if made:
            record_event(
                kind="submission.cells_objected_to",
                by=by,
                at=at,
                subject=submission,
                unit=submission.assignment.responsible_id,
                data={"cells": [one.address for one in made], "kind": kind, "reason": word},
            )
    return made
