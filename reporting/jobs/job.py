"""A job: a named action with a schedule. Anyone with the right can run it by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Job:
    """`cron` are APScheduler's cron fields, in Asia/Ho_Chi_Minh. `run(slot)` says what it did.

    `has_work` makes a job quiet: while it says no, a scheduled slot leaves no `JobRun`.
    `replays`: a slot missed while nothing ran is made up for at the next start (the latest one only).
    """

    name: str
    title: str
    cron: dict[str, str]
    run: Callable[[datetime], str]
    has_work: Callable[[], bool] | None = None
    replays: bool = True
