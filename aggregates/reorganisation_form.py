"""What an administrator writes on /don-vi/sap-xep/moi/ becomes a plan, or says field by field why not."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import QueryDict

from submissions.handing_over import owners_among
from units.asking import day_from
from units.kinds import KINDS
from units.models import UnitCode
from units.queries import ancestors_of, describe_unit
from units.reorganisations.check import Problem, check, check_without_day
from units.reorganisations.facts import facts_for
from units.reorganisations.plan import UNREAD, Kind, NewUnit, Part, Plan
from units.reorganisations.shares import UnreadShare, read_shares
from units.reorganisations.words import say
from units.search import Search, search_units
from units.unit_field import called, read_unit
from units.vietnamese import clean_name

MOST_ROWS = 60
_LONGEST = 4000
_OF_A_PART = ("name", "code", "kind", "parent", "unit", "population", "area")


@dataclass
class Form:
    """The fields as typed, how many rows there are, and what is wrong with which field."""

    kind: Kind
    typed: Mapping[str, str]
    rows: int
    faults: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.typed.get(name, "").replace("\x00", "").strip()[:_LONGEST]

    def refuse(self, problem: Problem) -> None:
        self.faults.setdefault(problem.place, say(problem))

    @property
    def source_rows(self) -> list[int]:
        """The rows whose units the plan counts; the first one must be filled in."""
        rows = range(self.rows) if self.kind is Kind.MERGE else range(1)
        return [row for row in rows if row == 0 or self.value(f"source.{row}")]

    @property
    def part_rows(self) -> list[int]:
        """The rows that the plan counts as parts: those with anything in them."""
        if self.kind is not Kind.SPLIT:
            return [0]
        return [
            row for row in range(self.rows) if any(self.value(f"part.{row}.{name}") for name in _OF_A_PART)
        ]

    def place(self, place: str) -> str:
        """The field of the form that a place of the plan is: the plan counts filled rows only."""
        head, _dot, rest = place.partition(".")
        number, dot, name = rest.partition(".")
        rows = {"source": self.source_rows, "part": self.part_rows}.get(head, [])
        if not number.isdigit() or head not in ("source", "part"):
            return place
        return f"{head}.{_row(rows, int(number))}{dot}{name}"

    def refuse_all(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.faults.setdefault(self.place(problem.place), say(problem))


def form_from(query: QueryDict, kind: Kind) -> Form:
    least = 3
    numbers = [
        int(found[1]) for name in query if (found := re.fullmatch(r"(?:source|part)\.(\d{1,2})\b.*", name))
    ]
    rows = min(MOST_ROWS, max([least, *(number + 1 for number in numbers)]))
    typed = {name: str(query[name]) for name in query}
    return Form(kind, typed, rows)


def _row(rows: list[int], index: int) -> int:
    """Past the last filled row: the first one after it."""
    return rows[index] if index < len(rows) else max([-1, *rows]) + 1 + index - len(rows)


def plan_from(form: Form, *, within: frozenset[int], today: date) -> Plan:
    """The plan, with `form.faults` said when it is not whole: then for judging only.

    Where no day can be read, today's stands in its place, and nothing is said that depends on the day.
    """
    day = _day(form)
    plan = _Reader(form, day or today, within, is_day_known=day is not None).plan()
    if form.faults:
        facts = facts_for(plan, today=today, owners=frozenset(owners_among(plan.sources)))
        form.refuse_all((check_without_day if day is None else check)(plan, facts))
    return plan


def _day(form: Form) -> date | None:
    query = QueryDict(mutable=True)
    query["day"] = form.value("effective_on")
    day, unread = day_from(query, "day")
    if day is None or day <= date(1900, 1, 1):
        code = "day_unread" if form.value("effective_on") else "day_missing"
        form.refuse(Problem(code, "effective_on", {"text": unread or form.value("effective_on")}))
        return None
    return day


@dataclass
class _Reader:
    form: Form
    day: date
    within: frozenset[int]
    is_day_known: bool = True

    def plan(self) -> Plan:
        form, kind = self.form, self.form.kind
        sources = tuple(self._sources())
        scheme = _scheme(sources[0]) if sources[0] != UNREAD else "gso"
        lives_on = kind is Kind.SPLIT and bool(form.value("lives_on"))
        default = self._default() if kind is Kind.SPLIT else 0
        return Plan(
            kind=kind,
            effective_on=self.day,
            sources=sources,
            document=clean_name(form.value("document")),
            parts=self._parts(sources, scheme),
            default=default,
            lives_on=lives_on,
            below=tuple(self._below(usual=None if lives_on else default)) if kind is Kind.SPLIT else (),
            name=clean_name(form.value("name")) if kind in (Kind.RENAME, Kind.CHANGE_KIND) else "",
            unit_kind=form.value("unit_kind") if kind is Kind.CHANGE_KIND else "",
            parent=self._unit("parent", on=self.day) if kind is Kind.NEW_PARENT else None,
        )

    def _sources(self) -> Iterator[int]:
        eve = self.day - timedelta(days=1)
        for row in self.form.source_rows:
            yield self._unit(f"source.{row}", on=eve)

    def _parts(self, sources: tuple[int, ...], scheme: str) -> tuple[Part, ...]:
        match self.form.kind:
            case Kind.MERGE:
                return (Part(new=self._new(0, sources, scheme)),)
            case Kind.SPLIT:
                return self._split(sources, scheme)
            case Kind.CLOSE if self.form.value("receiver"):
                return (Part(unit=self._unit("receiver", on=self.day)),)
        return ()

    def _split(self, sources: tuple[int, ...], scheme: str) -> tuple[Part, ...]:
        form, rows = self.form, self.form.part_rows
        shares = {measure: self._shares(rows, measure) for measure in ("population", "area")}
        parts = []
        for index, row in enumerate(rows):
            place = f"part.{row}"
            exists = bool(form.value(f"{place}.unit"))
            if exists and (form.value(f"{place}.name") or form.value(f"{place}.code")):
                form.refuse(Problem("two_ways", f"{place}.unit"))
            unit = self._unit(f"{place}.unit", on=self.day) if exists else None
            new = None if exists else self._new(row, sources, scheme)
            parts.append(Part(new, unit, shares["population"][index], shares["area"][index]))
        return tuple(parts)

    def _default(self) -> int:
        """The form counts rows, the plan the parts that are filled in; -1 for a row that is not."""
        rows = [str(row) for row in self.form.part_rows]
        chosen = self.form.value("default")
        if not chosen:
            return 0
        return rows.index(chosen) if chosen in rows else -1

    def _shares(self, rows: list[int], measure: str) -> list[int | None]:
        """Each that cannot be read is told, before what is wrong with all of them together."""
        places = [f"part.{row}.{measure}" for row in rows]
        texts = [self.form.value(place) for place in places]
        faults = [(place, why) for place, text in zip(places, texts, strict=True) if (why := _fault(text))]
        if not faults:
            try:
                return read_shares(texts, of_people=measure == "population")
            except UnreadShare as wrong:
                faults = [(places[wrong.index], wrong)]
        for place, why in faults:
            code = why.code if why.code == "over" else f"share_{why.code}"
            self.form.refuse(Problem(code, place, {"text": why.text[:60]}))
        return [None] * len(rows)

    def _new(self, row: int, sources: tuple[int, ...], scheme: str) -> NewUnit:
        form, place = self.form, f"part.{row}"
        kind = form.value(f"{place}.kind")
        parent = self._unit(f"{place}.parent", on=self.day) if form.value(f"{place}.parent") else None
        if parent is None and sources[0] != UNREAD:
            parent = _parent_of(sources[0], on=self.day)  # where it stands from that day on, if it also moves
        return NewUnit(
            code=form.value(f"{place}.code").upper(),
            name=clean_name(form.value(f"{place}.name")),
            kind=kind if kind in KINDS else "",
            parent=parent,
            scheme=scheme,
        )

    def _below(self, *, usual: int | None) -> Iterator[tuple[int, int]]:
        """What goes where it would go unsaid is not said, so that a plan is the same before and after."""
        for name in sorted(self.form.typed):
            part = self.form.value(name)
            is_said = re.fullmatch(r"below\.\d{1,9}", name) and re.fullmatch(r"\d{1,2}", part)
            if is_said and int(part) != usual:
                yield int(name.removeprefix("below.")), int(part)

    def _unit(self, name: str, *, on: date) -> int:
        """The unit a field names; UNREAD with the field's fault told, or kept back while there is no day."""
        typed = self.form.value(name)
        named = read_unit(typed, on=on, within=self.within)
        if named.unit is not None:
            return named.unit
        if named.missing:
            self.form.refuse(Problem("unit_missing", name))
        elif not self.is_day_known:
            if not search_units(Search(typed, on=on), within=self.within, limit=1)[1]:
                self.form.refuse(Problem("unit_never", name, {"text": typed[:60]}))
        elif not named.found:
            about = {"text": typed[:60], "day": on.strftime("%d/%m/%Y")}
            self.form.refuse(Problem("unit_unknown", name, about))
        else:
            self.form.refuse(Problem("unit_several", name, {"text": typed[:60], "count": str(named.count)}))
            self.form.faults[name] += " " + ", ".join(called(view) for view in named.found)
        return UNREAD


def _fault(text: str) -> UnreadShare | None:
    """What is wrong with one share whatever the others are; amounts are judged together."""
    try:
        read_shares([text])
    except UnreadShare as wrong:
        return None if wrong.code == "none" else wrong
    return None


def _scheme(unit: int) -> str:
    return UnitCode.objects.filter(unit=unit).order_by("-valid_from").values_list("scheme", flat=True)[0]


def _parent_of(unit: int, *, on: date) -> int | None:
    return next(iter(ancestors_of(unit, on=on)), None)


def called_unit(unit: int, *, on: date) -> str:
    return called(describe_unit(unit, on=on))
