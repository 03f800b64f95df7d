"""What became of each report: sent in time, late, returned first, missing. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random


class Fate(StrEnum):
    """Where a report stands when the demo is loaded."""

    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    AWAITING_SIGN_OFF = "awaiting_sign_off"
    RETURNED = "returned"
    DRAFT = "draft"
    NOT_STARTED = "not_started"


@dataclass(frozen=True, slots=True)
class Course:
    """A report's way: `prepared`, then sent at each of `sent`; `returned` once between two sendings.

    `checked` is when the last sending was accepted or returned.
    """

    fate: Fate
    prepared: datetime | None = None
    sent: tuple[datetime, ...] = ()
    returned: datetime | None = None
    checked: datetime | None = None


_NO_TIME = timedelta(0)
LATE, RETURNED_FIRST, MISSING = 0.045, 0.03, 0.012
# The newest period, for each hundred units or so: fate → how many, in the order they are dealt.
NEWEST = (
    (Fate.NOT_STARTED, 2),
    (Fate.DRAFT, 3),
    (Fate.AWAITING_SIGN_OFF, 1),
    (Fate.SUBMITTED, 7),
    (Fate.RETURNED, 1),
)


def dealt(seeds: list[str], *, period: str, newest: bool) -> dict[str, Fate]:
    """Seed of a commune → fate in a period: in past periods a few missing, in the newest some of each."""
    if not newest:
        return {
            seed: Fate.NOT_STARTED if _chance("missing", seed, period).random() < MISSING else Fate.ACCEPTED
            for seed in seeds
        }
    order = sorted(seeds, key=lambda seed: _chance("newest", seed, period).random())
    hand = [fate for fate, number in NEWEST for _ in range(number)]
    fates = dict(zip(order, hand, strict=False))
    return {seed: fates.get(seed, Fate.ACCEPTED) for seed in seeds}


def course_of(
    fate: Fate, *, seed: str, period: str, opened: datetime, due: datetime, now: datetime
) -> Course:
    """When things happened on the way to that fate; never after `now`, never before the round opened."""
    if fate is Fate.NOT_STARTED:
        return Course(fate)
    chance = _chance("course", seed, period)
    is_late = chance.random() < LATE and now > due + timedelta(days=17)
    last = min(due, now - timedelta(hours=30))
    room = max(last - opened, timedelta(hours=2))
    sent = opened + room * chance.uniform(0.35, 0.97)
    if is_late:
        sent = due + timedelta(days=chance.uniform(0.5, 6))
    prepared = opened + (sent - opened) * chance.uniform(0.5, 0.9)
    is_returned = fate is Fate.ACCEPTED and chance.random() < RETURNED_FIRST
    gaps = [timedelta(hours=chance.uniform(3, 28)) for _ in range(3)]
    if is_returned and now > sent + sum(gaps, timedelta(days=2)):
        steps = (prepared, sent, sent + gaps[0], sent + gaps[0] + gaps[1], sent + sum(gaps, _NO_TIME))
        prepared, sent, returned, again, accepted = _in_order(*steps, opened=opened, now=now)
        return Course(fate, prepared=prepared, sent=(sent, again), returned=returned, checked=accepted)
    prepared, sent, checked = _in_order(prepared, sent, sent + gaps[0], opened=opened, now=now)
    if fate in (Fate.DRAFT, Fate.AWAITING_SIGN_OFF):
        return Course(fate, prepared=prepared)
    if fate is Fate.SUBMITTED:
        return Course(fate, prepared=prepared, sent=(sent,))
    return Course(fate, prepared=prepared, sent=(sent,), checked=checked)


def _in_order(*moments: datetime, opened: datetime, now: datetime) -> list[datetime]:
    """The same moments, moved into working hours of their days, each later than the one before.

    When the demo is loaded too soon after the opening for that, they are spread over what time there was.
    """
    found: list[datetime] = []
    for moment in moments:
        moved = moment.replace(hour=8 + moment.hour % 9, second=0, microsecond=0)
        found.append(max(moved, found[-1] + timedelta(minutes=25)) if found else moved)
    if found[-1] < now:
        return found
    return [opened + (now - opened) * number / (len(found) + 1) for number in range(1, len(found) + 1)]


def _chance(*words: str) -> Random:
    return Random(" ".join(words))  # noqa: S311 made-up numbers
