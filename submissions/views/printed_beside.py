"""What a page prints beside the tables of the official form: free text, documents, lists, opening figures."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from indicators.layout import Enclosure, RowList, Section
from submissions.enclosed import removed_from
from submissions.lists import lines_of
from submissions.opening import opening_columns
from submissions.sheet import Enclosed, Sheet
from submissions.views.printed import html_id


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A section of free text; `before` is what stood there in the version compared with, None: the same."""

    section: Section
    id: str
    text: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedEnclosure:
    """A document asked for, with its files. `removed`: taken out of the draft again; `new`, digests, and
    `gone`, names, differ from the version compared with.
    """

    asked: Enclosure
    id: str
    files: tuple[Enclosed, ...]
    removed: tuple[Enclosed, ...] = ()
    new: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A list with its lines; of each line whether it is new against the version compared with. `gone`: lines
    that are no more there."""

    asked: RowList
    id: str
    text: str
    lines: list[tuple[tuple[str, ...], bool]]
    gone: list[tuple[str, ...]]

    @property
    def new(self) -> int:
        """How many lines are new."""
        return sum(1 for _line, is_new in self.lines if is_new)


def printed_sections(sheet: Sheet, *, before: Sheet | None = None) -> list[PrintedSection]:
    """Every section of free text the form asks for, with what was written."""
    return [_section(section, sheet, before) for section in sheet.layout.sections]


def _section(section: Section, sheet: Sheet, before: Sheet | None) -> PrintedSection:
    text = sheet.texts.get(section.address, "")
    then = text if before is None else before.texts.get(section.address, "")
    return PrintedSection(section, html_id(section.address), text, then if then != text else None)


def printed_enclosures(
    sheet: Sheet, *, before: Sheet | None = None, files: str = "{}"
) -> list[PrintedEnclosure]:
    """Every document the form asks for. `files`: of the draft on which somebody works."""
    removed = removed_from(files, sheet.layout)
    return [_enclosure(asked, sheet, before, removed) for asked in sheet.layout.enclosures]


def _enclosure(
    asked: Enclosure, sheet: Sheet, before: Sheet | None, removed: Mapping[str, tuple[Enclosed, ...]]
) -> PrintedEnclosure:
    files = sheet.enclosures.get(asked.address, ())
    then = files if before is None else before.enclosures.get(asked.address, ())
    digests = {one.sha256 for one in files}
    return PrintedEnclosure(
        asked,
        html_id(asked.address),
        files,
        removed.get(asked.address, ()),
        frozenset(digests - {one.sha256 for one in then}),
        tuple(one.file for one in then if one.sha256 not in digests),
    )


def printed_lists(sheet: Sheet, *, before: Sheet | None = None) -> list[PrintedList]:
    """Every list the form asks for."""
    return [_list(asked, sheet, before) for asked in sheet.layout.lists]


def printed_openings(sheet: Sheet) -> list[tuple[str, str]]:
    """(column, reason) of opening figures, printed below the tables."""
    return [(one.words, sheet.explanations.get(one.at, "")) for one in opening_columns(sheet)]


def _list(asked: RowList, sheet: Sheet, before: Sheet | None) -> PrintedList:
    text = sheet.texts.get(asked.address, "")
    lines = lines_of(text, asked)
    then = lines if before is None else lines_of(before.texts.get(asked.address, ""), asked)
    left = Counter(then)
    marked: list[tuple[tuple[str, ...], bool]] = []
    for line in lines:
        marked.append((line, not left[line]))
        left[line] -= bool(left[line])
    return PrintedList(asked, html_id(asked.address), text, marked, list(left.elements()))
