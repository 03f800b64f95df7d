"""What was answered, and the figures that count."""

from submissions.models.batch import Batch, BatchFile
from submissions.models.calendar_feed import CalendarFeed, DeadlineSequence
from submissions.models.consolidation import Consolidation
from submissions.models.delegation import DELEGATED, Delegation
from submissions.models.enclosure import Enclosure
from submissions.models.figure import (
    BOUND,
    DirtyMark,
    Displacement,
    DisplacementHistory,
    Figure,
    FigureHistory,
    PendingFigure,
    Scope,
)
from submissions.models.handover import Handover
from submissions.models.history_load import HistoryLoad
from submissions.models.notices_seen import NoticesSeen
from submissions.models.objection import Objection
from submissions.models.once import IdempotencyKey, Reminder
from submissions.models.submission import (
    Comment,
    CorrectionRequest,
    Draft,
    Revision,
    Signature,
    Status,
    Submission,
)
from submissions.models.upload import Original, Upload

__all__ = [
    "BOUND",
    "DELEGATED",
    "Batch",
    "BatchFile",
    "CalendarFeed",
    "Comment",
    "Consolidation",
    "CorrectionRequest",
    "DeadlineSequence",
    "Delegation",
    "DirtyMark",
    "Displacement",
    "DisplacementHistory",
    "Draft",
    "Enclosure",
    "Figure",
    "FigureHistory",
    "Handover",
    "HistoryLoad",
    "IdempotencyKey",
    "NoticesSeen",
    "Objection",
    "Original",
    "PendingFigure",
    "Reminder",
    "Revision",
    "Scope",
    "Signature",
    "Status",
    "Submission",
    "Upload",
]
