"""What an administrator writes on /don-vi/sap-xep/moi/ becomes a plan, or says field by field why not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import QueryDict

from units.asking import day_from
from units.kinds import KINDS
from units.models import UnitCode
from units.queries import ancestors_of, describe_unit
from units.reorganisations.check import Problem
from units.reorganisations.plan import Kind, NewUnit, Part, Plan
from units.reorganisations.shares import UnreadShare, read_shares
from units.reorganisations.words import say
from units.unit_field import called, read_unit
from units.vietnamese import clean_name

MOST_ROWS = 60
_LONGEST = 300


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


def form_from(query: QueryDict, kind: Kind) -> Form:
    least = 3
    numbers = [
        int(found[1]) for name in query if (found := re.fullmatch(r"(?:source|part)\.(\d{1,2})\b.*", name))
    ]
    rows = min(MOST_ROWS, max([least, *(number + 1 for number in numbers)]))
    typed = {name: str(query[name]) for name in query}
    return Form(kind, typed, rows)


def plan_from(form: Form, *, within: frozenset[int]) -> Plan | None:
    """The plan, or None with `form.faults` said."""
    day = _day(form)
    if day is None:
        return None
    reader = _Reader(form, day, within)
    plan = reader.plan()
    return None if form.faults else plan


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

    def plan(self) -> Plan:
        form, kind = self.form, self.form.kind
        sources = tuple(self._sources())
        scheme = _scheme(sources[0]) if sources else "gso"
        lives_on = kind is Kind.SPLIT and bool(form.value("lives_on"))
        return Plan(
            kind=kind,
            effective_on=self.day,
            sources=sources,
            document=clean_name(form.value("document")),
            parts=self._parts(sources, scheme),
            default=self._default() if kind is Kind.SPLIT else 0,
            lives_on=lives_on,
            below=tuple(self._below()) if kind is Kind.SPLIT else (),
            name=clean_name(form.value("name")) if kind in (Kind.RENAME, Kind.CHANGE_KIND) else "",
            unit_kind=form.value("unit_kind") if kind is Kind.CHANGE_KIND else "",
            parent=self._unit("parent", on=self.day) if kind is Kind.NEW_PARENT else None,
        )

    def _sources(self) -> Iterator[int]:
        eve = self.day - timedelta(days=1)
        names = [f"source.{row}" for row in range(self.form.rows)]
        for index, name in enumerate(names):
            if self.form.value(name) or index == 0:
                found = self._unit(name, on=eve)
                if found is not None:
                    yield found
            if self.form.kind is not Kind.MERGE:
                return

    def _parts(self, sources: tuple[int, ...], scheme: str) -> tuple[Part, ...]:
        match self.form.kind:
            case Kind.MERGE:
                return (Part(new=self._new(0, sources, scheme)),)
            case Kind.SPLIT:
                return self._split(sources, scheme)
            case Kind.CLOSE if self.form.value("receiver"):
                receiver = self._unit("receiver", on=self.day)
                return (Part(unit=receiver),) if receiver is not None else ()
        return ()

    def _split(self, sources: tuple[int, ...], scheme: str) -> tuple[Part, ...]:
        rows = [row for row in range(self.form.rows) if self._is_filled(row)]
        shares = {measure: self._shares(rows, measure) for measure in ("population", "area")}
        parts = []
        for index, row in enumerate(rows):
            unit = (
                self._unit(f"part.{row}.unit", on=self.day) if self.form.value(f"part.{row}.unit") else None
            )
            new = None if unit is not None else self._new(row, sources, scheme)
            parts.append(Part(new, unit, shares["population"][index], shares["area"][index]))
        return tuple(parts)

    def _default(self) -> int:
        """The form counts rows, the plan the parts that are filled in; -1 for a row that is not."""
        rows = [str(row) for row in range(self.form.rows) if self._is_filled(row)]
        chosen = self.form.value("default")
        if not chosen:
            return 0
        return rows.index(chosen) if chosen in rows else -1

    def _is_filled(self, row: int) -> bool:
        return any(self.form.value(f"part.{row}.{name}") for name in ("name", "code", "unit"))

    def _shares(self, rows: list[int], measure: str) -> list[int | None]:
        try:
            texts = [self.form.value(f"part.{row}.{measure}") for row in rows]
            return read_shares(texts, of_people=measure == "population")
        except UnreadShare as wrong:
            code = wrong.code if wrong.code == "over" else f"share_{wrong.code}"
            self.form.refuse(Problem(code, f"part.{rows[wrong.index]}.{measure}", {"text": wrong.text[:60]}))
            return [None] * len(rows)

    def _new(self, row: int, sources: tuple[int, ...], scheme: str) -> NewUnit:
        form, place = self.form, f"part.{row}"
        kind = form.value(f"{place}.kind")
        parent = self._unit(f"{place}.parent", on=self.day) if form.value(f"{place}.parent") else None
        if parent is None and sources:
            parent = _parent_of(sources[0], on=self.day)  # where it stands from that day on, if it also moves
        return NewUnit(
            code=form.value(f"{place}.code").upper(),
            name=clean_name(form.value(f"{place}.name")),
            kind=kind if kind in KINDS else "",
            parent=parent,
            scheme=scheme,
        )

    def _below(self) -> Iterator[tuple[int, int]]:
        for name in sorted(self.form.typed):
            part = self.form.value(name)
            if re.fullmatch(r"below\.\d{1,9}", name) and re.fullmatch(r"\d{1,2}", part):
                yield int(name.removeprefix("below.")), int(part)

    def _unit(self, name: str, *, on: date) -> int | None:
        typed = self.form.value(name)
        named = read_unit(typed, on=on, within=self.within)
        if named.unit is not None:
            return named.unit
        if named.missing:
            self.form.refuse(Problem("unit_missing", name))
        elif not named.found:
            about = {"text": typed[:60], "day": on.strftime("%d/%m/%Y")}
            self.form.refuse(Problem("unit_unknown", name, about))
        else:
            self.form.refuse(Problem("unit_several", name, {"text": typed[:60], "count": str(named.count)}))
            self.form.faults[name] += " " + ", ".join(called(view) for view in named.found)
        return None


def _scheme(unit: int) -> str:
    return UnitCode.objects.filter(unit=unit).order_by("-valid_from").values_list("scheme", flat=True)[0]


def _parent_of(unit: int, *, on: date) -> int | None:
    return next(iter(ancestors_of(unit, on=on)), None)


def called_unit(unit: int, *, on: date) -> str:
    return called(describe_unit(unit, on=on))
