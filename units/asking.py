"""What people write into the address of a page: dates, page numbers, names. Nothing of it is trusted."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

PAGE_SIZE = 50


def day_from(query: QueryDict, *names: str) -> tuple[date | None, str]:
    """Return (the day, what could not be read) from the first parameter given: dd/mm/yyyy or ISO."""
    given = (query.get(name, "").strip() for name in names)
    text = next((text for text in given if text), "")
    if not text:
        return None, ""
    day = read_day(text)
    return (None, text[:40]) if day is None else (day, "")


def read_day(text: str) -> date | None:
    """The day a text names, dd/mm/yyyy or ISO; None when it names none."""
    for notation in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            # A day has no time zone.
            return datetime.strptime(text.strip(), notation).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def number_from(query: QueryDict, name: str, *, default: int, highest: int = 2**31 - 1) -> int:
    """Return a whole number from 1 on; anything else is the default."""
    text = query.get(name, "")
    given = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
    return min(given, highest) if given else default


@dataclass(frozen=True, slots=True)
class Paging:
    """Where one is in a list: `number` counts from 1."""

    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.offset + self.size, self.total)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.last < self.total else None
