"""Steps about what is asked beside the figures: sections of free text, documents to come with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from indicators.designing.design import Design, Place, StepRefused
from indicators.designing.kept import number_in, texts_in
from indicators.layout import Enclosure, Section

Asked = Section | Enclosure


@dataclass(frozen=True, slots=True)
class Beside:
    """The steps of one kind. `part`: the field of the form; `blank`: a new one with that key; the codes say
    that there are too many, and that one has no title.
    """

    part: Literal["sections", "enclosures"]
    blank: Callable[[str], Asked]
    most: int
    too_many: str
    no_title: str

    def add(self, design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
        """`title`, `hint` and `required` ("yes" or ""), below the others."""
        there = self._asked(design)
        if len(there) >= self.most:
            raise StepRefused(self.too_many, most=str(self.most))
        return self._with(design, (*there, self._said(self.blank(fresh), values)))

    def words(self, design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
        at, one = self._named(design, values)
        changed = list(self._asked(design))
        changed[at] = self._said(one, values)
        return self._with(design, changed)

    def move(self, design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
        """`by` -1 up, 1 down; at the end it stays."""
        at, one = self._named(design, values)
        others = [other for other in self._asked(design) if other is not one]
        to = min(max(0, at + number_in(values, "by", -1, 1)), len(others))
        return self._with(design, (*others[:to], one, *others[to:]))

    def delete(self, design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
        _at, one = self._named(design, values)
        return self._with(design, [other for other in self._asked(design) if other is not one])

    def _asked(self, design: Design) -> Sequence[Asked]:
        found: Sequence[Asked] = getattr(design.form, self.part)
        return found

    def _named(self, design: Design, values: Mapping[str, str]) -> tuple[int, Asked]:
        for at, one in enumerate(self._asked(design)):
            if one.key == values.get("key"):
                return at, one
        raise StepRefused("no_such_place")

    def _said(self, one: Asked, values: Mapping[str, str]) -> Asked:
        said = texts_in(values, "title", "hint")
        title = said.get("title", one.title)
        if not title:
            raise StepRefused(self.no_title)
        required = {"yes": True, "": False}.get(values.get("required", "yes" if one.is_required else ""))
        if required is None:
            raise StepRefused("no_such_choice")
        return replace(one, title=title, hint=said.get("hint", one.hint), is_required=required)

    def _with(self, design: Design, asked: Sequence[Asked]) -> Design:
        changed: dict[str, tuple[Asked, ...]] = {self.part: tuple(asked)}
        return replace(design, form=replace(design.form, **changed))  # type: ignore[arg-type]


SECTIONS = Beside(
    "sections", lambda fresh: Section(f"s{fresh}", ""), 20, "too_many_sections", "no_section_title"
)
ENCLOSURES = Beside(
    "enclosures", lambda fresh: Enclosure(f"e{fresh}", ""), 10, "too_many_enclosures", "no_enclosure_title"
)
