"""Hours of the day as people write them."""

import re
from datetime import time

_CLOCK = re.compile(r"([0-9]{1,2})(?:\s*(?:[:.hg]|giờ)\s*([0-9]{2})?)?")


def read_clock(text: str) -> time | None:
    """The hour and minute of "17:00", "17h30", "17 giờ", "17"; None when it is none."""
    found = _CLOCK.fullmatch(text.strip().lower())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
