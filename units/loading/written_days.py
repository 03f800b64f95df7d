"""Days as people and Excel write them. Pure."""

import re
from datetime import date, timedelta

_VIETNAMESE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
EARLIEST, LATEST = 1800, 2200


def day_of(text: str, *, is_number: bool = False, serial_base: int = 1900) -> date | None:
    """Return the day of 30/6/2025, 30-06-2025, 2025-06-30 (midnight may follow), or of a cell's serial number
    in Excel (45838); None when it is none, or of a year nobody means."""
    if is_number:
        day = _of_serial(text, serial_base)
    else:
        plain = _MIDNIGHT.sub("", text.strip())
        if parts := _VIETNAMESE.fullmatch(plain):
            day = _day(parts[3], parts[2], parts[1])
        else:
            parts = _ISO.fullmatch(plain)
            day = _day(*parts.groups()) if parts else None
    return day if day is not None and EARLIEST <= day.year <= LATEST else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _of_serial(text: str, base: int) -> date | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if not (1 <= number < 200_000 and number == int(number)):
        return None
    if base == 1904:
        return date(1904, 1, 1) + timedelta(days=int(number))
    # Excel counts a 29 February 1900 that never was: serial 60.
    return date(1899, 12, 31 if number < 60 else 30) + timedelta(days=int(number))
