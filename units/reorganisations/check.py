"""What speaks against a plan, judged on facts read beforehand. Pure: nothing is read or written here."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from units.reorganisations.plan import UNREAD, Kind, NewUnit, Plan
from units.reorganisations.shares import WHOLE

LONGEST_NAME, LONGEST_DOCUMENT, MOST_PARTS = 200, 300, 20
FURTHEST = timedelta(days=5 * 366)
_NAMED = 5
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.]{0,34}")
_ON_ANY_DAY = frozenset(
    {
        "document_long", "no_source", "source_twice", "one_source", "one_new", "few_parts", "many_parts",
        "no_default", "over", "name_missing", "name_length", "no_kind", "no_parent", "code_missing",
        "code_form", "code_twice", "receives_itself", "two_ways",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A unit as it is known: `called` is its full name with its code; `later` says, when it is not empty,
    the first day from the effective one on from which something else of it is already recorded."""

    id: int
    called: str
    begins: date
    ends: date | None
    name: str = ""
    kind: str = ""
    later: date | None = None

    def is_alive(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or self.ends >= day)


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands on the effective day, before the change.

    `units`: all that the plan names and all directly below its sources. `above`: unit → units above it by
    the plan's placement kind, nearest first. `below`: source → units below it by any kind, in order.
    `taken`: (scheme, code) → what other unit carries it then or later. `kinds`: all kinds there are.
    `owners`: units that own regimes.
    """

    today: date
    units: Mapping[int, Known]
    above: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    below: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    taken: Mapping[tuple[str, str], str] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    owners: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` names the field ("source.0", "part.1.code", "effective_on"); `words.say` puts it into words."""

    code: str
    place: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


def check(plan: Plan, facts: Facts) -> list[Problem]:
    """All that is wrong with a plan; nothing when it can be done."""
    if not plan.named <= facts.units.keys():  # its creation was undone meanwhile
        return [Problem("unit_gone", "source.0")]
    return [
        *_day(plan, facts),
        *_document(plan),
        *_sources(plan, facts),
        *_of_kind(plan, facts),
        *_new_units(plan, facts),
        *_receivers(plan, facts),
    ]


def check_without_day(plan: Plan, facts: Facts) -> list[Problem]:
    """What is wrong with a plan whatever day it is for."""
    return [problem for problem in check(plan, facts) if problem.code in _ON_ANY_DAY]


def _of_kind(plan: Plan, facts: Facts) -> Iterator[Problem]:
    of_kind: Mapping[Kind, Callable[[Plan, Facts], Iterator[Problem]]] = {
        Kind.MERGE: _merger,
        Kind.SPLIT: _split,
        Kind.RENAME: _renaming,
        Kind.CHANGE_KIND: _change_of_kind,
        Kind.NEW_PARENT: _new_parent,
        Kind.CLOSE: _closing,
    }
    yield from of_kind[plan.kind](plan, facts)


def _day(plan: Plan, facts: Facts) -> Iterator[Problem]:
    if plan.effective_on > facts.today + FURTHEST:
        yield Problem("too_far", "effective_on")


def _document(plan: Plan) -> Iterator[Problem]:
    if len(plan.document) > LONGEST_DOCUMENT:
        yield Problem("document_long", "document", {"most": str(LONGEST_DOCUMENT)})


def _sources(plan: Plan, facts: Facts) -> Iterator[Problem]:
    if not plan.sources:
        yield Problem("no_source", "source.0")
    for index, unit in enumerate(plan.sources):
        if unit == UNREAD:
            continue
        place, known = f"source.{index}", facts.units[unit]
        about = {"unit": known.called}
        if unit in plan.sources[:index]:
            yield Problem("source_twice", place, about)
        elif known.begins >= plan.effective_on:
            yield Problem("not_begun", place, {**about, "day": _written(known.begins)})
        elif known.ends is not None:
            yield Problem("ended", place, {**about, "day": _written(known.ends)})
        elif known.later is not None:
            yield Problem("changed_later", place, {**about, "day": _written(known.later)})


def _merger(plan: Plan, facts: Facts) -> Iterator[Problem]:
    if len(plan.sources) < 2:
        yield Problem("one_source", "source.1")
    if len(plan.created) != 1 or len(plan.parts) != 1:
        yield Problem("one_new", "part.0.name")


def _split(plan: Plan, facts: Facts) -> Iterator[Problem]:
    least = 1 if plan.lives_on else 2
    if len(plan.parts) < least:
        yield Problem("few_parts", f"part.{len(plan.parts)}.name", {"least": str(least)})
    if len(plan.parts) > MOST_PARTS:
        yield Problem("many_parts", f"part.{MOST_PARTS}.name", {"most": str(MOST_PARTS)})
    if plan.parts and not 0 <= plan.default < len(plan.parts):
        yield Problem("no_default", "default")
    shares = {
        "population": [part.population_share for part in plan.parts],
        "area": [part.area_share for part in plan.parts],
    }
    for measure, written in shares.items():
        if sum(share or 0 for share in written) > WHOLE:
            yield Problem("over", f"part.{len(plan.parts) - 1}.{measure}")
    for unit, part in plan.below:
        if not 0 <= part < len(plan.parts) or unit not in facts.below.get(_first(plan), ()):
            yield Problem("below_unknown", f"below.{unit}")


def _renaming(plan: Plan, facts: Facts) -> Iterator[Problem]:
    yield from _name(plan.name, "name")
    source = facts.units.get(_first(plan))
    if plan.name and source is not None and plan.name == source.name:
        yield Problem("same_name", "name")


def _change_of_kind(plan: Plan, facts: Facts) -> Iterator[Problem]:
    if plan.name:
        yield from _name(plan.name, "name")
    source = facts.units.get(_first(plan))
    if plan.unit_kind not in facts.kinds:
        yield Problem("no_kind", "unit_kind")
    elif source is not None and plan.unit_kind == source.kind:
        yield Problem("same_kind", "unit_kind")


def _new_parent(plan: Plan, facts: Facts) -> Iterator[Problem]:
    unit = _first(plan)
    if plan.parent is None:
        yield Problem("no_parent", "parent")
    if not plan.parent or unit == UNREAD:
        return
    yield from _parent(plan.parent, "parent", plan, facts)
    above = facts.above.get(plan.parent, ())
    if plan.parent == unit or unit in above:
        yield Problem("cycle", "parent", {"unit": facts.units[unit].called})
    elif facts.above.get(unit, ())[:1] == (plan.parent,):
        yield Problem("same_parent", "parent", {"unit": facts.units[plan.parent].called})


def _closing(plan: Plan, facts: Facts) -> Iterator[Problem]:
    unit = _first(plan)
    if plan.parts or unit == UNREAD:
        return
    below = facts.below.get(unit, ())
    if below:
        names = ", ".join(facts.units[one].called for one in below[:_NAMED])
        about = {"units": names + (", …" if len(below) > _NAMED else ""), "count": str(len(below))}
        yield Problem("below_homeless", "receiver", about)
    if unit in facts.owners:
        yield Problem("owner_closed", "receiver", {"unit": facts.units[unit].called})


def _new_units(plan: Plan, facts: Facts) -> Iterator[Problem]:
    codes = Counter((part.new.scheme, part.new.code) for part in plan.parts if part.new)
    for index, part in enumerate(plan.parts):
        if part.new is None:
            continue
        new, place = part.new, f"part.{index}"
        yield from _name(new.name, f"{place}.name")
        yield from _code(new, f"{place}.code", plan, facts)
        if new.code and codes[new.scheme, new.code] > 1:
            yield Problem("code_twice", f"{place}.code", {"code": new.code})
        if new.kind not in facts.kinds:
            yield Problem("no_kind", f"{place}.kind")
        if new.parent:
            yield from _parent(new.parent, f"{place}.parent", plan, facts)
            if set(plan.ending) & {new.parent, *facts.above.get(new.parent, ())}:
                yield Problem("below_itself", f"{place}.parent", {"unit": facts.units[new.parent].called})


def _receivers(plan: Plan, facts: Facts) -> Iterator[Problem]:
    seen: set[int] = set()
    for index, part in enumerate(plan.parts):
        if not part.unit:
            continue
        known = facts.units[part.unit]
        place = "receiver" if plan.kind is Kind.CLOSE else f"part.{index}.unit"
        if part.unit in plan.sources:
            yield Problem("receives_itself", place, {"unit": known.called})
        elif part.unit in seen:
            yield Problem("source_twice", place, {"unit": known.called})
        elif not known.is_alive(plan.effective_on) or known.ends is not None:
            yield Problem("not_alive", place, _life(known, plan.effective_on))
        elif set(plan.ending) & set(facts.above.get(part.unit, ())):
            yield Problem("below_itself", place, {"unit": known.called})
        seen.add(part.unit)


def _first(plan: Plan) -> int:
    return plan.sources[0] if plan.sources else UNREAD


def _name(name: str, place: str) -> Iterator[Problem]:
    if not name:
        yield Problem("name_missing", place)
    elif len(name) > LONGEST_NAME:
        yield Problem("name_length", place, {"most": str(LONGEST_NAME)})


def _code(new: NewUnit, place: str, plan: Plan, facts: Facts) -> Iterator[Problem]:
    if not new.code:
        yield Problem("code_missing", place)
    elif not _CODE.fullmatch(new.code):
        yield Problem("code_form", place, {"code": new.code})
    elif (new.scheme, new.code) in facts.taken:
        about = {"unit": facts.taken[new.scheme, new.code], "day": _written(plan.effective_on)}
        yield Problem("code_taken", place, {"code": new.code, **about})


def _parent(parent: int, place: str, plan: Plan, facts: Facts) -> Iterator[Problem]:
    known = facts.units[parent]
    if parent in plan.ending:
        yield Problem("parent_ends", place, {"unit": known.called})
    elif not known.is_alive(plan.effective_on) or known.ends is not None:
        yield Problem("not_alive", place, _life(known, plan.effective_on))


def _life(known: Known, day: date) -> dict[str, str]:
    life = f"{_written(known.begins)} – {_written(known.ends) if known.ends else '…'}"
    return {"unit": known.called, "day": _written(day), "life": life}


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")
